"""Your school: what is set up, and the ways to load, write and change it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.errors import BadInput, KioskError
from kiosk.rules.follow_up.required_training import school_year
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.school import School
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import BACK, UNDO
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.screens.tutors.person_form import AddingScreen
from kiosk.text import Text, n_, t, tn, visible
from kiosk.widgets.columns import spread, stack, wrapped
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar


class Way(NamedTuple):
    """A row that does something."""

    label: Text
    says: Text
    """What it is for, in a sentence."""
    action: str
    """The action of the screen that it does."""


LOADING = (
    Way(
        t("Staff from a file"),
        t("A list from your MIS or a spreadsheet. You see what each column is taken for, and who "
          "would be added or changed, before anything is loaded."),
        "load_staff",
    ),
    Way(
        t("Programme from a file"),
        t("A workbook, or a folder of CSV and TOML files. You see what would change before "
          "anything is loaded."),
        "load_programme",
    ),
)  # fmt: skip
WRITING = (
    Way(
        t("Empty workbooks to fill in"),
        t("Writes staff.xlsx and programme.xlsx, with headings, notes and examples."),
        "write_empty",
    ),
    Way(
        t("Your programme as a workbook"),
        t("Writes programme.xlsx with your own programme. Change it there, and load it again."),
        "write_programme",
    ),
    Way(
        t("Papers on data protection"),
        t("Writes a privacy notice, an impact assessment and a page for staff, to fill in."),
        "write_papers",
    ),
)
CHANGING = (
    Way(
        t("Settings"),
        t("What the school is called, its languages and times, with what each setting does."),
        "settings",
    ),
    Way(
        t("Learn badges"),
        t("Goes through everybody without a badge: scan the card of each, one after the other."),
        "badges",
    ),
    Way(t("Add a person"), t("A form for somebody who is in no file yet."), "add_person"),
)
GROUPS = ((t("Load from a file"), LOADING), (t("Write to a folder"), WRITING),
          (t("Change here"), CHANGING))  # fmt: skip
"""The rows below their headings."""
WAYS = {way.action: way for _, ways in GROUPS for way in ways}


NATION_NAMES = {"wales": t("Wales"), "england": t("England")}
LANGUAGE_NAMES = {
    "en+cy": t("English and Welsh"),
    "cy+en": t("Welsh and English"),
    "en": t("English"),
    "cy": t("Welsh"),
}


WAY = "way"
"""The group of the workers that load and write: one at a time."""


class WayList(StableList):
    """The ways; Enter takes one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Open"), key_display="Enter")
    ]


class YourSchoolScreen(ListScreen, AddingScreen):
    """What is set up, and what loads or writes it. A load is undone like any act."""

    HEADING = t("Your school")
    ROWS = WayList
    GUIDE = t(
        "What is set up, and the ways to load staff and programme from files and to write files. "
        "Enter opens a row. Nothing is loaded before you have seen what it would do. Ctrl+Z takes "
        "a load back within ten seconds, “kiosk undo” later."
    )
    BINDINGS: ClassVar[list[BindingType]] = [UNDO, BACK]

    def show_school(self) -> None:
        """Say what is set up, and list the ways."""
        width = self.rows.room
        options = [self._heading(t("What is set up"))]
        options += [
            Option(stack(wrapped(self.say(line), width)), disabled=True)
            for line in set_up(self.school, self.moment.date().isoformat())
        ]
        for heading, ways in GROUPS:
            options.append(self._heading(heading))
            options += [Option(Content(self.say(way.label)), id=way.action) for way in ways]
        first = next(n for n, option in enumerate(options) if option.id)
        self.show_rows(options, self.HEADING, "", first)
        self.query_one(TopBar).show(self.HEADING, self.school.settings.name)
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _heading(self, text: Text) -> Option:
        heading = Content(self.say(text)).stylize("bold $blue")
        return Option(spread(heading, Content(), self.rows.room), disabled=True)

    def details(self, row: str) -> Details | None:
        """Return what a way is for."""
        way = WAYS.get(row)
        if way is None:
            return None
        return Details(self.context.language, way.label, way.says, (), t("Enter opens it."))

    @on(OptionList.OptionSelected, "#people")
    async def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id in WAYS:
            # a second way would take the answer of the first one away
            if self.is_at_work(WAY):
                self.show_text(t("One moment: the last one isn't finished yet."))
                return
            self.app.clear_notifications()
            await self.run_action(event.option_id)

    def action_settings(self) -> None:
        """List the school's settings, to change them."""
        from kiosk.screens.tutors.settings_form import SettingsFormScreen

        self.app.push_screen(SettingsFormScreen(self.context, self.actor))

    def action_badges(self) -> None:
        """Go through the people without a badge, and learn the card of each."""
        from kiosk.screens.tutors.learn_badges import LearnBadgesScreen

        self.app.push_screen(LearnBadgesScreen(self.context, self.actor))

    # -- loading ------------------------------------------------------------------------------

    @work(group=WAY)
    async def action_load_staff(self) -> None:
        """Ask for a staff file, and load it."""
        from kiosk.rules.loading.school_files import load_staff
        from kiosk.screens.files.staff_file import StaffFileScreen

        staff = await self.app.push_screen_wait(StaffFileScreen(self.context))
        if staff is not None:
            await self._load(load_staff(staff))

    @work(group=WAY)
    async def action_load_programme(self) -> None:
        """Ask for a programme, show what loading it would do, and load it."""
        from kiosk.exchange.load_preview import LoadPreview, preview_programme, unreadable
        from kiosk.exchange.programme import read_programme
        from kiosk.rules.loading.school_files import load_programme
        from kiosk.screens.files.file_picker import PARTS, FilePicker
        from kiosk.screens.files.load_preview import LoadPreviewScreen

        heading, ask = t("Choose your programme"), self.app.push_screen_wait
        whole = t("This folder, with all its files")
        path = await ask(FilePicker(self.context, heading, PARTS, takes_folder=whole))
        if path is None:
            return
        school, now = self.context.desk.school, self.context.desk.now()

        def look() -> tuple[Decision | None, LoadPreview]:
            try:
                programme = read_programme(path)
            except KioskError as error:
                return None, unreadable(error)
            return load_programme(programme), preview_programme(school, now, programme)

        self.show_text(t("Reading {file} …", file=visible(path.name)))
        decision, preview = await asyncio.to_thread(look)
        agreed = await ask(LoadPreviewScreen(self.context, visible(path.name), preview))
        if agreed and decision is not None:
            await self._load(decision)

    async def _load(self, decision: Decision) -> None:
        from kiosk.exchange.load_preview import unreadable
        from kiosk.screens.files.load_preview import LoadPreviewScreen

        try:
            outcome = await self.carry_out(decision, TUTOR)
        except BadInput as wrong:  # somebody changed what the preview was made of
            self.app.push_screen(LoadPreviewScreen(self.context, self.HEADING, unreadable(wrong)))
        except KioskError as error:
            self.show_error(error)
        else:
            self.offer_undo(outcome)

    # -- writing ------------------------------------------------------------------------------

    @work(group=WAY)
    async def action_write_empty(self) -> None:
        """Write empty workbooks for staff and programme."""
        from kiosk.exchange.workbook_writing import empty_programme, staff_workbook

        language = self.context.language.now
        await self._write(
            lambda: {
                "staff.xlsx": staff_workbook(language),
                "programme.xlsx": empty_programme(language),
            }
        )

    @work(group=WAY)
    async def action_write_programme(self) -> None:
        """Write the school's programme as a workbook."""
        from kiosk.exchange.workbook_writing import programme_workbook

        school, language = self.context.desk.school, self.context.language.now
        await self._write(lambda: {"programme.xlsx": programme_workbook(school, language)})

    @work(group=WAY)
    async def action_write_papers(self) -> None:
        """Write the papers on data protection."""
        from kiosk.exchange.privacy_papers import privacy_files

        settings = self.context.desk.school.settings
        await self._write(lambda: privacy_files(settings))

    async def _write(self, make: Callable[[], Mapping[str, bytes]]) -> None:
        """Ask for a folder, and write files to it."""
        from kiosk.screens.files.file_picker import FilePicker
        from kiosk.system.new_files import write_new_files

        if self.context.rehearses:
            self.show_text(t("A rehearsal writes no files."))
            return
        picker = FilePicker(
            self.context, t("Choose a folder"), takes_folder=t("Write to this folder")
        )
        folder = await self.app.push_screen_wait(picker)
        if folder is None:
            return

        def write() -> list[Path]:
            return write_new_files(folder, make())

        try:
            written = await asyncio.to_thread(write)
        except KioskError as error:
            self.show_error(error)
            return
        names = ", ".join(visible(path.name) for path in written)
        self.show_text(t("Written to {folder}: {names}", folder=visible(str(folder)), names=names))


def set_up(school: School, today: str) -> list[Text]:
    """Return what a school has, a line each. `today`: its date, ISO."""
    programme = school.programme
    days = sorted(programme.days.values(), key=lambda day: day.id)
    coming = [day for day in days if day.id >= today and day.cancelled_at is None]
    year = school_year(coming[0].date if coming else date.fromisoformat(today))
    # days that are twilights, or halves, share a number
    planned = {
        day.number for day in days if day.cancelled_at is None and school_year(day.date) == year
    }
    lines = [
        tn("{n} person", "{n} people", len(school.people_on(date.fromisoformat(today)))),
        t(
            "{days}, {workshops}",
            days=tn(
                "{planned} of {n} INSET day in {year}",
                "{planned} of {n} INSET days in {year}",
                school.settings.days_a_year,
                planned=len(planned),
                year=f"{year}/{(year + 1) % 100:02}",
            ),
            workshops=tn("{n} workshop", "{n} workshops", len(programme.workshops)),
        ),
    ]
    if coming:
        lines.append(t("The next day: {date}, {title}", date=coming[0].date, title=coming[0].title))
    settings = school.settings
    nation, languages = NATION_NAMES[settings.nation], LANGUAGE_NAMES[settings.languages]
    return [*lines, t("Settings: {nation}, {languages}", nation=nation, languages=languages)]

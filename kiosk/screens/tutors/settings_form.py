"""The school's settings: each with its value, what it may be and what it does; Enter changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.exchange.forms import FormField, Values, expected_by_field
from kiosk.exchange.school_settings import (
    GROUPS,
    SETTINGS,
    WORD_NAMES,
    about_setting,
    choices_of,
    read_setting,
    shown_setting,
    written_settings,
)
from kiosk.exchange.setting_tables import Read, TableRow, tables
from kiosk.rules.loading.setting_changes import change_settings
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.file_contents import FileRecord
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.choice import NumberedDialog
from kiosk.screens.dialogs.form import FormDialog
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import BACK, UNDO
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.screens.tutors.replanning import ReplanningScreen
from kiosk.settings import BOUNDS, Settings
from kiosk.text import Sayable, Text, n_, t
from kiosk.widgets.columns import cell
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

LABEL = 44
"""The columns of a label, where the list is wide enough."""


class SettingList(StableList):
    """The settings by group; Enter changes one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Change"), key_display="Enter")
    ]


class SettingsFormScreen(ListScreen, ReplanningScreen):
    """The settings, which a load of `school.toml` leaves alone once they are changed here."""

    HEADING = t("Settings")
    ROWS = SettingList
    GUIDE = t(
        "What your school can set, with what it may be and what it does; at the end the usual "
        "hours of each role, and your words in both languages. Enter changes the highlighted one; "
        "a value that cannot be is refused as you type. Ctrl+Z takes the last change back. What is "
        "changed here stays when the programme is loaded again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [UNDO, BACK]

    def __init__(self, context: ScreenContext, actor: Actor = TUTOR) -> None:
        """Show the settings to a professional tutor."""
        super().__init__(context)
        self.actor = actor

    def show_school(self) -> None:
        """List the settings by group."""
        self.show_rows([*self._rows()], t("The school's settings"), "", first=1)
        self.query_one(TopBar).show(self.HEADING)
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _rows(self) -> Iterator[Option]:
        values = written_settings(self.school.settings)
        width = self.rows.room
        for group, names in GROUPS:
            yield Option(Content(self.say(group)).stylize("bold $blue"), disabled=True)
            for name in names:
                shown = shown_setting(name, values[name])
                yield self._option(name, SETTINGS[name].label, shown, min(LABEL, width * 3 // 5))
        for heading, rows in tables(self.school.settings):
            yield Option(Content(self.say(heading)).stylize("bold $blue"), disabled=True)
            for one in rows:
                yield self._option(one.id, one.label, one.shown, width * 2 // 5)

    def _option(self, id: str, label: Sayable, shown: Sayable, at: int) -> Option:
        """Return a row whose value begins at a column."""
        width = self.rows.room
        said = self.say(label), self.say(shown) or "–"
        return Option(LazyRow(partial(_row, *said, at, width), *said, width), id=id)

    def details(self, row: str) -> Details | None:
        """Return what the setting does, what it may be, and where its usual value is from."""
        setting = SETTINGS.get(row)
        if setting is None:
            one = self._table_row(row)
            return one and Details(self.context.language, one.label, one.what, [])
        bounds = BOUNDS.get(row)
        facts: list[tuple[Text, Sayable]] = []
        if bounds is not None:
            facts = [(t("May be"), about_setting(row)), (t("Usual value from"), bounds.source)]
        return Details(self.context.language, setting.label, setting.what, facts)

    @on(OptionList.OptionSelected)
    @work
    async def _change(self, event: OptionList.OptionSelected) -> None:
        """Ask for another value, and have the setting changed."""
        name = event.option_id or ""
        row = self._table_row(name)
        if row is not None:
            entry = await self._fill_in(name, row.label, row.fields, row.read)
        elif choices_of(name):
            entry = await self._pick(name)
        else:
            entry = await self._type(name)
        if entry is not None:
            self.offer_undo(await self.perform(change_settings(entry), self.actor))

    def _table_row(self, id: str) -> TableRow | None:
        rows = (row for _, rows in tables(self.school.settings) for row in rows)
        return next((row for row in rows if row.id == id), None)

    async def _pick(self, name: str) -> FileRecord[Settings] | None:
        setting, value = SETTINGS[name], written_settings(self.school.settings)[name]
        # what it is now comes first, so that Enter alone changes nothing
        words = sorted(choices_of(name), key=lambda word: word != value)
        answers = {word: WORD_NAMES[word] for word in words}
        dialog = NumberedDialog(self.context, setting.what, answers, title=setting.label)
        word = await self.app.push_screen_wait(dialog)
        settings = self.context.desk.school.settings
        return None if word is None else read_setting(settings, name, word)[0]

    async def _type(self, name: str) -> FileRecord[Settings] | None:
        setting, value = SETTINGS[name], str(written_settings(self.school.settings)[name])
        about = about_setting(name)
        help_line: Sayable = setting.what
        if about:
            help_line = t("{what} It is {about}.", what=setting.what, about=about)

        def read(settings: Settings, values: Values) -> Read:
            return read_setting(settings, name, values[name])

        field = FormField(name, setting.label, help_line, value)
        return await self._fill_in(name, setting.label, [field], read)

    async def _fill_in(
        self,
        name: str,
        title: Sayable,
        fields: Sequence[FormField],
        read: Callable[[Settings, Values], Read],
    ) -> FileRecord[Settings] | None:
        """Ask in a form, checked as one types; return what was read in it."""
        desk = self.context.desk

        def check(values: Values) -> dict[str, Text]:
            return expected_by_field(read(desk.school.settings, values)[1])

        dialog = FormDialog(self.context, title, fields, check, draft=f"setting {name}")
        values = await self.app.push_screen_wait(dialog)
        return None if values is None else read(desk.school.settings, values)[0]


def _row(label: str, shown: str, at: int, width: int) -> Content:
    return Content.assemble(cell(label, at - 1), " ", cell(shown, width - at, "bold"))

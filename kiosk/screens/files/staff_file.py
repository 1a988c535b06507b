"""A staff file: chosen, its columns and job titles understood, looked at before it is loaded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from kiosk.errors import BadInput
from kiosk.exchange.load_preview import preview_staff, unreadable
from kiosk.exchange.staff import look_at_staff
from kiosk.exchange.staff_account import as_last_time
from kiosk.exchange.staff_questions import Question, questions
from kiosk.rules.model.file_contents import StaffFile
from kiosk.rules.model.names import clean
from kiosk.rules.model.staff_mapping import AS_IT_IS, STAFF
from kiosk.screen_context import ScreenContext
from kiosk.screens.files.file_picker import TABLES, FilePicker
from kiosk.screens.files.file_screen import FileScreen
from kiosk.screens.files.load_preview import LoadPreviewScreen
from kiosk.screens.files.mapping_rows import ASKED, PREVIEW, MappingRows
from kiosk.screens.files.staff_answers import StaffAnswers
from kiosk.text import Text, n_, t, tn
from kiosk.widgets.columns import literal
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

T = TypeVar("T")


class MappingList(StableList):
    """What is asked, the columns and the job titles; Enter answers or changes one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Answer or change"), key_display="Enter")
    ]


class StaffFileScreen(FileScreen[StaffFile]):
    """Asks for a staff file and for what is not understood in it.

    The result is the file, ready to be loaded, with what was said about it; None after Esc.
    """

    GUIDE = t(
        "Each column of your file, and what the kiosk takes it for; each job title, and its role. "
        "What it doesn't understand is at the top: move there and press Enter. Enter on any other "
        "row changes it. “Preview” shows what a load would do. Your answers are remembered for "
        "the next file."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "preview", n_("Preview"), key_display="F5"),
        Binding("escape", "back", n_("Back"), key_display="Esc"),
    ]

    def __init__(self, context: ScreenContext) -> None:
        """Begin with what was said of the last file."""
        super().__init__(context)
        self._path = Path()
        self._last = self.school.mappings.get(STAFF, AS_IT_IS)
        self._mapping = self._last
        self._staff: StaffFile | None = None
        self._asked: list[Question] = []
        self._is_busy = False

    def compose(self) -> ComposeResult:
        """Put the list below what is to be said of the whole file."""
        yield TopBar(self.context.language, t("Staff from a file"))
        yield Static(id="told")
        yield MappingList("mapping")
        yield Static(id="reading", classes="panel")
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Ask for the file."""
        self.query_one("#mapping").display = False
        self._choose()

    @work
    async def _choose(self) -> None:
        """Ask which file it is, and read it."""
        picker = FilePicker(self.context, t("Choose your staff file"), TABLES)
        path = await self.app.push_screen_wait(picker)
        if path is None:
            self.dismiss(None)
            return
        self._path, self._mapping, self._staff = path, self._last, None
        await self._read()

    def action_back(self) -> None:
        """Choose another file; from there Esc closes."""
        if not self._is_busy:
            self._choose()

    # -- reading ------------------------------------------------------------------------------

    async def _read(self) -> None:
        """Read the file with what is said about it by now."""
        reading = t("Reading {file} …", file=clean(self._path.name))
        work = asyncio.to_thread(look_at_staff, self._path, self._mapping)
        staff = await self._meanwhile(reading, work)
        if not staff.columns:
            wrong = unreadable(BadInput(staff.problems))
            await self.app.push_screen_wait(LoadPreviewScreen(self.context, staff.name, wrong))
            self._choose()
            return
        rows, was_asked = self.query_one(MappingList), self._is_asked(self.query_one(MappingList))
        is_first, self._staff = self._staff is None, staff
        self._asked = questions(staff)
        rows.display = True
        self._show()
        if is_first or was_asked:
            # the next question, else the way on; the rows above are headings
            rows.highlighted = 1 if self._asked else 0
        rows.focus()

    def _is_asked(self, rows: StableList) -> bool:
        return (rows.picked or "").startswith(ASKED)

    async def _meanwhile(self, what: Text, work: Awaitable[T]) -> T:
        """Wait for work in a thread, and say what is going on."""
        told = self.query_one("#reading", Static)
        told.update(Content(self.say(what)))
        self._is_busy = told.display = True
        try:
            return await work
        finally:
            self._is_busy = told.display = False

    # -- what is shown ------------------------------------------------------------------------

    @on(StableList.RoomChanged)
    def _show(self) -> None:
        staff, rows = self._staff, self.query_one(MappingList)
        if staff is None:
            return
        shown = MappingRows(self.context.language, staff, self._asked, rows.room)
        rows.fill(shown.rows())
        count = tn("{n} row", "{n} rows", sum(rows for _, _, rows in staff.titles))
        rows.border_title = literal(self.say(clean(staff.name)))
        rows.border_subtitle = literal(self.say(count) if staff.titles else "")
        self.query_one("#told", Static).update(Content("\n".join(map(self.say, self._told(staff)))))

    def _told(self, staff: StaffFile) -> list[Text]:
        """Return what to say above the list: what is to be done, and what is as last time."""
        todo = (
            tn(
                "{n} thing to answer. Enter opens a row.",
                "{n} things to answer. Enter opens a row.",
                len(self._asked),
            )
            if self._asked
            else t("All of it is understood. Enter on a row changes it.")
        )
        last = as_last_time(staff, self._last)
        return [todo] if last is None else [todo, last]

    def say_again(self) -> None:
        """Show all in the language of now."""
        super().say_again()
        self._show()

    # -- answers ------------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#mapping")
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == PREVIEW:
            self.action_preview()
        elif event.option_id is not None and not self._is_busy:
            self._answer(event.option_id)

    @work
    async def _answer(self, row: str) -> None:
        """Ask about a row, and read the file again with the answer."""
        if self._staff is None:
            return
        answers = StaffAnswers(self, self.context, self._staff)
        mapping = await answers.answer(row, self._asked)
        if mapping is not None:
            self._mapping = mapping
            await self._read()

    @work
    async def action_preview(self) -> None:
        """Show what a load would do; Enter there closes this screen with the file."""
        staff, desk = self._staff, self.context.desk
        if staff is None or self._is_busy:
            return
        work = asyncio.to_thread(preview_staff, desk.school, desk.now(), staff)
        preview = await self._meanwhile(t("Looking at what a load would do …"), work)
        screen = LoadPreviewScreen(self.context, clean(staff.name), preview)
        if await self.app.push_screen_wait(screen):
            self.dismiss(staff)

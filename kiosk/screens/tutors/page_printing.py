"""Printing a day's certificates and catch-up slips from a screen: as PDF files, and on paper."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import ParamSpec

from textual import work
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import ProgressBar, Static

from kiosk.day_pages import write_day
from kiosk.errors import CannotPrint
from kiosk.printing import (
    PAGES,
    Kind,
    Plan,
    decision_for,
    note_printed,
    plan,
    warnings,
    write,
)
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.screens.tutors.print_forecast import (
    Amount,
    Whose,
    all_of,
    count_of,
    forecast,
    new_of,
    written_of,
)
from kiosk.screens.tutors.tutors_screen import TutorsScreen
from kiosk.system.printer import send_to_printer
from kiosk.text import Text, n_, t, tn
from kiosk.widgets.columns import stack

WRITTEN = n_("Saved, ready to print: {file}. Open it on this machine and print it.")
SENT = n_("Sent to the printer {printer}. Also saved: {file}")
NOTHING_SENT = t("Stopped. Nothing was printed.")
STOPPED = n_("Stopped. {done} are saved: {file}. P goes on with the rest.")
NEW, EVERYTHING = "new", "all"
"""Which pages to write: only what is new or changed, or all of them."""

P = ParamSpec("P")

MAX_NOTES = 6
"""The most lines of notes shown."""


class PrintingScreen(TutorsScreen):
    """A screen below which pages are printed: their progress, and what came of it."""

    busy: reactive[bool] = reactive(False, bindings=True)
    """Whether pages are being written."""

    _is_to_stop: threading.Event
    """Set where the printing that is under way is to stop."""

    def printing_parts(self) -> Iterator[Widget]:
        """Return the progress and the notes, which stand below all else."""
        yield Horizontal(
            ProgressBar(show_eta=False, id="progress"), Static(id="doing"), id="printing"
        )
        yield Static(id="notes")

    def on_mount(self) -> None:
        """Leave out the progress and the notes until something is printed."""
        self.query_one("#printing").display = self.query_one("#notes").display = False

    async def ask_and_print(
        self, whose: Whose, kinds: tuple[Kind, ...], first: Text | None = None
    ) -> None:
        """Say how many pages come out where, after what is to be said `first`; at a yes do it."""
        if not self._begin():
            return
        self._show_doing(t("Counting the pages…"))
        try:
            amounts = await asyncio.to_thread(forecast, self.school, self.moment, whose, kinds)
        finally:
            self.busy = self.query_one("#printing").display = False
        if self._is_to_stop.is_set() or self.app.screen is not self:
            return  # a question of another key is open by now
        is_for_all = not all(whose.values())
        which = await self._wanted_of(amounts, first, is_for_all) if amounts else EVERYTHING
        if which:
            printer = self.context.printer
            await self.print_pages(whose, kinds, printer, only_new=which == NEW)

    async def _wanted_of(self, amounts: list[Amount], first: Text | None, is_for_all: bool) -> str:
        """Ask which pages to write: `EVERYTHING`, only what is `NEW`; blank: none."""
        from kiosk.screens.dialogs.choice import ChoiceDialog
        from kiosk.screens.dialogs.confirm import ConfirmDialog

        folder, printer = str(self.context.folder / PAGES), self.context.printer
        title, no = t("Print"), t("Don't print")
        if is_for_all and any(one.new < one.people for one in amounts):
            place = t("The pages are saved in {folder}, for you to print.", folder=folder)
            if printer:
                place = t(
                    "The pages are printed on {printer}, and saved in {folder}.",
                    printer=printer, folder=folder,
                )  # fmt: skip
            question = t("Written already, and unchanged since: {what}. {place}",
                         what=written_of(amounts), place=place)  # fmt: skip
            answers = {"": no}
            if any(one.new for one in amounts):
                answers[NEW] = t("Go on with the rest: {what}", what=new_of(amounts))
            again = t("Start again: {what}.", what=all_of(amounts))
            if any(one.kind is Kind.SLIPS and one.new < one.people for one in amounts):
                again = t("{again} Stubs printed before no longer count.", again=again)
            answers[EVERYTHING] = again
            choice = ChoiceDialog(self.context, question, answers, title=title)
            return await self.app.push_screen_wait(choice) or ""
        what = all_of(amounts)
        question = t("{what}: to be saved in {folder}, for you to print.", what=what, folder=folder)
        if printer:
            question = t(
                "{what}: to be printed on {printer}, and saved in {folder}.",
                what=what, printer=printer, folder=folder,
            )  # fmt: skip
        if first is not None:
            question = t("{one} {other}", one=first, other=question)
        yes = t("Print now") if printer else t("Save them")
        dialog = ConfirmDialog(self.context, question, yes=yes, no=no, title=title)
        return EVERYTHING if await self.app.push_screen_wait(dialog) else ""

    async def print_pages(
        self,
        whose: Whose,
        kinds: tuple[Kind, ...],
        printer: str = "",
        *,
        only_new: bool = False,
    ) -> None:
        """Give everything its number first; then write the files, one a kind and day.

        `printer`: where they are sent then; blank: nowhere. `only_new`: without what was written
        before and has not changed since.
        """
        if not self._begin():
            return
        self.note([])
        plans = []
        try:
            for kind, (day, people) in product(kinds, whose.items()):
                for person in people or (None,):
                    # not `self`: what is printed is not taken back by the undo key
                    number = decision_for(kind, day, person, only_new=only_new)
                    if await super().perform(number, TUTOR) is None:
                        self._written([])
                        return
                # planned from a School that holds the numbers just given
                school = self.context.desk.school
                wanted = await asyncio.to_thread(
                    plan, school, self.moment, kind, day, self.context.language.now, *people
                )
                plans.append(await asyncio.to_thread(wanted.new) if only_new else wanted)
        except Exception as error:  # as in writing them
            self._written([self.context.explain(error)])
            return
        self._show_doing(count_of(kinds[0], len(plans[0].people)))
        self._write(plans, printer)

    def _begin(self) -> bool:
        """Begin to print, which Esc stops from now on; not while something is being printed."""
        if self.busy:
            return False
        self._is_to_stop = threading.Event()
        self.busy = True
        return True

    def print_day(self, day: DayId) -> None:
        """Write the day's page in a thread."""
        if self._begin():
            self.note([])
            self._write_day(self.school, self.context.desk.now(), day)

    @work(thread=True, name="printing")
    def _write_day(self, school: School, now: datetime, day: DayId) -> None:
        notes: list[Text] = []
        folder, language = self.context.folder / PAGES, self.context.language.now
        try:
            path = write_day(school, now, day, folder, language, notes.append)
            notes.insert(0, Text(WRITTEN, {"file": str(path)}))
        except Exception as error:  # an error in the page layout must not end the kiosk
            notes.append(self.context.explain(error))
        self._tell(self._written, notes)

    @work(name="printing")
    async def _write(self, plans: list[Plan], printer: str) -> None:
        """Write the pages, note that they are written, send them on, and say what came of it."""
        notes: list[Text] = []
        try:
            notes += await asyncio.to_thread(self._doubts, plans)
            self.note(notes)  # early enough to stop the printing
            for wanted in plans:
                if not wanted.people:
                    # the same may be true of both kinds
                    notes += [reason for reason in [wanted.nothing()] if reason not in notes]
                elif self._is_to_stop.is_set():
                    what = count_of(wanted.kind, len(wanted.people))
                    notes.append(t("Not written: {what}.", what=what))
                else:
                    notes[:0] = await self._write_one(wanted, printer)
        except Exception as error:  # an error in the page layout must not end the kiosk
            notes.insert(0, self.context.explain(error))  # before the doubts: not all may be shown
        self._written(notes)

    def _doubts(self, plans: list[Plan]) -> list[Text]:
        doubts = {self.say(doubt): doubt for wanted in plans for doubt in warnings(wanted)}
        return [*doubts.values()]

    async def _write_one(self, wanted: Plan, printer: str) -> list[Text]:
        """Write one file, and return what is to be said about it."""
        self._show_doing(count_of(wanted.kind, len(wanted.people)))
        notes: list[Text] = []
        path, written = await asyncio.to_thread(
            write, wanted, self.context.folder / PAGES, self._progress, notes.append,
            self.context.explain,
        )  # fmt: skip
        is_stopped = self._is_to_stop.is_set() and len(written.people) < len(wanted.people)
        if is_stopped and printer:
            # of a part that is not sent to the printer nothing counts: P prints all of it again
            await asyncio.to_thread(path.unlink, missing_ok=True)
            return [NOTHING_SENT, *notes]
        await super().perform(note_printed(written), TUTOR)
        if is_stopped:
            done = t("{done} of {all}", done=len(written.people),
                     all=count_of(wanted.kind, len(wanted.people)))  # fmt: skip
            return [Text(STOPPED, {"done": done, "file": str(path)}), *notes]
        return [await asyncio.to_thread(self._sent, path, wanted, printer), *notes]

    def _tell(self, show: Callable[P, None], *args: P.args, **named: P.kwargs) -> None:
        """Have something shown, from the thread; not once the screen was closed meanwhile."""

        def show_if_open() -> None:
            if self.is_attached:
                show(*args, **named)

        self.app.call_from_thread(show_if_open)

    def _sent(self, path: Path, wanted: Plan, printer: str) -> Text:
        """Send a file to the printer, if there is one; return where its pages are now."""
        if not printer:
            return Text(WRITTEN, {"file": str(path)})
        try:
            send_to_printer(path, printer, wanted.paper)
        except CannotPrint as error:  # it says where the file is; the other files may go through
            return self.context.explain(error)
        return Text(SENT, {"printer": printer, "file": str(path)})

    def _progress(self, done: int, total: int) -> bool:
        # the only place to stop: between two people's pages
        if not self._is_to_stop.is_set():
            self._tell(self._advance, done, total)
        return not self._is_to_stop.is_set()

    def _advance(self, done: int, total: int) -> None:
        self.query_one(ProgressBar).update(total=total, progress=done)

    def _show_doing(self, what: Text) -> None:
        self.query_one("#printing").display = True
        self.query_one(ProgressBar).update(total=None)
        self.speak(self.query_one("#doing", Static), content=what)

    def _written(self, notes: list[Text]) -> None:
        self.busy = False
        self.query_one("#printing").display = False
        self.note(notes)

    def note(self, notes: list[Text]) -> None:
        """Show notes below the list, and how many more there are."""
        left = len(notes) - MAX_NOTES
        if left > 0:
            more = tn("and {n} more such note", "and {n} more such notes", left + 1)
            notes = [*notes[: MAX_NOTES - 1], more]
        self.query_one("#notes").display = bool(notes)
        # only the page that was written is good news; the others say what is missing
        styles = [(note, "$in" if note.msgid in (WRITTEN, SENT, STOPPED) else "") for note in notes]
        self.speak(
            self.query_one("#notes", Static),
            content=lambda: stack([Content(self.say(one)).stylize(style) for one, style in styles]),
        )

    @property
    def has_countdown(self) -> bool:
        """Whether it locks after idling: not while pages are written, which may take minutes."""
        return not self.busy

    def action_back(self) -> None:
        """Stop the printing if there is one, else go back."""
        if self.busy:
            self._is_to_stop.set()
        else:
            super().action_back()

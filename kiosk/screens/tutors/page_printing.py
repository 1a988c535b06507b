"""Printing a day's certificates and catch-up slips from a screen: as PDF files, and on paper."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import ParamSpec

from textual import work
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import ProgressBar, Static

from kiosk.errors import CannotPrint, Refused
from kiosk.language import Language
from kiosk.printing import (
    PAGES,
    Cancelled,
    Kind,
    Plan,
    decision_for,
    plan,
    warnings,
    write,
    write_day,
)
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.school import School
from kiosk.screens.tutors.tutors_screen import TutorsScreen
from kiosk.system.printer import send_to_printer
from kiosk.text import Text, n_, t, tn
from kiosk.widgets.columns import stack

WRITTEN = n_("Saved, ready to print: {file}. Open it on this machine and print it.")
SENT = n_("Sent to the printer {printer}. Also saved: {file}")

P = ParamSpec("P")

MAX_NOTES = 6
"""The most lines of notes shown."""


def count_of(wanted: Plan) -> Text:
    """Return how many pages of a kind there are."""
    count = len(wanted.people)
    if wanted.kind is Kind.CERTIFICATES:
        return tn("{n} certificate", "{n} certificates", count)
    return tn("{n} catch-up slip", "{n} catch-up slips", count)


def counts_of(
    school: School, now: datetime, day: DayId, kinds: tuple[Kind, ...], person: PersonId | None
) -> list[Text]:
    """Return how many pages there would be of each kind; none where they may not be printed."""
    counts: list[Text] = []
    try:
        for kind in kinds:
            changes = decision_for(kind, day, person)(school, now, TUTOR)
            school = school.apply(changes.items)
            wanted = plan(school, kind, day, Language(), person)
            counts += [count_of(wanted)] if wanted.people else []
    except Refused:  # the printing itself says why
        return []
    return counts


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
        self,
        day: DayId,
        kinds: tuple[Kind, ...],
        person: PersonId | None,
        first: Text | None = None,
    ) -> None:
        """Say how many pages come out where, after what is to be said `first`; at a yes do it."""
        if self.busy:
            return
        self.busy, self._is_to_stop = True, threading.Event()
        try:
            counts = await asyncio.to_thread(
                counts_of, self.school, self.moment, day, kinds, person
            )
        finally:
            self.busy = False
        if not counts or await self._is_wanted(counts, first):
            await self.print_pages(day, kinds, person, self.context.printer)

    async def _is_wanted(self, counts: list[Text], first: Text | None) -> bool:
        from kiosk.screens.dialogs.confirm import ConfirmDialog

        what: Text = counts[0]
        for more in counts[1:]:
            what = t("{one} and {other}", one=what, other=more)
        folder, printer = str(self.context.folder / PAGES), self.context.printer
        question = t("{what}: to be saved in {folder}, for you to print.", what=what, folder=folder)
        if printer:
            question = t(
                "{what}: to be printed on {printer}, and saved in {folder}.",
                what=what, printer=printer, folder=folder,
            )  # fmt: skip
        if first is not None:
            question = t("{one} {other}", one=first, other=question)
        yes = t("Print now") if printer else t("Save them")
        dialog = ConfirmDialog(
            self.context, question, yes=yes, no=t("Don't print"), title=t("Print")
        )
        return await self.app.push_screen_wait(dialog) or False

    async def print_pages(
        self, day: DayId, kinds: tuple[Kind, ...], person: PersonId | None, printer: str = ""
    ) -> None:
        """Give everything its number first, in one record a kind; then write in a thread.

        `printer`: where the files are sent then; blank: nowhere.
        """
        if self.busy:
            return
        self.busy = True
        plans = []
        for kind in kinds:
            # not `self`: what is printed is not taken back by the undo key
            outcome = await super().perform(decision_for(kind, day, person), TUTOR)
            if outcome is None:
                self.busy = False
                return
            # planned from the School that holds the numbers just given
            plans.append(plan(outcome.school, kind, day, self.context.language.now, person))
        self.note([])
        self._is_to_stop = threading.Event()
        self.query_one("#printing").display = True
        self._write(plans, self.context.folder / PAGES, printer)

    def print_day(self, day: DayId) -> None:
        """Write the day's page in a thread."""
        if not self.busy:
            self.busy = True
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

    @work(thread=True, name="printing")
    def _write(self, plans: list[Plan], folder: Path, printer: str) -> None:
        """Write the pages, send them on, and post what came of it to the screen."""
        notes: list[Text] = []
        try:
            doubts = {self.say(doubt): doubt for wanted in plans for doubt in warnings(wanted)}
            notes += doubts.values()
            self._tell(self.note, notes)  # early enough to stop the printing
            for wanted in plans:
                if not wanted.people:
                    notes.append(wanted.nothing())
                    continue
                self._tell(self._doing, wanted)
                path = write(wanted, folder, self._progress, report=notes.append)
                notes.insert(0, self._sent(path, wanted, printer))
        except Cancelled:
            notes.append(t("Stopped. The finished pages are saved."))
        except Exception as error:  # an error in the page layout must not end the kiosk
            notes.append(self.context.explain(error))
        self._tell(self._written, notes)

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

    def _progress(self, done: int, total: int) -> None:
        # the only place to stop: between two people's pages
        if self._is_to_stop.is_set():
            raise Cancelled
        self._tell(self._advance, done, total)

    def _advance(self, done: int, total: int) -> None:
        self.query_one(ProgressBar).update(total=total, progress=done)

    def _doing(self, wanted: Plan) -> None:
        self.speak(self.query_one("#doing", Static), content=count_of(wanted))

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
        styles = [(note, "$in" if note.msgid in (WRITTEN, SENT) else "") for note in notes]
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

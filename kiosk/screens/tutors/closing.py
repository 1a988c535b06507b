"""Closing the day: its summary, then certificates and catch-up slips as PDF files."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from kiosk.printing import PAGES, Cancelled, Kind, Plan, decision_for, plan, warnings, write
from kiosk.rules.follow_up.closing import close_day, days_to_close, reopen_day
from kiosk.rules.follow_up.required_training import training_figures
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.records import InsetDay, Person
from kiosk.screen_context import ScreenContext
from kiosk.screens.live_screen import LiveScreen
from kiosk.screens.tutors.day_account import DayAccount, account_for
from kiosk.text import Text, n_, t, tc, tn
from kiosk.theme import stylesheet
from kiosk.widgets.columns import cell, stack
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.today import NO_DAY
from kiosk.widgets.top_bar import TopBar

WRITTEN = n_("Written: {file}")
COUNTING = t("The account of the day is being made …")
MAX_NOTES = 6
"""The most lines shown below the summary."""


class ClosingScreen(LiveScreen):
    """Who was present, who missed what, who was not required; then closing and printing."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "The account of the day. C closes it: nothing more is chosen or signed in to, and numbers "
        "are given to certificates. P writes certificates and catch-up slips as PDF files; "
        "R does so for one person. Of required training it says how many have done it; whoever "
        "does not work that day owes it too. Who signed in to it by a typed name only has no "
        "certificate for it until you confirm them: U lists them. A closed day can be opened again "
        "with O. "
        "D goes to an earlier day, which can be closed as well."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "close_day", n_("Close the day"), key_display="C"),
        Binding("o", "reopen_day", n_("Open again"), key_display="O"),
        Binding("p", "print", n_("Print all"), key_display="P"),
        Binding("r", "reprint", n_("Print one"), key_display="R"),
        Binding("u", "unproved", n_("By name only"), key_display="U"),
        Binding("escape", "back", n_("Board"), key_display="Esc"),
        Binding("d", "earlier", n_("Earlier day"), key_display="D"),
    ]

    busy: reactive[bool] = reactive(False, bindings=True)
    """Whether pages are being written."""

    def __init__(self, context: ScreenContext) -> None:
        """Show the summary of today, or of the latest day before."""
        super().__init__(context)
        self._chosen_day = ""
        self._account: DayAccount | None = None
        self._is_asked = self._is_counting = False
        self._stop_printing = threading.Event()

    def compose(self) -> ComposeResult:
        """Put the progress and the notes below the three columns."""
        yield TopBar(self.say(t("Close the day")))
        with Grid(id="account"):
            for name in ("present", "missed", "not-required"):
                yield StableList("", id=name)
        yield Static(id="training")
        with Horizontal(id="printing"):
            yield ProgressBar(show_eta=False, id="progress")
            yield Static(id="doing")
        yield Static(id="notes")
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Hide the progress until something is printed."""
        self.query_one("#printing").display = False

    def _day(self) -> InsetDay | None:
        days = days_to_close(self.school, self.moment)
        return next((day for day in days if day.id == self._chosen_day), days[0] if days else None)

    def action_earlier(self) -> None:
        """Show the day before; after the first day, the latest again."""
        days = [day.id for day in days_to_close(self.school, self.moment)]
        shown = self._day()
        if shown is not None:
            self._chosen_day = days[(days.index(shown.id) + 1) % len(days)]
            self._note([])
            self.show_school()

    def show_school(self) -> None:
        """Show the account of the day: what is known of it at once, and the new one when made."""
        day = self._day()
        if day is None:
            self._note([NO_DAY])
            return
        self.refresh_bindings()
        self.query_one(TopBar).show(self.say(t("Close the day")), self.say(day.date))
        if self._account is None or self._account.day.id != day.id:
            self._show_training([Content(self.say(COUNTING)).stylize("$muted")])
        self._is_asked = True
        if not self._is_counting:
            self._is_counting = True  # here: the worker begins later
            self._count()

    @work
    async def _count(self) -> None:
        """Make the account in a thread, and again for what changed in the meantime."""
        try:
            while self._is_asked and (day := self._day()) is not None:
                self._is_asked = False
                self._show(await self._made(day))
        finally:
            self._is_counting = False

    async def _made(self, day: InsetDay) -> DayAccount:
        code, now = self.context.language.code, self.context.desk.now()
        return await asyncio.to_thread(account_for, self.school, now, day, code)

    @on(StableList.RoomChanged)
    def _fit_columns(self, event: StableList.RoomChanged) -> None:
        event.prevent_default()  # another width makes no other account
        if self._account is not None:
            self._show(self._account)

    def _show(self, account: DayAccount) -> None:
        self._account, day = account, account.day
        self.refresh_bindings()
        self.query_one(TopBar).show_aside(self._state(account))
        present = [(who, self._unproved(count)) for who, count in account.present]
        self._fill("present", t("Present"), present)
        missed = [
            (who, " · ".join(self.say(slot.title) for slot in slots))
            for who, slots in account.missed
        ]
        self._fill("missed", tc("people", "Missed"), missed)
        self._fill("not-required", t("Not required"), [(who, "") for who in account.not_required])
        is_today = day.date == self.moment.date()
        words = [
            Content(self.say(training_figures(line, is_today=is_today)))
            for line in account.training
        ]
        if account.unproved:
            to_confirm = tn(
                "{n} person signed in by name only: not certified until you confirm them, with U",
                "{n} people signed in by name only: not certified until you confirm them, with U",
                account.unproved,
            )
            words.append(Content(self.say(to_confirm)).stylize("$amber"))
        self._show_training(words)

    def _show_training(self, words: list[Content]) -> None:
        self.update_static("#training", stack(words))
        self.query_one("#training").display = bool(words)

    def _unproved(self, count: int) -> str:
        text = tn("no proof: {n} session", "no proof: {n} sessions", count)
        return self.say(text) if count else ""

    def _state(self, account: DayAccount) -> Content:
        day = account.day
        if day.closed_at is not None:
            at = self.school.local(day.closed_at)
            text = t("● closed at {time}", time=at)
            if at.date() != day.date:
                text = t("● closed on {day}", day=at.date())
            return Content(self.say(text)).stylize("$in")
        if left := account.unfinished:
            text = tn("{n} session is not over", "{n} sessions are not over", left)
            return Content(self.say(text)).stylize("$amber")
        state = Content(self.say(t("○ open"))).stylize("$muted")
        if empty := account.unattended:
            text = tn("nobody is marked in {n} session", "nobody is marked in {n} sessions", empty)
            state = Content.assemble(state, " · ", (self.say(text), "$amber"))
        return state

    def _fill(self, name: str, title: Text, people: list[tuple[Person, str]]) -> None:
        column = self.query_one(f"#{name}", StableList)
        column.border_title = f"{self.say(title)}  {len(people)}"
        width = column.room
        options = [
            Option(
                LazyRow(
                    partial(_row, who, detail, width), who, detail, width, lines=1 + bool(detail)
                ),
                id=who.id,
            )
            for who, detail in people
        ]
        if not options:
            options = [Option(Content(self.say(t("nobody"))).stylize("$muted"), disabled=True)]
        column.fill(options, first=None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to close an open day, or reopen a closed one; nothing while pages are written."""
        day = self._day()
        if day is None:
            return action in ("back", "help")
        match action:
            case "close_day":
                return day.closed_at is None and not self.busy
            case "reopen_day":
                return day.closed_at is not None and not self.busy
            case "print" | "reprint":
                return not self.busy
            case "unproved":
                unproved = self._account.unproved if self._account is not None else 0
                return not self.busy and unproved > 0
            case "earlier":
                return not self.busy and len(days_to_close(self.school, self.moment)) > 1
            case _:
                return True

    # -- closing and printing ---------------------------------------------------------------

    @work
    async def action_close_day(self) -> None:
        """Close the day, after a confirmation, and print everyone's pages."""
        from kiosk.screens.dialogs.confirm import ConfirmDialog

        day = self._day()
        if day is None:
            return
        account = self._account
        if account is None or self._is_counting or account.day.id != day.id:
            account = await self._made(day)
        question = t("Close the day, and write certificates and catch-up slips?")
        if account.unproved:
            question = tn(
                "Close the day? {n} person is in by name only: U confirms them, now or later.",
                "Close the day? {n} people are in by name only: U confirms them, now or later.",
                account.unproved,
            )
        if account.unattended:
            question = tn(
                "Close the day? In {n} session nobody is marked: all count as absent there.",
                "Close the day? In {n} sessions nobody is marked: all count as absent there.",
                account.unattended,
            )
        if account.unfinished:
            question = tn(
                "Close the day? {n} session is not over: whoever is unmarked counts as absent.",
                "Close the day? {n} sessions are not over: whoever is unmarked counts as absent.",
                account.unfinished,
            )
        sure = await self.app.push_screen_wait(
            ConfirmDialog(self.context, question, yes=t("Close it"), no=t("Not yet"))
        )
        if sure and await self.perform(close_day(day.id), TUTOR) is not None:
            await self._print_all(None, day.id)

    def action_unproved(self) -> None:
        """List who is in a register by a typed name that is not enough."""
        from kiosk.screens.tutors.unproved import UnprovedScreen

        day = self._day()
        if day is not None:
            self.app.push_screen(UnprovedScreen(self.context, day.id))

    @work
    async def action_reopen_day(self) -> None:
        """Reopen a closed day."""
        day = self._day()
        if day is not None:
            outcome = await self.perform(reopen_day(day.id), TUTOR)
            self.show_outcome(outcome)

    @work
    async def action_print(self) -> None:
        """Write everyone's pages."""
        day = self._day()
        if day is not None:
            await self._print_all(None, day.id)

    @work
    async def action_reprint(self) -> None:
        """Write one person's pages."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        day = self._day()
        person = await self.app.push_screen_wait(FindPersonDialog(self.context, t("Whose pages?")))
        if day is not None and person is not None:
            await self._print_all(person, day.id)

    async def _print_all(self, person: PersonId | None, day: DayId) -> None:
        """Give everything its number first, in one record a kind; then write in a thread."""
        if self.busy:
            return
        self.busy = True
        plans = []
        for kind in Kind:
            outcome = await self.perform(decision_for(kind, day, person), TUTOR)
            if outcome is None:
                self.busy = False
                return
            # planned from the School that holds the numbers just given
            plans.append(plan(outcome.school, kind, day, self.context.language, person))
        self.query_one("#notes", Static).update("")
        self._stop_printing.clear()
        self.query_one("#printing").display = True
        self._write(plans, self.context.folder / PAGES)

    @work(thread=True, name="printing")
    def _write(self, plans: list[Plan], folder: Path) -> None:
        """Write the pages, and post what came of it to the screen."""
        notes: list[Text] = []
        try:
            doubts = {self.say(doubt): doubt for wanted in plans for doubt in warnings(wanted)}
            notes += doubts.values()
            self.app.call_from_thread(self._note, notes)  # early enough to stop the printing
            for wanted in plans:
                if not wanted.people:
                    notes.append(wanted.nothing())
                    continue
                self.app.call_from_thread(self._doing, wanted)
                path = write(wanted, folder, self._progress, report=notes.append)
                notes.insert(0, Text(WRITTEN, {"file": str(path)}))
        except Cancelled:
            notes.append(t("Stopped: the pages that were complete are kept."))
        except Exception as error:  # an error in the page layout must not end the kiosk
            notes.append(self.context.explain(error))
        self.app.call_from_thread(self._written, notes)

    def _progress(self, done: int, total: int) -> None:
        # the only place to stop: between two people's pages
        if self._stop_printing.is_set():
            raise Cancelled
        self.app.call_from_thread(self._advance, done, total)

    def _advance(self, done: int, total: int) -> None:
        self.query_one(ProgressBar).update(total=total, progress=done)

    def _doing(self, wanted: Plan) -> None:
        words = {
            Kind.CERTIFICATES: tn("{n} certificate", "{n} certificates", len(wanted.people)),
            Kind.SLIPS: tn("{n} catch-up slip", "{n} catch-up slips", len(wanted.people)),
        }
        self.query_one("#doing", Static).update(self.say(words[wanted.kind]))

    def _written(self, notes: list[Text]) -> None:
        self.busy = False
        self.query_one("#printing").display = False
        self._note(notes)

    def _note(self, notes: list[Text]) -> None:
        left = len(notes) - MAX_NOTES
        if left > 0:
            more = tn("and {n} more such note", "and {n} more such notes", left + 1)
            notes = [*notes[: MAX_NOTES - 1], more]
        # only the page that was written is good news; the others say what is missing
        lines = [Content(self.say(note)).stylize("$in" if note.msgid == WRITTEN else "")
                 for note in notes]  # fmt: skip
        self.query_one("#notes", Static).update(stack(lines))

    @on(OptionList.OptionHighlighted, "#missed")
    def _show_missed(self, event: OptionList.OptionHighlighted) -> None:
        """Show in full what the highlighted person missed: the column may have cut it."""
        # while printing, the notes belong to the printing
        if self._account is None or event.option_id is None or self.busy:
            return
        for who, slots in self._account.missed:
            if who.id == event.option_id:
                missed = ", ".join(self.say(slot.title) for slot in slots)
                self._note([t("{name} missed: {what}", name=who.name, what=missed)])

    def lock_when_idle(self) -> None:
        """Lock after idling, but not while pages are written: that may take minutes."""
        if not self.busy:
            super().lock_when_idle()

    def action_back(self) -> None:
        """Stop the printing if there is one, else go back to the board."""
        if self.busy:
            self._stop_printing.set()
        else:
            super().action_back()


def _row(who: Person, detail: str, width: int) -> Content:
    line = cell(who.name, width, "bold" if detail else "")
    return stack([line, cell(f"  {detail}", width, "$muted")]) if detail else line

"""Closing the day: what to look at first, then the account of everybody; and the printing."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.printing import Kind
from kiosk.rules.follow_up.closing import close_day, days_to_close, reopen_day
from kiosk.rules.follow_up.required_training import training_figures
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.records import InsetDay
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.closing_problems import Problem, problems_of, question_for
from kiosk.screens.tutors.day_account import AccountLine, DayAccount, Outcome, account_for
from kiosk.screens.tutors.details import Details, about_person
from kiosk.screens.tutors.keys import (
    ANOTHER_DAY,
    ATTENTION,
    BACK,
    BY_NAME_ONLY,
    CLOSE_DAY,
    FILTER,
    FIND,
    NEXT_LIST,
    NOT_YET_IN,
    OPEN_AGAIN,
    PRINT,
    SORT,
    TO_CHECK,
)
from kiosk.screens.tutors.page_printing import PrintingScreen
from kiosk.screens.tutors.ways import OpeningScreen
from kiosk.text import Sayable, n_, t, tn
from kiosk.widgets.columns import literal, spread, stack
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.today import NO_DAY
from kiosk.widgets.top_bar import TopBar

COUNTING = t("Working out who attended what …")
OUTCOMES = {
    Outcome.MISSED_PART: ("◐", "$amber", t("missed part")),
    Outcome.NOT_HERE: ("×", "$late", t("absent")),
    Outcome.NOT_MARKED_YET: ("○", "$muted", t("not yet in")),
    Outcome.REPORTED_ABSENT: ("–", "$muted", t("reported absent")),
    Outcome.ATTENDED: ("●", "$in", t("attended")),
    Outcome.NOT_REQUIRED: ("·", "$muted", t("not expected")),
}
"""Each outcome's glyph, colour and word."""
STATE = 19
"""The columns for what came of somebody's day."""


class ProblemList(StableList):
    """What to look at first; Enter goes where it is put right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Go there"), key_display="Enter")
    ]


class AccountList(StableList):
    """Everybody, each once; Enter opens a person's page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Person"), key_display="Enter")
    ]


class ClosingScreen(PrintingScreen, OpeningScreen):
    """What to look at first, and who attended or missed what; then closing and printing."""

    HEADING = t("Close the day")
    ROWS = AccountList
    GUIDE = t(
        "Enter, or the key beside a line, goes to what to look at first. C closes the day: no more "
        "choices or sign-ins, and certificates are issued; O opens it again. P saves pages to "
        "print. D: the day before."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE_DAY, OPEN_AGAIN, PRINT, BY_NAME_ONLY, NOT_YET_IN, TO_CHECK, ATTENTION, FIND, FILTER,
        SORT, ANOTHER_DAY, NEXT_LIST, BACK,
    ]  # fmt: skip
    FILTERS = (
        t("Everyone"), t("Missed part"), t("Absent"), t("Not marked yet"), t("Reported absent"),
        t("Attended"), t("Not expected"),
    )  # fmt: skip
    SORTS = (t("missed first"), t("by name"))

    def __init__(self, context: ScreenContext) -> None:
        """Show the summary of today, or of the latest day before."""
        super().__init__(context)
        self._chosen_day = ""
        self._account: DayAccount | None = None
        self._is_asked = self._is_counting = False

    def above(self) -> Iterator[Widget]:
        """Return what to look at first, and the training figures."""
        yield self.speak(ProblemList(id="problems"), border_title=t("Look at first"))
        yield Static(id="training")

    def on_mount(self) -> None:
        """Show no list before there is something to list."""
        self.query_one("#problems").display = False

    def _day(self) -> InsetDay | None:
        days = days_to_close(self.school, self.moment)
        return next((day for day in days if day.id == self._chosen_day), days[0] if days else None)

    def action_another_day(self) -> None:
        """Show the day before; after the first day, the latest again."""
        days = [day.id for day in days_to_close(self.school, self.moment)]
        shown = self._day()
        if shown is not None:
            self._chosen_day = days[(days.index(shown.id) + 1) % len(days)]
            self.note([])
            self.show_school()

    # -- the account --------------------------------------------------------------------------

    def show_school(self) -> None:
        """Show the account of the day: what is known of it at once, and the new one when made."""
        day = self._day()
        if day is None:
            self.note([NO_DAY])
            self.query_one("#list").display = self.query_one("#filters").display = False
            return
        self.refresh_bindings()
        self.query_one(TopBar).show(self.HEADING, day.date)
        known = self._account
        if known is not None and known.day.id == day.id:
            self._show(known)
        else:
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
        is_first, self._account = self._account is None, account
        self.refresh_bindings()
        self.query_one(TopBar).show_aside(self._state(account))
        self._show_problems(self._problems(), is_first=is_first)
        is_today = account.day.date == self.moment.date()
        self._show_training([
            Content(self.say(training_figures(line, is_today=is_today)))
            for line in account.training
        ])  # fmt: skip
        counts = Counter(line.outcome for line in account.lines)
        self.show_filters([len(account.lines), *(counts[outcome] for outcome in OUTCOMES)])
        shown = [line for line in account.lines if self.filtered in (0, line.outcome)]
        if not self.sorted_by:  # names stay in their order within each
            shown.sort(key=lambda line: line.outcome)
        people = (line.person for line in shown)
        columns = PeopleColumns(self.context.language, self.school, people, self.rows.room, STATE)
        options = [
            Option(LazyRow(partial(self._row, line, columns), line, columns.widths),
                   id=line.person.id)
            for line in shown
        ]  # fmt: skip
        heading = tn("{n} person", "{n} people", len(shown))
        if not self.filtered:
            heading = t("Everybody: {people}", people=heading)
        self.show_rows(options, heading, t("Nobody under this filter. F shows the others."))

    def _problems(self) -> list[Problem]:
        account = self._account
        if account is None:
            return []
        titles = {one.id: self.school.workshop(one).title for one in account.unattended}
        return problems_of(account, titles)

    def _show_problems(self, problems: list[Problem], *, is_first: bool) -> None:
        rows = self.query_one("#problems", StableList)
        rows.fill(Option(self._problem(one, rows.room), id=one.id, disabled=not one.key)
                  for one in problems)  # fmt: skip
        day = self._day()
        is_closed = day is not None and day.closed_at is not None
        heading = t("Still to put right") if is_closed else t("Look at first")
        rows.border_title = literal(f"{self.say(heading)} · {len(problems)}")
        was_shown, rows.display = rows.display, bool(problems)
        if is_first or (was_shown and not problems):
            has_keys = any(problem.key for problem in problems)
            (rows if has_keys else self.rows).focus(scroll_visible=False)

    def _problem(self, problem: Problem, width: int) -> Content:
        key = Content(f" {problem.key} " if problem.key else "")
        key = key.stylize("bold $amber on $raised")
        text = Content.assemble(("▲ ", "$amber"), self.say(problem.text))
        return spread(text, key, width)

    def _show_training(self, words: list[Content]) -> None:
        self.update_static("#training", stack(words))
        self.query_one("#training").display = bool(words)

    def _state(self, account: DayAccount) -> Content:
        day = account.day
        if day.closed_at is not None:
            at = self.school.local(day.closed_at)
            text = t("● closed at {time}", time=at)
            if at.date() != day.date:
                text = t("● closed on {day}", day=at.date())
            return Content(self.say(text)).stylize("$in")
        return Content(self.say(t("○ open"))).stylize("$muted")

    def _row(self, line: AccountLine, columns: PeopleColumns) -> Content:
        glyph, colour, word = OUTCOMES[line.outcome]
        about: Sayable = post_of(self.school, line.person)
        faint = ""
        if line.missed:
            about = " · ".join(self.say(slot.title) for slot in line.missed)
        elif line.unproved:
            about = tn("by name only: {n} session", "by name only: {n} sessions",
                       line.unproved)  # fmt: skip
            faint = "$amber"
        if line.outcome is Outcome.NOT_MARKED_YET and line.is_in:
            word = t("in the building")
        state = f"{glyph} {self.say(word)}"
        return columns.row(state, line.person, about, style=colour, faint=faint)

    def details(self, row: str) -> Details | None:
        """Return what the person missed, and their day."""
        lines = self._account.lines if self._account is not None else ()
        line = next((one for one in lines if one.person.id == row), None)
        if line is None or self._account is None:
            return None
        facts = [(t("Missed"), "\n".join(self.say(slot.title) for slot in line.missed))]
        if line.unproved:
            facts.append((t("By name only"), self.say(
                tn("{n} session to confirm: press U", "{n} sessions to confirm: press U",
                   line.unproved)
            )))  # fmt: skip
        shown = [(label, value) for label, value in facts if value]
        day = self._account.day
        return about_person(self.context.language, self.school, line.person, day, shown)

    # -- where one goes from here -------------------------------------------------------------

    @on(OptionList.OptionSelected, "#problems")
    def _go(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        for problem in self._problems():
            if problem.id == event.option_id and problem.session is not None:
                self._open_register(problem.session)
            elif problem.id == event.option_id:
                self.call_later(self.run_action, problem.action)

    def _open_register(self, session: SessionId) -> None:
        from kiosk.screens.tutors.register import RegisterScreen

        self.app.push_screen(RegisterScreen(self.context, session))

    @on(OptionList.OptionSelected, "#people")
    def _open_person(self, event: OptionList.OptionSelected) -> None:
        from kiosk.screens.tutors.person import PersonScreen

        event.stop()
        if self.picked_person is not None:
            self.app.push_screen(PersonScreen(self.context, self.picked_person))

    def action_next_list(self) -> None:
        """Go from what to look at first to everybody, and back."""
        self.focus_next()

    def action_by_name_only(self) -> None:
        """List who is in a register by a typed name that is not enough."""
        from kiosk.screens.tutors.by_name_only import ByNameOnlyScreen

        day = self._day()
        if day is not None:
            self.app.push_screen(ByNameOnlyScreen(self.context, day.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the day allows; while pages are written, nothing that changes them."""
        day = self._day()
        if day is None:
            return action in ("back", "help")
        match action:
            case "close_day":
                return day.closed_at is None and not self.busy
            case "open":
                return day.closed_at is not None and not self.busy
            case "print":
                return not self.busy
            case "by_name_only" | "to_check" | "not_yet_in" | "attention":
                there = any(problem.action == action for problem in self._problems())
                return there and not self.busy
            case "another_day":
                return not self.busy and len(days_to_close(self.school, self.moment)) > 1
            case _:
                return True

    # -- closing and printing -----------------------------------------------------------------

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
        dialog = ConfirmDialog(
            self.context, question_for(account), yes=t("Close the day"), no=t("Not yet")
        )
        sure = await self.app.push_screen_wait(dialog)
        if sure and await self.perform(close_day(day.id), TUTOR) is not None:
            await self.print_pages(day.id, tuple(Kind), None)

    @work
    async def action_open(self) -> None:
        """Open a closed day again."""
        day = self._day()
        if day is not None:
            outcome = await self.perform(reopen_day(day.id), TUTOR)
            self.show_outcome(outcome)

    @work
    async def action_print(self) -> None:
        """Ask whose pages to write, and write them."""
        from kiosk.screens.dialogs.choice import ChoiceDialog
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        day, person = self._day(), None
        # everybody's first: printing again changes no number
        answers = {"all": t("Everybody's pages"), "one": t("One person's pages …")}
        answers |= {kind.value: KINDS[kind] for kind in Kind}
        question = t("Which pages? They are saved as PDF files for you to print.")
        picked = await self.app.push_screen_wait(
            ChoiceDialog(self.context, question, answers, title=t("Print"))
        )
        if day is None or picked is None:
            return
        if picked == "one":
            dialog = FindPersonDialog(self.context, t("Whose pages?"))
            person = await self.app.push_screen_wait(dialog)
            if person is None:
                return
        kinds = (Kind(picked),) if picked in {*Kind} else tuple(Kind)
        await self.print_pages(day.id, kinds, person)


KINDS = {
    Kind.CERTIFICATES: t("Everybody's certificates only"),
    Kind.SLIPS: t("Everybody's catch-up slips only"),
}
"""What is printed of each kind alone."""

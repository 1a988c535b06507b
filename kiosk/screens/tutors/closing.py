"""Closing the day: what to look at first, then the account of everybody; and the printing."""

from __future__ import annotations

import asyncio
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
from kiosk.rules.follow_up.closing import close_day, reopen_day
from kiosk.rules.follow_up.required_training import training_figures
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import NO_DAY, DayId, PersonId, SessionId
from kiosk.rules.model.labels import REOPEN_REASONS
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.terms import ReopenReason
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.account_text import OUTCOMES, STATE, AccountText
from kiosk.screens.tutors.closing_problems import Problem, problems_of, question_for
from kiosk.screens.tutors.day_account import ShownAccount, ShownLine, account_for
from kiosk.screens.tutors.day_by_day import DayByDayScreen
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import (
    ANOTHER_DAY,
    ATTENTION,
    BACK,
    BY_NAME_ONLY,
    CLOSE_DAY,
    FIGURES,
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
from kiosk.text import n_, t, tn
from kiosk.widgets.columns import literal, spread, stack
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.today import NO_DAY as NO_INSET_DAY
from kiosk.widgets.top_bar import TopBar

COUNTING = t("Working out who attended what …")


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


class ClosingScreen(DayByDayScreen, PrintingScreen, OpeningScreen):
    """What to look at first, and who attended or missed what; then closing and printing."""

    HEADING = t("Close the day")
    ROWS = AccountList
    GUIDE = t(
        "Everybody once: all that was required of them, part of it or none, reported absent, or "
        "not required. Enter, or the key beside a line, goes to what to look at first. C closes "
        "the day: no more choices or sign-ins, and certificates are issued. O opens it again, for "
        "one of three reasons; closing again changes only what was corrected. P saves pages to "
        "print, J counts without names. D: the day before."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE_DAY, OPEN_AGAIN, PRINT, FIGURES, BY_NAME_ONLY, NOT_YET_IN, TO_CHECK, ATTENTION, FIND,
        FILTER, SORT, ANOTHER_DAY, NEXT_LIST, BACK,
    ]  # fmt: skip
    FILTERS = (
        t("Everyone"), t("Part of it"), t("None of it"), t("Reported absent"), t("All of it"),
        t("Not required"), t("Not signed out"),
    )  # fmt: skip
    SORTS = (t("missed first"), t("by name"))

    def __init__(self, context: ScreenContext, day: DayId = NO_DAY) -> None:
        """Show the account of a day; `NO_DAY`: of today, or of the latest day before."""
        super().__init__(context, day)
        self._account: ShownAccount | None = None

    def above(self) -> Iterator[Widget]:
        """Return what to look at first, and the training figures."""
        yield self.speak(ProblemList(id="problems"), border_title=t("Look at first"))
        yield Static(id="training")

    def below(self) -> Iterator[Widget]:
        """Return the progress of the printing, and what came of it."""
        return self.printing_parts()

    def on_mount(self) -> None:
        """Show no list before there is something to list."""
        self.query_one("#problems").display = False

    def action_another_day(self) -> None:
        """Show the day before, without the notes on the last printing."""
        self.note([])
        super().action_another_day()

    # -- the account --------------------------------------------------------------------------

    def show_school(self) -> None:
        """Show the account of the day: what is known of it at once, and the new one when made."""
        day = self.shown_day
        if day is None:
            self.note([NO_INSET_DAY])
            self.query_one("#list").display = self.query_one("#filters").display = False
            return
        self.refresh_bindings()
        self.query_one(TopBar).show(self.HEADING, day.date)
        known = self._account
        if known is not None and known.day.id == day.id:
            self._show(known)
        else:
            self._show_training([Content(self.say(COUNTING)).stylize("$muted")])
        self.make_again()

    async def make(self, day: InsetDay) -> None:
        """Make the account in a thread."""
        self._show(await self._made(day))

    async def _made(self, day: InsetDay) -> ShownAccount:
        code, now = self.context.language.code, self.context.desk.now()
        return await asyncio.to_thread(account_for, self.school, now, day, code)

    @on(StableList.RoomChanged)
    def _fit_columns(self, event: StableList.RoomChanged) -> None:
        event.prevent_default()  # another width makes no other account
        if self._account is not None:
            self._show(self._account)

    def _show(self, account: ShownAccount) -> None:
        is_first, self._account = self._account is None, account
        said = self._text(account)
        self.refresh_bindings()
        self.query_one(TopBar).show_aside(said.state())
        self._show_problems(self._problems(), is_first=is_first)
        is_today = account.day.date == self.moment.date()
        self._show_training([
            *said.reopened(),
            *(Content(self.say(training_figures(line, is_today=is_today)))
              for line in account.training),
        ])  # fmt: skip
        counts = account.account.counts
        figures = [counts[outcome] for outcome in OUTCOMES]
        is_asked_here = self.filtered == len(self.FILTERS) - 1
        self.show_filters([len(account.lines), *figures, account.still_here * is_asked_here])
        shown = [line for line in account.lines if self._is_shown(line)]
        if not self.sorted_by:  # names stay in their order within each
            shown.sort(key=lambda line: line.line.outcome)
        people = (line.person for line in shown)
        columns = PeopleColumns(self.context.language, self.school, people, self.rows.room, STATE)
        options = [
            Option(LazyRow(partial(said.row, line, columns), line, columns.widths),
                   id=line.person.id)
            for line in shown
        ]  # fmt: skip
        heading = tn("{n} person", "{n} people", len(shown))
        if not self.filtered:
            # in a narrow window the filters have no room for how many
            heading = t("Everybody: {people}", people=heading)
            heading = heading if self.has_class("-detailed") else said.summary()
        self.show_rows(options, heading, t("Nobody under this filter. F shows the others."))

    def _is_shown(self, line: ShownLine) -> bool:
        if self.filtered == len(self.FILTERS) - 1:
            return line.is_here
        return self.filtered in (0, line.line.outcome)

    def _problems(self) -> list[Problem]:
        account = self._account
        if account is None:
            return []
        unclear = (*account.account.unattended, *account.account.without_leader)
        titles = {one.id: self.school.workshop(one).title for one in unclear}
        return problems_of(account, titles)

    def _show_problems(self, problems: list[Problem], *, is_first: bool) -> None:
        rows = self.query_one("#problems", StableList)
        rows.fill(Option(self._problem(one, rows.room), id=one.id, disabled=not one.key)
                  for one in problems)  # fmt: skip
        day = self.shown_day
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

    def details(self, row: str) -> Details | None:
        """Return what the person missed, and their day."""
        account = self._account
        return self._text(account).details(row) if account is not None else None

    def _text(self, account: ShownAccount) -> AccountText:
        return AccountText(self.context.language, self.school, account)

    # -- where one goes from here -------------------------------------------------------------

    @on(OptionList.OptionSelected, "#problems")
    def _go(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        for problem in self._problems():
            if problem.id == event.option_id and problem.session is not None:
                self._open_register(problem.session)
            elif problem.id == event.option_id:
                self.call_later(self.run_action, problem.action)

    @property
    def day_meant(self) -> DayId:
        """The day that is shown."""
        return self.shown_day.id if self.shown_day is not None else NO_DAY

    def action_still_here(self) -> None:
        """Show who has not signed out."""
        self.filtered = len(self.FILTERS) - 1
        self.show_school()
        self.rows.focus(scroll_visible=False)

    def _open_register(self, session: SessionId) -> None:
        from kiosk.screens.tutors.register import RegisterScreen

        self.app.push_screen(RegisterScreen(self.context, session))

    @on(OptionList.OptionSelected, "#people")
    def _open_person(self, event: OptionList.OptionSelected) -> None:
        from kiosk.screens.tutors.person import PersonScreen

        event.stop()
        if self.picked_person is not None:
            page = PersonScreen(self.context, self.picked_person, self.day_meant)
            self.app.push_screen(page)

    def action_by_name_only(self) -> None:
        """List who is in a register by a typed name that is not enough."""
        from kiosk.screens.tutors.by_name_only import ByNameOnlyScreen

        day = self.shown_day
        if day is not None:
            self.app.push_screen(ByNameOnlyScreen(self.context, day.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the day allows; while pages are written, nothing that changes them."""
        day = self.shown_day
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
                return not self.busy and self.has_other_days
            case _:
                return True

    # -- closing and printing -----------------------------------------------------------------

    def action_close_day(self) -> None:
        """Close the day, after a confirmation, and print everyone's pages."""
        if not self.is_at_work("closing"):
            self._close_day()

    @work(group="closing")
    async def _close_day(self) -> None:
        day = self.shown_day
        if day is None:
            return
        if not await self._is_sure(day):
            return
        outcome = await self.perform(close_day(day.id), TUTOR)
        if outcome is not None:
            self.show_outcome(outcome)
            # closed again after a correction, what is in people's hands and still right stays so
            await self.print_pages({day.id: []}, tuple(Kind), only_new=True)

    async def _is_sure(self, day: InsetDay) -> bool:
        """Ask before closing: what is left to look at; or, of a day closed before, what changes."""
        from kiosk.screens.dialogs.confirm import ConfirmDialog
        from kiosk.screens.dialogs.preview import PreviewDialog

        account = self._account
        if account is None or self.is_making or account.day.id != day.id:
            account = await self._made(day)
        question = question_for(account)
        if day.reopened_at is None:
            dialog = ConfirmDialog(self.context, question, yes=t("Close the day"), no=t("Not yet"))
            return await self.app.push_screen_wait(dialog) or False
        changes = await asyncio.to_thread(close_day(day.id), self.school, self.moment, TUTOR)
        notes = changes.notes or (t("Nothing was corrected since: all pages stay as they are."),)
        preview = PreviewDialog(self.context, t("Close the day again"), question, notes)
        return await self.app.push_screen_wait(preview) or False

    @work
    async def action_open(self) -> None:
        """Open a closed day again, for one of a few reasons."""
        from kiosk.screens.dialogs.choice import ChoiceDialog

        day = self.shown_day
        if day is None:
            return
        # the blank id comes first, so that Enter alone changes nothing
        reasons = {reason.value: said for reason, said in REOPEN_REASONS.items()}
        answers = {"": t("Leave it closed"), **reasons}
        question = t("Why is the day opened again? The history keeps the answer.")
        picked = await self.app.push_screen_wait(
            ChoiceDialog(self.context, question, answers, title=t("Open the day again"))
        )
        if picked:
            self.show_outcome(await self.perform(reopen_day(day.id, ReopenReason(picked)), TUTOR))

    @work
    async def action_print(self) -> None:
        """Ask whose pages to write, and write them."""
        from kiosk.screens.dialogs.choice import ChoiceDialog
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        day, people = self.shown_day, list[PersonId]()
        # everybody's first: printing again changes no number
        answers = {"all": t("Everybody's pages"), "one": t("One person's pages …")}
        answers |= {kind.value: KINDS[kind] for kind in Kind}
        answers |= {DAY_PAGE: t("The day on a page: who was here, who still has what to do")}
        question = t("Which pages?")
        picked = await self.app.push_screen_wait(
            ChoiceDialog(self.context, question, answers, title=t("Print"))
        )
        if day is None or picked is None:
            return
        if picked == DAY_PAGE:
            self.print_day(day.id)
            return
        if picked == "one":
            dialog = FindPersonDialog(self.context, t("Whose pages?"))
            person = await self.app.push_screen_wait(dialog)
            if person is None:
                return
            people.append(person)
        kinds = (Kind(picked),) if picked in {*Kind} else tuple(Kind)
        await self.ask_and_print({day.id: people}, kinds)


DAY_PAGE = "day"
KINDS = {
    Kind.CERTIFICATES: t("Everybody's certificates only"),
    Kind.SLIPS: t("Everybody's catch-up slips only"),
}
"""What is printed of each kind alone."""

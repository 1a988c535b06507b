"""What is outstanding over all days: who owes what. The list empties as it is done or settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.exchange.cells import parse_date
from kiosk.printing import Kind
from kiosk.rules.attendance.scan_codes import is_stub
from kiosk.rules.follow_up.catch_up_states import WAIVE_REASONS, CatchUpState
from kiosk.rules.follow_up.outstanding import (
    Outstanding,
    Owed,
    Which,
    extend_catch_ups,
    finish_catch_ups,
    outstanding_after,
    resume_catch_ups,
    waive_catch_ups,
)
from kiosk.rules.follow_up.repeats import place_note
from kiosk.rules.follow_up.stubs import hand_in_stub
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import NO_DAY, NOBODY, DayId, PersonId, split_id
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DoneBy, WaiveReason
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.choice import NumberedDialog
from kiosk.screens.dialogs.find_person import FindPersonDialog
from kiosk.screens.dialogs.line import DateDialog
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import (
    BACK,
    CHANGE_DATE,
    DONE,
    FILTER,
    FIND,
    PRINT,
    REMOVE_FROM_LIST,
    UNDO,
)
from kiosk.screens.tutors.list_screen import LongListScreen
from kiosk.screens.tutors.page_printing import PrintingScreen
from kiosk.screens.tutors.person import PersonScreen
from kiosk.screens.tutors.undoing_list import UndoingList
from kiosk.text import Sayable, ShortDate, Text, n_, t, tc, tn
from kiosk.widgets.columns import literal
from kiosk.widgets.line_list import LineList
from kiosk.widgets.owed_rows import OwedRows
from kiosk.widgets.top_bar import TopBar

LISTS = {
    Which.ALL: t("All"),
    Which.OVERDUE: t("Overdue"),
    Which.TO_CONFIRM: t("To confirm"),
    Which.NO_DATE: t("Away"),
    Which.NO_ROUTE: t("No route"),
}
"""The first filters; after them come the departments, then the days."""
HOW = {
    DoneBy.STUB: t("by stub"),
    DoneBy.SELF: t("on their word"),
    DoneBy.TUTOR: t("by a tutor"),
    DoneBy.REPEAT: t("at the repeat"),
}


@dataclass(frozen=True)
class Filter:
    """One of the filters."""

    name: Sayable
    which: Which = Which.ALL
    department: str = ""
    day: DayId = NO_DAY

    def fits(self, owed: Owed) -> bool:
        """Return whether it leaves a row."""
        return (
            owed.is_one_of(self.which)
            and self.department in ("", owed.person.department)
            and self.day in (NO_DAY, owed.catch_up.day)
        )


FIRST = tuple(Filter(name, which) for which, name in LISTS.items())


class OwedList(LineList):
    """Who owes what; Enter opens a person's page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Person"), key_display="Enter")
    ]


class OutstandingScreen(UndoingList, LongListScreen, PrintingScreen):
    """The list. What its keys do is done to the rows chosen, or else to the highlighted one."""

    HEADING = t("Catch-ups")
    ROWS = OwedList
    FILTERS = tuple(LISTS.values())
    GUIDE = t(
        "Everything that people still have to catch up on, over all days. Scan a stub, or type its "
        "code after /, and it is done; or press H, which also confirms what was handed in. Space "
        "ticks several rows. M gives a later date, X takes something off the list, for one of a "
        "few reasons. P prints the person's slip again; the stubs of the old one then no longer "
        "count, and a place held in a repeat is held for longer. Ctrl+Z takes back the last."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        DONE, Binding("space", "tick_off", n_("Tick"), key_display="Space"), CHANGE_DATE,
        REMOVE_FROM_LIST, PRINT, FIND, FILTER, UNDO, BACK,
    ]  # fmt: skip

    chosen: reactive[frozenset[str]] = reactive(frozenset(), init=False)
    """The ids of the rows chosen."""

    def __init__(self, context: ScreenContext) -> None:
        """Show nothing before it is looked for."""
        super().__init__(context)
        self._lines: Sequence[Owed] = ()
        self._shown: Sequence[Owed] = ()
        self._known: Outstanding | None = None
        self._by_id: Mapping[str, Owed] = {}
        self._filters: Sequence[Filter] = FIRST
        self._counted: Sequence[int] = [0] * len(FIRST)

    def below(self) -> Iterator[Widget]:
        """Return the progress of the printing, and what came of it."""
        return self.printing_parts()

    # -- what is shown --------------------------------------------------------------------------

    def work_out(self, school: School) -> None:
        """Look for all of it: in a large school that takes a moment."""
        self._known = outstanding_after(school, self.moment.date(), self._known)

    def watch_is_worked_out(self) -> None:
        """List it."""
        self._show_if_mounted()

    def show_school(self) -> None:
        """List what is outstanding."""
        known = None
        if self.is_worked_out:
            self._known = known = outstanding_after(self.school, self.moment.date(), self._known)
        lines = known.lines if known is not None else ()
        if lines is not self._lines:
            self._take(lines)
        self.show_filters(self._counted)
        is_all = self._filter == FIRST[0]  # of tens of thousands none need be looked at then
        shown = lines if is_all else [one for one in lines if self._filter.fits(one)]
        self._shown = shown
        rows = OwedRows(self.context.language, self.school, shown, self.chosen).rows()
        self.show_rows(rows, self._heading(shown), self._nothing())
        self.rows.border_subtitle = literal(self.say(self._about_chosen()))
        self.query_one(TopBar).show(self.HEADING, self._heading(lines) if lines else "")
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _take(self, lines: Sequence[Owed]) -> None:
        """Take other lines in: count them by each filter, and forget what is no longer there."""
        before = self._filter
        self._lines, self._by_id = lines, {one.catch_up.id: one for one in lines}
        self.set_reactive(OutstandingScreen.chosen, self.chosen.intersection(self._by_id))
        departments = Counter(one.person.department for one in lines if one.person.department)
        days = Counter(one.catch_up.day for one in lines)
        self._filters = (
            *FIRST,
            *(Filter(self.school.word(one), department=one) for one in sorted(departments)),
            *(Filter(self._date(one), day=one) for one in sorted(days, reverse=True)),
        )
        self._counted = [
            len(lines),
            *(sum(map(one.fits, lines)) for one in FIRST[1:]),
            *(departments[one.department] or days[one.day] for one in self._filters[len(FIRST) :]),
        ]
        self.FILTERS = tuple(one.name for one in self._filters)
        self.filtered = self._filters.index(before) if before in self._filters else 0

    @property
    def _filter(self) -> Filter:
        return self._filters[self.filtered]

    def _date(self, day: DayId) -> ShortDate:
        return ShortDate(date.fromisoformat(day))

    def _heading(self, lines: Sequence[Owed]) -> Text:
        people = len({one.person.id for one in lines})
        owed = tn("{n} catch-up", "{n} catch-ups", len(lines))
        return t("{owed} · {people}", owed=owed, people=tn("{n} person", "{n} people", people))

    def _nothing(self) -> Text:
        if not self.is_worked_out:
            return t("Looking…")
        if self._lines:
            return t("Nobody under this filter. F shows the others.")
        return t(
            "● Nobody has anything to catch up on. What people miss is listed here once the day is "
            "closed, or its slips are printed."
        )

    def _about_chosen(self) -> Text | str:
        ticked = len(self._ticked)
        return tn("{n} ticked", "{n} ticked", ticked) if ticked else ""

    def watch_chosen(self) -> None:
        """Show which rows are ticked."""
        self._show_if_mounted()

    def details(self, row: str) -> Details | None:
        """Return since when it is owed, and what came of it so far."""
        owed = self._by_id.get(row)
        if owed is None:
            return None
        one = owed.catch_up
        facts: list[tuple[Sayable, Sayable]] = [
            (t("What"), owed.title),
            (t("Missed on"), self._date(one.day)),
            (t("Printed"), ShortDate(one.printed_on) if one.printed_on else t("no slip yet")),
        ]
        if one.due is None:
            facts.append((tc("date", "By"), t("once they are back")))
        if one.done_at is not None:
            day = ShortDate(self.school.local(one.done_at).date())
            facts.append((t("Handed in"), t("{day}, {how}", day=day, how=HOW[one.done_by])))
        if (place := place_note(self.school, one)) is not None:
            facts.insert(1, (t("Repeat"), place))
        note: Text | str = t("H: it is done. M: another date. X: take it off the list.")
        if owed.state is CatchUpState.HANDED_IN:
            note = t("H confirms it.")
        elif not owed.has_route:
            note = t("There is nothing to catch up with yet: give the workshop a resource or a "
                     "repeat session, or take it off the list with X.")  # fmt: skip
        who = owed.person
        return Details(self.context.language, who.name, post_of(self.school, who), facts, note)

    def person_of(self, row: str) -> PersonId:
        """Return whom the row with this id is about."""
        return PersonId(split_id(row)[1])

    # -- what is done about it ------------------------------------------------------------------

    @property
    def _ticked(self) -> tuple[Owed, ...]:
        """The rows ticked of those shown, in their order: a key does nothing to rows not seen."""
        if not self.chosen:
            return ()
        return tuple(one for one in self._shown if one.catch_up.id in self.chosen)

    @property
    def _meant(self) -> tuple[Owed, ...]:
        """The rows ticked; without any the highlighted one."""
        picked = self._by_id.get(self.picked or "")
        return self._ticked or ((picked,) if picked is not None else ())

    def action_tick_off(self) -> None:
        """Tick the highlighted row, or take its tick away; go on to the next."""
        if self.picked is not None:
            self.chosen ^= {self.picked}
            self.rows.action_move(1)

    @work
    async def action_here(self) -> None:
        """Note that it is done, or confirm what was handed in."""
        meant = self._meant
        if meant:
            await self._do(finish_catch_ups(_ids(meant)), meant)

    @work
    async def action_change(self) -> None:
        """Set another date, or for people who were away the day on which they are back."""
        meant = self._meant
        if not meant:
            return
        is_away = all(one.catch_up.due is None for one in meant)
        question = t("By when is it to be done now?")
        if is_away:
            question = t("From which day are they back? The usual time then runs from that day.")
        dialog = DateDialog(self.context, question, draft="", title=self._named(meant))
        when = parse_date(await self.app.push_screen_wait(dialog) or "")
        if when is not None:
            decide = resume_catch_ups if is_away else extend_catch_ups
            await self._do(decide(_ids(meant), when), meant)

    @work
    async def action_take_away(self) -> None:
        """Take it off the list, for one of the set reasons."""
        meant = self._meant
        if not meant:
            return
        question = t("Why need it not be done? The reason is kept.")
        reasons = {reason.value: name for reason, name in WAIVE_REASONS.items()}
        dialog = NumberedDialog(
            self.context, question, reasons, title=self._named(meant), suggests=False
        )
        picked = await self.app.push_screen_wait(dialog)
        if picked is not None:
            await self._do(waive_catch_ups(_ids(meant), WaiveReason(picked)), meant)

    def _named(self, meant: Sequence[Owed]) -> Text:
        if len(meant) > 1:
            return self._heading(meant)
        return t("{name}: {what}", name=meant[0].person.name, what=meant[0].title)

    async def _do(self, decision: Decision, meant: Sequence[Owed]) -> None:
        outcome = await self.perform(decision, self.actor)
        self.show_outcome(outcome)
        if outcome is not None and outcome.wrote:
            people = {one.person.id for one in meant}
            self.note_done(people.pop() if len(people) == 1 else NOBODY, outcome)
            self.chosen -= frozenset(_ids(meant))

    @work
    async def action_print(self) -> None:
        """Print a person's slip of a day, or several; say first that they replace those before."""
        meant = self._meant
        if not meant or self.busy:
            return
        whose: dict[DayId, dict[PersonId, None]] = {}
        for row in meant:
            whose.setdefault(row.catch_up.day, {})[row.person.id] = None
        first, one, name = None, meant[0].catch_up, meant[0].person.name
        if sum(map(len, whose.values())) == 1 and one.printed_on is not None:
            first = t(
                "Print {name}'s slip again? The one printed on {day} then no longer counts: its "
                "stubs are refused.",
                name=name, day=one.printed_on,
            )  # fmt: skip
        elif any(one.catch_up.printed_on is not None for one in meant):
            first = t("Slips printed before then no longer count: their stubs are refused.")
        people = {day: tuple(several) for day, several in whose.items()}
        await self.ask_and_print(people, (Kind.SLIPS,), first)

    # -- stubs, and people ----------------------------------------------------------------------

    def handle_code(self, code: str) -> bool:
        """Hand in a scanned stub; the next one may follow at once."""
        if is_stub(code):
            self._hand_in(code)
            return True
        return False

    @work
    async def _hand_in(self, code: str) -> None:
        outcome = await self.perform(hand_in_stub(code), self.actor)
        self.show_outcome(outcome)
        if outcome is not None and outcome.wrote:
            self.note_done(self.person_of(outcome.wrote[0][1]), outcome)

    @work
    async def action_find(self) -> None:
        """Find a person and go to their row, or take the code of a stub."""
        dialog = FindOwedDialog(self.context, t("Find a person, or type a stub's code"))
        person = await self.app.push_screen_wait(dialog)
        if dialog.stub:
            self._hand_in(dialog.stub)
        elif person is not None:
            self.go_to(person)

    @on(LineList.Selected, "#people")
    def _open_person(self, event: LineList.Selected) -> None:
        person = self.person_of(event.row)
        if person in self.school.people:
            self.app.push_screen(PersonScreen(self.context, person))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something for."""
        match action:
            case "here" | "change" | "take_away" | "print" | "tick_off":
                return bool(self._lines)
        return super().check_action(action, parameters)


class FindOwedDialog(FindPersonDialog):
    """Finds a person, or takes the code of a stub, which it leaves in `stub`."""

    stub = ""

    def handle_code(self, code: str) -> bool:
        """Close with the code of a stub."""
        if is_stub(code):
            self.stub = code
            self.dismiss(None)
        return bool(self.stub)


def _ids(owed: Sequence[Owed]) -> tuple[str, ...]:
    return tuple(one.catch_up.id for one in owed)

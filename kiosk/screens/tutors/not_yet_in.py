"""Who is expected and not yet in, to be reported absent or signed in by hand."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from kiosk.rules.attendance.absences import first_expected_in, report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.board import (
    BoardState,
    PersonLine,
    headcount,
    person_line,
    person_lines,
    required_times,
    role_or_hours,
)
from kiosk.rules.attendance.marks import mark
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.terms import MarkState
from kiosk.rules.replanning.absence_consequences import absence_consequences
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import BACK, FILTER, FIND, HERE, RELEASED, REPORT_ABSENT, SORT, UNDO
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.screens.tutors.undoing_list import UndoingList
from kiosk.text import Text, t, tn
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.today import NO_DAY
from kiosk.widgets.top_bar import TopBar

STATE = 15
"""The columns for since when, or from when on, somebody is due."""


class NotYetInScreen(UndoingList, ListScreen):
    """The list, late people first. It never asks why somebody is absent."""

    HEADING = t("Not yet in")
    GUIDE = t(
        "Everyone who is expected today and has not signed in; of those who are late, new staff "
        "first, then by session. H signs in somebody who is here, A reports them absent for the "
        "day, R (tutors only) releases them from the session; no reason is kept. Ctrl+Z takes back "
        "the last."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        HERE, REPORT_ABSENT, RELEASED, FIND, FILTER, SORT, UNDO, BACK,
    ]  # fmt: skip
    FILTERS = (t("Everyone"), t("Due by now"), t("Due later"))
    SORTS = (t("late first"), t("by name"), t("by department"))

    def __init__(self, context: ScreenContext, actor: Actor = TUTOR) -> None:
        """Show the list to a professional tutor, or to reception, which takes the calls."""
        super().__init__(context)
        self.actor = actor

    def show_school(self) -> None:
        """List who is expected and not in, in the chosen order."""
        day = self.school.today(self.moment)
        standing = person_lines(self.school, self.moment, day) if day else []
        late = [line for line in standing if line.presence is BoardState.LATE]
        later = [line for line in standing if line.presence is BoardState.EXPECTED]
        everyone = [*late, *later]
        shown = (everyone, late, later)[self.filtered]
        shown.sort(key=self._order)
        columns = PeopleColumns(
            self.context.language, self.school, (one.person for one in shown), self.rows.room, STATE
        )
        self.show_filters([len(everyone), len(late), len(later)])
        options = [
            Option(LazyRow(partial(self._row, line, day, columns)), id=line.person.id)
            for line in shown
            if day
        ]
        self.show_rows(options, t("Expected and not signed in"), self._empty(day, len(everyone)))
        due = headcount(self.school, day).due if day else 0
        count = tn(
            "{n} of the {all} expected is not in", "{n} of the {all} expected are not in",
            len(everyone), all=due,
        )  # fmt: skip
        self.query_one(TopBar).show(self.HEADING, count)
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _order(self, line: PersonLine) -> tuple[object, ...]:
        name = self.context.finder(self.school).order(line.person)
        is_later = line.presence is BoardState.EXPECTED
        # of those who are late, new staff first: somebody should look for them
        order = (False, time.min) if is_later else (not line.person.track, line.due or time.max)
        late_first = (is_later, *order, name)
        return (late_first, (name,), (line.person.department, name))[self.sorted_by]

    def _empty(self, day: InsetDay | None, not_in: int) -> Text:
        if day is None:
            return NO_DAY
        if not_in:
            return t("Nobody under this filter. F shows the others.")
        return t("● Everyone who is expected is in, or reported absent. Esc goes back.")

    def _row(self, line: PersonLine, day: InsetDay, columns: PeopleColumns) -> Content:
        role = role_or_hours(self.school, self.moment, line.person, day)
        style = "$late" if line.presence is BoardState.LATE else "$muted"
        return columns.row(self.say(_due(line)), line.person, role, style=style)

    def details(self, row: str) -> Details | None:
        """Return since when the person is due, and what waits for them."""
        day, person = self.school.today(self.moment), self.picked_person
        if day is None or person is None:
            return None
        who = self.school.people[person]
        facts = [(t("Expected"), _due(person_line(self.school, self.moment, who, day)))]
        note = t("H: they are here. A: they are not coming.")
        if self.actor is TUTOR:
            note = t("H: they are here. A: they are not coming. R: released from this session.")
        return self.about(who, day, facts, note)

    @work
    async def action_absent(self) -> None:
        """Report the person absent today."""
        person, day = self.picked_person, self.school.today(self.moment)
        if person is not None and day is not None:
            outcome = await self.perform(report_absent(person, day.id), self.actor)
            self.show_outcome(outcome)
            self.note_done(person, outcome)
            if outcome is not None:
                first = absence_consequences(outcome.school, self.moment, person, day.id)[:1]
                self.show_text(first[0] if first else None, Tone.CAUTION)

    @work
    async def action_released(self) -> None:
        """Release the person from the session that they are first expected in."""
        person, day = self.picked_person, self.school.today(self.moment)
        if person is None or day is None:
            return
        required = required_times(self.school, day).get(person, ())
        session = first_expected_in(self.school, person, day.id, required)
        if session is None:
            self.show_text(t("They have not chosen a session yet. A reports them absent."))
            return
        outcome = await self.perform(mark(person, session.id, MarkState.RELEASED), self.actor)
        self.show_outcome(outcome)
        self.note_done(person, outcome)

    @work
    async def action_here(self) -> None:
        """Sign in the highlighted person."""
        person, day = self.picked_person, self.school.today(self.moment)
        if person is not None and day is not None:
            outcome = await self.perform(sign_in(person), self.actor)
            self.show_outcome(outcome)
            self.note_done(person, outcome)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only tutors to release from a session."""
        if action == "released":
            return self.actor is TUTOR
        return super().check_action(action, parameters)


def _due(line: PersonLine) -> Text:
    if line.presence is BoardState.LATE:
        return t("▲ since {time}", time=line.due or "")
    return t("○ from {time}", time=line.due or "")

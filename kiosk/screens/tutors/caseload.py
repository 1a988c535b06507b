"""The induction caseload: the new staff, and how far each has come."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.rules.induction.steps import StepLine, Urgency, steps_of
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.records import Person
from kiosk.rules.model.terms import Evidence
from kiosk.screens.staff.induction import InductionScreen
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import BACK, FIND, STEPS
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.text import Sayable, n_, t, tn
from kiosk.widgets.columns import bar, cell
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

DONE, BAR, OVERDUE = 17, 8, 14
"""The columns for how many steps are done, for a bar of that, and for those overdue, if any are."""
WIDE = 90
"""The columns of a list from which each row has a bar."""
MOST_NAMED = 6
"""The most steps that the details name."""


class CaseList(StableList):
    """The new staff; Enter opens a person's page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Person"), key_display="Enter")
    ]


class CaseloadScreen(ListScreen):
    """Everybody on an induction track, with their steps done and overdue."""

    HEADING = t("Induction")
    ROWS = CaseList
    GUIDE = t(
        "New staff, and how far each has come. Enter opens a person's page, I their steps, for "
        "you to confirm."
    )
    BINDINGS: ClassVar[list[BindingType]] = [STEPS, FIND, BACK]

    def show_school(self) -> None:
        """List the people on a track by name."""
        by_name = sort_key_for(self.context.language.code)
        here = self.school.people_on(self.context.today())
        new = sorted((one for one in here.values() if one.track), key=by_name)
        late = sum(any(line.due is Urgency.OVERDUE for line in self._steps(one)) for one in new)
        state = DONE + (BAR if self.rows.room >= WIDE else 0) + (OVERDUE if late else 0)
        columns = PeopleColumns(self.context.language, self.school, new, self.rows.room, state)
        options = [Option(LazyRow(partial(self._row, one, columns)), id=one.id) for one in new]
        nobody = t(
            "No new staff have an induction plan yet. In the staff file, fill in the column “track”"
            " for each new colleague."
        )
        heading = tn("{n} new colleague", "{n} new colleagues", len(new))
        self.show_rows(options, heading, nobody)
        about = tn("{n} with overdue steps", "{n} with overdue steps", late)
        self.query_one(TopBar).show(self.HEADING, about if late else "")
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _steps(self, person: Person) -> list[StepLine]:
        return steps_of(self.school, person, self.context.today())

    def _row(self, person: Person, columns: PeopleColumns) -> Content:
        steps = self._steps(person)
        done = sum(line.due is Urgency.DONE for line in steps)
        overdue = sum(line.due is Urgency.OVERDUE for line in steps)
        late = self.say(tn("▲ {n} overdue", "▲ {n} overdue", overdue)) if overdue else ""
        counts = self.say(t("{done} of {all} done", done=done, all=len(steps)))
        drawn = bar(done, len(steps), BAR - 1, "$in") + " " if self.rows.room >= WIDE else ""
        state = Content.assemble(drawn, cell(counts, DONE), (late, "$late"))
        return columns.row(state, person, role_and_department(self.school, person))

    def details(self, row: str) -> Details | None:
        """Return the mentor, and the steps that are overdue or next."""
        person = self.school.people.get(PersonId(row))
        if person is None:
            return None
        track = self.school.programme.tracks.get(person.track)
        mentor = self.school.people.get(person.mentor)
        open_steps = [line for line in self._steps(person) if line.due is not Urgency.DONE]
        late = [line for line in open_steps if line.due is Urgency.OVERDUE]
        coming = [line for line in open_steps if line.due is not Urgency.OVERDUE]
        facts: list[tuple[Sayable, Sayable]] = [
            (t("Mentor"), mentor.name if mentor is not None else t("none yet")),
            (t("First day"), person.started or t("not known")),
            (t("Overdue"), self._named(late)),
            (t("Next"), self._named(coming)),
        ]
        about = track.title if track is not None else t("There is no induction track here.")
        shown = [(label, value) for label, value in facts if value]
        return Details(self.context.language, person.name, about, shown)

    def _named(self, lines: list[StepLine]) -> str:
        titles = [self.say(line.step.title) for line in lines[:MOST_NAMED]]
        left = len(lines) - MOST_NAMED
        more = [self.say(tn("and {n} more", "and {n} more", left))] if left > 0 else []
        return "\n".join((*titles, *more))

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        from kiosk.screens.tutors.person import PersonScreen

        event.stop()
        if self.picked_person is not None:
            self.app.push_screen(PersonScreen(self.context, self.picked_person))

    def action_induction(self) -> None:
        """Open the steps of the highlighted person."""
        if self.picked_person is not None:
            steps = InductionScreen(self.context, self.picked_person, Evidence.TUTOR)
            self.app.push_screen(steps)

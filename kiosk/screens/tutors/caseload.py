"""The induction caseload: the new staff, and how far each has come."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.rules.induction.steps import Urgency, steps_of
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.records import Person
from kiosk.rules.model.terms import Evidence
from kiosk.screens.live_screen import LiveScreen
from kiosk.screens.staff.induction import InductionScreen
from kiosk.text import n_, t, tn
from kiosk.theme import stylesheet
from kiosk.widgets.columns import bar, cell
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar


class CaseList(StableList):
    """The new staff; Enter opens a person's steps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Steps"), key_display="Enter")
    ]


class CaseloadScreen(LiveScreen):
    """Everybody on an induction track, with their steps done and overdue."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t("Who follows an induction track. Enter opens the steps, where Enter confirms one.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", n_("Board"), key_display="Esc"),
    ]

    def compose(self) -> ComposeResult:
        """Show the list, and a line for when it is empty."""
        yield TopBar(self.say(t("Induction")), self.say(t("caseload")))
        yield CaseList(self.say(t("New staff")), id="people")
        yield Static(id="empty")
        yield KeyBar(self.context.language)

    def show_school(self) -> None:
        """List the people on a track by name."""
        by_name = sort_key_for(self.context.language.code)
        here = self.school.people_on(self.context.today())
        new = sorted((one for one in here.values() if one.track), key=by_name)
        rows = self.query_one(StableList)
        rows.fill(Option(self._row(person, rows.room), id=person.id) for person in new)
        nobody = t("Nobody follows an induction track. Give people one in the staff file: track.")
        self.query_one("#empty", Static).update("" if new else self.say(nobody))

    def _row(self, person: Person, width: int) -> Content:
        steps = steps_of(self.school, person, self.context.today())
        done = sum(line.due is Urgency.DONE for line in steps)
        overdue = sum(line.due is Urgency.OVERDUE for line in steps)
        rest = width - 32
        late = self.say(tn("{n} overdue", "{n} overdue", overdue)) if overdue else ""
        return Content.assemble(
            cell(person.name, rest // 2, "bold"), " ",
            cell(self.say(role_and_department(person)), rest - rest // 2, "$muted"), " ",
            bar(done, len(steps), 10, "$in"), cell(f" {done}/{len(steps)}", 7),
            cell(late, 12, "$late"),
        )  # fmt: skip

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            person = PersonId(event.option_id)
            self.app.push_screen(InductionScreen(self.context, person, Evidence.TUTOR))

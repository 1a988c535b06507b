"""Who is expected and not yet in, to be reported absent or signed in by hand."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static
from textual.widgets.option_list import Option

from kiosk.rules.attendance.absences import report_absent, undo_report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.board import (
    BoardState,
    PersonLine,
    headcount,
    person_lines,
    role_or_hours,
)
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import InsetDay
from kiosk.screen_context import ScreenContext
from kiosk.screens.live_screen import LiveScreen
from kiosk.text import n_, t
from kiosk.theme import stylesheet
from kiosk.widgets.columns import cell
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.today import NO_DAY
from kiosk.widgets.top_bar import TopBar


class NotYetInScreen(LiveScreen):
    """The list, late people first. It never asks why somebody is absent."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "Who is expected today and has not signed in. C: the absence is known of, and the person "
        "is accounted for; no reason is kept. S: the person is here, sign them in. "
        "F3 goes to somebody by name. "
        "Ctrl+Z takes back who was accounted for here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "account", n_("Accounted for"), key_display="C"),
        Binding("s", "sign_in", n_("Sign in"), key_display="S"),
        Binding("f3", "find", n_("Find"), key_display="F3"),
        Binding("ctrl+z", "undo", n_("Undo"), key_display="Ctrl+Z"),
        Binding("escape", "back", n_("Back"), key_display="Esc"),
    ]

    reported_absences: reactive[tuple[PersonId, ...]] = reactive((), bindings=True)
    """Those reported absent on this screen, the latest last: for the undo."""

    def __init__(self, context: ScreenContext, actor: Actor = TUTOR) -> None:
        """Show the list to a professional tutor, or to reception, which takes the calls."""
        super().__init__(context)
        self._actor = actor

    def compose(self) -> ComposeResult:
        """Show the list, and a line for when it is empty."""
        yield TopBar(self.say(t("Not yet in")))
        yield StableList(self.say(t("Expected and not signed in")), id="people")
        yield Static(id="empty")
        yield KeyBar(self.context.language)

    def show_school(self) -> None:
        """List who is expected and not in, late people first, then by name."""
        day = self.school.today(self.moment)
        standing = person_lines(self.school, self.moment, day) if day else []
        not_in = [
            line for line in standing if line.presence in (BoardState.LATE, BoardState.EXPECTED)
        ]
        by_name = self.context.finder(self.school).order
        not_in.sort(key=lambda line: (line.presence is BoardState.EXPECTED, by_name(line.person)))
        rows = self.query_one(StableList)
        rows.fill(
            Option(LazyRow(partial(self._row, line, day, rows.room)), id=line.person.id)
            for line in not_in
            if day
        )
        rows.display = bool(not_in)
        all_in = t("● Everyone who is expected is in, or accounted for.") if day else NO_DAY
        self.query_one("#empty", Static).update(self.say(all_in) if not not_in else "")
        due = headcount(self.school, day).due if day else 0
        count = t("{n} of {all} due", n=len(not_in), all=due)
        self.query_one(TopBar).show(self.say(t("Not yet in")), self.say(count))
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _row(self, line: PersonLine, day: InsetDay, width: int) -> Content:
        late = line.presence is BoardState.LATE
        word = t("▲ since {time}", time=line.due or "") if late else t(
            "○ from {time}", time=line.due or ""
        )  # fmt: skip
        half = (width - 16) // 2
        role = role_or_hours(self.school, self.moment, line.person, day)
        return Content.assemble(
            cell(self.say(word), 15, "$late" if late else "$muted"),
            cell(line.person.name, half, "bold"),
            " ",
            cell(self.say(role), half - 1, "$muted"),
        )

    @property
    def _picked(self) -> PersonId | None:
        picked = self.query_one(StableList).picked
        return None if picked is None else PersonId(picked)

    @work
    async def _do(self, decision: Decision) -> None:
        outcome = await self.perform(decision, self._actor)
        self.show_outcome(outcome)

    def action_account(self) -> None:
        """Report the person absent today."""
        person, day = self._picked, self.school.today(self.moment)
        if person is not None and day is not None:
            # a new tuple: a list changed in place would not refresh the key bar
            self.reported_absences = (*self.reported_absences, person)
            self._do(report_absent(person, day.id))

    @work
    async def action_find(self) -> None:
        """Find a person, and highlight their row."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        person = await self.app.push_screen_wait(FindPersonDialog(self.context, t("Who is it?")))
        if person is None:
            return
        rows = self.query_one(StableList)
        people = [option.id for option in rows.options]
        if person in people:
            rows.highlighted = people.index(person)
        else:
            name = self.school.person(person).name
            self.show_text(
                t("{name} is not on this list: in, accounted for, or not due.", name=name)
            )

    def action_undo(self) -> None:
        """Take back the last absence reported here."""
        day = self.school.today(self.moment)
        *before, last = self.reported_absences
        self.reported_absences = tuple(before)
        if day is not None:
            self._do(undo_report_absent(last, day.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the undo only while there is something to undo."""
        return bool(self.reported_absences) if action == "undo" else True

    def action_sign_in(self) -> None:
        """Sign in the highlighted person."""
        if self._picked is not None:
            self._do(sign_in(self._picked))

"""Who is in a register by a typed name that is not enough, to be confirmed or marked absent."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from kiosk.rules.attendance.marks import STATE_NAMES, current_mark, mark
from kiosk.rules.attendance.session_proof import confirm_attendance, unproved_people
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId, join_ids, split_id
from kiosk.rules.model.labels import post_of, room_and_leaders
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.terms import MarkState
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.marking import UNDO, MarkingScreen
from kiosk.text import n_, t, tn
from kiosk.theme import stylesheet
from kiosk.widgets.columns import cell, spread
from kiosk.widgets.day_rail import GLYPHS
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar


class UnprovedScreen(MarkingScreen):
    """A day's people by room. Until they are confirmed, nothing of it is certified."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "Anybody can type a name, so required training needs a badge, a code or your word. These "
        "people signed in by a typed name only, and have no certificate for it yet. P: the person "
        "was there. A: they were absent. W: everybody listed in the same room was there. Ctrl+Z "
        "undoes the last of these."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "confirm", n_("Present"), key_display="P"),
        Binding("a", "absent", n_("Absent"), key_display="A"),
        Binding("w", "room", n_("Whole room"), key_display="W"),
        UNDO,
        Binding("escape", "back", n_("Back"), key_display="Esc"),
    ]

    def __init__(self, context: ScreenContext, day: DayId) -> None:
        """Show the people of a day."""
        super().__init__(context)
        self._day = day

    def compose(self) -> ComposeResult:
        """Show the list, and a line for when it is empty."""
        yield TopBar(self.say(t("By name only")))
        yield StableList(self.say(t("By a typed name only: who was there?")), id="people")
        yield Static(id="empty")
        yield KeyBar(self.context.language)

    def show_school(self) -> None:
        """List the people under their rooms."""
        rows, options, count = self.query_one(StableList), list[Option](), 0
        by_name = sort_key_for(self.context.language.code)
        for session in self.school.sessions_on(self._day):
            people = sorted(unproved_people(self.school, session), key=by_name)
            if people:
                options.append(Option(self._heading(session, len(people)), disabled=True))
                options += [
                    Option(self._row(who, session, rows.room), id=join_ids(session.id, who.id))
                    for who in people
                ]
            count += len(people)
        rows.fill(options, first=1)
        rows.display = bool(options)
        nobody = t("● Nobody is left to confirm.")
        self.query_one("#empty", Static).update("" if options else self.say(nobody))
        people_text = tn("{n} to confirm", "{n} to confirm", count)
        self.query_one(TopBar).show(self.say(t("By name only")), self.say(people_text))

    def _heading(self, session: Session, count: int) -> Content:
        title = self.say(self.school.workshop(session).title)
        where = room_and_leaders(self.school, session)
        name = Content.assemble(
            (f"{self.say(session.start)}  {title}", "bold $blue"), (f"  {where}", "$muted")
        )
        people = Content(self.say(tn("{n} person", "{n} people", count))).stylize("$amber")
        return spread(name, people, self.query_one(StableList).room)

    def _row(self, person: Person, session: Session, width: int) -> Content:
        state = final_state(self.school, person.id, session) or MarkState.PRESENT
        glyph, colour = GLYPHS[state]
        last = current_mark(self.school, person.id, session)
        when = self.say(self.school.local(last.at)) if last is not None else ""
        rest = width - 22
        name = rest * 2 // 3
        return Content.assemble(
            cell(f"  {glyph} {self.say(STATE_NAMES[state])}", 14, colour),
            cell(when, 7, "$muted"),
            cell(person.name, name, "bold"), " ",
            cell(self.say(post_of(person)), rest - name, "$muted"),
        )  # fmt: skip

    @property
    def _picked(self) -> tuple[SessionId, PersonId] | None:
        picked = self.query_one(StableList).picked
        if picked is None:
            return None
        session, person = split_id(picked)
        return SessionId(session), PersonId(person)

    def action_confirm(self) -> None:
        """Confirm the highlighted person."""
        if self._picked is not None:
            session, person = self._picked
            self._do(confirm_attendance(session, person), person, session)

    def action_absent(self) -> None:
        """Mark the highlighted person as absent."""
        if self._picked is not None:
            session, person = self._picked
            self._do(mark(person, session, MarkState.ABSENT), person, session)

    def action_room(self) -> None:
        """Confirm everybody in the room of the highlighted person."""
        if self._picked is not None:
            session, person = self._picked
            self._do(confirm_attendance(session), person, session)

    @work
    async def _do(self, decision: Decision, person: PersonId, session: SessionId) -> None:
        await self.record(decision, person, session)

    def highlight(self, person: PersonId) -> None:
        """Highlight the person's first row."""
        rows = self.query_one(StableList)
        for place, option in enumerate(rows.options):
            if option.id is not None and split_id(option.id)[1] == person:
                rows.highlighted = place
                return

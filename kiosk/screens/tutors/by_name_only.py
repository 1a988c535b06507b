"""Who is in a register by a typed name that is not enough, to be confirmed or marked absent."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from kiosk.rules.attendance.marks import STATE_NAMES, current_mark, marks_of
from kiosk.rules.attendance.session_proof import confirm_attendance, unproved_people
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import NOBODY, DayId, PersonId, SessionId, join_ids, split_id
from kiosk.rules.model.labels import post_of, room_and_leaders
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.terms import MarkState
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.details import Details, describe_marks
from kiosk.screens.tutors.keys import ABSENT, ALL_HERE, BACK, CLOSE_AGAIN, CONFIRM_HERE, FIND, UNDO
from kiosk.screens.tutors.marking import MarkingScreen
from kiosk.text import t, tn
from kiosk.widgets.columns import spread
from kiosk.widgets.day_rail import GLYPHS
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.top_bar import TopBar

STATE = 21
"""The columns for how somebody is marked, and since when."""


class ByNameOnlyScreen(MarkingScreen):
    """A day's people by room. Until they are confirmed, nothing of it is certified."""

    HEADING = t("By name only")
    GUIDE = t(
        "Anybody can type a name, so required training needs a badge, a PIN or your word: these "
        "people have no certificate for it yet. H: this person was here; A: absent. W: everybody "
        "listed in this room was here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        CONFIRM_HERE, ABSENT, ALL_HERE, UNDO, FIND, CLOSE_AGAIN, BACK,
    ]  # fmt: skip

    def __init__(self, context: ScreenContext, day: DayId) -> None:
        """Show the people of a day."""
        super().__init__(context)
        self._day = day

    @property
    def marked_day(self) -> InsetDay | None:
        """The day, while it is in the programme."""
        return self.school.programme.days.get(self._day)

    def show_school(self) -> None:
        """List the people under their rooms."""
        options, by_name = list[Option](), sort_key_for(self.context.language.code)
        rooms = {
            session: sorted(unproved_people(self.school, session), key=by_name)
            for session in self.school.sessions_on(self._day)
        }
        everyone = [who for people in rooms.values() for who in people]
        columns = PeopleColumns(self.context.language, self.school, everyone, self.rows.room, STATE)
        for session, people in rooms.items():
            if people:
                options.append(Option(self._heading(session, len(people)), disabled=True))
                options += [
                    Option(
                        LazyRow(partial(self._row, who, session, columns)),
                        id=join_ids(session.id, who.id),
                    )
                    for who in people
                ]
        count = tn("{n} person to confirm", "{n} people to confirm", len(everyone))
        nobody = t("● Nobody left to confirm. Esc goes back to closing.")
        self.show_rows(options, t("In by name only: who was there?"), nobody, first=1)
        self.query_one(TopBar).show(self.HEADING, count if everyone else "")

    def _heading(self, session: Session, count: int) -> Content:
        title = self.say(self.school.workshop(session).title)
        where = self.say(room_and_leaders(self.school, session))
        name = Content.assemble(
            (f"{self.say(session.start)}  {title}", "bold $blue"), (f"  {where}", "$muted")
        )
        people = Content(self.say(tn("{n} person", "{n} people", count))).stylize("$amber")
        return spread(name, people, self.rows.room)

    def _row(self, person: Person, session: Session, columns: PeopleColumns) -> Content:
        state = final_state(self.school, person.id, session) or MarkState.PRESENT
        glyph, colour = GLYPHS[state]
        last = current_mark(self.school, person.id, session)
        when = self.say(self.school.local(last.at)) if last is not None else ""
        named = f"  {glyph} {self.say(STATE_NAMES[state])}"
        shown = Content.assemble((f"{named:<14}", colour), (when, "$muted"))
        return columns.row(shown, person, post_of(self.school, person))

    def details(self, row: str) -> Details | None:
        """Return how the person signed in, and their day."""
        if self._picked is None:
            return None
        session, person = self._picked
        language, marks = (
            self.context.language,
            marks_of(self.school, person, self.school.session(session)),
        )
        facts = [(t("Marks"), describe_marks(language, self.school, marks))]
        note = t("H: they were here. A: absent. W: the whole room was here.")
        who, day = self.school.people[person], self.school.day(self._day)
        return self.about(who, day, facts, note)

    def person_of(self, row: str) -> PersonId:
        """Return whom the row with this id is about."""
        return PersonId(split_id(row)[1])

    @property
    def _picked(self) -> tuple[SessionId, PersonId] | None:
        picked, person = self.picked, self.picked_person
        return (SessionId(split_id(picked)[0]), person) if picked and person else None

    def action_here(self) -> None:
        """Confirm the highlighted person."""
        if self._picked is not None:
            session, person = self._picked
            self._do(confirm_attendance(session, person), person)

    def action_absent(self) -> None:
        """Mark the highlighted person as absent."""
        if self._picked is not None:
            session, person = self._picked
            self._mark_absent(person, session)

    @work
    async def _mark_absent(self, person: PersonId, session: SessionId) -> None:
        await self.mark_as(person, session, MarkState.ABSENT)

    def action_all_here(self) -> None:
        """Confirm everybody in the room of the highlighted person."""
        if self._picked is not None:
            session, _ = self._picked
            self._do(confirm_attendance(session), NOBODY)

    @work
    async def _do(self, decision: Decision, person: PersonId) -> None:
        await self.record(decision, person)

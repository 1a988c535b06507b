"""A session's register: one key marks a person; a correction keeps the original mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attendance.board import role_or_hours
from kiosk.rules.attendance.corrections import CORRECTION_NAMES
from kiosk.rules.attendance.marks import STATE_NAMES, EntryState, entry_state, marks_of
from kiosk.rules.attendance.registers import is_there, mark_all_here, mark_by_scan
from kiosk.rules.attendance.session_lines import register
from kiosk.rules.attendance.time_attended import final_state, minutes_attended
from kiosk.rules.choosing.offers import held_words
from kiosk.rules.choosing.places import place_anyway
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import Mark
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import NOBODY, PersonId, SessionId
from kiosk.rules.model.labels import room_and_leaders
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.requirement import leads
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.details import (
    Details,
    describe_marks,
    evidence_name,
    when_made,
)
from kiosk.screens.tutors.keys import (
    ABSENT,
    ALL_HERE,
    BACK,
    CLOSE_AGAIN,
    FILTER,
    FIND,
    GIVE_PLACE,
    HERE,
    LATE,
    LEFT_EARLY,
    RELEASED,
    SORT,
    UNDO,
)
from kiosk.screens.tutors.marking import MarkingScreen
from kiosk.text import ShortDate, Text, t, tn
from kiosk.widgets.day_rail import GLYPHS
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.top_bar import TopBar

STATE = 19
"""The columns for how somebody is marked, or where they are."""


class RegisterScreen(MarkingScreen):
    """Who is expected in a session, who came, and how each is marked."""

    HEADING = t("Register")
    GUIDE = t(
        "H here, L late, E left early, A absent, R released (you let them off this session: it is "
        "not an absence): the key marks the person and moves on to the next. W: everybody on the "
        "list who is in the building and not marked yet is here. Ctrl+Z takes back what you did "
        "last. A mark can be corrected at any time; the old one is kept, and on a closed day you "
        "say why. A badge scanned here, or a name found with /, adds somebody who is not listed."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        HERE, LATE, LEFT_EARLY, ABSENT, RELEASED, ALL_HERE, UNDO, FIND, CLOSE_AGAIN, GIVE_PLACE,
        FILTER, SORT, BACK,
    ]  # fmt: skip
    FILTERS = (t("Everyone"), t("To mark"), t("Here"), t("Away"))
    SORTS = (t("by name"), t("to mark first"))
    REPORTED: ClassVar[Text] = t("reported absent")
    """What is said of people who are reported absent, and not marked."""

    def __init__(self, context: ScreenContext, session: SessionId) -> None:
        """Show the register of the session with this id."""
        super().__init__(context)
        self._session = session
        # only on this screen, until a mark puts them into the School's register
        self._added: set[PersonId] = set()

    def guide(self) -> Text:
        """Return the text for the help key, with G if the session has places to give."""
        if not self._is_chosen:
            return self.GUIDE
        return t(
            "{guide} G gives somebody a place, even in a full session; they read your reason.",
            guide=self.GUIDE,
        )

    def above(self) -> Iterator[Widget]:
        """Return the line with the room and the leaders."""
        yield Static(id="about")

    @property
    def session(self) -> Session:
        """The session, as it is planned now."""
        return self.school.session(self._session)

    @property
    def marked_day(self) -> InsetDay | None:
        """The session's day; None if the session is gone."""
        session = self.school.programme.sessions.get(self._session)
        return self.school.day(session.day) if session is not None else None

    @property
    def _is_chosen(self) -> bool:
        """Whether the session is in a chosen slot; True if the session is gone."""
        if self._session not in self.school.programme.sessions:
            return True
        return self.school.slot(self.session).kind is SlotKind.CHOICE

    def _people(self) -> list[Person]:
        expected = register(self.school, self.session)
        known = {person.id for person in expected}
        added = [self.school.people[who] for who in sorted(self._added - known)]
        return [*sorted(expected, key=self.context.finder(self.school).order), *added]

    def show_school(self) -> None:
        """List who is expected, who came, and who was added on this screen."""
        if self._session not in self.school.programme.sessions:
            self.rows.fill(())  # rows not drawn yet would look for the session
            return
        session, people = self.session, self._people()
        times = t("{start} to {end}", start=session.start, end=session.end)
        date = self.school.day(session.day).date
        if date != self.moment.date():
            times = t("{day}, {times}", day=ShortDate(date), times=times)
        where = self.say(room_and_leaders(self.school, session))
        if session.is_cancelled:
            where = " · ".join(filter(None, (self.say(t("cancelled")), where)))
        held = held_words(self.school, session)
        if held is not None:
            where = " · ".join(filter(None, (where, self.say(held))))
        self.query_one("#about", Static).update(Content(where).stylize("$muted"))
        top = self.query_one(TopBar)
        top.show(self.school.workshop(session).title, times)
        states = {person.id: self._state(person) for person in people}
        kinds = Counter(_kind(state) for state in states.values())
        top.show_aside(self._left(len(people), kinds[TO_MARK]))
        self.show_filters([len(people), kinds[TO_MARK], kinds[HERE_NOW], kinds[AWAY]])
        shown = [one for one in people if self.filtered in (0, _kind(states[one.id]))]
        if self.sorted_by:  # names stay in their order within each
            shown.sort(key=lambda one: _kind(states[one.id]))
        columns = PeopleColumns(self.context.language, self.school, shown, self.rows.room, STATE)
        options = [
            Option(LazyRow(partial(self._row, one, states[one.id], columns)), id=one.id)
            for one in shown
        ]
        heading = tn("{n} person", "{n} people", len(shown))
        self.show_rows(options, heading, self._empty(len(people)))

    def _left(self, people: int, to_mark: int) -> Content:
        if to_mark:
            left = self.say(t("{n} of {all} to mark", n=to_mark, all=people))
            return Content(left).stylize("$amber")
        return Content(self.say(t("● all marked")) if people else "").stylize("$in")

    def _empty(self, people: int) -> Text:
        if people:
            return t("Nobody under this filter. F shows the others.")
        if self.session.is_cancelled:
            return t("This session is cancelled.")
        if self.school.workshop(self.session).required_training:
            return t("Nobody has to be here. W marks everybody in the building; / adds somebody.")
        return t("Nobody has chosen this session yet. Somebody came? Press / and add them.")

    def _state(self, person: Person) -> MarkState | None:
        """Return how the person is marked; a reported absence is shown, and not recorded."""
        stands = final_state(self.school, person.id, self.session)
        day, start = self.session.day, self.session.start
        if stands is None and is_reported_absent(self.school, person.id, day, start):
            return MarkState.RELEASED  # a mark that the tutor makes counts instead
        return stands

    def _row(self, person: Person, stands: MarkState | None, columns: PeopleColumns) -> Content:
        marks = marks_of(self.school, person.id, self.session)
        if stands is not None:
            glyph, colour = GLYPHS[stands]
            # no mark yet: the reported absence is what stands
            word = STATE_NAMES[stands] if marks else self.REPORTED
            state = f"{glyph} {self.say(word)}"
        else:
            state, colour = self.say(self._where(person)), "$muted"
        about = self._history(marks) if marks else self.standing(person)
        if marks and person.to_confirm:
            about = t("ID not checked · {about}", about=about)
        return columns.row(state, person, about, style=colour)

    def _where(self, person: Person) -> Text:
        """Return whether somebody who is not marked is in, or was while the session ran."""
        here = is_there(self.school, self.moment, person.id, self.session)
        if entry_state(self.school, self.moment, self.session) is EntryState.OVER:
            return t("○ was in") if here else t("○ was not in")
        return t("○ in the building") if here else t("○ not yet in")

    def details(self, row: str) -> Details | None:
        """Return the person's marks here, and their day."""
        person = self.picked_person
        if person is None or self._session not in self.school.programme.sessions:
            return None
        who, session = self.school.people[person], self.session
        marks = marks_of(self.school, person, session)
        language = self.context.language
        facts = [(t("Marks"), describe_marks(language, self.school, marks))] if marks else []
        day = self.school.day(session.day)
        return self.about(who, day, facts)

    def standing(self, person: Person) -> Text:
        """Return who somebody is who is not marked, and whether their hours are over."""
        if leads(person, self.session):
            return t("leads this session")
        return role_or_hours(self.school, self.moment, person, self.school.day(self.session.day))

    def _history(self, marks: tuple[Mark, ...]) -> Text:
        """Return when and how the last mark was made, and the mark before it."""
        last = marks[-1]
        proof = evidence_name(self.school, last.evidence)
        made: Text = t("{time} · {proof}", time=when_made(self.school, last), proof=proof)
        # a setting, as some schools count minutes and others whole sessions
        if self.school.settings.keep_minutes and last.state.attended:
            there = len(minutes_attended(self.school, last.person, self.session))
            made = tn("{n} min · {made}", "{n} min · {made}", there, made=made)
        if last.correction is not None:  # first: a narrow window cuts the end
            made = t("{why} · {proof}", why=CORRECTION_NAMES[last.correction], proof=made)
        if len(marks) == 1:
            return made
        if marks[-2].state is last.state:  # confirmed: only how it is known has changed
            proof = evidence_name(self.school, marks[-2].evidence)
            return t("{made}, before: {proof}", made=made, proof=proof)
        before = STATE_NAMES[marks[-2].state]
        return t("was {before} · {made}", before=before, made=made)

    def action_here(self) -> None:
        """Mark the highlighted person as present."""
        self._mark(MarkState.PRESENT)

    def action_late(self) -> None:
        """Mark the highlighted person as late."""
        self._mark(MarkState.LATE)

    def action_left_early(self) -> None:
        """Mark that the highlighted person left early."""
        self._mark(MarkState.LEFT)

    def action_absent(self) -> None:
        """Mark the highlighted person as absent."""
        self._mark(MarkState.ABSENT)

    def action_released(self) -> None:
        """Mark the highlighted person as released from the session."""
        self._mark(MarkState.RELEASED)

    @work
    async def _mark(self, state: MarkState) -> None:
        person = self.picked_person
        if person is None:
            return
        self.next_row()
        if not await self.mark_as(person, self._session, state):
            self.highlight(person)

    @work
    async def action_all_here(self) -> None:
        """Mark everybody as here who is expected, on site and not marked yet."""
        correction = None
        if self.is_closed:
            correction = await self.ask_reason(t("Everybody who was in: here"))
            if correction is None:
                return
        self.show_outcome(await self.record(mark_all_here(self._session, correction), NOBODY))

    def handle_badge(self, person: PersonId) -> bool:
        """Mark the holder of a scanned badge as here, while people can sign in to the session."""
        session, now = self.school.programme.sessions.get(self._session), self.context.desk.now()
        if session is None or entry_state(self.school, now, session) is not EntryState.OPEN:
            return super().handle_badge(person)
        # a worker of the app's: one of the screen's would end with it, and the message be lost
        self.app.run_worker(self._guarded(partial(self._mark_by_scan, person)), exit_on_error=False)
        return True

    async def _mark_by_scan(self, person: PersonId) -> None:
        asked = mark_by_scan(person, self._session)
        self.show_outcome(await self.record(asked, person, Actor(person, Evidence.BADGE)))

    def go_to(self, person: PersonId) -> bool:
        """Highlight the person's row; who is not on the list is added to it."""
        # another program may have removed the session while the dialog was open
        if self._session not in self.school.programme.sessions:
            return False
        self._added.add(person)
        return super().go_to(person)

    @work
    async def action_give_place(self) -> None:
        """Give a person a place, for a reason, whatever the rules say against it."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog
        from kiosk.screens.dialogs.line import ReasonDialog

        person = await self.app.push_screen_wait(
            FindPersonDialog(self.context, t("Give whom a place?"))
        )
        if person is None:
            return
        question = t("Why does {name} have a place here?", name=self.school.person(person).name)
        guide = t("The person can read this. Nothing about health, please.")
        draft = f"place {self._session} {person}"
        dialog = ReasonDialog(self.context, question, draft=draft, guide=guide)
        why = await self.app.push_screen_wait(dialog)
        if why is not None:
            decision = place_anyway(person, self._session, Private(why))
            outcome = await self.perform(decision, self.actor)
            self.show_outcome(outcome)
            if outcome is None:
                dialog.keep()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to give a place only in a chosen slot."""
        if action == "give_place":
            return self._is_chosen
        return super().check_action(action, parameters)


TO_MARK, HERE_NOW, AWAY = 1, 2, 3
"""The places of the filters, which are also the order of the sort."""


def _kind(state: MarkState | None) -> int:
    if state is None:
        return TO_MARK
    return HERE_NOW if state.attended else AWAY

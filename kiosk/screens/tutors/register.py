"""A session's register: one key marks a person; a correction keeps the original mark."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.board import role_or_hours
from kiosk.rules.attendance.marks import STATE_NAMES, mark, marks_of
from kiosk.rules.attendance.session_lines import register
from kiosk.rules.attendance.time_attended import final_state, minutes_attended
from kiosk.rules.choosing.places import place_anyway
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.labels import room_and_leaders
from kiosk.rules.model.records import Mark, Person, Session
from kiosk.rules.model.requirement import leads
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.marking import UNDO, MarkingScreen
from kiosk.text import Text, n_, t, tn
from kiosk.theme import stylesheet
from kiosk.widgets.columns import cell
from kiosk.widgets.day_rail import GLYPHS
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

NARROW = 40
"""Columns for name and role below which more of them are the name's, by which people are marked."""


class RegisterScreen(MarkingScreen):
    """Who is expected in a session, who came, and how each is marked."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "P present, L late, E left early, A absent, C accounted for: the key marks the person and "
        "moves on to the next. Ctrl+Z undoes the last mark that was made here. A mark can be "
        "corrected at any time; what stood before is kept. F3 adds somebody who is not on the list."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "mark('present')", n_("Present"), key_display="P"),
        Binding("l", "mark('late')", n_("Late"), key_display="L"),
        Binding("e", "mark('left')", n_("Left"), key_display="E"),
        Binding("a", "mark('absent')", n_("Absent"), key_display="A"),
        Binding("c", "mark('released')", n_("Accounted"), key_display="C"),
        Binding("f3", "add", n_("Add"), key_display="F3"),
        Binding("f4", "place", n_("Give a place"), key_display="F4"),
        UNDO,
        Binding("escape", "back", n_("Board"), key_display="Esc"),
    ]

    def __init__(self, context: ScreenContext, session: SessionId) -> None:
        """Show the register of the session with this id."""
        super().__init__(context)
        self._session = session
        # only on this screen, until a mark puts them into the School's register
        self._added: set[PersonId] = set()

    def guide(self) -> Text:
        """Return the text for the help key, with F4 if the session has places to give."""
        if not self._is_chosen:
            return self.GUIDE
        return t(
            "{guide} F4 gives somebody a place, whatever stands against it; the reason is kept and "
            "told.",
            guide=self.GUIDE,
        )

    def compose(self) -> ComposeResult:
        """Show the list, and a line for when it is empty."""
        yield TopBar(self.say(t("Register")))
        yield Static(id="about")
        yield StableList(self.say(t("Register")), id="people")
        yield Static(id="empty")
        yield KeyBar(self.context.language)

    @property
    def session(self) -> Session:
        """The session, as it is planned now."""
        return self.school.session(self._session)

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
            self.query_one(StableList).fill(())  # rows not drawn yet would look for the session
            return
        session, people = self.session, self._people()
        times = t("{start} to {end}", start=session.start, end=session.end)
        where = room_and_leaders(self.school, session)
        if session.is_cancelled:
            where = " · ".join(filter(None, (self.say(t("cancelled")), where)))
        title = self.say(self.school.workshop(session).title)
        self.query_one(TopBar).show(title, self.say(times))
        counts = tn("{n} person", "{n} people", len(people))
        self.query_one(TopBar).show_aside(self.say(counts))
        self.query_one("#about", Static).update(Content(where).stylize("$muted"))
        rows = self.query_one(StableList)
        rows.fill(
            Option(LazyRow(partial(self._row, person, rows.room)), id=person.id)
            for person in people
        )
        nobody = t("Nobody has chosen this session yet. F3 adds somebody who came.")
        if session.is_cancelled:
            nobody = t("This session is cancelled.")
        self.query_one("#empty", Static).update("" if people else self.say(nobody))

    def _row(self, person: Person, width: int) -> Content:
        marks = marks_of(self.school, person.id, self.session)
        rest = width - 20
        name = rest * (2 if rest > NARROW else 3) // 5
        aside = rest - name
        stands = final_state(self.school, person.id, self.session)
        # shown, not recorded: a mark that the tutor makes counts instead
        if stands is None and is_reported_absent(self.school, person.id, self.session.day):
            stands = MarkState.RELEASED
        if stands is not None:
            glyph, colour = GLYPHS[stands]
            state = f"{glyph} {self.say(STATE_NAMES[stands])}"
        else:
            here = is_on_site(self.school, person.id, self.session.day)
            state = self.say(t("○ in the building") if here else t("○ not yet in"))
            colour = "$muted"
        about = self._history(marks) if marks else self._standing(person)
        if marks and person.to_confirm:
            about = t("ID not checked · {about}", about=about)
        detail = self.say(about)
        return Content.assemble(
            cell(state, 18, colour), " ", cell(person.name, name, "bold"), " ",
            cell(detail, aside, "$muted"),
        )  # fmt: skip

    def _standing(self, person: Person) -> Text:
        if leads(person, self.session):
            return t("leads this session")
        return role_or_hours(self.school, self.moment, person, self.school.day(self.session.day))

    def _history(self, marks: tuple[Mark, ...]) -> Text:
        """Return when and how the last mark was made, and the mark before it."""
        last = marks[-1]
        made: Text = t(
            "{time} · {proof}", time=self.school.local(last.at), proof=EVIDENCE_NAMES[last.evidence]
        )
        # a setting, as some schools count minutes and others whole sessions
        if self.school.settings.keep_minutes and last.state.attended:
            there = len(minutes_attended(self.school, last.person, self.session))
            made = tn("{n} min · {made}", "{n} min · {made}", there, made=made)
        if len(marks) == 1:
            return made
        if marks[-2].state is last.state:  # confirmed: only how it is known has changed
            return t("{made}, before: {proof}", made=made, proof=EVIDENCE_NAMES[marks[-2].evidence])
        before = STATE_NAMES[marks[-2].state]
        return t("was {before} · {made}", before=before, made=made)

    @work
    async def action_mark(self, state: str) -> None:
        """Mark the highlighted person, and go on to the next."""
        rows = self.query_one(OptionList)
        option = rows.highlighted_option
        if option is None or option.id is None:
            return
        if rows.highlighted != rows.option_count - 1:
            rows.action_cursor_down()  # before saving: the next key is about the next person
        person = PersonId(option.id)
        if not await self.record(
            mark(person, self._session, MarkState(state)), person, self._session
        ):
            self.highlight(person)

    def highlight(self, person: PersonId) -> None:
        """Highlight the person's row."""
        rows = self.query_one(StableList)
        if any(option.id == person for option in rows.options):
            rows.highlighted = rows.get_option_index(person)

    @work
    async def action_add(self) -> None:
        """Add a person who came but is not on the list."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        person = await self.app.push_screen_wait(FindPersonDialog(self.context, t("Who came?")))
        # another program may have removed the session while the dialog was open
        if person is not None and self._session in self.school.programme.sessions:
            self._added.add(person)
            self.show_school()
            rows = self.query_one(OptionList)
            rows.highlighted = rows.get_option_index(person)

    @work
    async def action_place(self) -> None:
        """Give a person a place, for a reason, whatever the rules say against it."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog
        from kiosk.screens.dialogs.line import ReasonDialog

        person = await self.app.push_screen_wait(
            FindPersonDialog(self.context, t("A place for whom?"))
        )
        if person is None:
            return
        question = t("Why does {name} have a place here?", name=self.school.person(person).name)
        guide = t("It is kept with the place, and the person reads it. Nothing about health.")
        draft = f"place {self._session} {person}"
        dialog = ReasonDialog(self.context, question, draft=draft, guide=guide)
        why = await self.app.push_screen_wait(dialog)
        if why is not None:
            decision = place_anyway(person, self._session, Private(why))
            outcome = await self.perform(decision, TUTOR)
            self.show_outcome(outcome)
            if outcome is None:
                dialog.keep()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to give a place only in a chosen slot."""
        if action == "place":
            return self._is_chosen
        return super().check_action(action, parameters)


EVIDENCE_NAMES = {
    Evidence.TYPED: t("typed name"),
    Evidence.BADGE: t("badge"),
    Evidence.CODE: t("own code"),
    Evidence.VOUCHED: t("vouched for"),
    Evidence.TUTOR: t("professional tutor"),
    Evidence.RECEPTION: t("reception"),
    Evidence.COMMAND: t("command"),
}
"""What each kind of evidence is called on the register."""

"""The register of the session that somebody leads, opened from their own My day after a proof."""

from __future__ import annotations

from kiosk.rules.attendance.marks import marks_of
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.records import Person
from kiosk.rules.model.requirement import leads
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.details import Details, describe_marks
from kiosk.screens.tutors.register import RegisterScreen
from kiosk.text import Text, t

MARKING = ("here", "late", "left_early", "absent", "released", "all_here", "find")
"""The actions that end once the day is closed: from then on a professional tutor corrects."""


class OwnRegisterScreen(RegisterScreen):
    """A leader's register: this session only. It closes by itself as My day does."""

    GUIDE = t(
        "Who came to your session? H here, L late, E left early, A absent, R released: the key "
        "marks the person and moves on to the next. W: everybody on the list who is in the "
        "building and not marked yet is here. Ctrl+Z takes back what you did last. A badge "
        "scanned here, or a name found with /, adds somebody who is not on the list. Esc: My day."
    )
    REPORTED = t("not expected")  # that somebody is reported absent is not a colleague's to read

    def __init__(self, context: ScreenContext, leader: PersonId, session: SessionId) -> None:
        """Show the register of a session to one of its leaders, who gave a proof."""
        super().__init__(context, session)
        self.actor = Actor(leader, Evidence.LEADER)

    def guide(self) -> Text:
        """Return the text for the help key; a leader gives no places."""
        return self.GUIDE

    def is_about_nothing(self, school: School) -> bool:
        """Return whether it is no longer this person's session."""
        session = school.programme.sessions.get(self._session)
        return session is None or self.actor.id not in session.leaders

    def show_school(self) -> None:
        """Show the register, and which keys there are: none that mark once the day is closed."""
        super().show_school()
        self.refresh_bindings()

    def details(self, row: str) -> Details | None:
        """Return the person's marks in this session: the rest of their day is their own."""
        person = self.picked_person
        if person is None:
            return None
        who, language = self.school.people[person], self.context.language
        marks = marks_of(self.school, person, self.session)
        facts = [(t("Marks"), describe_marks(language, self.school, marks))] if marks else []
        return Details(language, who.name, post_of(self.school, who), facts)

    def standing(self, person: Person) -> Text:
        """Return who somebody is: their hours are not a colleague's to read either."""
        return t("leads this session") if leads(person, self.session) else post_of(
            self.school, person)  # fmt: skip

    def idle_seconds(self) -> int:
        """Wait as long as My day does where there is something to choose."""
        return self.context.desk.school.settings.idle_choosing

    def question_seconds(self) -> int:
        """Wait as long for an answer."""
        return self.idle_seconds()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is of this session alone, and no marks once the day is closed."""
        if action in ("give_place", "close_day", "roll_call"):
            return False
        if action in MARKING and self.is_closed:
            return False
        return super().check_action(action, parameters)

"""What opens from Welcome: a person's day, and the professional tutors' area."""

from __future__ import annotations

from collections.abc import Callable

from textual import work

from kiosk.errors import KioskError
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.terms import Evidence
from kiosk.screens.base import KioskScreen
from kiosk.screens.keyboard import KeyboardScreen
from kiosk.screens.welcome_visit import Visit, about_failure, about_stub
from kiosk.text import t
from kiosk.widgets.banner import Banner
from kiosk.widgets.people_search import PeopleSearch


class WelcomeWays(KioskScreen[None], KeyboardScreen[None]):
    """A screen that the others open from. Once they close it is in the school's language again."""

    def open_day(self, person: PersonId, evidence: Evidence) -> None:
        """Open a person's day, in their own language."""
        from kiosk.screens.staff.my_day import MyDayScreen

        screen = MyDayScreen(self.context, person, evidence, self._open_register)
        self.app.push_screen(screen, self._next_person)
        # once it covers this screen, which so stays as it is
        self.context.show_language_of(self.school.people[person])

    def _open_register(self, leader: PersonId, session: SessionId) -> None:
        """Open the register of a session that somebody leads, who has given a proof."""
        from kiosk.screens.tutors.own_register import OwnRegisterScreen

        self.app.push_screen(OwnRegisterScreen(self.context, leader, session))

    async def handed_in(self, code: str, visit: Visit) -> Callable[[], Banner.Said]:
        """Hand in a stub for a visit; return what makes what the banner says about it."""
        from kiosk.rules.follow_up.stubs import hand_in_stub

        try:
            outcome = await self.decide(hand_in_stub(code), Actor(visit.person, visit.evidence))
        except KioskError as error:
            return about_failure(self.context, visit.person, t("not handed in"), error)
        return about_stub(self.context, visit.person, outcome.message)

    @work
    async def open_proven(self, person: PersonId, evidence: Evidence) -> None:
        """Open a person's day; between the days only after a proof."""
        from kiosk.screens.dialogs.proof import prove_for_coming_day

        # no proof, no day: the next person may have scanned meanwhile
        if proof := await prove_for_coming_day(self, person, evidence):
            self.open_day(person, proof)

    def _next_person(self, typed: str | None) -> None:
        self.context.show_first_language()
        if typed:
            self.query_one(PeopleSearch).prepend(typed)

    @work
    async def action_tutors(self) -> None:
        """Ask for a PIN, and open the area it belongs to."""
        from kiosk.screens.tutors.entrance import open_area

        self.query_one(PeopleSearch).start()
        await open_area(self, self._next_person)

"""The ways to the lists that open from several screens of the tutors' area."""

from __future__ import annotations

from datetime import time

from kiosk.rules.model.ids import NO_DAY, DayId
from kiosk.rules.model.records import InsetDay
from kiosk.screens.tutors.keys import FEEDBACK, INDUCTION, INVITATIONS
from kiosk.screens.tutors.tutors_screen import TutorsScreen

OTHER_LISTS = (INVITATIONS, INDUCTION, FEEDBACK)
"""The keys of the lists that are wanted now and then."""


class OpeningScreen(TutorsScreen):
    """A screen from which lists open, each by the same key wherever it is offered."""

    @property
    def day_meant(self) -> DayId:
        """The day with which a list about a whole day opens; `NO_DAY`: the latest up to today."""
        return NO_DAY

    @property
    def _paper_day(self) -> InsetDay | None:
        """The open day whose list on paper can be typed in: one that is over."""
        day = self.school.programme.days.get(self.day_meant) or self.school.today(self.moment)
        if day is None or day.closed_at is not None:
            return None
        last = max((slot.end for slot in day.slots), default=time.max)
        return day if self.moment >= self.school.moment(day.id, last) else None

    def action_here(self) -> None:
        """Type in the list that people signed on paper."""
        from kiosk.screens.tutors.paper_sheet import PaperSheetScreen

        if self._paper_day is not None:
            self.app.push_screen(PaperSheetScreen(self.context, self._paper_day.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a list on paper only of a day that is over and not closed."""
        if action == "here":
            return self._paper_day is not None
        return super().check_action(action, parameters)

    def action_not_yet_in(self) -> None:
        """List who is not yet in."""
        from kiosk.screens.tutors.not_yet_in import NotYetInScreen

        self.app.push_screen(NotYetInScreen(self.context, self.actor))

    def action_to_check(self) -> None:
        """List who is new, and the sign-ins and changes that somebody says were not theirs."""
        from kiosk.screens.tutors.to_check import ToCheckScreen

        self.app.push_screen(ToCheckScreen(self.context, self.actor))

    def action_attention(self) -> None:
        """List what does not fit on the coming days."""
        from kiosk.screens.tutors.attention import AttentionScreen

        self.app.push_screen(AttentionScreen(self.context))

    def action_induction(self) -> None:
        """List the new staff with their induction steps."""
        from kiosk.screens.tutors.caseload import CaseloadScreen

        self.app.push_screen(CaseloadScreen(self.context))

    def action_invitations(self) -> None:
        """List who is invited, and answer for them."""
        from kiosk.screens.tutors.invitations import InvitationsScreen

        self.app.push_screen(InvitationsScreen(self.context))

    def action_feedback(self) -> None:
        """Show the replies about the sessions."""
        from kiosk.screens.tutors.feedback import FeedbackScreen

        self.app.push_screen(FeedbackScreen(self.context))

    def action_your_school(self) -> None:
        """Show what is set up, and the ways to load and write it."""
        from kiosk.screens.tutors.your_school import YourSchoolScreen

        self.app.push_screen(YourSchoolScreen(self.context))

    def action_figures(self) -> None:
        """Show the figures of a day, without names."""
        from kiosk.screens.tutors.figures import FiguresScreen

        self.app.push_screen(FiguresScreen(self.context, self.day_meant))

    def action_outstanding(self) -> None:
        """List what people still have to catch up on."""
        from kiosk.screens.tutors.outstanding import OutstandingScreen

        self.app.push_screen(OutstandingScreen(self.context))

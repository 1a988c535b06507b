"""The people invited to a day outside their working hours, and whether they come."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.rules.attendance.invitations import (
    TERMS_NAMES,
    accept_invitation,
    agreed_by,
    all_invitations,
    decline_invitation,
)
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import DayId, PersonId, split_id
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.screens.dialogs.choice import ChoiceDialog
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import BACK, FIND
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.text import n_, t
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

SHORT_TERMS = {
    Terms.PAID: t("paid"),
    Terms.LIEU: t("in lieu"),
    Terms.VOLUNTARY: t("unpaid"),
}
"""The terms in a row, where there is little room."""
STATE = 14
"""The columns for whether somebody comes."""


class InvitationList(StableList):
    """The people invited; Enter asks for their answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Answer"), key_display="Enter")
    ]


class InvitationsScreen(ListScreen):
    """The invitations by day. Declined and unanswered ones look alike: neither person comes."""

    HEADING = t("Invitations")
    ROWS = InvitationList
    GUIDE = t(
        "People who are invited on a day they do not work, on what terms, and who agreed to it. "
        "Enter notes an answer they gave you; they can also answer at the kiosk. No reply counts "
        "as no, and nobody is asked why."
    )
    BINDINGS: ClassVar[list[BindingType]] = [FIND, BACK]

    def _invited(self) -> list[Invitation]:
        today = self.moment.date()
        return all_invitations(self.school, today, self.context.language.code)

    def show_school(self) -> None:
        """List the invitations, and count who comes."""
        invited = self._invited()
        people = [self.school.people[one.person] for one in invited]
        columns = PeopleColumns(self.context.language, self.school, people, self.rows.room, STATE)
        options = [Option(LazyRow(partial(self._row, one, columns)), id=one.id) for one in invited]
        nobody = t("Nobody is invited to a day to come. To invite: kiosk load invitations FILE")
        self.show_rows(options, t("Invited on a non-working day"), nobody)
        coming = sum(bool(invitation.accepted) for invitation in invited)
        count = t("{n} of {all} coming", n=coming, all=len(invited))
        self.query_one(TopBar).show(self.HEADING, count if invited else "")
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _row(self, invitation: Invitation, columns: PeopleColumns) -> Content:
        day = self.context.language.short_date(self.school.day(invitation.day).date)
        start, end = invitation.hours.start, invitation.hours.end
        word = t("● coming") if invitation.accepted else t("· not coming")
        terms = SHORT_TERMS[invitation.terms]  # first: a small window cuts the end
        when = t("{terms} · {day}  {start} to {end}", day=day, start=start, end=end, terms=terms)
        person = self.school.people[invitation.person]
        style = "$in" if invitation.accepted else "$muted"
        return columns.row(self.say(word), person, when, style=style)

    def details(self, row: str) -> Details | None:
        """Return the terms, and who agreed to them."""
        invitation = self._picked()
        if invitation is None:
            return None
        person, day = self.school.people[invitation.person], self.school.day(invitation.day)
        facts = (
            (t("Invited to"), day.date),
            (t("Terms"), TERMS_NAMES[invitation.terms]),
            (t("Agreed by"), agreed_by(self.school, invitation)),
        )
        return self.about(person, day, facts)

    def person_of(self, row: str) -> PersonId:
        """Return whom the row with this id is about."""
        return PersonId(split_id(row)[1])

    def _picked(self) -> Invitation | None:
        picked = self.picked
        return next((one for one in self._invited() if one.id == picked), None)

    @on(OptionList.OptionSelected)
    @work
    async def _answer(self, event: OptionList.OptionSelected) -> None:
        """Record the answer that the person gave to a professional tutor."""
        invitation = self._picked()
        if invitation is None:
            return
        person, day = PersonId(invitation.person), DayId(invitation.day)
        about = t(
            "Invited for {day}, {terms} (agreed by {agreed}). Is {name} coming?",
            day=self.school.day(day).date,
            terms=TERMS_NAMES[invitation.terms],
            agreed=agreed_by(self.school, invitation),
            name=self.school.people[person].name,
        )
        # the blank id comes first, so that Enter alone changes nothing
        answers = {"": t("No change"), "yes": t("Coming"), "no": t("Not coming")}
        name = self.school.people[person].name
        answer = await self.app.push_screen_wait(
            ChoiceDialog(self.context, about, answers, title=name)
        )
        if answer:
            decide = accept_invitation if answer == "yes" else decline_invitation
            outcome = await self.perform(decide(person, day), TUTOR)
            self.show_outcome(outcome)

"""The people invited to a day outside their working hours, and whether they come."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static
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
from kiosk.rules.model.personal_records import Invitation
from kiosk.screens.live_screen import LiveScreen
from kiosk.text import n_, t, tn
from kiosk.theme import stylesheet
from kiosk.widgets.columns import cell, spread, stack
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar


class InvitationsScreen(LiveScreen):
    """The invitations by day. Declined and unanswered ones look alike: neither person comes."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "Who is invited, on what terms and who agreed to them. Y: the person has told you that "
        "they come; N: that they do not. They may answer at the kiosk themselves. No answer means "
        "no; nobody is asked why, and nobody is reminded."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        # Y and N, not A and D for accept and decline: on a register A means absent
        Binding("y", "answer(True)", n_("Comes"), key_display="Y"),
        Binding("n", "answer(False)", n_("Does not come"), key_display="N"),
        Binding("escape", "back", n_("Board"), key_display="Esc"),
    ]

    def compose(self) -> ComposeResult:
        """Show the list, and a line for when it is empty."""
        yield TopBar(self.say(t("Invitations")))
        yield StableList(self.say(t("Invited to a day not worked")), id="people")
        yield Static(id="empty")
        yield KeyBar(self.context.language)

    def _invited(self) -> list[Invitation]:
        today = self.moment.date()
        return all_invitations(self.school, today, self.context.language.code)

    def show_school(self) -> None:
        """List the invitations, and count who comes."""
        invited = self._invited()
        rows = self.query_one(StableList)
        rows.fill(
            Option(self._row(invitation, rows.room), id=invitation.id) for invitation in invited
        )
        rows.display = bool(invited)
        nobody = t("Nobody is invited to a day to come. To invite: kiosk load invitations FILE")
        self.query_one("#empty", Static).update(Content("" if invited else self.say(nobody)))
        coming = sum(bool(invitation.accepted) for invitation in invited)
        count = tn("{n} comes", "{n} come", coming)
        self.query_one(TopBar).show(self.say(t("Invitations")), self.say(count))
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _row(self, invitation: Invitation, width: int) -> Content:
        day = self.context.language.short_date(self.school.day(invitation.day).date)
        start, end = invitation.hours.start, invitation.hours.end
        hours = self.say(t("{start} to {end}", start=start, end=end))
        word = t("● comes") if invitation.accepted else t("· does not come")
        terms = t("{terms} · agreed by {name}", terms=TERMS_NAMES[invitation.terms],
                  name=agreed_by(self.school, invitation))  # fmt: skip
        name = self.school.people[invitation.person].name
        style = "$in" if invitation.accepted else "$muted"
        first = Content.assemble(cell(self.say(word), 17, style), (name, "bold"))
        when = Content(f"{day}  {hours}").stylize("$muted")
        below = cell(f"  {self.say(terms)}", width, "$muted")
        return stack([spread(first, when, width), below])

    @work
    async def action_answer(self, comes: bool) -> None:
        """Record the answer that the person gave to a professional tutor."""
        picked = self.query_one(StableList).picked
        if picked is None:
            return
        day, person = split_id(picked)
        decide = accept_invitation if comes else decline_invitation
        decision = decide(PersonId(person), DayId(day))
        outcome = await self.perform(decision, TUTOR)
        self.show_outcome(outcome)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the answers while somebody is invited."""
        return action != "answer" or bool(self._invited())

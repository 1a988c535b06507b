"""The notes at the top of a person's day. Each is said once, not beside every slot."""

from __future__ import annotations

from datetime import datetime

from kiosk.rules.attendance.invitations import invitations_of
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.records import InsetDay, Person, Slot
from kiosk.rules.model.requirement import HOURS_UNKNOWN, hours_on, slot_requirement, slots_for
from kiosk.rules.model.school import School
from kiosk.text import Text, t

GO_TO_RECEPTION = t("Please go to reception now with your ID.")
"""Shown to people who added themselves, until reception or a tutor has checked their ID."""


def day_notes(
    school: School, now: datetime, person: PersonId, day: DayId, *, proven: bool
) -> list[Text]:
    """Return the notes above a person's day: show your ID, answer an invitation, your hours.

    An invitation's hours are left out unless the person is `proven`. There are no notes once the
    day is over.
    """
    who, inset_day = school.person(person), school.day(day)
    slots = slots_for(school, who, inset_day)
    if all(now >= school.moment(day, slot.end) for slot in slots):
        return []
    notes = [GO_TO_RECEPTION] if who.to_confirm else []
    notes += [
        t(
            "You're invited, {start} to {end}. Press F7 to reply. No reply counts as no.",
            start=invitation.hours.start,
            end=invitation.hours.end,
        )
        if proven
        else t("You're invited today. To reply: F7, then your badge or PIN.")
        for invitation in invitations_of(school, person, now.date())
        if invitation.day == day
        and invitation.accepted is None
        and now < school.moment(day, invitation.hours.end)
    ]
    hours = hours_on(school, who, inset_day)
    if not hours.known:
        return [*notes, t("We don't have your hours. Ask the office before you stay.")]
    if hours.window is None:
        return [*notes, t("You're not expected today. You're welcome to come.")]
    if any(is_by_hours(school, who, inset_day, slot) for slot in slots):
        window = hours.window
        notes.append(
            t(
                "Your hours today are {start} to {end}. Anything in grey is outside them.",
                start=window.start,
                end=window.end,
            )
        )
    return notes


def is_by_hours(school: School, person: Person, day: InsetDay, slot: Slot) -> bool:
    """Return whether a slot's reason is the person's hours; one note covers all such slots."""
    reason = slot_requirement(school, person, day, slot).reason
    return reason is not None and reason in (hours_on(school, person, day).reason(), HOURS_UNKNOWN)

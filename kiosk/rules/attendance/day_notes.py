"""The notes at the top of a person's day. Each is said once, not beside every slot."""

from __future__ import annotations

from datetime import datetime

from kiosk.rules.attendance.invitations import invitations_of
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.personal_records import Invitation
from kiosk.rules.model.records import InsetDay, Person, Slot
from kiosk.rules.model.requirement import HOURS_UNKNOWN, hours_on, slot_requirement, slots_for
from kiosk.rules.model.school import School
from kiosk.text import Text, t

GO_TO_RECEPTION = t("Please go to reception now with your ID.")
"""Shown to people who added themselves, until reception or a tutor has checked their ID."""


def day_notes(
    school: School,
    now: datetime,
    person: PersonId,
    day: DayId,
    *,
    proven: bool,
    has_keys: bool = True,
) -> list[Text]:
    """Return the notes above a person's day: show your ID, answer an invitation, your hours.

    An invitation's hours are left out unless the person is `proven`. There are no notes once the
    day is over. `has_keys`: whether there is a key to answer an invitation with.
    """
    who, inset_day = school.person(person), school.day(day)
    slots = slots_for(school, who, inset_day)
    if all(now >= school.moment(day, slot.end) for slot in slots):
        return []
    notes = [GO_TO_RECEPTION] if who.to_confirm else []
    notes += [
        _asked(school, invitation, proven=proven, has_keys=has_keys)
        for invitation in invitations_of(school, person, now.date())
        if invitation.day == day
        and invitation.accepted is None
        and now < school.moment(day, invitation.hours.end)
    ]
    hours = hours_on(school, who, inset_day)
    if not hours.known:
        return [*notes, HOURS_UNKNOWN]
    if hours.window is None:
        return [*notes, t("Today isn't one of your working days. You're welcome to join in.")]
    if any(is_by_hours(school, who, inset_day, slot) for slot in slots):
        window = hours.window
        notes.append(
            t(
                "Your hours today are {start} to {end}. You needn't come to anything in grey.",
                start=window.start,
                end=window.end,
            )
        )
    return notes


def _asked(school: School, invitation: Invitation, *, proven: bool, has_keys: bool) -> Text:
    """Return that an invitation waits for an answer, and how to give it."""
    if not has_keys:
        tutor = the_tutor(school.settings)
        return t("You're invited today. Please give your answer to {tutor}.", tutor=tutor)
    if not proven:
        return t("You're invited today. To answer: F7, then your badge or PIN.")
    hours = invitation.hours
    return t(
        "You're invited, {start} to {end}. F7: answer. No answer is taken as a no.",
        start=hours.start, end=hours.end,
    )  # fmt: skip


def is_by_hours(school: School, person: Person, day: InsetDay, slot: Slot) -> bool:
    """Return whether a slot's reason is the person's hours; one note covers all such slots."""
    reason = slot_requirement(school, person, day, slot).reason
    return reason is not None and reason in (hours_on(school, person, day).reason(), HOURS_UNKNOWN)

"""Which slots of a day a person missed: what of the day there is to catch up with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.attendance.marks import attended, current_mark, may_have_led
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import (
    ReasonedRequirement,
    is_called_off,
    leads_outside_hours,
    own_session,
    slot_requirement,
)
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, Requirement, SlotKind


class Missed(NamedTuple):
    """A slot that a person missed."""

    slot: Slot
    requirement: ReasonedRequirement
    """What it was for them."""
    own: Session | None
    """Their session in it, if that is known."""


def missed_slots(school: School, now: datetime, person: Person, day: InsetDay) -> list[Missed]:
    """Return the slots that the person missed, in order."""
    if not person.is_here(day.date):
        return []
    missed = []
    sessions = school.sessions_of(person.id, day.id)
    for slot in day.slots:
        marked = [session for session in sessions if session.slot == slot.id]
        # Asked first: most people attended most slots.
        if any(attended(school, person.id, session) for session in marked):
            continue
        own = own_session(school, person, day, slot)
        if not is_absent(school, now, person, day, slot, own, marked):
            continue
        requirement = slot_requirement(school, person, day, slot)
        if _leaves_catch_up(school, person, day, slot, requirement, own):
            missed.append(Missed(slot, requirement, own))
    return missed


def _leaves_catch_up(
    school: School, person: Person, day: InsetDay, slot: Slot, requirement: ReasonedRequirement,
    own: Session | None,
) -> bool:  # fmt: skip
    """Return whether missing the slot leaves anything to catch up with."""
    # Hours do not matter here: a part-timer who does not work that day is offered the same
    # resources as everybody in that role.
    if slot.kind.is_pause or requirement.requirement is Requirement.OFF_SITE:
        return False
    if is_called_off(school, person, day, slot):
        return False
    if own is None:
        sessions = school.sessions_on(day.id, slot.id)
        for_role = not sessions or any(
            is_in_audience(person, session.audience) for session in sessions
        )
        return for_role and is_in_audience(person, slot.required)
    if person.id in own.leaders:
        # Their hours were never agreed, so they were not expected.
        return not leads_outside_hours(school, person, own)
    if slot.kind is SlotKind.CHOICE:
        return True
    return is_in_audience(person, (*slot.required, *slot.invited))


def is_absent(
    school: School, now: datetime, person: Person, day: InsetDay, slot: Slot, own: Session | None,
    marked: Iterable[Session],
) -> bool:  # fmt: skip
    """Return whether a slot is over, or somebody is away, who attended nothing in it.

    `marked` has all sessions of the slot in which the person has marks.
    """
    if any(is_marked_away(school, person.id, session) for session in marked):
        return True
    if own is not None and may_have_led(school, person, own):
        return False  # They were there to lead it, even if nobody came.
    if not school.sessions_on(day.id, slot.id) and has_arrived(school, person.id, day.id):
        return False  # There was nothing to sign in to.
    start = own.start if own is not None else slot.start
    if is_reported_absent(school, person.id, day.id, start):
        return True
    end = own.end if own is not None else slot.end
    return day.closed_at is not None or now >= school.moment(day.id, end)


def is_marked_away(school: School, person: PersonId, session: Session) -> bool:
    """Return whether the mark that counts says that the person was not in the session."""
    mark = current_mark(school, person, session)
    return mark is not None and mark.state in (MarkState.ABSENT, MarkState.RELEASED)

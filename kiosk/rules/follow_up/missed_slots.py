"""Which slots of a day a person missed: what of the day there is to catch up with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

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


def missed_slots(
    school: School, now: datetime, person: Person, day: InsetDay
) -> list[tuple[Slot, ReasonedRequirement]]:
    """Return the slots that the person missed, in order, each with what it was for them."""
    if not person.is_here(day.date):
        return []
    missed = []
    own = school.sessions_of(person.id, day.id)
    for slot in day.slots:
        # Asked first: most people attended most slots.
        if not _missed(school, now, person, day, slot, [s for s in own if s.slot == slot.id]):
            continue
        requirement = slot_requirement(school, person, day, slot)
        if _leaves_catch_up(school, person, day, slot, requirement):
            missed.append((slot, requirement))
    return missed


def _leaves_catch_up(
    school: School, person: Person, day: InsetDay, slot: Slot, requirement: ReasonedRequirement
) -> bool:
    """Return whether missing the slot leaves anything to catch up with."""
    # Hours do not matter here: a part-timer who does not work that day is offered the same
    # resources as everybody in that role.
    if slot.kind.is_pause or requirement.requirement is Requirement.OFF_SITE:
        return False
    if is_called_off(school, person, day, slot):
        return False
    own = own_session(school, person, day, slot)
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


def _missed(
    school: School,
    now: datetime,
    person: Person,
    day: InsetDay,
    slot: Slot,
    marked: Iterable[Session],
) -> bool:
    """Return whether the person attended nothing in the slot and it is over, or they are away.

    `marked` has all sessions of the slot in which the person has marks.
    """
    if any(attended(school, person.id, session) for session in marked):
        return False
    if any(_is_marked_away(school, person.id, session) for session in marked):
        return True
    own = own_session(school, person, day, slot)
    if own is not None and may_have_led(school, person, own):
        return False  # They were there to lead it, even if nobody came.
    if not school.sessions_on(day.id, slot.id) and has_arrived(school, person.id, day.id):
        return False  # There was nothing to sign in to.
    start = own.start if own is not None else slot.start
    if is_reported_absent(school, person.id, day.id, start):
        return True
    end = own.end if own is not None else slot.end
    return day.closed_at is not None or now >= school.moment(day.id, end)


def _is_marked_away(school: School, person: PersonId, session: Session) -> bool:
    mark = current_mark(school, person, session)
    return mark is not None and mark.state in (MarkState.ABSENT, MarkState.RELEASED)

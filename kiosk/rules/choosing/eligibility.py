"""Who may have a place in a session: reasons against it, clashes, and alternatives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiosk.rules.choosing.bookings import booking_of, confirmed_session
from kiosk.rules.choosing.capacity import is_full, places_left
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import DayId, PersonId, SessionId, WorkshopId
from kiosk.rules.model.labels import day_is_closed
from kiosk.rules.model.programme import start_order
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import (
    FOR_OTHERS,
    leads,
    not_here_reason,
    outside_hours_reason,
    overlap,
    own_session,
    slot_requirement,
)
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, SlotKind
from kiosk.text import Text, t

UNNAMED_PREREQUISITE = t("You need another session first. Scan your badge for details.")
"""Shown after a typed name, which is no proof: what training a person lacks is private."""


def ineligibility(
    school: School, now: datetime, person: Person, session: Session, *, proven: bool = True
) -> Text | None:
    """Return why the person cannot have a place in the session, or None.

    A full session is not a reason here. Nor is a place in the same slot: it is given up for this
    one. A lacking prerequisite is named only if `proven`.
    """
    day = school.programme.days[session.day]
    # Only the first reason is shown: what holds for everybody comes before what is the person's
    # own.
    if session.is_cancelled or day.cancelled_at is not None:
        return t("This session is cancelled.")
    if day.closed_at is not None:
        return day_is_closed(school.settings)
    if now >= school.moment(session.day, session.end):
        return t("This session is over.")
    if school.slot(session).kind is not SlotKind.CHOICE:
        return t("You don't need a place. Just come along.")
    if not person.is_here(day.date):
        return not_here_reason(person)
    if leads(person, session):
        return t("You lead this session.")
    if not is_in_audience(person, session.audience):
        return FOR_OTHERS
    outside = outside_hours_reason(school, person, session)
    if outside is not None:
        return outside
    for needed in school.workshop(session).requires:
        if not _has_done(school, person, session, needed):
            title = school.programme.workshops[needed].title
            if not proven:
                return UNNAMED_PREREQUISITE
            return t("You need {title} first.", title=title)
    return clash(school, person, session)


def _has_done(school: School, person: Person, before: Session, workshop: WorkshopId) -> bool:
    """Return whether the person attended the workshop, or has a place in it that ends in time."""
    starts = school.moment(before.day, before.start)
    for session in school.programme.sessions.values():
        if session.workshop != workshop or session.is_cancelled:
            continue
        day_record = school.day_record(session.day)
        marks = day_record.marks.get(session.id, {}).get(person.id, ())
        if marks and marks[-1].state.attended:
            return True
        booking = day_record.bookings.get(session.id, {}).get(person.id)
        in_time = school.moment(session.day, session.end) <= starts
        if in_time and not marks and booking is not None and booking.confirmed:
            return True
    return False


def clash(school: School, person: Person, session: Session) -> Text | None:
    """Return what else the person does at that time: leads, is in, or has a place in a session."""
    own = (
        *school.sessions_led(person.id, session.day),
        *school.sessions_of(person.id, session.day),
    )
    beside = {one.id: one for one in own if one.id != session.id and overlap(one, session)}
    for other in sorted(beside.values(), key=start_order):
        if leads(person, other):
            return t("You lead {title} at that time.", title=school.workshop(other).title)
        if is_in_the_room(school, person.id, other):
            title = school.workshop(other).title
            return t("You are signed in to {title} at that time.", title=title)
        booking = None if other.slot == session.slot else booking_of(school, person.id, other)
        if booking is not None and booking.confirmed:
            title = school.workshop(other).title
            return t("You have a place in {title} at that time.", title=title)
    return _required_elsewhere(school, person, session)


def _required_elsewhere(school: School, person: Person, session: Session) -> Text | None:
    """Return what is required of the person at that time in a slot without a choice, or None."""
    day = school.programme.days[session.day]
    # Slots may overlap, such as a required briefing beside a slot with a choice.
    for slot in day.slots:
        if slot.kind is SlotKind.CHOICE or slot.id == session.slot or not overlap(slot, session):
            continue
        own = own_session(school, person, day, slot)
        if (
            own is not None
            and overlap(own, session)
            and slot_requirement(school, person, day, slot).required
        ):
            title = school.workshop(own).title
            return t("You are expected in {title} at that time.", title=title)
    return None


def is_in_the_room(school: School, person: PersonId, session: Session) -> bool:
    """Return whether the person has signed in to a session and not left it."""
    marks = school.day_record(session.day).marks.get(session.id, {}).get(person, ())
    return bool(marks) and marks[-1].state in (MarkState.PRESENT, MarkState.LATE)


def alternative(school: School, now: datetime, person: Person, session: Session) -> Session | None:
    """Return the nearest session in which the person could have a place at once, or None.

    Order: the same workshop at another time, the earliest first; then a session of the same slot,
    on the same topic first, then the one with the most places left.
    """
    wanted = school.workshop(session)
    same = [one for one in school.programme.sessions.values() if one.workshop == wanted.id]
    same.sort(key=lambda one: (one.day != session.day, one.day, one.start, one.id))
    same_slot = list(school.sessions_on(session.day, session.slot))
    same_slot.sort(key=lambda one: _nearness(school, session, one))
    for other in (*same, *same_slot):
        is_beside = (other.day, other.slot) == (session.day, session.slot)
        if other.id != session.id and _could_take(school, now, person, other, beside=is_beside):
            return other
    return None


def _nearness(school: School, session: Session, other: Session) -> tuple[bool, int, str]:
    """Return the sort key of an alternative within the slot: same topic, then most places left."""
    topic = school.workshop(session).topic
    free = places_left(school, other)
    # None is a session without a limit: it counts as having the most places.
    return not topic or school.workshop(other).topic != topic, -(free or 10_000), other.id


def _could_take(
    school: School, now: datetime, person: Person, session: Session, *, beside: bool
) -> bool:
    """Return whether the person could have the place without giving up one in another slot."""
    held = confirmed_session(school, person.id, session.day, session.slot)
    return (
        (held is None or (beside and held.id != session.id))
        and not is_full(school, session)
        and ineligibility(school, now, person, session) is None
    )


def planned_clash(school: School, person: Person, session: Session) -> Text | None:
    """Return why a confirmed place clashes with what else is planned for the person, or None.

    Only what is planned counts, not where somebody has signed in.
    """
    for other in school.sessions_led(person.id, session.day):
        if other.id != session.id and overlap(other, session):
            return t("You lead {title} at that time.", title=school.workshop(other).title)
    for other in school.places_of(person.id, session.day):
        # Of one slot a person has one place, even if its sessions follow each other.
        if other.id != session.id and (other.slot == session.slot or overlap(other, session)):
            return t(
                "You have a place in {title} at that time.", title=school.workshop(other).title
            )
    return _required_elsewhere(school, person, session)


def clashes(school: School, day: DayId) -> Mapping[tuple[PersonId, SessionId], Text]:
    """Return, by (person, session), why a confirmed place of that day clashes with something."""
    return {
        (who, session.id): why
        for who in school.day_record(day).sessions_of
        if who in school.people
        for session in school.places_of(who, day)
        if (why := planned_clash(school, school.people[who], session)) is not None
    }

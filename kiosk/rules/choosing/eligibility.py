"""Why somebody cannot have a place in a session, whom that concerns, and what they could take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from kiosk.rules.choosing.bookings import (
    all_bookings_in,
    booking_of,
    confirmed_session,
    is_full,
    places_left,
)
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import (
    is_in_audience,
    leads,
    outside_hours_reason,
    overlap,
    own_session,
    slot_requirement,
)
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, SlotKind
from kiosk.text import Text, t

UNNAMED_PREREQUISITE = t("Something else comes first: scan your badge to see what.")
"""What is told of a prerequisite where a name was typed: what somebody lacks is their own."""


def ineligibility(
    school: School, person: Person, session: Session, now: datetime, *, proven: bool = True
) -> Text | None:
    """Return why the person cannot have a place in a session, apart from its being full; or None.

    A place in another session of the same slot is no obstacle: it is given up for this one. Which
    training a person lacks is told only where it is `proven` who asks.
    """
    day = school.programme.days[session.day]
    if day.closed_at is not None:
        return t("The day is closed.")
    if now >= school.moment(session.day, session.end):
        return t("This session is over.")
    if school.slot(session).kind is not SlotKind.CHOICE:
        return t("No place is needed here: just come.")
    if leads(person, session):
        return t("You lead this session.")
    if not is_in_audience(person, session.audience):
        return t("This session is not for your role.")
    outside = outside_hours_reason(school, person, session)
    if outside is not None:
        return outside
    for needed in school.workshop(session).requires:
        if not _has_done(school, person, needed, session):
            title = school.programme.workshops[needed].title
            if not proven:
                return UNNAMED_PREREQUISITE
            return t("{title} comes first: you have not been there yet.", title=title)
    return clash(school, person, session)


def _has_done(school: School, person: Person, workshop: str, before: Session) -> bool:
    """Return whether the person was in a workshop, or has a place in it that ends in time."""
    starts = school.moment(before.day, before.start)
    for session in school.programme.sessions.values():
        if session.workshop != workshop:
            continue
        book = school.day_record(session.day)
        marks = book.marks.get(session.id, {}).get(person.id, ())
        if marks and marks[-1].state.attended:
            return True
        booking = book.bookings.get(session.id, {}).get(person.id)
        in_time = school.moment(session.day, session.end) <= starts
        if in_time and not marks and booking is not None and booking.confirmed:
            return True
    return False


def clash(school: School, person: Person, session: Session) -> Text | None:
    """Return what else the person has at that time: leads, is signed in to, or has a place in."""
    day = school.programme.days[session.day]
    for other in school.sessions_on(day.id):
        if other.id == session.id or not overlap(other, session):
            continue
        title = school.workshop(other).title
        if leads(person, other):
            return t("You lead {title} at that time.", title=title)
        if is_in_the_room(school, other, person.id):
            return t("You are signed in to {title} at that time.", title=title)
        booking = booking_of(school, other, person.id)
        if booking is not None and booking.confirmed and other.slot != session.slot:
            return t("You have a place in {title} at that time.", title=title)
    for slot in day.slots:
        if slot.kind is SlotKind.CHOICE or slot.id == session.slot or not overlap(slot, session):
            continue
        meant = own_session(school, person, day, slot)
        if (
            meant is not None
            and overlap(meant, session)
            and slot_requirement(school, person, day, slot).required
        ):
            title = school.workshop(meant).title
            return t("You are expected in {title} at that time.", title=title)
    return None


def is_in_the_room(school: School, session: Session, person: str) -> bool:
    """Return whether the person has signed in to a session and not left it."""
    marks = school.day_record(session.day).marks.get(session.id, {}).get(person, ())
    return bool(marks) and marks[-1].state in (MarkState.PRESENT, MarkState.LATE)


def alternative(school: School, person: Person, session: Session, now: datetime) -> Session | None:
    """Return the nearest session in which the person could have a place at once, or None.

    The same workshop at another time, the earliest first; else, at the same time, one on the same
    topic; else the one with the most places left.
    """
    wanted = school.workshop(session)
    same = [one for one in school.programme.sessions.values() if one.workshop == wanted.id]
    same.sort(key=lambda one: (one.day != session.day, one.day, one.start, one.id))
    beside = list(school.sessions_on(session.day, session.slot))
    beside.sort(key=lambda one: _nearness(school, session, one))
    for other in (*same, *beside):
        is_beside = (other.day, other.slot) == (session.day, session.slot)
        if other.id != session.id and _could_take(school, person, other, now, beside=is_beside):
            return other
    return None


def _nearness(school: School, session: Session, other: Session) -> tuple[bool, int, str]:
    topic = school.workshop(session).topic
    left = places_left(school, other)
    return not topic or school.workshop(other).topic != topic, -(left or 10_000), other.id


def _could_take(
    school: School, person: Person, session: Session, now: datetime, *, beside: bool
) -> bool:
    """Return whether nothing hinders it, and no place in another slot would be given up for it."""
    held = confirmed_session(school, session.day, session.slot, person.id)
    return (
        (held is None or (beside and held.id != session.id))
        and not is_full(school, session)
        and ineligibility(school, person, session, now) is None
    )


def clashes(school: School, day: str) -> Mapping[tuple[str, str], Text]:
    """Return, by (person, session), why a firm place of that day clashes with something else."""
    return {(who, what): why for who, what, why in _find_clashes(school, day)}


def _find_clashes(school: School, day: str) -> Iterator[tuple[str, str, Text]]:
    for session in school.sessions_on(day):
        for booking in all_bookings_in(school, session):
            person = school.people.get(booking.person)
            if person is None or not booking.confirmed:
                continue
            why = clash(school, person, session) or _double_place(school, person, session)
            if why is not None:
                yield person.id, session.id, why


def _double_place(school: School, person: Person, session: Session) -> Text | None:
    """Return which place the person has in the same slot too, where a session came into it."""
    for other in school.sessions_on(session.day, session.slot):
        booking = booking_of(school, other, person.id)
        if other.id != session.id and booking is not None and booking.confirmed:
            title = school.workshop(other).title
            return t("You have a place in {title} at that time.", title=title)
    return None

"""Cancelled sessions: who lost a place in one, and the messages for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.rules.choosing.bookings import confirmed_session, lost_or_held, wishes_of
from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import DayId, PersonId, SlotId
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.requirement import is_called_off, leads
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Text, t


def cancelled_sessions(school: School, now: datetime, day: InsetDay) -> list[Session]:
    """Return the day's cancelled sessions that would not be over yet, in order of start."""
    return [
        session
        for session in school.cancelled_on(day.id)
        if now < school.moment(day.id, session.end)
    ]


def is_replacement(school: School, booking: Booking) -> bool:
    """Return whether a place came in place of one in a session that was cancelled."""
    previous = school.programme.sessions.get(booking.came_from)
    # A place given up before is no reason: the person had left that session themselves.
    return (
        previous is not None
        and previous.cancelled_at is not None
        and previous.cancelled_at <= booking.at
    )


def lost_place_in(school: School, person: PersonId, day: DayId, slot: SlotId) -> Session | None:
    """Return the cancelled session of a slot in which the person had a place, or None.

    None as well once the person has another place in that slot.
    """
    if confirmed_session(school, person, day, slot) is not None:
        return None
    for session in school.cancelled_on(day, slot):
        booking = lost_or_held(school, person, session)
        if booking is not None and booking.confirmed:
            return session
    return None


def cancellation_messages(
    school: School, now: datetime, person: Person, day: InsetDay
) -> Iterator[tuple[Session, Text]]:
    """Yield, for each cancelled session of the day that concerns the person, what to say."""
    if day.cancelled_at is not None:
        return  # one message says so of the whole day
    for session in cancelled_sessions(school, now, day):
        message = _message(school, person, day, session)
        if message is not None:
            yield session, message


def _message(school: School, person: Person, day: InsetDay, session: Session) -> Text | None:
    title, start = school.workshop(session).title, session.start
    plain = t("{title}, {start}, is cancelled.", title=title, start=start)
    if leads(person, session):
        return t("{title}, {start}, which you lead, is cancelled.", title=title, start=start)
    slot = school.slot(session)
    if slot.kind is not SlotKind.CHOICE:
        return plain if is_in_audience(person, session.audience) else None
    booking = lost_or_held(school, person.id, session)
    if booking is None:
        return None
    if not booking.confirmed:
        return t(
            "{title}, {start}, is cancelled. You're off its waiting list.",
            title=title, start=start,
        )  # fmt: skip
    held = confirmed_session(school, person.id, day.id, slot.id)
    if held is not None:
        other = school.workshop(held).title
        return t(
            "{title}, {start}, is cancelled. You have a place in {other} instead.",
            title=title, start=start, other=other,
        )  # fmt: skip
    if is_called_off(school, person, day, slot):
        return plain
    if wishes_of(school, person.id, day.id, slot.id):
        return t(
            "{title}, {start}, is cancelled. You're on the waiting list for "
            "another, or choose one with space.",
            title=title, start=start,
        )  # fmt: skip
    return t("{title}, {start}, is cancelled. Please choose another.", title=title, start=start)

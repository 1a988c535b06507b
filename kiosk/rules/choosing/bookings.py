"""Looking up places: who has one, and who waits for one.

In each slot a person has at most one confirmed place, and ranked wishes: places on the waiting
lists of full sessions. Every wish ranks above the confirmed place.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.ids import DayId, PersonId, SessionId, SlotId
from kiosk.rules.model.records import InsetDay, Session, Slot
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind


def slots_to_choose(school: School, day: InsetDay) -> list[tuple[Slot, tuple[Session, ...]]]:
    """Return the day's slots with a choice, each with the sessions on offer."""
    found = [
        (slot, school.sessions_on(day.id, slot.id))
        for slot in day.slots
        if slot.kind is SlotKind.CHOICE
    ]
    return [(slot, sessions) for slot, sessions in found if sessions]


def bookings_in(school: School, session: Session) -> list[Booking]:
    """Return the confirmed places of a session, in the order they were taken."""
    return sorted(
        (b for b in all_bookings_in(school, session) if b.confirmed),
        key=lambda booking: booking.waiting_order,
    )


def waiting_list_of(school: School, session: Session) -> list[Booking]:
    """Return a session's waiting list, first in line first."""
    return sorted(
        (b for b in all_bookings_in(school, session) if not b.confirmed),
        key=lambda booking: booking.waiting_order,
    )


def all_bookings_in(school: School, session: Session) -> Iterator[Booking]:
    """Yield the confirmed places and the waiting list of a session, in no particular order.

    A cancelled session has neither.
    """
    if not session.is_cancelled:
        yield from school.day_record(session.day).bookings.get(session.id, {}).values()


def booking_of(school: School, person: PersonId, session: Session) -> Booking | None:
    """Return the person's confirmed place in the session or on its waiting list, or None."""
    return None if session.is_cancelled else lost_or_held(school, person, session)


def lost_or_held(school: School, person: PersonId, session: Session) -> Booking | None:
    """Return the person's booking, also one that was lost because the session is cancelled."""
    return school.day_record(session.day).bookings.get(session.id, {}).get(person)


def confirmed_session(school: School, person: PersonId, day: DayId, slot: SlotId) -> Session | None:
    """Return the session of a slot in which the person has a confirmed place, or None."""
    held = school.places_of(person, day)
    return next((session for session in held if session.slot == slot), None)


def wished_sessions(school: School, person: PersonId, day: DayId) -> list[Session]:
    """Return the sessions of a day for which the person waits, in order of start."""
    return [
        session
        for session in school.sessions_of(person, day)
        if (booking := booking_of(school, person, session)) and not booking.confirmed
    ]


def wishes_of(school: School, person: PersonId, day: DayId, slot: SlotId) -> list[Booking]:
    """Return what the person waits for in a slot, the first wish first."""
    own = [one for one in school.sessions_of(person, day) if one.slot == slot]
    found = [booking_of(school, person, session) for session in own]
    waiting = [booking for booking in found if booking is not None and not booking.confirmed]
    return sorted(waiting, key=wish_order)


def wish_order(wish: Booking) -> tuple[int, datetime, SessionId]:
    """Return the key by which a person's wishes in a slot are ordered, the first wish first."""
    return wish.rank, wish.at, wish.session


def wishes_by_slot(school: School, day: DayId) -> dict[SlotId, dict[PersonId, list[Booking]]]:
    """Return everybody's wishes on a day: slot to person to wishes, the first wish first."""
    found: dict[SlotId, dict[PersonId, list[Booking]]] = {}
    for session in school.sessions_on(day):
        people = found.setdefault(session.slot, {})
        for booking in all_bookings_in(school, session):
            if not booking.confirmed:
                people.setdefault(booking.person, []).append(booking)
    for people in found.values():
        for wishes in people.values():
            wishes.sort(key=wish_order)
    return found


def promotion_cut_off(school: School, session: Session) -> datetime:
    """Return the moment from which nobody in the session's slot is promoted automatically.

    The setting is in minutes before the slot begins.
    """
    # Users of other systems complained of being moved up after the start, when they sat elsewhere.
    starts = school.moment(session.day, school.slot(session).start)
    return starts - timedelta(minutes=school.settings.moves_until)


def is_past_cut_off(school: School, now: datetime, session: Session) -> bool:
    """Return whether the cut-off is past, so that the waiting list no longer moves."""
    return now >= promotion_cut_off(school, session)

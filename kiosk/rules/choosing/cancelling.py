"""Cancelling a session: nobody can book it, and its people get their next wish.

Its bookings stay as they were, so that everybody who had a place or waited gets a message; no rule
counts them. A lower-ranked place that was given up for this one is theirs again if it is free, else
they are on its waiting list. People who get no place are asked to choose.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.bookings import (
    booking_of,
    bookings_in,
    confirmed_session,
    is_past_cut_off,
    waiting_list_of,
)
from kiosk.rules.choosing.bookings_draft import BookingsDraft
from kiosk.rules.choosing.capacity import places_held
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.places import allocate
from kiosk.rules.choosing.promotion import promote_everywhere
from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import leads, session_requirement
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Text, t, tn


@decision
def cancel_session(school: School, now: datetime, session: SessionId) -> Changes:
    """Cancel a session. A repeat changes nothing. Notes name everybody affected.

    Raises:
        Refused: somebody has signed in to it, so that it took place, or the day is closed.
    """
    meant = school.session(session)
    title = school.workshop(meant).title
    if meant.is_cancelled:
        return Changes((), t("{title} is already cancelled.", title=title))
    if school.programme.days[meant.day].closed_at is not None:
        raise Refused(t("The day is closed."))
    there = _number_there(school, meant)
    if there:
        raise Refused(
            tn(
                "{n} person has signed in to {title}, so it can't be cancelled. "
                "Correct the register first.",
                "{n} people have signed in to {title}, so it can't be cancelled. "
                "Correct the register first.",
                there,
                title=title,
            )
        )
    cancelled = put(replace(meant, cancelled_at=now))
    draft = BookingsDraft(school.apply([cancelled]), meant.day)
    for booking in bookings_in(school, meant):
        _give_next_wish(draft, now, booking, meant)
    promote_everywhere(draft, now)
    message = t("{title}, {start}, is cancelled.", title=title, start=meant.start)
    notes = tuple(_notes(school, draft.school, meant))
    return Changes((cancelled, *draft.items), message, notes)


def _number_there(school: School, session: Session) -> int:
    """Return how many people are marked as having been in the session."""
    marked = school.day_record(session.day).marks.get(session.id, {})
    return sum(marks[-1].state.attended for marks in marked.values())


def _give_next_wish(draft: BookingsDraft, now: datetime, lost: Booking, cancelled: Session) -> None:
    """Give a person who lost a place their next wishes: a place, or a waiting list."""
    person = draft.school.people.get(lost.person)
    if person is None or confirmed_session(draft.school, person.id, cancelled.day, cancelled.slot):
        return
    for number, wish in enumerate(lost.lower_wishes, 1):
        wanted = draft.school.programme.sessions.get(wish)
        # Just before the slot people are on their way: nobody is sent elsewhere unasked.
        if wanted is None or is_past_cut_off(draft.school, now, wanted):
            continue
        if (wanted.day, wanted.slot) != (cancelled.day, cancelled.slot):
            continue
        if ineligibility(draft.school, now, person, wanted) is not None:
            continue
        is_given = allocate(draft, now, person, wanted, person.id)
        place = booking_of(draft.school, person.id, wanted)
        if is_given and place is not None:
            left = lost.lower_wishes[number:]
            draft.put(replace(place, promoted=True, came_from=cancelled.id, lower_wishes=left))
            return


def _notes(before: School, after: School, session: Session) -> Iterator[Text]:
    """Yield what happens to everybody who leads the session, has a place in it or waits for it."""
    for leader in sorted(filter(None, map(before.people.get, session.leaders)), key=sort_key):
        yield t("{name} leads it.", name=leader.name)
    if before.slot(session).kind is not SlotKind.CHOICE:
        expected = sum(
            session_requirement(before, person, session).required and not leads(person, session)
            for person in before.people.values()
        )
        yield tn("{n} person was expected in it.", "{n} people were expected in it.", expected)
    for booking in bookings_in(before, session):
        person = before.people.get(booking.person)
        if person is not None:
            yield _what_becomes_of(after, person, session)
    for who in places_held(before, session):
        yield t("A place was held for {name}.", name=before.people[who].name)
    for booking in waiting_list_of(before, session):
        person = before.people.get(booking.person)
        if person is not None:
            yield t("{name} is off its waiting list.", name=person.name)


def _what_becomes_of(after: School, person: Person, session: Session) -> Text:
    held = confirmed_session(after, person.id, session.day, session.slot)
    if held is None:
        return t("{name} will be asked to choose at their next sign-in.", name=person.name)
    other = after.workshop(held).title
    return t("{name} has a place in {other} instead.", name=person.name, other=other)

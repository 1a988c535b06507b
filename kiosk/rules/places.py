"""Places: choosing a session, leaving it, waiting in its queue, moving up when a place frees.

Each person has at most one firm place and one place in a queue in each slot. Queues are served in
the order of joining. `settle` follows every change, so no place stays free that somebody waiting
could take, and nobody is overtaken. It ends at the session's start: from then on nobody moves
without pressing Enter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.changes import Changes, Put, Remove
from kiosk.rules.decisions import decision
from kiosk.rules.records import Booking, Person, Session, SlotKind, State, key
from kiosk.rules.requirement import (
    hours_on,
    is_in,
    leads,
    overlap,
    own_session,
    slot_standing,
)
from kiosk.rules.school import School, put
from kiosk.text import Both, Text, t, tn


def bookings_in(school: School, session: Session) -> list[Booking]:
    """Return the firm places of a session, in the order they were taken."""
    return sorted((b for b in _all_in(school, session) if b.firm), key=lambda booking: booking.turn)


def queue_of(school: School, session: Session) -> list[Booking]:
    """Return who waits for a place in a session, first in the queue first."""
    return sorted(
        (b for b in _all_in(school, session) if not b.firm), key=lambda booking: booking.turn
    )


def _all_in(school: School, session: Session) -> Iterator[Booking]:
    yield from school.book(session.day).bookings.get(session.id, {}).values()


def booking_of(school: School, session: Session, person: str) -> Booking | None:
    """Return the person's place in a session or its queue."""
    return school.book(session.day).bookings.get(session.id, {}).get(person)


def places_left(school: School, session: Session) -> int | None:
    """Return how many places are free, never less than 0; None: no limit."""
    if session.places is None:
        return None
    return max(0, session.places - sum(1 for b in _all_in(school, session) if b.firm))


def is_full(school: School, session: Session) -> bool:
    """Return whether no place is left."""
    return places_left(school, session) == 0


def has_begun(school: School, session: Session, now: datetime) -> bool:
    """Return whether the session has started: queues no longer move."""
    return now >= school.moment(session.day, session.start)


def obstacle(school: School, person: Person, session: Session, now: datetime) -> Text | None:
    """Return why the person cannot have a place in a session, apart from its being full; or None.

    A place in another session of the same slot is no obstacle: it is given up for this one.
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
    if not is_in(person, session.audience):
        return t("This session is not for your role.")
    hours = hours_on(school, person, day)
    if not hours.hold(session.start, session.end):
        return hours.reason()
    return _clash(school, person, session)


def _clash(school: School, person: Person, session: Session) -> Text | None:
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
        if booking is not None and booking.firm and other.slot != session.slot:
            return t("You have a place in {title} at that time.", title=title)
    for slot in day.slots:
        if slot.kind is SlotKind.CHOICE or slot.id == session.slot or not overlap(slot, session):
            continue
        meant = own_session(school, person, day, slot)
        if (
            meant is not None
            and overlap(meant, session)
            and slot_standing(school, person, day, slot).required
        ):
            title = school.workshop(meant).title
            return t("You are expected in {title} at that time.", title=title)
    return None


def is_in_the_room(school: School, session: Session, person: str) -> bool:
    """Return whether the person has signed in to a session and not left it."""
    marks = school.book(session.day).marks.get(session.id, {}).get(person, ())
    return bool(marks) and marks[-1].state in (State.PRESENT, State.LATE)


@decision
def choose(school: School, now: datetime, person: str, session: str) -> Changes:
    """Take a place in a session; if it is full, join its queue. Asking twice is harmless.

    A place held in another session of the slot is given up when this one is firm; while waiting it
    is kept. Joining a queue leaves any other queue of the slot.

    Raises:
        Refused: with the reason, see `obstacle`; or the session is full and has begun.
    """
    who, wanted = school.person(person), school.session(session)
    held = booking_of(school, wanted, person)
    title = school.workshop(wanted).title
    if held is not None and held.firm:
        return Changes((), t("You have a place in {title}.", title=title))
    reason = obstacle(school, who, wanted, now)
    if reason is not None:
        raise Refused(reason)
    if not is_full(school, wanted):
        items = _take(school, who, wanted, now)
        moves = settle(school.apply(items), wanted.day, now)
        return Changes((*items, *moves), _placed(school, person, wanted, moves))
    if has_begun(school, wanted, now):
        raise Refused(t("{title} is full and has begun.", title=title))
    if held is not None:
        place = 1 + [b.person for b in queue_of(school, wanted)].index(person)
        return Changes((), _waiting(place, title))
    items = _wait(school, who, wanted, now)
    return Changes(tuple(items), _waiting(len(queue_of(school, wanted)) + 1, title))


def _placed(school: School, person: str, wanted: Session, moves: list[Put | Remove]) -> Text:
    """Return what to say of a place taken.

    What it sets free may let the person move up at once to the session that is waited for.
    """
    for move in moves:
        if isinstance(move, Put) and move.document["person"] == person:
            other = school.session(str(move.document["session"]))
            if other.slot == wanted.slot:
                title = school.workshop(other).title
                return t("You have a place in {title}: it has just become free.", title=title)
    return t("You have a place in {title}.", title=school.workshop(wanted).title)


def _waiting(place: int, title: Both) -> Text:
    return tn(
        "Full: you are next in the queue for {title}.",
        "Full: you are number {n} in the queue for {title}.",
        place,
        title=title,
    )


def _elsewhere(school: School, person: Person, session: Session, *, firm: bool) -> list[Remove]:
    """Return the removal of the person's other places (or queue places) in the session's slot."""
    found = []
    for other in school.sessions_on(session.day, session.slot):
        booking = booking_of(school, other, person.id)
        if other.id != session.id and booking is not None and booking.firm is firm:
            found.append(Remove("bookings", booking.id))
    return found


def _next_turn(school: School, session: Session) -> int:
    return 1 + max((booking.turn for booking in _all_in(school, session)), default=0)


def _take(school: School, person: Person, session: Session, now: datetime) -> list[Put | Remove]:
    booking = Booking(
        key(session.id, person.id), session.id, person.id, True, now, _next_turn(school, session)
    )
    return [*_elsewhere(school, person, session, firm=True), put(booking)]


def _wait(school: School, person: Person, session: Session, now: datetime) -> list[Put | Remove]:
    booking = Booking(
        key(session.id, person.id), session.id, person.id, False, now, _next_turn(school, session)
    )
    return [*_elsewhere(school, person, session, firm=False), put(booking)]


@decision
def leave(school: School, now: datetime, person: str, session: str) -> Changes:
    """Give up a place in a session or its queue. Having none is no error.

    Raises:
        Refused: the person has signed in to the session, it is over, or the day is closed.
    """
    wanted = school.session(session)
    school.person(person)
    title = school.workshop(wanted).title
    held = booking_of(school, wanted, person)
    if held is None:
        return Changes((), t("You have no place in {title}.", title=title))
    if school.programme.days[wanted.day].closed_at is not None:
        raise Refused(t("The day is closed."))
    if now >= school.moment(wanted.day, wanted.end):
        raise Refused(t("This session is over."))
    marks = school.book(wanted.day).marks.get(session, {}).get(person)
    if marks and marks[-1].state.attended:
        raise Refused(t("You have signed in to {title}.", title=title))
    gone = [Remove("bookings", held.id)]
    return Changes(
        (*gone, *settle(school.apply(gone), wanted.day, now)),
        t("You gave up your place in {title}.", title=title),
    )


def settle(school: School, day: str, now: datetime) -> list[Put | Remove]:
    """Return the promotions due on a day: each free place to the first waiter who can take it.

    It ends, because each promotion takes one booking out of a queue.
    """
    items: list[Put | Remove] = []
    moved = True
    while moved:
        moved = False
        for session in school.sessions_on(day):
            step = _promotion(school, session, now)
            if step:
                school = school.apply(step)
                items += step
                moved = True
    return items


def _promotion(school: School, session: Session, now: datetime) -> list[Put | Remove]:
    waiting = queue_of(school, session)
    if not waiting or is_full(school, session) or has_begun(school, session, now):
        return []
    for booking in waiting:
        person = school.people.get(booking.person)
        if person is not None and obstacle(school, person, session, now) is None:
            firm = replace(booking, firm=True, at=now, moved_up=True)
            return [*_elsewhere(school, person, session, firm=True), put(firm)]
    return []

"""How many places of a session are left, and which of them are held.

Printing a catch-up slip holds a free place in a repeat of what its person missed
(`follow_up/repeats.py`). Three things are told apart:

- a hold: the record. It stays until it is taken, over, or there is no room for it any more.
- a hold that is needed: its person still owes the workshop and could catch up in this session.
- a place that is held: one that is needed and for which a place is left. Nobody loses a place for
  one that is held.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from itertools import chain, islice

from kiosk.rules.choosing.bookings import all_bookings_in, booking_of
from kiosk.rules.choosing.lots import lot_number
from kiosk.rules.model.attendance_records import CatchUp, HeldPlace
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import NO_WORKSHOP, DayId, PersonId, SessionId, WorkshopId
from kiosk.rules.model.kept_results import kept_once, planned
from kiosk.rules.model.records import Session
from kiosk.rules.model.requirement import hours_on
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind


def places_left(school: School, session: Session, person: PersonId | None = None) -> int | None:
    """Return how many places are free, never less than 0. None: the session has no limit.

    A place that is held is free for that `person` alone. Whose it is, is private: name them only
    after a proof.
    """
    left = _not_taken(school, session)
    return None if left is None else free_places(left, needed_holds(school, session), person)


def _not_taken(school: School, session: Session) -> int | None:
    """Return how many places nobody has, less than 0 where too many have one. None: no limit."""
    if session.open_places is None:
        return None
    return session.open_places - _taken(school, session.id)


@kept_once
def _taken(school: School, session: SessionId) -> int:
    return sum(1 for b in all_bookings_in(school, school.session(session)) if b.confirmed)


def free_places(left: int, needed: Collection[PersonId], person: PersonId | None) -> int:
    """Return how many of the places left are free for a person.

    `needed`: the people whose holds are needed, in the order in which they count.
    """
    mine = person is not None and person in needed and person in islice(needed, max(0, left))
    return max(0, left - len(needed)) + mine


def is_full(school: School, session: Session, person: PersonId | None = None) -> bool:
    """Return whether no place is left, or none for a person; see `places_left`."""
    return places_left(school, session, person) == 0


def places_held(school: School, session: Session) -> Mapping[PersonId, HeldPlace]:
    """Return the places that are held in a session, by person: no more than there are left."""
    needed, left = needed_holds(school, session), _not_taken(school, session)
    is_room = left is None or left >= len(needed)
    return needed if is_room else dict(islice(needed.items(), max(0, left or 0)))


def held_for(school: School, person: PersonId, session: Session) -> HeldPlace | None:
    """Return the place that is held for a person in a session, or None."""
    is_noted = person in school.day_record(session.day).held_places.get(session.id, {})
    return places_held(school, session).get(person) if is_noted else None


def needed_holds(school: School, session: Session) -> Mapping[PersonId, HeldPlace]:
    """Return the holds in a session that are needed, by person, in the order in which they count.

    There may be more of them than places left; see `places_held`.
    """
    return holds_by_need(school, session)[0]


def holds_by_need(
    school: School, session: Session
) -> tuple[dict[PersonId, HeldPlace], dict[PersonId, HeldPlace]]:
    """Return the holds that are needed and those that are not, in the order in which they count.

    The earliest come first, then a lot: an alphabet would favour the same people every time.
    """
    # a session that is to be changed is not the School's yet
    is_own = school.programme.sessions.get(session.id) is session
    return _known_by_need(school, session.id) if is_own else _by_need(school, session)


@kept_once
def _known_by_need(
    school: School, session: SessionId
) -> tuple[dict[PersonId, HeldPlace], dict[PersonId, HeldPlace]]:
    return _by_need(school, school.session(session))


def _by_need(
    school: School, session: Session
) -> tuple[dict[PersonId, HeldPlace], dict[PersonId, HeldPlace]]:
    holds = school.day_record(session.day).held_places.get(session.id)
    needed, others = dict[PersonId, HeldPlace](), dict[PersonId, HeldPlace]()
    if not holds:
        return needed, others
    for one in sorted(holds.values(), key=lambda one: (one.at, _lot(school, one), one.id)):
        is_needed = not session.is_cancelled and _is_needed(school, one, session)
        (needed if is_needed else others)[one.person] = one
    return needed, others


def _lot(school: School, held: HeldPlace) -> str:
    day = school.programme.days.get(held.missed)
    return lot_number(held.person, day) if day is not None else ""


def holds_without_room(school: School, session: Session) -> list[HeldPlace]:
    """Return the holds for which no place is left, those that are not needed first of all."""
    needed, others = holds_by_need(school, session)
    left = _not_taken(school, session)
    return [] if left is None else [*needed.values(), *others.values()][max(0, left) :]


def _is_needed(school: School, held: HeldPlace, session: Session) -> bool:
    """Return whether a hold's person owes the workshop, and may catch up in the session.

    They may have missed the workshop on more days than the one for which it was held.
    """
    return any(
        one.is_open
        and may_catch_up_in(school, session, one)
        and place_after(school, held.person, day, session.workshop) is None
        for day in chain((held.missed,), school.day_records)
        for one in school.day_record(day).catch_ups.get(held.person, {}).values()
    )


# -- the repeats of what was missed -----------------------------------------------------------


@planned
def sessions_given(school: School, workshop: WorkshopId) -> tuple[Session, ...]:
    """Return the workshop's sessions by date, but not a department's own planning time."""
    found = [
        session
        for day in school.programme.days.values()
        if day.cancelled_at is None
        for session in school.sessions_on(day.id)
        if session.workshop == workshop and school.slot(session).kind is not SlotKind.DEPARTMENT
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.start, one.id)))


def may_catch_up_in(school: School, session: Session, catch_up: CatchUp) -> bool:
    """Return whether a session repeats what was missed, in time and for its person, full or not.

    It is on a later day, by the due date where there is one, and within the person's hours.
    """
    who, when = school.people.get(catch_up.person), date.fromisoformat(session.day)
    if who is None or catch_up.pathway or catch_up.subject == NO_WORKSHOP:
        return False
    if session.workshop != catch_up.subject or session.day <= catch_up.day:
        return False
    slot, day = school.slot(session), school.programme.days[session.day]
    return (
        (catch_up.due is None or when <= catch_up.due)
        and who.is_here(when)
        and is_in_audience(who, session.audience)
        and is_in_audience(who, (*slot.required, *slot.invited))
        and hours_on(school, who, day).allow(session.start, session.end)
    )


def place_after(
    school: School, person: PersonId, missed: DayId, workshop: WorkshopId
) -> Session | None:
    """Return the session of a workshop after a day in which a person has a place, or None."""
    for session in sessions_given(school, workshop):
        if session.day > missed and has_place(school, person, session):
            return session
    return None


def has_place(school: School, person: PersonId, session: Session) -> bool:
    """Return whether the person has a place in the session."""
    booking = booking_of(school, person, session)
    return booking is not None and booking.confirmed

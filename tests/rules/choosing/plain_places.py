"""Promotion and the draw without shortcuts: every session looked at, and a new School each step."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.rules.choosing.bookings import is_past_cut_off
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.lottery import lottery_order
from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import DayId, PersonId, SlotId
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School, put, remove
from kiosk.rules.model.terms import SlotKind

Items = list[Put | Remove]


def plain_promotions(school: School, now: datetime, day: DayId) -> Items:
    """Return the promotions due on a day."""
    items: Items = []
    has_moved = not school.programme.days[day].awaits_draw
    while has_moved:
        has_moved = False
        for session in school.sessions_on(day):
            promotion = _promotion(school, now, session)
            school = school.apply(promotion)
            items += promotion
            has_moved = has_moved or bool(promotion)
    return items


def plain_draw(school: School, now: datetime, day: DayId) -> Items:
    """Return what a draw changes."""
    today = school.day(day)
    drawn: Items = [put(replace(today, drawn_at=now))]
    order = lottery_order(school, today)
    last = {
        session.id: max((one.waiting_order for one in _bookings(school, session)), default=0)
        for session in school.sessions_on(day)
    }
    items: Items = []
    choices = [slot for slot in today.slots if slot.kind is SlotKind.CHOICE]
    for number, slot in enumerate(choices):
        wishing = [
            person
            for person in (order if number % 2 == 0 else order[::-1])
            if _wishes(school, person, day, slot.id)
        ]
        for turn, person in enumerate(wishing, 1):
            wishes = [
                replace(wish, rank=rank, waiting_order=last[wish.session] + turn)
                for rank, wish in enumerate(_wishes(school, person, day, slot.id), 1)
            ]
            changes = _drawn_wishes(school, now, wishes)
            school = school.apply(changes)
            items += changes
    return [*drawn, *items, *plain_promotions(school.apply(drawn), now, day)]


def _drawn_wishes(school: School, now: datetime, wishes: list[Booking]) -> Items:
    person, first = wishes[0].person, school.session(wishes[0].session)
    if _place(school, person, first.day, first.slot) is None:
        for number, wish in enumerate(wishes):
            session = school.session(wish.session)
            if _is_full(school, session):
                continue
            if ineligibility(school, now, school.people[person], session) is None:
                lower = wishes[number + 1 :]
                names = tuple(one.session for one in lower)
                given = replace(wish, confirmed=True, at=now, lower_wishes=names)
                return [*map(put, [*wishes[:number], given]), *map(remove, lower)]
    return [put(wish) for wish in wishes]


def _promotion(school: School, now: datetime, session: Session) -> Items:
    if _is_full(school, session) or is_past_cut_off(school, now, session):
        return []
    waiting = [one for one in _bookings(school, session) if not one.confirmed]
    for wish in sorted(waiting, key=lambda one: one.waiting_order):
        person = school.people.get(wish.person)
        if person is not None and ineligibility(school, now, person, session) is None:
            return _given(school, session, replace(wish, confirmed=True, at=now, promoted=True))
    return []


def _given(school: School, session: Session, place: Booking) -> Items:
    """Return a place, and the removal of the one held before and of all wishes below it."""
    left = _place(school, place.person, session.day, session.slot)
    names = [one.session for one in _wishes(school, place.person, session.day, session.slot)]
    lower = names[names.index(session.id) + 1 :]
    gone = [left.session, *lower] if left is not None else lower
    given_up = [*lower, left.session, *left.lower_wishes] if left is not None else lower
    place = replace(place, lower_wishes=tuple(given_up))
    if left is not None:
        place = replace(place, came_from=left.session)
    held = {one.session: one for one in _of(school, place.person, session.day, session.slot)}
    return [*(remove(held[name]) for name in gone), put(place)]


def _bookings(school: School, session: Session) -> list[Booking]:
    bookings = school.day_record(session.day).bookings
    return list(bookings.get(session.id, {}).values())


def _of(school: School, person: PersonId, day: DayId, slot: SlotId) -> list[Booking]:
    """Return the person's bookings in a slot."""
    sessions = school.sessions_on(day, slot)
    return [one for session in sessions for one in _bookings(school, session)
            if one.person == person]  # fmt: skip


def _place(school: School, person: PersonId, day: DayId, slot: SlotId) -> Booking | None:
    return next((one for one in _of(school, person, day, slot) if one.confirmed), None)


def _wishes(school: School, person: PersonId, day: DayId, slot: SlotId) -> list[Booking]:
    wishes = [one for one in _of(school, person, day, slot) if not one.confirmed]
    return sorted(wishes, key=lambda one: (one.rank, one.at, one.session))


def _is_full(school: School, session: Session) -> bool:
    taken = sum(one.confirmed for one in _bookings(school, session))
    return session.places is not None and taken >= session.places

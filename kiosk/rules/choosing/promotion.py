"""Moving up: each free place goes to the first person on its waiting list who can take it.

That person gives up their lower place, which goes to the next, and so on. So no place stays free
that somebody waiting could take, and nobody is overtaken. A chain always starts from a freed place:
two people who hold what the other wants are not exchanged. Promotion stops at the slot's cut-off.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from heapq import heappop, heappush

from msgspec.structs import replace

from kiosk.rules.choosing.bookings import (
    booking_of,
    confirmed_session,
    is_past_cut_off,
    waiting_list_of,
    wished_sessions,
    wishes_of,
)
from kiosk.rules.choosing.bookings_draft import BookingsDraft
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School


def promote_waiting(school: School, now: datetime, day: DayId) -> list[Put | Remove]:
    """Return the promotions due anywhere on a day."""
    if school.programme.days[day].awaits_draw:
        return []
    draft = BookingsDraft(school, day)
    promote_everywhere(draft, now)
    return draft.items


def promotions_after(
    school: School, now: datetime, items: Iterable[Put | Remove]
) -> list[Put | Remove]:
    """Return the promotions due after changes that may let anybody move up, on any open day."""
    after = school.apply(items)
    days = [day.id for day in after.programme.days.values() if day.closed_at is None]
    return [item for day in days for item in promote_waiting(after, now, day)]


def promotions_for(
    school: School, now: datetime, person: PersonId, items: Iterable[Put | Remove]
) -> list[Put | Remove]:
    """Return the promotions due once these changes no longer keep a person from a place.

    They are on any open day: what was attended on one may be needed on another.
    """
    after, found = school.apply(items), list[Put | Remove]()
    for day in after.programme.days.values():
        wished = () if day.closed_at else wished_sessions(after, person, day.id)
        if wished:
            draft = BookingsDraft(after, day.id)
            promote(draft, now, (session.id for session in wished))
            found += draft.items
    return found


def promote(draft: BookingsDraft, now: datetime, sessions: Iterable[SessionId] = ()) -> None:
    """Carry out the promotions due in these sessions, and wherever the draft's steps let one be."""
    _promote_in(draft, now, {*sessions, *draft.take_touched()})


def promote_everywhere(draft: BookingsDraft, now: datetime) -> None:
    """Carry out the promotions due in every session of the day."""
    draft.clear_touched()
    _promote_in(draft, now, {session.id for session in draft.school.sessions_on(draft.day)})


def _promote_in(draft: BookingsDraft, now: datetime, sessions: set[SessionId]) -> None:
    if draft.school.programme.days[draft.day].awaits_draw:
        return
    on_offer = draft.school.sessions_on(draft.day)
    positions = draft.school.programme.positions
    due = sessions & positions.keys()
    # Ends, because each promotion takes one booking off a waiting list. The order is fixed, so that
    # every machine reaches the same result: round by round, each in the order of the day.
    while due:
        queue = sorted(positions[one] for one in due)
        due = set()
        while queue:
            place = heappop(queue)
            session = on_offer[place]
            is_there_twice = place in queue[:1]
            if is_there_twice or not _promote_first(draft, now, session):
                continue
            for one in {session.id, *draft.take_touched()}:
                if positions[one] > place:
                    heappush(queue, positions[one])
                else:
                    due.add(one)


def _promote_first(draft: BookingsDraft, now: datetime, session: Session) -> bool:
    """Give a free place to the first in line who can take it; return whether somebody could."""
    if draft.is_full(session):
        return False
    waiting = waiting_list_of(draft.school, session)
    if not waiting or is_past_cut_off(draft.school, now, session):
        return False
    # Those who cannot take the place now keep their turn: what prevents them may pass.
    for wish in waiting:
        person = draft.school.people.get(wish.person)
        if person is not None and ineligibility(draft.school, now, person, session) is None:
            give_place(draft, session, replace(wish, confirmed=True, at=now, promoted=True))
            return True
    return False


def give_place(draft: BookingsDraft, session: Session, place: Booking) -> None:
    """Write a confirmed place; the place held before and all wishes below it are given up."""
    school = draft.school
    held = confirmed_session(school, place.person, session.day, session.slot)
    wishes = wishes_of(school, place.person, session.day, session.slot)
    left = booking_of(school, place.person, held) if held is not None else None
    if left is not None and left.session != session.id:
        draft.remove(left)
        place = replace(place, came_from=left.session)
    names = [wish.session for wish in wishes]
    if session.id in names:
        below = wishes[names.index(session.id) + 1 :]
        for wish in below:
            draft.remove(wish)
        # The place held so far was wanted less than any wish.
        lower = [wish.session for wish in below]
        if left is not None and left.session != session.id:
            lower += [left.session, *left.lower_wishes]
        place = replace(place, lower_wishes=tuple(lower))
    draft.put(place)

"""How a session on offer stands: for one person, and how full it is."""

from __future__ import annotations

from kiosk.rules.choosing.bookings import booking_of, places_left, waiting_list_of, wishes_of
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn


def standing_in(school: School, person: PersonId, session: Session) -> Text | None:
    """Return what the person has in a session: a place, a wish or a turn to wait; None: nothing."""
    if session.is_cancelled:
        return t("cancelled")
    booking = booking_of(school, person, session)
    if booking is None:
        return None
    if booking.confirmed:
        return t("✓ yours")
    # in the order of preference
    names = [wish.session for wish in wishes_of(school, person, session.day, session.slot)]
    rank = 1 + names.index(session.id)
    if school.programme.days[session.day].awaits_draw:
        return t("wish {rank}", rank=rank)
    turns = [wish.person for wish in waiting_list_of(school, session)]
    place = t("number {n} in the queue", n=1 + turns.index(person))
    if len(names) == 1:
        return place
    return t("wish {rank} · {place}", rank=rank, place=place)


def fullness(school: School, session: Session) -> Text | None:
    """Return how full a session is; None for a cancelled one."""
    if session.is_cancelled:
        return None
    left = places_left(school, session)
    if left is None:
        return t("no limit")
    if left:
        return tn("{n} free", "{n} free", left)
    waiting = len(waiting_list_of(school, session))
    return tn("full · {n} waiting", "full · {n} waiting", waiting) if waiting else t("full")

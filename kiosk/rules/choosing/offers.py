"""How a session on offer stands: for one person, and how full it is."""

from __future__ import annotations

from kiosk.rules.choosing.bookings import booking_of, waiting_list_of, wishes_of
from kiosk.rules.choosing.capacity import held_for, places_held, places_left
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.ordinals import ordinal
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn


def standing_in(school: School, person: PersonId, session: Session, *, proven: bool) -> Text | None:
    """Return what the person has in a session: a place, a wish or a turn to wait; None: nothing.

    That a place is held is said only if `proven`: it says that they have something to catch up on.
    """
    if session.is_cancelled:
        return t("cancelled")
    booking = booking_of(school, person, session)
    if booking is not None and booking.confirmed:
        return t("✓ yours")
    if proven and held_for(school, person, session) is not None:
        return t("held for you")
    if booking is None:
        return None
    # in the order of preference
    names = [wish.session for wish in wishes_of(school, person, session.day, session.slot)]
    rank = 1 + names.index(session.id)
    if school.programme.days[session.day].awaits_draw:
        return t("{rank} choice", rank=ordinal(rank))
    turns = [wish.person for wish in waiting_list_of(school, session)]
    turn = ordinal(1 + turns.index(person))
    if len(names) == 1:
        return t("you're {place} in line", place=turn)
    return t("choice {rank} · {place} in line", rank=rank, place=turn)


def fullness(school: School, session: Session, person: PersonId | None = None) -> Text | None:
    """Return how full a session is; None for a cancelled one.

    Or how full it is for a person who has proved who they are.
    """
    if session.is_cancelled:
        return None
    left = places_left(school, session, person)
    if left is None:
        return t("no limit")
    if left:
        return tn("{n} free", "{n} free", left)
    waiting = waiting_for(school, session)
    return t("full · {waiting}", waiting=waiting) if waiting is not None else t("full")


def fullness_with_held(school: School, session: Session) -> Text | None:
    """Return how full a session is, and how many places are held in it, for tutors."""
    full, held = fullness(school, session), held_words(school, session)
    return full if full is None or held is None else t("{one} · {other}", one=full, other=held)


def held_words(school: School, session: Session) -> Text | None:
    """Return how many places of a session are held for people who missed it; None: none is."""
    held = len(places_held(school, session))
    return tn("{n} place held", "{n} places held", held) if held else None


def waiting_for(school: School, session: Session) -> Text | None:
    """Return how many wait for a place in a full session; None: nobody does, or it is not full."""
    waiting = len(waiting_list_of(school, session))
    is_full = not session.is_cancelled and places_left(school, session) == 0
    return tn("{n} waiting", "{n} waiting", waiting) if is_full and waiting else None

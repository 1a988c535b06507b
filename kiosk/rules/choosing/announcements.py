"""What the wall of the staffroom tells: what is about to begin, and whose room changed today."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from kiosk.rules.choosing.bookings import is_full
from kiosk.rules.model.records import InsetDay, Session, Slot
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn

SOON_WITHIN = timedelta(minutes=15)
"""How long before its start a session is told of: time to walk there."""


def starting_soon(school: School, day: InsetDay, now: datetime) -> list[Session | Slot]:
    """Return what begins within `SOON_WITHIN` and is gone to, the first one first.

    The sessions, and slots that have none, but for breaks: nobody is late for these.
    """
    bare = [one for one in day.slots if not school.sessions_on(day.id, one.id)]
    found: list[Session | Slot] = [
        *school.sessions_on(day.id),
        *(one for one in bare if not one.kind.is_pause),
    ]
    soon = (
        one for one in found if timedelta() <= school.moment(day.id, one.start) - now <= SOON_WITHIN
    )
    return sorted(soon, key=lambda one: one.start)


def changed_rooms(school: School, day: InsetDay, now: datetime) -> list[Session]:
    """Return the sessions that are not over and whose room changed today, the last change first."""
    found = [
        (session.moved_at, session.id, session)
        for session in school.sessions_on(day.id)
        if has_changed_room(school, session) and now < school.moment(day.id, session.end)
        if session.moved_at is not None
    ]
    return [session for *_, session in sorted(found, reverse=True)]


def has_changed_room(school: School, session: Session) -> bool:
    """Return whether a session's room was changed on its own day."""
    at = session.moved_at
    return at is not None and school.local(at).date().isoformat() == session.day


def room_change(school: School, session: Session) -> Text | None:
    """Return when a session was moved and from where; None if it was not."""
    if not has_changed_room(school, session) or session.moved_at is None:
        return None
    at = school.local(session.moved_at)
    return t("MOVED {time}, was {room}", time=at, room=session.moved_from)


def with_room_change(before: Session | None, after: Session, now: datetime) -> Session:
    """Return a session as it is planned anew, keeping the room in which people look for it.

    Only a change on its own day counts. Moved twice, it keeps the first room; moved back, none.
    """
    if before is None or before.room == after.room or after.day != now.date().isoformat():
        return after
    known = before.moved_from if before.moved_at is not None else before.room
    if not known or known == after.room:
        return replace(after, moved_from="", moved_at=None)
    return replace(after, moved_from=known, moved_at=now)


def count_full_and_free(school: School, slot: Slot, day: InsetDay) -> tuple[int, int]:
    """Return how many sessions of a slot are full, and how many have places."""
    sessions = school.sessions_on(day.id, slot.id)
    full = sum(is_full(school, session) for session in sessions)
    return full, len(sessions) - full


def countdown(school: School, day: InsetDay, now: datetime) -> Text:
    """Return how long it is to what begins next on a day, or that nothing does."""
    ahead = [one for one in day.slots if now < school.moment(day.id, one.start)]
    if ahead:
        start = min(one.start for one in ahead)
        minutes = int((school.moment(day.id, start) - now).total_seconds() // 60)
        titles = [one.title for one in ahead if one.start == start]
        # of several each is for some people: one title alone would mislead the others
        title = titles[0] if len(titles) == 1 else t("the next sessions")
        return tn("{n} min to {title}", "{n} min to {title}", minutes, title=title)
    end = max((one.end for one in day.slots), default=None)
    if end is not None and now < school.moment(day.id, end):
        return t("The day ends at {time}", time=end)
    return t("Nothing more today: safe home")

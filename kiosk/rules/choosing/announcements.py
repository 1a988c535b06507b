"""What the welcome screen announces to everybody: sessions about to begin and moved ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from kiosk.rules.choosing.capacity import is_full
from kiosk.rules.model.records import InsetDay, Session, Slot
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn

SOON_WITHIN = timedelta(minutes=15)
"""How long before its start a session is announced: time to walk there."""


def starting_soon(school: School, now: datetime, day: InsetDay) -> list[Session | Slot]:
    """Return the sessions, and slots without sessions, that begin within `SOON_WITHIN`, in order.

    Breaks are left out: nobody is late for a break.
    """
    if day.cancelled_at is not None:
        return []
    without_sessions = [item for item in day.slots if not school.all_sessions_on(day.id, item.id)]
    found: list[Session | Slot] = [
        *school.sessions_on(day.id),
        *(item for item in without_sessions if not item.kind.is_pause),
    ]
    soon = (
        item
        for item in found
        if timedelta() <= school.moment(day.id, item.start) - now <= SOON_WITHIN
    )
    return sorted(soon, key=lambda item: item.start)


def moved_sessions(school: School, now: datetime, day: InsetDay) -> list[Session]:
    """Return the sessions whose room or times changed today.

    Those to which people are still on their way come first, then the latest change. A session is
    left out once it is over, both by its new times and by those that people may have in mind.
    """
    found = [
        (now < school.moment(day.id, session.start), session.moved_at, session.id, session)
        for session in school.sessions_on(day.id)
        if has_moved(school, session)
        if now < school.moment(day.id, max(session.end, session.moved_end or session.end))
        if session.moved_at is not None
    ]
    return [session for *_, session in sorted(found, reverse=True)]


def notice_of(school: School, now: datetime) -> str:
    """Return the tutor's line that is on the wall now; blank: none."""
    day = school.today(now)
    is_up = day is not None and day.notice_until is not None and now < day.notice_until
    return day.notice if day is not None and is_up else ""


def has_moved(school: School, session: Session) -> bool:
    """Return whether a session's room or times were changed on the day of the session."""
    at = session.moved_at
    return at is not None and school.local(at).date().isoformat() == session.day


def move_notices(school: School, session: Session) -> list[Text]:
    """Return what to say of each change, of times and of room: the new one, then the old one."""
    if not has_moved(school, session):
        return []
    notices: list[Text] = []
    if session.moved_start is not None and session.moved_end is not None:
        notices.append(
            t("New time: {start} to {end} (was {before})",
              start=session.start, end=session.end, before=session.moved_start)
        )  # fmt: skip
    if session.moved_from:
        notices.append(
            t("New room: {room} (was {before})",
              room=school.word(session.room), before=school.word(session.moved_from))
        )  # fmt: skip
    return notices


def with_move(now: datetime, before: Session | None, after: Session) -> Session:
    """Return the new session `after`, with the place and time that people still have in mind."""
    # What changes before the day is what everybody reads on the day: no announcement. Moved twice,
    # the first room and the first times count; moved back, there is nothing to announce.
    if before is None or after.day != now.date().isoformat():
        return after
    times = (before.start, before.end)
    if before.room == after.room and times == (after.start, after.end):
        return after
    room = before.moved_from or before.room
    if before.moved_start is not None and before.moved_end is not None:
        times = (before.moved_start, before.moved_end)
    is_retimed = times != (after.start, after.end)
    was_elsewhere = bool(room) and room != after.room
    return replace(
        after,
        moved_from=room if was_elsewhere else "",
        moved_start=times[0] if is_retimed else None,
        moved_end=times[1] if is_retimed else None,
        moved_at=now if is_retimed or was_elsewhere else None,
    )


def with_leaders(now: datetime, before: Session, after: Session) -> Session:
    """Return the session `after`, with those who led it before: they hear of it, as do the new."""
    if set(before.leaders) == set(after.leaders):
        return after
    known = before.led_before if before.led_since is not None else before.leaders
    if set(known) == set(after.leaders):  # changed back, there is nothing to tell
        return replace(after, led_before=(), led_since=None)
    # who leads it again hears so; who heard that they lead it hears that they no longer do
    new = {one for one in after.leaders if one not in before.leaders}
    led = (one for one in (*known, *before.leaders) if one not in new)
    kept = (one for one in led if one in known or one not in after.leaders)
    return replace(after, led_before=tuple(dict.fromkeys(kept)), led_since=now)


def count_full_and_free(school: School, day: InsetDay, slot: Slot) -> tuple[int, int]:
    """Return (full, with places left): the numbers of sessions in a slot."""
    sessions = school.sessions_on(day.id, slot.id)
    full = sum(is_full(school, session) for session in sessions)
    return full, len(sessions) - full


def countdown(school: School, now: datetime, day: InsetDay) -> Text:
    """Return the time until the next slot of the day begins, or that nothing more does."""
    if day.cancelled_at is not None:
        return t("This day is cancelled")
    ahead = [
        slot
        for slot in day.slots
        if now < school.moment(day.id, slot.start)
        if school.sessions_on(day.id, slot.id) or not school.cancelled_on(day.id, slot.id)
    ]
    if ahead:
        start = min(slot.start for slot in ahead)
        minutes = int((school.moment(day.id, start) - now).total_seconds() // 60)
        titles = [slot.title for slot in ahead if slot.start == start]
        # Parallel slots are for different people: one title would mislead the others.
        title = titles[0] if len(titles) == 1 else t("the next sessions")
        return tn("{n} min to {title}", "{n} min to {title}", minutes, title=title)
    end = max((slot.end for slot in day.slots), default=None)
    if end is not None and now < school.moment(day.id, end):
        return t("The day ends at {time}", time=end)
    return t("That's it for today. Safe journey!")

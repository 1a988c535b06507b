"""Messages for one person: moved and cancelled sessions, places from the waiting list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from kiosk.rules.choosing.announcements import moved_sessions
from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.choosing.cancelled_sessions import cancellation_messages, is_replacement
from kiosk.rules.choosing.day_changes import concerns
from kiosk.rules.choosing.place_messages import place_messages, place_reason, upcoming_places
from kiosk.rules.choosing.typed_changes import untold_changes
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.requirement import leads, own_session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Text, t, tn


class Message(msgspec.Struct, frozen=True):
    """One message for one person."""

    at: datetime
    text: Text


def messages_of(school: School, now: datetime, person: PersonId) -> list[Message]:
    """Return the person's messages of today and the days to come, the newest first.

    Sessions that are over have none; nor has a place in a session that has begun. The reason for a
    place is included, so show these only after proof of identity.
    """
    who, today = school.person(person), school.local(now).date().isoformat()
    found = [
        message
        for day in school.programme.days.values()
        if day.id >= today
        for message in (
            *_move_messages(school, now, who, day),
            *_leader_messages(school, now, who, day),
            *_place_messages(school, now, who, day),
            *_cancellation_messages(school, now, who, day),
            *_day_messages(school, who, day),
        )
    ]
    return sorted(found, key=lambda message: message.at, reverse=True)


def news_for(school: School, now: datetime, person: PersonId, day: InsetDay) -> Text | None:
    """Return in a few words what changed without the person doing anything, or None."""
    if untold_changes(school, person, day.id):
        return t("your choices were changed today")
    if any(cancellation_messages(school, now, school.person(person), day)):
        return t("a session is cancelled")
    if any(_leader_messages(school, now, school.person(person), day)):
        return t("what you lead has changed")
    if place_messages(school, now, person, day.id, proven=False):
        return t("you've got a place")
    return None


def _move_messages(
    school: School, now: datetime, person: Person, day: InsetDay
) -> Iterator[Message]:
    own_sessions = [own_session(school, person, day, slot) for slot in day.slots]
    ids = {session.id for session in own_sessions if session is not None}
    for session in moved_sessions(school, now, day):
        if session.id not in ids or session.moved_at is None:
            continue
        title, start = school.workshop(session).title, session.start
        if session.moved_start is not None and session.moved_end is not None:
            message = t(
                "{title} is now {start} to {end} (was {before} to {until}).",
                title=title, start=start, end=session.end,
                before=session.moved_start, until=session.moved_end,
            )  # fmt: skip
            yield Message(session.moved_at, message)
        if session.moved_from:
            message = t(
                "{title}, {start}, is now in {room} (was {before}).",
                title=title, start=start,
                room=school.word(session.room), before=school.word(session.moved_from),
            )  # fmt: skip
            yield Message(session.moved_at, message)


def _leader_messages(
    school: School, now: datetime, person: Person, day: InsetDay
) -> Iterator[Message]:
    """Yield what changed for who leads a session, or did: its leaders, and how many come."""
    for session in school.sessions_on(day.id):
        changed = max(filter(None, (session.led_since, session.moved_at)), default=None)
        if changed is None or now >= school.moment(day.id, session.end):
            continue
        title, is_leader = school.workshop(session).title, leads(person, session)
        if session.led_since is not None:
            was_leader = person.id in session.led_before
            if is_leader and not was_leader:
                text = t("You now lead {title}, {start}. Room: {room}.", title=title,
                         start=session.start, room=school.word(session.room) or "-")  # fmt: skip
                yield Message(session.led_since, text)
            elif was_leader and not is_leader:
                text = t("You no longer lead {title}, {start}.", title=title, start=session.start)
                yield Message(session.led_since, text)
        if is_leader and school.slot(session).kind is SlotKind.CHOICE:
            booked = len(bookings_in(school, session))
            text = tn("{n} person has a place in {title}.", "{n} people have a place in {title}.",
                      booked, title=title)  # fmt: skip
            yield Message(changed, text)


def _place_messages(
    school: School, now: datetime, person: Person, day: InsetDay
) -> Iterator[Message]:
    for booking in upcoming_places(school, now, person.id, day.id):
        reason = place_reason(school, booking, proven=True)
        if reason is not None and not is_replacement(school, booking):
            yield Message(booking.at, reason)


def _cancellation_messages(
    school: School, now: datetime, person: Person, day: InsetDay
) -> Iterator[Message]:
    for session, text in cancellation_messages(school, now, person, day):
        if session.cancelled_at is not None:
            yield Message(session.cancelled_at, text)


def _day_messages(school: School, person: Person, day: InsetDay) -> Iterator[Message]:
    if not concerns(school, person, day):
        return
    if day.cancelled_at is not None:
        text = t("{title}, {day}, is cancelled.", title=day.title, day=day.date)
        yield Message(day.cancelled_at, text)
    elif day.moved_from and day.moved_at is not None:
        before = date.fromisoformat(day.moved_from)
        text = t("{title} is now on {day} (was {before}).", title=day.title, day=day.date,
                 before=before)  # fmt: skip
        yield Message(day.moved_at, text)

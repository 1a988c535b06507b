"""What one person is to be told: rooms of theirs that changed, places that came by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from kiosk.rules.choosing.announcements import changed_rooms
from kiosk.rules.choosing.places import place_reason, upcoming_places
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.requirement import own_session
from kiosk.rules.model.school import School
from kiosk.text import Text, t


class Message(msgspec.Struct, frozen=True):
    """Something told to one person."""

    at: datetime
    said: Text


def messages_of(school: School, person: str, now: datetime) -> list[Message]:
    """Return the messages for a person of today and the days to come, the newest first.

    Of a session that is over nothing is told any more, nor of a place in one that has begun. They
    are the person's own: why a place was given is told too.
    """
    who, today = school.person(person), school.local(now).date().isoformat()
    found = [
        message
        for day in school.programme.days.values()
        if day.id >= today
        for message in (
            *_room_messages(school, who, day, now),
            *_place_messages(school, who, day, now),
        )
    ]
    return sorted(found, key=lambda message: message.at, reverse=True)


def _room_messages(
    school: School, person: Person, day: InsetDay, now: datetime
) -> Iterator[Message]:
    meant = [own_session(school, person, day, slot) for slot in day.slots]
    own = {session.id for session in meant if session is not None}
    for session in changed_rooms(school, day, now):
        if session.id in own and session.moved_at is not None:
            said = t(
                "{title}, {start}: in {room}, not in {before}.",
                title=school.workshop(session).title,
                start=session.start,
                room=session.room,
                before=session.moved_from,
            )
            yield Message(session.moved_at, said)


def _place_messages(
    school: School, person: Person, day: InsetDay, now: datetime
) -> Iterator[Message]:
    for booking in upcoming_places(school, day.id, person.id, now):
        because = place_reason(school, booking, proven=True)
        if because is not None:
            yield Message(booking.at, because)

"""One thing that does not fit on a day, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from kiosk.rules.model.ids import DayId, PersonId, SessionId, SlotId
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn


class FindingKind(StrEnum):
    """The kinds of things that need attention."""

    PLACE_OUTSIDE_HOURS = "place outside hours"
    PLACE_NOT_FOR_ROLE = "place not for this role"
    PLACE_CLASHES = "place clashes"
    OVERBOOKED = "more booked than places"
    ROOM_TWICE = "room twice at once"
    ROOM_TOO_SMALL = "more people than the room holds"
    LEADER_TWICE = "leader twice at once"
    LEADER_AWAY = "leader reported absent"
    LEADER_OUTSIDE_HOURS = "leader outside hours"
    """Including a leader who does not work that day."""
    NO_LEADER = "no leader"
    NO_CATCH_UP = "no catch-up route"
    DEAD_LINK = "dead link"
    """A resource to catch up with whose address did not work when it was last tried."""
    AUDIENCE_EMPTY = "nobody in the audience"
    NOBODY_MAY_COME = "nobody may attend"
    NOTHING_ON_OFFER = "nothing to choose"
    NOBODY_DUE = "nobody is due"
    SLOTS_OVERLAP = "slots overlap"
    SESSION_ASTRAY = "session outside its slot"
    """Including a session whose slot or workshop is not known."""
    NAME_UNKNOWN = "unknown id"
    """A leader or the holder of a place is nobody that the school knows."""


CONTRADICTIONS = frozenset({FindingKind.SESSION_ASTRAY, FindingKind.NAME_UNKNOWN})
"""The kinds that a file which was accepted can never leave behind."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that does not fit, with the ids of what it is about."""

    kind: FindingKind
    day: DayId
    text: Text
    people: tuple[PersonId, ...] = ()
    sessions: tuple[SessionId, ...] = ()
    slots: tuple[SlotId, ...] = ()
    count: int = 1
    """How many people it is about. A finding whose number rises is new."""

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from the day's other findings; its wording may change."""
        return self.kind, self.people, self.sessions, self.slots


def label(school: School, session: Session) -> Text:
    """Return a session's title and start, which name it on its day."""
    return t("{title}, {start}", title=school.workshop(session).title, start=session.start)


NAMED = 3
"""How many people a sentence names before it counts the others."""


def names_of(school: School, people: Sequence[PersonId]) -> Text | str:
    """Return the names of the first few people, and how many others there are."""
    named = ", ".join(school.people[who].name for who in people[:NAMED])
    others = len(people) - NAMED
    if others <= 0:
        return named
    return tn("{names} and {n} other", "{names} and {n} others", others, names=named)


def overlapping_pairs(sessions: Sequence[Session]) -> list[tuple[Session, Session]]:
    """Return (running, next) for each session that begins before an earlier one has ended.

    One pair a session, so that ten sessions in one room give nine sentences and not 45.
    """
    pairs: list[tuple[Session, Session]] = []
    running: Session | None = None
    for session in sorted(sessions, key=lambda one: (one.start, one.id)):
        if running is not None and session.start < running.end:
            pairs.append((running, session))
        if running is None or session.end > running.end:
            running = session
    return pairs

"""The ids of records: text that mypy tells apart, so that two of them cannot change places.

Also the ids that are made of others, and those of events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NewType, Protocol

from kiosk.rules.model.actors import Actor

PersonId = NewType("PersonId", str)
SessionId = NewType("SessionId", str)
DayId = NewType("DayId", str)
"""The date of an INSET day, ISO."""
SlotId = NewType("SlotId", str)
"""Unique within its day only."""
WorkshopId = NewType("WorkshopId", str)
ResourceId = NewType("ResourceId", str)
TrackId = NewType("TrackId", str)
StepId = NewType("StepId", str)
"""Unique within its track only."""
RollCallId = NewType("RollCallId", str)

NOBODY = PersonId("")
NO_DAY = DayId("")
NO_SLOT = SlotId("")
NO_SESSION = SessionId("")
NO_WORKSHOP = WorkshopId("")
NO_TRACK = TrackId("")
"""A field that holds one of these names no record."""


def join_ids(*parts: str) -> str:
    """Join ids into one id from which `split_id` gets them back, whatever they hold."""
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def split_id(joined: str) -> tuple[str, ...]:
    """Return the ids that `join_ids` joined."""
    if "%" not in joined:
        return tuple(joined.split("/"))
    return tuple(part.replace("%2F", "/").replace("%25", "%") for part in joined.split("/"))


class Event(Protocol):
    """A record of something that happened, of which there are several in a row."""

    @property
    def id(self) -> str:
        """Made by `event_id`."""
        ...

    @property
    def at(self) -> datetime:
        """When it happened."""
        ...


def event_id(actor: Actor, earlier: Iterable[str], *about: str) -> str:
    """Return an id for one more event about something, given the ids of those before it.

    It ends in the device and a number above all of theirs. So it is unique to the device, and what
    two machines noted can be put together.
    """
    number = 1 + max(map(_number_of, earlier), default=0)
    return join_ids(*about, actor.device, str(number))


def time_after(now: datetime, earlier: Sequence[Event]) -> datetime:
    """Return the time of one more event: now, or that of the last where the clock went back.

    A correction must count though somebody set the clock, or named an earlier time.
    """
    return max(now, earlier[-1].at) if earlier else now


def event_order(event: Event) -> tuple[datetime, int, str]:
    """Return the key by which events are ordered: their time, then their id.

    The number comes before the device: where a clock stands still, the later event has the higher.
    """
    return event.at, _number_of(event.id), event.id


def with_event(old: tuple[Any, ...], id: str, event: Any) -> tuple[Any, ...]:
    """Return events with the one of that id written in its order; None: without it."""
    if not old:
        return old if event is None else (event,)
    others = (one for one in old if one.id != id)
    return tuple(others) if event is None else tuple(sorted((*others, event), key=event_order))


def _number_of(joined: str) -> int:
    """Return the number at the end of an event's id; 0 for an id that another program made."""
    last = split_id(joined)[-1]
    return int(last) if last.isdecimal() else 0

"""The rooms of the school, as far as `rooms.csv` describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NewType

import msgspec

RoomId = NewType("RoomId", str)
"""The room's name, as sessions have it."""


class Room(msgspec.Struct, frozen=True):
    """One room. What is not known is not warned of."""

    id: RoomId
    capacity: int | None = None
    """How many people it holds."""
    step_free: bool | None = None
    """Whether it is reached without a step."""
    zone: str = ""
    """The part of the building, for the roll call in a fire alarm."""


def same_room(name: str) -> str:
    """Return a room's name for comparison: without capitals, with single spaces."""
    return " ".join(name.casefold().split())


def room_named(rooms: Mapping[RoomId, Room], name: str) -> Room | None:
    """Return the room of that name, however its capitals and blanks are written, or None."""
    exact = rooms.get(RoomId(name))
    if exact is not None or not name.strip():
        return exact
    return next((one for one in rooms.values() if same_room(one.id) == same_room(name)), None)

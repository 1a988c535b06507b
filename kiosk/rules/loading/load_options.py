"""What a person may ask of a load beyond adding and updating."""

from __future__ import annotations

import msgspec

from kiosk.rules.model.ids import DayId


class LoadOptions(msgspec.Struct, frozen=True):
    """What a load does only if asked."""

    replace: bool = False
    """Whether to remove what the file leaves out; anything with a place or a mark stays."""
    file_wins: bool = False
    """Whether the file's values replace those changed at the kiosk since the last load."""
    renamed: tuple[str, ...] = ()
    """The ids of sessions and people that only have a new name, and mean what they meant."""
    moved: tuple[tuple[DayId, DayId], ...] = ()
    """Days that the file has on another date: from which to which, moved before it is compared."""


PLAIN = LoadOptions()
"""A load that adds and updates."""

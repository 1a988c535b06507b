"""Whether a finger is used: then what is to be hit is three rows high."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

TOUCH = "-touch"
"""The class of a screen that is touched. Welcome has it by a setting, or once it is touched."""


def is_touched(screen: Screen[Any]) -> bool:
    """Return whether this screen, or one that it was opened from, is touched."""
    return any(one.has_class(TOUCH) for one in screen.app.screen_stack)

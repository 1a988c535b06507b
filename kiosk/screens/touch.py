"""Whether a finger is used: then what is to be hit is three rows high."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

TOUCH = "-touch"
"""The app's class while its screens are touched: by a setting, or once a box was touched."""


def is_touched(screen: Screen[Any]) -> bool:
    """Return whether the screens are touched."""
    return screen.app.has_class(TOUCH)

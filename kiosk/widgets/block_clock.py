"""A clock of big blocks, five rows high, to be read from across the room."""

from __future__ import annotations

from datetime import datetime

from textual.reactive import reactive
from textual.widgets import Static

from kiosk.kit import LONG_AGO

SHAPES = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
    ":": (" ", "█", " ", "█", " "),
}
"""Each character as five rows of pixels; a pixel is two columns wide."""


class BlockClock(Static):
    """Shows the hours and minutes of `moment`."""

    moment: reactive[datetime] = reactive(LONG_AGO)

    def watch_moment(self, moment: datetime) -> None:
        """Draw the time."""
        shapes = [SHAPES[char] for char in f"{moment:%H:%M}"]
        rows = ("  ".join(_wide(shape[row]) for shape in shapes) for row in range(5))
        self.update("\n".join(rows))


def _wide(pixels: str) -> str:
    return "".join(pixel * 2 for pixel in pixels)

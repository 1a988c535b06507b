"""A row of a list of people on paper: a box to tick, what is said of a person, room to write."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.text import Sayable
from printables import fonts
from printables.day_page import LEFT
from printables.page import GREY, INK, LINE, Place, Sheet, Style

BOX = 4.4
NAME = Style(fonts.SANS_SEMIBOLD, 10.5, INK, floor=7)
NAME_X = LEFT + BOX + 3
BLANK_ROWS = 3
"""How many rows there are for people who are not listed."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with a box."""

    height: float
    """Its height in mm."""
    texts: tuple[tuple[Sayable, Place], ...]
    """What is said of them, and where; the row sets the y. A blank text leaves room to write."""
    rule_end: float
    """Where the line below the row ends, in mm."""
    to_write: tuple[tuple[float, float], ...] = ()
    """From where to where there are lines to write on, in mm."""

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it, its upper edge at `y`."""
        base, below = y + self.height * 0.68, y + self.height
        sheet.box(LEFT, y + (self.height - BOX) / 2, (BOX, BOX), INK, 0.7, 0.6)
        for what, place in self.texts:
            if what:
                sheet.put(what, replace(place, y=base))
        sheet.rule(NAME_X, below, self.rule_end, LINE, 0.4)
        for start, end in self.to_write:
            sheet.rule(start, below, end, GREY, 0.6)

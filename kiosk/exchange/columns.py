"""The columns that a kind of file may have, and how well the headings of a grid fit them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kiosk.exchange.cells import squeeze_heading
from kiosk.exchange.limits import MAX_COLUMNS
from kiosk.rules.model.names import clean
from kiosk.text import Text

ROWS_ABOVE = 10
"""How many rows are searched for the headings: reports put a title and a date above them."""


@dataclass(frozen=True)
class Columns:
    """The columns a file may have."""

    aliases: Mapping[str, tuple[str, ...]]
    """Column to the other headings it goes by."""
    required: tuple[str, ...]
    refused: Mapping[str, Text] = field(default_factory=dict)
    """Headings that the file may not have, and why."""
    is_private: Callable[[str], bool] = lambda _: False
    """Whether a heading that is not known is of a column that must not come in."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """Column to another one that will do in its place."""
    extra: re.Pattern[str] | None = None
    """A heading in which this is found is a column by its own name. There may be any number."""
    extra_cells: re.Pattern[str] | None = None
    """Unknown headings below which every cell matches this in full are such columns, too."""
    ranked: frozenset[str] = frozenset()
    """Columns that may stand in a file under several headings: the first in `aliases` counts."""
    by_cells: Mapping[str, tuple[str, re.Pattern[str]]] = field(default_factory=dict)
    """Headings, squeezed, that mean another column where most of their cells match a pattern."""
    is_value: Callable[[str], bool] = lambda _: False
    """Whether a text is what stands below a heading, and hardly a heading itself."""
    mapped: Mapping[str, str] = field(default_factory=dict)
    """Headings, squeezed, with the columns that a person says they are; blank: they are none."""

    def column_of(self, heading: str) -> str | None:
        """Return the column that stands below a heading; None: the heading is not known."""
        squeezed = squeeze_heading(heading)
        if squeezed in self.mapped:
            # what is private stays out, whatever a person says it is
            return None if self.is_private(heading) else self.mapped[squeezed] or None
        known = self.by_heading.get(squeezed)
        if known is None and self.extra is not None and self.extra.search(heading):
            return clean(heading)
        return known

    @cached_property
    def by_heading(self) -> Mapping[str, str]:
        """Column by its heading, squeezed. A column's name wins over another column's alias."""
        own = {squeeze_heading(column): column for column in self.aliases}
        other = {
            squeeze_heading(name): column
            for column, names in self.aliases.items()
            for name in names
        }
        return {**other, **own}

    @cached_property
    def by_refused(self) -> Mapping[str, Text]:
        """Why a heading is refused, by the heading, squeezed."""
        return {squeeze_heading(heading): why for heading, why in self.refused.items()}


def headings_known(sheet: list[list[str]], columns: Columns) -> tuple[int, int]:
    """Return how many headings of a grid are known, and how many with the extra columns."""
    return max((_known(row, columns) for row in sheet[:ROWS_ABOVE]), default=(0, 0))


def row_of_headings(sheet: list[list[str]], columns: Columns) -> int:
    """Return the position of the row with the most known headings."""
    return max(range(min(len(sheet), ROWS_ABOVE)), key=lambda n: _known(sheet[n], columns))


def _known(row: list[str], columns: Columns) -> tuple[int, int]:
    """Return how many headings are known, and how many columns those are with the extra ones."""
    found = {columns.column_of(cell) for cell in row[:MAX_COLUMNS]} - {None}
    # an answer such as “First choice” reads like the heading of an extra column
    return len(found & columns.aliases.keys()), len(found)

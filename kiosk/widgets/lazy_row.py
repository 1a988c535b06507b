"""A row of a list that is put together when it is drawn: most rows of a long list never are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class LazyRow(Visual):
    """One line of text, or a few, made by `make` at the first need."""

    def __init__(self, make: Callable[[], Content], *about: object, lines: int = 1) -> None:
        """Make the row later. `about`: all it is made of, by which rows are compared."""
        self._make, self._about, self.lines = make, about, lines

    def is_like(self, other: LazyRow) -> bool:
        """Return whether another row certainly looks the same."""
        return bool(self._about) and self._about == other._about

    @cached_property
    def content(self) -> Content:
        """The row as it is drawn."""
        return self._make()

    def __str__(self) -> str:
        return self.content.plain

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw the row; what a list that has just become narrower cannot show is cut."""
        return self.content.render_strips(width, height, style, options)[: self.lines]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width at which nothing is cut."""
        return self.content.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return how many lines it takes."""
        del rules, width
        return self.lines

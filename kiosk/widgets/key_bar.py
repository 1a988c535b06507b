"""The bottom lines: the keys that work here, each also a button for the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from kiosk.language import Language
from kiosk.text import t

LAST_KEYS = ("f12", "f1")
"""The keys of every screen. They come after a screen's own keys, help last."""
MAX_ROWS = 3
"""The most rows that the keys take in a narrow terminal."""


class KeyHint(msgspec.Struct, frozen=True):
    """One key, and how it is shown with what it does."""

    key: str
    shown: Content


class KeyBar(Widget):
    """The keys of the screen and of the focused widget.

    It stands in for Textual's `Footer`, which hides keys that a focused `Input` binds. Keys that
    find no room are left out, except the help key: the help lists all of them.
    """

    DEFAULT_CSS = "KeyBar { dock: bottom; height: auto; padding: 0 1; }"

    def __init__(self, language: Language, *, keeps_height: bool = False) -> None:
        """Describe the keys in `language`.

        `keeps_height`: a row that a key once needed stays, so that nothing above it moves.
        """
        super().__init__()
        self._language, self._keeps_height = language, keeps_height
        self._known: tuple[int, list[list[KeyHint]]] | None = None
        """The width that the hints were last put into rows for, and the rows."""
        self._tallest = (0, 0)
        """The width, and the most rows that the keys have taken in it."""

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._follow())

    def _follow(self) -> None:
        self._known = None
        # a new layout moves the whole screen, so only where there is no room yet
        self.refresh(layout=self._height(self.size.width) != self.size.height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows that the keys need."""
        del container, viewport
        return self._height(width)

    def _height(self, width: int) -> int:
        known, tallest = self._tallest
        needed = len(self._rows(width))
        # in a low window a row is worth more than a screen that does not move
        if self._keeps_height and known == width and not self.screen.has_class("-low"):
            needed = max(needed, tallest)
        self._tallest = (width, needed)
        return needed

    def render(self) -> Content:
        """Draw the hints that there is room for."""
        rows = self._rows(self.size.width)
        return Content("\n").join(Content("").join([one.shown for one in row]) for row in rows)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        place = event.get_content_offset(self)
        rows = self._rows(self.size.width)
        if place is None or place.y >= len(rows):
            return
        left = place.x
        for hint in rows[place.y]:
            if 0 <= left < hint.shown.cell_length:
                # as a key, so that the focused widget's own binding runs
                self.app.simulate_key(hint.key)
                return
            left -= hint.shown.cell_length

    def _rows(self, width: int) -> list[list[KeyHint]]:
        # asked for several times at each layout
        if self._known is None or self._known[0] != width:
            self._known = (width, self._put_in_rows(width))
        return self._known[1]

    def _put_in_rows(self, width: int) -> list[list[KeyHint]]:
        """Return the hints row by row, without the last ones if there is no room for all."""
        rows: list[list[KeyHint]] = [[]]
        room = width
        # Textual may still measure it while its screen closes
        if not self.is_attached:
            return rows
        *hints, helping = self._hints()
        kept = helping.shown.cell_length
        for place, hint in enumerate(hints, 1):
            needed = hint.shown.cell_length
            last = kept if len(rows) == MAX_ROWS or place == len(hints) else 0
            if needed + last > room and len(rows) < MAX_ROWS and rows[-1]:
                rows.append([])
                room = width
            if needed + (kept if len(rows) == MAX_ROWS else 0) <= room:
                rows[-1].append(hint)
                room -= needed
        if kept > room and len(rows) < MAX_ROWS:
            rows.append([])
        rows[-1].append(helping)
        return rows

    def _hints(self) -> Iterator[KeyHint]:
        for binding in keys_of(self.screen):
            label = self._language.say(t(binding.description))
            shown = Content.assemble((f" {binding.key_display} ", "bold $amber on $raised"),
                                     (f" {label}  ", "$muted"))  # fmt: skip
            yield KeyHint(binding.key, shown)


def keys_of(screen: Screen[Any]) -> list[Binding]:
    """Return the keys that do something on `screen` now, each action once, in their order."""
    by_action: dict[str, Binding] = {}
    for active in screen.active_bindings.values():
        if active.binding.show and active.enabled:
            by_action.setdefault(active.binding.action, active.binding)
    shown = (replace(key, key_display=key.key_display or key.key.title())
             for key in by_action.values())  # fmt: skip
    return sorted(shown, key=lambda key: LAST_KEYS.index(key.key) if key.key in LAST_KEYS else -1)

"""The bottom lines: the keys that do something here, each also a button for the mouse."""

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
"""The keys that every screen has come after its own, the help's as the last one."""
MAX_ROWS = 3
"""Rows at the most, in a narrow terminal."""


class KeyHint(msgspec.Struct, frozen=True):
    """One key and what it does."""

    key: str
    shown: Content


class KeyBar(Widget):
    """The keys of the screen and of what has the focus. The help's stays, and names them all."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: auto; padding: 0 1; }"

    def __init__(self, language: Language) -> None:
        """Name the keys in `language`."""
        super().__init__()
        self._language = language

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._follow())

    def _follow(self) -> None:
        needed = len(self._rows(self.size.width))
        self.refresh(layout=needed != self.size.height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows the keys need."""
        del container, viewport
        return len(self._rows(width))

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
                self.app.simulate_key(hint.key)
                return
            left -= hint.shown.cell_length

    def _rows(self, width: int) -> list[list[KeyHint]]:
        """Return the hints row by row: where there is no room for all, those that come last go."""
        rows: list[list[KeyHint]] = [[]]
        room = width
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
    found: dict[str, Binding] = {}
    for active in screen.active_bindings.values():
        if active.binding.show and active.enabled:
            found.setdefault(active.binding.action, active.binding)
    shown = (replace(one, key_display=one.key_display or one.key.title()) for one in found.values())
    return sorted(shown, key=lambda one: LAST_KEYS.index(one.key) if one.key in LAST_KEYS else -1)

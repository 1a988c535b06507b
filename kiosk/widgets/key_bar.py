"""The bottom lines: the keys that work here, each also a button for the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec
from textual import events
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from kiosk.language import Language
from kiosk.text import t
from kiosk.widgets.columns import place_at
from kiosk.widgets.speaker import Speaker

SPACE = t("Space")
LAST_KEYS = ("f4", "f12", "ctrl+l", "escape", "f1")
"""The keys of every screen. They come after a screen's own keys, help last."""
KEPT_KEYS = ("ctrl+l", "escape", "f1")
"""The other language, the way back and the help always find room."""
HEIGHT = 2
"""The lines of the key bar, on every screen: nothing above it ever moves."""


class KeyHint(msgspec.Struct, frozen=True):
    """One key, and how it is shown with what it does."""

    key: str
    shown: Content


class KeyBar(Widget, Speaker):
    """The keys of the screen and of the focused widget.

    It stands in for Textual's `Footer`, which hides keys that a focused `Input` binds. It is of one
    height everywhere. Keys that find no room are left out: the help lists all of them, and does
    them as well.
    """

    pointed_at: reactive[str] = reactive("")
    """The key that the mouse is over."""

    DEFAULT_CSS = f"KeyBar {{ dock: bottom; height: {HEIGHT}; padding: 0 1; }}"

    def __init__(self, language: Language) -> None:
        """Describe the keys in `language`."""
        super().__init__()
        self._language = language
        self._known: tuple[Size, list[list[KeyHint]]] | None = None
        """The size that the hints were last put into rows for, and the rows."""

    def on_mount(self) -> None:
        """Follow the focus; drawn after the answer to a key, which also made them others."""
        later = partial(self.call_after_refresh, self._follow)
        self.screen.bindings_updated_signal.subscribe(self, lambda _: later())

    def _follow(self) -> None:
        self._known = None
        self.refresh()

    def say_again(self) -> None:
        """Name the keys in the language of now."""
        self._follow()

    @property
    def _is_for_fingers(self) -> bool:
        """Whether its keys are as high as a finger is wide, in one row."""
        return self.size.height > HEIGHT

    def render(self) -> Content:
        """Draw the hints that there is room for, in the lowest lines."""
        rows = [Content("").join(map(self._lit, row)) for row in self._rows()]
        blank = [Content()] * ((self.size.height - len(rows) + 1) // 2)
        return Content("\n").join([*blank, *rows])

    def _lit(self, hint: KeyHint) -> Content:
        return hint.shown.stylize("on $picked") if hint.key == self.pointed_at else hint.shown

    def _key_at(self, event: events.MouseEvent) -> str:
        """Return the key below the mouse, or nothing."""
        place, rows = event.get_content_offset(self), self._rows()
        if place is None:
            return ""
        row = 0 if self._is_for_fingers else place.y - (self.size.height - len(rows))
        hints = rows[row] if row >= 0 else []
        found = place_at((hint.shown.cell_length for hint in hints), place.x)
        return hints[found].key if found is not None else ""

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the key that a click would press."""
        self.pointed_at = self._key_at(event)

    def on_leave(self) -> None:
        """Light up none."""
        self.pointed_at = ""

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        if key := self._key_at(event):
            # as a key, so that the focused widget's own binding runs
            self.app.simulate_key(key)

    def _rows(self) -> list[list[KeyHint]]:
        if self._known is None or self._known[0] != self.size:
            most = 1 if self._is_for_fingers else min(HEIGHT, max(1, self.size.height))
            self._known = (self.size, self._put_in_rows(self.size.width, most))
        return self._known[1]

    def _put_in_rows(self, width: int, most: int) -> list[list[KeyHint]]:
        """Return the hints in at most so many rows, without those that find no room."""
        rows: list[list[KeyHint]] = [[]]
        room = width
        # Textual may still draw it while its screen closes
        if not self.is_attached:
            return rows
        hints = list(self._hints())
        last = [hint for hint in hints if hint.key in KEPT_KEYS]
        kept = sum(hint.shown.cell_length for hint in last)
        for hint in hints[: len(hints) - len(last)]:
            needed = hint.shown.cell_length
            if needed > room and len(rows) < most and rows[-1]:
                rows.append([])
                room = width
            if needed + (kept if len(rows) == most else 0) <= room:
                rows[-1].append(hint)
                room -= needed
        if kept > room and len(rows) < most:
            rows.append([])
        rows[-1] += last
        return rows

    def _hints(self) -> Iterator[KeyHint]:
        for _, binding, *_ in keys_of(self.screen):
            label = self._language.say(t(binding.description))
            key = legend(self._language, binding)
            shown = Content.assemble((f" {key} ", "bold $amber on $raised"),
                                     (f" {label}  ", "$muted"))  # fmt: skip
            yield KeyHint(binding.key, shown)


def legend(language: Language, key: Binding) -> str:
    """Return what stands on a key; the space bar alone has a word for a name."""
    return language.say(SPACE) if key.key == "space" else key.key_display or ""


def keys_of(screen: Screen[Any]) -> list[ActiveBinding]:
    """Return the keys that do something on `screen` now, each action once, in their order."""
    by_action: dict[str, ActiveBinding] = {}
    for key in screen.active_bindings.values():
        if key.binding.show and key.enabled:
            by_action.setdefault(key.binding.action, key)
    return sorted(map(_named, by_action.values()), key=_place)


def _named(active: ActiveBinding) -> ActiveBinding:
    key = active.binding
    return active._replace(binding=replace(key, key_display=key.key_display or key.key.title()))


def _place(active: ActiveBinding) -> int:
    key = active.binding.key
    return LAST_KEYS.index(key) if key in LAST_KEYS else -1

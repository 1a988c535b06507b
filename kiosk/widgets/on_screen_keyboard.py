"""Keys to touch or click, where there is no keyboard."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from kiosk.widgets.columns import cell


class TouchKey(msgspec.Struct, frozen=True):
    """A key's label, and the key that it presses."""

    label: str
    key: str


def character_keys(labels: str) -> tuple[TouchKey, ...]:
    """Return keys that type their labels, in small letters: the search ignores case."""
    return tuple(TouchKey(label, label.lower()) for label in labels)


BACK, ENTER = TouchKey("⌫", "backspace"), TouchKey("⏎", "enter")
LETTERS = (
    character_keys("ABCDEFGHIJ"),
    character_keys("KLMNOPQRST"),
    (*character_keys("UVWXYZ'-"), TouchKey("␣", "space"), BACK),
)
DIGITS = ((*character_keys("12345"), BACK), (*character_keys("67890"), ENTER))


KEY_HEIGHT = 2
"""The lines of a key. The second is a gap to see, but a finger may touch it as well."""


class OnScreenKeyboard(Widget):
    """Rows of keys. It never takes the focus, so that the keys go to the focused box."""

    DEFAULT_CSS = "OnScreenKeyboard { height: auto; width: 1fr; }"

    def __init__(self, rows: Sequence[Sequence[TouchKey]], id: str | None = None) -> None:
        """Show these rows."""
        super().__init__(id=id)
        self._rows = rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        del container, viewport, width
        return len(self._rows) * KEY_HEIGHT

    def render(self) -> Content:
        """Draw the keys, as wide as there is room."""
        lines = []
        for row in self._rows:
            wide = self._wide(row) - 1
            keys = [
                _centred(key.label, wide).stylize("bold on $button") + Content(" ") for key in row
            ]
            lines += [Content("").join(keys), *[Content()] * (KEY_HEIGHT - 1)]
        return Content("\n").join(lines)

    def _wide(self, row: Sequence[TouchKey]) -> int:
        return max(2, self.size.width // len(row))

    def on_click(self, event: events.Click) -> None:
        """Press the key that was touched; the gap below and beside a key belongs to it."""
        event.stop()
        place = event.get_content_offset(self)
        if place is None:
            return
        row = self._rows[min(place.y // KEY_HEIGHT, len(self._rows) - 1)]
        column = place.x // self._wide(row)
        if column < len(row):
            self.app.simulate_key(row[column].key)


def _centred(label: str, width: int) -> Content:
    return cell(Content(label).pad_left(max(0, (width - 1) // 2)), width)

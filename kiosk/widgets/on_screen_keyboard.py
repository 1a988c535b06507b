"""Keys to touch or click, where there is no keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from kiosk.widgets.columns import cell, place_at, stack


class TouchKey(msgspec.Struct, frozen=True):
    """A key's label, and the key that it presses."""

    label: str
    key: str


def character_keys(labels: str) -> tuple[TouchKey, ...]:
    """Return keys that type their labels, in small letters."""
    return tuple(TouchKey(label, label.lower()) for label in labels)


BACK, ENTER = TouchKey("⌫", "backspace"), TouchKey("⏎", "enter")
SPACE = TouchKey("␣", "space")
SHIFT = TouchKey("⇧", "")
"""The next letter is a capital. So is the first one of a box, without it."""


def other_keys(label: str) -> TouchKey:
    """Return the key that shows the next page of keys, with its label."""
    return TouchKey(label, "")


Page = Sequence[Sequence[TouchKey]]
"""Rows of keys."""

LETTERS: tuple[Page, ...] = (
    (
        (*character_keys("QWERTYUIOP"), BACK),
        (*character_keys("ASDFGHJKL'"), ENTER),
        (SHIFT, *character_keys("ZXCVBNM-"), SPACE, other_keys("123")),
    ),
    (
        (*character_keys("1234567890"), BACK),
        (*character_keys("/.,:;@&()'"), ENTER),
        (SHIFT, *character_keys("_\\~!?+=-"), SPACE, other_keys("ÂŴ")),
    ),
    (
        (*character_keys("ÁÀÂÄÉÈÊËÇÑ"), BACK),
        (*character_keys("ÍÎÏÓÔÖÚÛÜ’"), ENTER),
        (SHIFT, *character_keys("ŴŶÝÅØŁŠ-"), SPACE, other_keys("ABC")),
    ),
)
"""The letters as on a keyboard, then digits and signs, then letters with accents."""
DIGITS: tuple[Page, ...] = (((*character_keys("12345"), BACK), (*character_keys("67890"), ENTER)),)

HEIGHT, LOW_HEIGHT = 3, 2
"""The lines of a key, also in a low window. Half of the last one is a gap to see."""
GAP = 1
"""The columns between two keys."""


class OnScreenKeyboard(Widget):
    """Rows of keys. It never takes the focus, so that the keys go to the focused box."""

    DEFAULT_CSS = "OnScreenKeyboard { height: auto; width: 1fr; }"

    page: reactive[int] = reactive(0)
    """Which of the pages is shown, from 0."""
    is_shifted: reactive[bool] = reactive(False)
    """Whether the next letter is a capital."""

    def __init__(self, pages: Sequence[Page], id: str | None = None) -> None:
        """Show the first of these pages, which have as many rows each."""
        super().__init__(id=id)
        self._pages = pages

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        del container, viewport, width
        return len(self._pages[0]) * self._key_height

    @property
    def _key_height(self) -> int:
        return LOW_HEIGHT if self.screen.has_class("-low") else HEIGHT

    def render(self) -> Content:
        """Draw the keys, as wide as there is room."""
        lines = []
        for row in self._pages[self.page]:
            keys = [*zip(row, (width - GAP for width in self._widths(row)), strict=True)]
            faces = [_centred(key.label, wide).stylize(self._style(key)) for key, wide in keys]
            sides = [Content(" " * wide).stylize(self._style(key)) for key, wide in keys]
            gaps = [Content("▀" * wide).stylize("$button") for _, wide in keys]
            drawn = [*[sides] * (self._key_height - LOW_HEIGHT), faces, gaps]
            lines += [Content(" " * GAP).join(line) for line in drawn]
        return stack(lines)

    def _style(self, key: TouchKey) -> str:
        is_lit = key is SHIFT and self.is_shifted
        return "bold $background on $amber" if is_lit else "bold $foreground on $button"

    def _widths(self, row: Sequence[TouchKey]) -> list[int]:
        """Return how wide each key and its gap are: together as wide as the widget."""
        room = max(self.size.width + GAP, (GAP + 1) * len(row))
        ends = [room * n // len(row) for n in range(len(row) + 1)]
        return [end - begin for begin, end in pairwise(ends)]

    def on_click(self, event: events.Click) -> None:
        """Press the key that was touched; the gap below and beside a key belongs to it."""
        event.stop()
        place, page = event.get_content_offset(self), self._pages[self.page]
        if place is None:
            return
        row = page[min(place.y // self._key_height, len(page) - 1)]
        column = place_at(self._widths(row), place.x)
        if column is not None:
            self._press(row[column])

    def _press(self, touched: TouchKey) -> None:
        if touched is SHIFT:
            self.is_shifted = not self.is_shifted
        elif not touched.key:
            self.page = (self.page + 1) % len(self._pages)
        else:
            box = self.app.focused
            begins = isinstance(box, Input) and not box.value
            is_letter = len(touched.key) == 1
            capital = is_letter and (self.is_shifted or begins)
            self.app.simulate_key(touched.key.upper() if capital else touched.key)
            self.is_shifted = self.is_shifted and not is_letter


def _centred(label: str, width: int) -> Content:
    return cell(Content(label).pad_left(max(0, (width - len(label)) // 2)), width)

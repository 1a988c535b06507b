"""The bottom line: the keys that do something here, each also a button for the mouse."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from textual import events
from textual.content import Content
from textual.widget import Widget

from kiosk.language import Language
from kiosk.text import t

HELP_KEY = "f1"


class Hint(msgspec.Struct, frozen=True):
    """One key and what it does."""

    key: str
    shown: Content


class KeyBar(Widget):
    """The keys of the screen and of what has the focus. The help's stays, and names them all."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; padding: 0 1; }"

    def __init__(self, language: Language) -> None:
        """Name the keys in `language`."""
        super().__init__()
        self._language = language

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """Draw the hints that there is room for."""
        return Content("").join([hint.shown for hint in self._fitting()])

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        place = event.get_content_offset(self)
        left = place.x if place else -1
        for hint in self._fitting():
            if 0 <= left < hint.shown.cell_length:
                self.app.simulate_key(hint.key)
                return
            left -= hint.shown.cell_length

    def _fitting(self) -> list[Hint]:
        """Return the hints to show: where there is no room for all, those that come last go."""
        hints = list(self._hints())
        fixed = [hint for hint in hints if hint.key == HELP_KEY]
        room = self.size.width - sum(hint.shown.cell_length for hint in fixed)
        fitting = []
        for hint in hints:
            room -= hint.shown.cell_length if hint.key != HELP_KEY else 0
            if hint.key != HELP_KEY and room >= 0:
                fitting.append(hint)
        return fitting + fixed

    def _hints(self) -> Iterator[Hint]:
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in seen:
                seen.add(binding.action)
                key = binding.key_display or binding.key.title()
                label = self._language.say(t(binding.description))
                shown = Content.assemble((f" {key} ", "bold $amber on $raised"),
                                         (f" {label}  ", "$muted"))  # fmt: skip
                yield Hint(binding.key, shown)

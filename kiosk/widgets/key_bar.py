"""The bottom line: the keys that do something here, each also a button for the mouse."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from kiosk.language import Language
from kiosk.text import t

HELP_KEY = "f1"
MARGIN = 2


class KeyHint(Static):
    """One key and what it does; clicking presses it."""

    def __init__(self, key: str, shown: str, label: str) -> None:
        """Show `shown` and press `key`."""
        hint = Content.assemble((f" {shown} ", "bold $amber on $raised"), f" {label}  ")
        super().__init__(hint)
        self.key = key
        self.cells = hint.cell_length

    def on_click(self) -> None:
        """Press the key."""
        self.app.simulate_key(self.key)


class KeyBar(Horizontal):
    """The keys of the screen and of what has the focus."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; padding: 0 2; background: $background; }
    KeyBar KeyHint { width: auto; color: $muted; }
    KeyBar KeyHint:hover { color: $foreground; }
    """

    def __init__(self, language: Language) -> None:
        """Name the keys in `language`."""
        super().__init__()
        self._language = language

    def compose(self) -> ComposeResult:
        """Make hints for the bindings that can be used; help stays where there is no room for all.

        The help names every key, so a narrow screen hides those that come last.
        """
        hints = list(self._hints())
        hints.sort(key=lambda hint: hint.key == HELP_KEY)
        room = self.app.size.width - 2 * MARGIN - sum(h.cells for h in hints if h.key == HELP_KEY)
        for hint in hints:
            if hint.key != HELP_KEY:
                room -= hint.cells
            if hint.key == HELP_KEY or room >= 0:
                yield hint

    def _hints(self) -> Iterator[KeyHint]:
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in seen:
                seen.add(binding.action)
                shown = binding.key_display or binding.key.title()
                yield KeyHint(binding.key, shown, self._language.say(t(binding.description)))

    async def on_resize(self) -> None:
        """Show as many as there is room for."""
        await self.recompose()

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    async def _follow(self, _: object) -> None:
        if self.is_attached and self.screen is self.app.screen:
            await self.recompose()

"""The bottom line: the keys that do something here, each also a button for the mouse."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from kiosk.language import Language
from kiosk.text import t


class KeyHint(Static):
    """One key and what it does; clicking presses it."""

    def __init__(self, key: str, shown: str, label: str) -> None:
        """Show `shown` and press `key`."""
        super().__init__(Content.assemble((f" {shown} ", "bold $amber on $raised"), f" {label}  "))
        self._key = key

    def on_click(self) -> None:
        """Press the key."""
        self.app.simulate_key(self._key)


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
        """Make a hint for each binding that is to be shown and can be used."""
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in seen:
                continue
            seen.add(binding.action)
            shown = binding.key_display or binding.key.title()
            yield KeyHint(binding.key, shown, self._language.say(t(binding.description)))

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    async def _follow(self, _: object) -> None:
        if self.is_attached and self.screen is self.app.screen:
            await self.recompose()

"""The undo as a button, for a finger or the mouse, while there is something to undo."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from kiosk.language import Language
from kiosk.text import t

KEY = "ctrl+z"


class UndoButton(Widget):
    """Presses Ctrl+Z, and is there as long as that undoes something.

    It never takes the focus: a scanner's Enter would press it.
    """

    def __init__(self, language: Language) -> None:
        """Name it in `language`."""
        super().__init__(id="undo")
        self._language = language
        self.tooltip = Content("Ctrl+Z")

    def on_mount(self) -> None:
        """Come and go with the key."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._follow())
        self._follow()

    def _follow(self) -> None:
        key = self.screen.active_bindings.get(KEY)
        self.display = key is not None and key.enabled

    def render(self) -> Content:
        """Draw its name."""
        return Content(self._language.say(t("↶ Undo")))

    def on_click(self) -> None:
        """Press the key."""
        self.app.simulate_key(KEY)

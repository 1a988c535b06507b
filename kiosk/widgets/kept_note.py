"""One line on Welcome that says what is kept of people, and where to read more."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from kiosk.language import Language
from kiosk.text import t

WHOLE = t("We keep your name, times and sessions. Who sees them, and for how long: F1.")
SHORT = t("What we keep, and who sees it: F1")


class KeptNote(Widget):
    """The line, in fewer words where it has less room."""

    DEFAULT_CSS = "KeptNote { height: 1; color: $muted; }"

    def __init__(self, language: Language) -> None:
        """Say it in `language`."""
        super().__init__()
        self._language = language

    def render(self) -> Content:
        """Draw the words that fit."""
        whole = Content(self._language.say(WHOLE))
        fits = whole.cell_length <= self.size.width
        return whole if fits else Content(self._language.say(SHORT))

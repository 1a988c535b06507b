"""How messages in a corner of a screen look, and for how long they stand."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.notifications import Notification, Notify, SeverityLevel

from kiosk.language import Language
from kiosk.rules.model.changes import Tone
from kiosk.text import Sayable

NOTICES: dict[Tone, tuple[SeverityLevel, float]] = {
    Tone.DONE: ("information", 4),
    Tone.PLAIN: ("information", 4),
    Tone.CAUTION: ("warning", 6),
    Tone.FAILED: ("error", 86_400),
}
"""Each tone as a notice's severity, and for how many seconds it stands.

What was not saved stands until a key is pressed, see `LiveScreen`.
"""


class Notice(Notification):
    """A message that follows the language of the screens."""

    def __init__(
        self, language: Language, said: Sayable, severity: SeverityLevel, timeout: float
    ) -> None:
        """Say this for so many seconds."""
        self._language, self._said = language, said
        super().__init__("", severity=severity, timeout=timeout)

    @property
    def message(self) -> str:
        """What it says, asked for whenever it is drawn."""
        return self._language.say(self._said)

    @message.setter
    def message(self, message: str) -> None:
        """Take no other text: Textual sets the one that it was made with."""


def show_notice(
    app: App[Any],
    language: Language,
    said: Sayable,
    severity: SeverityLevel = "information",
    timeout: float = 5,
) -> None:
    """Show a message in a corner of the screen for so many seconds."""
    app.post_message(Notify(Notice(language, said, severity, timeout)))

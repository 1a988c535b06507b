"""A line that says what came of a key, and covers nothing."""

from __future__ import annotations

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from kiosk.language import Language
from kiosk.rules.model.changes import Tone
from kiosk.text import Sayable
from kiosk.widgets.banner import toned
from kiosk.widgets.speaker import Speaker

FADES_AFTER = 8.0
"""Seconds for which a message stands."""


class MessageLine(Static, Speaker):
    """The last message, for a while; then the notes that hold all day. What is to do stays below.

    What could not be saved stands until a key is pressed.
    """

    def __init__(self, language: Language, id: str | None = None) -> None:
        """Say nothing yet, and later all in `language`."""
        super().__init__(id=id)
        self._language = language
        self._notes, self._to_do = Content(), Content()
        self._message: tuple[Sayable, Tone] | None = None
        self._fading: Timer | None = None
        self._stays = False

    def show_notes(self, notes: Content, to_do: Content) -> None:
        """Show these notes whenever there is no message, and what is to do at all times."""
        self._notes, self._to_do = notes, to_do
        self._show()

    def say_again(self) -> None:
        """Say the message in the language of now; the notes come from the screen."""
        self._show()

    def show(self, message: Sayable, tone: Tone) -> None:
        """Show a message in place of the one before."""
        self._message, self._stays = (message, tone), tone is Tone.FAILED
        # or the first message's timer would clear the second message
        if self._fading is not None:
            self._fading.stop()
        self._fading = None if self._stays else self.set_timer(FADES_AFTER, self._fade)
        self._show()

    def note_key(self) -> None:
        """Let what could not be saved go."""
        if self._stays:
            self._stays = False
            self._fade()

    def _fade(self) -> None:
        self._message = None
        self._show()

    def _show(self) -> None:
        above = self._notes
        if self._message is not None:
            message, tone = self._message
            above = toned(self._language.say(message), tone)
        shown = Content("\n").join([part for part in (above, self._to_do) if part])
        # `update` always lays the screen out again, and the notes come at every change
        if not (isinstance(self.content, Content) and self.content.is_same(shown)):
            self.update(shown)

"""The language of the screens: one object that all of them hold, and that can become another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time

from kiosk.language import Language
from kiosk.text import Sayable


class ScreenLanguage(Language):
    """The language that the screens are in now.

    What a screen draws it says as it draws it, so a screen that is drawn again is in the new
    language. What is to keep its language, such as pages that are printed, takes `now`.
    """

    def __init__(self, shown: Language, known: Mapping[str, Language] | None = None) -> None:
        """Begin with this language; one that is not `known` by its code is loaded when needed."""
        self.now = shown
        self._known = {shown.code: shown, **(known or {})}
        self.switched: Callable[[], None] = lambda: None
        """Called after each switch."""

    def become(self, code: str) -> None:
        """Become the language with this code."""
        if code != self.code:
            if code not in self._known:
                self._known[code] = Language(code)
            self.now = self._known[code]
            self.switched()

    @property
    def code(self) -> str:
        """The code of the language now."""
        return self.now.code

    def say(self, what: Sayable | int) -> str:
        """Return what a person reads, in the language now."""
        return self.now.say(what)

    def clock(self, moment: time) -> str:
        """Return a time as 08:41."""
        return self.now.clock(moment)

    def full_date(self, day: date) -> str:
        """Return a date in full."""
        return self.now.full_date(day)

    def short_date(self, day: date) -> str:
        """Return a date without its year."""
        return self.now.short_date(day)

    def long_time(self, minutes: int) -> str:
        """Return a length of time."""
        return self.now.long_time(minutes)

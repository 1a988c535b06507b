"""When a screen closes by itself: it says so for some seconds, in which any key gives more time."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content

from kiosk.screen_context import ScreenContext
from kiosk.text import t, tn

MORE_TIME = "space"
"""The key that the countdown names. It then does nothing but give more time, as any key does."""


class Countdown:
    """What screens know of idling; those with a countdown show its label."""

    context: ScreenContext

    IDLE_FACTOR: ClassVar[int] = 1
    """The screen begins to count down after this many times the setting `idle_after`."""

    @property
    def has_countdown(self) -> bool:
        """Whether the screen counts down and then closes by itself."""
        return False

    def idle_seconds(self) -> int:
        """Return after how many seconds without a key the countdown begins."""
        return self.IDLE_FACTOR * self.context.desk.school.settings.idle_after

    def question_seconds(self) -> int:
        """Return after how many seconds the countdown of a question over the screen begins."""
        return self.idle_seconds()

    def seconds_left(self) -> int:
        """Return the seconds until the screen closes by itself, 0 at the least."""
        wait = self.idle_seconds() + self.context.desk.school.settings.countdown
        return max(0, round(wait - self.context.idle()))

    @property
    def is_counting_down(self) -> bool:
        """Whether the countdown is shown."""
        shown = self.has_countdown and self.context.idle() >= self.idle_seconds()
        return shown and self.seconds_left() > 0

    def countdown_label(self) -> Content:
        """Return the countdown, such as "closes in 12 s · Space: more time", once it is shown."""
        if not self.is_counting_down:
            return Content()
        closes = tn("closes in {n} s", "closes in {n} s", self.seconds_left())
        words = self.context.language.say(t("{closes} · Space: more time", closes=closes))
        return Content(f" {words} ").stylize("bold $background on $amber")

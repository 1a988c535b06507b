"""What the tutors' screens have in common: who works there, and how wide they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.message import Message

from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.screen_context import ScreenContext
from kiosk.screens.live_screen import LiveScreen
from kiosk.screens.tutors.keys import ROLL_CALL


class TutorsScreen(LiveScreen):
    """A screen of the tutors' area, from any of which the roll call opens by one key."""

    BINDINGS: ClassVar[list[BindingType]] = [replace(ROLL_CALL, show=False)]

    actor: Actor = TUTOR
    """Who works here: a professional tutor, or reception."""

    def __init__(self, context: ScreenContext) -> None:
        """Lay the screen out for the window's width."""
        super().__init__(context)
        self.make_room(self.app.size.width)

    @on(events.Resize)
    def _follow_width(self, event: events.Resize) -> None:
        self.make_room(event.size.width)

    def make_room(self, width: int) -> None:
        """Lay the screen out for a width: by itself, a screen does without."""

    def is_at_work(self, group: str) -> bool:
        """Return whether a worker of this screen's is at work in a group: one key pressed twice."""
        return any(one.node is self and one.group == group for one in self.workers)

    @dataclass
    class RollCallRequested(Message):
        """The key of the roll call was pressed. The app opens it: here that would be a circle."""

        screen: TutorsScreen
        """Where it was pressed."""

    def action_next_list(self) -> None:
        """Go to the next list of the screen."""
        self.focus_next()

    def action_roll_call(self) -> None:
        """Open the roll call."""
        self.post_message(self.RollCallRequested(self))

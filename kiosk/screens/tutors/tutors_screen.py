"""What the tutors' screens have in common: how wide they are, and the ways to their lists."""

from __future__ import annotations

from textual import events, on

from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.screen_context import ScreenContext
from kiosk.screens.live_screen import LiveScreen

WIDEST = 140
"""The most columns that are used: a longer line is hard to follow with the eye."""


class TutorsScreen(LiveScreen):
    """A tutors' screen, from which others open, each by the same key wherever it is offered."""

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
        """Leave the columns at both sides of a very wide window free."""
        self.styles.padding = (0, max(0, (width - WIDEST) // 2))

    def action_not_yet_in(self) -> None:
        """List who is not yet in."""
        from kiosk.screens.tutors.not_yet_in import NotYetInScreen

        self.app.push_screen(NotYetInScreen(self.context, self.actor))

    def action_to_check(self) -> None:
        """List who is new, and the sign-ins and changes that somebody says were not theirs."""
        from kiosk.screens.tutors.to_check import ToCheckScreen

        self.app.push_screen(ToCheckScreen(self.context, self.actor))

    def action_attention(self) -> None:
        """List what does not fit on the coming days."""
        from kiosk.screens.tutors.attention import AttentionScreen

        self.app.push_screen(AttentionScreen(self.context))

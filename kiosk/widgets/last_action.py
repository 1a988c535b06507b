"""What was done last on Welcome, in two lines."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class LastAction(Static):
    """What was done last. A click opens the person's day, as Enter does."""

    class Touched(Message):
        """The lines were clicked or touched."""

    def on_click(self) -> None:
        """Post the message."""
        self.post_message(self.Touched())

    def show(self, what: str, style: str, more: str = "", short: str = "") -> None:
        """Show what was done, or why it was not, in a style.

        `more`: what can be done next, such as "Enter: my day". However long `what` is, it stays
        visible; if the first of several lines has no room for it, `short` is shown instead.
        """
        if not more:
            self.update(Content(what).stylize(style))
            return
        hint = Content(f"   {more}").stylize("$muted")
        first, *below = Content.assemble((f"✓ {what}", style)).split("\n")
        if below and first.cell_length + hint.cell_length > self.size.width:
            # the short hint leaves more room for the name
            hint = Content(f"   {short or more}").stylize("$muted")
        room = self.size.width - hint.cell_length
        if first.cell_length > room and not below:
            below = [Content(more).stylize("$muted")]
        else:
            first = Content.assemble(first.truncate(room, ellipsis=True), hint)
        self.update(Content("\n  ").join([first, *below]))

"""What was just done on Welcome, in two lines."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class LastAction(Static):
    """What was just done; touching it opens the day, as Enter does."""

    class Touched(Message):
        """It was touched."""

    def on_click(self) -> None:
        """Say so."""
        self.post_message(self.Touched())

    def show(self, what: str, style: str, more: str = "", short: str = "") -> None:
        """Tell what was done, or why it was not; with `more`, what one may do next.

        That is seen however long the name is; where there is no room for both, `short` says it.
        """
        if not more:
            self.update(Content(what).stylize(style))
            return
        hint = Content(f"   {more}").stylize("$muted")
        first, *below = Content.assemble((f"✓ {what}", style)).split("\n")
        if below and first.cell_length + hint.cell_length > self.size.width:
            hint = Content(f"   {short or more}").stylize("$muted")
        room = self.size.width - hint.cell_length
        if first.cell_length > room and not below:
            below = [Content(more).stylize("$muted")]
        else:
            first = Content.assemble(first.truncate(room, ellipsis=True), hint)
        self.update(Content("\n  ").join([first, *below]))

"""What a change would do, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.text import Sayable, Text, n_, t
from kiosk.widgets.columns import stack
from kiosk.widgets.key_bar import KeyBar


class Consequences(VerticalScroll):
    """What would change and whom it touches; the arrow keys scroll it."""


class PreviewDialog(Dialog[bool]):
    """Shows what a change would do. The result is True to do it, or None."""

    GUIDE = t("This is what the change does. Enter does it; Esc leaves everything as it is.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "do_it", n_("Do it"), key_display="Enter", priority=True)
    ]

    def __init__(
        self, context: ScreenContext, title: Sayable, message: Text | None, notes: Sequence[Text]
    ) -> None:
        """Show what changes say of themselves: their message, and all their notes."""
        super().__init__(context)
        self._title, self._message, self._notes = title, message, notes

    def compose(self) -> ComposeResult:
        """Put each consequence on a line of its own."""
        with self.speak(Vertical(classes="frame"), border_title=self._title):
            with Consequences():
                yield self.speak(Static(), content=self._lines)
            yield self.speak(
                Static(classes="hint"), content=t("Enter: do it. Esc: change nothing.")
            )
        yield KeyBar(self.context.language)

    def _lines(self) -> Content:
        first = self.say(self._message or "")
        notes = (Content.assemble(("▪ ", "$amber"), self.say(one)) for one in self._notes)
        return stack([Content(first).stylize("bold"), *notes])

    def on_mount(self) -> None:
        """Give the consequences the focus, so that the arrow keys scroll them."""
        self.query_one(Consequences).focus()

    def action_do_it(self) -> None:
        """Close, and have it done."""
        self.dismiss(True)

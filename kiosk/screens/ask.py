"""A question that is answered in a line of one's own words."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from kiosk.kit import Kit
from kiosk.screens.base import Dialog
from kiosk.text import Text, n_
from kiosk.widgets.key_bar import KeyBar

LONGEST = 200
"""Characters that one line may have."""


class Line(Input):
    """The line; Enter saves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", n_("Save"), key_display="Enter")
    ]


class AskDialog(Dialog[str]):
    """Returns what was typed, never blank; None if nothing is to be done."""

    def __init__(self, kit: Kit, question: Text, guide: Text) -> None:
        """Ask `question`; say by `guide` who will read the answer."""
        super().__init__(kit)
        self._question, self._guide = question, guide

    def compose(self) -> ComposeResult:
        """Make the question and the line."""
        with Vertical(classes="sheet"):
            yield Static(Content(self.say(self._question)), classes="guide")
            yield Line(max_length=LONGEST, id="line")
            yield Static(Content(self.say(self._guide)).stylize("$muted"))
        yield KeyBar(self.kit.language)

    def on_mount(self) -> None:
        """Take the focus."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value)

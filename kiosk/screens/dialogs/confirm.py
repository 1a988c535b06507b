"""A question with two answers."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.text import Sayable, Text, n_, t
from kiosk.widgets.key_bar import KeyBar


class ConfirmDialog(Dialog[bool]):
    """A yes-or-no question. The result is True for yes, False for no, or None.

    "No" has the focus, so that Enter alone changes nothing.
    """

    GUIDE = t(
        "Enter picks the highlighted answer. The arrow keys move to the other one, and a touch "
        "answers at once. Esc changes nothing."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,left,tab", "other", n_("Other answer"), key_display="→")
    ]

    def __init__(
        self, context: ScreenContext, question: Text, *, yes: Text, no: Text, title: Sayable = ""
    ) -> None:
        """Ask `question`. `yes` and `no` should say what they do: "Close it", "Not yet".

        `title`: what it is about; where none is given, what the yes does.
        """
        super().__init__(context)
        self._question, self._yes, self._no = question, yes, no
        self._title = title or yes

    def compose(self) -> ComposeResult:
        """Put both answers below the question."""
        with self.speak(Vertical(classes="frame"), border_title=self._title):
            yield self.speak(Static(classes="guide"), content=self._question)
            with Horizontal(classes="answers"):
                yield self.speak(Button(id="no", variant="primary"), label=self._no)
                yield self.speak(Button(id="yes"), label=self._yes)
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Give "No" the focus."""
        self.query_one("#no").focus()

    def action_other(self) -> None:
        """Move to the other answer."""
        self.focus_next()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

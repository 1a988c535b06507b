"""A question that is answered in a line."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.text import Sayable, n_
from kiosk.widgets.columns import literal
from kiosk.widgets.key_bar import KeyBar

LONGEST = 200
"""Characters that a line may have."""


class LineInput(Input):
    """The line; Enter saves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", n_("Save"), key_display="Enter")
    ]


class LineDialog(Dialog[str]):
    """Returns the line that was typed, or None."""

    def __init__(
        self,
        context: ScreenContext,
        question: Sayable,
        *,
        title: Sayable = "",
        guide: Sayable = "",
        line: str = "",
        longest: int = LONGEST,
    ) -> None:
        """Ask `question`, with `line` typed already; `guide` says who will read it."""
        super().__init__(context)
        self._question, self._title, self._guide = question, title, guide
        self._line, self._longest = line, longest

    def compose(self) -> ComposeResult:
        """Make the question and the line."""
        with Vertical(classes="frame") as frame:
            frame.border_title = literal(self.say(self._title))
            yield Static(Content(self.say(self._question)), classes="guide")
            yield LineInput(self._line, id="line", max_length=self._longest)
            if self._guide:
                yield Static(Content(self.say(self._guide)).stylize("$muted"))
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Take the focus."""
        self.query_one(LineInput).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.submit_line(event.value)

    def submit_line(self, line: str) -> None:
        """Take what was typed, which may be blank."""
        self.dismiss(line)


class ReasonDialog(LineDialog):
    """Returns a line that says something, or None."""

    def submit_line(self, line: str) -> None:
        """A blank one is no answer."""
        if line.strip():
            self.dismiss(line)


class BadgeDialog(LineDialog):
    """Returns the code that was scanned, or typed by a professional tutor, or None."""

    def handle_code(self, code: str) -> bool:
        """Any code is an answer, also one that nobody has."""
        self.dismiss(code)
        return True

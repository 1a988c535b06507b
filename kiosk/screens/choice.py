"""A question with several answers, of which none is suggested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.kit import Kit
from kiosk.screens.base import Dialog
from kiosk.text import Sayable, n_, t
from kiosk.widgets.columns import literal
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.rows import Rows


class Answers(Rows):
    """The answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Answer"), key_display="Enter")
    ]


class ChoiceDialog(Dialog[int]):
    """Returns the place of the answer, from 0, or None. Enter by itself answers nothing."""

    GUIDE = t("Move to an answer with the arrow keys, then Enter; or touch it.")

    def __init__(
        self, kit: Kit, title: Sayable, question: Sayable, answers: Sequence[Sayable]
    ) -> None:
        """Ask `question` under a title."""
        super().__init__(kit)
        self._title, self._question, self._answers = title, question, answers

    def compose(self) -> ComposeResult:
        """Make the question and its answers."""
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = literal(self.say(self._title))
            yield Static(Content(self.say(self._question)), classes="guide")
            yield Answers("", id="answers")
        yield KeyBar(self.kit.language)

    def on_mount(self) -> None:
        """Take the focus, and suggest nothing."""
        found = self.query_one(Answers)
        found.fill((Option(Content(self.say(one))) for one in self._answers), first=None)
        found.focus()

    @on(OptionList.OptionSelected)
    def _answer(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)

"""A question with several answers, one below the other."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.kit import Kit
from kiosk.rules.codes import Act
from kiosk.screens.base import Dialog
from kiosk.text import Text, n_
from kiosk.widgets.key_bar import KeyBar


class Answers(OptionList):
    """The answers; Enter or a click takes one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Choose"), key_display="Enter")
    ]


class PickDialog(Dialog[str]):
    """Returns the id of the answer. The first, which has the focus, is to change nothing."""

    def __init__(
        self, kit: Kit, question: Text, answers: dict[str, Text], yes: str | None = None
    ) -> None:
        """Ask `question`; the answers are by id, in the order shown; `yes` is what Yes means."""
        super().__init__(kit)
        self._question, self._answers, self._yes = question, answers, yes

    def compose(self) -> ComposeResult:
        """Make the question and its answers."""
        with Vertical(classes="sheet"):
            yield Static(Content(self.say(self._question)), classes="guide")
            options = (
                Option(Content(self.say(told)), id=name) for name, told in self._answers.items()
            )
            yield Answers(*options, id="answers", markup=False)
        yield KeyBar(self.kit.language)

    def on_mount(self) -> None:
        """Let Enter mean the first answer."""
        answers = self.query_one(OptionList)
        answers.highlighted = 0
        answers.focus()

    def take_act(self, act: Act) -> None:
        """A scanned Yes answers a question of yes and no at once."""
        if act is Act.YES and self._yes is not None:
            self.dismiss(self._yes)
        else:
            super().take_act(act)

    @on(OptionList.OptionSelected)
    def _answer(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

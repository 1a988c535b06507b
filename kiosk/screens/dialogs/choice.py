"""A question with several answers, one below the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.rules.attendance.scan_codes import ScanAction
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.text import Sayable, n_, t
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import RowList


class Answers(RowList):
    """The answers; Enter or a click picks one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Choose"), key_display="Enter")
    ]


class ChoiceDialog(Dialog[str]):
    """A question with several answers. The result is the answer's id, or None.

    The first answer is highlighted and should change nothing, so that Enter alone does no harm.
    """

    GUIDE = t(
        "Move to an answer with the arrow keys. Enter gives it, and so does a touch. Esc changes "
        "nothing."
    )

    def __init__(
        self,
        context: ScreenContext,
        question: Sayable,
        answers: Mapping[str, Sayable],
        *,
        title: Sayable = "",
        suggests: bool = True,
        yes: str | None = None,
    ) -> None:
        """Ask `question`. `answers` maps ids to texts, in the order shown.

        `suggests`: whether the first answer is highlighted. `yes`: the id that a scanned Yes picks.
        """
        super().__init__(context)
        self._question, self._answers, self._title = question, answers, title
        self._suggests, self._yes = suggests, yes

    def compose(self) -> ComposeResult:
        """Put the answers below the question."""
        with self.speak(Vertical(classes="frame"), border_title=self._title):
            yield self.speak(Static(classes="guide"), content=self._question)
            yield self.speak(Answers(id="answers", markup=False), rows=self._rows)
        yield KeyBar(self.context.language)

    def _rows(self) -> list[Option]:
        return [Option(Content(self.say(text)), id=name) for name, text in self._answers.items()]

    def on_mount(self) -> None:
        """Highlight the first answer, or none."""
        answers = self.query_one(Answers)
        answers.highlighted = 0 if self._suggests else None
        answers.focus()

    def handle_action(self, action: ScanAction) -> None:
        """Let a scanned Yes answer a yes-or-no question at once."""
        if action is ScanAction.YES and self._yes is not None:
            self.dismiss(self._yes)
        else:
            super().handle_action(action)

    @on(OptionList.OptionSelected)
    def _answer(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)


class NumberedDialog(ChoiceDialog):
    """A question whose answers have numbers: the number's key picks the answer at once."""

    GUIDE = t("Press the number of an answer, or move to it and press Enter. Esc changes nothing.")

    def _rows(self) -> list[Option]:
        return [
            Option(Content.assemble((_key(number), "bold $amber"), self.say(text)), id=name)
            for number, (name, text) in enumerate(self._answers.items(), 1)
        ]

    def on_key(self, event: events.Key) -> None:
        """Pick the answer of a digit."""
        if event.key.isdecimal() and 0 < int(event.key) <= len(self._answers):
            event.stop()
            self.dismiss([*self._answers][int(event.key) - 1])


def _key(number: int) -> str:
    """Return a row's key, or blanks: only the first nine have one."""
    return f"{number}  " if number < 10 else "   "

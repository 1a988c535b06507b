"""Questions that are answered in a line of text."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from kiosk.exchange.cells import parse_date
from kiosk.rules.attendance.scan_codes import SHEET_CODE
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.draft import DraftDialog
from kiosk.text import Sayable, Text, n_, t
from kiosk.widgets.key_bar import KeyBar

TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.][0-5][0-9]")
TYPE_A_DATE = t("Please type a date like 15/09/2026.")
MAX_LENGTH = 200
"""The most characters that a line may have."""


class LineInput(Input):
    """The line; Enter saves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", n_("Save"), key_display="Enter")
    ]


class LineDialog(DraftDialog[str]):
    """A question with a line to type. The result is the line, which may be blank, or None."""

    def __init__(
        self,
        context: ScreenContext,
        question: Sayable,
        *,
        draft: str,
        title: Sayable = "",
        guide: Sayable = "",
        line: str = "",
        max_length: int = MAX_LENGTH,
    ) -> None:
        """Ask `question`, with `line` in the box. `guide` says who will read the answer.

        `draft` says whom or what the line is about, by ids: people share names, and what was half
        written for one must not stand in the box of another.
        """
        super().__init__(context)
        self._question, self._title, self._guide = question, title, guide
        self._draft = draft
        self._line, self._max_length = line, max_length

    @property
    def draft(self) -> str:
        """Whom or what the line is about."""
        return self._draft

    def compose(self) -> ComposeResult:
        """Put the line below the question."""
        with self.speak(Vertical(classes="frame"), border_title=self._title):
            yield self.speak(Static(classes="guide"), content=self._question)
            yield LineInput(self._line, id="line", max_length=self._max_length)
            if self._guide:
                yield self.speak(Static(classes="hint"), content=self._guide)
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Give the line the focus."""
        self.query_one(LineInput).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.submit_line(event.value)

    def submit_line(self, line: str) -> None:
        """Close with the line. Subclasses may refuse it by doing nothing, or by `ask_again`."""
        self.dismiss(line)

    def ask_again(self, what: Text) -> None:
        """Say in place of the question what is expected."""
        self.speak(self.query_one(".guide", Static), content=what)


class ReasonDialog(LineDialog):
    """As `LineDialog`, but a blank line is not accepted."""

    def submit_line(self, line: str) -> None:
        """Close with the line, unless it is blank."""
        if line.strip():
            self.dismiss(line)


class DateDialog(LineDialog):
    """A question for a date. The result is the date as it was typed, or None."""

    def submit_line(self, line: str) -> None:
        """Close with the line, if it is a date."""
        if parse_date(line.strip()) is None:
            self.ask_again(TYPE_A_DATE)
        else:
            self.dismiss(line.strip())


class NumberDialog(LineDialog):
    """A question for a whole number. The result is its digits, or None."""

    def submit_line(self, line: str) -> None:
        """Close with the line, if it is a number."""
        if line.strip().isascii() and line.strip().isdecimal() and len(line.strip()) < 5:
            self.dismiss(line.strip())
        else:
            self.ask_again(t("Please type a number like 20."))


class TimeDialog(LineDialog):
    """A question for a time of day. The result is the time as it was typed, blank, or None."""

    def submit_line(self, line: str) -> None:
        """Close with the line, if it is a time or blank."""
        if not line.strip() or TIME.fullmatch(line.strip()):
            self.dismiss(line.strip())
        else:
            self.ask_again(t("Please type a time like 11:30."))


class BadgeDialog(LineDialog):
    """A question for a badge. The result is the code that was scanned or typed, or None."""

    def handle_code(self, code: str) -> bool:
        """Close with the code before it is looked up: a new badge belongs to nobody yet."""
        if SHEET_CODE.fullmatch(code.upper()):
            return False  # it is of the sheet beside the kiosk, and of no use here
        self.dismiss(code)
        return True

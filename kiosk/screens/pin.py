"""The PIN in front of the tutors' area."""

from __future__ import annotations

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from kiosk.errors import KioskError
from kiosk.kit import Kit
from kiosk.rules.wording import tutor_title
from kiosk.screens.base import Dialog
from kiosk.text import Text, t
from kiosk.widgets.columns import literal
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.touch_keys import DIGITS, TouchKeys


class PinDialog(Dialog[bool]):
    """Returns True for the right PIN. Where none is set yet, it asks for a new one, twice."""

    GUIDE = t(
        "The tutors' area opens with its PIN: type it, or touch its digits, then Enter. "
        "After five wrong tries it waits a minute. Esc goes back."
    )

    def __init__(self, kit: Kit) -> None:
        """Ask for the PIN. Raises `DataFolderError` where secrets cannot be read."""
        super().__init__(kit)
        self._setting = not kit.safe.has_pin()
        self._first = ""

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(classes="sheet") as sheet:
            title = tutor_title(self.kit.desk.school.settings.tutor_title)
            sheet.border_title = literal(self.say(title))
            yield Static(Content(self.say(self._question())), id="question", classes="guide")
            yield Input(password=True, id="pin", max_length=12, restrict=r"[0-9]*")
            yield Static(id="error", classes="error")
            yield TouchKeys(DIGITS)
        yield KeyBar(self.kit.language)

    def _question(self) -> Text:
        if not self._setting:
            return t("PIN, then Enter")
        if self._first:
            return t("The same PIN once more")
        return t("No PIN is set yet. Choose one of four to twelve digits.")

    def on_mount(self) -> None:
        """Take the focus."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self._check(event.value)

    @work
    async def _check(self, pin: str) -> None:
        """Check or set the PIN in a thread: it is slow on purpose."""
        box, error = self.query_one(Input), self.query_one("#error", Static)
        box.value = ""
        try:
            if not self._setting:
                if await asyncio.to_thread(self.kit.safe.opens, pin):
                    self.dismiss(True)
                    return
                error.update(self.say(t("That is not the PIN.")))
            elif not self._first:
                self._first = pin
            elif pin == self._first:
                await asyncio.to_thread(self.kit.safe.set_pin, pin)
                self.dismiss(True)
                return
            else:
                self._first = ""
                error.update(self.say(t("The two are not the same.")))
        except KioskError as refusal:
            self._first = ""
            error.update(Content(self.say(refusal.reason)))
        self.query_one("#question", Static).update(Content(self.say(self._question())))

"""The PINs of the tutors' area and of reception."""

from __future__ import annotations

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from kiosk.errors import KioskError
from kiosk.rules.model.labels import tutor_title
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.system.secrets import Area, check_pin
from kiosk.text import Both, Text, t
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.on_screen_keyboard import DIGITS, OnScreenKeyboard


class PinDialog(Dialog[Area]):
    """Asks for a PIN. The result is the area that it opens, or None.

    It sets a new PIN instead, typed twice, if asked to, or if the tutors' area has none yet.
    """

    GUIDE = t(
        "Type the PIN of the tutors or of reception, or touch its digits. Enter opens what it is "
        "for. After five wrong tries it waits for a minute, then for longer."
    )

    def __init__(
        self, context: ScreenContext, *, tutors_only: bool = False, new: Area | None = None
    ) -> None:
        """Ask for a PIN, or for a `new` one of that area.

        `tutors_only`: whether reception's PIN is refused.

        Raises:
            DataFolderError: the secrets file cannot be read.
        """
        super().__init__(context)
        # the first PIN is always the tutors': reception's is theirs to set
        self._new = new if context.secrets.has_pin() else Area.TUTORS
        self._tutors_only = tutors_only
        self._first = ""

    def compose(self) -> ComposeResult:
        """Put the box and its digits below the question."""
        with self.speak(Vertical(classes="frame"), border_title=self._title()):
            yield self.speak(Static(id="question", classes="guide"), content=self._question())
            yield Input(password=True, id="pin", max_length=12, restrict=r"[0-9]*")
            yield Static(id="error", classes="error")
            yield OnScreenKeyboard(DIGITS)
        yield KeyBar(self.context.language)

    def _title(self) -> Text | Both:
        if self._new is Area.RECEPTION:
            return t("Reception")
        title = tutor_title(self.context.desk.school.settings.tutor_title)
        if self._new or self._tutors_only or not self.context.secrets.has_pin(Area.RECEPTION):
            return title
        return t("{tutor}, or reception", tutor=title)

    def _question(self) -> Text:
        if self._new is None:
            return t("Type the PIN, then Enter.")
        if self._first:
            return t("Type the same PIN again.")
        if self._new is Area.RECEPTION:
            return t("Choose a PIN for reception: four to twelve digits.")
        if self.context.secrets.has_pin():
            return t("Choose a new PIN for the tutors' area: four to twelve digits.")
        return t("No PIN is set yet. Choose one: four to twelve digits.")

    def on_mount(self) -> None:
        """Give the box the focus."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value:  # Enter alone must not count as a wrong try
            self._check(event.value)

    @work
    async def _check(self, pin: str) -> None:
        """Check or set the PIN."""
        # hashing is slow on purpose, so it runs in a thread
        box, error = self.query_one(Input), self.query_one("#error", Static)
        # emptied before the check, during which a second Enter would submit it again
        box.value = ""
        try:
            if self._new is None:
                area = await asyncio.to_thread(self._area_of, pin)
                if area is not None:
                    self.dismiss(area)
                    return
                self.speak(error, content=t("That's not the PIN. Try again."))
            elif not self._first:
                check_pin(pin)
                self._first = pin
            elif pin == self._first:
                await asyncio.to_thread(self.context.secrets.set_pin, pin, self._new)
                self.dismiss(self._new)
                return
            else:
                self._first = ""
                self.speak(error, content=t("Those don't match. Start again."))
        except KioskError as refusal:
            self._first = ""
            self.speak(error, content=self.context.explain(refusal))
        self.speak(self.query_one("#question", Static), content=self._question())

    def _area_of(self, pin: str) -> Area | None:
        if self._tutors_only:
            return Area.TUTORS if self.context.secrets.opens(pin) else None
        return self.context.secrets.area_of(pin)

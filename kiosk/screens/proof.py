"""Proving who one is: a badge, or a four-digit code of one's own."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from kiosk.errors import KioskError
from kiosk.kit import Kit
from kiosk.rules.records import Proof
from kiosk.screens.base import Dialog, KioskScreen
from kiosk.text import Text, t
from kiosk.widgets.columns import literal
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.people_search import BADGE
from kiosk.widgets.touch_keys import DIGITS, TouchKeys


async def prove(screen: KioskScreen[Any], person: str, proof: Proof) -> Proof | None:
    """Return a proof of who is there: the one given, else one asked for; None where none is."""
    if proof.is_personal:
        return proof
    try:
        dialog = ProofDialog(screen.kit, person)
    except KioskError as error:  # the file of secrets cannot be read
        screen.tell_error(error)
        return None
    return await screen.app.push_screen_wait(dialog)


class ProofDialog(Dialog[Proof]):
    """Returns the proof, or None. The own code is chosen at its first use."""

    GUIDE = t(
        "What is private opens when you scan your badge, or type your own code of four digits. "
        "The first time you choose that code, and type it twice. Forgotten? A professional tutor "
        "can help. Esc goes back."
    )

    def __init__(self, kit: Kit, person: str) -> None:
        """Ask one person."""
        super().__init__(kit)
        self._person = kit.desk.school.people[person]
        self._new_code = ""
        self._setting = not kit.safe.has_code(person)

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = literal(self._person.name)
            yield Static(Content(self.say(self._question())), id="question", classes="guide")
            yield Input(password=True, id="code", max_length=32)
            yield Static(id="error", classes="error")
            yield TouchKeys(DIGITS)
        yield KeyBar(self.kit.language)

    def _question(self) -> Text:
        if not self._setting:
            return t("Scan your badge, or type your own four-digit code.")
        if self._new_code:
            return t("The same code once more, please.")
        return t("Scan your badge. Or choose a code of four digits, for this and later times.")

    def on_mount(self) -> None:
        """Take the focus."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        typed = event.value.strip()
        self.query_one(Input).value = ""
        if BADGE.fullmatch(typed):
            if self._person.badge and typed.upper() == self._person.badge.upper():
                self.dismiss(Proof.BADGE)
            else:
                self._complain(t("That is not your badge."))
        elif typed:
            self._check(typed)

    @work
    async def _check(self, code: str) -> None:
        safe, who = self.kit.safe, self._person.id
        try:
            if not self._setting:
                if await asyncio.to_thread(safe.proves, who, code):
                    self.dismiss(Proof.CODE)
                else:
                    self._complain(t("That is not your code."))
                return
            if not self._new_code:
                if len(code) != 4 or not code.isdigit():
                    self._complain(t("A code is four digits."))
                    return
                self._new_code = code
                self._complain(None)
            elif code == self._new_code:
                await asyncio.to_thread(safe.set_code, who, code)
                self.dismiss(Proof.CODE)
            else:
                self._new_code = ""
                self._complain(t("The two codes are not the same."))
        except KioskError as refusal:
            self._new_code = ""
            self._complain(refusal.reason)

    def _complain(self, about: Text | None) -> None:
        self.query_one("#question", Static).update(Content(self.say(self._question())))
        said = Content(self.say(about)) if about else Content()
        self.query_one("#error", Static).update(said)

"""What a screen does with the codes that are scanned while it is the topmost one."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import Screen

from kiosk.errors import Refused
from kiosk.rules.attendance.scan_codes import ScanAction
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.screen_context import ScreenContext
from kiosk.screens.notices import NOTICES, show_notice
from kiosk.text import t

R = TypeVar("R")

NO_USE_HERE = t("That code doesn't work on this screen.")
ANSWER_FIRST = t("Please answer the question on the screen first.")

SCAN_KEYS = {
    ScanAction.YES: "enter",
    ScanAction.NO: "escape",
    ScanAction.NEXT: "down",
    ScanAction.UNDO: "ctrl+z",
    ScanAction.SITE: "f6",
    ScanAction.YOURS: "f7",
}
"""The key that each action code on the printed scan sheet stands for."""


class ScanningScreen(Screen[R]):
    """Handles codes, or says that they have no use here."""

    context: ScreenContext

    def handle_code(self, code: str) -> bool:
        """Handle a scanned code before it is looked up; return whether that was done."""
        del code
        return False

    def handle_burst(self, typed: str, ended: bool) -> bool:
        """Handle what a scanner typed that is no code; `ended`: with Enter. Return whether it was.

        By itself a screen does without: it may be a person whose keys came late.
        """
        del typed, ended
        return False

    def handle_badge(self, person: PersonId) -> bool:
        """Handle the scan of a person's badge; return False to pass it to the screen below."""
        del person
        return False

    def handle_action(self, action: ScanAction) -> None:
        """Press the key that a scanned action stands for.

        Raises:
            Refused: the key does nothing here now.
        """
        key = SCAN_KEYS.get(action, "")
        active = self.active_bindings.get(key)
        if active is None or not active.enabled:
            raise Refused(NO_USE_HERE)
        # as a key, so that the focused widget gets it as well
        self.app.simulate_key(key)

    def handle_session_code(self, session: SessionId) -> None:
        """Handle the scan of a session's code from the sheet.

        Raises:
            Refused: the screen has no use for it.
        """
        del session
        raise Refused(NO_USE_HERE)

    def handle_stub(self, code: str) -> None:
        """Handle the code of a catch-up slip's stub, scanned or typed.

        Raises:
            Refused: the screen has no use for it.
        """
        del code
        raise Refused(NO_USE_HERE)

    def show_scan_refusal(self, refusal: Refused) -> None:
        """Show why a scanned code was refused."""
        show_notice(self.app, self.context.language, refusal.reason, *NOTICES[Tone.CAUTION])

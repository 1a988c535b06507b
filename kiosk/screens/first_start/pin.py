"""The fourth step: a PIN for the tutors' area, typed twice."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from textual.widget import Widget
from textual.widgets import Input

from kiosk.errors import Refused
from kiosk.screens.first_start.step import SetupScreen
from kiosk.system.secrets import check_pin
from kiosk.text import t


class NewPinScreen(SetupScreen):
    """The PIN. It is checked here, and set with the rest in the last step."""

    STEP = 4
    WHAT = t("Choose a PIN for the tutors' area: four to twelve digits.")
    GUIDE = t(
        "You need it to run the day: F9, then the PIN. Use at least three different digits, no "
        "year, and no run such as 1234. You can change it later: F9, then #."
    )

    def fields(self) -> Iterator[Widget]:
        """Return the two boxes."""
        for id, label in (("pin", t("PIN")), ("again", t("The same PIN again"))):
            box = Input(password=True, id=id, max_length=12, restrict=r"[0-9]*")
            yield from self.labelled(label, box)

    def action_on(self) -> None:
        """Go on with a PIN that is not too easy to guess."""
        pin, again = (self.query_one(f"#{id}", Input).value for id in ("pin", "again"))
        try:
            check_pin(pin)
        except Refused as refusal:
            self.show_problems([refusal.reason], "pin")
            return
        if again != pin:
            self.query_one("#again", Input).value = ""
            self.show_problems([t("Those don't match. Type the same PIN again.")], "again")
            return
        self.draft = replace(self.draft, pin=pin)
        self.close_step(1)

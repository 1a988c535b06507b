"""Changing the tutors' PIN, and setting, changing or taking away reception's."""

from __future__ import annotations

import asyncio

from kiosk.errors import KioskError
from kiosk.screens.tutors.tutors_screen import TutorsScreen
from kiosk.system.secrets import Area
from kiosk.text import t


async def change_pins(screen: TutorsScreen) -> None:
    """Ask over `screen` which PIN to change, and change it; to be called in a worker."""
    from kiosk.screens.dialogs.choice import ChoiceDialog
    from kiosk.screens.dialogs.pin import PinDialog

    context, ask = screen.context, screen.app.push_screen_wait
    try:
        # the blank id comes first, so that Enter alone changes nothing
        answers = {"": t("No change"), "pin": t("Change the tutors' PIN")}
        answers["reception"] = t("Set a PIN for reception")
        if context.secrets.has_pin(Area.RECEPTION):
            answers["reception"] = t("Change reception's PIN")
            answers["none"] = t("Take away reception's PIN")
        question = t("Reception's PIN opens the roll call, who is not yet in, and whom to check.")
        picked = await ask(ChoiceDialog(context, question, answers))
        # else anyone at an open board could give themselves a way in, or lock others out
        if not picked or not await ask(PinDialog(context, tutors_only=True)):
            return
        if picked == "none":
            await asyncio.to_thread(context.secrets.close_reception)
            screen.show_text(t("Reception has no PIN now."))
        elif await ask(PinDialog(context, new=Area(picked))):
            screen.show_text(t("The PIN is set."))
    except KioskError as error:
        screen.show_error(error)

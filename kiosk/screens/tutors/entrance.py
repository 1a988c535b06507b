"""The way into the tutors' area and into reception: a PIN."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.errors import KioskError
from kiosk.screens.base import KioskScreen
from kiosk.screens.dialogs.pin import PinDialog
from kiosk.screens.tutors.board import BoardScreen
from kiosk.screens.tutors.reception import ReceptionScreen
from kiosk.system.secrets import Area


async def open_area(screen: KioskScreen[Any], leave: Callable[[None], None]) -> None:
    """Ask for a PIN over `screen`, and open the area it belongs to; to be called in a worker.

    `leave`: called once that area is left.
    """
    try:
        dialog = PinDialog(screen.context)
    except KioskError as error:  # the secrets file cannot be read
        screen.show_error(error)
        return
    match await screen.app.push_screen_wait(dialog):
        case Area.TUTORS:
            screen.app.push_screen(BoardScreen(screen.context), leave)
        case Area.RECEPTION:
            screen.app.push_screen(ReceptionScreen(screen.context), leave)

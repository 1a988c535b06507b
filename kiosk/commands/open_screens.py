"""`kiosk` and `kiosk demo`: opening the screens."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from kiosk.commands.context import CommandContext
from kiosk.errors import KioskError
from kiosk.factory import Kiosk, assemble, start_at
from kiosk.sample.school import open_demo
from kiosk.system.data_folder import find_data_folder
from kiosk.system.log import ErrorLog
from kiosk.system.supervisor import is_terminal
from kiosk.text import t

TRIES = 20
"""How often the screens begin again at once after an error: the queue goes on."""

PAUSE = 1.0
"""Seconds between two tries, once it has happened twice."""

CALM = 60.0
"""Seconds without an error after which the tries are counted anew: a day is long."""

SAMPLE = "sample"
"""What the screens return when somebody without a school wants to try the sample."""


def kiosk(context: CommandContext) -> None:
    """Open the kiosk on the data folder; where it is empty, the screens offer what to do."""
    folder = context.folder()
    with assemble(folder, context.clock) as opened:
        if context.options.at is not None:
            start_at(opened, context.options.at, timedelta(seconds=context.since))
        answer = _show(context, opened, again=context.since > 0)
    if answer == SAMPLE:
        with open_demo(_beside(context, folder), context.clock) as sample:
            _show(context, sample)


def _show(context: CommandContext, opened: Kiosk, *, again: bool = False) -> str | None:
    """Show the screens until they end, and return their answer.

    `again`: they were shown before, and broke off.

    Raises:
        KioskError: there is no terminal, or they ended because something went wrong.
    """
    if not is_terminal():
        raise KioskError(t("The kiosk is shown in a terminal, and there is none here."))
    failed = 0
    while failed < TRIES:
        begun = time.monotonic()
        app = opened.app(context.console.language, again=again)
        answer = app.run()
        if not app.return_code or not is_terminal():  # closed: nobody is there to begin again for
            return answer
        again = True
        failed = 1 if time.monotonic() - begun > CALM else failed + 1
        if failed > 1:
            time.sleep(PAUSE)
    raise KioskError(
        t(
            "The kiosk ended because something went wrong: please start it again. "
            "{file} tells where in the program, for whoever mends it.",
            file=str(ErrorLog(opened.folder).path),
        )
    )


def _beside(context: CommandContext, folder: Path) -> Path:
    """Return the folder of the sample, beside the school's."""
    if context.options.data or context.environ.get("KIOSK_DATA"):
        return folder.with_name(f"{folder.name}-demo")
    return find_data_folder(None, context.environ, demo=True)


def demo(context: CommandContext) -> None:
    """Lay the sample school, unless it is there for today, and open the kiosk on it."""
    folder = context.folder(demo=True)
    at = None if context.since else context.options.at  # or the sample's clock would be put back
    with open_demo(folder, context.clock, at) as opened:
        if context.options.load_only:
            context.console.tell(t("The sample school is in {folder}.", folder=str(folder)))
            return
        _show(context, opened, again=context.since > 0)

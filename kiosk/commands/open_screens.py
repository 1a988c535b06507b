"""`kiosk`, `kiosk demo` and `kiosk rehearse`: opening the screens."""

from __future__ import annotations

import time
from contextlib import nullcontext, suppress
from pathlib import Path

from kiosk.commands.context import CommandContext
from kiosk.errors import KioskError, Refused
from kiosk.factory import Kiosk
from kiosk.sample.school import open_demo
from kiosk.system.data_folder import find_data_folder
from kiosk.system.log import ErrorLog
from kiosk.system.rehearsal_folder import remove_left_over
from kiosk.system.supervisor import is_terminal
from kiosk.text import t

TRIES = 20
"""How often the screens are started again after errors, so that sign-in goes on."""

PAUSE = 1.0
"""Seconds to wait before the next start, from the second error on."""

CALM = 60.0
"""Seconds without an error after which the errors are counted from one again."""

SAMPLE = "sample"
"""What the screens return where a person picked the sample school."""


def kiosk(context: CommandContext) -> None:
    """Open the kiosk on the data folder. Where that is empty, the screens offer what to do."""
    folder = context.folder()
    with suppress(Refused):  # one that is open, in another window, goes by itself
        remove_left_over(folder)
    with context.opened(folder, runs_on=True) as opened:
        answer = _show(context, opened, again=context.since > 0)
    if answer == SAMPLE:
        with open_demo(_beside(context, folder), context.clock) as sample:
            _show(context, sample)


def _show(context: CommandContext, opened: Kiosk, *, again: bool = False) -> str | None:
    """Show the screens until a person ends them, and return their answer.

    `again`: they were shown before and ended by an error, which they then say.

    Raises:
        Refused: there is no terminal.
        KioskError: too many errors came one after the other.
    """
    if not is_terminal():
        raise Refused(t("The kiosk needs a terminal, and there is none here."))
    failed = 0
    while failed < TRIES:
        begun = time.monotonic()
        app = opened.app(context.console.language, again=again)
        answer = app.run()
        if not app.return_code or not is_terminal():  # the terminal was closed
            return answer
        again = True
        failed = 1 if time.monotonic() - begun > CALM else failed + 1
        if failed > 1:
            time.sleep(PAUSE)
    raise KioskError(
        t(
            "Something went wrong and the kiosk has stopped. Please start it "
            "again. {file} has the details for support.",
            file=str(ErrorLog(opened.folder).path),
        )
    )


def _beside(context: CommandContext, folder: Path) -> Path:
    """Return a folder for the sample that is not the school's own."""
    if context.options.data or context.environ.get("KIOSK_DATA"):
        return folder.with_name(f"{folder.name}-demo")
    return find_data_folder(None, context.environ, demo=True)


def demo(context: CommandContext) -> None:
    """Open the kiosk on the sample school, which is created unless today's is there."""
    folder = context.folder(demo=True)
    # after a crash the sample's clock must run on, not go back to `--at`
    at = None if context.since else context.options.at
    with open_demo(folder, context.clock, at) as opened:
        if context.options.load_only:
            context.console.tell(t("The sample school is in {folder}.", folder=str(folder)))
            return
        _show(context, opened, again=context.since > 0)


def rehearse(context: CommandContext) -> None:
    """Open the kiosk on a copy of the school, on one of its INSET days; then delete the copy."""
    from kiosk.sample.rehearsal import arriving, day_to_rehearse, open_rehearsal

    folder = context.folder()
    with context.school() as real:
        day = day_to_rehearse(real.desk.school, real.desk.now(), context.options.day)
    with open_rehearsal(folder, context.clock, day, context.options.at) as copy:
        busy = arriving(copy.folder, context.clock) if context.options.busy else nullcontext()
        with busy:
            _show(context, copy, again=context.since > 0)
    context.console.tell(t("The rehearsal has ended, and its copy of your school is deleted."))

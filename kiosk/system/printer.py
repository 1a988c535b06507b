"""Sending a finished page to a printer of this machine, by `lp`, where the system has it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from kiosk.errors import CannotPrint
from kiosk.text import Text, t

PATIENCE = 30
"""Seconds that the printing system may take to accept a page."""


def send_to_printer(path: Path, printer: str) -> None:
    """Send a PDF to the printer of that name.

    Raises:
        CannotPrint: this machine has no `lp`, or it does not accept the page.
    """
    lp = shutil.which("lp")
    if lp is None:
        raise CannotPrint(t("This machine cannot send to a printer. Print it by hand: {file}",
                            file=str(path)))  # fmt: skip
    asked = [lp, "-d", printer, "-t", path.stem, "-o", "media=A4", str(path.resolve())]
    try:
        subprocess.run(asked, check=True, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotPrint(
            t(
                "The printer {printer} did not take it. Print it by hand: {file}",
                printer=printer,
                file=str(path),
            )
        ) from error


def printer_trouble(printer: str) -> Text | None:
    """Return why nothing can be sent to the printer of that name, or None."""
    lpstat = shutil.which("lpstat")
    if lpstat is None or shutil.which("lp") is None:
        return t("This machine cannot send to a printer. Set it up, or print by hand.")
    try:
        subprocess.run([lpstat, "-p", printer], check=True, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError):
        return t("This machine has no printer {printer}. Set it up, or change “printer” in "
                 "school.toml.", printer=printer)  # fmt: skip
    return None

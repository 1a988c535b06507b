"""Sending a finished page to a printer of this machine: by `lp`, or by Windows' own way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from kiosk.errors import CannotPrint
from kiosk.text import Text, t

PATIENCE = 30
"""Seconds that the printing system may take to accept a page."""


def send_to_printer(path: Path, printer: str, paper: str = "A4") -> None:
    """Send a PDF to the printer of that name, on one side of paper such as `A5`.

    A stub that is cut off must not take a part of another page with it.

    On Windows the program that opens PDFs prints it, on the paper that is set there.

    Raises:
        CannotPrint: this machine cannot print so, or the printer does not accept the page.
    """
    try:
        _send(path.resolve(), printer, paper)
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotPrint(
            t(
                "The printer {printer} did not take it. Print it by hand: {file}",
                printer=printer,
                file=str(path),
            )
        ) from error


def _send(path: Path, printer: str, paper: str) -> None:
    if sys.platform == "win32":
        # "printto", since "print" would take whatever printer is the default
        os.startfile(path, "printto", arguments=f'"{printer}"')
        return
    lp = shutil.which("lp")
    if lp is None:
        raise CannotPrint(t("This machine cannot send to a printer. Print it by hand: {file}",
                            file=str(path)))  # fmt: skip
    # a queue is read by others: what is printed, and not whose it is
    title = path.stem.partition("-")[0]
    asked = [lp, "-d", printer, "-t", title, "-o", f"media={paper}",
             "-o", "sides=one-sided", str(path)]  # fmt: skip
    subprocess.run(asked, check=True, capture_output=True, timeout=PATIENCE)


def printer_trouble(printer: str) -> Text | None:
    """Return why nothing can be sent to the printer of that name, or None.

    Windows has no way to ask without printing.
    """
    if sys.platform == "win32":
        return None
    lpstat = shutil.which("lpstat")
    if lpstat is None or shutil.which("lp") is None:
        return t("This machine cannot send to a printer. Set it up, or print by hand.")
    try:
        subprocess.run([lpstat, "-p", printer], check=True, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError):
        return t("This machine has no printer {printer}. Set it up, or change “printer” in "
                 "school.toml.", printer=printer)  # fmt: skip
    return None

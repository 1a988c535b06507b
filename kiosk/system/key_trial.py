"""Trying out keys and a badge scanner, outside the screens: what arrives, and how fast."""

from __future__ import annotations

import os
import sys
import time
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from kiosk.system.health import Finding, Level
from kiosk.system.scanner import QUICK, SCAN_GAP
from kiosk.text import t

PATIENCE = 15.0
"""Seconds to wait for the first key."""
PAUSE = 0.5
"""Seconds without a key after which a scan has ended."""
F1 = ("\x1bOP", "\x1b[11~", "\x1b[[A", "\x1b[P")
"""What terminals send for F1."""
ENDS = "\r\n\t"


class Key(NamedTuple):
    """A character that arrived, and when, in seconds."""

    char: str
    at: float


def read_keys(patience: float = PATIENCE) -> list[Key]:
    """Return what is typed at the terminal until there is a pause; none after `patience` seconds.

    Windows has no such reading, and returns none at once.
    """
    if sys.platform == "win32":
        return []
    import select
    import termios
    import tty

    handle, keys = sys.stdin.fileno(), list[Key]()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle)
        while select.select([handle], [], [], PAUSE if keys else patience)[0]:
            arrived = os.read(handle, 1024).decode(errors="replace")
            keys += [Key(char, time.monotonic()) for char in arrived]
            if not arrived:
                break
    finally:
        termios.tcsetattr(handle, termios.TCSAFLUSH, before)
    return keys


def key_finding(keys: list[Key]) -> Finding:
    """Return whether F1 arrived."""
    if "".join(key.char for key in keys) in F1:
        return Finding("keys", Level.OK, t("F1 reaches the kiosk."))
    text = t(
        "F1 did not arrive. If you pressed it, switch off the terminal's own shortcuts; Ctrl+P "
        "is help too."
    )
    return Finding("keys", Level.LOOK, text)


def scan_finding(keys: list[Key]) -> Finding:
    """Return whether the kiosk will know a scanner by what arrived from it."""
    code = [key for key in keys if key.char not in ENDS]
    if len(code) < 2:
        return Finding("scanner", Level.LOOK, t("Nothing was scanned: the scanner wasn't tried."))
    gaps = [one.at - before.at for before, one in pairwise(keys)]
    pace = round(1000 * median(gaps))
    if keys[-1].char not in ENDS:
        text = t("Scanner: {n} ms a key, without Enter. Set it to send Enter after a code.", n=pace)
        return Finding("scanner", Level.MEND, text)
    if max(gaps) > SCAN_GAP:
        text = t("Scanner: {n} ms a key, too slow to tell from typing. Set it to go faster.",
                 n=pace)  # fmt: skip
        return Finding("scanner", Level.MEND, text)
    if max(gaps) > QUICK:
        text = t("Scanner: {n} ms a key: fast enough for the kiosk's own badges, not for others.",
                 n=pace)  # fmt: skip
        return Finding("scanner", Level.LOOK, text)
    return Finding("scanner", Level.OK, t("Scanner: {n} ms a key, ends with Enter.", n=pace))

"""Dated copies of the checkpoint, and the file of an older format.

    attendance.backups/attendance-2026-09-01.json       the first checkpoint of a day
    attendance.backups/attendance-2026-09-01-end.json   the last one of a day that ended well
    attendance.backups/attendance-2026-09-01-130540.json  one that was asked for, at 13:05:40
    attendance.backups/original-1f2e3d4c.json           a plain file as it was before it was ours

Each is an ordinary TinyDB file. A file is copied, not linked, because stock TinyDB writes in place.
Copies here are not encrypted, because the data beside them is not either, and because erasing has
to search them. Those in a second folder are, if a passphrase is set (see `offsite_copies.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kiosk.store.interface import Copy
from kiosk.store.journal.file_names import BACKUPS
from kiosk.system.durable_files import bytes_of, replace_durably

ENCRYPTED = ".sealed"
"""What the name of an encrypted copy ends in."""
END = "end"
"""The kind of the copy at the end of a day."""

NAME = re.compile(r"attendance-(\d{4}-\d\d-\d\d)(?:-(end|\d{6}))?\.json(\.sealed)?")


def make_copy(path: Path, day: str, *, kind: str = "", days: int | None = None) -> bool:
    """Copy a checkpoint; return False if the first copy of the day exists already.

    `day` is its date (`2026-09-01`), and `kind` as in `Copy`; copies with a kind are replaced. Of
    all copies only those of the last `days` are kept; None: all.

    Raises:
        OSError: it could not be copied; earlier copies stay.
    """
    folder = path.parent / BACKUPS
    copy = folder / copy_name(day, kind)
    if copy.exists() and not kind:
        return False
    folder.mkdir(mode=0o700, exist_ok=True)
    replace_durably(copy, bytes_of(path))
    if days is not None:
        remove_old_copies(folder, last_days(list_copies(folder), days))
    return True


def copy_name(day: str, kind: str = "") -> str:
    """Return the name of the copy of a day (`2026-09-01`); `kind` as in `Copy`."""
    return f"attendance-{day}{'-' * bool(kind)}{kind}.json"


def list_copies(folder: Path) -> list[Copy]:
    """Return the dated copies in a folder, in the order of their days; none without a folder.

    Raises:
        OSError: it cannot be read.
    """
    copies: list[Copy] = []
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    for path in paths:
        match = NAME.fullmatch(path.name)
        if match:
            kind, sealed = match[2] or "", bool(match[3])
            copies.append(Copy(path, match[1], kind, path.stat().st_size, sealed))
    return sorted(copies, key=lambda copy: (copy.day, copy.kind))


def last_days(copies: Iterable[Copy], days: int) -> set[str]:
    """Return the last days that have a copy.

    Days are counted, not compared with today: a clock that is wrong for a day must not remove all.
    """
    return set(sorted({copy.day for copy in copies})[-days:])


def remove_old_copies(folder: Path, kept: set[str]) -> None:
    """Remove the copies of all but these days.

    Raises:
        OSError: one could not be removed.
    """
    for copy in list_copies(folder):
        if copy.day not in kept:
            copy.path.unlink(missing_ok=True)

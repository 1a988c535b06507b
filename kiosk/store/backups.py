"""Dated copies of the checkpoint, and going back to one.

    attendance.backups/attendance-2026-09-01.json       the first checkpoint of a day
    attendance.backups/attendance-2026-09-01-end.json   the last one of a day that ended well
    attendance.backups/original-1f2e3d4c.json           a plain file as it was before it was ours

Each is an ordinary TinyDB file. A file is copied, not linked: stock TinyDB writes in place.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.store.files import bytes_of, replace_durably

BACKUPS = "attendance.backups"
"""The folder of the copies."""
DAYS = 14
"""Days of which copies are kept; older ones go when a new one is made."""


def back_up(path: Path, day: str, *, at_end: bool) -> bool:
    """Copy a checkpoint that is in place; return whether there was anything to do.

    `day` is its date (`2026-09-01`). The first copy of a day stays; the one at the end is renewed.

    Raises:
        OSError: it could not be copied; earlier copies stay.
    """
    folder = path.parent / BACKUPS
    copy = folder / f"attendance-{day}{'-end' if at_end else ''}.json"
    if copy.exists() and not at_end:
        return False
    folder.mkdir(mode=0o700, exist_ok=True)
    replace_durably(copy, bytes_of(path))
    _forget(folder)
    return True


def keep_original(path: Path, checksum: str) -> None:
    """Keep a copy of a file of an older format, before anything is written beside it.

    Raises:
        OSError: it could not be copied.
    """
    folder = path.parent / BACKUPS
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"original-{checksum}.json"
    if not copy.exists():
        replace_durably(copy, bytes_of(path))


def _forget(folder: Path) -> None:
    """Remove the copies of all but the last days."""
    length = len("attendance-2026-09-01")
    copies = sorted(folder.glob("attendance-*.json"))
    days = sorted({copy.name[:length] for copy in copies})
    for copy in copies:
        if copy.name[:length] in days[:-DAYS]:
            copy.unlink()

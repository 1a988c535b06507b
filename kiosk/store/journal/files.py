"""The names of the files that a journal consists of."""

from __future__ import annotations

import os
from pathlib import Path

FILE = "attendance.json"
LOCK = "attendance.lock"
ARCHIVE = "attendance.archive"
"""The folder of journals that a checkpoint has taken in."""
ERASING = "attendance.erasing"
"""What is being erased, for as long as that is not finished (see `kiosk.store.erasure.erasing`)."""
BACKUPS = "attendance.backups"
"""The folder of dated copies, and of a file of an older format as it was."""
HERE = "attendance.programs"
"""The folder by which programs see each other."""


def journal_path(checkpoint: Path, generation: int) -> Path:
    """Return the path of a journal: `attendance.json.j000001` is the first."""
    return checkpoint.with_name(f"{checkpoint.name}.j{generation:06d}")


def generations(checkpoint: Path) -> list[int]:
    """Return the numbers of the journals that stand beside a checkpoint, in order."""
    start = f"{checkpoint.name}.j"
    try:
        names = [entry.name for entry in os.scandir(checkpoint.parent)]
    except FileNotFoundError:
        return []
    found = [name.removeprefix(start) for name in names if name.startswith(start)]
    return sorted(int(number) for number in found if number.isdecimal())

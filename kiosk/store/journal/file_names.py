"""The names of the files that a journal consists of."""

from __future__ import annotations

import os
from pathlib import Path

FILE = "attendance.json"
LOCK = "attendance.lock"
ARCHIVE = "attendance.archive"
"""The folder of old journals, whose changes a checkpoint includes."""
ERASING = "attendance.erasing"
"""The scope of an erasure that is not finished (see `kiosk.store.erasure.erasing`)."""
BACKUPS = "attendance.backups"
"""The folder of dated copies, and of files of an older format as they were."""
PROGRAMS = "attendance.programs"
"""The folder of files that running programs lock, so that they see each other."""


def journal_path(checkpoint: Path, generation: int) -> Path:
    """Return the path of a journal: `attendance.json.j000001` is the first."""
    return checkpoint.with_name(f"{checkpoint.name}.j{generation:06d}")


def generations(checkpoint: Path) -> list[int]:
    """Return the numbers of the journals beside a checkpoint, in order; none without a folder."""
    start = f"{checkpoint.name}.j"
    try:
        names = [entry.name for entry in os.scandir(checkpoint.parent)]
    except FileNotFoundError:
        return []
    numbers = [name.removeprefix(start) for name in names if name.startswith(start)]
    return sorted(int(number) for number in numbers if number.isdecimal())

"""The names of the files that a journal consists of."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kiosk.system.durable_files import path_beside

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
ASIDE = "attendance.aside-"
"""What the names of the folders begin with in which a repair keeps damaged files."""
REPORT = "report.txt"
"""The file among them that says what the repair did. It names files and numbers, nobody."""
_JOURNAL = re.compile(re.escape(FILE) + r"\.j(\d+)(?:-(\d+))?")
"""The name of a journal; the number at its end tells earlier schools in the folder apart."""


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


def journals_in(folder: Path) -> list[Path]:
    """Return the journals in a folder, each after those that it may follow on."""
    journals = []
    for path in folder.glob(f"{FILE}.j*"):
        matched = _JOURNAL.fullmatch(path.name)
        if matched is not None:
            journals.append((int(matched[1]), int(matched[2] or 1), path))
    return [path for _, _, path in sorted(journals)]


def folders_aside(folder: Path) -> list[Path]:
    """Return the folders in which earlier repairs kept damaged files, the oldest first."""
    return sorted(path for path in folder.glob(f"{ASIDE}*") if path.is_dir())


def is_erasure_cut_short(folder: Path) -> bool:
    """Return whether an erasure did not end, or left behind the file that it was to begin with."""
    return (folder / ERASING).exists() or path_beside(folder / ERASING).exists()

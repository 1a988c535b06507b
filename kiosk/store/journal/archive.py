"""Puts journals away that a checkpoint has taken in."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.store.journal.files import ARCHIVE, generations, journal_path
from kiosk.system.durable_files import flush_folder


def archive(path: Path, generation: int) -> None:
    """Put journals away that are older than the one of this generation, the oldest first.

    Raises:
        OSError: one could not be moved; it is left out when the folder is read.
    """
    old = [one for one in generations(path) if one < generation]
    if not old:
        return
    folder = path.parent / ARCHIVE
    folder.mkdir(mode=0o700, exist_ok=True)
    for one in old:
        journal = journal_path(path, one)
        target, number = folder / journal.name, 1
        while target.exists():  # of an earlier school in this folder
            number += 1
            target = folder / f"{journal.name}-{number}"
        os.replace(journal, target)
    flush_folder(folder)
    flush_folder(path.parent)

"""Moves old journals to the archive, once a checkpoint holds what they say."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.store.journal.file_names import ARCHIVE, generations, journal_path
from kiosk.system.durable_files import flush_folder


def archive(path: Path, generation: int) -> None:
    """Move the journals before this generation to the archive.

    Raises:
        OSError: one could not be moved. It does no harm where it is: readers skip it.
    """
    old = [number for number in generations(path) if number < generation]
    if not old:
        return
    folder = path.parent / ARCHIVE
    folder.mkdir(mode=0o700, exist_ok=True)
    # the oldest first: cut short, the journals that are left still follow one on another
    for old_generation in old:
        journal = journal_path(path, old_generation)
        target, suffix = folder / journal.name, 1
        # an earlier school in this folder left journals of the same numbers
        while target.exists():
            suffix += 1
            target = folder / f"{journal.name}-{suffix}"
        os.replace(journal, target)
    flush_folder(folder)
    flush_folder(path.parent)

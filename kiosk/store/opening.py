"""Opens a store: in a folder, or in memory for a test. Nothing else need be imported to use one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.store.interface import Administration, Store
from kiosk.store.journal.lock import WAIT
from kiosk.system.data_folder import holds_school, true_time

if TYPE_CHECKING:
    from kiosk.store.memory import Shared


def open_store(
    folder: Path, wait: float = WAIT, clock: Callable[[], datetime] = true_time
) -> Store:
    """Open the store in a folder; the folder is made if it does not exist.

    By the `clock` journals and copies are dated.

    Raises:
        DataFolderError: the folder cannot be made or written to, or it has lost its files.
    """
    # imported here: a command that opens no store does not wait for this
    from kiosk.errors import DataFolderError
    from kiosk.store.journal.file_names import FILE
    from kiosk.store.journal.reader import is_bereft
    from kiosk.store.maintenance import MaintainedJournal
    from kiosk.store.record_store import RecordStore
    from kiosk.system.durable_files import cause, make_folder
    from kiosk.text import t

    try:
        make_folder(folder)
    except OSError as error:
        raise DataFolderError(
            t(
                "The folder {folder} could not be created: {cause}.",
                folder=str(folder),
                cause=cause(error),
            )
        ) from error
    if is_bereft(folder / FILE) and holds_school(folder):
        raise DataFolderError(
            t(
                "The school's files in {folder} are missing. Please run “kiosk "
                "repair”: it puts back what the archive and the copies hold.",
                folder=str(folder),
            )
        )
    return RecordStore(MaintainedJournal(folder / FILE, wait, clock))


def open_administration(folder: Path) -> Administration:
    """Return what looks after a folder: copies, repair. The folder may be damaged, or empty."""
    from kiosk.store.administration import FolderAdministration

    return FolderAdministration(folder)


def open_memory(shared: Shared) -> Store:
    """Open a view of lines that are kept in memory, as a program of its own would."""
    from kiosk.store.memory import MemoryLog
    from kiosk.store.record_store import RecordStore

    return RecordStore(MemoryLog(shared))

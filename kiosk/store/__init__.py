"""Where the School is kept: the seam behind which attendance is saved to TinyDB.

The Desk needs a few things of a store and knows nothing else about it. `open_store` returns the one
on the disk (see `kiosk.store.journal.journal`), `open_memory` one for a test that needs none.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from kiosk.rules.model.changes import Entry, Put, Remove

if TYPE_CHECKING:
    from kiosk.store.memory import Shared


class Keeping(msgspec.Struct, frozen=True):
    """For how long a school keeps what the store could do without."""

    copies: int
    """Days of which the dated copies are kept."""
    journals: int
    """Days for which journals are kept that a checkpoint has taken in."""


class Store(Protocol):
    """One school's records, shared with every program on the same folder."""

    def exclusively(self) -> AbstractContextManager[object]:
        """Hold the folder, so that nobody else writes. Raises `Busy` after ten seconds."""
        ...

    def has_news(self) -> bool:
        """Return whether somebody wrote since `news` was last asked. Costs microseconds."""
        ...

    def news(self) -> list[Put | Remove]:
        """Return what changed since it was last asked; at first, everything there is.

        Raises:
            DataFolderError: what is there cannot be read.
        """
        ...

    def append(self, items: Iterable[Put | Remove], entry: Entry) -> None:
        """Write all of these changes, or none, and return when they are safely on the disk.

        To be called inside `exclusively`, after `news`.

        Raises:
            NotSaved: they could not be written; what was saved before is as it was.
        """
        ...

    def is_due(self) -> bool:
        """Return whether there is something to put in order. Costs a microsecond."""
        ...

    def tend(self, keeping: Keeping | None = None) -> None:
        """Put it in order, from any thread; holds nobody up, and what fails is tried again.

        Whoever does not know what is to be kept forgets nothing.
        """
        ...

    def close(self, keeping: Keeping | None = None) -> None:
        """Leave the folder, in order if nobody else is in it. Nothing may be asked afterwards."""
        ...


WAIT = 10.0
"""Seconds to wait for another program before giving up."""


def open_store(folder: Path, wait: float = WAIT) -> Store:
    """Open the store in a folder, making the folder if need be.

    Raises:
        DataFolderError: the folder cannot be made or written to.
    """
    from kiosk.errors import DataFolderError
    from kiosk.store.journal.files import FILE, cause
    from kiosk.store.maintenance import KeptJournal
    from kiosk.store.record_store import RecordStore
    from kiosk.text import t

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DataFolderError(
            t(
                "The folder {folder} cannot be made: {cause}.",
                folder=str(folder),
                cause=cause(error),
            )
        ) from error
    return RecordStore(lambda listener: KeptJournal(folder / FILE, wait, listener))


def this_device() -> str:
    """Return what the history calls this program: the machine's name and the program's number."""
    return f"{socket.gethostname()}:{os.getpid()}"


def open_memory(shared: Shared) -> Store:
    """Open a view of lines that are kept in memory, as a program of its own would."""
    from kiosk.store.memory import MemoryLog
    from kiosk.store.record_store import RecordStore

    return RecordStore(lambda listener: MemoryLog(shared, listener))

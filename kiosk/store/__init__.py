"""Where the School is kept: the seam behind which attendance is saved to TinyDB.

The Desk needs four things of a store and knows nothing else about it. `open_store` is the only line
to change when what stands behind them does.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from kiosk.rules.changes import Put, Remove


class Entry(msgspec.Struct, frozen=True):
    """What the history keeps of one decision: ids only, never a person's text."""

    at: datetime
    device: str
    by: str
    """The id of the person it was done by, `tutor`, or `command`."""
    asked: str
    """The rule's name."""
    about: tuple[str, ...]


class Store(Protocol):
    """One school's records, shared with every program on the same folder."""

    def exclusively(self) -> AbstractContextManager[None]:
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


def open_store(folder: Path) -> Store:
    """Open the store in a folder, making the folder if need be.

    Raises:
        DataFolderError: the folder cannot be made or written to.
    """
    from kiosk.store.tiny import TinyStore

    return TinyStore(folder)

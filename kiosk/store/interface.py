"""What the Desk asks of a store: the seam behind which attendance is saved to TinyDB."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec

from kiosk.rules.model.changes import HistoryEntry, Put, Remove
from kiosk.text import Text


class RetentionPeriods(msgspec.Struct, frozen=True):
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

    def append(self, items: Iterable[Put | Remove], entry: HistoryEntry) -> None:
        """Write all of these changes, or none, and return when they are safely on the disk.

        To be called inside `exclusively`, after `news`.

        Raises:
            NotSaved: they could not be written; what was saved before is as it was.
        """
        ...

    def is_maintenance_due(self) -> bool:
        """Return whether there is something to put in order. Costs a microsecond."""
        ...

    def run_maintenance(self, keeping: RetentionPeriods | None = None) -> None:
        """Put it in order, from any thread; holds nobody up, and what fails is tried again.

        Whoever does not know what is to be kept forgets nothing.
        """
        ...

    def copies_trouble(self, keeping: RetentionPeriods) -> Text | None:
        """Return what keeps copies from the second folder, if anything does. May take seconds."""
        ...

    def close(self, keeping: RetentionPeriods | None = None) -> None:
        """Leave the folder, in order if nobody else is in it. Nothing may be asked afterwards."""
        ...

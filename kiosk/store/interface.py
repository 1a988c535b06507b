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


class News(msgspec.Struct, frozen=True):
    """Changes, and the number of the last of them."""

    seq: int
    """Where to read on, as this store counts: given to the next `news`, and to `append`."""
    items: list[Put | Remove]
    """In the order in which they were made."""


class Store(Protocol):
    """One school's records, shared with every program on the same data."""

    holds_while_deciding: bool
    """Whether to decide inside `transaction`: where holding the data costs little, nobody moves."""

    def transaction(self) -> AbstractContextManager[object]:
        """Keep every other writer out. Raises `Busy` after ten seconds."""
        ...

    def has_news(self, after: int) -> bool:
        """Return whether anything was written after a number. Costs microseconds."""
        ...

    def news(self, after: int | None = None) -> News:
        """Return what was written after a number, by anybody; None: all records there are.

        Changes are kept until a later number is asked for: if they cannot be applied, ask again
        with the same number. Where all is read, a record comes after those it names.

        Raises:
            DataFolderError: the data cannot be read.
        """
        ...

    def append(
        self, items: Iterable[Put | Remove], entry: HistoryEntry, after: int | None = None
    ) -> int:
        """Write all of these changes, or none; return their number once they are on the disk.

        `after` is the number of the last change that the items were decided on; None: they do not
        depend on any.

        Raises:
            Moved: another program has written since; nothing was written.
            NotSaved: they could not be written; what was saved before is as it was.
        """
        ...

    def is_maintenance_due(self) -> bool:
        """Return whether `run_maintenance` has anything to do. Costs a microsecond."""
        ...

    def run_maintenance(self, keeping: RetentionPeriods | None = None) -> None:
        """Make checkpoints and copies, from any thread. Holds nobody up; a failure is retried.

        With None nothing old is removed: nobody has said how long it is to be kept.
        """
        ...

    def copies_trouble(self, keeping: RetentionPeriods) -> Text | None:
        """Return what keeps copies from the second folder, or None. May take seconds."""
        ...

    def close(self, keeping: RetentionPeriods | None = None) -> None:
        """Leave the data; the last program to leave makes a checkpoint. Not usable afterwards."""
        ...

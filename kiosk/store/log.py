"""What a store asks of its log. Free of TinyDB, which is not needed to read."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from kiosk.store.interface import RetentionPeriods
from kiosk.store.journal.lines import Operation
from kiosk.store.journal.reader import Listener
from kiosk.store.journal.tables import Tables
from kiosk.text import Text


class TransactionLog(Protocol):
    """What keeps the documents: a journal on a disk, or lines in memory."""

    listener: Listener | None
    """Called with every change after the first reading, this program's own as well."""

    @property
    def tables(self) -> Tables:
        """The documents as they were when they were last read."""
        ...

    def has_news(self) -> bool:
        """Return whether another program has written."""
        ...

    def follow(self) -> None:
        """Read what other programs wrote."""
        ...

    def thread_lock(self) -> AbstractContextManager[object]:
        """Keep other threads of this program from reading on or writing."""
        ...

    def transaction(self) -> AbstractContextManager[object]:
        """Keep every other writer out, having read to the end. Raises `Busy`."""
        ...

    def append(self, ops: list[Operation], entry: Mapping[str, Any]) -> None:
        """Write one transaction, all or nothing."""
        ...

    def is_maintenance_due(self) -> bool:
        """Return whether `run_maintenance` has anything to do."""
        ...

    def run_maintenance(self, keeping: RetentionPeriods | None = None) -> None:
        """Make checkpoints and copies."""
        ...

    def copies_trouble(self, keeping: RetentionPeriods) -> Text | None:
        """Return what keeps copies from the second folder."""
        ...

    def close(self, keeping: RetentionPeriods | None = None) -> None:
        """Leave the log. It cannot be used afterwards."""
        ...

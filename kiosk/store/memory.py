"""A store without a disk, for tests: several programs' views of one list of lines."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from kiosk.errors import Busy
from kiosk.store.interface import RetentionPeriods
from kiosk.store.journal.lines import START, Operation, read_line, write_line
from kiosk.store.journal.reader import Listener
from kiosk.store.journal.tables import Tables
from kiosk.text import Text, t


class Shared:
    """What the disk is to the journal: every line there is, and a lock."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.chain = START
        self.lock = threading.RLock()


class MemoryLog:
    """One program's view of shared lines."""

    def __init__(self, shared: Shared, wait: float = 10.0) -> None:
        self.tables = Tables()
        self.listener: Listener | None = None
        self._shared, self._wait = shared, wait
        self._threads = threading.RLock()
        self._seen = 0
        self._started = False

    def has_news(self) -> bool:
        """Return whether another view has written."""
        return self._seen < len(self._shared.lines)

    def thread_lock(self) -> AbstractContextManager[object]:
        """Keep other threads from using this view."""
        return self._threads

    def follow(self) -> None:
        """Read what other views wrote."""
        with self._threads:
            for data in self._shared.lines[self._seen :]:
                line = read_line(data)
                assert line is not None
                changes = self.tables.take(line.body)
                self._seen += 1
                if self._started and changes and self.listener is not None:
                    self.listener(changes)
            self._started = True

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep the other views out, having read to the end. Raises `Busy`."""
        if not self._shared.lock.acquire(timeout=self._wait):
            raise Busy(t("Not saved: another program is using the data. Please try again."))
        try:
            self.follow()
            yield
        finally:
            self._shared.lock.release()

    def append(self, ops: list[Operation], entry: Mapping[str, Any]) -> None:
        """Write one transaction; see `Journal.append`."""
        line = write_line(self._shared.chain, self._seen + 1, {**entry, "ops": ops})
        read = read_line(line[:-1])
        assert read is not None
        self._shared.chain = read.chain
        self._shared.lines.append(line[:-1])
        self.follow()

    def is_maintenance_due(self) -> bool:
        """Return whether there is anything to put in order: never."""
        return False

    def run_maintenance(self, keeping: RetentionPeriods | None = None) -> None:
        """Put nothing in order."""

    def copies_trouble(self, keeping: RetentionPeriods) -> Text | None:
        """Return what keeps copies from a second folder: there is none."""
        del keeping
        return None

    def close(self, keeping: RetentionPeriods | None = None) -> None:
        """End the view; the lines stay."""

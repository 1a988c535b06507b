"""The school's records in the tables: the `Store` that the Desk works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from kiosk.errors import DataFolderError
from kiosk.rules.model.changes import HistoryEntry, Put, Remove
from kiosk.rules.model.school import RECORD_TYPES
from kiosk.store.interface import RetentionPeriods
from kiosk.store.journal.journal import Listener
from kiosk.store.journal.lines import Operation, StoredDocument
from kiosk.store.journal.tables import Change, Tables
from kiosk.text import Text, t


class Log(Protocol):
    """What keeps the documents: a journal on a disk, or lines in memory."""

    @property
    def tables(self) -> Tables:
        """The documents as they were when they were last read."""
        ...

    def has_news(self) -> bool:
        """Return whether somebody has written."""
        ...

    def follow(self) -> None:
        """Take in what others wrote."""
        ...

    def exclusively(self) -> AbstractContextManager[object]:
        """Hold the documents, caught up to the end."""
        ...

    def append(self, ops: list[Operation], entry: dict[str, Any]) -> None:
        """Write one transaction, all or nothing."""
        ...

    def is_maintenance_due(self) -> bool:
        """Return whether there is something to put in order."""
        ...

    def run_maintenance(self, keeping: RetentionPeriods | None = None) -> None:
        """Put it in order."""
        ...

    def copies_trouble(self, keeping: RetentionPeriods) -> Text | None:
        """Return what keeps copies from the second folder."""
        ...

    def close(self, keeping: RetentionPeriods | None = None) -> None:
        """End."""
        ...


class RecordStore:
    """The store of a school; see `Store`. One object for one thread at a time, `tend` apart."""

    def __init__(self, opened: Callable[[Listener], Log]) -> None:
        """Work on the log that `opened` returns; it is to tell its changes to what it is given."""
        self._untaken: list[Change] = []
        self._numbers: dict[str, dict[str, str]] | None = None
        self._log = opened(self._untaken.extend)

    def exclusively(self) -> AbstractContextManager[object]:
        """Hold the folder; see `Store`."""
        return self._log.exclusively()

    def has_news(self) -> bool:
        """Return whether somebody else has written."""
        return self._numbers is None or bool(self._untaken) or self._log.has_news()

    def news(self) -> list[Put | Remove]:
        """Return what changed, in the order in which it came about; see `Store`.

        At first, and where all had to be read anew, a record comes after what it names.
        """
        self._log.follow()
        if self._numbers is None:
            return self._everything()
        # what is tended in another thread may take in more meanwhile: that is for the next time
        taken = self._untaken[:]
        del self._untaken[: len(taken)]
        return self._told(taken)

    def append(self, items: Iterable[Put | Remove], entry: HistoryEntry) -> None:
        """Write the changes and who asked for them as one line; see `Store`."""
        if self._numbers is None:
            self._everything()
        ops = self._operations(items)
        waiting = self._untaken[:]
        self._untaken.clear()
        try:
            self._log.append(ops, encode_entry(entry))
            self._told(self._untaken)
        finally:
            self._untaken[:] = waiting

    def is_maintenance_due(self) -> bool:
        """Return whether there is something to put in order."""
        return self._log.is_maintenance_due()

    def run_maintenance(self, keeping: RetentionPeriods | None = None) -> None:
        """Put it in order; from any thread."""
        self._log.run_maintenance(keeping)

    def copies_trouble(self, keeping: RetentionPeriods) -> Text | None:
        """Return what keeps copies from the second folder; from any thread."""
        return self._log.copies_trouble(keeping)

    def close(self, keeping: RetentionPeriods | None = None) -> None:
        """Leave the folder."""
        self._log.close(keeping)

    def _everything(self) -> list[Put | Remove]:
        found: list[Put | Remove] = []
        numbers: dict[str, dict[str, str]] = {}
        rows = self._log.tables.rows
        for table in RECORD_TYPES:
            numbers[table] = {_id(row): number for number, row in rows.get(table, {}).items()}
            # of two documents with one id the later one counts
            found += [Put(table, one, rows[table][at]) for one, at in numbers[table].items()]
        self._numbers = numbers
        self._untaken.clear()
        return found

    def _told(self, changes: list[Change]) -> list[Put | Remove]:
        """Return documents' changes as records', keeping up which number is whose."""
        items: list[Put | Remove] = []
        assert self._numbers is not None
        for table, number, old, new in changes:
            if table not in RECORD_TYPES:
                continue
            numbers = self._numbers[table]
            before = _id(old) if old is not None else None
            after = _id(new) if new is not None else None
            if before is not None and before != after and numbers.get(before) == number:
                del numbers[before]
                items.append(Remove(table, before))
            if after is not None and new is not None:
                numbers[after] = number
                items.append(Put(table, after, new))
        return items

    def _operations(self, items: Iterable[Put | Remove]) -> list[Operation]:
        assert self._numbers is not None
        ops: list[Operation] = []
        given: dict[tuple[str, str], str | None] = {}
        free: dict[str, int] = {}
        for item in items:
            table, place = item.table, (item.table, item.id)
            number = given[place] if place in given else self._numbers[table].get(item.id)
            if isinstance(item, Remove):
                if number is not None:
                    ops.append(["del", table, number])
                given[place] = None
                continue
            if number is None:
                at = free.get(table) or self._log.tables.free_number(table)
                number, free[table] = str(at), at + 1
            given[place] = number
            ops.append(["put", table, number, {"id": item.id, **item.document}])
        return ops


def _id(row: StoredDocument) -> str:
    """Return a record's id; every document of the school's tables has one."""
    found = row.get("id")
    if not isinstance(found, str):
        raise DataFolderError(
            t("A record in the data folder is damaged: it has no id. Put a good copy in its place.")
        )
    return found


def encode_entry(entry: HistoryEntry) -> dict[str, Any]:
    """Return what a line says of who asked for it."""
    return {
        "at": entry.at.isoformat(),
        "device": entry.device,
        "by": entry.by,
        "proof": entry.proof,
        "asked": entry.asked,
        "about": list(entry.about),
    }

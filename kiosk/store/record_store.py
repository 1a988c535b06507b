"""The school's records in the tables of a TinyDB: the `Store` that the Desk works with."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from kiosk.errors import DataFolderError, Moved
from kiosk.rules.model.changes import HistoryEntry, Put, PutAll, Remove, Snapshot
from kiosk.rules.model.school import TABLES
from kiosk.store.history import (
    encode_entry,
    encode_snapshots,
    entries_about,
    entries_since,
    entry_at,
    finished_snapshots,
    latest_entries,
    snapshots_of,
)
from kiosk.store.interface import News, Past, RetentionPeriods, Saved
from kiosk.store.journal.lines import StoredDocument
from kiosk.store.journal.migration import HISTORY, UNDO
from kiosk.store.journal.tables import Change, DocumentsByNumber
from kiosk.store.log import TransactionLog
from kiosk.store.typed_tables import Numbers, id_of, read_tables
from kiosk.text import Text

if TYPE_CHECKING:
    from kiosk.store.database import Database

WRITTEN_ALL_DAY = ("movements", "marks", "bookings")
"""The tables that a queue of people writes to."""


class _Batch(msgspec.Struct):
    """Changes that were read at once."""

    seq: int
    changes: list[Change]
    items: list[Put | Remove] | None = None
    """The same as changes of records; None: not worked out yet."""


class _Buffer:
    """The changes that the reader may still ask for, and the number of the last one.

    Not a part of the store itself: the log calls it, and a log that refers to its store would keep
    a store that is dropped, and its place in the folder, until garbage is collected.
    """

    def __init__(self) -> None:
        self.batches: list[_Batch] = []
        self.seq = 0

    def add(self, changes: list[Change]) -> None:
        """Add what the log has read. Maintenance calls this from its own thread."""
        self.seq += 1
        self.batches.append(_Batch(self.seq, changes))

    def after(self, seq: int) -> list[Put | Remove]:
        """Return the changes after a number, and give up those before."""
        if not self.seq - len(self.batches) <= seq <= self.seq:
            raise ValueError(f"changes after {seq} are not kept")
        while self.batches and self.batches[0].seq <= seq:
            del self.batches[0]
        return [item for batch in self.batches for item in batch.items or ()]

    def work_out(self, numbers: dict[str, dict[str, str]]) -> None:
        """Work out the records that changed, and bring their numbers up to date."""
        new = [batch for batch in self.batches if batch.items is None]
        try:
            for batch in new:
                batch.items = _as_items(batch.changes, numbers)
        except DataFolderError:
            # once a document that is not ours is gone again, it is in the way no longer
            new = [batch for batch in new if batch.items is None]
            new[-1].items = _as_items(_sum_of(new), numbers)
            for batch in new[:-1]:
                batch.items = []


class RecordStore:
    """The store of a school; see `Store`.

    For one reader, and one thread at a time. Only maintenance may run in another one.
    """

    holds_while_deciding = True

    def __init__(self, log: TransactionLog) -> None:
        self._log = log
        self._numbers: Numbers | None = None
        """By table and record id, the number of the document; None: nothing was read yet."""
        self._buffer = _Buffer()
        self._log.listener = self._buffer.add

    @cached_property
    def _db(self) -> Database:
        """The tables that changes are written to."""
        # imported here: it costs a twentieth of the time until the first screen is painted
        from kiosk.store.database import Database
        from kiosk.store.storage import TransactionStorage

        return Database(self._log, storage=TransactionStorage)

    def prepare(self) -> None:
        """Load what the first `append` needs."""
        _ = self._db  # made at first use
        with self._log.thread_lock():
            numbers = self._updated_numbers()
            for table in WRITTEN_ALL_DAY:
                _ = numbers[table]
                self._log.tables.free_number(table)

    def transaction(self) -> AbstractContextManager[object]:
        """Keep every other writer out; see `Store`."""
        return self._log.transaction()

    def has_news(self, after: int) -> bool:
        """Return whether anything was written after a number."""
        return self._numbers is None or self._buffer.seq != after or self._log.has_news()

    def news(self, after: int | None = None) -> News:
        """Return what was written after a number; see `Store`."""
        with self._log.thread_lock():
            self._log.follow()
            if after is None:
                return News(self._buffer.seq, self._everything())
            self._updated_numbers()
            return News(self._buffer.seq, list(self._buffer.after(after)))

    def append(
        self,
        items: Iterable[Put | Remove],
        entry: HistoryEntry,
        after: int | None = None,
        before: tuple[Snapshot, ...] = (),
        closed: Collection[str] | None = None,
    ) -> Saved:
        """Write the changes, and who asked for them, as one line; see `Store`."""
        with self._db.storage.transaction(encode_entry(entry)):
            numbers = self._updated_numbers()
            if after is not None and after != self._buffer.seq:
                raise Moved
            self._write(items, numbers)
            if closed is not None:
                gone = finished_snapshots(self._rows(UNDO), self._rows(HISTORY), closed)
                self._db.table(UNDO).remove(doc_ids=gone)
            # the number that the line's entry is about to be given
            number = self._log.tables.free_number(HISTORY)
            if before:
                self._db.table(UNDO).insert(encode_snapshots(number, before))
            # this line's own: what another program writes next is not covered by it
            return Saved(self._buffer.seq + 1, number)

    def _write(self, items: Iterable[Put | Remove], numbers: dict[str, dict[str, str]]) -> None:
        written: dict[tuple[str, str], int | None] = {}
        for item in items:
            table, key = self._db.table(item.table), (item.table, item.id)
            if key in written:
                number = written[key]
            else:
                known = numbers[item.table].get(item.id)
                number = None if known is None else int(known)
            if isinstance(item, Remove):
                if number is not None:
                    table.remove(doc_ids=[number])
                written[key] = None
                continue
            row = {"id": item.id, **item.document}
            if number is None:
                number = table.insert(row)
            else:
                # not `update(row)`, which would keep the fields that are gone
                self._db.storage.replace(item.table, str(number), row)
            written[key] = number

    def history(self, about: str) -> list[HistoryEntry]:
        """Return what was asked about an id, or by the person of that id; see `Store`."""
        with self._log.thread_lock():
            self._log.follow()
            return entries_about(self._rows(HISTORY), about)

    def latest(self, most: int) -> list[HistoryEntry]:
        """Return the last entries of the history, the newest first."""
        with self._log.thread_lock():
            self._log.follow()
            return latest_entries(self._rows(HISTORY), most)

    def past(self, number: int) -> Past | None:
        """Return the decision of that number in the history, or None."""
        with self._log.thread_lock():
            self._log.follow()
            rows = self._rows(HISTORY)
            entry = entry_at(rows, number)
            if entry is None:
                return None
            before = snapshots_of(self._rows(UNDO), entry)
            return Past(entry, before, entries_since(rows, number))

    def _rows(self, table: str) -> DocumentsByNumber:
        return self._log.tables.rows.get(table, {})

    def is_maintenance_due(self) -> bool:
        """Return whether `run_maintenance` has anything to do."""
        return self._log.is_maintenance_due()

    def run_maintenance(self, keeping: RetentionPeriods | None = None) -> None:
        """Make checkpoints and copies; from any thread."""
        self._log.run_maintenance(keeping)

    def copies_trouble(self, keeping: RetentionPeriods) -> Text | None:
        """Return what keeps copies from the second folder; from any thread."""
        return self._log.copies_trouble(keeping)

    def close(self, keeping: RetentionPeriods | None = None) -> None:
        """Leave the folder."""
        self._log.close(keeping)

    def _everything(self) -> list[Put | Remove | PutAll]:
        """Return all records, and note the numbers of their documents."""
        self._numbers, items = read_tables(self._log.tables.rows)
        self._buffer.batches.clear()  # the tables hold them already
        return items

    def _updated_numbers(self) -> dict[str, dict[str, str]]:
        """Return the numbers of all records as they are now, working out what batches changed."""
        if self._numbers is None:
            self._everything()
        assert self._numbers is not None
        self._buffer.work_out(self._numbers)
        return self._numbers


def _as_items(changes: list[Change], numbers: dict[str, dict[str, str]]) -> list[Put | Remove]:
    """Return documents' changes as records', and bring the numbers of records up to date."""
    # all ids are read before any number is changed: if one cannot be read, this is asked again
    known = [
        (change, numbers[change.table], _id_or_none(change.old), _id_or_none(change.new))
        for change in changes
        if change.table in TABLES
    ]
    items: list[Put | Remove] = []
    for (table, number, _, new), of, before, after in known:
        if before is not None and before != after and of.get(before) == number:
            del of[before]
            items.append(Remove(table, before))
        if after is not None and new is not None:
            of[after] = number
            items.append(Put(table, after, new))
    return items


def _sum_of(batches: list[_Batch]) -> list[Change]:
    """Return what changes did together: what is as it was before them is left out."""
    total: dict[tuple[str, str], Change] = {}
    for change in chain.from_iterable(batch.changes for batch in batches):
        key = (change.table, change.number)
        total[key] = change._replace(old=total.get(key, change).old)
    return [change for change in total.values() if change.old is not change.new]


def _id_or_none(row: StoredDocument | None) -> str | None:
    return None if row is None else id_of(row)

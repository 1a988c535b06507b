"""What a TinyDB is given to keep its tables in: a log of transactions, on a disk or in memory."""

from __future__ import annotations

import errno
import io
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from kiosk.store.interface import RetentionPeriods
from kiosk.store.journal.file_names import FILE, generations
from kiosk.store.journal.journal import Journal
from kiosk.store.journal.lines import Operation, StoredDocument
from kiosk.store.journal.lock import WAIT
from kiosk.store.journal.recovery import FolderState
from kiosk.store.layers import Layer, copied
from kiosk.store.log import TransactionLog
from kiosk.store.maintenance import MaintainedJournal
from kiosk.system.durable_files import make_folder


class TransactionStorage(Storage):
    """A TinyDB storage on a log, and the transaction that is open on it."""

    def __init__(self, log: TransactionLog) -> None:
        self.log = log
        self._layers: dict[str, Layer] | None = None
        self._ops: list[Operation] = []
        self._entry: Mapping[str, Any] = {}
        self._free: dict[str, int] = {}
        self._thread = 0

    @contextmanager
    def transaction(self, entry: Mapping[str, Any] | None = None) -> Iterator[None]:
        """Write everything inside as one line; after an error, nothing.

        May be nested: the outermost one writes, and an error that is caught within takes nothing
        back. A line with an `entry` is written even if it changes no document: the history has to
        say that somebody asked. Its fields are those of `HistoryEntry`.
        """
        if self.is_inside:
            self._entry = {**self._entry, **(entry or {})}
            yield
            return
        with self.log.transaction():
            self._layers, self._ops, self._free = {}, [], {}
            self._entry, self._thread = entry or {}, threading.get_ident()
            try:
                yield
                ops, entry = self._ops, self._entry
                is_changed = entry or any(map(Layer.operations, self._layers.values()))
            finally:
                self._layers = None
            if is_changed:
                self.log.append(ops, entry)

    def rows(self, table: str) -> Mapping[str, StoredDocument]:
        """Return a table by document number, with what the open transaction has changed."""
        if self.is_inside:
            return self.layer(table)
        self.log.follow()
        return self.log.tables.rows.get(table, {})

    @property
    def is_inside(self) -> bool:
        """Whether this thread has a transaction open."""
        return self._layers is not None and self._thread == threading.get_ident()

    def layer(self, table: str) -> Layer:
        """Return what the open transaction has changed in a table. Change it by `put_on` only."""
        assert self._layers is not None
        if table not in self._layers:
            self._layers[table] = Layer(table, self.log.tables.rows.get(table, {}))
        return self._layers[table]

    def insert(self, table: str, row: StoredDocument) -> int:
        """Add a document in the open transaction, and return its number."""
        number = self.next_number(table)
        self._put(table, str(number), row)
        return number

    def replace(self, table: str, number: str, row: StoredDocument) -> None:
        """Write a document in place of another one in the open transaction."""
        if self.layer(table).get(number) != row:
            self._put(table, number, row)

    def remove(self, table: str, numbers: Iterable[int]) -> list[int]:
        """Take documents away in the open transaction; return the numbers of those there were."""
        layer = self.layer(table)
        found = [number for number in dict.fromkeys(numbers) if str(number) in layer]
        for number in found:
            self._ops.append(["del", table, str(number)])
            layer.remove(str(number))
        return found

    def _put(self, table: str, number: str, row: StoredDocument) -> None:
        self._ops.append(["put", table, number, row])
        self.layer(table).put(number, row)

    def put_on(self, above: Layer) -> None:
        """Add a layer that lies over a table's to the open transaction."""
        # kept in the order of the calls, across tables: other programs apply them in this order,
        # and a record has to come after the one it names
        ops = above.operations()
        self._ops += ops
        self.layer(above.table).take(ops)
        for op in ops:
            if op[0] == "put":
                self._never_again(above.table, int(op[2]))

    def drop(self, table: str) -> None:
        """Drop a table in the open transaction."""
        layer = Layer(table, self.layer(table))
        layer.empty("drop")
        self.put_on(layer)

    def next_number(self, table: str) -> int:
        """Return a number that no document of the table ever had. Inside a transaction only."""
        number = self._free.get(table) or self.log.tables.free_number(table)
        self._free[table] = number + 1
        return number

    def _never_again(self, table: str, number: int) -> None:
        free = self._free.get(table) or self.log.tables.free_number(table)
        self._free[table] = max(free, number + 1)

    def read(self) -> dict[str, dict[str, Any]]:
        """Return all tables; not to be changed."""
        self.rows("")
        tables: dict[str, Any] = dict(self.log.tables.rows)
        if self.is_inside:
            for name, layer in (self._layers or {}).items():
                if layer.is_dropped:
                    tables.pop(name, None)
                elif name in tables or layer.operations():
                    tables[name] = layer
        return tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace all tables by these; only what differs is written."""
        with self.transaction():
            for name in self.read():
                if name not in data:
                    self.drop(name)
            for name, rows in data.items():
                layer = Layer(name, self.layer(name))
                for number in [number for number in layer if number not in rows]:
                    layer.remove(number)
                for number, row in rows.items():
                    layer.put(str(number), copied(row))
                self.put_on(layer)

    def close(self) -> None:
        """Leave the log; the last program to leave a folder makes a checkpoint."""
        self.log.close()


AS_WRITTEN = {
    "allow_nan": False, "check_circular": True, "cls": None, "default": None, "ensure_ascii": True,
    "indent": None, "separators": (",", ":"), "skipkeys": False, "sort_keys": False,
}  # fmt: skip
"""Settings of `json.dumps`, which stock TinyDB passes on, and the one value each can have here."""
ASCII = bytes(range(128)).decode("ascii")


class JournalStorage(TransactionStorage):
    """The tables of a folder, in its journal. Takes what stock TinyDB's storage takes, or refuses.

    `access_mode` `r` reads only: it takes no place among the programs and makes no checkpoint.
    """

    def __init__(
        self,
        path: str | Path = FILE,
        create_dirs: bool = False,
        encoding: str | None = None,
        access_mode: str = "r+",
        *,
        wait: float = WAIT,
        **options: object,
    ) -> None:
        """Open the file at a path, or what stands in the journal beside it.

        Raises:
            TypeError: an option cannot be kept to here; it says why.
            FileNotFoundError: it is to be read only, and is not there.
        """
        file = Path(path).absolute()
        _check_options(options)
        if encoding is not None and ASCII.encode(encoding) != ASCII.encode("ascii"):
            raise TypeError(f"encoding={encoding!r}: the file is ASCII, with other letters escaped")
        if access_mode in ("r", "rb"):
            if not file.exists() and not generations(file):
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
            super().__init__(_ReadOnlyJournal(file, wait))
            return
        if access_mode not in ("r+", "rb+"):
            raise TypeError(
                f"access_mode={access_mode!r} would empty the file or write past its end"
            )
        if create_dirs:
            make_folder(file.parent)
        super().__init__(MaintainedJournal(file, wait))


def _check_options(options: Mapping[str, object]) -> None:
    for name, value in options.items():
        if name not in AS_WRITTEN:
            raise TypeError(f"{name}= is no option of a storage")
        if value != AS_WRITTEN[name]:
            raise TypeError(
                f"{name}={value!r}: how the file is written cannot be chosen, because a checksum "
                "covers its bytes and every program on the folder has to write the same"
            )


class _ReadOnlyJournal(MaintainedJournal):
    """A journal that is followed and never written to."""

    def transaction(self) -> AbstractContextManager[FolderState]:
        """Refuse: what is open for reading is not written to."""
        raise io.UnsupportedOperation("Cannot write to the database: it is open for reading")

    def close(self, keeping: RetentionPeriods | None = None) -> None:
        """Let go of the files."""
        del keeping
        Journal.close(self)

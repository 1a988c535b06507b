"""TinyDB's own interface on the journal, for programs written for stock TinyDB.

    with Database("attendance.json") as db:
        db.table("people").insert({"id": "p1"})
        with db.transaction():
            …

It differs where it must: numbers of documents never come again, there is no query cache, a document
that is read is a copy to its depths, `persist_empty` never empties a table that is there, one that
was not changed is not written, and what JSON has no word for (infinity) is refused.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from kiosk.store.journal.files import FILE
from kiosk.store.journal.lines import Operation, StoredDocument
from kiosk.store.journal.lock import WAIT
from kiosk.store.journal.tables import META
from kiosk.store.layers import Layer, Overlay, copied
from kiosk.store.maintenance import MaintainedJournal

Fields = Mapping[str, Any] | Callable[[Any], None]


class JournalStorage(Storage):
    """The storage that TinyDB is given: a journal, and the transaction that is open on it."""

    def __init__(self, path: str | Path = FILE, wait: float = WAIT) -> None:
        self.journal = MaintainedJournal(Path(path).absolute(), wait)
        self._layers: dict[str, Layer] | None = None
        self._given: dict[str, int] = {}
        self._thread = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything inside as one line; after an error, nothing. May be nested."""
        if self._is_inside:
            yield
            return
        with self.journal.exclusively():
            self._layers, self._given, self._thread = {}, {}, threading.get_ident()
            try:
                yield
                ops: list[Operation] = []
                for layer in self._layers.values():
                    ops += layer.operations()
            finally:
                self._layers = None
            if ops:
                self.journal.append(ops, {})

    def rows(self, table: str) -> Mapping[str, StoredDocument]:
        """Return a table by document number, with what the open transaction has changed."""
        if self._is_inside:
            return self.layer(table)
        self.journal.follow()
        return self.journal.tables.rows.get(table, {})

    @property
    def _is_inside(self) -> bool:
        return self._layers is not None and self._thread == threading.get_ident()

    def layer(self, table: str) -> Layer:
        """Return what the open transaction has changed in a table."""
        assert self._layers is not None
        if table not in self._layers:
            self._layers[table] = Layer(table, self.journal.tables.rows.get(table, {}))
        return self._layers[table]

    def next_number(self, table: str) -> int:
        """Return a number that no document of the table ever had. Inside a transaction only."""
        found = self._given.get(table) or self.journal.tables.free_number(table)
        self._given[table] = found + 1
        return found

    def was_given(self, table: str, number: int) -> None:
        """Give no number up to this one again."""
        free = self._given.get(table) or self.journal.tables.free_number(table)
        self._given[table] = max(free, number + 1)

    def read(self) -> dict[str, dict[str, Any]]:
        """Return all tables; not to be changed."""
        self.rows("")
        tables: dict[str, Any] = dict(self.journal.tables.rows)
        if self._is_inside:
            for name, layer in (self._layers or {}).items():
                if layer.is_dropped:
                    tables.pop(name, None)
                elif name in tables or layer.operations():
                    tables[name] = layer
        return tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the tables be these; writes what differs."""
        with self.transaction():
            for name in self.read():
                if name not in data:
                    self.layer(name).empty("drop")
            for name, rows in data.items():
                layer = self.layer(name)
                for number in [one for one in layer if one not in rows]:
                    layer.remove(number)
                for number, row in rows.items():
                    layer.put(str(number), copied(row))

    def close(self) -> None:
        """Leave the folder, in order if nobody else is in it."""
        self.journal.close()


class JournalTable(Table):
    """A table whose changes cost the same at any size, if they are asked by number."""

    _storage: JournalStorage

    def __init__(
        self, storage: JournalStorage, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        """Work on a table; `cache_size` has no effect, as others write too."""
        del cache_size
        if name == META:
            raise ValueError(name)
        super().__init__(storage, name, cache_size=0)
        if persist_empty and name not in storage.read():
            self._update_table(lambda table: table.clear())

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document and return its number, which no other ever had."""
        with self._storage.transaction():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert all of these documents, or none, and return their numbers."""
        with self._storage.transaction():
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents that there are, or insert one."""
        with self._storage.transaction():
            return super().upsert(document, cond)

    def update(
        self,
        fields: Fields,
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Update documents, and return their numbers."""
        with self._storage.transaction():
            if doc_ids is None and cond is not None:
                doc_ids = self._numbers(cond)
            return super().update(fields, None, doc_ids)

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Remove documents, and return their numbers."""
        with self._storage.transaction():
            if doc_ids is None and cond is not None:
                doc_ids = self._numbers(cond)
            return super().remove(None, doc_ids)

    def _numbers(self, cond: QueryLike) -> list[int]:
        return [int(number) for number, row in self._read_table().items() if cond(row)]

    def search(self, cond: QueryLike) -> list[Document]:
        """Return copies of all documents that fit."""
        return [
            Document(copied(row), int(number))
            for number, row in self._read_table().items()
            if cond(row)
        ]

    def get(
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> Any:
        """Return a copy of a document, by number at the same cost at any size, or None.

        With `doc_ids`, a list of those that there are.
        """
        rows = self._read_table()
        if doc_id is not None:
            row = rows.get(str(doc_id))
            return None if row is None else Document(copied(row), int(doc_id))
        if doc_ids is not None:
            wanted = dict.fromkeys(map(str, doc_ids))
            return [Document(copied(rows[one]), int(one)) for one in wanted if one in rows]
        if cond is None:
            raise RuntimeError("You have to pass either cond or doc_id or doc_ids")
        for number, row in rows.items():
            if cond(row):
                return Document(copied(row), int(number))
        return None

    def __iter__(self) -> Iterator[Document]:
        for number, row in self._read_table().items():
            yield Document(copied(row), int(number))

    def _read_table(self) -> Any:
        return self._storage.rows(self.name)

    def _get_next_id(self) -> int:
        return self._storage.next_number(self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._storage.transaction():
            below = self._storage.layer(self.name)
            layer = Layer(self.name, below)
            overlay = Overlay(layer)
            updater(overlay)
            overlay.settle()
            operations = layer.operations()
            below.take(layer)
            for op in operations:
                if op[0] == "put":
                    self._storage.was_given(self.name, int(op[2]))


class Database(TinyDB):
    """A TinyDB that several programs may write to, and that loses nothing; see the module."""

    table_class: Any = JournalTable
    default_storage_class: Any = JournalStorage
    _storage: JournalStorage

    def transaction(self) -> Any:
        """Return a context in which all that is written is one line: all of it, or nothing.

        Never to be held while somebody is asked something: all other programs wait.
        """
        return self._storage.transaction()

    def drop_tables(self) -> None:
        """Drop all tables. Their documents' numbers do not come again."""
        with self.transaction():
            for name in self.tables():
                self._storage.layer(name).empty("drop")
        self._tables.clear()

    def drop_table(self, name: str) -> None:
        """Drop a table. Its documents' numbers do not come again."""
        with self.transaction():
            if name in self.tables():
                self._storage.layer(name).empty("drop")
        self._tables.pop(name, None)

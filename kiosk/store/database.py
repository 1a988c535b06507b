"""TinyDB's own interface on the journal, for programs written for stock TinyDB.

    with Database("attendance.json") as db:
        db.table("people").insert({"id": "p1"})
        with db.transaction():
            …

It differs where it must. The number of a removed document is not given again. There is no query
cache, because other programs write too. A document that is read is a deep copy. `persist_empty`
does not empty an existing table. A document that did not change is not written. Infinity and NaN
are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

import msgspec
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from kiosk.rules.model.changes import HistoryEntry
from kiosk.store.journal.tables import META
from kiosk.store.layers import Layer, Overlay, copied
from kiosk.store.storage import JournalStorage, TransactionStorage

Fields = Mapping[str, Any] | Callable[[Any], None]


class JournalTable(Table):
    """A table in which a change by number costs the same at any size."""

    _storage: TransactionStorage

    def __init__(
        self,
        storage: TransactionStorage,
        name: str,
        cache_size: int = 0,
        persist_empty: bool = False,
    ) -> None:
        """Work on a table. `cache_size` has no effect: a cache would miss what others write."""
        del cache_size
        if name == META:
            raise ValueError(name)
        super().__init__(storage, name, cache_size=0)
        if persist_empty and name not in storage.read():
            self._update_table(lambda table: table.clear())

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document and return its number, which no document had before."""
        if not self._storage.is_inside:
            with self._storage.transaction():
                return self.insert(document)
        if isinstance(document, Document) or not isinstance(document, Mapping):
            return super().insert(document)  # it names its number; or it is none
        return self._storage.insert(self.name, dict(document))

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert all of these documents, or none, and return their numbers."""
        # the numbers are chosen inside the lock, so two programs never choose the same
        with self._storage.transaction():
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents that match, or insert one if none does."""
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
                # TinyDB's own search would have every document copied
                doc_ids = self._numbers(cond)
            return super().update(fields, None, doc_ids)

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Remove documents, and return their numbers."""
        if not self._storage.is_inside:
            with self._storage.transaction():
                return self.remove(cond, doc_ids)
        if doc_ids is None and cond is not None:
            doc_ids = self._numbers(cond)
        if doc_ids is None:
            return super().remove()  # it says what is missing
        return self._storage.remove(self.name, doc_ids)

    def _numbers(self, cond: QueryLike) -> list[int]:
        return [int(number) for number, row in self._read_table().items() if cond(row)]

    def search(self, cond: QueryLike) -> list[Document]:
        """Return copies of all documents that match."""
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
        """Return a copy of a document, or None; with `doc_ids`, a list of those that exist.

        By number it costs the same at any size.
        """
        rows = self._read_table()
        if doc_id is not None:
            row = rows.get(str(doc_id))
            return None if row is None else Document(copied(row), int(doc_id))
        if doc_ids is not None:
            wanted = dict.fromkeys(map(str, doc_ids))
            return [Document(copied(rows[key]), int(key)) for key in wanted if key in rows]
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
        if not self._storage.is_inside:
            with self._storage.transaction():
                self._update_table(updater)
            return
        # a layer of its own, so that a call that fails halfway leaves nothing of itself
        layer = Layer(self.name, self._storage.layer(self.name))
        overlay = Overlay(layer)
        updater(overlay)
        overlay.write_back()
        self._storage.put_on(layer)


class Database(TinyDB):
    """A TinyDB that several programs may write to, and that loses nothing. See the module."""

    table_class: Any = JournalTable
    default_storage_class: Any = JournalStorage
    _storage: TransactionStorage

    def __init__(
        self, *args: Any, storage: type[TransactionStorage] = JournalStorage, **options: Any
    ) -> None:
        """Open a file; takes what `tinydb.TinyDB` takes, and hands it on to the storage.

        Raises:
            TypeError: the storage, or an option for it, cannot keep what this class promises.
        """
        if not (isinstance(storage, type) and issubclass(storage, TransactionStorage)):
            raise TypeError(
                f"storage={storage!r} would write the file as a whole, over what other programs "
                "wrote meanwhile: use JournalStorage, or tinydb.TinyDB"
            )
        super().__init__(*args, storage=storage, **options)

    @property
    def storage(self) -> TransactionStorage:
        """The storage, and on it the log."""
        return self._storage

    def transaction(self, entry: Mapping[str, Any] | None = None) -> AbstractContextManager[None]:
        """Return a context in which all that is written is one line: all of it, or nothing.

        `entry` says who asked for it and what was asked, and goes into the history.
        Never to be held while a person is asked something: all other programs wait.

        Raises:
            msgspec.ValidationError: the entry is none of a history's (see `HistoryEntry`).
        """
        if entry:
            msgspec.convert(entry, HistoryEntry)
        return self._storage.transaction(entry)

    def drop_tables(self) -> None:
        """Drop all tables. Their documents' numbers do not come again."""
        with self.transaction():
            for name in self.tables():
                self._storage.drop(name)
        self._tables.clear()

    def drop_table(self, name: str) -> None:
        """Drop a table. Its documents' numbers do not come again."""
        with self.transaction():
            if name in self.tables():
                self._storage.drop(name)
        self._tables.pop(name, None)

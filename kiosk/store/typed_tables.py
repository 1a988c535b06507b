"""Reading the records of whole tables from their bytes, with no documents between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from types import GenericAlias
from typing import Any

import msgspec

from kiosk.errors import DataFolderError
from kiosk.rules.model.changes import Put, PutAll, Remove
from kiosk.rules.model.school import TABLES
from kiosk.rules.model.tables import Table
from kiosk.store.journal.lines import StoredDocument
from kiosk.store.journal.stored_rows import StoredRows
from kiosk.text import t


class _Named(msgspec.Struct, gc=False):
    id: str


class LazyRecords(Mapping[str, Any]):
    """Records by id, of which nothing is decoded until somebody asks. Then each is, every time."""

    def __init__(self, table: Table, rows: StoredRows) -> None:
        """Hold the rows of a table, which do not change any more."""
        self._table, self._rows = table, rows

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The numbers of their documents by id.

        Raises:
            DataFolderError: a document has no id.
        """
        with suppress(ValueError):  # read as documents then, which tells that one has no id
            return {named.id: number for number, named in _decoded(self._rows, _Named).items()}
        return _numbers_of(self._rows)

    def __getitem__(self, id: str) -> Any:
        return self._table.read(id, self._rows[self.numbers[id]])

    def __contains__(self, id: object) -> bool:
        return id in self.numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


class Numbers(dict[str, dict[str, str]]):
    """By table and record id, the number of the document."""

    def __init__(self) -> None:
        super().__init__()
        self.read: dict[str, LazyRecords] = {}
        """The tables as they were when all was read."""

    def __missing__(self, table: str) -> dict[str, str]:
        # changes since then are taken in one by one
        numbers = self[table] = dict(self.read.pop(table).numbers)
        return numbers


def read_tables(
    tables: Mapping[str, Mapping[str, StoredDocument]],
) -> tuple[Numbers, list[Put | Remove | PutAll]]:
    """Return all records, a record after those it names, and the numbers of their documents.

    Of two documents with one id the later one counts.

    Raises:
        DataFolderError: a document has no id.
    """
    numbers, items = Numbers(), list[Put | Remove | PutAll]()
    for table in TABLES.values():
        items += _read(table, tables.get(table.name, {}), numbers)
    return numbers, items


def _read(
    table: Table, rows: Mapping[str, StoredDocument], numbers: Numbers
) -> Sequence[Put | PutAll]:
    if isinstance(rows, StoredRows) and table.kept_by:
        as_read = LazyRecords(table, rows.copy())
        with suppress(ValueError):  # read as documents then, which tells which one it is
            records: Mapping[str, Any] = as_read
            if not table.is_seldom_read:
                read = _decoded(rows, table.record).values()
                records = {record.id: record for record in read}
            numbers.read[table.name] = as_read
            return [PutAll(table.name, records)]
    found = numbers[table.name] = _numbers_of(rows)
    return [Put(table.name, id, rows[number]) for id, number in found.items()]


def _numbers_of(rows: Mapping[str, StoredDocument]) -> dict[str, str]:
    return {id_of(row): number for number, row in rows.items()}


def _decoded(rows: StoredRows, kind: type[Any]) -> dict[str, Any]:
    """Return the rows as records of a kind, by number."""
    whole = rows.untouched
    if whole is None:
        decode = msgspec.json.Decoder(kind).decode
        return {
            number: decode(row) if isinstance(row, msgspec.Raw) else msgspec.convert(row, kind)
            for number, row in rows.rows.items()
        }
    by_number = msgspec.json.Decoder(GenericAlias(dict, (str, kind)))
    records: dict[str, Any] = by_number.decode(whole)
    if not all(map(str.isdecimal, records)):
        raise ValueError("no numbers")
    return records


def id_of(row: StoredDocument) -> str:
    """Return a record's id; every document of the school's tables has one."""
    found = row.get("id")
    if not isinstance(found, str):
        raise DataFolderError(
            t("A record in the data folder is damaged: it has no id. Go back to a good copy.")
        )
    return found

"""Reading the records of a whole table from its bytes, with no documents between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import GenericAlias
from typing import Any

import msgspec

from kiosk.errors import DataFolderError
from kiosk.rules.model.changes import Put, PutAll
from kiosk.rules.model.tables import Table
from kiosk.store.journal.lines import StoredDocument
from kiosk.store.journal.stored_rows import StoredRow, StoredRows, document_of
from kiosk.text import t


class _Named(msgspec.Struct, gc=False):
    id: str


class SeldomRead(Mapping[str, Any]):
    """Records by id. Each is decoded whenever it is asked for."""

    def __init__(self, table: Table, rows: Mapping[str, StoredRow]) -> None:
        """Hold the rows of records by id, which do not change any more."""
        self._table, self._rows = table, rows

    def __getitem__(self, id: str) -> Any:
        return self._table.read(id, document_of(self._rows[id]))

    def __contains__(self, id: object) -> bool:
        return id in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def read_table(
    table: Table, rows: Mapping[str, StoredDocument]
) -> tuple[dict[str, str], list[Put | PutAll]]:
    """Return the numbers of a table's documents by the ids of their records, and the records.

    Of two documents with one id the later one counts.

    Raises:
        DataFolderError: a document has no id.
    """
    if isinstance(rows, StoredRows) and table.kept_by:
        try:
            numbers, records = _read_rows(table, rows)
            return numbers, [PutAll(table.name, records)]
        except ValueError:
            pass  # read as documents: then it is told which one it is, and whether it counts
    numbers = {id_of(row): number for number, row in rows.items()}
    return numbers, [Put(table.name, id, rows[number]) for id, number in numbers.items()]


def _read_rows(table: Table, rows: StoredRows) -> tuple[dict[str, str], Mapping[str, Any]]:
    """Raises `ValueError` where a row does not hold a record."""
    read = _decoded(rows, _Named if table.is_seldom_read else table.record)
    numbers = {record.id: number for number, record in read.items()}
    if table.is_seldom_read:
        stored = rows.rows
        return numbers, SeldomRead(table, {id: stored[number] for id, number in numbers.items()})
    return numbers, {record.id: record for record in read.values()}


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
            t("A record in the data folder is damaged: it has no id. Put a good copy in its place.")
        )
    return found

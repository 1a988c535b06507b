"""The rows of one table as bytes of a file, each decoded when it is asked for.

A row takes a tenth of the memory of its document. Most rows are never asked for as documents: the
School is read from the bytes at once, and a checkpoint is written from them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias, cast

import msgspec

from kiosk.errors import DataFolderError
from kiosk.store.journal.lines import StoredDocument, encode, from_json, to_json
from kiosk.text import t

PIECE = 200
"""Documents that are encoded at a time. It takes 1 to 2 ms, in which the kiosk answers no key."""

StoredRow: TypeAlias = "msgspec.Raw | StoredDocument"
"""A row as a file has it; one that was written since is a document."""


class _Row(msgspec.Struct, gc=False):
    """Any JSON object."""


_check = msgspec.json.Decoder(dict[str, _Row]).decode
_index = cast(
    "Callable[[msgspec.Raw], dict[str, StoredRow]]",
    msgspec.json.Decoder(dict[str, msgspec.Raw]).decode,
)


def document_of(row: StoredRow) -> StoredDocument:
    """Return a row as a document. One that is decoded is a new one each time."""
    if not isinstance(row, msgspec.Raw):
        return row
    document: StoredDocument = from_json(bytes(row))
    return document


def damaged(path: Path) -> DataFolderError:
    """Return the error for a file that is not as it was written."""
    return DataFolderError(
        t(
            "{file} is damaged, or another program has changed it. Nothing was "
            "changed. Please run “kiosk repair”: it puts back what the other "
            "files still hold.",
            file=str(path),
        )
    )


class EncodedRows(MutableMapping[str, StoredDocument]):
    """Documents by number that are kept as JSON, or some of them."""

    @abstractmethod
    def encoded(self) -> Iterator[bytes]:
        """Yield the rows as JSON; see `encoded`."""

    @abstractmethod
    def stored(self) -> Mapping[str, StoredRow]:
        """Return the rows as they are stored; see `as_stored`."""

    @abstractmethod
    def holding(self, parts: Collection[bytes]) -> Iterator[tuple[str, StoredDocument]]:
        """Yield the documents in whose JSON any of these stands; see `holding`."""


def encoded(rows: Mapping[str, StoredDocument]) -> Iterator[bytes]:
    """Yield documents by number as JSON, in pieces, without the braces and commas around these."""
    if isinstance(rows, EncodedRows):
        yield from rows.encoded()
        return
    remaining = iter(rows.items())
    while piece := dict(islice(remaining, PIECE)):
        yield to_json(piece)[1:-1]


def as_stored(rows: Mapping[str, StoredDocument]) -> Mapping[str, StoredRow]:
    """Return rows as they are stored: to compare them costs nothing where they are the same."""
    return rows.stored() if isinstance(rows, EncodedRows) else rows


def holding(
    rows: Mapping[str, StoredDocument], texts: Iterable[str]
) -> Iterator[tuple[str, StoredDocument]]:
    """Yield the documents in whose strings any of these texts stands, and perhaps others.

    Those whose bytes do not hold it are not decoded.
    """
    if isinstance(rows, EncodedRows):
        yield from rows.holding([encode(text)[1:-1].encode() for text in texts])
    else:
        yield from rows.items()


class StoredRows(EncodedRows):
    """Rows by number. A document that is put in stays a document."""

    def __init__(self, path: Path, table: msgspec.Raw) -> None:
        """Hold a table of the file at a path. It is not looked into until a row is asked for."""
        self._path, self._table = path, table
        self._found: dict[str, dict[str, StoredRow]] = {}

    @property
    def untouched(self) -> msgspec.Raw | None:
        """The whole table as it stands in the file; None: its rows were asked for."""
        return None if self._found else self._table

    @property
    def rows(self) -> dict[str, StoredRow]:
        """The rows as they are stored, by number. Not to be changed.

        Raises:
            DataFolderError: it is none of TinyDB's tables.
        """
        found = self._found.get("rows")
        # where two threads ask at once, both get the one that is set first
        return self._found.setdefault("rows", self._indexed()) if found is None else found

    def _indexed(self) -> dict[str, StoredRow]:
        try:
            numbers = _check(self._table)
        except msgspec.DecodeError as error:
            raise damaged(self._path) from error
        if not all(map(str.isdecimal, numbers)):
            raise damaged(self._path)
        return _index(self._table)

    def copy(self) -> StoredRows:
        """Return a copy that no later change alters."""
        copy = StoredRows(self._path, self._table)
        copy._found = {name: rows.copy() for name, rows in self._found.items()}
        return copy

    def encoded(self) -> Iterator[bytes]:
        """Yield the rows as JSON; see `encoded`."""
        if self.untouched is not None:
            yield bytes(memoryview(self._table)[1:-1])
            return
        remaining = iter(self.rows.items())
        while piece := tuple(islice(remaining, PIECE)):
            yield b",".join(
                encode(number).encode() + b":" + _bytes_of(row) for number, row in piece
            )

    def stored(self) -> Mapping[str, StoredRow]:
        """Return the rows as they are stored."""
        return self.rows

    def holding(self, parts: Collection[bytes]) -> Iterator[tuple[str, StoredDocument]]:
        """Yield the documents in whose JSON any of these stands; see `holding`."""
        for number, row in self.rows.items():
            if not isinstance(row, msgspec.Raw) or any(map(bytes(row).__contains__, parts)):
                yield number, document_of(row)

    def __getitem__(self, number: str) -> StoredDocument:
        return document_of(self.rows[number])

    def get(self, number: str, default: Any = None) -> Any:
        """Return a document, or the default; costs no exception where there is none."""
        row = self.rows.get(number)
        return default if row is None else document_of(row)

    def __contains__(self, number: object) -> bool:
        return number in self.rows

    def __setitem__(self, number: str, document: StoredDocument) -> None:
        self.rows[number] = document

    def __delitem__(self, number: str) -> None:
        del self.rows[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __reversed__(self) -> Iterator[str]:
        return reversed(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _bytes_of(row: StoredRow) -> bytes:
    return bytes(row) if isinstance(row, msgspec.Raw) else to_json(row)

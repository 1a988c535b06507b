"""The checkpoint: an ordinary TinyDB file of all tables, and one more, `_meta`, about itself.

`_meta` comes last. It names the last journal line that the file includes. Its checksum covers the
whole file, so a file that another program has written is noticed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from kiosk.errors import NewerVersion
from kiosk.store.journal import migration
from kiosk.store.journal.lines import START, checksum, encode
from kiosk.store.journal.stored_rows import StoredRows, damaged, encoded
from kiosk.store.journal.tables import META, DocumentsByNumber, Tables
from kiosk.system.durable_files import unreadable
from kiosk.text import t

OPENING = b'"_meta":{"1":{"format":'

_decode_tables = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class JournalPosition(msgspec.Struct, frozen=True):
    """A place in the journals, just after one of their lines."""

    generation: int = 0
    seq: int = 0
    chain: str = START
    offset: int = 0
    """Bytes from the beginning of that generation's journal; 0: before its header."""
    length: int = 0
    """Bytes of the last line before it, with its newline."""
    day: str = ""
    """The date on which that journal was begun, `2026-09-01`."""


class Checkpoint(msgspec.Struct):
    """What a checkpoint or a plain TinyDB file holds."""

    tables: Tables
    position: JournalPosition
    """The last line that the tables include; the beginning, for a plain file."""
    sum: str
    """The checksum of the whole file; blank: there is none."""


def pieces(tables: Tables, position: JournalPosition, pause: float) -> Iterator[bytes]:
    """Yield the bytes of the file, pausing for so many seconds after each piece."""
    total = 0
    for piece in _tables(tables):
        total = crc32(piece, total)
        yield piece
        if pause:
            # lets the thread that paints the screen run: encoding holds the interpreter's lock
            time.sleep(pause)
    about: dict[str, Any] = {
        "format": tables.format, **msgspec.to_builtins(position), "free": tables.all_free(),
    }  # fmt: skip
    about["sum"] = checksum(encode(about).encode(), total)
    yield b'"_meta":' + encode({"1": about}).encode() + b"}"


def _tables(tables: Tables) -> Iterator[bytes]:
    yield b"{"
    for table, rows in tables.rows.items():
        yield encode(table).encode() + b":{"
        separator = b""
        for piece in filter(None, encoded(rows)):
            yield separator + piece
            separator = b","
        yield b"},"


def read(path: Path) -> Checkpoint:
    """Return what a checkpoint or a plain TinyDB file holds; empty tables if there is no file.

    The documents are as they were written: not yet migrated to this version.

    Raises:
        DataFolderError: it cannot be read, or its checksum is wrong.
        NewerVersion: a newer kiosk wrote it.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Checkpoint(Tables(), JournalPosition(), "")
    except OSError as error:
        raise unreadable(path, error) from error
    return decoded(path, data)


def decoded(path: Path, data: bytes) -> Checkpoint:
    """Return what the bytes of a file hold; `path` is for errors. See `read`."""
    try:
        rows, about = _read_tables(path, data)
        position, sum = JournalPosition(), ""
        if about:
            sum = _checked_sum(data, about)  # first: a flipped digit must not pass for a version
            if about["format"] > migration.FORMAT:
                raise NewerVersion(
                    t(
                        "{file} was made by a newer version of the kiosk. Please use that version.",
                        file=str(path),
                    )
                )
            position = msgspec.convert(about, JournalPosition)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise damaged(path) from error
    tables = Tables(rows, about.get("free"), about.get("format", 0))
    return Checkpoint(tables, position, sum or checksum(data))


def _read_tables(path: Path, data: bytes) -> tuple[dict[str, DocumentsByNumber], dict[str, Any]]:
    """Return the tables of a TinyDB file, and what `_meta` says of it; nothing, in a plain file.

    Raises:
        ValueError: it holds anything else.
    """
    rows: dict[str, DocumentsByNumber]
    # of a plain file nothing says that its bytes are as they were written: all of it is parsed
    if data.rfind(OPENING) >= 0:
        with suppress(msgspec.DecodeError):  # half a surrogate pair, which JSON allows
            rows = {name: StoredRows(path, table) for name, table in _decode_tables(data).items()}
            if about := rows.pop(META, {}).get("1"):
                return rows, about
    rows = _parsed(data)
    return rows, rows.pop(META, {}).get("1", {})


def _parsed(data: bytes) -> dict[str, DocumentsByNumber]:
    """Return the tables of a TinyDB file. Raises `ValueError` if it holds anything else."""
    tables = json.loads(data)
    if not isinstance(tables, dict):
        raise ValueError("no tables")
    for name, rows in tables.items():
        if not isinstance(rows, dict) or not all(map(str.isdecimal, rows)):
            raise ValueError(name)
        if not all(type(row) is dict for row in rows.values()):
            raise ValueError(name)
    return tables


def _checked_sum(data: bytes, about: dict[str, Any]) -> str:
    """Return the checksum of the whole file. Raises `ValueError` if that in it is wrong."""
    start = data.rfind(OPENING)
    before, end = crc32(memoryview(data)[:start]), data[start:]
    # stock TinyDB keeps `_meta` as it is when it writes, but puts spaces after commas
    if end != b'"_meta":' + encode({"1": about}).encode() + b"}":
        raise ValueError("written by another program")
    fields = {name: value for name, value in about.items() if name != "sum"}
    if about["sum"] != checksum(encode(fields).encode(), before):
        raise ValueError("sum")
    return checksum(end, before)


def written_up_to(path: Path) -> int:
    """Return the number of the last line that the checkpoint file includes; -1: not known.

    Reads only the end of the file: enough to see whether another program has just written it.
    """
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 16_384))
            data = file.read()
        start = data.rindex(OPENING) + len(b'"_meta":')
        return int(json.loads(data[start:-1])["1"]["seq"])
    except (OSError, ValueError, KeyError, TypeError):
        return -1

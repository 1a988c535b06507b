"""The checkpoint: an ordinary TinyDB file of all tables, and one more, `_meta`, about itself.

`_meta` stands last. It says which line of which journal the file goes up to, and holds the sum of
everything before it and of itself, so that a file that anybody else has written is noticed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from kiosk.errors import DataFolderError
from kiosk.store.journal import migration
from kiosk.store.journal.lines import START, checksum, encode
from kiosk.store.journal.tables import META, DocumentsByNumber, Tables
from kiosk.system.durable_files import unreadable
from kiosk.text import t

PIECE = 200
"""Documents that are encoded at once: one to two milliseconds, during which no key is answered."""

OPENING = b'"_meta":{"1":{"format":'


class JournalPosition(msgspec.Struct, frozen=True):
    """A place in the journals: up to where something goes."""

    generation: int = 0
    seq: int = 0
    chain: str = START
    offset: int = 0
    """Bytes of the journal of that generation that it goes up to."""
    length: int = 0
    """Bytes of the last line before it, its newline among them."""
    day: str = ""
    """The day on which that journal was begun."""


class Checkpoint(msgspec.Struct):
    """What a file held: the tables, up to where they go, and the sum of the whole file."""

    tables: Tables
    mark: JournalPosition
    sum: str
    """Blank where there was no file."""


def pieces(tables: Tables, mark: JournalPosition, pause: float) -> Iterator[bytes]:
    """Yield the file, with seconds of `pause` between the pieces for other threads to work in."""
    total = 0
    for piece in _tables(tables):
        total = crc32(piece, total)
        yield piece
        if pause:
            time.sleep(pause)
    about: dict[str, Any] = {
        "format": tables.format, **msgspec.to_builtins(mark), "free": tables.all_free(),
    }  # fmt: skip
    about["sum"] = checksum(encode(about).encode(), total)
    yield b'"_meta":' + encode({"1": about}).encode() + b"}"


def _tables(tables: Tables) -> Iterator[bytes]:
    yield b"{"
    for table, rows in tables.rows.items():
        yield encode(table).encode() + b":{"
        left, between = iter(rows.items()), b""
        while some := dict(islice(left, PIECE)):
            yield between + encode(some).encode()[1:-1]
            between = b","
        yield b"},"


def read(path: Path) -> Checkpoint:
    """Return what a checkpoint or a plain TinyDB file holds; nothing where there is none.

    The documents are of the version that they were written in.

    Raises:
        DataFolderError: it cannot be read, does not check, or is of a newer version.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Checkpoint(Tables(), JournalPosition(), "")
    except OSError as error:
        raise unreadable(path, error) from error
    return decoded(path, data)


def decoded(path: Path, data: bytes) -> Checkpoint:
    """Return what the bytes of a file hold; see `read`."""
    try:
        rows = _parsed(data)
        about = rows.pop(META, {}).get("1", {})
        if about.get("format", migration.FORMAT) > migration.FORMAT:
            raise DataFolderError(
                t("{file} is of a newer version: use the kiosk that wrote it.", file=str(path))
            )
        mark = _checked(data, about) if about else JournalPosition()
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise DataFolderError(
            t(
                "{file} is damaged, or another program has written it, and was left as it is: put "
                "a good copy in its place, or “kiosk repair” saves what is good.",
                file=str(path),
            )
        ) from error
    tables = Tables(rows, about.get("free"), about.get("format", 0))
    return Checkpoint(tables, mark, checksum(data))


def _parsed(data: bytes) -> dict[str, DocumentsByNumber]:
    """Return the tables of a TinyDB file; raises `ValueError` where it is none."""
    found = json.loads(data)
    if not isinstance(found, dict):
        raise ValueError("no tables")
    for name, rows in found.items():
        if not isinstance(rows, dict) or not all(map(str.isdecimal, rows)):
            raise ValueError(name)
        if not all(type(row) is dict for row in rows.values()):
            raise ValueError(name)
    return found


def _checked(data: bytes, about: dict[str, Any]) -> JournalPosition:
    """Return where a checkpoint goes up to; raises `ValueError` where its sum is not right."""
    start = data.rfind(OPENING)
    if data[start:] != b'"_meta":' + encode({"1": about}).encode() + b"}":
        raise ValueError("written by another program")
    told = {name: value for name, value in about.items() if name != "sum"}
    if about["sum"] != checksum(encode(told).encode(), crc32(data[:start])):
        raise ValueError("sum")
    return msgspec.convert(told, JournalPosition)


def written_up_to(path: Path) -> int:
    """Return the number of the last line that the checkpoint in place holds; -1: not known.

    Reads only its end: whether somebody else has just written it.
    """
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 16_384))
            data = file.read()
        start = data.rindex(OPENING) + len(b'"_meta":')
        return int(json.loads(data[start:-1])["1"]["seq"])
    except (OSError, ValueError, KeyError, TypeError):
        return -1

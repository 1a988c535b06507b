"""Reads the sheets of a workbook (.xlsx, .xlsm, .xls, .ods) as rows of texts.

A workbook is a compressed file that may unfold into anything. So its size, unfolded, and the places
of its cells are looked at first, and its cells are read by a program of its own. Macros and links
to other files are never followed: only the values that were saved are read.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from subprocess import DEVNULL, PIPE

from kiosk.exchange import workbook_child
from kiosk.exchange.limits import MAX_COLUMNS, MAX_MEGABYTES_UNFOLDED, MAX_ROWS, MAX_SHEETS
from kiosk.text import Text, t

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
PROTECTED = "EncryptedPackage".encode("utf-16-le")
BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
"""Names in an older Office file that only workbooks have."""
DOCUMENT = "WordDocument".encode("utf-16-le")

SLICE = 1_000_000
"""Bytes of a part that are searched at once."""
CELL = re.compile(rb"<(?:\w+:)?c [^<>]{0,200}?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
ODS_CELL = re.compile(
    rb"<table:(table-row|(?:covered-)?table-cell)\b([^<>]*?)(/?)>|</table:(table-row|table)>"
)
REPEATED = re.compile(rb"number-(?:columns|rows)-repeated=[\"'](\d{1,9})[\"']")

TOO_FAR = t(
    "cells within {rows} rows and {columns} columns: copy the list into a new workbook",
    rows=MAX_ROWS, columns=MAX_COLUMNS,
)  # fmt: skip
UNFOLDED = t("at most {most} MB when unpacked", most=MAX_MEGABYTES_UNFOLDED)
DAMAGED = t(
    "a workbook that is not damaged, nor still being copied: open it, save it again, and load that "
    "file"
)
NO_PASSWORD = t("a workbook without a password: save a copy without one")
LOCKED = t("a workbook with a password")

PATIENCE = 30.0
"""Seconds that a workbook may take. The largest list takes three."""


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet, or of a CSV file, as rows from its first row and column on."""

    name: str
    """The sheet's; blank for a CSV file."""
    rows: list[list[str]]


class UnreadableBook(Exception):
    """A workbook cannot be read; `expected` says what would be, and `kind` what it is if known."""

    def __init__(self, expected: Text, kind: Text | None = None) -> None:
        super().__init__(expected.msgid)
        self.expected, self.kind = expected, kind


def _locked() -> UnreadableBook:
    return UnreadableBook(NO_PASSWORD, LOCKED)


def is_workbook(raw: bytes, ending: str = "") -> bool:
    """Return whether these are the bytes of a workbook.

    What is too damaged to tell is one if the file's name has a workbook's `ending`.
    """
    is_named = ending.casefold() in ENDINGS
    if raw.startswith(OLE):
        return PROTECTED in raw or any(name in raw for name in BOOKS) or (
            is_named and DOCUMENT not in raw
        )  # fmt: skip
    if not raw.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
            ods = "content.xml" in names and archive.open("mimetype").read(99).strip() == ODS
            return ods or any(name.casefold() == "xl/workbook.xml" for name in names)
    except Exception:  # a damaged archive raises nearly anything
        return is_named


def read_sheets(raw: bytes) -> list[Grid]:
    """Return the sheets of a workbook that hold anything. Raises `UnreadableBook`."""
    if PROTECTED in raw:
        raise _locked()
    if raw.startswith(ZIP):
        _check_unfolded(raw)
    command = [sys.executable, "-P", workbook_child.__file__, str(MAX_SHEETS)]
    try:
        done = subprocess.run(
            command, input=raw, stdout=PIPE, stderr=DEVNULL, timeout=PATIENCE, check=False
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        raise UnreadableBook(DAMAGED) from None
    if found is None:
        has_password = done.returncode == workbook_child.HAS_PASSWORD
        raise _locked() if has_password else UnreadableBook(DAMAGED)
    return [Grid(name, rows) for name, rows in found if any(map(any, rows))]


def _check_unfolded(raw: bytes) -> None:
    """Raise `UnreadableBook` for a workbook that would unfold beyond the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            if sum(one.file_size for one in members) > MAX_MEGABYTES_UNFOLDED * 1_000_000:
                raise UnreadableBook(UNFOLDED)
            for member in members:
                # reading checks that the size is true
                part = archive.read(member)
                name = member.filename.casefold()
                if name == "meta-inf/manifest.xml" and b"encryption-data" in part:
                    raise _locked()
                if name == "content.xml":
                    reaches = _reach_of_ods(part)
                elif name.startswith("xl/") and name.endswith(".xml"):
                    reaches = _reach_of_xlsx(part)
                else:
                    continue
                if any(row > MAX_ROWS or column > MAX_COLUMNS for row, column in reaches):
                    raise UnreadableBook(TOO_FAR)
    except UnreadableBook:
        raise
    except Exception:  # a damaged archive raises nearly anything
        raise UnreadableBook(DAMAGED) from None


def _reach_of_xlsx(part: bytes) -> Iterator[tuple[int, int]]:
    """Yield the row and column of every cell that tells its place."""
    columns: dict[bytes, int] = {}
    for letters, row in _found(CELL, part):
        if letters not in columns:
            columns[letters] = _number(letters)
        yield int(row), columns[letters]


def _found(tag: re.Pattern[bytes], part: bytes) -> Iterator[tuple[bytes, ...]]:
    """Yield what is found in the tags of a part, slice by slice.

    One search of a large part would stop all other threads for half a second.
    """
    start = 0
    while start < len(part):
        end = part.find(b"<", start + SLICE)
        end = len(part) if end < 0 else end
        yield from tag.findall(part, start, end)
        start = end


def _reach_of_ods(part: bytes) -> Iterator[tuple[int, int]]:
    """Yield how far each row with a value goes: blank repeats at the end are no cells."""
    row = column = repeated = reached = 0
    for kind, attributes, empty, ends in _found(ODS_CELL, part):
        found = REPEATED.search(attributes)
        times = int(found[1]) if found else 1
        if ends == b"table":
            row = 0
        elif kind == b"table-row":
            column, reached, repeated = 0, 0, times
            row += times if empty else 0
        elif ends == b"table-row":
            row += repeated
            if reached:
                yield row, reached
        else:
            column += times
            if not empty or b"office:value" in attributes:
                reached = column


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def letters_of(place: int) -> str:
    """Return the letters of a column by its position from 0: A, B … Z, AA."""
    letters, rest = "", place + 1
    while rest:
        rest, one = divmod(rest - 1, 26)
        letters = chr(ord("A") + one) + letters
    return letters

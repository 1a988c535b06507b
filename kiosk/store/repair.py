"""Saving what is good of a damaged folder, going back to a copy, and reading the history."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from kiosk.errors import DataFolderError
from kiosk.store import WAIT, checkpoint, recovery
from kiosk.store.checkpoint import Mark, pieces
from kiosk.store.files import ARCHIVE, FILE, generations, journal_path, replace_durably
from kiosk.store.lines import Line, Row, encode, read_line
from kiosk.store.lock import FolderLock
from kiosk.store.tables import HISTORY, META, Rows, Tables
from kiosk.text import t


class Report(msgspec.Struct, frozen=True):
    """What a repair found."""

    aside: Path | None
    """Where the damaged files are kept; None: nothing is damaged, and nothing was done."""
    saved: int
    """The number of the last change that could be saved."""
    missing: tuple[tuple[int, int], ...]
    """Changes that are lost, as ranges of their numbers."""
    altered: bool
    """Whether the file itself did not check: it was taken as it stands."""
    spoilt: int
    """Lines that do not check."""


class _Salvage:
    """Everything in a folder that checks by itself, applied in order."""

    def __init__(self, path: Path) -> None:
        self.altered = False
        self.spoilt = 0
        self.missing: list[tuple[int, int]] = []
        self.tables, self.seq = self._file(path)
        for generation in generations(path):
            self._journal(journal_path(path, generation))

    def _file(self, path: Path) -> tuple[Tables, int]:
        try:
            found = checkpoint.read(path)
        except DataFolderError:
            self.altered = True
            rows = _rows(path)
            about = rows.pop(META, {}).get("1", {})
            seq = about.get("seq", 0)
            return Tables(rows), seq if isinstance(seq, int) else 0
        return found.tables, found.mark.seq

    def _journal(self, path: Path) -> None:
        for data in path.read_bytes().split(b"\n"):
            line = read_line(data)
            if line is None:
                self.spoilt += bool(data)
            elif "ops" in line.body and line.seq > self.seq:
                if line.seq > self.seq + 1:
                    self.missing.append((self.seq + 1, line.seq - 1))
                self.tables.take(line.body)
                self.seq = line.seq


def _rows(path: Path) -> dict[str, Rows]:
    """Return what of a file looks like TinyDB's tables."""
    try:
        found: Any = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    tables = found.items() if isinstance(found, dict) else ()
    return {
        name: {number: row for number, row in rows.items() if number.isdecimal() and _is_row(row)}
        for name, rows in tables
        if isinstance(rows, dict)
    }


def _is_row(row: object) -> bool:
    return isinstance(row, dict)


def repair(folder: Path, now: datetime, wait: float = WAIT) -> Report:
    """Save what checks into a new file, and keep everything as it was aside.

    The new file says that it goes up to a journal that is yet to come, so that it counts from the
    moment it is in place, whatever else is still there.

    Raises:
        Busy: another program holds the folder.
        OSError: the disk cannot be read or written; nothing was altered.
    """
    path = folder / FILE
    lock = FolderLock(folder, wait)
    with lock.held():
        found = _Salvage(path)
        _, _, saved = lock.read_note()
        if generations(path) and saved > found.seq:
            found.missing.append((found.seq + 1, saved))
        if not (found.altered or found.missing or found.spoilt) and _opens(path):
            return Report(None, found.seq, (), False, 0)
        aside = _replace(path, lock, found.tables, found.seq, now)
    lock.close()
    return Report(aside, found.seq, tuple(found.missing), found.altered, found.spoilt)


def restore(folder: Path, backup: Path, now: datetime, wait: float = WAIT) -> Path:
    """Go back to a copy, and return the folder in which all that was there is kept aside.

    Raises:
        DataFolderError: the copy cannot be read, or does not check.
        Busy: another program holds the folder.
        OSError: the disk cannot be read or written; nothing was altered.
    """
    path = folder / FILE
    if not backup.exists():
        raise DataFolderError(t("There is no file {file}.", file=str(backup)))
    found = checkpoint.read(backup)
    lock = FolderLock(folder, wait)
    with lock.held():
        aside = _replace(path, lock, found.tables, found.mark.seq, now)
    lock.close()
    return aside


def _replace(path: Path, lock: FolderLock, tables: Tables, seq: int, now: datetime) -> Path:
    """Put a new file in place of all that is there, which is kept aside."""
    aside = _kept_aside(path, now)
    old = generations(path)
    known = _mark_of(path)
    generation = max([*old, known, 0]) + 1
    replace_durably(path, pieces(tables, Mark(generation, seq, recovery.checksum_of(seq)), 0))
    lock.note(False, 0, 0)
    for one in old:
        journal_path(path, one).unlink()
    return aside


def _mark_of(path: Path) -> int:
    try:
        return checkpoint.read(path).mark.generation
    except DataFolderError:
        return 0


def _opens(path: Path) -> bool:
    try:
        recovery.load(path)
    except DataFolderError:
        return False
    return True


def _kept_aside(path: Path, now: datetime) -> Path:
    start = f"attendance.aside-{now:%Y-%m-%d}"
    number = 1
    while (aside := path.with_name(f"{start}-{number}")).exists():
        number += 1
    aside.mkdir(mode=0o700)
    for one in [path, *(journal_path(path, found) for found in generations(path))]:
        if one.exists():
            shutil.copy2(one, aside / one.name)
    return aside


class Happening(msgspec.Struct, frozen=True):
    """One entry of the history."""

    at: str
    device: str
    by: str
    asked: str
    about: tuple[str, ...]
    proof: str
    """By what it was proved who it was; blank where nothing says so."""


def history(folder: Path, about: str) -> list[Happening]:
    """Return everything that was asked about an id, the oldest first.

    Raises:
        DataFolderError: what is there cannot be read, or does not check.
    """
    path = folder / FILE
    rows = recovery.load(path).tables.rows.get(HISTORY, {}).values()
    proofs = {_key(line.body): _proof(line.body) for line in lines(path)}
    return [
        msgspec.convert({**row, "proof": proofs.get(_key(row), "")}, Happening)
        for row in rows
        if about in row.get("about", ()) or row.get("by") == about
    ]


def lines(path: Path) -> Iterator[Line]:
    """Yield the lines of all journals that are kept, archived ones first."""
    archived = path.parent / ARCHIVE / path.name
    for place in (archived, path):
        for generation in generations(place):
            for data in journal_path(place, generation).read_bytes().split(b"\n"):
                line = read_line(data)
                if line is not None and "ops" in line.body:
                    yield line


def _key(row: Row) -> str:
    return encode([row.get(name) for name in ("at", "device", "by", "asked", "about")])


def _proof(body: Row) -> str:
    found = [op[3].get("proof") for op in body["ops"] if op[0] == "put"]
    return next((proof for proof in found if isinstance(proof, str)), "")

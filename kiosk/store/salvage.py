"""The best that a damaged folder, its archive and its copies lead to.

A base is a file that checks: the checkpoint, a dated copy, here or in the second folder, the file
that the school began from, or nothing. From the newest base the lines of all journals are followed
for as long as they chain. Only what is missing even so is taken as it stands: rows of a checkpoint
that does not check, and lines after a gap.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

from kiosk.errors import DataFolderError
from kiosk.store.copies import encrypted_copy, offsite_copies
from kiosk.store.copies.dated_copies import list_copies
from kiosk.store.interface import Source
from kiosk.store.journal import checkpoint, migration
from kiosk.store.journal.checkpoint import Checkpoint, JournalPosition
from kiosk.store.journal.file_names import BACKUPS, FILE
from kiosk.store.journal.found_lines import FoundLines, Replay
from kiosk.store.journal.tables import META, DocumentsByNumber, Tables
from kiosk.system.durable_files import unreadable

ROW_OR_TABLE = re.compile(
    r'"(?P<number>\d+)":\s*(?=\{)|"(?P<table>\w*[^\W\d]\w*)":\s*\{(?=\s*"\d+":\s*\{)'
)
"""Where a row begins, after its number, or a table, before its first row."""

MOST_LOST = 100_000
"""Changes of which a note may tell without a trace in any file; with more, the note is wrong."""


class Base(msgspec.Struct):
    """A file that checks."""

    path: Path | None
    """None: the beginning, when nothing was saved yet."""
    file: Checkpoint


class Salvaged(msgspec.Struct):
    """What could be saved, and from where."""

    replay: Replay
    sources: list[Source]
    """What was taken from where, in order."""
    missing: list[tuple[int, int]]
    """Changes that no file holds, as ranges of their numbers."""
    altered: bool
    """Whether rows were taken from a checkpoint that does not check."""
    spoilt: int
    """Lines of current journals that do not check."""


def salvage(folder: Path, saved: int) -> Salvaged:
    """Return the best that everything in a folder leads to, migrated to this version.

    `saved` is the number of the last change that was acknowledged, as far as is known.

    Raises:
        DataFolderError: a journal cannot be read.
    """
    lines = FoundLines(folder)
    base, replay = _best(folder, lines, saved)
    sources = [] if base.path is None else [Source(base.path, 1, base.file.position.seq)]
    result = Salvaged(replay, sources, [], False, lines.spoilt)
    if base.path != folder / FILE:
        _take_rows(folder / FILE, result, saved, lines)
    _take_loose_lines(lines, result)
    replay.tables.migrate()
    for path, taken in groupby(replay.taken, key=itemgetter(0)):
        numbers = [number for _, number in taken]
        sources.append(Source(path, numbers[0], numbers[-1]))
    if replay.position.seq < saved <= replay.position.seq + MOST_LOST:
        result.missing.append((replay.position.seq + 1, saved))
    return result


def _best(folder: Path, lines: FoundLines, saved: int) -> tuple[Base, Replay]:
    """Return the newest base that leads to the end; if none does, the one that leads furthest."""
    found: list[tuple[Base, Replay]] = []
    for base in bases(folder):
        replay = lines.follow(base.file)
        found.append((base, replay))
        if lines.is_last(replay.position) and replay.position.seq >= saved:
            break

    def furthest(one: tuple[Base, Replay]) -> tuple[bool, str, int, int]:
        base, at = one[0], one[1].position
        # a copy may be of an earlier school in this folder, with higher numbers
        is_ours = base.path == folder / FILE or lines.lead_from(at) or at.seq <= saved
        return is_ours, at.day, at.generation, at.seq

    return max(found, key=furthest)  # of equal ones the first: the newest


def bases(folder: Path) -> Iterator[Base]:
    """Yield every file that checks, the newest first, and the beginning last."""
    for path in [folder / FILE, *_copies(folder)]:
        with suppress(DataFolderError, FileNotFoundError):
            yield Base(path, read_copy(folder, path))
    yield Base(None, Checkpoint(Tables(), JournalPosition(), ""))


def _copies(folder: Path) -> list[Path]:
    places = [folder / BACKUPS]
    with suppress(DataFolderError):
        second = offsite_copies.read_settings(folder).path
        places += [] if second is None else [second]
    copies = []
    for place in places:
        with suppress(OSError):  # the stick is not there
            copies += list_copies(place)
    # of one day: those that were asked for, which tell the time, then its last, then its first
    newest = sorted(copies, key=lambda one: (one.day, one.kind != "", one.kind), reverse=True)
    originals = sorted((folder / BACKUPS).glob("original-*.json"))
    return [*(copy.path for copy in newest), *originals]


def read_copy(folder: Path, path: Path) -> Checkpoint:
    """Return what a checkpoint or copy holds, decrypted with the key that is set for the folder.

    Raises:
        FileNotFoundError: there is no such file.
        DataFolderError: it cannot be read or decrypted, or does not check.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise unreadable(path, error) from error
    if encrypted_copy.is_encrypted(data):
        key = offsite_copies.read_settings(folder).key
        data = encrypted_copy.decrypt(path, data, key or "")
    return checkpoint.decoded(path, data)


def _take_rows(path: Path, result: Salvaged, saved: int, lines: FoundLines) -> None:
    """Take the rows of a checkpoint that does not check, if it tells of anything later."""
    replay = result.replay
    rows, is_whole = readable_rows(path)
    about = rows.pop(META, {}).get("1", {})
    seq = about.get("seq")
    numbers = [one.line.seq for one in lines.current] or [saved]
    # a file that does not say how far it goes, or claims more than was ever saved, holds at least
    # what its journals began after
    holds = seq if isinstance(seq, int) and seq <= max(saved, *numbers) else min(numbers)
    if not rows or holds <= replay.position.seq:
        return
    known = about.get("format")
    tables = Tables(rows, format=known if known in range(migration.FORMAT) else None)
    tables.migrate()
    replay.tables.migrate()
    if not is_whole:
        result.missing.append((replay.position.seq + 1, holds))
        for table, documents in replay.tables.rows.items():
            tables.rows[table] = {**documents, **tables.rows.get(table, {})}
    result.sources.append(Source(path, replay.position.seq + 1, holds))
    replay.tables = Tables(tables.rows)
    replay.position = JournalPosition(replay.position.generation, holds, "")
    result.altered = True


def readable_rows(path: Path) -> tuple[dict[str, DocumentsByNumber], bool]:
    """Return the rows that can be read in a damaged file, and whether all of it could be read."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return {}, False
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError):
        return _pieces_of_rows(text), False
    tables = content.items() if isinstance(content, dict) else ()
    return {
        name: {number: row for number, row in rows.items() if number.isdecimal() and _is_row(row)}
        for name, rows in tables
        if isinstance(rows, dict)
    }, True


def _is_row(row: object) -> bool:
    return isinstance(row, dict)


def _pieces_of_rows(text: str) -> dict[str, DocumentsByNumber]:
    """Return every row that can be read by itself."""
    rows: dict[str, DocumentsByNumber] = {}
    decode = json.JSONDecoder().raw_decode
    table, at = "", 0
    while (found := ROW_OR_TABLE.search(text, at)) is not None:
        at = found.end()
        if found["table"]:
            table = found["table"]
            continue
        with suppress(ValueError, RecursionError):
            row, end = decode(text, at)
            if table:
                rows.setdefault(table, {})[found["number"]] = row
            at = end
    return rows


def _take_loose_lines(lines: FoundLines, result: Salvaged) -> None:
    """Apply the lines that come after a gap."""
    replay = result.replay
    for one in lines.trunk:
        at, number = replay.position, one.line.seq
        if number < at.seq or (
            one.generation <= at.generation if one.is_header else number == at.seq
        ):
            continue
        first_lost, last_lost = at.seq + 1, number if one.is_header else number - 1
        if first_lost <= last_lost:
            result.missing.append((first_lost, last_lost))
        replay.apply(one)

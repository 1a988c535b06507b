"""Saving what is good of a damaged folder, and going back to a copy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.errors import Busy, DataFolderError
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.changes import HistoryEntry
from kiosk.store.copies import encrypted_copy
from kiosk.store.erasure.erasing import finish_erasure
from kiosk.store.history import encode_entry
from kiosk.store.interface import RepairReport
from kiosk.store.journal import checkpoint, migration, recovery
from kiosk.store.journal.checkpoint import JournalPosition, pieces
from kiosk.store.journal.files import ERASING, FILE, generations, journal_path
from kiosk.store.journal.lines import Operation, read_line
from kiosk.store.journal.lock import WAIT, FolderLock, ProgramsInFolder
from kiosk.store.journal.migration import HISTORY
from kiosk.store.journal.tables import META, DocumentsByNumber, Tables, differences
from kiosk.store.maintenance import MaintainedJournal
from kiosk.system.device import this_device
from kiosk.system.durable_files import bytes_of, replace_durably, unreadable
from kiosk.text import t


class _Salvage:
    """Everything in a folder that checks by itself, applied in order."""

    def __init__(self, path: Path) -> None:
        self.altered = False
        self.spoilt = 0
        self.missing: list[tuple[int, int]] = []
        self.tables, self.seq = self._file(path)
        for generation in generations(path):
            self._journal(journal_path(path, generation))
        self.tables.migrate()

    def _file(self, path: Path) -> tuple[Tables, int]:
        try:
            found = checkpoint.read(path)
        except DataFolderError:
            self.altered = True
            rows = _rows(path)
            about = rows.pop(META, {}).get("1", {})
            seq = about.get("seq", 0)
            known = about.get("format", 0)
            format = known if known in range(migration.FORMAT) else migration.FORMAT
            return Tables(rows, format=format), seq if isinstance(seq, int) else 0
        return found.tables, found.mark.seq

    def _journal(self, path: Path) -> None:
        for data in path.read_bytes().split(b"\n"):
            line = read_line(data)
            if line is None:
                self.spoilt += bool(data)
            elif "ops" not in line.body:
                known = line.body.get("format", migration.FORMAT)
                self.tables.migrate(min(known, migration.FORMAT))
            elif line.seq > self.seq:
                if line.seq > self.seq + 1:
                    self.missing.append((self.seq + 1, line.seq - 1))
                self.tables.take(line.body)
                self.seq = line.seq


def _rows(path: Path) -> dict[str, DocumentsByNumber]:
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


def repair(folder: Path, now: datetime, wait: float = WAIT) -> RepairReport:
    """Save what checks into a new file, and keep everything as it was aside.

    The new file says that it goes up to a journal that is yet to come, so that it counts from the
    moment it is in place, whatever else is still there.

    Raises:
        Busy: another program holds the folder.
        OSError: the disk cannot be read or written; nothing was altered.
    """
    path = folder / FILE
    with held_alone(folder, wait) as lock:
        found = _Salvage(path)
        _, _, saved = lock.read_note()
        if generations(path) and saved > found.seq:
            found.missing.append((found.seq + 1, saved))
        if not (found.altered or found.missing or found.spoilt) and _opens(path):
            return RepairReport(None, found.seq, (), False, 0)
        aside = _replace(path, lock, found.tables, now, found.seq)
    return RepairReport(aside, found.seq, tuple(found.missing), found.altered, found.spoilt)


def restore(
    folder: Path,
    backup: Path,
    now: datetime,
    wait: float = WAIT,
    passphrase: Callable[[], str] | None = None,
) -> Path | None:
    """Go back to a copy, and return where what was there is kept: a dated copy of its own.

    It is one change like any other, so that programs on the folder follow, and the history goes on;
    where the folder is damaged, the copy is put in place of all that is there, which is kept aside.
    `passphrase` is asked for, where the copy is encrypted, before the folder is held.

    Raises:
        DataFolderError: the copy cannot be read or opened, or does not check.
        Busy: another program holds the folder.
        NotSaved, OSError: the disk cannot be read or written; nothing was altered.
    """
    path = folder / FILE
    if not backup.exists():
        raise DataFolderError(t("There is no file {file}.", file=str(backup)))
    if not _opens(path):
        found = _copy(backup, passphrase)
        with held_alone(folder, wait) as lock:
            return _replace(path, lock, found, now)
    with closing(MaintainedJournal(path, wait)) as journal:
        if (folder / ERASING).exists():  # from the copy as well, before it is read
            finish_erasure(journal, wait)
        found = _copy(backup, passphrase)
        kept = journal.copy_now() if journal.state.file_sum or journal.state.mark.seq else None
        with journal.transaction() as state:
            entry = HistoryEntry(
                now, this_device(), COMMAND.id, COMMAND.evidence, "restore", {"file": backup.name}
            )
            journal.append(_back_to(found, state.tables), encode_entry(entry))
    return kept


def _back_to(copy: Tables, there: Tables) -> list[Operation]:
    """Return what makes documents be those of a copy; what was done since stays in the history."""
    return [
        ["del", table, number] if new is None else ["put", table, number, new]
        for table, number, _, new in differences(there, copy)
        if table != HISTORY
    ]


@contextmanager
def held_alone(folder: Path, wait: float) -> Iterator[FolderLock]:
    """Hold a folder in which no checkpoint is under way: it would be put in place afterwards.

    Raises:
        Busy: another program holds it, or its checkpoint takes too long.
    """
    lock = FolderLock(folder, wait)
    with ProgramsInFolder(folder).alone_at("checkpoint", wait) as is_ours:
        if not is_ours:
            raise Busy(t("Not saved: another program is busy. Please try again."))
        try:
            with lock.held():
                yield lock
        finally:
            lock.close()


def _copy(path: Path, passphrase: Callable[[], str] | None) -> Tables:
    """Return what a copy holds, brought to this version."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if encrypted_copy.is_encrypted(data):
        if passphrase is None:
            raise DataFolderError(t("{file} is encrypted.", file=str(path)))
        data = encrypted_copy.decrypt(path, data, passphrase())
    tables = checkpoint.decoded(path, data).tables
    tables.migrate()
    return tables


def _replace(path: Path, lock: FolderLock, tables: Tables, now: datetime, seq: int = 0) -> Path:
    """Put a new file in place of all that is there, which is kept aside.

    Cut short, the folder is still damaged, and is repaired by asking again.
    """
    aside = _kept_aside(path, now)
    old = generations(path)
    mark = JournalPosition(max([*old, _mark_of(path), 0]) + 1, seq, recovery.checksum_of(seq))
    begun = recovery.first_line(mark.generation, mark, now.date().isoformat(), "")
    # the journal first: from then on nobody writes to the one before, which is not read any more
    replace_durably(journal_path(path, mark.generation), [begun])
    replace_durably(path, pieces(tables, mark, 0))
    lock.note(False, mark.generation, seq)
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
            replace_durably(aside / one.name, bytes_of(one))
    return aside

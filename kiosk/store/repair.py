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
from kiosk.store.journal.file_names import ERASING, FILE, generations, journal_path
from kiosk.store.journal.lines import Operation, read_line
from kiosk.store.journal.lock import WAIT, FolderLock, ProgramsInFolder
from kiosk.store.journal.migration import HISTORY
from kiosk.store.journal.tables import META, DocumentsByNumber, Tables, differences
from kiosk.store.maintenance import MaintainedJournal
from kiosk.system.device import this_device
from kiosk.system.durable_files import bytes_of, replace_durably, unreadable
from kiosk.text import t


class _Salvage:
    """All lines and tables of a folder that can be read, applied in order."""

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
        return found.tables, found.position.seq

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
    """Return what in a file looks like TinyDB's tables."""
    try:
        content: Any = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    tables = content.items() if isinstance(content, dict) else ()
    return {
        name: {number: row for number, row in rows.items() if number.isdecimal() and _is_row(row)}
        for name, rows in tables
        if isinstance(rows, dict)
    }


def _is_row(row: object) -> bool:
    return isinstance(row, dict)


def repair(folder: Path, now: datetime, wait: float = WAIT) -> RepairReport:
    """Save what can be read into a new file, and keep the old files aside.

    The new file follows on a journal of a new generation, so from the moment it is in place no
    older journal counts, even if one could not be removed.

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
    """Go back to a copy; return the path of a copy of what was there, or None if it was empty.

    It is one change like any other: programs on the folder follow it, and the history goes on. If
    the folder is damaged, the copy takes the place of all files, which are kept aside.
    `passphrase` is called before the folder is held, if the copy is encrypted.

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
        # an erasure that was cut short has to reach this copy as well, before it is read
        if (folder / ERASING).exists():
            finish_erasure(journal, wait)
        found = _copy(backup, passphrase)
        kept = journal.copy_now() if journal.state.file_sum or journal.state.position.seq else None
        with journal.transaction() as state:
            entry = HistoryEntry(
                now, this_device(), COMMAND.id, COMMAND.evidence, "restore", {"file": backup.name}
            )
            journal.append(_operations_back(found, state.tables), encode_entry(entry))
    return kept


def _operations_back(copy: Tables, current: Tables) -> list[Operation]:
    """Return what makes the documents those of a copy. The history stays: it says what happened."""
    return [
        ["del", table, number] if new is None else ["put", table, number, new]
        for table, number, _, new in differences(current, copy)
        if table != HISTORY
    ]


@contextmanager
def held_alone(folder: Path, wait: float) -> Iterator[FolderLock]:
    """Hold a folder while no checkpoint is made: it would replace the repaired file afterwards.

    Raises:
        Busy: another program holds it, or its checkpoint takes too long.
    """
    lock = FolderLock(folder, wait)
    with ProgramsInFolder(folder).only_one_doing("checkpoint", wait) as is_ours:
        if not is_ours:
            raise Busy(t("Not saved: another program is busy. Please try again."))
        try:
            with lock.held():
                yield lock
        finally:
            lock.close()


def _copy(path: Path, passphrase: Callable[[], str] | None) -> Tables:
    """Return what a copy holds, migrated to this version."""
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
    """Put a new file in place of all files, and return the folder in which those are kept.

    Cut short, it leaves a folder that is damaged still, and that can be repaired again.
    """
    aside = _kept_aside(path, now)
    old = generations(path)
    position = JournalPosition(
        max([*old, _generation_of(path), 0]) + 1, seq, recovery.checksum_of(seq)
    )
    begun = recovery.first_line(position.generation, position, now.date().isoformat(), "")
    # the journal first: from then on no program writes to the old one, which is not read any more
    replace_durably(journal_path(path, position.generation), [begun])
    replace_durably(path, pieces(tables, position, 0))
    lock.note(False, position.generation, seq)
    for generation in old:
        journal_path(path, generation).unlink()
    return aside


def _generation_of(path: Path) -> int:
    try:
        return checkpoint.read(path).position.generation
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
    for file in [path, *(journal_path(path, number) for number in generations(path))]:
        if file.exists():
            replace_durably(aside / file.name, bytes_of(file))
    return aside

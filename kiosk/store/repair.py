"""Saving what is good of a damaged folder, and going back to a copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from kiosk.errors import Busy, DataFolderError, NewerVersion
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.changes import HistoryEntry
from kiosk.store.copies import encrypted_copy
from kiosk.store.erasure.erasing import finish_erasure
from kiosk.store.history import encode_entry
from kiosk.store.interface import RepairReport, RestoreReport
from kiosk.store.journal import checkpoint, recovery
from kiosk.store.journal.checkpoint import Checkpoint, JournalPosition, pieces
from kiosk.store.journal.file_names import (
    ASIDE,
    FILE,
    generations,
    is_erasure_cut_short,
    journal_path,
)
from kiosk.store.journal.found_lines import FoundLines, Replay
from kiosk.store.journal.journal import Journal
from kiosk.store.journal.lines import Operation
from kiosk.store.journal.lock import WAIT, FolderLock, ProgramsInFolder
from kiosk.store.journal.migration import HISTORY
from kiosk.store.journal.reader import is_bereft
from kiosk.store.journal.tables import Tables, differences
from kiosk.store.maintenance import MaintainedJournal
from kiosk.store.salvage import salvage
from kiosk.system.device import this_device
from kiosk.system.durable_files import bytes_of, replace_durably, unreadable
from kiosk.text import t


def repair(folder: Path, now: datetime, wait: float = WAIT) -> RepairReport:
    """Save what can be read into a new file, and keep the old files aside.

    The new file follows on a journal of a new generation, so from the moment it is in place no
    older journal counts, even if one could not be removed.

    Raises:
        Busy: another program holds the folder.
        OSError: the disk cannot be read or written; nothing was altered.
    """
    path = folder / FILE
    whole = _last_change(path, wait)
    if whole is not None and not is_bereft(path):
        return RepairReport(None, whole, (), False, 0, ())
    with held_alone(folder, wait) as lock:
        _, _, saved = lock.read_note()
        found = salvage(folder, saved)
        position = found.replay.position
        aside = _replace(path, lock, found.replay.tables, now, position)
    # what a writer would refuse is not repaired
    with closing(Journal(path, wait)) as journal, journal.transaction():
        pass
    missing, sources = tuple(found.missing), tuple(found.sources)
    return RepairReport(aside, position.seq, missing, found.altered, found.spoilt, sources)


def _last_change(path: Path, wait: float) -> int | None:
    """Return the number of the last change, if a program could go on writing; else None.

    Only the writer's own checks decide this: a second opinion would once differ from them.
    """
    try:
        with closing(Journal(path, wait)) as journal, journal.transaction() as state:
            return state.position.seq
    except NewerVersion:
        raise
    except DataFolderError:
        return None


def restore(
    folder: Path,
    backup: Path,
    now: datetime,
    wait: float = WAIT,
    passphrase: Callable[[], str] | None = None,
    *,
    with_later: bool = False,
) -> RestoreReport:
    """Go back to a copy.

    It is one change like any other: programs on the folder follow it, and the history goes on. If
    the folder is damaged, the copy takes the place of all files, which are kept aside.
    `passphrase` is called before the folder is held, if the copy is encrypted. `with_later`: with
    the changes after the copy, as far as journals hold them without a gap.

    Raises:
        DataFolderError: the copy cannot be read or opened, or does not check.
        Busy: another program holds the folder.
        NotSaved, OSError: the disk cannot be read or written; nothing was altered.
    """
    path = folder / FILE
    if not backup.exists():
        raise DataFolderError(t("There is no file {file}.", file=str(backup)))
    if _last_change(path, wait) is None:
        found = _copy(backup, passphrase)
        with held_alone(folder, wait) as lock:
            replay = _from_copy(folder, found, with_later=with_later)
            kept = _replace(path, lock, replay.tables, now, replay.position)
            return RestoreReport(kept, len(replay.taken))
    with closing(MaintainedJournal(path, wait, lambda: now)) as journal:
        # an erasure that was cut short has to reach this copy as well, before it is read
        if is_erasure_cut_short(folder):
            finish_erasure(journal, wait)
        found = _copy(backup, passphrase)
        replay = _from_copy(folder, found, with_later=with_later)
        copied = (
            journal.copy_now() if journal.state.file_sum or journal.state.position.seq else None
        )
        with journal.transaction() as state:
            entry = HistoryEntry(
                now, this_device(), COMMAND.id, COMMAND.evidence, "restore", {"file": backup.name}
            )
            journal.append(_operations_back(replay.tables, state.tables), encode_entry(entry))
    return RestoreReport(copied, len(replay.taken))


def _from_copy(folder: Path, copy: Checkpoint, *, with_later: bool) -> Replay:
    """Return a copy's tables, with the changes after it if they are wanted."""
    if with_later:
        replay = FoundLines(folder).follow(copy)
    else:
        replay = Replay(copy.tables, JournalPosition(), [])
    replay.tables.migrate()
    return replay


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
            raise Busy(t("Not saved: another program is using the data. Please try again."))
        try:
            with lock.held():
                yield lock
        finally:
            lock.close()


def _copy(path: Path, passphrase: Callable[[], str] | None) -> Checkpoint:
    """Return what a copy holds."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if encrypted_copy.is_encrypted(data):
        if passphrase is None:
            raise DataFolderError(t("{file} is encrypted.", file=str(path)))
        data = encrypted_copy.decrypt(path, data, passphrase())
    return checkpoint.decoded(path, data)


def _replace(
    path: Path, lock: FolderLock, tables: Tables, now: datetime, after: JournalPosition
) -> Path:
    """Put a new file in place of all files, and return the folder in which those are kept.

    `after`: the last line that the tables include. Cut short, it leaves a folder that is damaged
    still, and that can be repaired again.
    """
    aside = _kept_aside(path, now)
    old = generations(path)
    position = JournalPosition(
        max([*old, _generation_of(path), after.generation]) + 1,
        after.seq,
        recovery.checksum_of(after.seq),
    )
    begun = recovery.first_line(position.generation, position, now.date().isoformat(), "")
    # the journal first: from then on no program writes to the old one, which is not read any more
    replace_durably(journal_path(path, position.generation), [begun])
    replace_durably(path, pieces(tables, position, 0))
    lock.note(False, position.generation, position.seq)
    for generation in old:
        journal_path(path, generation).unlink()
    return aside


def _generation_of(path: Path) -> int:
    try:
        return checkpoint.read(path).position.generation
    except DataFolderError:
        return 0


def _kept_aside(path: Path, now: datetime) -> Path:
    start = f"{ASIDE}{now:%Y-%m-%d}"
    number = 1
    while (aside := path.with_name(f"{start}-{number}")).exists():
        number += 1
    aside.mkdir(mode=0o700)
    for file in [path, *(journal_path(path, number) for number in generations(path))]:
        if file.exists():
            replace_durably(aside / file.name, bytes_of(file))
    return aside

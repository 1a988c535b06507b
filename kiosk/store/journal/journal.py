"""The journal: every change is one line, on the disk before anybody is told that it is saved.

    attendance.json           the checkpoint: a plain TinyDB file (see `checkpoint.py`)
    attendance.json.j000003   the lines since, one a transaction (see `lines.py`)
    attendance.lock           never deleted (see `lock.py`)
    attendance.archive/       journals that a checkpoint has taken in

What holds:

1. A line is flushed before it is acknowledged; of all lines at most the last is not on the disk,
   and then the lock file says so, and whoever writes next flushes first.
2. Lines are numbered without a gap and chained, across journals.
3. Memory changes only by applying a line as it was decoded.
4. Whoever writes holds the folder, has caught up to the end and has seen that the last line it
   knows is still there.
5. A new journal begins by the rename of a file whose header is flushed. The checkpoint is written
   afterwards, without holding anybody up; older journals go once it is on the disk.
6. Whoever only reads takes no lock, cuts nothing and does not judge the end of the journal.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from kiosk.errors import DataFolderError, NotSaved
from kiosk.store.journal import recovery
from kiosk.store.journal.checkpoint import written_up_to
from kiosk.store.journal.files import journal_path
from kiosk.store.journal.lines import Operation, write_line
from kiosk.store.journal.migration import keep_original
from kiosk.store.journal.open_file import signature
from kiosk.store.journal.reader import JournalReader
from kiosk.store.journal.recovery import Damaged, FolderState, damage
from kiosk.system.durable_files import (
    cause,
    flush,
    flush_folder,
    put_in_place,
    write_all,
    write_beside,
)
from kiosk.text import t


class Journal(JournalReader):
    """The documents of one folder, shared with every program on it. Safe for threads."""

    def transaction(self) -> AbstractContextManager[FolderState]:
        """Hold the folder, having read to its end, so that nobody else writes. May be nested.

        Raises, when it is entered:
            Busy: another program holds it for too long.
            DataFolderError: what is there cannot be read, or does not check.
            NotSaved: the end of the journal cannot be put in order.
        """
        return _Transaction(self)

    def take_hold(self) -> FolderState:
        """Enter a `transaction`."""
        self.lock.acquire()
        try:
            if self.lock.is_outermost:
                self.company.join()
                self._catch_up()
                self._settle()
            return self.state
        except BaseException:
            self.lock.release()
            raise

    def append(self, ops: list[Operation], entry: Mapping[str, Any]) -> None:
        """Write one transaction, and return when it is on the disk. Needs `transaction`.

        `entry` says what a `kiosk.store.Entry` says, or is empty.

        Raises:
            NotSaved: it could not be written; what was saved before is as it was.
            TypeError, ValueError: JSON has no word for something in it.
        """
        state = self.state
        line = write_line(state.mark.chain, state.mark.seq + 1, {**entry, "ops": ops})
        try:
            if not state.mark.offset or state.is_old:
                self.begin_journal()
                line = write_line(state.mark.chain, state.mark.seq + 1, {**entry, "ops": ops})
            self.lock.note(True, state.mark.generation, state.mark.seq)
        except OSError as error:
            raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error
        self._write(line)
        self._take(line)
        self._note_saved()
        self._looked = self._look(state, has_written=True)

    def _write(self, line: bytes) -> None:
        """Put a line on the disk, or cut back to the one before it."""
        self._doubt = True
        try:
            write_all(self._open(), line)
            flush(self._open())
        except OSError as error:
            self._cut_back(error)
            raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error
        self._doubt = False

    def _cut_back(self, error: OSError) -> None:
        try:
            os.ftruncate(self._open(), self.state.mark.offset)
        except OSError:
            raise NotSaved(
                t(
                    "It is not sure whether this was saved ({cause}): please look before you ask "
                    "for it again.",
                    cause=cause(error),
                )
            ) from error
        try:
            flush(self._open())
        except OSError:
            # a flush is never asked twice: the file is opened and read anew before the next use,
            # and the note in the lock file stays, so that whoever is next flushes first
            return
        self._doubt = False
        self._note_saved()

    def _note_saved(self) -> None:
        mark = self.state.mark
        try:
            self.lock.note(False, mark.generation, mark.seq)
        except OSError:
            return  # the line is safe; the note says that it may not be, and somebody flushes again

    def begin_journal(self) -> None:
        """Begin the journal of the next generation. To be called in a `transaction`.

        Raises:
            OSError: it could not be made; the one before it stays in use.
        """
        state = self.state
        path = journal_path(self.path, state.mark.generation + 1)
        today = datetime.now().astimezone().date().isoformat()
        first = recovery.first_line(state.mark.generation + 1, state.mark, today, state.file_sum)
        if state.file_sum and (state.is_old or not state.mark.generation):
            keep_original(self.path, state.file_sum)
        # nothing of an earlier store in this folder counts once there is a first journal
        saved = state.mark.seq if state.mark.offset else 0
        self.lock.note(True, state.mark.generation if state.mark.offset else 0, saved)
        put_in_place(write_beside(path, [first]), path)
        try:
            flush_folder(path.parent)
        except OSError:
            path.unlink()
            raise
        self._file.close()
        state.next_journal()
        self._take(first)
        self._note_saved()

    # --- the end of the journal, with the folder held ------------------------------------------

    def _settle(self) -> None:
        """Make sure of the end: what is there is on the disk, and what was torn off is cut."""
        state = self.state
        if not state.mark.offset:
            return
        self._check_file(state)
        in_flight, generation, saved = self.lock.read_note()
        if (generation, saved) > (state.mark.generation, state.mark.seq + 1):
            raise self._lost_changes()
        try:
            if in_flight:
                flush(self._open())
                flush_folder(self.path.parent)
            if os.fstat(self._open()).st_size != state.mark.offset:
                self._repair_tail(is_known=(generation, saved) <= _place(state))
                self._looked = self._look(state)
        except OSError as error:
            raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error
        if (generation, saved) > _place(state):
            raise self._lost_changes()
        if in_flight:
            self._note_saved()

    def _check_file(self, state: FolderState) -> None:
        """Refuse to go on where the file was taken away, or another program wrote it."""
        found = signature(self.path)
        if found == self._file_seen:
            return
        if found is None:
            if state.file_sum:
                raise DataFolderError(
                    t("{file} is gone: put it back where it was.", file=str(self.path))
                )
        elif written_up_to(self.path) < 0:
            raise Damaged(
                t(
                    "{file} was written by another program while changes stood in the journal "
                    "beside it: put it back as it was, or “kiosk repair” saves what is good.",
                    file=str(self.path),
                )
            )
        self._file_seen = found

    def _lost_changes(self) -> Damaged:
        mark = self.state.mark
        path = journal_path(self.path, mark.generation)
        return damage(path, mark.seq, t("changes that were saved are not there"))

    def _repair_tail(self, *, is_known: bool) -> None:
        """Complete a last line that lacks only its newline, or cut off one that is torn."""
        state = self.state
        path = journal_path(self.path, state.mark.generation)
        rest = recovery.read_from(path, state.mark.offset)
        if state.is_next(rest):
            write_all(self._open(), b"\n")
            flush(self._open())
            self._take(rest + b"\n")
            return
        if not (is_known and recovery.is_torn(rest)):
            raise damage(path, state.mark.seq, t("a line does not check"))
        aside = path.with_name(f"{path.name}.torn-{state.mark.seq}")
        put_in_place(write_beside(aside, [rest]), aside)
        os.ftruncate(self._open(), state.mark.offset)
        flush(self._open())


class _Transaction:
    """What `Journal.transaction` returns: a generator would cost three times as much."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def __enter__(self) -> FolderState:
        return self._journal.take_hold()

    def __exit__(self, *_error: object) -> None:
        self._journal.lock.release()


def _place(state: FolderState) -> tuple[int, int]:
    return state.mark.generation, state.mark.seq

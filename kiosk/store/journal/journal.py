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
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from kiosk.errors import DataFolderError, NotSaved
from kiosk.store.journal import recovery
from kiosk.store.journal.checkpoint import written_up_to
from kiosk.store.journal.files import journal_path
from kiosk.store.journal.lines import Operation, any_line, is_line, write_line
from kiosk.store.journal.lock import WAIT, FolderLock, ProgramsInFolder
from kiosk.store.journal.migration import keep_original
from kiosk.store.journal.open_file import OpenFile, read_from, signature
from kiosk.store.journal.recovery import Damaged, FolderState, damage
from kiosk.store.journal.tables import Change, Tables, differences
from kiosk.system.durable_files import (
    cause,
    flush,
    flush_folder,
    put_in_place,
    unreadable,
    write_all,
    write_beside,
)
from kiosk.text import t

Listener: TypeAlias = Callable[[list[Change]], None]

ATTEMPTS = 4
"""How often a folder is read anew while a checkpoint moves things in it."""


class Journal:
    """The documents of one folder, shared with every program on it. Safe for threads."""

    def __init__(
        self, checkpoint: Path, wait: float = WAIT, listener: Listener | None = None
    ) -> None:
        """Open what is beside `checkpoint`, which need not exist; nothing is read yet.

        `listener` is told every change after the first reading, this program's own as well.
        """
        self.path = checkpoint
        self.lock = FolderLock(checkpoint.parent, wait)
        self.company = ProgramsInFolder(checkpoint.parent)
        self._listener = listener
        self._state: FolderState | None = None
        self._doubt = False
        self._file = OpenFile()
        self._looked: object = None
        self._file_seen: object = None
        self._paths = (-1, "", "")
        self.changed_at = 0.0
        """When a change was last taken in, in seconds of the monotonic clock."""

    @property
    def tables(self) -> Tables:
        """The documents as they were when they were last read."""
        return self.state.tables

    @property
    def state(self) -> FolderState:
        """What is known of the folder; read at first use.

        Raises:
            DataFolderError: it cannot be read, or does not check.
        """
        if self._state is None:
            self.follow()
        assert self._state is not None
        return self._state

    def has_news(self) -> bool:
        """Return whether somebody has written. Costs two looks at the folder."""
        state = self._state
        return state is None or self._doubt or self._look(state) != self._looked

    def follow(self) -> None:
        """Take in what others wrote, without a lock.

        Raises:
            DataFolderError: it cannot be read, or does not check.
        """
        with self.lock.thread_alone():
            if not self.lock.is_held and (self._state is None or self.has_news()):
                self._catch_up()

    @contextmanager
    def exclusively(self) -> Iterator[FolderState]:
        """Hold the folder, caught up to the end, so that nobody else writes.

        Raises:
            Busy: another program holds it for too long.
            DataFolderError: what is there cannot be read, or does not check.
        """
        with self.lock.held():
            if self.lock.is_outermost:
                self.company.join()
                self._catch_up()
                self._settle()
            yield self.state

    def append(self, ops: list[Operation], entry: dict[str, Any]) -> None:
        """Write one transaction, and return when it is on the disk. To be called `exclusively`.

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
        self._looked = self._look(state)

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
        """Begin the journal of the next generation. To be called `exclusively`.

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

    def _take(self, data: bytes) -> bytes:
        changes, rest = self.state.take(data)
        if len(rest) < len(data):
            self.changed_at = time.monotonic()
        if changes and self._listener is not None:
            self._listener(changes)
        return rest

    # --- catching up -------------------------------------------------------------------------

    def _catch_up(self) -> None:
        """Take in everything that was written, reading all anew where that does not fit."""
        for attempt in range(ATTEMPTS):
            try:
                if self._state is None or self._doubt or not self._advance(self._state):
                    self._reload()
                return
            except Damaged:
                # a checkpoint may just have moved what was being read
                if attempt == ATTEMPTS - 1:
                    raise
                self._doubt = True
                time.sleep(0.002 * attempt)

    def _reload(self) -> None:
        before = self._state
        self._file.close()
        self._file_seen = signature(self.path)
        found = recovery.load(self.path)
        if before is not None and before.mark.offset and not found.mark.offset:
            gone = journal_path(self.path, before.mark.generation)
            raise Damaged(t("{file} is gone: put it back where it was.", file=str(gone)))
        self._state = found
        self._doubt = False
        self._looked = self._look(self._state)
        if before is not None and self._listener is not None:
            changes = list(differences(before.tables, self._state.tables))
            if changes:
                self.changed_at = time.monotonic()
                self._listener(changes)

    def _advance(self, state: FolderState) -> bool:
        """Take in the lines since; return whether what is known still fits what is there."""
        if not state.mark.offset or state.is_old:
            return self._look(state) == self._looked  # what follows does not fit what is known
        while True:
            # looked up before the end is read: then nothing more can come to this journal
            looked = self._look(state)
            has_successor = looked[-1]
            last, rest = self._read_on(state)
            if last is None:
                return False
            rest = self._take(rest) if rest else rest
            if rest and any_line(rest.split(b"\n")[:-1]):
                return False
            if not has_successor:
                self._looked = looked
                return True
            if rest:
                return False  # nothing can follow half a line
            self._file.close()
            state.next_journal()
            if not self._begins(state):
                return False

    def _read_on(self, state: FolderState) -> tuple[bytes | None, bytes]:
        """Return the last known line, if it is still there, and all that follows it."""
        path = self._paths[1]
        try:
            if not recovery.same_file(path, self._open()):
                self._is_gone(path)
                return None, b""
            data = read_from(self._open(), state.mark.offset - state.mark.length)
        except FileNotFoundError:
            self._is_gone(path)
            return None, b""
        except OSError as error:
            raise unreadable(Path(path), error) from error
        last = data[: max(0, state.mark.length - 1)]
        if not is_line(last, state.mark.chain):
            return None, b""
        return data[: state.mark.length], data[state.mark.length :]

    def _is_gone(self, path: str) -> None:
        """Say so if everything is gone; an empty school in its place would be written over it."""
        if not self.path.exists():
            raise DataFolderError(t("{file} is gone: put it back where it was.", file=path))

    def _begins(self, state: FolderState) -> bool:
        path = journal_path(self.path, state.mark.generation)
        self._take(recovery.read_from(path, 0))
        return state.mark.offset > 0

    def _look(self, state: FolderState) -> tuple[object, ...]:
        """Return what changes whenever somebody writes; last, whether a later journal is there."""
        generation = state.mark.generation
        if self._paths[0] != generation:
            self._paths = (
                generation,
                str(journal_path(self.path, generation)),
                str(journal_path(self.path, generation + 1)),
            )
        _, journal, successor = self._paths
        followed = journal if state.mark.offset else self.path
        # the later journal first: then nothing more can come to this one
        has_successor = os.path.exists(successor)
        return generation, signature(followed), has_successor

    # --- the end of the journal, with the folder held ------------------------------------------

    def _settle(self) -> None:
        """Make sure of the end: what is there is on the disk, and what was torn off is cut."""
        state = self.state
        if not state.mark.offset:
            return
        self._check_file(state)
        path = journal_path(self.path, state.mark.generation)
        in_flight, generation, saved = self.lock.read_note()
        if (generation, saved) > (state.mark.generation, state.mark.seq + 1):
            raise damage(path, state.mark.seq, t("changes that were saved are not there"))
        try:
            if in_flight:
                flush(self._open())
                flush_folder(path.parent)
            if os.fstat(self._open()).st_size != state.mark.offset:
                self._mend(path, is_known=(generation, saved) <= _place(state))
                self._looked = self._look(state)
        except OSError as error:
            raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error
        if (generation, saved) > _place(state):
            raise damage(path, state.mark.seq, t("changes that were saved are not there"))
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

    def _mend(self, path: Path, *, is_known: bool) -> None:
        """Complete a last line that lacks only its newline, or cut off one that is torn."""
        state = self.state
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

    def _open(self) -> int:
        generation = self.state.mark.generation
        known, path, _ = self._paths
        if known != generation:
            path = str(journal_path(self.path, generation))
        return self._file.of(path, to_write=self.lock.is_held)

    def close(self) -> None:
        """Let go of the files. Nothing may be asked afterwards."""
        self._file.close()
        self.lock.close()


def _place(state: FolderState) -> tuple[int, int]:
    return state.mark.generation, state.mark.seq

"""The journal: every change is one line, flushed to the disk before a screen says "saved".

    attendance.json           the checkpoint: a plain TinyDB file (see `checkpoint.py`)
    attendance.json.j000003   the lines since, one a transaction (see `lines.py`)
    attendance.lock           never deleted (see `lock.py`)
    attendance.archive/       older journals, whose lines a checkpoint includes

Invariants:

1. A line is flushed before it is acknowledged, and then noted in the lock file. At most the last
   line is not on the disk yet; it is not the noted one then, and the next writer flushes first.
2. Lines are numbered without a gap and chained, across journals.
3. Memory changes only by applying a line as it was decoded from its bytes.
4. A writer holds the folder, has read to the end, and has seen that the last line it knows is still
   there, or that nobody has touched the files since it wrote that line.
5. A new journal begins with the rename of a file whose header is flushed. The checkpoint is written
   afterwards, while others go on writing; older journals go once it is on the disk.
6. A reader takes no lock, cuts nothing, and does not judge the end of the journal (`reader.py`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.errors import DataFolderError, NotSaved
from kiosk.store.journal import recovery
from kiosk.store.journal.checkpoint import written_up_to
from kiosk.store.journal.file_names import journal_path
from kiosk.store.journal.lines import Operation, new_line
from kiosk.store.journal.lock import WAIT
from kiosk.store.journal.migration import keep_original
from kiosk.store.journal.open_file import signature, signature_of_open
from kiosk.store.journal.reader import JournalReader, Look, is_short, lost_changes
from kiosk.store.journal.recovery import Damaged, FolderState, damage
from kiosk.system.data_folder import true_time
from kiosk.system.durable_files import (
    cause,
    flush,
    flush_folder,
    replace_durably,
    write_all,
)
from kiosk.text import t


class Journal(JournalReader):
    """The documents of one folder, shared with every program on it. Safe for threads."""

    def __init__(
        self, checkpoint: Path, wait: float = WAIT, clock: Callable[[], datetime] = true_time
    ) -> None:
        """Open what is beside `checkpoint`; by the `clock` journals and copies are dated."""
        super().__init__(checkpoint, wait)
        self._clock = clock
        self._left: object = None
        """The number of this program's last line, and what the journal looked like after it."""

    @property
    def today(self) -> str:
        """The date, `2026-09-01`."""
        return self._clock().date().isoformat()

    def transaction(self) -> AbstractContextManager[FolderState]:
        """Keep every other writer out, having read to the end. May be nested.

        Raises, when it is entered:
            Busy: another program holds it for too long.
            DataFolderError: the folder cannot be read, or does not check.
            NotSaved: the end of the journal cannot be repaired.
        """
        return _Transaction(self)

    def take_hold(self) -> FolderState:
        """Enter a `transaction`."""
        self.lock.acquire()
        try:
            if self.lock.is_outermost:
                self.programs.join()
                if not self._is_as_left():
                    self._catch_up()
                    self._check_tail()
            return self.state
        except BaseException:
            self.lock.release()
            raise

    def append(self, ops: list[Operation], entry: Mapping[str, Any]) -> None:
        """Write one transaction, and return when it is on the disk. Needs `transaction`.

        `entry` holds the fields of `history.encode_entry`, or nothing: then no history is kept.

        Raises:
            NotSaved: it could not be written; what was saved before is as it was.
            TypeError, ValueError: something in it cannot be written as JSON.
        """
        state = self.state
        body = {**entry, "ops": ops}
        new = new_line(state.position.chain, state.position.seq + 1, body)
        if not state.position.offset or state.is_old:
            try:
                self.begin_journal()
            except OSError as error:
                raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error
            # the line now follows on the new header, and has to name its checksum
            new = new_line(state.position.chain, state.position.seq + 1, body)
        self._write(new.data)
        self._tell(state.apply(new.line, len(new.data)))
        self._note_saved()
        self._leave(state)

    def _leave(self, state: FolderState) -> None:
        """Note what the files look like after this program's own line."""
        position = state.position
        # the folder is held and was read to the end: no journal follows on this one
        looked = Look(position.generation, signature_of_open(self._open()), has_successor=False)
        self._last_look = looked
        # what stands behind the line, if anything does, has to be judged before the next one
        is_end = looked.is_end(position.offset)
        self._left = (position.seq, looked.signature) if is_end else None

    def _is_as_left(self) -> bool:
        """Return whether this program wrote the last line, and nothing was touched since."""
        state = self._state
        if state is None or self._left is None or self._must_reload:
            return False
        position = state.position
        # who begins a journal notes it before and after: with this note, none follows on ours
        return (
            self.lock.is_noted(position.generation, position.seq)
            and self._left == (position.seq, signature(self._paths_of(position.generation)[0]))
            and signature(self.path) == self._file_seen
        )

    def _write(self, line: bytes) -> None:
        """Put a line on the disk, or cut the file back to the line before it."""
        # until all is well: an error of any kind below leaves memory and disk possibly different
        self._must_reload = True
        try:
            handle = self._open()
            write_all(handle, line)
            flush(handle)
        except OSError as error:
            self._cut_back(error)
            raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error
        self._must_reload = False

    def _cut_back(self, error: OSError) -> None:
        try:
            os.ftruncate(self._open(), self.state.position.offset)
        except OSError:
            raise NotSaved(
                t(
                    "This may not have been saved ({cause}). Please check before you try again.",
                    cause=cause(error),
                )
            ) from error
        try:
            flush(self._open())
        except OSError:
            # a flush that failed is not retried: Linux may have dropped the data, and then reports
            # success. The file is read anew before its next use, and the next writer flushes first
            with suppress(OSError):
                self.lock.note(True, self.state.position.generation, self.state.position.seq)
            return
        self._must_reload = False
        self._note_saved()

    def _note_saved(self) -> None:
        position = self.state.position
        try:
            self.lock.note(False, position.generation, position.seq)
        except OSError:
            return  # the line is safe; the note says otherwise, and costs the next writer a flush

    def begin_journal(self) -> None:
        """Begin the journal of the next generation. To be called in a `transaction`.

        Raises:
            OSError: it could not be made; the journal before stays in use.
        """
        state = self.state
        path = journal_path(self.path, state.position.generation + 1)
        first = recovery.first_line(
            state.position.generation + 1, state.position, self.today, state.file_sum
        )
        if state.file_sum and (state.is_old or not state.position.generation):
            keep_original(self.path, state.file_sum)
        # before the first journal, the note may still be that of an earlier school in this folder
        saved = state.position.seq if state.position.offset else 0
        self.lock.note(True, state.position.generation if state.position.offset else 0, saved)
        try:
            replace_durably(path, [first])
        except OSError:
            # its name may not survive a power cut, so no line may stand in it
            path.unlink(missing_ok=True)
            raise
        self._file.close()
        state.next_journal()
        self._take(first)
        self._note_saved()

    # --- the end of the journal, with the folder held ------------------------------------------

    def _check_tail(self) -> None:
        """Flush and repair the end of the journal, where the last writer was cut short."""
        state = self.state
        in_flight, generation, saved = self.lock.read_note()
        if not state.position.offset:
            if is_short(state, generation, saved):  # the journal is gone, and with it changes
                raise lost_changes(self.path, state)
            return
        self._check_file(state)
        # the last line is flushed only if it was noted: its writer may have been killed before that
        in_flight |= (generation, saved) != (state.position.generation, state.position.seq)
        # one line more may be known to be saved: a tail that lacks only its newline, repaired below
        if (generation, saved) > (state.position.generation, state.position.seq + 1):
            raise lost_changes(self.path, state)
        try:
            if in_flight:
                flush(self._open())
                flush_folder(self.path.parent)
            if os.fstat(self._open()).st_size != state.position.offset:
                self._repair_tail(is_known=not is_short(state, generation, saved))
                self._last_look = self._look(state)
        except OSError as error:
            raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error
        if is_short(state, generation, saved):
            raise lost_changes(self.path, state)
        if in_flight:
            self._note_saved()

    def _check_file(self, state: FolderState) -> None:
        """Refuse to write where the checkpoint was removed, or another program wrote it."""
        current = signature(self.path)
        if current == self._file_seen:
            return
        if current is None:
            if state.file_sum:
                raise DataFolderError(
                    t("{file} is missing. Put it back where it was.", file=str(self.path))
                )
        elif written_up_to(self.path) < 0:
            raise Damaged(
                t(
                    "Another program wrote to {file} while changes were waiting in the "
                    "journal. Please run “kiosk repair”: it puts back what the files "
                    "still hold.",
                    file=str(self.path),
                )
            )
        self._file_seen = current

    def _repair_tail(self, *, is_known: bool) -> None:
        """Complete a last line that lacks only its newline, or cut off one that is torn.

        `is_known`: every line that was acknowledged is there, so the tail never was.
        """
        state = self.state
        path = journal_path(self.path, state.position.generation)
        rest = recovery.read_from(path, state.position.offset)
        if state.is_next(rest):
            write_all(self._open(), b"\n")
            flush(self._open())
            self._take(rest + b"\n")
            return
        if not (is_known and recovery.is_torn(rest)):
            raise damage(path, state.position.seq, t("a line is wrong"))
        # kept: a person who searches for a lost change may want to see it
        aside = path.with_name(f"{path.name}.torn-{state.position.seq}")
        replace_durably(aside, [rest])
        os.ftruncate(self._open(), state.position.offset)
        flush(self._open())


class _Transaction:
    """What `Journal.transaction` returns. A generator would cost three times as much."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def __enter__(self) -> FolderState:
        return self._journal.take_hold()

    def __exit__(self, *_error: object) -> None:
        self._journal.lock.release()

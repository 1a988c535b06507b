"""Reading a folder and following what other programs write; see `journal.py`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from kiosk.errors import DataFolderError
from kiosk.store.journal import recovery
from kiosk.store.journal.file_names import generations, journal_path
from kiosk.store.journal.lines import any_line, is_line
from kiosk.store.journal.lock import WAIT, FolderLock, ProgramsInFolder
from kiosk.store.journal.open_file import OpenFile, Signature, read_from, signature
from kiosk.store.journal.recovery import Damaged, FolderState
from kiosk.store.journal.tables import Change, Tables, differences
from kiosk.system.durable_files import unreadable
from kiosk.text import t

Listener: TypeAlias = Callable[[list[Change]], None]

ATTEMPTS = 6
"""How often a folder is read anew while a checkpoint moves things in it."""


class Look(NamedTuple):
    """What a program sees of a folder without reading anything."""

    generation: int
    signature: Signature | None
    """Of the last journal; of the checkpoint, where there is no journal."""
    has_successor: bool
    """Whether there is a next journal."""

    def is_end(self, offset: int) -> bool:
        """Return whether the journal ends there, and none follows it."""
        size = None if self.signature is None else self.signature[1]
        return not self.has_successor and size == offset


class JournalReader:
    """The documents of one folder, as they were last read. Takes no lock and cuts nothing."""

    def __init__(self, checkpoint: Path, wait: float = WAIT) -> None:
        """Follow the journals of a checkpoint, which need not exist. Nothing is read yet."""
        self.path = checkpoint
        self.listener: Listener | None = None
        """Called with every change after the first reading, this program's own as well."""
        self.lock = FolderLock(checkpoint.parent, wait)
        self.programs = ProgramsInFolder(checkpoint.parent)
        self._state: FolderState | None = None
        self._must_reload = False
        self._file = OpenFile()
        self._last_look: Look | None = None
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
        """What the folder held when it was last read; it is read at first use.

        Raises:
            DataFolderError: it cannot be read, or does not check.
        """
        if self._state is None:
            self.follow()
        assert self._state is not None
        return self._state

    def has_news(self) -> bool:
        """Return whether another program has written. Costs two system calls."""
        state = self._state
        return state is None or self._must_reload or self._look(state) != self._last_look

    def follow(self) -> None:
        """Read what other programs wrote, without a lock.

        Raises:
            DataFolderError: it cannot be read, or does not check.
        """
        # not inside a transaction: it has read to the end, and would apply its own line twice
        with self.lock.thread_lock():
            if not self.lock.is_held and (self._state is None or self.has_news()):
                self._catch_up()

    def thread_lock(self) -> AbstractContextManager[object]:
        """Keep other threads of this program from reading on or writing."""
        return self.lock.thread_lock()

    def _take(self, data: bytes) -> bytes:
        changes, rest = self.state.take(data)
        if len(rest) < len(data):
            self._tell(changes)
        return rest

    def _tell(self, changes: list[Change]) -> None:
        self.changed_at = time.monotonic()
        if changes and self.listener is not None:
            self.listener(changes)

    def _catch_up(self) -> None:
        """Read what was written since, or everything if that does not follow on what is known."""
        for attempt in range(ATTEMPTS):
            try:
                if self._state is None or self._must_reload or not self._advance(self._state):
                    self._reload()
                return
            except Damaged:
                # a checkpoint may just have moved a journal while it was being read: look again
                if attempt == ATTEMPTS - 1:
                    raise
                self._must_reload = True
                time.sleep(0.002 * 2**attempt)

    def _reload(self) -> None:
        before = self._state
        self._file.close()
        self._file_seen = signature(self.path)
        # before the journal is read: what is noted as saved then must be found in it
        _, *noted = self.lock.peek()
        state = recovery.load(self.path)
        if before is not None and before.position.offset and not state.position.offset:
            # an empty folder in place of a school: to go on would write a new school over it
            gone = journal_path(self.path, before.position.generation)
            raise Damaged(t("{file} is missing. Put it back where it was.", file=str(gone)))
        # a writer, who holds the folder, looks more closely: it can mend a torn end
        if before is None and not self.lock.is_held and is_short(state, *noted):
            raise lost_changes(self.path, state)
        self._state = state
        self._must_reload = False
        looked = self._look(state)
        # what others wrote while all this was being read is news
        is_all = state.is_old or not state.position.offset or looked.is_end(state.was_read)
        self._last_look = looked if is_all else None
        if before is not None and self.listener is not None:
            changes = list(differences(before.tables, self._state.tables))
            if changes:
                self._tell(changes)

    def _advance(self, state: FolderState) -> bool:
        """Apply the lines since; return False if they do not follow on what is known."""
        if not state.position.offset or state.is_old:
            return self._look(state) == self._last_look  # a first journal does not follow on a file
        while True:
            # looked up before the end is read: if there is a next journal, this end is final
            looked = self._look(state)
            last, rest = self._read_on(state)
            if last is None:
                return False
            rest = self._take(rest) if rest else rest
            if rest and any_line(rest.split(b"\n")[:-1]):
                return False
            if not looked.has_successor:
                self._last_look = looked
                return True
            if rest:
                return False  # a journal that has a successor ends with a whole line
            self._file.close()
            state.next_journal()
            if not self._begins(state):
                return False

    def _read_on(self, state: FolderState) -> tuple[bytes | None, bytes]:
        """Return the last known line, or None if it is not there now, and all that follows it."""
        path = self._paths[1]
        try:
            if not recovery.same_file(path, self._open()):
                self._is_gone(path)
                return None, b""
            data = read_from(self._open(), state.position.offset - state.position.length)
        except FileNotFoundError:
            self._is_gone(path)
            return None, b""
        except OSError as error:
            raise unreadable(Path(path), error) from error
        last = data[: max(0, state.position.length - 1)]
        if not is_line(last, state.position.chain):
            return None, b""
        return data[: state.position.length], data[state.position.length :]

    def _is_gone(self, path: str) -> None:
        """Raise if the checkpoint is gone as well: somebody has moved the school away."""
        if not self.path.exists():
            raise DataFolderError(t("{file} is missing. Put it back where it was.", file=path))

    def _begins(self, state: FolderState) -> bool:
        path = journal_path(self.path, state.position.generation)
        self._take(recovery.read_from(path, 0))
        return state.position.offset > 0

    def _look(self, state: FolderState) -> Look:
        """Return what changes whenever anybody writes."""
        generation = state.position.generation
        journal, successor = self._paths_of(generation)
        followed = journal if state.position.offset else self.path
        # the next journal first: if it is there, nothing more comes to this one
        has_successor = os.access(successor, os.F_OK)
        return Look(generation, signature(followed), has_successor)

    def _open(self) -> int:
        path, _ = self._paths_of(self.state.position.generation)
        return self._file.of(path, to_write=self.lock.is_held)

    def _paths_of(self, generation: int) -> tuple[str, str]:
        """Return the paths of the journal of a generation and of the next one."""
        known = self._paths  # read once: another thread may ask for other ones
        if known[0] != generation:
            known = self._paths = (
                generation,
                str(journal_path(self.path, generation)),
                str(journal_path(self.path, generation + 1)),
            )
        return known[1:]

    def close(self) -> None:
        """Close the files. Not usable afterwards."""
        self._file.close()
        self.lock.close()


def is_short(state: FolderState, generation: int, saved: int) -> bool:
    """Return whether a folder ends before the change that its lock file notes as the last one.

    A plain file has no position: it may begin a new school where an earlier one left its note.
    """
    position = state.position
    return position.generation > 0 and (generation, saved) > (position.generation, position.seq)


def lost_changes(path: Path, state: FolderState) -> Damaged:
    """Return the error for changes that were acknowledged and are not there."""
    journal = journal_path(path, state.position.generation)
    return recovery.damage(journal, state.position.seq, t("saved changes are missing"))


def is_bereft(path: Path) -> bool:
    """Return whether a folder has lost its file and its journals, as its lock file tells."""
    _, _, saved = FolderLock(path.parent, 0.0).peek()
    return saved > 0 and not path.exists() and not generations(path)

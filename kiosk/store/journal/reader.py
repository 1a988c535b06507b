"""Reading a folder and following what other programs write; see `journal.py`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias

from kiosk.errors import DataFolderError
from kiosk.store.journal import recovery
from kiosk.store.journal.files import journal_path
from kiosk.store.journal.lines import any_line, is_line
from kiosk.store.journal.lock import WAIT, FolderLock, ProgramsInFolder
from kiosk.store.journal.open_file import OpenFile, read_from, signature
from kiosk.store.journal.recovery import Damaged, FolderState
from kiosk.store.journal.tables import Change, Tables, differences
from kiosk.system.durable_files import unreadable
from kiosk.text import t

Listener: TypeAlias = Callable[[list[Change]], None]

ATTEMPTS = 4
"""How often a folder is read anew while a checkpoint moves things in it."""


class JournalReader:
    """The documents of one folder, as they were last read. Takes no lock and cuts nothing."""

    def __init__(self, checkpoint: Path, wait: float = WAIT) -> None:
        """Open what is beside `checkpoint`, which need not exist; nothing is read yet."""
        self.path = checkpoint
        self.listener: Listener | None = None
        """Called with every change after the first reading, this program's own as well."""
        self.lock = FolderLock(checkpoint.parent, wait)
        self.company = ProgramsInFolder(checkpoint.parent)
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
        with self.lock.thread_lock():
            if not self.lock.is_held and (self._state is None or self.has_news()):
                self._catch_up()

    def thread_lock(self) -> AbstractContextManager[object]:
        """Keep other threads of this program from reading on or writing."""
        return self.lock.thread_lock()

    def _take(self, data: bytes) -> bytes:
        changes, rest = self.state.take(data)
        if len(rest) < len(data):
            self.changed_at = time.monotonic()
        if changes and self.listener is not None:
            self.listener(changes)
        return rest

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
        if before is not None and self.listener is not None:
            changes = list(differences(before.tables, self._state.tables))
            if changes:
                self.changed_at = time.monotonic()
                self.listener(changes)

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

    def _look(self, state: FolderState, *, has_written: bool = False) -> tuple[object, ...]:
        """Return what changes whenever somebody writes; last, whether a later journal is there.

        `has_written`: this program holds the folder and has just written to the last journal.
        """
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
        has_successor = not has_written and os.path.exists(successor)
        return generation, signature(followed), has_successor

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

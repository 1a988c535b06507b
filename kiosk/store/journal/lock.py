"""One lock for writing to a folder, and a locked file for each program that works in it.

The lock file is never deleted: two programs could then hold two files of one name. The lock is the
operating system's; what the file holds is a note of its last holder: the number of the last line
that was acknowledged, and whether a flush is missing even where there is no line after that.
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from kiosk.errors import Busy, NotSaved
from kiosk.store.journal.fair_lock import FairLock, opened, try_lock
from kiosk.store.journal.file_names import LOCK, PROGRAMS
from kiosk.store.journal.open_file import read_at, write_at
from kiosk.system.durable_files import cause
from kiosk.text import t

WAIT = 10.0
"""Seconds to wait for another program."""
NOTE_OFFSET = 16
"""The offset of the note: on Windows nobody can read the first byte of a locked file."""
NO_NOTE = (True, 0, 0)
"""What is taken for true where there is no note."""
TURN = "turn"
"""The file among those of the programs that is locked by who is next to hold the folder."""
MOST_PROGRAMS = 64
"""Programs that can be counted; more are not seen."""


def _note(in_flight: bool, generation: int, saved: int) -> bytes:
    return b"%d %08d %016d\n" % (in_flight, generation, saved)


def _parsed(note: bytes) -> tuple[bool, int, int]:
    try:
        in_flight, generation, saved = map(int, note.split())
    except ValueError:
        return NO_NOTE
    return bool(in_flight), generation, saved


class FolderLock:
    """The lock of a folder, for programs and for the threads of this one."""

    def __init__(self, folder: Path, wait: float) -> None:
        self._path, self.wait = folder / LOCK, wait
        self._threads = threading.RLock()
        self._depth = 0
        self._file = FairLock(self._path, folder / PROGRAMS / TURN)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder. May be nested.

        Raises:
            Busy: another program holds it for too long.
            NotSaved: the lock file cannot be made.
        """
        self.acquire()
        try:
            yield
        finally:
            self.release()

    def acquire(self) -> None:
        """Take the folder, as often as it is released later. Raises as `held` does."""
        # the file lock excludes other processes only, so a lock for this one's threads comes first
        if not self._threads.acquire(timeout=self.wait):
            raise Busy(t("Not saved: another program is using the data. Please try again."))
        try:
            if not self._depth:
                self._lock_file()
            self._depth += 1
        except BaseException:
            self._threads.release()
            raise

    def release(self) -> None:
        """Release the folder once."""
        try:
            self._depth -= 1
            if not self._depth:
                self._file.release()
        finally:
            self._threads.release()

    def thread_lock(self) -> AbstractContextManager[object]:
        """Keep other threads of this program out, but no other program."""
        return self._threads

    @property
    def is_held(self) -> bool:
        """Whether this thread holds the folder. Ask inside `thread_lock` only."""
        return self._depth > 0

    @property
    def is_outermost(self) -> bool:
        """Whether this is the first of nested holds."""
        return self._depth == 1

    def _lock_file(self) -> None:
        try:
            self._file.acquire(self.wait)
        except TimeoutError as error:
            raise Busy(
                t("Not saved: another program is using the data. Please try again.")
            ) from error
        except OSError as error:
            raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error

    def note(self, in_flight: bool, generation: int, saved: int) -> None:
        """Write the note: whether a flush is missing, and the last line that was acknowledged.

        Raises:
            OSError: it cannot be written.
        """
        write_at(self._file.handle, NOTE_OFFSET, _note(in_flight, generation, saved))

    def read_note(self) -> tuple[bool, int, int]:
        """Return the note of the last holder; without one, that a line may not be flushed."""
        return _parsed(self._bytes_of_note())

    def is_noted(self, generation: int, saved: int) -> bool:
        """Return whether the note says that this is the last change, and that it is flushed."""
        return self._bytes_of_note() == _note(False, generation, saved)

    def _bytes_of_note(self) -> bytes:
        try:
            return read_at(self._file.handle, NOTE_OFFSET, 64)
        except OSError:
            return b""

    def peek(self) -> tuple[bool, int, int]:
        """Return the same without holding the folder, or making the file."""
        try:
            return _parsed(self._path.read_bytes()[NOTE_OFFSET:])
        except OSError:
            return NO_NOTE

    def close(self) -> None:
        """Close the lock file."""
        self._file.close()


class ProgramsInFolder:
    """The programs that work in a folder: the last one to leave makes a checkpoint.

    Each has locked a file of its own. The system unlocks it when a program is killed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / PROGRAMS
        self._left = False
        self._closing: weakref.finalize[..., ProgramsInFolder] | None = None

    def join(self) -> None:
        """Lock a file of this program's own, if that is possible: no change depends on it."""
        if self._closing is not None or self._left:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            for number in range(MOST_PROGRAMS):
                handle = self._lock(str(number))
                if handle is not None:
                    self._closing = weakref.finalize(self, os.close, handle)
                    return

    @property
    def has_joined(self) -> bool:
        """Whether this program is counted."""
        return self._closing is not None

    def leave(self) -> bool:
        """Leave; return whether no other program is left. Ask with the folder held."""
        self._left = True
        if self._closing is not None:
            self._closing()
            self._closing = None
        try:
            for name in os.listdir(self._folder):
                if name.isdecimal():
                    handle = self._lock(name)
                    if handle is None:
                        return False
                    os.close(handle)
        except OSError:
            return False
        return True

    @contextmanager
    def only_one_doing(self, task: str, wait: float) -> Iterator[bool]:
        """Yield whether this program may do a task that one program does at a time.

        `wait` is how many seconds to wait for another program to finish it.

        Raises:
            NotSaved: the folder cannot be written to.
        """
        began = time.monotonic()
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            while (handle := self._lock(task)) is None and time.monotonic() - began < wait:
                time.sleep(0.02)
        except OSError as error:
            raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error
        try:
            yield handle is not None
        finally:
            if handle is not None:
                os.close(handle)

    def _lock(self, name: str) -> int | None:
        """Lock a file of the folder, and return its descriptor; None: another program has it."""
        handle = opened(self._folder / name)
        try:
            if try_lock(handle):
                return handle
        except OSError:
            os.close(handle)
            raise
        os.close(handle)
        return None

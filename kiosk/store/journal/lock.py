"""One lock for writing to a folder, and a locked file for each program that works in it.

The lock file is never deleted: two programs could then hold two files of one name. The lock is the
operating system's; what the file holds is a note of its last holder: whether a line may be written
and not flushed yet, and the number of the last line that was acknowledged.
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
from kiosk.store.journal.file_names import LOCK, PROGRAMS
from kiosk.system.durable_files import O_BINARY, cause
from kiosk.text import t

WAIT = 10.0
"""Seconds to wait for another program."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.0005, 0.008
"""Seconds between two attempts to get the lock, at first and later on."""
NOTE_OFFSET = 16
"""The offset of the note: on Windows nobody can read the first byte of a locked file."""
NO_NOTE = (True, 0, 0)
"""What is taken for true where there is no note."""
MOST_PROGRAMS = 64
"""Programs that can be counted; more are not seen."""


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | O_BINARY, 0o600)


def _parsed(note: bytes) -> tuple[bool, int, int]:
    try:
        in_flight, generation, saved = map(int, note.split())
    except ValueError:
        return NO_NOTE
    return bool(in_flight), generation, saved


def _try_lock(handle: int) -> bool:
    """Lock an open file; return False if another program has locked it."""
    from filelock import lock_descriptor

    return lock_descriptor(handle, blocking=False)


class FolderLock:
    """The lock of a folder, for programs and for the threads of this one."""

    def __init__(self, folder: Path, wait: float) -> None:
        self._path, self.wait = folder / LOCK, wait
        self._threads = threading.RLock()
        self._depth = 0
        self._handle = -1
        self._owner = 0
        self._closing: weakref.finalize[..., FolderLock] | None = None

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
            raise Busy(t("Not saved: another program is busy. Please try again."))
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
                self._unlock_file()
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
        from filelock import lock_descriptor

        try:
            if self._owner != os.getpid():  # a forked child would share its parent's lock
                self._open()
            began, pause = time.monotonic(), SHORTEST_PAUSE
            # not `FileLock`, which polls every 50 ms: one writer would hold the others up
            while not lock_descriptor(self._handle, blocking=False):
                if time.monotonic() - began > self.wait:
                    raise Busy(t("Not saved: another program is busy. Please try again."))
                time.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 1.5)
        except OSError as error:
            raise NotSaved(t("Not saved: {cause}.", cause=cause(error))) from error

    def _open(self) -> None:
        self.close()
        self._handle, self._owner = _opened(self._path), os.getpid()
        self._closing = weakref.finalize(self, os.close, self._handle)

    def _unlock_file(self) -> None:
        from filelock import unlock_descriptor

        with suppress(OSError):
            unlock_descriptor(self._handle)

    def note(self, in_flight: bool, generation: int, saved: int) -> None:
        """Write the note: whether a line is being written, and the last that was acknowledged.

        Raises:
            OSError: it cannot be written.
        """
        os.lseek(self._handle, NOTE_OFFSET, os.SEEK_SET)
        os.write(self._handle, b"%d %08d %016d\n" % (in_flight, generation, saved))

    def read_note(self) -> tuple[bool, int, int]:
        """Return the note of the last holder; without one, that a line may not be flushed."""
        os.lseek(self._handle, NOTE_OFFSET, os.SEEK_SET)
        try:
            return _parsed(os.read(self._handle, 64))
        except OSError:
            return NO_NOTE

    def peek(self) -> tuple[bool, int, int]:
        """Return the same without holding the folder, or making the file."""
        try:
            return _parsed(self._path.read_bytes()[NOTE_OFFSET:])
        except OSError:
            return NO_NOTE

    def close(self) -> None:
        """Close the lock file."""
        if self._closing is not None:
            self._closing()
            self._closing = None
        self._owner = 0


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
        handle = _opened(self._folder / name)
        try:
            if _try_lock(handle):
                return handle
        except OSError:
            os.close(handle)
            raise
        os.close(handle)
        return None

"""Who may write: one lock for the folder, and a place for each program that works in it.

The lock file is never deleted. What stands in it is not the lock but a note of its holder: whether
a line is being written that may not be on the disk yet, and the number of the last line that
somebody was told is saved.
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
from kiosk.store.journal.files import HERE, LOCK
from kiosk.system.durable_files import O_BINARY, cause
from kiosk.text import t

WAIT = 10.0
"""Seconds to wait for another program before giving up."""
SHORTEST, LONGEST = 0.0005, 0.008
"""Seconds between two attempts to get the lock: more and more."""
NOTE_AT = 16
"""Where the note stands; Windows lets nobody read the first byte of a file that is locked."""
PLACES = 64
"""Programs that can be told apart; those beyond are not seen."""


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | O_BINARY, 0o600)


def _is_locked(handle: int) -> bool:
    """Lock an open file if nobody else has; return whether it is ours now."""
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
        """Hold the folder; may be asked again while it is held.

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
        """Take the folder; to be released as often as it was taken. Raises as `held` does."""
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
        """Let go of the folder once."""
        try:
            self._depth -= 1
            if not self._depth:
                self._unlock_file()
        finally:
            self._threads.release()

    def thread_lock(self) -> AbstractContextManager[object]:
        """Keep other threads of this program out, and no other program."""
        return self._threads

    @property
    def is_held(self) -> bool:
        """Whether this thread holds the folder; to be asked inside `thread_lock`."""
        return self._depth > 0

    @property
    def is_outermost(self) -> bool:
        """Whether it was taken just now, and not already held by whoever asked."""
        return self._depth == 1

    def _lock_file(self) -> None:
        from filelock import lock_descriptor

        try:
            if self._owner != os.getpid():  # a copy of this program would share the old lock
                self._open()
            began, pause = time.monotonic(), SHORTEST
            while not lock_descriptor(self._handle, blocking=False):
                if time.monotonic() - began > self.wait:
                    raise Busy(t("Not saved: another program is busy. Please try again."))
                time.sleep(pause)
                pause = min(LONGEST, pause * 1.5)
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
        """Write down whether a line is under way, and the last that was said to be saved.

        Raises:
            OSError: it cannot be written.
        """
        os.lseek(self._handle, NOTE_AT, os.SEEK_SET)
        os.write(self._handle, b"%d %08d %016d\n" % (in_flight, generation, saved))

    def read_note(self) -> tuple[bool, int, int]:
        """Return what the last holder wrote down; nothing if nobody has."""
        os.lseek(self._handle, NOTE_AT, os.SEEK_SET)
        try:
            in_flight, generation, saved = map(int, os.read(self._handle, 64).split())
        except (OSError, ValueError):
            return True, 0, 0
        return bool(in_flight), generation, saved

    def close(self) -> None:
        """Let go of the lock file."""
        if self._closing is not None:
            self._closing()
            self._closing = None
        self._owner = 0


class ProgramsInFolder:
    """The programs that are in the folder, so that the last one to leave can put it in order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / HERE
        self._left = False
        self._closing: weakref.finalize[..., ProgramsInFolder] | None = None

    def join(self) -> None:
        """Take a place among the programs; nothing happens where that cannot be done."""
        if self._closing is not None or self._left:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            for place in range(PLACES):
                handle = self._lock(str(place))
                if handle is not None:
                    self._closing = weakref.finalize(self, os.close, handle)
                    return

    @property
    def joined(self) -> bool:
        """Whether a place was taken."""
        return self._closing is not None

    def leave(self) -> bool:
        """Give the place back; return whether nobody else is left. Asked with the folder held."""
        self._left = True
        if self._closing is not None:
            self._closing()
            self._closing = None
        try:
            for place in os.listdir(self._folder):
                if place.isdecimal():
                    handle = self._lock(place)
                    if handle is None:
                        return False
                    os.close(handle)
        except OSError:
            return False
        return True

    @contextmanager
    def alone_at(self, task: str, wait: float) -> Iterator[bool]:
        """Do a task that one program does at a time; yields whether it is ours to do."""
        handle, began = None, time.monotonic()
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            while (handle := self._lock(task)) is None and time.monotonic() - began < wait:
                time.sleep(0.02)
        try:
            yield handle is not None
        finally:
            if handle is not None:
                os.close(handle)

    def _lock(self, name: str) -> int | None:
        handle = _opened(self._folder / name)
        try:
            if _is_locked(handle):
                return handle
        except OSError:
            os.close(handle)
            raise
        os.close(handle)
        return None

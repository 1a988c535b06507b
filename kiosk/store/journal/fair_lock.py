"""A lock among programs that each get in their turn: the operating system's, on an open file.

Who gives a lock up and wants it again is faster than anybody who has to be woken, and could keep
the others waiting for seconds. So a second file is locked first: by the one program that is next.
Who wants the lock again queues behind it.

The system lets go of the files of a program that is killed, and forgets that it waited.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
import weakref
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

from kiosk.system.durable_files import O_BINARY

if sys.platform == "win32":
    from filelock import lock_descriptor, unlock_descriptor
else:
    import fcntl  # `filelock` locks in the same way, but cannot wait to be woken

PAUSE = 0.002
"""Seconds between two attempts on Windows, where `filelock` cannot wait to be woken."""


def opened(path: Path) -> int:
    """Open a file to be locked; it is made if it does not exist. Raises `OSError`."""
    return os.open(path, os.O_RDWR | os.O_CREAT | O_BINARY, 0o600)


def _turn_opened(path: Path) -> int:
    """Open the file of whose turn it is, whose folder may be gone. Raises `OSError`."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    return opened(path)


def try_lock(handle: int) -> bool:
    """Lock an open file; return False if another program has locked it. Raises `OSError`."""
    if sys.platform == "win32":
        return lock_descriptor(handle, blocking=False)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES):
            return False
        raise
    return True


def _lock(handle: int) -> None:
    """Lock an open file as soon as no other program has it locked. Raises `OSError`."""
    if sys.platform == "win32":
        lock_descriptor(handle, poll_interval=PAUSE)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)


def unlock(handle: int) -> None:
    """Unlock an open file."""
    with suppress(OSError):
        if sys.platform == "win32":
            unlock_descriptor(handle)
        else:
            fcntl.flock(handle, fcntl.LOCK_UN)


def _let_go(handle: int) -> None:
    unlock(handle)  # closing is not enough: a forked child may have the same file open
    os.close(handle)


class _Wait(threading.Thread):
    """A wait for the lock. In a thread of its own, because a thread cannot be woken from it.

    It opens the files itself: if it is given up, it lets go of them once it has them.
    """

    def __init__(self, path: Path, turn: Path) -> None:
        super().__init__(daemon=True)
        self._path, self._turn = path, turn
        self._handle: Future[int] = Future()

    def run(self) -> None:
        """Wait to be the next, and then for the lock."""
        try:
            handle = self._locked()
        except OSError as error:
            if self._handle.set_running_or_notify_cancel():
                self._handle.set_exception(error)
            return
        if self._handle.set_running_or_notify_cancel():
            self._handle.set_result(handle)
        else:
            _let_go(handle)

    def _locked(self) -> int:
        turn = _turn_opened(self._turn)
        try:
            _lock(turn)
            handle = opened(self._path)
            try:
                _lock(handle)
            except OSError:
                os.close(handle)
                raise
        finally:
            # before the lock is used: another thread of this program may run first, and for long
            _let_go(turn)
        return handle

    def handle(self, seconds: float) -> int:
        """Return the descriptor of the locked file.

        Raises:
            TimeoutError: another program has it all the time.
            OSError: it cannot be locked.
        """
        try:
            return self._handle.result(seconds)
        except BaseException:
            if not self._handle.cancel() and self._handle.exception() is None:
                _let_go(self._handle.result())  # it came at the last moment
            raise


class FairLock:
    """A lock on a file, for one thread at a time."""

    def __init__(self, path: Path, turn: Path) -> None:
        """Lock the file at `path`; who is the next to do so locks the one at `turn`."""
        self._path, self._turn_path = path, turn
        self.handle, self._turn = -1, -1
        self._owner = 0
        self._closing: list[weakref.finalize[..., FairLock]] = []
        self._given_up: _Wait | None = None

    def acquire(self, seconds: float) -> None:
        """Take the lock.

        Raises:
            TimeoutError: another program has it for all these seconds.
            OSError: a file cannot be made, or not be locked.
        """
        if self._owner != os.getpid():  # a forked child would share its parent's lock
            self._open()
        if try_lock(self._turn):
            try:
                is_ours = try_lock(self.handle)
            finally:
                unlock(self._turn)
            if is_ours:
                return
        self._wait(time.monotonic() + seconds)

    def _wait(self, until: float) -> None:
        if self._given_up is not None:
            # one at a time: while another program is stuck, they would become more and more
            self._given_up.join(max(0.0, until - time.monotonic()))
            if self._given_up.is_alive():
                raise TimeoutError
        wait = _Wait(self._path, self._turn_path)
        try:
            wait.start()
        except RuntimeError as error:  # as many threads as this account may have
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error
        self._given_up = wait
        handle = wait.handle(max(0.0, until - time.monotonic()))
        self._given_up = None
        self._closing.pop()()
        self._keep(handle)

    def _open(self) -> None:
        self.close()
        self._turn = _turn_opened(self._turn_path)
        self._closing.append(weakref.finalize(self, os.close, self._turn))
        self._keep(opened(self._path))
        self._owner = os.getpid()

    def _keep(self, handle: int) -> None:
        self.handle = handle
        self._closing.append(weakref.finalize(self, os.close, handle))

    def release(self) -> None:
        """Give the lock up."""
        unlock(self.handle)

    def close(self) -> None:
        """Close the files; the next use opens them."""
        while self._closing:
            self._closing.pop()()
        self._given_up = None
        self._owner = 0

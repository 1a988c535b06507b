"""The journal that is open: kept open from change to change, and opened anew after a fork."""

from __future__ import annotations

import os
import weakref
from pathlib import Path

from kiosk.system.durable_files import O_BINARY


class OpenFile:
    """One open file, closed with whoever holds it."""

    def __init__(self) -> None:
        self._handle = -1
        self._owner = 0
        self._closing: weakref.finalize[..., OpenFile] | None = None

    def of(self, path: Path | str, *, to_write: bool) -> int:
        """Return the open file, opening `path` if there is none.

        Whoever may only read may follow: without `to_write` that is enough.

        Raises:
            OSError: it cannot be opened.
        """
        if self._closing is None or self._owner != os.getpid():
            self.close()
            try:
                self._handle = os.open(path, os.O_RDWR | os.O_APPEND | O_BINARY)
            except PermissionError:
                if to_write:
                    raise
                self._handle = os.open(path, os.O_RDONLY | O_BINARY)
            self._owner = os.getpid()
            self._closing = weakref.finalize(self, os.close, self._handle)
        return self._handle

    def close(self) -> None:
        """Close the file; the next use opens one."""
        if self._closing is not None:
            self._closing()
            self._closing = None


def signature(path: Path | str) -> object:
    """Return what changes with a file; None where there is none."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def read_from(handle: int, offset: int) -> bytes:
    """Return an open file from a byte on."""
    os.lseek(handle, offset, os.SEEK_SET)
    found = bytearray()
    while piece := os.read(handle, 1 << 20):
        found += piece
    return bytes(found)

"""An open file that is kept open between changes, and opened anew in a forked process."""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import TypeAlias

from kiosk.system.durable_files import O_BINARY

HAS_PREAD = hasattr(os, "pread")
"""Windows has not, and is asked twice."""
Signature: TypeAlias = "tuple[int, int, int]"
"""When a file was last changed, its size, and which file it is."""
PIECE = 1 << 16
"""Bytes that are read at once."""


class OpenFile:
    """One open file. It is closed when the object goes."""

    def __init__(self) -> None:
        self._handle = -1
        self._owner = 0
        self._closing: weakref.finalize[..., OpenFile] | None = None

    def of(self, path: Path | str, *, to_write: bool) -> int:
        """Return the descriptor, opening `path` if no file is open.

        Without `to_write`, a file that this account may only read is opened for reading.

        Raises:
            OSError: it cannot be opened.
        """
        # a forked child shares the parent's file offset: it must not seek in the same file
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


def signature(path: Path | str) -> Signature | None:
    """Return a value that changes whenever the file does; None if there is no file."""
    try:
        return _signature(os.stat(path))
    except OSError:
        return None


def signature_of_open(handle: int) -> Signature | None:
    """Return the same of an open file; None if the system does not tell."""
    try:
        return _signature(os.fstat(handle))
    except OSError:
        return None


def _signature(stat: os.stat_result) -> Signature:
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def read_from(handle: int, offset: int) -> bytes:
    """Return the bytes of an open file from an offset on."""
    data = piece = read_at(handle, offset, PIECE)
    while len(piece) == PIECE:  # less than was asked for: the end
        piece = read_at(handle, offset + len(data), PIECE)
        data += piece
    return data


def read_at(handle: int, offset: int, most: int) -> bytes:
    """Return bytes of an open file; fewer than `most` where it ends. Raises `OSError`."""
    if HAS_PREAD:
        return os.pread(handle, most, offset)
    os.lseek(handle, offset, os.SEEK_SET)
    return os.read(handle, most)


def write_at(handle: int, offset: int, data: bytes) -> None:
    """Write a few bytes into a file that is not open for appending. Raises `OSError`."""
    if HAS_PREAD:
        os.pwrite(handle, data, offset)
    else:
        os.lseek(handle, offset, os.SEEK_SET)
        os.write(handle, data)

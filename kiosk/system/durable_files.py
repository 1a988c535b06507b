"""Writing files so that they last: flushed to the disk, and whole or not there at all."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from kiosk.errors import DataFolderError
from kiosk.text import Text, t

CAUSES: dict[int, Text] = {
    errno.ENOSPC: t("the disk is full"),
    errno.EDQUOT: t("the disk is full"),
    errno.EROFS: t("the disk cannot be written to"),
    errno.EACCES: t("this account may not write there"),
    errno.EPERM: t("this account may not write there"),
}


PIECE = 1 << 18
"""Bytes that are copied at once."""


O_BINARY = getattr(os, "O_BINARY", 0)
"""Windows changes line ends without it."""


def cause(error: OSError) -> Text:
    """Return why something could not be read or written."""
    return CAUSES.get(error.errno or 0, t("{error}", error=error.strerror or type(error).__name__))


def unreadable(path: Path, error: OSError) -> DataFolderError:
    """Return the error that says that a file cannot be read."""
    return DataFolderError(t("{file} cannot be read: {cause}.", file=str(path), cause=cause(error)))


def flush(handle: int) -> None:
    """Return when what was written is on the disk. Never to be asked again after an error."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # fsync alone leaves it in the drive's memory
    elif hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        os.fsync(handle)


def flush_folder(folder: Path) -> None:
    """Make a new name durable. Windows cannot open a folder, and needs no flush of it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte; a disk that is nearly full takes a part of them first."""
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def write_beside(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write a flushed file beside the one it is to replace, or leave nothing behind."""
    beside = path.with_name(f"{path.name}.new")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | O_BINARY, 0o600)
        try:
            for piece in pieces:
                write_all(handle, piece)
            flush(handle)
        finally:
            os.close(handle)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    return beside


def put_in_place(beside: Path, path: Path) -> None:
    """Give a file its name. Windows refuses for as long as somebody has the old one open."""
    for _ in range(50 if os.name == "nt" else 0):
        try:
            os.replace(beside, path)
        except PermissionError:
            time.sleep(0.02)
        else:
            return
    try:
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise


def replace_durably(path: Path, pieces: Iterable[bytes]) -> None:
    """Put a whole new file in place of one; on the disk when it returns."""
    put_in_place(write_beside(path, pieces), path)
    flush_folder(path.parent)


def bytes_of(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces. Raises `OSError`."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece

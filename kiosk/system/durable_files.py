"""The one place where files are put in place of others: whole, or not at all.

A file is written beside the one it replaces and then renamed, so that a reader, or a power cut,
meets either the old file or the new one. `replace_durably` also flushes both the file and its name
to the disk; `replacing` does not.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kiosk.errors import DataFolderError
from kiosk.text import Text, t

CAUSES: dict[int, Text] = {
    errno.ENOSPC: t("the disk is full"),
    errno.EDQUOT: t("the disk is full"),
    errno.EROFS: t("the disk cannot be written to"),
    errno.EACCES: t("this account isn't allowed to write there"),
    errno.EPERM: t("this account isn't allowed to write there"),
    errno.EEXIST: t("there is a file of that name"),
    errno.ENOTDIR: t("a part of its path is a file, not a folder"),
    errno.ENOENT: t("there is no such file or folder"),
    errno.ENAMETOOLONG: t("its name is too long"),
    errno.EIO: t("the disk reports an error"),
    **dict.fromkeys(
        (errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.ESTALE), t("the drive is gone")
    ),
}
"""What to call the errors that a person can do something about."""

PIECE = 1 << 18
"""Bytes that are copied at once."""

O_BINARY = getattr(os, "O_BINARY", 0)
"""Windows changes line ends without it."""


def cause(error: OSError) -> Text:
    """Return why something could not be written."""
    return CAUSES.get(error.errno or 0, t("{error}", error=error.strerror or type(error).__name__))


def read_cause(error: OSError) -> Text:
    """Return why something could not be read."""
    if isinstance(error, PermissionError):
        return t("this account isn't allowed to read it")
    return cause(error)


def unreadable(path: Path, error: OSError) -> DataFolderError:
    """Return the error that says that a file cannot be read."""
    return DataFolderError(
        t("{file} cannot be read: {cause}.", file=str(path), cause=read_cause(error))
    )  # fmt: skip


def flush(handle: int) -> None:
    """Return when what was written is on the disk.

    After an `OSError` do not try again: Linux drops the unwritten pages and then reports success.
    """
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # fsync alone leaves it in the drive's memory
    elif hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        os.fsync(handle)


def flush_folder(folder: Path) -> None:
    """Make new and changed names in a folder durable: a file's flush does not include its name.

    Windows cannot open a folder, and needs no flush of it; some disks have no such flush.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte. `os.write` may take a part only, as when the disk is nearly full."""
    written = os.write(handle, data)
    while written < len(data):
        written += os.write(handle, data[written:])


def path_beside(path: Path) -> Path:
    """Return the path of the file that is written first, and that a crash may leave behind."""
    return path.with_name(f"{path.name}.new")


def write_beside(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write and flush a file beside the one it is to replace, and return its path.

    Only this account can read it. Where an `OSError` is raised, nothing is left behind.
    """
    beside = path_beside(path)
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | O_BINARY, 0o600)
        try:
            for piece in pieces:
                write_all(handle, piece)
            flush(handle)
        finally:
            os.close(handle)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)  # the system names it only where it cannot be opened
        raise
    return beside


def put_in_place(beside: Path, path: Path) -> None:
    """Rename a file, over any of that name. Raises `OSError`; the file is then gone."""
    # Windows refuses for as long as another program has the old one open, such as a virus scanner
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


def replace_durably(path: Path, pieces: Iterable[bytes], modified: float | None = None) -> None:
    """Write a whole file in place of any there; it is on the disk when this returns.

    `modified` is the time of modification it shows, in seconds since 1970; None: now.
    """
    beside = write_beside(path, pieces)
    if modified is not None:
        os.utime(beside, (modified, modified))
    put_in_place(beside, path)
    flush_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, for this account only; those there stay as they are.

    Raises `OSError`.
    """
    # one by one: with `parents=True` the mode would be the last one's only
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def replacing(path: Path, *, only_new: bool = False) -> Iterator[BinaryIO]:
    """Yield a file that takes the path's place when the block ends without an error.

    Only this account can read it. It is not flushed: use it for what can be made again. Raises
    `OSError`. With `only_new` that is a `FileExistsError` where another program was faster.
    """
    # each program has a file of its own: two may make the same page at once
    beside = path.with_name(f".{path.stem}-{os.getpid()}.new")
    try:
        with open(beside, "wb", opener=_private) as file:
            yield file
        if not (only_new and _linked(beside, path)):
            put_in_place(beside, path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _linked(beside: Path, path: Path) -> bool:
    """Give a file another name that is free; return False on a disk where no file can have two.

    Raises `FileExistsError`.
    """
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | O_BINARY, 0o600)


def bytes_of(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces. Raises `OSError`."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece

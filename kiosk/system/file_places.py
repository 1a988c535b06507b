"""Where a person's files may be: the quick places, what is in a folder, a path as it was typed."""

from __future__ import annotations

import os
import shlex
import string
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from kiosk.system.durable_files import unreadable

MOUNTS = ("/media", "/run/media", "/Volumes", "/mnt")
"""The folders in which systems show USB sticks and network drives."""
OWN = ("Documents", "Downloads", "Desktop")
MOST = 2_000
"""How many entries of a folder are listed: nobody looks for a file among more."""
HIDDEN = (".", "~$", "$")
"""How the names begin of what a person does not look for."""


class Place(NamedTuple):
    """A folder to begin in."""

    path: Path
    is_drive: bool = False
    """Whether it is a USB stick or another drive."""


class Entry(NamedTuple):
    """A file or folder in a folder."""

    path: Path
    is_folder: bool
    size: int = 0
    changed: datetime | None = None
    """When it was last changed, in local time."""


def quick_places(home: Path | None = None) -> list[Place]:
    """Return the folders to begin in that are there: drives, then the account's own."""
    found = [Place(path, is_drive=True) for path in drives()]
    own = Path.home() if home is None else home
    found += [Place(own / name) for name in OWN if _is_folder(own / name)]
    return [*found, Place(own)]


def drives(mounts: Collection[str] = MOUNTS) -> list[Path]:
    """Return the USB sticks and other drives that are there now."""
    if sys.platform == "win32":
        roots = (Path(f"{letter}:\\") for letter in string.ascii_uppercase)
        return [root for root in roots if _is_folder(root)]
    found: list[Path] = []
    for mount in map(Path, mounts):
        for one in _folders_in(mount):
            # /media/USER/STICK: the folder of an account is no drive itself
            inside = [] if os.path.ismount(one) else [*_folders_in(one)]
            found += [deep for deep in inside if os.path.ismount(deep)] or [one]
    return found


def list_folder(folder: Path, endings: Collection[str]) -> list[Entry]:
    """Return what is in a folder by name, folders first: files with one of these endings only.

    Hidden ones are left out, and all after the first `MOST`.

    Raises:
        DataFolderError: it is gone, or may not be read.
    """
    try:
        with os.scandir(folder) as scan:
            found = [(not _is_dir(one), one) for one in scan if not one.name.startswith(HIDDEN)]
    except OSError as error:
        raise unreadable(folder, error) from error
    shown = [
        (is_file, one)
        for is_file, one in found
        if not is_file or one.name.casefold().endswith(tuple(endings))
    ]
    shown.sort(key=lambda pair: (pair[0], pair[1].name.casefold()))
    return [_entry(one, is_folder=not is_file) for is_file, one in shown[:MOST]]


def _entry(found: os.DirEntry[str], *, is_folder: bool) -> Entry:
    path = Path(found.path)
    if is_folder:
        return Entry(path, is_folder=True)
    try:
        about = found.stat()
        return Entry(path, False, about.st_size, datetime.fromtimestamp(about.st_mtime))
    except (OSError, ValueError, OverflowError):  # a broken link, or a time beyond all calendars
        return Entry(path, is_folder=False)


def _is_dir(found: os.DirEntry[str]) -> bool:
    try:
        return found.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def _folders_in(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(one for one in folder.iterdir() if _is_folder(one))
    except OSError:
        return


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a drive without a disk in it
        return False


def typed_path(text: str) -> Path:
    """Return the path that was typed, pasted or dropped.

    It may be in quotation marks, with the backslashes by which terminals and shells protect signs,
    or an address (file://). A relative path begins in the account's own folder.
    """
    plain = text.strip()
    if plain.casefold().startswith("file:/"):
        plain = _in_address(plain)
    elif not _is_there(plain):
        plain = _unquoted(plain)
    path = Path(os.path.expanduser(plain))
    return path if path.is_absolute() else Path.home() / path


def _in_address(address: str) -> str:
    # not urlsplit: pasted addresses may hold a plain # or ?
    host, path = "", address[len("file:") :]
    if path.startswith("//"):
        host, slash, path = path[2:].partition("/")
        path = f"{slash}{path}"
    if host not in ("", "localhost"):
        path = f"//{host}{path}"
    elif sys.platform == "win32":
        path = path.lstrip("/")
    return unquote(path)


def _unquoted(text: str) -> str:
    text = text.strip("“”‘’")  # a word processor's
    words = []
    if sys.platform != "win32":  # where a backslash stands between folders
        with suppress(ValueError):  # an apostrophe in a name is no quotation mark
            words = shlex.split(text)
    return words[0] if len(words) == 1 else text.strip("\"'").strip()


def _is_there(path: str) -> bool:
    try:
        return os.path.exists(os.path.expanduser(path))
    except ValueError:  # a null character
        return False

"""Where a person's files may be: the quick places, what is in a folder, a path as it was typed."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from kiosk.system.durable_files import unreadable

MOUNTS = ("/media", "/run/media", "/Volumes", "/mnt")
"""The folders in which systems show USB sticks and network drives."""
OWN = ("Documents", "Downloads", "Desktop")
MOST = 2_000
"""How many entries of a folder are listed: nobody looks for a file among more."""


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

    Hidden ones are left out.

    Raises:
        DataFolderError: it is gone, or may not be read.
    """
    try:
        with os.scandir(folder) as scan:
            found = [one for one in map(_entry, islice(scan, MOST)) if _is_shown(one, endings)]
    except OSError as error:
        raise unreadable(folder, error) from error
    return sorted(found, key=lambda one: (not one.is_folder, one.path.name.casefold()))


def _entry(found: os.DirEntry[str]) -> Entry:
    path = Path(found.path)
    try:
        if found.is_dir():
            return Entry(path, is_folder=True)
        about = found.stat()
        return Entry(path, False, about.st_size, datetime.fromtimestamp(about.st_mtime))
    except (OSError, ValueError, OverflowError):  # a broken link, or a time beyond all calendars
        return Entry(path, is_folder=False)


def _is_shown(one: Entry, endings: Collection[str]) -> bool:
    if one.path.name.startswith((".", "~$", "$")):
        return False
    return one.is_folder or one.path.suffix.casefold() in endings


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
    """Return the path that was typed, pasted or dropped: also in quotation marks, or as file://.

    A relative path begins in the account's own folder.
    """
    plain = text.strip().strip("\"'").strip()
    if plain.casefold().startswith("file://"):
        plain = unquote(urlsplit(plain).path)
        if sys.platform == "win32":
            plain = plain.lstrip("/")
    elif sys.platform != "win32" and "\\ " in plain and not os.path.exists(plain):
        plain = plain.replace("\\ ", " ")
    path = Path(os.path.expanduser(plain))
    return path if path.is_absolute() else Path.home() / path

"""A second folder for the copies, such as a USB stick, and the passphrase that encrypts them.

    backups.json                                          which folder, and the key: of this machine
    STICK/inset-kiosk-1f2e3d4c/attendance-2026-09-01.json.sealed

The folder within the second folder is made when that is chosen, and never again: if it is missing,
the stick is not there, and nothing is written to the empty mount point. Its name is that of this
data folder, so two kiosks can share a stick. Only our own copies are ever removed from it.

Whenever a copy is made, it gets what it lacks: new copies, those that were altered since (a person
was erased), and those encrypted with another passphrase or with none. Copies of days that the data
folder no longer has stay until they are too old as well: they are needed when that folder is lost.

The key is kept, not the passphrase, so that a copy each day needs nobody to type it. It lies beside
the data that it protects elsewhere, readable by this account alone.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from kiosk.errors import DataFolderError, Refused
from kiosk.store.copies.dated_copies import (
    ENCRYPTED,
    last_days,
    list_copies,
    remove_old_copies,
)
from kiosk.store.copies.encrypted_copy import Key, encrypt, is_encrypted_with, new_key
from kiosk.store.interface import Copy
from kiosk.store.journal.file_names import BACKUPS
from kiosk.system.durable_files import (
    bytes_of,
    cause,
    replace_durably,
    unreadable,
)
from kiosk.text import Text, t

FILE = "backups.json"
MIN_LENGTH = 12
"""Characters of a passphrase. Somebody who finds the stick can guess as long as they like."""
MISSING = (errno.ENOENT, errno.ENOTDIR, errno.ENXIO, errno.ENODEV)
"""The errors of a stick that was pulled out."""
TOLERANCE = 2.0
"""Seconds by which a file's time may differ on a stick: FAT counts in twos."""


class OffsiteFolder(msgspec.Struct, frozen=True):
    """Where copies go besides the data folder, and how they are encrypted."""

    name: str = ""
    """Tells this data folder from others on the same stick."""
    to: str = ""
    """The second folder; blank: there is none."""
    key: Key | None = None

    @property
    def path(self) -> Path | None:
        """The folder of this kiosk's copies in the second folder."""
        return Path(self.to) / f"inset-kiosk-{self.name}" if self.to else None

    def target(self, copy: Copy) -> str:
        """Return the name of a copy in the second folder."""
        return copy.path.name + ENCRYPTED * (self.key is not None)


def read_settings(folder: Path) -> OffsiteFolder:
    """Return what is set for a data folder; the default if nothing is.

    Raises:
        DataFolderError: it cannot be read.
    """
    path = folder / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=OffsiteFolder)
    except FileNotFoundError:
        return OffsiteFolder()
    except OSError as error:
        raise unreadable(path, error) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DataFolderError(
            t(
                "{file} cannot be read. Delete it, then set the second folder "
                "again with “kiosk backups --to”.",
                file=str(path),
            )
        ) from error


def set_folder(folder: Path, second: Path | None) -> None:
    """Set the second folder, which must be there, or none.

    Raises:
        Refused: it is not there, cannot be written to, or lies in the data folder.
        DataFolderError: what is set cannot be read.
    """
    settings = read_settings(folder)
    if second is None:
        _write(folder, msgspec.structs.replace(settings, to=""))
        return
    if second.resolve().is_relative_to(folder.resolve()):
        raise Refused(t("Choose a folder on another disk. This one is inside the data folder."))
    name = settings.name or secrets.token_hex(4)
    chosen = msgspec.structs.replace(settings, name=name, to=str(second.absolute()))
    assert chosen.path is not None
    try:
        chosen.path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Refused(
            t("Copies cannot go to {folder}: {cause}.", folder=str(second), cause=_reason(error))
        ) from error
    _write(folder, chosen)


def set_passphrase(folder: Path, passphrase: str | None) -> None:
    """Set the passphrase for copies in the second folder; None: they are not encrypted.

    Raises:
        Refused: it is too short.
        DataFolderError: what is set cannot be read.
    """
    if passphrase is not None and len(passphrase) < MIN_LENGTH:
        raise Refused(
            t("A passphrase needs at least {n} characters. Try three words.", n=MIN_LENGTH)
        )
    key = None if passphrase is None else new_key(passphrase)
    _write(folder, msgspec.structs.replace(read_settings(folder), key=key))


def _write(folder: Path, what: OffsiteFolder) -> None:
    replace_durably(folder / FILE, [msgspec.json.encode(what)])


def send_copies(folder: Path, days: int | None) -> None:
    """Bring the second folder up to date, if one is set; `days` as in `make_copy`.

    Raises:
        OSError: it is not there, full, or cannot be written to; what it has stays.
        DataFolderError: what is set cannot be read.
    """
    chosen = read_settings(folder)
    if chosen.path is None:
        return
    for copy in _to_send(folder, chosen, days):
        target = chosen.path / chosen.target(copy)
        # taken before the file is read: if it changes meanwhile, it is sent again next time
        written_at = copy.path.stat().st_mtime_ns
        pieces: Iterator[bytes] = bytes_of(copy.path)
        replace_durably(target, pieces if chosen.key is None else encrypt(pieces, chosen.key))
        with suppress(OSError):  # then it is sent again next time
            os.utime(target, ns=(written_at, written_at))
        other = copy.path.name + ENCRYPTED * (chosen.key is None)
        (chosen.path / other).unlink(missing_ok=True)
    if days is not None:
        remove_old_copies(chosen.path, _days_to_keep(folder, chosen.path, days))


def withdraw(folder: Path, copies: Iterable[Path]) -> None:
    """Remove copies from the second folder, so that they are sent again as they are here now.

    Their times may not tell that they changed: those of a USB stick are two seconds apart.
    """
    chosen = read_settings(folder)
    if chosen.path is not None:
        for copy in copies:
            for name in (copy.name, copy.name + ENCRYPTED):
                with suppress(OSError):
                    (chosen.path / name).unlink(missing_ok=True)


def _to_send(folder: Path, chosen: OffsiteFolder, days: int | None) -> list[Copy]:
    """Return the copies that the second folder does not have, or not as they are here."""
    here = list_copies(folder / BACKUPS)
    if chosen.path is None:
        return []
    if not chosen.path.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(chosen.path))
    kept = None if days is None else _days_to_keep(folder, chosen.path, days)
    wanted = [copy for copy in here if kept is None or copy.day in kept]
    return [copy for copy in wanted if not _is_sent(copy, chosen)]


def _days_to_keep(folder: Path, place: Path, days: int) -> set[str]:
    return last_days([*list_copies(folder / BACKUPS), *list_copies(place)], days)


def _is_sent(copy: Copy, chosen: OffsiteFolder) -> bool:
    assert chosen.path is not None
    target = chosen.path / chosen.target(copy)
    try:
        if abs(target.stat().st_mtime - copy.path.stat().st_mtime) > TOLERANCE:
            return False
        return chosen.key is None or is_encrypted_with(target, chosen.key)
    except FileNotFoundError:
        return False


def waiting_reason(folder: Path, days: int | None = None) -> Text | None:
    """Return what keeps copies from the second folder, or None. Writes nothing."""
    try:
        chosen = read_settings(folder)
        try:
            behind = _to_send(folder, chosen, days)
        except OSError as error:
            return describe_waiting(chosen, error)
    except DataFolderError as error:
        return error.reason
    return (
        t(
            "Copies are waiting to go to the second folder {folder}.",
            folder=chosen.to,
        )
        if behind
        else None
    )


def describe_waiting(chosen: OffsiteFolder, error: OSError) -> Text:
    """Return the sentence that tells why copies are not in the second folder."""
    return t(
        "Copies can't reach the second folder {folder} yet: {cause}.",
        folder=chosen.to,
        cause=_reason(error),
    )


def _reason(error: OSError) -> Text:
    return t("it is missing") if error.errno in MISSING else cause(error)

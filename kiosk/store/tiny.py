"""Attendance in TinyDB: one ordinary TinyDB file, replaced whole and flushed at each change."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document

from kiosk.errors import Busy, DataFolderError, NotSaved
from kiosk.rules.changes import Put, Remove
from kiosk.rules.school import KINDS
from kiosk.store import Entry
from kiosk.text import Text, t

if TYPE_CHECKING:
    from filelock import FileLock

Tables: TypeAlias = "dict[str, dict[str, Any]]"
Signature: TypeAlias = "tuple[int, int, int]"

FILE = "attendance.json"
LOCK = "attendance.lock"
WAIT = 10.0
"""Seconds to wait for another program before giving up."""

CAUSES: dict[int, Text] = {
    errno.ENOSPC: t("the disk is full"),
    errno.EDQUOT: t("the disk is full"),
    errno.EROFS: t("the disk cannot be written to"),
    errno.EACCES: t("this account may not write there"),
    errno.EPERM: t("this account may not write there"),
}


class DurableStorage(Storage):
    """A TinyDB storage whose file is always whole: written beside, flushed, put in place, flushed.

    Inside `together`, all writes of TinyDB become one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tables: Tables = {}
        self._signature: Signature | None = None
        self._data: bytes | None = None
        self._together = False
        self._unsure = False
        self.loads = 0
        """How often the file was read: whoever saw the same number has seen what it holds."""

    def is_stale(self) -> bool:
        """Return whether the file is not the one last read or written."""
        found = _signature(self._path)
        return found != self._signature or (found is None and self._data is not None)

    def read(self) -> Tables:
        """Return all tables, parsing the file only if somebody else has written it."""
        if not self._together and self.is_stale():
            self._load()
        return self._tables

    def write(self, data: Tables) -> None:
        """Keep all tables, on the disk unless more is to come."""
        self._tables = data
        if not self._together:
            self._save()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write everything that TinyDB writes inside at once; after an error, nothing."""
        self.read()
        self._together = True
        try:
            yield
            self._save()
        except BaseException:
            self._signature = None  # what is in memory is not what is on the disk
            self._tables = {}
            raise
        finally:
            self._together = False

    def _load(self) -> None:
        try:
            if self._unsure:
                _flush_folder(self._path.parent)
                self._unsure = False
            with self._path.open("rb") as file:
                stat = os.fstat(file.fileno())
                data = file.read()
            tables = _parsed(data)
        except FileNotFoundError as error:
            if self._data is not None:  # an empty school in its place would be written over it
                raise DataFolderError(
                    t("{file} is gone: put it back where it was.", file=str(self._path))
                ) from error
            tables, self._signature = {}, None
        except OSError as error:
            raise DataFolderError(
                t("{file} cannot be read: {cause}.", file=str(self._path), cause=_cause(error))
            ) from error
        except (ValueError, RecursionError) as error:
            raise DataFolderError(
                t(
                    "{file} is damaged and was left as it is: put a good copy in its place.",
                    file=str(self._path),
                )
            ) from error
        else:
            self._data, self._signature = data, (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        self._tables = tables
        self.loads += 1

    def _save(self) -> None:
        # ASCII alone, as stock TinyDB writes it: it reads in the encoding of the machine
        data = json.dumps(self._tables, separators=(",", ":")).encode()
        self._replace(data)
        try:
            _flush_folder(self._path.parent)
        except OSError:
            self._put_back()
            raise
        self._data, self._signature = data, _signature(self._path)

    def _replace(self, data: bytes) -> None:
        """Put a flushed file in place of the old one, or leave nothing behind."""
        beside = self._path.with_suffix(".new")
        try:
            beside.touch(mode=0o600)  # personal data: for this account alone
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise

    def _put_back(self) -> None:
        """Undo a file whose new name may not be durable: what is not saved is not shown as saved.

        If that fails as well, the outcome is not known: the next read looks at what is there, and
        makes it durable before anybody relies on it.
        """
        self._unsure = True
        with suppress(OSError):
            if self._data is None:
                self._path.unlink(missing_ok=True)
            else:
                self._replace(self._data)
            self._unsure = False


def _parsed(data: bytes) -> Tables:
    """Return the tables of a TinyDB file; raises `ValueError` where it is none of ours."""
    tables = json.loads(data)
    if not isinstance(tables, dict):
        raise ValueError("no tables")
    for name, rows in tables.items():
        if not isinstance(rows, dict) or not all(number.isdecimal() for number in rows):
            raise ValueError(name)
        for row in rows.values():
            if not isinstance(row, dict) or (name in KINDS and not isinstance(row.get("id"), str)):
                raise ValueError(name)
    return tables


class TinyStore:
    """The store on TinyDB. One object for one thread at a time."""

    def __init__(self, folder: Path, wait: float = WAIT) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise DataFolderError(
                t(
                    "The folder {folder} cannot be made: {cause}.",
                    folder=str(folder),
                    cause=_cause(error),
                )
            ) from error
        self._storage = DurableStorage(folder / FILE)
        self._tiny = TinyDB(storage=lambda: self._storage)
        self._folder, self._wait = folder, wait
        self._known: dict[str, dict[str, Any]] = {}
        self._numbers: dict[str, dict[str, int]] = {}
        self._seen = -1

    @cached_property
    def _lock(self) -> FileLock:
        from filelock import FileLock

        return FileLock(
            self._folder / LOCK, timeout=self._wait, poll_interval=0.005, thread_local=False
        )

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Hold the folder; see `Store`."""
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout as error:
            raise Busy(t("Not saved: another program is busy. Please try again.")) from error
        except OSError as error:
            raise NotSaved(t("Not saved: {cause}.", cause=_cause(error))) from error
        try:
            yield
        finally:
            self._lock.release()

    def has_news(self) -> bool:
        """Return whether somebody else has written."""
        return self._storage.is_stale()

    def news(self) -> list[Put | Remove]:
        """Return what changed: what is new in the order of `KINDS`, then what is gone in reverse.

        So a record comes after what it names, and goes before it.
        """
        tables = self._storage.read()
        if self._storage.loads == self._seen:
            return []
        written: list[Put | Remove] = []
        gone: list[Put | Remove] = []
        for table in KINDS:
            rows = tables.get(table, {})
            now = {row["id"]: row for row in rows.values()}
            before = self._known.get(table, {})
            gone += [Remove(table, one) for one in before if one not in now]
            written += [Put(table, one, doc) for one, doc in now.items() if before.get(one) != doc]
            self._known[table] = {one: dict(doc) for one, doc in now.items()}
            self._numbers[table] = {row["id"]: int(number) for number, row in rows.items()}
        self._seen = self._storage.loads
        return [*written, *reversed(gone)]

    def append(self, items: Iterable[Put | Remove], entry: Entry) -> None:
        """Write the changes and the history's entry as one; see `Store`."""
        changed = list(items)
        try:
            with self._storage.together():
                self._write(changed)
                history = self._tiny.table("history", cache_size=0)
                history.insert(Document(_entry(entry), doc_id=self._next_number("history")))
        except BaseException as error:
            self._seen = -1  # numbers were given to what is not there: look again
            if isinstance(error, OSError):
                raise NotSaved(t("Not saved: {cause}.", cause=_cause(error))) from error
            raise
        for item in changed:
            known = self._known.setdefault(item.table, {})
            if isinstance(item, Put):
                known[item.id] = _document(item)
            else:
                known.pop(item.id, None)

    def _write(self, items: list[Put | Remove]) -> None:
        """Write a table at a time: TinyDB copies the whole table for each of its calls."""
        tables: dict[str, dict[str, Put | Remove]] = {}
        for item in items:  # the last word on a record counts
            tables.setdefault(item.table, {})[item.id] = item
        for name, last in tables.items():
            table = self._tiny.table(name, cache_size=0)
            numbers = self._numbers.setdefault(name, {})
            free = self._next_number(name)
            known = [numbers[one] for one in last if one in numbers]
            if known:
                table.remove(doc_ids=known)
            documents = []
            for one, item in last.items():
                if isinstance(item, Remove):
                    numbers.pop(one, None)
                    continue
                if one not in numbers:
                    numbers[one], free = free, free + 1
                documents.append(Document(_document(item), doc_id=numbers[one]))
            if documents:
                table.insert_multiple(documents)

    def _next_number(self, table: str) -> int:
        """Return a free document number; TinyDB's own would not see what other programs wrote."""
        return 1 + max(map(int, self._storage.read().get(table, {})), default=0)


def _document(item: Put) -> dict[str, Any]:
    return {"id": item.id, **item.document}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "device": entry.device,
        "by": entry.by,
        "asked": entry.asked,
        "about": list(entry.about),
    }


def _signature(path: Path) -> Signature | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def _flush_folder(folder: Path) -> None:
    """Make a new name durable. Windows cannot open a folder, and needs no flush of it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cause(error: OSError) -> Text:
    return CAUSES.get(error.errno or 0, t("{error}", error=error.strerror or type(error).__name__))

"""The data folder: where it is, what lies in it, and what time it is there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kiosk.errors import DataFolderError
from kiosk.system.durable_files import replace_durably
from kiosk.text import t

DEMO = "demo.json"
"""Marks a folder that holds the sample school; keeps its day, its clock's offset, its PIN."""


def find_data_folder(given: str | None, environ: Mapping[str, str], *, demo: bool) -> Path:
    """Return the data folder: the one given, else `KIOSK_DATA`, else the platform's.

    The sample school lies in a folder of its own beside the school's.
    """
    chosen = given or environ.get("KIOSK_DATA")
    if chosen:
        return expanded(chosen).absolute()
    from platformdirs import user_data_path

    return user_data_path("inset-kiosk", appauthor=False) / ("demo" if demo else "school")


def expanded(path: str) -> Path:
    """Return a path with `~` taken for the home; where there is none, as it stands."""
    return Path(os.path.expanduser(path))


class DemoMark:
    """What makes a folder a sample school's: its day, how far its clock is off, and its PIN."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DEMO

    def exists(self) -> bool:
        """Return whether the folder holds a sample school."""
        return self._path.exists()

    def day(self) -> date:
        """Return the sample's day."""
        return self._read()[0]

    def offset(self) -> timedelta:
        """Return what to add to the true time; nothing where there is no sample."""
        return self._read()[1] if self.exists() else timedelta()

    def pin(self) -> str:
        """Return the tutors' PIN that the sample shows; blank where there is no sample."""
        return self._read()[2] if self.exists() else ""

    def written_at(self) -> int | None:
        """Return when it was last written, in nanoseconds; None: there is no sample."""
        try:
            return self._path.stat().st_mtime_ns
        except OSError:
            return None

    def write(self, day: date, offset: timedelta, pin: str) -> None:
        """Keep the day, the clock's offset and the tutors' PIN."""
        kept = {"day": day.isoformat(), "offset": offset.total_seconds(), "pin": pin}
        replace_durably(self._path, [json.dumps(kept).encode()])

    def _read(self) -> tuple[date, timedelta, str]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            offset = timedelta(seconds=float(found["offset"]))
            return date.fromisoformat(found["day"]), offset, str(found.get("pin", ""))
        except (OSError, ValueError, KeyError, TypeError, OverflowError, AttributeError) as error:
            raise DataFolderError(
                t(
                    "{file} cannot be read: move its folder away to start afresh.",
                    file=str(self._path),
                )
            ) from error


def true_time() -> datetime:
    """Return the machine's time, in UTC."""
    return datetime.now(UTC)


class FolderClock:
    """The clock of a folder: the machine's, or as far off as the sample school in it says.

    It follows when another program moves the offset, so that all tell the same time.
    """

    def __init__(self, folder: Path, true_time: Callable[[], datetime] = true_time) -> None:
        self._mark = DemoMark(folder)
        self._true_time = true_time
        self._written_at = self._mark.written_at()
        self._offset = self._mark.offset()

    def __call__(self) -> datetime:
        """Return the time."""
        written_at = self._mark.written_at()
        # a mark that is gone for a moment is being replaced: the clock must not jump back and forth
        if written_at is not None and written_at != self._written_at:
            with suppress(DataFolderError):  # damaged: the clock runs on as it did
                self._offset = self._mark.offset()
            self._written_at = written_at
        return self._true_time() + self._offset


def holds_school(folder: Path) -> bool:
    """Return whether anything was ever saved in the folder."""
    return any(folder.glob("attendance.json*"))


def is_private(folder: Path) -> bool:
    """Return whether only this account can look into the folder."""
    return os.name == "nt" or not folder.stat().st_mode & 0o077

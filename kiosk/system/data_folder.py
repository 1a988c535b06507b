"""The data folder: where it is, whether it holds a school, and the clock that counts in it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kiosk.errors import DataFolderError
from kiosk.text import t

DEMO = "demo.json"
"""Marks a folder that holds the sample school, or a copy of a school for a rehearsal.

It keeps its day, its clock's offset and its PIN.
"""


def find_data_folder(given: str | None, environ: Mapping[str, str], *, demo: bool) -> Path:
    """Return the data folder: the one given, else `KIOSK_DATA`, else the platform's.

    The sample school lies in a folder of its own beside the school's.
    """
    chosen = given or environ.get("KIOSK_DATA")
    if chosen:
        return expand_home(chosen).absolute()
    from platformdirs import user_data_path

    return user_data_path("inset-kiosk", appauthor=False) / ("demo" if demo else "school")


def expand_home(path: str) -> Path:
    """Return a path with `~` replaced by the home folder; unchanged where there is no home."""
    return Path(os.path.expanduser(path))


class DemoMark:
    """The file that marks a sample school or a rehearsal: its day, its clock's offset and its PIN.

    Reading it raises `DataFolderError` where the file is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / DEMO

    def exists(self) -> bool:
        """Return whether the folder holds a sample school or a rehearsal."""
        return self._path.exists()

    def day(self) -> date:
        """Return the sample's day."""
        return self._read()[0]

    def offset(self) -> timedelta:
        """Return what to add to the true time; zero where there is no sample."""
        return self._read()[1] if self.exists() else timedelta()

    def pin(self) -> str:
        """Return the tutors' PIN that the sample shows; blank where there is no sample."""
        return self._read()[2] if self.exists() else ""

    def rehearses(self) -> bool:
        """Return whether the folder is a copy of a school, made to rehearse with and to go."""
        return self.exists() and self._read()[3]

    def written_at(self) -> int | None:
        """Return when it was last written, in nanoseconds since 1970; None: there is no sample."""
        try:
            return self._path.stat().st_mtime_ns
        except OSError:
            return None

    def write(
        self, day: date, offset: timedelta, pin: str = "", *, rehearses: bool = False
    ) -> None:
        """Replace the mark. Raises `OSError`."""
        # loaded here, because every command loads this module and hardly any writes a mark
        from kiosk.system.durable_files import replace_durably

        kept = {"day": day.isoformat(), "offset": offset.total_seconds(), "pin": pin}
        kept |= {"rehearses": True} if rehearses else {}
        replace_durably(self._path, [json.dumps(kept).encode()])

    def _read(self) -> tuple[date, timedelta, str, bool]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            offset = timedelta(seconds=float(kept["offset"]))
            day, pin = date.fromisoformat(kept["day"]), str(kept.get("pin", ""))
            return day, offset, pin, kept.get("rehearses") is True
        except (OSError, ValueError, KeyError, TypeError, OverflowError, AttributeError) as error:
            raise DataFolderError(
                t(
                    "{file} cannot be read. Move its folder away to start afresh.",
                    file=str(self._path),
                )
            ) from error


def true_time() -> datetime:
    """Return the machine's time, in UTC."""
    return datetime.now(UTC)


class FolderClock:
    """The clock of a folder: the machine's, with the offset of the sample school if it holds one.

    When another program changes the offset, this clock follows, so that all show the same time.
    """

    def __init__(self, folder: Path, true_time: Callable[[], datetime] = true_time) -> None:
        self._mark = DemoMark(folder)
        self._true_time = true_time
        self._written_at = self._mark.written_at()
        self._offset = self._mark.offset()

    def __call__(self) -> datetime:
        """Return the time."""
        written_at = self._mark.written_at()
        # no mark where there was one: it is just being replaced, and the offset must not flicker
        if written_at is not None and written_at != self._written_at:
            with suppress(DataFolderError):  # damaged: keep the offset known so far
                self._offset = self._mark.offset()
            self._written_at = written_at
        return self._true_time() + self._offset


def holds_school(folder: Path) -> bool:
    """Return whether anything was ever saved in the folder, even if only archive or copies stay."""
    # the journal is enough: the first checkpoint may not have been written yet
    kept = ("attendance.json*", "attendance.archive/*", "attendance.backups/*")
    return any(any(folder.glob(pattern)) for pattern in kept)


def is_private(folder: Path) -> bool:
    """Return whether only this account can look into the folder; on Windows it is taken for so."""
    return os.name == "nt" or not folder.stat().st_mode & 0o077

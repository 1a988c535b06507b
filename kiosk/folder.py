"""The data folder: where it is, what lies in it, and what time it is there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kiosk.errors import DataFolderError
from kiosk.text import t

DEMO = "demo.json"
"""Marks a folder that holds the sample school; keeps its day and its clock's offset."""


def locate(given: str | None, environ: Mapping[str, str], *, demo: bool) -> Path:
    """Return the data folder: the one given, else `KIOSK_DATA`, else the platform's.

    The sample school lies in a folder of its own beside the school's.
    """
    chosen = given or environ.get("KIOSK_DATA")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("inset-kiosk", appauthor=False) / ("demo" if demo else "school")


class DemoMark:
    """What makes a folder a sample school's: the day it shows, and how far its clock is off."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DEMO

    def exists(self) -> bool:
        """Return whether the folder holds a sample school."""
        return self._path.exists()

    def day(self) -> date:
        """Return the sample's day."""
        return date.fromisoformat(self._read()["day"])

    def offset(self) -> timedelta:
        """Return what to add to the true time; nothing where there is no sample."""
        return timedelta(seconds=float(self._read()["offset"])) if self.exists() else timedelta()

    def write(self, day: date, offset: timedelta) -> None:
        """Keep the day and the clock's offset."""
        beside = self._path.with_suffix(".new")
        kept = {"day": day.isoformat(), "offset": offset.total_seconds()}
        beside.write_text(json.dumps(kept), encoding="utf-8")
        beside.replace(self._path)

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return {"day": str(found["day"]), "offset": str(found["offset"])}
        except (OSError, ValueError, KeyError) as error:
            raise DataFolderError(
                t("{file} cannot be read: delete it to start afresh.", file=str(self._path))
            ) from error


def true_time() -> datetime:
    """Return the machine's time, in UTC."""
    return datetime.now(UTC)


def running_clock(offset: timedelta) -> Callable[[], datetime]:
    """Return a clock that is `offset` ahead of the machine's and runs with it."""
    return lambda: true_time() + offset


def holds_school(folder: Path) -> bool:
    """Return whether anything was ever saved in the folder."""
    return (folder / "attendance.json").exists()


def is_private(folder: Path) -> bool:
    """Return whether only this account can look into the folder."""
    return os.name == "nt" or not folder.stat().st_mode & 0o077

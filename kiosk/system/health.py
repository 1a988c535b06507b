"""What `kiosk doctor` finds out about the machine: terminal, disk and clock."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kiosk.system.durable_files import cause, replace_durably
from kiosk.text import Text, t

LEAST, EASY = (40, 12), (70, 22)
"""Columns and rows that every screen needs, and with which nothing is left out."""
FULL, NEARLY_FULL = 100, 1000
"""Megabytes left on a disk that will not do, and that will not do for long."""
SLOW = 100.0
"""Milliseconds in which a change must be on the disk, or people wait for their sign-in."""
TRIES = 5
TRIAL = "doctor.trial"
"""The file that is written to try the disk out, and removed."""


class Level(StrEnum):
    """How well it is."""

    OK = "ok"
    LOOK = "look"
    MEND = "mend"


class Finding(NamedTuple):
    """What one check found."""

    check: str
    """The check's name, for a program."""
    level: Level
    text: Text


def terminal_findings(size: tuple[int, int] | None, environ: Mapping[str, str]) -> list[Finding]:
    """Return what there is to say about a terminal's size and colours; None: no terminal.

    The environment is what the terminal says of itself.
    """
    if size is None:
        text = t("There is no terminal here. Run “kiosk doctor” where the kiosk will run.")
        return [Finding("terminal", Level.LOOK, text)]
    columns, rows = size
    values = {"columns": columns, "rows": rows}
    if columns < LEAST[0] or rows < LEAST[1]:
        found = (
            Level.MEND,
            t(
                "The window is {columns} by {rows}: too small. Make it larger, or its font "
                "smaller.",
                **values,
            ),
        )
    elif columns < EASY[0] or rows < EASY[1]:
        found = (
            Level.LOOK,
            t("The window is {columns} by {rows}: it works, but shows less at a time.", **values),
        )
    else:
        found = Level.OK, t("The window is {columns} by {rows}.", **values)
    return [Finding("terminal", *found), Finding("colours", *_colours(environ))]


def _colours(environ: Mapping[str, str]) -> tuple[Level, Text]:
    if environ.get("NO_COLOR"):
        return Level.LOOK, t("Colours are off: NO_COLOR is set. The kiosk works without them.")
    if environ.get("COLORTERM") in ("truecolor", "24bit") or os.name == "nt":
        return Level.OK, t("The terminal shows all colours.")
    if "256" in environ.get("TERM", ""):
        return Level.OK, t("The terminal shows 256 colours.")
    return Level.LOOK, t(
        "The terminal may show few colours. If it is hard to read, press F12 in the kiosk."
    )


def disk_findings(folder: Path) -> Iterator[Finding]:
    """Yield how much room a folder's disk has, and how fast a change is safe on it."""
    try:
        free = shutil.disk_usage(folder).free // 1_000_000
        taken = [_seconds_to_save(folder / TRIAL) for _ in range(TRIES)]
    except OSError as error:
        reason = cause(error)
        text = t("Nothing can be saved in {folder}: {cause}.", folder=str(folder), cause=reason)
        yield Finding("disk", Level.MEND, text)
        return
    finally:
        with suppress(OSError):
            (folder / TRIAL).unlink(missing_ok=True)
    if free >= NEARLY_FULL:
        yield Finding("disk", Level.OK, t("The disk has {n} GB free.", n=free // 1000))
    else:
        level = Level.MEND if free < FULL else Level.LOOK
        yield Finding(
            "disk", level, t("The disk has only {n} MB free. Delete what it can spare.", n=free)
        )
    took = 1000 * median(taken)
    if took < SLOW:
        text = t("A change is safe on the disk in {n} ms.", n=max(1, round(took)))
        yield Finding("disk", Level.OK, text)
    else:
        text = t("Saving takes {n} ms: people will wait. Use this machine's own disk.",
                 n=round(took))  # fmt: skip
        yield Finding("disk", Level.LOOK, text)


def _seconds_to_save(path: Path) -> float:
    begun = time.perf_counter()
    replace_durably(path, [b"trial\n"])
    return time.perf_counter() - begun


def clock_finding(now: datetime, zone: ZoneInfo, last_change: datetime | None) -> Finding:
    """Return whether a machine's clock can be right; `now` is in the machine's own zone."""
    if last_change is not None and now < last_change:
        text = t(
            "The clock is wrong: it is before the last change that was saved. Set it, and let it "
            "set itself."
        )
        return Finding("clock", Level.MEND, text)
    there = now.astimezone(zone)
    clock, day = there.time(), there.date()
    if now.utcoffset() != there.utcoffset():
        text = t(
            "It is {time} on {date} in {zone}; the machine is set to another time zone. The kiosk "
            "goes by {zone}. Is the time right?",
            time=clock,
            date=day,
            zone=zone.key,
        )
        return Finding("clock", Level.LOOK, text)
    text = t("It is {time} on {date} in {zone}.", time=clock, date=day, zone=zone.key)
    return Finding("clock", Level.OK, text)

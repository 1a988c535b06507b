"""Which of the journals that were put away are older than a school keeps them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kiosk.store.journal.files import FILE
from kiosk.store.journal.lines import read_line

TAIL = 1 << 16
"""Bytes of the end of a journal in which its last lines are looked for at first."""
NAME = re.compile(re.escape(FILE) + r"\.j(\d+)(?:-(\d+))?")
"""A journal that was put away; the second number tells schools apart that were here in turn."""


def outdated(archive: Path, before: str) -> list[Path]:
    """Return the journals whose last change was made before a date, the oldest first.

    They are judged by what stands in them, not by the time of the file. A journal is never younger
    than the one after it, so that what is left still chains, whatever a clock may have said.
    """
    found: list[Path] = []
    for chain in _chains(archive).values():
        newest, old = "", []
        for path in reversed(chain):
            day = _last_day(path)
            newest = min(day or newest, newest or day)
            if newest and newest < before:
                old.append(path)
        found += reversed(old)
    return found


def _chains(archive: Path) -> dict[int, list[Path]]:
    """Return the journals of each school that was in the folder, in order."""
    try:
        names = os.listdir(archive)
    except FileNotFoundError:
        return {}
    chains: dict[int, list[tuple[int, Path]]] = {}
    for name in names:
        match = NAME.fullmatch(name)
        if match:
            numbered = int(match[1]), archive / name
            chains.setdefault(int(match[2] or 1), []).append(numbered)
    return {number: [path for _, path in sorted(chain)] for number, chain in chains.items()}


def _last_day(path: Path) -> str:
    """Return the date of the last change that says one, else of the header; blank: neither."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        found = _day_in(file.read())
        if not found and size > TAIL:
            file.seek(0)
            found = _day_in(file.read())
    return found


def _day_in(data: bytes) -> str:
    for one in reversed(data.split(b"\n")):
        line = read_line(one)
        if line is not None:
            day = line.body.get("at") or line.body.get("day")
            if isinstance(day, str) and day:
                return day[: len("2026-09-01")]
    return ""

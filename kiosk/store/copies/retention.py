"""Which archived journals are older than the school keeps them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kiosk.store.journal.file_names import FILE
from kiosk.store.journal.lines import read_line

TAIL = 1 << 16
"""Bytes at the end of a journal that are searched first for a date."""
NAME = re.compile(re.escape(FILE) + r"\.j(\d+)(?:-(\d+))?")
"""The name of an archived journal; the second number tells earlier schools in the folder apart."""


def outdated(archive: Path, before: str) -> list[Path]:
    """Return the journals whose last change was before a date, the oldest first.

    The date is read from the lines, not from the file's time, which copying changes. A journal
    counts as no younger than the one after it, so what is left is one chain, even if a clock was
    wrong.
    """
    outdated_journals: list[Path] = []
    for chain in _chains(archive).values():
        newest, old = "", []
        for path in reversed(chain):
            day = _last_day(path)
            newest = min(day or newest, newest or day)
            if newest and newest < before:
                old.append(path)
        outdated_journals += reversed(old)
    return outdated_journals


def _chains(archive: Path) -> dict[int, list[Path]]:
    """Return the journals of each school that was in the folder, the oldest first."""
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
    """Return the date of the last change, else of the header; blank: no line says a date."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        day = _day_in(file.read())
        if not day and size > TAIL:
            file.seek(0)
            day = _day_in(file.read())
    return day


def _day_in(data: bytes) -> str:
    for piece in reversed(data.split(b"\n")):
        line = read_line(piece)
        if line is not None:
            day = line.body.get("at") or line.body.get("day")
            if isinstance(day, str) and day:
                return day[: len("2026-09-01")]
    return ""

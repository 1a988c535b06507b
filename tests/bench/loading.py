"""What it costs to read a long staff list, as a CSV file and as a workbook, and to decide on it."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kiosk.exchange.staff import read_staff
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.school import School
from tests.bench.figures import Figure
from tests.bench.run import Run
from tests.exchange.books import xlsx
from tests.exchange.exports import people

ROWS = 20_000
MOST = 3.0
"""Seconds of CPU."""
NOW = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
HEADINGS = ("Staff Code", "Name", "Job title", "FTE", "Department", "Working days", "Start date",
            "Date of Birth")  # fmt: skip


def loading(run: Run) -> Iterator[Figure]:
    """Read 20,000 rows from both kinds of file."""
    rows = list(_rows(120 if run.is_short else ROWS))
    size = f"{len(rows) - 1:,} rows"
    plain = run.folder / "staff.csv"
    with plain.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    book = xlsx(run.folder / "staff.xlsx", {"Staff": rows})
    for path in (plain, book):
        run.tell(f"loading, {path.name}")
        read, decided = min(_times(path) for _ in range(3))
        yield Figure(f"reading {path.name}, CPU", size, read, MOST, "s")
        yield Figure(f"deciding on {path.name}, CPU", size, decided, unit="s")


def _rows(count: int) -> Iterator[list[str]]:
    yield list(HEADINGS)
    known = people()
    for number in range(count):
        one = known[number % len(known)]
        name = f"{one.surname}, {one.forename} ({one.title})"
        yield [f"S{number}", name, one.job.replace("Coach", "Cook"), one.fte, "Mathematics",
               one.days, "01/09/2024", "01/02/1980"]  # fmt: skip


def _times(path: Path) -> tuple[float, float]:
    began = _cpu()
    file = read_staff(path)
    read = _cpu()
    load_staff(file)(School(), NOW, COMMAND)
    return read - began, _cpu() - read


def _cpu() -> float:
    """Return the seconds of CPU of this program and those that it started."""
    return sum(os.times()[:4])

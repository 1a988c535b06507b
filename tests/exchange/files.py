"""Writes the files that tests read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import BadInput, Problem
from kiosk.exchange.staff import read_staff
from kiosk.language import Language
from kiosk.rules.decisions import Decision
from kiosk.rules.loaded import StaffFile
from kiosk.rules.records import Changes
from kiosk.rules.school import School

NOW = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
HEADINGS = "id,forename,surname,role"


def write(folder: Path, text: str, name: str = "staff.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def staff(folder: Path, *rows: str, headings: str = HEADINGS) -> StaffFile:
    return read_staff(write(folder, "\n".join((headings, *rows)) + "\n"))


def carried_out(school: School, asked: Decision) -> tuple[School, Changes]:
    changes = asked(school, NOW)
    return school.apply(changes.items), changes


def problems_of(ask: Callable[[], Any]) -> list[Problem]:
    with pytest.raises(BadInput) as caught:
        ask()
    return list(caught.value.problems)


def places(problems: list[Problem]) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.found) for one in problems]


def said(text: Any) -> str:
    return Language("en").say(text)

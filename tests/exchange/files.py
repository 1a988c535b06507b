"""Writes the files that tests read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from kiosk.errors import BadInput, Problem
from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import read_staff
from kiosk.language import Language
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.file_contents import ChoicesFile, ProgrammeFile, StaffFile
from kiosk.rules.model.school import School
from tests.builders import SOMEBODY

F = TypeVar("F", StaffFile, ProgrammeFile, ChoicesFile)
NOW = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
HEADINGS = "id,forename,surname,role"
NAMES_FILE = Path(__file__).parents[1] / "data" / "names.csv"


def write(folder: Path, text: str, name: str = "staff.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def sound(file: F) -> F:
    """Return a file that was read, or raise `BadInput` with its problems, as loading does."""
    if file.problems:
        raise BadInput(file.problems)
    return file


def staff(folder: Path, *rows: str, headings: str = HEADINGS) -> StaffFile:
    return sound(read_staff(write(folder, "\n".join((headings, *rows)) + "\n")))


def programme(path: Path) -> ProgrammeFile:
    return sound(read_programme(path))


def carried_out(school: School, asked: Decision) -> tuple[School, Changes]:
    changes = asked(school, NOW, SOMEBODY)
    return school.apply(changes.items), changes


def problems_of(ask: Callable[[], Any]) -> list[Problem]:
    with pytest.raises(BadInput) as caught:
        ask()
    return list(caught.value.problems)


def places(problems: list[Problem]) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.found) for one in problems]


def said(text: Any) -> str:
    return Language("en").say(text)

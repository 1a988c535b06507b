"""What has to be asked about a staff file: only what its words do not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from kiosk.exchange.cells import squeeze_heading
from kiosk.exchange.columns import Columns
from kiosk.exchange.staff import COLUMNS
from kiosk.rules.model.file_contents import StaffFile


class Asks(StrEnum):
    """What a question is for."""

    COLUMN = "column"
    """Below which heading a column stands that every file needs."""
    TITLE = "title"
    """Which role a job title is."""
    OTHERS = "others"
    """Which role all titles have that are not understood."""
    HOURS = "hours"
    """What the hours of a whole day are, where the file only names days."""


class Question(NamedTuple):
    """One thing to answer."""

    asks: Asks
    about: str = ""
    """The column or the job title; blank, of a title: rows without one."""
    rows: int = 0
    """How many rows it is about."""


def questions(staff: StaffFile) -> list[Question]:
    """Return what is to be answered before, or while, a staff file is loaded, in that order."""
    unknown = [(title, count) for title, role, count in staff.titles if role is None]
    found = [Question(Asks.COLUMN, column) for column in _columns_asked(staff, COLUMNS)]
    if len(unknown) > 1:
        found.append(Question(Asks.OTHERS, "", sum(count for _, count in unknown)))
    found += (Question(Asks.TITLE, title, count) for title, count in unknown)
    if staff.only_days:
        found.append(Question(Asks.HOURS, "", staff.only_days))
    return found


def _columns_asked(staff: StaffFile, columns: Columns) -> Iterator[str]:
    """Yield the columns that are not found, or that several headings mean alike."""
    found = Counter(seen.column for seen in staff.columns if seen.column)
    own = {squeeze_heading(seen.heading) for seen in staff.columns}
    for column, headings in found.items():
        if headings > 1 and squeeze_heading(column) not in own:
            yield column
    missing = [
        one for one in columns.required
        if one not in found and columns.instead.get(one) not in found
    ]  # fmt: skip
    if staff.mapping.for_all is not None and "role" in missing:
        missing.remove("role")
    if {"forename", "surname"} <= {*missing}:
        yield "name"
        missing = [one for one in missing if one not in ("forename", "surname")]
    if staff.columns:
        yield from missing

"""Reads a programme from one workbook, with the readers of the CSV and TOML files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.exchange import cells
from kiosk.exchange.columns import Columns, headings_known
from kiosk.exchange.decoding import name_of
from kiosk.exchange.fields import FieldReader, one_of
from kiosk.exchange.grids import read_grids
from kiosk.exchange.programme_sheets import SHEETS, Sheet
from kiosk.exchange.programme_tables import (
    read_time,
    resources_in,
    rooms_in,
    short_name,
    workshops_in,
)
from kiosk.exchange.programme_toml import days_in, settings_in, track_in
from kiosk.exchange.role_words import role_of
from kiosk.exchange.tables import drop_repeated_problems, table_in
from kiosk.exchange.timetables import is_timetable, sessions_of
from kiosk.exchange.workbooks import Grid
from kiosk.rules.model.file_contents import FileRecord, ProgrammeFile
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.terms import Role
from kiosk.text import t

T = TypeVar("T")

LEAST = 3
"""Known headings by which a sheet with another name is still known."""

NO_COLUMNS = Columns({}, ())


class _Book:
    """The sheets of one workbook, as rows."""

    def __init__(self, file: str, grids: Sequence[Grid], problems: list[Problem]) -> None:
        self.problems = problems
        self.ignored: list[str] = []
        self.broken: set[str] = set()
        self._file = file
        self._rows: dict[str, list[FieldReader]] = {}
        found = {
            sheet.name: grid
            for sheet in SHEETS
            for grid in reversed(grids)
            if sheet.is_named(grid.name)
        }
        if is_timetable(found.get("workshops")):
            del found["workshops"]
        found = found or _fitting(grids)
        for sheet in SHEETS:
            if sheet.name in found:
                self._rows[sheet.name] = self._read(sheet, found[sheet.name])
        self.others = [one for one in grids if one not in found.values()]
        self.is_empty = not found

    def _read(self, sheet: Sheet, grid: Grid) -> list[FieldReader]:
        before = len(self.problems)
        table = table_in(self._file, grid, sheet.columns, self.problems)
        self.ignored += [f"{heading} ({grid.name})" for heading in table.ignored]
        if len(self.problems) > before:
            self.broken.add(sheet.name)
        return [
            entry
            for entry in table.entries(self.problems)
            if not sheet.example or not sheet.is_example(entry.values)
        ]

    def timetables(self, days: Sequence[FileRecord[InsetDay]]) -> list[FieldReader]:
        """Return the sessions in the sheets whose columns are slots."""
        found: list[FieldReader] = []
        for grid in self.others:
            sessions = sessions_of(self._file, grid, days, self.problems)
            self.ignored += [grid.name] if sessions is None else []
            found += sessions or []
        return found

    def rows(self, name: str) -> list[FieldReader]:
        """Return the rows of a sheet, without the example."""
        return self._rows.get(name, [])

    def read(self, name: str, read: Callable[[list[FieldReader]], T]) -> T:
        """Read something of a sheet, and note whether it could be read whole."""
        before = len(self.problems)
        rows = self.rows(name)
        columns = {column for row in rows[:1] for column in row.values}
        found = read(rows)
        if len(self.problems) > before:
            self.broken.add(name)
            self.problems[before:] = drop_repeated_problems(
                self.problems[before:], frozenset(columns)
            )
        return found


def _fitting(grids: Sequence[Grid]) -> dict[str, Grid]:
    """Return the sheet that fits, of a workbook in which none has one of the names."""
    fits = [
        (headings_known(grid.rows, sheet.columns)[0], sheet.name, grid)
        for grid in grids
        for sheet in SHEETS
    ]
    known, name, grid = max(fits, key=lambda fit: fit[0], default=(0, "", None))
    return {name: grid} if grid is not None and known >= LEAST else {}


def read_programme_workbook(path: Path, problems: list[Problem]) -> ProgrammeFile:
    """Return the programme in a workbook; what is wrong is added to `problems`."""
    file = name_of(path)
    grids = read_grids(path, NO_COLUMNS, problems)
    book = _Book(file, grids, problems)
    if book.is_empty:
        names = ", ".join(str(sheet.title.msgid) for sheet in SHEETS)
        found = ", ".join(grid.name for grid in grids)
        expected = t("sheets named {names}", names=names)
        if any(map(is_timetable, grids)):
            expected = t("the sheets Days and Slots too: “kiosk export programme” writes yours")
        if grids:
            problems.append(Problem(file, 0, "", found, expected))
        return ProgrammeFile(file)
    days = book.read("days", lambda rows: _days(rows, book.rows("slots")))
    entries = [*book.rows("workshops"), *book.timetables(days)]
    workshops, sessions = book.read("workshops", lambda _: workshops_in(entries, days))
    return ProgrammeFile(
        file,
        settings=book.read("school", lambda rows: _settings(book, rows)),
        days=days,
        workshops=workshops,
        sessions=sessions,
        resources=book.read("resources", resources_in),
        rooms=book.read("rooms", rooms_in),
        tracks=book.read("induction", _tracks),
        ignored=tuple(book.ignored),
        broken=frozenset(book.broken | ({"days"} if "slots" in book.broken else set())),
    )


def _days(days: list[FieldReader], slots: list[FieldReader]) -> tuple[FileRecord[Any], ...]:
    dates = {cells.parse_date(row.text("date")) for row in days}
    by_day: dict[object, list[FieldReader]] = {}
    for slot in slots:
        read_time(slot)
        if not slot.text("id"):
            slot.values["id"] = short_name(slot.text("title_en") or slot.text("title_cy"))
        day = slot.date("date") if slot.text("date") or len(dates) != 1 else next(iter(dates))
        if day not in dates:
            slot.note("date", slot.text("date"), t("a date that is in the sheet of days"))
        by_day.setdefault(day, []).append(_without(slot, "date"))
    return days_in([(row, by_day.get(cells.parse_date(row.text("date")), [])) for row in days])


def _without(row: FieldReader, *columns: str) -> FieldReader:
    """Take columns out of a row that the reader of its record does not know."""
    for column in columns:
        row.values.pop(column, None)
    return row


def _tracks(rows: list[FieldReader]) -> tuple[FileRecord[Any], ...]:
    by_track: dict[str, list[FieldReader]] = {}
    for row in rows:
        by_track.setdefault(row.needed("track"), []).append(row)
    return tuple(_track(name, steps) for name, steps in by_track.items())


def _track(name: str, rows: list[FieldReader]) -> FileRecord[Any]:
    about = _part(rows[0], {
        "id": name,
        **{one: rows[0].text(f"track_{one}") for one in ("title_en", "title_cy")},
        "owner": rows[0].text("owner"),
    })  # fmt: skip
    in_sheet = {"id": "track", "title_en": "track_title_en", "title_cy": "track_title_cy"}
    about.cells = {one: rows[0].cell(column) for one, column in in_sheet.items()}
    steps = [
        _without(row, "track", "track_title_en", "track_title_cy", "owner")
        for row in rows
        if row.text("id") or row.text("title_en") or row.text("title_cy")
    ]
    return track_in(about, steps)


def _part(row: FieldReader, values: Mapping[str, object]) -> FieldReader:
    """Return a reader of other values, whose problems stand where the row's do."""
    return FieldReader(row.file, row.row, dict(values), row.problems, row.places, row.cells)


def _settings(book: _Book, rows: list[FieldReader]) -> FileRecord[Any] | None:
    # imported late: it reads the Welsh catalogue, for the labels
    from kiosk.exchange.school_settings import LABELS, nearest_setting, setting_named, value_named

    given: dict[str, FieldReader] = {}
    for row in rows:
        label = row.text("setting")
        name = setting_named(label)
        if name in LABELS:
            given |= {name: row} if row.text("value") else {}
        elif label:
            row.note("setting", label, nearest_setting(label))
    hours = [(_role(row), _without(row, "role")) for row in book.rows("usual_hours")]
    usual = {role: row for role, row in hours if role}
    words = {row.text("english"): row.text("welsh") for row in book.rows("words")}
    if not (given or usual or words):
        return None
    first = next(iter((*given.values(), *usual.values(), *book.rows("words"))))
    values = {name: value_named(name, row.text("value")) for name, row in given.items()}
    whole = _part(first, values)
    whole.cells = {name: row.cell("value") for name, row in given.items()}
    whole.problems = []
    found = settings_in(whole, usual, _part(first, words) if words else None)
    # a setting is called as in its cell
    labels = {name: row.text("setting") for name, row in given.items()}
    first.problems += (
        replace(one, column=labels.get(one.column, one.column), heading="")
        for one in whole.problems
    )
    return found


def _role(row: FieldReader) -> str:
    """Return the role that usual hours are for; blank, and noted, where none is understood."""
    word = row.text("role")
    role = role_of(word)
    if role is None:
        row.note("role", word, one_of(tuple(Role), word))
    return role.value if role is not None else ""

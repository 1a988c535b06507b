"""Reads a programme from one workbook, with the readers of the CSV and TOML files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.exchange import cells
from kiosk.exchange.csv_tables import CsvTable, drop_repeated_problems, sheet_table
from kiosk.exchange.decoding import name_of, read_bytes
from kiosk.exchange.fields import HOURS, FieldReader
from kiosk.exchange.file_kinds import kind_of_bytes
from kiosk.exchange.programme_csv import resource_in, room_in, workshops_in
from kiosk.exchange.programme_sheets import SHEETS, Sheet
from kiosk.exchange.programme_toml import day_in, settings_in, track_in
from kiosk.exchange.workbooks import UnreadableBook, read_sheets
from kiosk.rules.model.file_contents import Cell, FileRecord, ProgrammeFile
from kiosk.rules.model.names import fold
from kiosk.rules.model.rooms import same_room
from kiosk.text import Text, t

T = TypeVar("T")
Grid = list[list[str]]

COUNT = re.compile(r"(?:(?:max|up to|hyd at|lle i)\.?\s*)?(\d{1,4})\b\D*$", re.IGNORECASE)
"""A number of places as people write it: "8 max", "max. 8", "30 places"."""
NO_LIMIT = frozenset({"no limit", "unlimited", "any", "dim terfyn"})


class SheetRow(FieldReader):
    """One row of a sheet; its problems name the cell."""

    def __init__(
        self,
        table: CsvTable,
        sheet: str,
        row: int,
        values: Mapping[str, object],
        problems: list[Problem],
    ) -> None:
        """Read `values`, by column, of a row of `table`, which is a sheet's."""
        super().__init__(table.file, row, values, problems)
        self.cells = {
            column: Cell(sheet, letters, row) for column, letters in table.places.letters.items()
        }
        self.cells[""] = Cell(sheet, "A", row)

    def note(self, column: str, found: object, expected: Text) -> None:
        """Note a problem with a cell of this row."""
        cell = self.cells.get(column, self.cells[""])
        self.problems.append(cell.problem(self.file, column, str(found), expected))


class _Book:
    """The sheets of one workbook, as rows."""

    def __init__(self, file: str, grids: Mapping[str, Grid], problems: list[Problem]) -> None:
        self.problems = problems
        self.ignored: list[str] = []
        self.broken: set[str] = set()
        self._rows: dict[str, list[SheetRow]] = {}
        used = set()
        for sheet in SHEETS:
            title = next((name for name in grids if sheet.is_named(name)), None)
            if title is not None and any(map(any, grids[title])):
                used.add(title)
                self._rows[sheet.name] = self._read(file, sheet, title, grids[title])
        self.ignored += [name for name in grids if name not in used and any(map(any, grids[name]))]
        self.is_empty = not used

    def _read(self, file: str, sheet: Sheet, title: str, grid: Grid) -> list[SheetRow]:
        before = len(self.problems)
        table = sheet_table(file, title, grid, sheet.columns, self.problems)
        self.ignored += [f"{heading} ({title})" for heading in table.ignored]
        if len(self.problems) > before:
            self.broken.add(sheet.name)
        example = [str(value) for value in sheet.example]
        names = [field.name for field in sheet.fields]
        return [
            SheetRow(table, title, row.number, dict(row.cells), self.problems)
            for row in table.rows
            if not example or [row.cells.get(name, "") for name in names] != _padded(example, names)
        ]

    def rows(self, name: str) -> list[SheetRow]:
        """Return the rows of a sheet, without the example."""
        return self._rows.get(name, [])

    def read(self, name: str, read: Callable[[], T]) -> T:
        """Read something of a sheet, and note whether it could be read whole."""
        before = len(self.problems)
        found = read()
        if len(self.problems) > before:
            self.broken.add(name)
            new = self.problems[before:]
            columns = {column for row in self.rows(name)[:1] for column in row.values}
            self.problems[before:] = drop_repeated_problems(new, frozenset(columns))
        return found


def _padded(example: list[str], names: list[str]) -> list[str]:
    return [*example, *[""] * (len(names) - len(example))]


def read_programme_workbook(path: Path, problems: list[Problem]) -> ProgrammeFile:
    """Return the programme in a workbook; what is wrong is added to `problems`."""
    file = name_of(path)
    raw = read_bytes(path, problems)
    if raw is None:
        return ProgrammeFile(file)
    try:
        grids = {sheet.name: sheet.rows for sheet in read_sheets(raw)}
    except UnreadableBook as unreadable:
        problems.append(Problem(file, 0, "", file, unreadable.expected, kind_of_bytes(raw)))
        return ProgrammeFile(file)
    book = _Book(file, grids, problems)
    if book.is_empty:
        names = ", ".join(str(sheet.title.msgid) for sheet in SHEETS)
        problems.append(
            Problem(file, 0, "", ", ".join(grids), t("sheets named {names}", names=names))
        )
        return ProgrammeFile(file)
    _prepare_slots(book)
    _prepare_workshops(book)
    workshops, sessions = book.read("workshops", lambda: workshops_in(book.rows("workshops")))
    return ProgrammeFile(
        file,
        settings=book.read("school", lambda: _settings(book)),
        days=book.read("days", lambda: _days(book)),
        workshops=tuple(map(_placed(book, "workshops"), workshops)),
        sessions=tuple(map(_placed(book, "workshops"), sessions)),
        resources=book.read("resources", lambda: _records(book, "resources", resource_in, "id")),
        rooms=book.read("rooms", lambda: _records(book, "rooms", room_in, "room")),
        tracks=book.read("induction", lambda: _tracks(book)),
        ignored=tuple(book.ignored),
        broken=frozenset(book.broken | ({"days"} if "slots" in book.broken else set())),
    )


def _placed(book: _Book, name: str) -> Callable[[FileRecord[Any]], FileRecord[Any]]:
    places = {row.row: row.cells for row in book.rows(name)}
    return lambda record: replace(record, cells=places.get(record.row, {}))


def _records(
    book: _Book, name: str, read: Callable[[FieldReader], FileRecord[Any]], id: str
) -> tuple[FileRecord[Any], ...]:
    rows = book.rows(name)
    if name == "rooms":
        _set_counts(rows, "capacity")
    records = tuple(replace(read(row), cells=row.cells) for row in rows)
    _note_repeated(rows, id)
    return records


def _note_repeated(rows: list[SheetRow], column: str, *also: str) -> None:
    """Note each row whose value, together with others, a row above it has as well."""
    first: dict[tuple[str, ...], SheetRow] = {}
    for row in rows:
        key = tuple(row.text(one) for one in (column, *also))
        if not key[0]:
            continue
        if key in first:
            above = first[key].cells.get(column, first[key].cells[""])
            row.note(column, key[0], t("only once: {cell} has it", cell=str(above)))
        first.setdefault(key, row)


def _values(row: SheetRow) -> dict[str, object]:
    assert isinstance(row.values, dict)
    return row.values


def _set_times(row: SheetRow) -> None:
    """Take start and end from the column that holds both."""
    values = _values(row)
    text = str(values.pop("time", ""))
    window = cells.parse_window(text)
    if text and window is None:
        row.note("time", text, HOURS)
    elif window is not None:
        values["start"] = values.get("start") or f"{window.start:%H:%M}"
        values["end"] = values.get("end") or f"{window.end:%H:%M}"


def _set_counts(rows: list[SheetRow], column: str) -> None:
    """Read numbers as people write them, such as "8 max"."""
    for row in rows:
        text = row.text(column)
        if fold(text) in NO_LIMIT:
            _values(row)[column] = ""
        elif match := COUNT.match(text):
            _values(row)[column] = match[1]


def _short_name(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in fold(title)).split())[:60]


def _prepare_slots(book: _Book) -> None:
    for row in book.rows("slots"):
        _set_times(row)
        if not row.text("id"):
            _values(row)["id"] = _short_name(row.text("title_en") or row.text("title_cy"))


def _prepare_workshops(book: _Book) -> None:
    """Complete what may be left out or written by name: codes, slots, rooms, places."""
    rows = book.rows("workshops")
    slots = _slots_by_title(book)
    rooms = {same_room(row.text("room")): row.text("room") for row in book.rows("rooms")}
    _set_counts(rows, "places")
    titles = Counter(_short_name(row.text("title_en")) for row in rows if not row.text("id"))
    for row in rows:
        _set_times(row)
        values = _values(row)
        slot = row.text("slot")
        day = cells.parse_date(row.text("day"))
        values["slot"] = slots.get((day.isoformat() if day else "", fold(slot)), slot)
        room = row.text("room")
        values["room"] = rooms.get(same_room(room), room)
        name = _short_name(row.text("title_en") or row.text("title_cy"))
        if not row.text("id") and name:
            # given twice, the slot tells the sessions apart, and the title joins them
            values["id"] = f"{name}-{values['slot']}" if titles[name] > 1 else name
            values["workshop"] = row.text("workshop") or name
    _note_repeated(rows, "id")


def _slots_by_title(book: _Book) -> dict[tuple[str, str], str]:
    """Return the ids of slots by their dates and folded titles, where only one has the title."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in book.rows("slots"):
        day = cells.parse_date(row.text("date"))
        for column in ("title_en", "title_cy"):
            if day is not None and row.text(column):
                key = (day.isoformat(), fold(row.text(column)))
                found.setdefault(key, set()).add(row.text("id"))
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}


def _days(book: _Book) -> tuple[FileRecord[Any], ...]:
    days, slots = book.rows("days"), book.rows("slots")
    _note_repeated(days, "date")
    dates = {cells.parse_date(row.text("date")) for row in days}
    by_day: dict[object, list[FieldReader]] = {}
    for slot in slots:
        day = slot.date("date")
        if day not in dates:
            slot.note("date", slot.text("date"), t("a date that is in the sheet of days"))
        by_day.setdefault(day, []).append(_without(slot, "date"))
    found = []
    for row in days:
        own = by_day.get(cells.parse_date(row.text("date")), [])
        record = day_in(row, own)
        places = dict(row.cells)
        for slot, known in ((one, record.record.slots) for one in own if isinstance(one, SheetRow)):
            for column in ("required", "invited"):
                tokens = (getattr(one, column) for one in known if one.id == slot.text("id"))
                for token in (token for several in tokens for token in several):
                    places.setdefault(f"{column}:{token}", slot.cells.get(column, slot.cells[""]))
            places.setdefault(f"slot:{slot.text('id')}", slot.cells[""])
        found.append(replace(record, cells=places))
    # a day whose date could not be read was noted, and nothing can be said of the rest of it
    return tuple(one for one in found if one.record.id)


def _without(row: SheetRow, *columns: str) -> SheetRow:
    """Take columns out of a row that the reader of its record does not know."""
    for column in columns:
        _values(row).pop(column, None)
    return row


def _tracks(book: _Book) -> tuple[FileRecord[Any], ...]:
    by_track: dict[str, list[SheetRow]] = {}
    for row in book.rows("induction"):
        by_track.setdefault(row.needed("track"), []).append(row)
    found = []
    for name, rows in by_track.items():
        about = _part(rows[0], {
            "id": name,
            **{one: rows[0].text(f"track_{one}") for one in ("title_en", "title_cy")},
            "owner": rows[0].text("owner"),
        })  # fmt: skip
        steps: list[FieldReader] = [
            _without(row, "track", "track_title_en", "track_title_cy", "owner")
            for row in rows
            if row.text("id") or row.text("title_en") or row.text("title_cy")
        ]
        record = track_in(about, steps)
        places = dict(rows[0].cells)
        for row in rows:
            for code in row.list("resources"):
                places.setdefault(f"resources:{code}", row.cells.get("resources", row.cells[""]))
        found.append(replace(record, cells=places))
    return tuple(found)


def _part(row: SheetRow, values: Mapping[str, object]) -> SheetRow:
    """Return a reader of other values, whose problems stand where the row's do."""
    part = SheetRow(CsvTable(row.file), "", row.row, values, row.problems)
    part.cells = row.cells
    return part


def _settings(book: _Book) -> FileRecord[Any] | None:
    values: dict[str, object] = {}
    rows = [row for row in book.rows("school") if row.text("value")]
    places: dict[str, Cell] = {}
    for row in rows:
        name = setting_named(row.text("setting"))
        values[name] = row.text("value")
        places[name] = row.cells["value"]
    usual: dict[str, SheetRow] = {
        fold(row.text("role")): _without(row, "role") for row in book.rows("usual_hours")
    }
    words = {row.text("english"): row.text("welsh") for row in book.rows("words")}
    if not (values or usual or words):
        return None
    first = (rows or [*usual.values()] or book.rows("words"))[0]
    whole = _part(first, values)
    whole.cells = {**places, "": first.cells[""]}
    return settings_in(whole, usual, _part(first, words) if words else None)


def setting_named(label: str) -> str:
    """Return the name of a setting by its label in either language, or as `school.toml` has it."""
    from kiosk.exchange.school_settings import BY_LABEL

    return BY_LABEL.get(cells.squeeze_heading(label), label)

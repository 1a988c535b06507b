"""Reads a timetable: a sheet whose columns are slots, and whose cells are sessions.

A cell reads "Coaching, Room 12, Siân Jones": first the title, then in any order the room, the
leaders and "12 max". Loading tells which is which, because it knows the staff and the rooms; what
is neither is a problem of that cell. Where a title has a comma, a new line or ; goes between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kiosk.errors import Problem
from kiosk.exchange import cells
from kiosk.exchange.columns import ROWS_ABOVE, Columns
from kiosk.exchange.fields import A_DATE, FieldReader
from kiosk.exchange.programme_sheets import WORKSHOPS_SHEET
from kiosk.exchange.programme_tables import ROOMS, WORKSHOPS
from kiosk.exchange.workbooks import Grid, letters_of
from kiosk.rules.model.file_contents import FileRecord, SheetPlaces
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.names import clean, fold
from kiosk.rules.model.records import InsetDay, Slot
from kiosk.text import t

NAMED = frozenset({"timetable", "grid", "amserlen", "grid amser"})
"""Names of sheets that are timetables, and nothing else."""

ASIDE = Columns({"day": WORKSHOPS.aliases["day"], "room": ROOMS.aliases["room"]}, ())
"""The columns that are no slots: each row may have a date, or a room, of its own."""

PLACES = re.compile(
    r"(?:max\.?|up to|hyd at|lle i)\s*(\d{1,4})|(\d{1,4})\s*(?:max\.?|places?|seats?|lle(?:oedd)?)",
    re.IGNORECASE,
)


class _Slots:
    """The slots of a workbook's days, by whatever a person may call them."""

    def __init__(self, days: Iterable[FileRecord[InsetDay]]) -> None:
        self.days = {day.record.id: day.record for day in days}
        self._names = {name for day in self.days.values() for slot in day.slots
                       for name in _names(slot)}  # fmt: skip

    def is_slot(self, heading: str) -> bool:
        """Return whether a slot of some day is called so."""
        return _called(heading) in self._names

    def on(self, day: DayId, heading: str) -> Slot | None:
        """Return the one slot of a day that is called so."""
        slots = self.days[day].slots if day in self.days else ()
        found = [slot for slot in slots if _called(heading) in _names(slot)]
        return found[0] if len(found) == 1 else None


def _names(slot: Slot) -> set[str]:
    if slot.kind.is_pause:
        return set()
    words = {fold(one) for one in (slot.id, slot.title.en, slot.title.cy) if one}
    return words | {f"{slot.start:%H:%M}-{slot.end:%H:%M}"}


def _called(heading: str) -> str:
    window = cells.parse_window(clean(heading))
    return f"{window.start:%H:%M}-{window.end:%H:%M}" if window else fold(clean(heading))


def is_timetable(grid: Grid | None) -> bool:
    """Return whether a sheet is a timetable by its name; one of workshops, by its headings."""
    if grid is None or fold(grid.name) in NAMED:
        return grid is not None
    aside = {None, *ASIDE.aliases}
    headings = {cell for row in grid.rows[:ROWS_ABOVE] for cell in row}
    return (
        WORKSHOPS_SHEET.is_named(grid.name)
        and {WORKSHOPS_SHEET.columns.column_of(cell) for cell in headings} <= aside
    )


def sessions_of(
    file: str, grid: Grid, days: Sequence[FileRecord[InsetDay]], problems: list[Problem]
) -> list[FieldReader] | None:
    """Return the fields of each session in a timetable; None: the sheet is none.

    It is one if every heading is a slot, a date or a room; or if its name says so, and then what is
    wrong with its headings is added to `problems`.
    """
    slots = _Slots(days)
    rows = grid.rows[:ROWS_ABOVE]
    top = max(range(len(rows)), key=lambda n: sum(map(slots.is_slot, rows[n])), default=0)
    headings = [clean(cell) for cell in rows[top]] if rows else []
    aside = {column: place for place, heading in enumerate(headings)
             if (column := ASIDE.column_of(heading)) and not slots.is_slot(heading)}  # fmt: skip
    placed = [place for place, heading in enumerate(headings) if slots.is_slot(heading)]
    others = [
        place for place, heading in enumerate(headings)
        if heading and place not in placed and place not in aside.values()
    ]  # fmt: skip
    if not is_timetable(grid) and (not placed or others):
        return None
    reader = _Reader(file, grid.name, slots, headings, problems)
    for place in others or ([] if placed else [0]):
        known = ", ".join(slot.id for day in slots.days.values() for slot in day.slots)
        expected = t("a slot in the sheet of slots: {slots}", slots=known)
        reader.entry(top + 1, place).note("slot", "".join(headings[place : place + 1]), expected)
    return reader.sessions(grid.rows[top + 1 :], top + 2, aside, placed)


class _Reader:
    def __init__(
        self, file: str, sheet: str, slots: _Slots, headings: list[str], problems: list[Problem]
    ) -> None:
        self._file = file
        self._sheet = sheet
        self._slots = slots
        self._headings = headings
        self._problems = problems

    def entry(self, row: int, place: int) -> FieldReader:
        """Return the fields of one cell, all of which stand there."""
        places = SheetPlaces(self._sheet, {"": letters_of(place)})
        return FieldReader(self._file, row, {}, self._problems, places)

    def sessions(
        self, rows: list[list[str]], first: int, aside: dict[str, int], placed: list[int]
    ) -> list[FieldReader]:
        found: list[FieldReader] = []
        # one day needs no column of dates; a blank cell below a date means the same date
        days = list(self._slots.days)
        only = days[0] if len(days) == 1 else None
        day = only
        for number, row in enumerate(rows, first):
            texts = [_clean_lines(cell) for cell in row]
            written = _at(texts, aside.get("day"))
            if written:
                read = cells.parse_date(written)
                day = DayId(read.isoformat()) if read else only
                if read is None:
                    self.entry(number, aside["day"]).note("day", written, A_DATE)
                    continue
            for place in placed:
                text = _at(texts, place)
                if text:
                    entry = self.entry(number, place)
                    slot = self._slot(entry, day, self._headings[place], text)
                    if slot is not None:
                        entry.values.update(day=day, slot=slot.id, **_fields(text))
                        entry.values["room"] = _at(texts, aside.get("room"))
                        found.append(entry)
        return found

    def _slot(self, entry: FieldReader, day: DayId | None, heading: str, text: str) -> Slot | None:
        """Return the slot of a cell; what is wrong with its day or heading is noted."""
        if day is None:
            entry.note("day", text, t("a column of dates, as there are several days"))
            return None
        slot = self._slots.on(day, heading)
        if slot is None:
            known = self._slots.days[day].slots if day in self._slots.days else ()
            ids = ", ".join(one.id for one in known)
            entry.note("slot", heading, t("a slot of that day: {slots}", slots=ids))
        return slot


def _fields(text: str) -> dict[str, str]:
    """Return the values in a cell. Which of the leaders is the room, loading finds out."""
    title, *parts = _parts(text)
    places = next((match for one in parts if (match := PLACES.fullmatch(one))), None)
    return {
        "title_en": title,
        "leaders": "; ".join(one for one in parts if not PLACES.fullmatch(one)),
        "places": (places[1] or places[2]) if places else "",
    }


def _parts(text: str) -> list[str]:
    """Return the parts of a cell: by its lines or ; if it has any, else by its commas."""
    between = r"[;\n]" if re.search(r"[;\n]", text) else ","
    return [part for one in re.split(between, text) if (part := clean(one))] or [""]


def _clean_lines(cell: str) -> str:
    """Return a cell's text with its lines apart."""
    return "\n".join(filter(None, map(clean, cell.splitlines())))


def _at(texts: list[str], place: int | None) -> str:
    return texts[place] if place is not None and place < len(texts) else ""

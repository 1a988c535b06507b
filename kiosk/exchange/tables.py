"""Reads a table in the cells of a file.

Columns go by their headings in any order, and all problems are gathered, so that a person can put
everything right at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from kiosk.errors import Problem
from kiosk.exchange.cells import squeeze_heading
from kiosk.exchange.columns import Columns, headings_known, row_of_headings
from kiosk.exchange.decoding import name_of, undamaged
from kiosk.exchange.fields import FieldReader
from kiosk.exchange.grids import read_grids
from kiosk.exchange.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS, most_characters
from kiosk.exchange.workbooks import Grid, letters_of
from kiosk.rules.model.file_contents import SeenColumn, SheetPlaces
from kiosk.rules.model.names import clean
from kiosk.text import Text, t

T = TypeVar("T")

SAMPLES = 3
"""How many values of a column are shown to a person."""
SAMPLED = 50
"""Among how many rows those are looked for: a column may have one value only."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the cleaned text of each known column; a blank cell is an empty text."""

    number: int
    """As a spreadsheet counts rows, from 1."""
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of a file, in the columns that were asked for."""

    file: str
    columns: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()
    ignored: tuple[str, ...] = ()
    """Headings that are not known."""
    private: tuple[str, ...] = ()
    """Headings of columns that must not come in."""
    places: SheetPlaces = field(default_factory=SheetPlaces)
    """Where its columns are."""
    others: tuple[str, ...] = ()
    """The sheets of the workbook that were not read."""
    seen: tuple[SeenColumn, ...] = ()
    """Every column with a heading, known or not."""

    def entry(self, row: Row, problems: list[Problem]) -> FieldReader:
        """Return the fields of a row. What is wrong with them is added to `problems`."""
        return FieldReader(self.file, row.number, row.cells, problems, self.places)

    def entries(self, problems: list[Problem]) -> list[FieldReader]:
        """Return the fields of every row."""
        return [self.entry(row, problems) for row in self.rows]


def gather_table(path: Path, columns: Columns, problems: list[Problem]) -> Table:
    """Return the rows that can be read, and add everything that is wrong to `problems`."""
    grids = read_grids(path, columns, problems)
    if not grids:
        return Table(name_of(path))
    grid = max(grids, key=lambda one: headings_known(one.rows, columns))
    table = table_in(name_of(path), grid, columns, problems)
    return replace(table, others=tuple(one.name for one in grids if one is not grid))


def read_rows(
    path: Path, columns: Columns, read: Callable[[list[FieldReader]], T], problems: list[Problem]
) -> tuple[T, Table]:
    """Return what `read` makes of a file's rows, and their table; each problem is noted once."""
    table = gather_table(path, columns, problems)
    noted: list[Problem] = []
    found = read(table.entries(noted))
    problems += drop_repeated_problems(noted, table.columns)
    return found, table


def table_in(file: str, grid: Grid, columns: Columns, problems: list[Problem]) -> Table:
    """Return the table in a grid of cells, below the row with the most known headings."""
    if not _within_limits(grid.rows, file, problems):
        return Table(file)
    return _GridReader(file, grid.name, columns, problems).table(grid.rows)


def drop_repeated_problems(noted: list[Problem], columns: frozenset[str]) -> list[Problem]:
    """Return the problems with one for all blank cells of a column that is not there."""
    kept: dict[str, Problem] = {}
    return [
        problem
        for problem in noted
        if problem.found
        or problem.column in columns
        or kept.setdefault(problem.column, problem) is problem
    ]


def _within_limits(sheet: list[list[str]], file: str, problems: list[Problem]) -> bool:
    # spreadsheets may write a million blank rows below the last one
    rows = sum(any(row) for row in sheet)
    widest = max(map(len, sheet), default=0)
    for count, most, expected in (
        (rows, MAX_ROWS, t("at most {most} rows", most=MAX_ROWS)),
        (widest, MAX_COLUMNS, t("at most {most} columns", most=MAX_COLUMNS)),
    ):
        if count > most:
            problems.append(Problem(file, 0, "", str(count), expected))
            return False
    return True


class _GridReader:
    """Turns a grid of cells into rows."""

    def __init__(self, file: str, sheet: str, columns: Columns, problems: list[Problem]) -> None:
        self._file = file
        self._placed = SheetPlaces(sheet)
        self._columns = columns
        self._problems = problems
        self._ignored: list[str] = []
        self._private: list[str] = []

    def table(self, sheet: list[list[str]]) -> Table:
        """Return the table below the row with the most known headings."""
        top = row_of_headings(sheet, self._columns)
        headings = [clean(cell) for cell in sheet[top]]
        self._refuse(top + 1, headings)
        before = len(self._problems)
        meanings = self._meanings(headings, sheet[top + 1 :])
        places = self._places(top + 1, headings, meanings)
        self._place(headings, places)
        table = Table(
            self._file,
            frozenset(places),
            ignored=tuple(self._ignored),
            private=tuple(self._private),
            places=self._placed,
            # of a list without headings a person would name what is somebody's name
            seen=()
            if not places and self._is_row(headings, sheet[top + 1 :])
            else tuple(self._seen(headings, meanings, sheet[top + 1 :])),
        )
        if len(self._problems) > before:
            # what is said of the rows would only follow from the headings
            return table
        rows = [
            self._row(number, cells, headings, places)
            for number, cells in enumerate(sheet[top + 1 :], top + 2)
            if any(clean(cell) for cell in cells)
        ]
        return replace(table, rows=tuple(rows))

    def _place(self, headings: list[str], places: Mapping[str, int]) -> None:
        letters = {column: letters_of(place) for column, place in places.items()}
        # an extra column goes by its heading already, with its place where that stands there twice
        headed = {one: headings[at] for one, at in places.items() if one in self._columns.aliases}
        self._placed = SheetPlaces(self._placed.sheet, letters, headed)

    def _note(self, row: int, column: str, found: str, expected: Text) -> None:
        cell = self._placed.cell(column, row)
        self._problems.append(cell.problem(self._file, column, found, expected))

    def _refuse(self, row: int, headings: list[str]) -> None:
        for heading in headings:
            why = self._columns.by_refused.get(squeeze_heading(heading))
            if why is not None:
                self._note(row, heading, heading, why)

    def _meanings(self, headings: list[str], rows: list[list[str]]) -> list[str | None]:
        """Return the column that each heading means, which may depend on its cells."""
        meant = [self._columns.column_of(heading) for heading in headings]
        said = [squeeze_heading(heading) in self._columns.mapped for heading in headings]
        by_person = {column for column, is_said in zip(meant, said, strict=True) if is_said}
        for place, heading in enumerate(headings):
            if said[place]:
                continue
            if meant[place] in by_person:
                meant[place] = None
            squeezed, extra = squeeze_heading(heading), self._columns.extra_cells
            other, pattern = self._columns.by_cells.get(squeezed, (None, None))
            if pattern is None and extra is None:
                continue
            cells = [cell for row in rows if (cell := clean("".join(row[place : place + 1])))]
            if pattern is not None and other not in meant:
                if 2 * sum(bool(pattern.search(cell)) for cell in cells) > len(cells):
                    meant[place] = other
            elif meant[place] is None and squeezed and not self._is_kept_out(heading):
                is_extra = extra is not None and cells and all(map(extra.fullmatch, cells))
                meant[place] = heading if is_extra else None
        return meant

    def _seen(
        self, headings: list[str], meanings: list[str | None], rows: list[list[str]]
    ) -> Iterator[SeenColumn]:
        """Yield each column that has a heading, with its first values; not those of a private one.

        Of two columns with one heading the later one is not named: a person could not know which.
        """
        for place, (heading, column) in enumerate(zip(headings, meanings, strict=True)):
            if not heading or heading in headings[:place]:
                continue
            if column is None and self._is_kept_out(heading):
                yield SeenColumn(heading, is_private=True)
                continue
            cells = (clean(row[place][:MAX_CELL]) for row in rows if place < len(row))
            different = dict.fromkeys(islice(filter(None, cells), SAMPLED))
            yield SeenColumn(heading, column or "", tuple(islice(different, SAMPLES)))

    def _is_row(self, headings: list[str], rows: list[list[str]]) -> bool:
        """Return whether what stands where headings would be is a row like those below it."""
        # reports repeat their headings as a whole
        others = [one for row in rows[:SAMPLED] if (one := [*map(clean, row)]) != headings]
        for place, heading in enumerate(headings):
            below = {row[place] for row in others if place < len(row)}
            if heading and (
                heading in below
                or (self._columns.is_value(heading) and any(map(self._columns.is_value, below)))
            ):
                return True
        return False

    def _is_kept_out(self, heading: str) -> bool:
        is_refused = squeeze_heading(heading) in self._columns.by_refused
        return is_refused or self._columns.is_private(heading)

    def _places(self, row: int, headings: list[str], meanings: list[str | None]) -> dict[str, int]:
        """Return the position of each column, and note what is wrong with the headings."""
        found: dict[str, list[int]] = {}
        for place, (heading, column) in enumerate(zip(headings, meanings, strict=True)):
            if column in found and column not in self._columns.aliases:
                # a form repeats a question's heading in each of its parts
                column = f"{column} ({place + 1})"
            if column is not None:
                found.setdefault(column, []).append(place)
            elif heading and self._columns.is_private(heading):
                self._private.append(heading)
            elif heading and squeeze_heading(heading) not in self._columns.by_refused:
                self._ignored.append(heading)
        if not found and self._columns.required:
            expected = t(
                "a row of headings above the list, such as: {headings}",
                headings=", ".join(self._columns.required),
            )
            self._note(row, "", ", ".join(filter(None, headings)), expected)
            return {}
        self._place(headings, {column: several[0] for column, several in found.items()})
        places = {
            column: self._only(row, column, headings, several) for column, several in found.items()
        }
        for column in self._columns.required:
            if column not in places and self._columns.instead.get(column) not in places:
                others = ", ".join(headings)
                self._note(row, column, others, t("a column headed “{column}”", column=column))
        return places

    def _only(self, row: int, column: str, headings: list[str], several: list[int]) -> int:
        """Return which of several positions is meant: the one headed by the column's own name.

        Else, of a column in `ranked`, the one whose heading comes first among its other names.
        """
        own = [n for n in several if squeeze_heading(headings[n]) == squeeze_heading(column)]
        chosen = own or several
        if len(chosen) > 1 and column in self._columns.ranked:
            known = [squeeze_heading(name) for name in self._columns.aliases[column]]
            ranks = {n: known.index(squeeze_heading(headings[n])) for n in chosen if n not in own}
            best = min(ranks.values(), default=0)
            chosen = [n for n in chosen if ranks.get(n, best) == best]
        if len(chosen) > 1:
            names = ", ".join(headings[n] for n in chosen)
            self._note(row, column, names, t("only one column headed “{column}”", column=column))
        self._ignored += [headings[n] for n in several if n not in chosen]
        return chosen[0]

    def _row(
        self, number: int, cells: list[str], headings: list[str], places: Mapping[str, int]
    ) -> Row:
        beyond = [cell for cell in cells[len(headings) :] if clean(cell)]
        if beyond:
            expected = t(
                "no more cells than headings: put quotation marks around a cell with a comma in it"
            )
            self._note(number, "", beyond[0], expected)
        cleaned = {}
        for column, place in places.items():
            raw = cells[place] if place < len(cells) else ""
            self._check_cell(number, column, raw)
            cleaned[column] = clean(raw)
        return Row(number, cleaned)

    def _check_cell(self, number: int, column: str, raw: str) -> None:
        most = most_characters(column)
        if len(raw) > most:
            expected = t("at most {most} characters", most=most)
            self._note(number, column, clean(raw), expected)
            return
        better = undamaged(raw)
        if better is not None:
            expected = t(
                "“{better}”: this cell was saved in the wrong encoding", better=clean(better)
            )
            self._note(number, column, raw, expected)
        elif "\ufffd" in raw:
            expected = t("the letter that was lost when the file was saved. Save it as “CSV UTF-8”")
            self._note(number, column, raw, expected)

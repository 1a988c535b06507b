"""Reads the cells of a file: a workbook's sheets, or a CSV file as spreadsheets save it.

The encoding and the delimiter are found out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from kiosk.errors import Problem
from kiosk.exchange.columns import Columns, headings_known
from kiosk.exchange.decoding import decode, name_of, read_bytes, undamaged
from kiosk.exchange.file_kinds import kind_of_bytes
from kiosk.exchange.limits import MAX_CELL
from kiosk.exchange.workbooks import Grid, UnreadableBook, is_workbook, read_sheets
from kiosk.text import t

DELIMITERS = (",", ";", "\t", "|")
A_TABLE = t("a row of headings and rows below it")


def read_grids(path: Path, columns: Columns, problems: list[Problem]) -> list[Grid]:
    """Return the cells of a file: the sheets of a workbook, or the one grid of a CSV file.

    Empty: it cannot be read, or holds nothing, and why is added to `problems`. The `columns` tell
    by which delimiter a CSV file is divided.
    """
    before, file = len(problems), name_of(path)
    raw = read_bytes(path, problems)
    grids: list[Grid] = []
    if raw is not None and is_workbook(raw, path.suffix):
        try:
            grids = read_sheets(raw)
        except UnreadableBook as unreadable:
            kind = unreadable.kind or kind_of_bytes(raw)
            problems.append(Problem(file, 0, "", file, unreadable.expected, kind))
    elif raw is not None:
        text = decode(raw, path, problems)
        grids = [Grid("", _split(text, columns, file, problems))] if text.strip() else []
    if len(problems) > before:
        return []
    if not grids:
        problems.append(Problem(file, 0, "", "", A_TABLE))
    return _undamaged(grids)


def _undamaged(grids: list[Grid]) -> list[Grid]:
    """Return grids as they were before all of their letters were saved in the wrong encoding.

    Where only some cells are damaged, the others are right, and reading the rows tells which.
    """
    cells = {cell for grid in grids for row in grid.rows for cell in row if not cell.isascii()}
    better = {cell: mended for cell in cells if (mended := undamaged(cell)) is not None}
    if not cells or len(better) < len(cells):
        return grids
    return [
        Grid(grid.name, [[better.get(cell, cell) for cell in row] for row in grid.rows])
        for grid in grids
    ]


def _split(text: str, columns: Columns, file: str, problems: list[Problem]) -> list[list[str]]:
    """Return the cells of every row, with the delimiter by which most headings are known."""
    # not str.splitlines: that ends a line at a dozen characters that may stand in a cell
    lines = list(io.StringIO(text, newline=""))
    if lines and lines[0].strip().strip('"').casefold().startswith("sep="):
        lines = lines[1:]  # Excel's own note of its delimiter, which it does not count as a row
    delimiter = max(DELIMITERS, key=lambda one: headings_known(_rows(lines, one, 99), columns))
    # strict: else an unpaired quotation mark would swallow the rows below it, unnoticed
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    sheet: list[list[str]] = []
    try:
        sheet.extend(reader)
    except csv.Error as error:
        # csv has no codes for its errors; a cell that never ends has lost a quotation mark, too
        expected = (
            t("cells of at most {most} characters. Is a quotation mark missing?", most=MAX_CELL)
            if "field larger" in str(error)
            else t("quotation marks in pairs: double any that are part of the text")
        )
        problems.append(Problem(file, len(sheet) + 1, "", "", expected))
    return sheet


def _rows(lines: Sequence[str], delimiter: str, most: int) -> list[list[str]]:
    """Return the first rows without complaint, to try out a delimiter."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            rows.append(row)
            if len(rows) == most:
                break
    except csv.Error:
        pass  # the strict reading that follows notes the problem with its row
    return rows

"""Writes the workbooks that tests read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

Rows = Sequence[Sequence[object]]

HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="'
    'application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


class Formula(str):
    """A cell with a formula, whose value was saved as 7."""

    __slots__ = ()


def xlsx(path: Path, sheets: Mapping[str, Rows], merged: str = "") -> Path:
    """Write a workbook."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    clock = book.add_format({"num_format": "hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if merged:
            sheet.merge_range(merged, str(rows[0][0]))
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, day)
                elif isinstance(value, time):
                    sheet.write_datetime(row, column, value, clock)
                elif isinstance(value, Formula):
                    sheet.write_formula(row, column, value, None, 7)
                elif isinstance(value, str) and value and not (merged and row == 0):
                    sheet.write_string(row, column, value)
                elif value not in ("", None) and not (merged and row == 0):
                    sheet.write(row, column, value)
    book.close()
    return path


def ods(path: Path, sheets: Mapping[str, Rows], tail: str = "") -> Path:
    """Write an OpenDocument spreadsheet of texts, with `tail` below the rows of each sheet."""
    parts = []
    for name, rows in sheets.items():
        lines = (
            "<table:table-row>" + "".join(map(_ods_cell, cells)) + "</table:table-row>"
            for cells in rows
        )
        parts.append(f'<table:table table:name="{name}">{"".join(lines)}{tail}</table:table>')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", HEAD + "".join(parts) + TAIL)
    return path


def _ods_cell(value: object) -> str:
    kind = "office:value-type"
    if isinstance(value, date):
        return f'<table:table-cell {kind}="date" office:date-value="{value}"/>'
    if value == "":
        return "<table:table-cell/>"
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell {kind}="string">{text}</table:table-cell>'


def with_member(path: Path, name: str, content: bytes) -> Path:
    """Write a part of a workbook anew, or add it."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for one, held in {**parts, name: content}.items():
            new.writestr(one, held)
    return path

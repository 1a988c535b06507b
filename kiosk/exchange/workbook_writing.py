"""Writes workbooks for people to fill in: plain headings, notes, drop-downs, an example a sheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from kiosk.exchange.programme_rows import Row, Value, programme_rows
from kiosk.exchange.programme_sheets import SCHOOL, SHEETS, Field, Sheet
from kiosk.exchange.school_settings import LABELS, about_setting, choices_of, written_settings
from kiosk.exchange.staff_sheet import EXAMPLE_TITLE, EXAMPLES, FIELDS, TITLE
from kiosk.exchange.workbooks import letters_of
from kiosk.language import Language
from kiosk.rules.model.school import School
from kiosk.settings import Settings

ROWS = 500
"""How many rows have drop-downs."""
WIDEST = 40
"""Characters of the widest column."""
DATES, TIMES = "dd/mm/yyyy", "hh:mm"


def empty_programme(language: Language) -> bytes:
    """Return a workbook for a programme, with an example in each sheet."""
    examples: dict[str, list[Row]] = {
        sheet.name: [dict(zip((one.name for one in sheet.fields), sheet.example, strict=False))]
        for sheet in SHEETS
        if sheet.example
    }
    return _programme(language, {}, examples, grey=True)


def programme_workbook(school: School, language: Language) -> bytes:
    """Return a school's programme: loaded again, it changes nothing."""
    return _programme(
        language, written_settings(school.settings), programme_rows(school), grey=False
    )


def _programme(
    language: Language,
    settings: Mapping[str, str | int],
    rows: Mapping[str, Sequence[Row]],
    *,
    grey: bool,
) -> bytes:
    with _Writer(language) as book:
        for sheet in SHEETS:
            if sheet is SCHOOL:
                page = book.add(sheet.title, sheet.fields)
                defaults = written_settings(Settings())
                for line, name in enumerate(LABELS, 1):
                    value = settings.get(name, "" if grey else defaults[name])
                    about = language.say(about_setting(name))
                    book.write_row(page, line, [language.say(LABELS[name]), value, about])
                    if choices_of(name):
                        book.offer(page, line, 1, line, list(choices_of(name)))
            else:
                book.add_rows(sheet.title, sheet.fields, rows.get(sheet.name, ()), grey=grey)
    return book.bytes()


def staff_workbook(language: Language, rows: Sequence[Row] = ()) -> bytes:
    """Return a workbook for the staff; without rows it has an example beside the empty sheet."""
    with _Writer(language) as book:
        book.add_rows(TITLE, FIELDS, rows, grey=False)
        if not rows:
            book.add_rows(EXAMPLE_TITLE, FIELDS, EXAMPLES, grey=True)
    return book.bytes()


class _Writer:
    """A workbook that is being written."""

    def __init__(self, language: Language) -> None:
        import xlsxwriter  # loaded here: only who asks for a workbook waits for it

        self._file = io.BytesIO()
        self._language = language
        self._book: Any = xlsxwriter.Workbook(self._file, {"in_memory": True})
        self._heading = self._book.add_format({"bold": True, "bottom": 1})
        self._formats = {
            (grey, number): self._book.add_format(
                {"num_format": number} | ({"font_color": "#767676", "italic": True} if grey else {})
            )
            for grey in (True, False)
            for number in ("General", DATES, TIMES)
        }

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def bytes(self) -> bytes:
        """Return the file, once it is closed."""
        return self._file.getvalue()

    def add(self, title: Any, fields: Sequence[Field]) -> Any:
        """Add a sheet with its headings and their notes."""
        page = self._book.add_worksheet(self._language.say(title))
        page.freeze_panes(1, 0)
        for place, field in enumerate(fields):
            heading = self._language.say(field.heading)
            page.write_string(0, place, heading, self._heading)
            page.set_column(place, place, min(WIDEST, max(12, len(heading) + 2)))
            if field.note is not None:
                page.write_comment(0, place, self._language.say(field.note))
        return page

    def add_rows(
        self, title: Any, fields: Sequence[Field], rows: Sequence[Row], *, grey: bool
    ) -> None:
        """Add a sheet with rows and drop-downs; `grey`: the rows are examples."""
        page = self.add(title, fields)
        for line, row in enumerate(rows, 1):
            self.write_row(page, line, [row.get(field.name) for field in fields], grey=grey)
        for place, field in enumerate(fields):
            source = self._source(field) if field.source else list(field.choices)
            if source:
                self.offer(page, 1, place, ROWS, source)

    def _source(self, field: Field) -> str:
        """Return the cells of another sheet from which a column is chosen."""
        name, _, column = field.source.partition(".")
        sheet: Sheet = next(one for one in SHEETS if one.name == name)
        place = [one.name for one in sheet.fields].index(column)
        letters = letters_of(place)
        return f"='{self._language.say(sheet.title)}'!${letters}$2:${letters}${ROWS}"

    def offer(self, page: Any, first: int, place: int, last: int, source: str | list[str]) -> None:
        """Give cells a drop-down. Another text may be typed: loading says what it cannot read."""
        about = {"validate": "list", "source": source, "show_error": False}
        page.data_validation(first, place, last, place, about)

    def write_row(
        self, page: Any, line: int, values: Sequence[Value], *, grey: bool = False
    ) -> None:
        """Write a row; every text stays a text, also `=1+1`."""
        for place, value in enumerate(values):
            match value:
                case None | "":
                    continue
                case date():
                    page.write_datetime(line, place, value, self._formats[grey, DATES])
                case time():
                    page.write_datetime(line, place, value, self._formats[grey, TIMES])
                case int():
                    page.write_number(line, place, value, self._formats[grey, "General"])
                case _:
                    page.write_string(line, place, str(value), self._formats[grey, "General"])

"""Reads one row of a table, or one table of a TOML file, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from kiosk.errors import Problem
from kiosk.exchange import cells
from kiosk.exchange.limits import most_characters
from kiosk.rules.model.file_contents import Cell, FileRecord, SheetPlaces
from kiosk.rules.model.names import clean, fold
from kiosk.rules.model.records import Window
from kiosk.rules.model.terms import Role
from kiosk.text import Both, Text, t

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

NOWHERE = SheetPlaces()

A_DATE = t("a date such as 01/09/2026 (the day first) or 2026-09-01")
A_TIME = t("a time such as 08:30")
A_MOMENT = t("a date and a time such as 2026-08-24T18:00:00")
HOURS = t("hours such as 08:30-15:30, the end after the start")

LANGUAGES = {
    "en": "en", "english": "en", "saesneg": "en", "e": "en",
    "cy": "cy", "welsh": "cy", "cymraeg": "cy", "c": "cy", "w": "cy",
    "both": "both", "bilingual": "both", "y ddwy": "both", "dwyieithog": "both",
}  # fmt: skip


class FieldReader:
    """The values of one row or table, each read as the kind that is asked for.

    A value that cannot be read is noted as a problem, and the default is returned.
    """

    def __init__(
        self,
        file: str,
        row: int,
        values: dict[str, Any],
        problems: list[Problem],
        places: SheetPlaces = NOWHERE,
        cells: Mapping[str, Cell] | None = None,
    ) -> None:
        """Read `values`, by column: texts of a row, or what a TOML table holds.

        Problems are added to `problems` as of line `row`, in the columns at `places`; or of the
        column's own cell in `cells`: in a TOML file each value has one.
        """
        self.file = file
        self.row = row
        self.values = values
        self.problems = problems
        self.places = places
        self.cells = cells or {}

    def cell(self, column: str) -> Cell:
        """Return where the value of a column stands."""
        return self.cells.get(column) or self.places.cell(column, self.row)

    def note(self, column: str, found: object, expected: Text) -> None:
        """Note a problem with this row."""
        self.problems.append(self.cell(column).problem(self.file, column, str(found), expected))

    def record(self, record: T, given: Iterable[str]) -> FileRecord[T]:
        """Return what was read of this row, with its place. `given`: the fields it mentions."""
        return FileRecord(record, self.file, self.row, frozenset(given), self.places)

    def given(self, *columns: str) -> bool:
        """Return whether the file has any of these columns, blank or not."""
        return any(column in self.values for column in columns)

    def text(self, column: str) -> str:
        """Return a cell's text, cleaned; blank where there is none."""
        value = self.values.get(column, "")
        if value == "":
            return ""
        # TOML's `true` is no text, though to Python a bool is an int
        if isinstance(value, (str, int, float, date, time)) and not isinstance(value, bool):
            text = clean(str(value))
            self._limit(column, text)
            return text
        self.note(column, value, t("a text"))
        return ""

    def _limit(self, column: str, text: str) -> None:
        most = most_characters(column)
        if len(text) > most:
            self.note(column, text, t("at most {most} characters", most=most))

    def needed(self, column: str) -> str:
        """Return a cell's text; a blank one is a problem."""
        text = self.text(column)
        if not text:
            self.note(column, "", t("something: this can't be blank"))
        return text

    def both(self, column: str) -> Both:
        """Return the texts of `column_en` and `column_cy`."""
        return Both(self.text(f"{column}_en"), self.text(f"{column}_cy"))

    def list(self, column: str) -> tuple[str, ...]:
        """Return a list: in one cell with ; or | between, or as TOML writes it."""
        value = self.values.get(column, "")
        if isinstance(value, list):
            parts = tuple(dict.fromkeys(text for part in value if (text := clean(str(part)))))
            for part in parts:
                self._limit(column, part)
            return parts
        return cells.parse_list(self.text(column))

    def date(self, column: str) -> date | None:
        """Return a date, None where the cell is blank."""
        value = self.values.get(column)
        # to Python a datetime is a date, and would bring its time along
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        text = self.text(column)
        found = cells.parse_date(text)
        if text and found is None:
            self.note(column, text, A_DATE)
        return found

    def time(self, column: str) -> time | None:
        """Return a time, None where the cell is blank."""
        value = self.values.get(column)
        if isinstance(value, time):
            return value
        text = self.text(column)
        found = cells.parse_time(text)
        if text and found is None:
            self.note(column, text, A_TIME)
        return found

    def moment(self, column: str) -> datetime | None:
        """Return a date and a time, None where the cell is blank. Most are without an offset."""
        value = self.values.get(column)
        if isinstance(value, datetime):
            return value
        text = self.text(column)
        found = cells.parse_moment(text)
        if text and found is None:
            self.note(column, text, A_MOMENT)
        return found

    def window(self, column: str) -> Window | None:
        """Return hours such as 08:30-15:30, None where the cell is blank."""
        text = self.text(column)
        found = cells.parse_window(text)
        if text and found is None:
            self.note(column, text, HOURS)
        return found

    def number(self, column: str, least: int, most: int) -> int | None:
        """Return a whole number from `least` to `most`, None where the cell is blank."""
        text = self.text(column)
        found = cells.parse_number(text)
        if not text:
            return None
        if found is None or not least <= found <= most:
            expected = t("a whole number from {least} to {most}", least=least, most=most)
            self.note(column, text, expected)
            return None
        return found

    def flag(self, column: str) -> bool:
        """Return whether the cell says yes; blank is no."""
        value = self.values.get(column, "")
        if isinstance(value, bool):
            return value
        text = self.text(column)
        found = cells.parse_flag(text)
        if found is None:
            self.note(column, text, t("yes or no"))
        return bool(found)

    def choice(self, column: str, kind: type[E], default: E) -> E:
        """Return one of the values of an enumeration; blank is the default."""
        text = self.text(column)
        found = {fold(member.value): member for member in kind}.get(fold(text))
        if found is None and text:
            self.note(column, text, one_of(member.value for member in kind))
        return found or default

    def language(self, column: str, both: bool = False, blank: str = "en") -> str:
        """Return `en` or `cy`, or `both` where that is allowed; `blank` where it says nothing."""
        text = self.text(column)
        found = LANGUAGES.get(fold(text), "")
        if not found or (found == "both" and not both):
            if text:
                self.note(column, text, one_of(("en", "cy", "both") if both else ("en", "cy")))
            return blank
        return found

    def only(self, known: Iterable[str]) -> None:
        """Note every value whose name is not one of `known`: a misspelt one would be lost."""
        names = sorted(known)
        for column in self.values:
            if column not in names:
                self.note(column, column, one_of(names, column))


def one_of(values: Iterable[str], found: str = "") -> Text:
    """Return what is expected where only certain words are allowed, and the nearest to `found`."""
    words = {fold(word): word for word in values}
    listed = ", ".join(words.values())
    for nearest in get_close_matches(fold(found), words, 1):
        return t(
            "one of: {values}; the nearest is {nearest}", values=listed, nearest=words[nearest]
        )
    return t("one of: {values}", values=listed)


WORDS = {fold(word): word for word in ("all", "staff", "new", *(role.value for role in Role))}
"""Audience tokens with a fixed spelling. Any other token without a colon is a duty."""

PREFIXES = ("dept", "person")


def read_audience(entry: FieldReader, column: str) -> tuple[str, ...]:
    """Return the tokens of an audience, each in its one spelling.

    Tokens are: all, staff, new, a role, a duty, dept:NAME, person:ID. Loading checks whether the
    department, person or duty exists, because it knows the staff.
    """
    found = []
    for token in entry.list(column):
        kind, colon, rest = token.partition(":")
        if colon and (kind.casefold().strip() not in PREFIXES or not rest.strip()):
            expected = t("all, staff, new, a role, a duty, dept:NAME or person:ID")
            entry.note(column, token, expected)
        elif colon:
            found.append(f"{kind.casefold().strip()}:{rest.strip()}")
        else:
            # a duty is kept in lower case in the staff file, too
            found.append(WORDS.get(fold(token), token.casefold()))
    return tuple(found)


def note_repeated(entries: Iterable[tuple[FieldReader, str]], column: str) -> None:
    """Note each entry whose key an entry above it has as well."""
    first: dict[str, FieldReader] = {}
    for entry, key in entries:
        if key and first.setdefault(key, entry) is not entry:
            above = first[key].cell(column).told
            entry.note(column, key, t("only once in the file: {place} has it", place=above))

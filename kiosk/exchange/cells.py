"""Reads the text of one cell as a date, time, hours, number or list.

Each `parse_` function returns None for what it cannot read, and the caller notes the problem.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from kiosk.rules.model.names import clean, fold
from kiosk.rules.model.records import Window

# word processors and spreadsheets turn a hyphen into any of the others
DASHES = "-‐‑‒–—−"
NOT_WORKED = frozenset({"no", "off", "x", "none", "n/a", "na", *DASHES})
"""What stands in the cell of a day on which a person does not work."""

WHOLE_DAY = frozenset({
    "yes", "y", "all day", "full", "full day", "whole day", "✓", "✔", "ie", "trwy'r dydd",
    "drwy'r dydd", "diwrnod cyfan",
})  # fmt: skip
"""What stands in the cell of a day that is worked, where no hours are given."""

YES = frozenset({"yes", "y", "true", "1", "x", "✓", "ie", "oes", "ydy", "gwir"})
NO = frozenset({"no", "n", "false", "0", "na", "nage", "nac ydy", "nac oes", "anwir"})

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?: 00:00(?::00)?)?$")
_MONTHS = (
    "jan ion", "feb chwe", "mar maw", "apr ebr", "may mai", "jun meh", "jul gor", "aug awst",
    "sep medi", "oct hyd", "nov tach", "dec rhag",
)  # fmt: skip
"""The months by the beginnings of their names, English and Welsh."""
_NAMED = re.compile(
    r"(?:\D*[\s,])?(\d{1,2})(?:st|nd|rd|th|af|ain|eg|fed)?[\s\-]+([a-z]{3,})\.?,?[\s\-]+(\d{4})$"
)
_SERIAL = re.compile(r"[4-6]\d{4}(?:\.0+)?$")
_SERIAL_0 = date(1899, 12, 30)
"""Spreadsheets count days from here. Only those from 2009 to 2091 are read."""
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.0+)?)?$")
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)$")
_HALF_DAY = re.compile(r"\s*([ap])\.?m\.?$", re.IGNORECASE)
_RANGE = re.compile(rf"\s*(?:[{DASHES}]|\bto\b)\s*")


def parse_date(text: str, *, month_first: bool = False) -> date | None:
    """Read 01/09/2026 (the day first, unless `month_first`), 1/9/26, 1 Sep 2026 or 2026-09-01.

    A spreadsheet's own number of a date is read too: 46266.

    A time of midnight after it is ignored: spreadsheets add one.
    """
    if match := _ISO.match(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.match(text):
        day, month, year = match.groups()
        day, month = (month, day) if month_first else (day, month)
        year = f"20{year}" if len(year) == 2 else year
    elif _SERIAL.match(text):
        return _SERIAL_0 + timedelta(days=int(text.partition(".")[0]))
    elif match := _NAMED.match(fold(text)):
        day, name, year = match.groups()
        month = _month(name)
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month(name: str) -> int:
    """Return the number of a month by its name, or 0."""
    for number, beginnings in enumerate(_MONTHS, 1):
        if name.startswith(tuple(beginnings.split())):
            return number
    return 0


def parse_time(text: str) -> time | None:
    """Read 08:30, 8:30, 8.30, 08:30:00, 0830, 8:30 am or 8am.

    "8.3" is not read: it may be 08:03 or 08:30.
    """
    half = _HALF_DAY.search(text)
    written = text[: half.start()] if half else text
    if digits := _FOUR_DIGITS.match(written):
        written = f"{digits[1]}:{digits[2]}"
    match = _CLOCK.match(f"{written}:00" if half and written.isdecimal() else written)
    if match is None:
        return None
    hour = int(match[1])
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half[1] in "pP")
    try:
        return time(hour, int(match[2]), int(match[3] or 0))
    except ValueError:
        return None


def parse_moment(text: str, *, month_first: bool = False) -> datetime | None:
    """Read a date and a time, `T` or a space between: 24/08/2026 18:00, 2026/08/24 6:00:15 pm."""
    first, _, rest = text.replace("T", " ", 1).partition(" ")
    # Google's exports write 2026/08/24
    day = parse_date(first.replace("/", "-"), month_first=month_first)
    clock = parse_time(rest.strip())
    if day is None or clock is None:
        return None
    return datetime.combine(day, clock)


def parse_window(text: str) -> Window | None:
    """Read 08:30-15:30, with any dash or "to" between. The end must be after the start."""
    halves = [parse_time(half) for half in _RANGE.split(text)]
    if len(halves) != 2 or halves[0] is None or halves[1] is None:
        return None
    return Window(halves[0], halves[1]) if halves[0] < halves[1] else None


def parse_number(text: str) -> int | None:
    """Read a whole number, also as a spreadsheet may write it: 30.0."""
    match = re.fullmatch(r"(-?\d{1,9})(?:\.0+)?", text)
    return int(match[1]) if match else None


def parse_flag(text: str) -> bool | None:
    """Read yes or no, in English or Welsh; blank is no."""
    word = fold(text)
    if word in YES:
        return True
    return False if not word or word in NO else None


def parse_list(text: str) -> tuple[str, ...]:
    """Read a list with ; or | between its parts, without blank parts and repeats."""
    parts = (clean(part) for part in re.split(r"[;|\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def is_not_worked(text: str) -> bool:
    """Return whether a weekday's cell says that the person does not work then."""
    return text.casefold() in NOT_WORKED


def squeeze_heading(heading: str) -> str:
    """Return a heading for comparison: without case, accents, spaces, underscores and hyphens."""
    return "".join(char for char in fold(clean(heading)) if char.isalnum())

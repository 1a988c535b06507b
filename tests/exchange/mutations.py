"""Spoils a school's files as people and programs do, the same way for the same random numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

with (Path(__file__).parents[1] / "data" / "names.csv").open(encoding="utf-8") as _file:
    NAMES = tuple(
        name
        for row in csv.DictReader(_file)
        for name in (row["forename"], row["surname"], row["display_name"])
        if name
    )

NASTY = (
    "", " ", "0", "-1", "1.0", "1E+11", "=1+1", "'", '"', "“", "\t", ";", "|", ",", "\u200d",
    "\u202e", "\ufffd", "SJО", "ＳＪＯ", "sjo", "x" * 65, "y" * 201, "z" * 10_001, "SiÃ¢n",
    "a\nb", "null", "TRUE",
    "08:30-15:30", "25:00", "8.30", "teacher", "all", "dept:", "person:AAA", "person:nobody",
    "both",
    "tutor", "INSET-1", "INSET-ABC123", "https://a.b", "yes", "no", "[x]", "<b>", "{name}", "%s",
    "anonymous", "A1", "A2;A1", "First choice", "2", "99999", "1 Sept 2026", "\0", "\x1b[31m",
    *NAMES,
)  # fmt: skip

A_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}")
Rows = list[list[str]]


def mutate(raw: bytes, random: Random, *, table: bool) -> bytes:
    """Return a file's bytes with one to four changes, most of them small."""
    text = raw.decode("utf-8")
    for _ in range(random.choice((1, 1, 2, 2, 3, 4))):
        kind = random.random()
        if kind < 0.2:
            text = A_DATE.sub(lambda match: _other_date(match[0], random), text)
        elif table and kind < 0.85:
            text = _write(random.choice(TABLE_CHANGES)(_read(text), random), random)
        else:
            text = random.choice(TEXT_CHANGES)(text, random)
    kind = random.random()
    if kind < 0.05:
        return _spoilt(text.encode("utf-8", "surrogatepass"), random)
    encoding = random.choice(("utf-8",) * 12 + ("utf-8-sig", "utf-16", "cp1252", "latin-1"))
    return text.encode(encoding, "replace")


def _other_date(written: str, random: Random) -> str:
    """Return a date as it was, or another that exists, in one of the ways people write it."""
    if random.random() < 0.6:
        return written
    day = date(2026, 9, 1) + timedelta(days=random.choice((0, 0, 0, 1, 7, 52, -30)))
    form = random.choice(("%Y-%m-%d", "%d/%m/%Y")) if "-" not in written else "%Y-%m-%d"
    return day.strftime(form)


def _read(text: str) -> Rows:
    try:
        return list(csv.reader(io.StringIO(text, newline=""))) or [[""]]
    except csv.Error:
        return [[text]]


def _write(rows: Rows, random: Random) -> str:
    buffer = io.StringIO(newline="")
    ending = random.choice(("\n", "\n", "\r\n"))
    csv.writer(buffer, lineterminator=ending).writerows(rows)
    return buffer.getvalue()


def _row(rows: Rows, random: Random) -> int:
    return random.randrange(1, len(rows)) if len(rows) > 1 else 0


def _cell(rows: Rows, random: Random, value: Callable[[str], str]) -> Rows:
    row = rows[_row(rows, random)]
    if row:
        place = random.randrange(len(row))
        row[place] = value(row[place])
    return rows


def _nasty(rows: Rows, random: Random) -> Rows:
    return _cell(rows, random, lambda _: random.choice(NASTY))


def _appended(rows: Rows, random: Random) -> Rows:
    return _cell(rows, random, lambda old: old + random.choice(NASTY)[:12])


def _name(rows: Rows, random: Random) -> Rows:
    return _cell(rows, random, lambda _: random.choice(NAMES))


def _case(rows: Rows, random: Random) -> Rows:
    return _cell(rows, random, str.swapcase)


def _copied(rows: Rows, random: Random) -> Rows:
    source = rows[_row(rows, random)]
    return _cell(rows, random, lambda old: random.choice(source) if source else old)


def _copied_down(rows: Rows, random: Random) -> Rows:
    one, other = rows[_row(rows, random)], rows[_row(rows, random)]
    if one and other:
        place = random.randrange(min(len(one), len(other)))
        one[place] = other[place]
    return rows


def _row_twice(rows: Rows, random: Random) -> Rows:
    rows.insert(_row(rows, random), list(rows[_row(rows, random)]))
    return rows


def _row_gone(rows: Rows, random: Random) -> Rows:
    del rows[random.randrange(len(rows)) if random.random() < 0.1 else _row(rows, random)]
    return rows or [[""]]


def _rows_mixed(rows: Rows, random: Random) -> Rows:
    below = rows[1:]
    random.shuffle(below)
    return [*rows[:1], *below]


def _column_gone(rows: Rows, random: Random) -> Rows:
    place = random.randrange(max(1, len(rows[0])))
    return [row[:place] + row[place + 1 :] for row in rows]


def _column_twice(rows: Rows, random: Random) -> Rows:
    place, at = (random.randrange(max(1, len(rows[0]))) for _ in range(2))
    return [row[:at] + row[place : place + 1] + row[at:] for row in rows]


def _columns_mixed(rows: Rows, random: Random) -> Rows:
    order = list(range(len(rows[0])))
    random.shuffle(order)
    return [[row[place] if place < len(row) else "" for place in order] for row in rows]


def _heading(rows: Rows, random: Random) -> Rows:
    if rows[0]:
        place = random.randrange(len(rows[0]))
        words = (rows[0][place].upper(), rows[0][place].replace("_", " "), "Session", "Max", "Code")
        rows[0][place] = random.choice((*words, "Status", "Notes", "1", ""))
    return rows


def _above(rows: Rows, random: Random) -> Rows:
    return [["Staff list"], [random.choice(NASTY)], *rows]


TABLE_CHANGES: tuple[Callable[[Rows, Random], Rows], ...] = (
    _nasty, _nasty, _nasty, _appended, _name, _name, _name, _case, _copied, _copied_down,
    _row_twice, _row_gone, _rows_mixed, _column_gone, _column_twice, _columns_mixed,
    _heading, _above,
)  # fmt: skip


def _letter_gone(text: str, random: Random) -> str:
    at = random.randrange(max(1, len(text)))
    return text[:at] + text[at + 1 :]


def _inserted(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(NASTY) + text[at:]


def _line_gone(text: str, random: Random) -> str:
    lines = text.splitlines(keepends=True) or [""]
    del lines[random.randrange(len(lines))]
    return "".join(lines)


def _line_twice(text: str, random: Random) -> str:
    lines = text.splitlines(keepends=True) or [""]
    lines.insert(random.randrange(len(lines)), random.choice(lines))
    return "".join(lines)


def _delimited(text: str, random: Random) -> str:
    return text.replace(",", random.choice((";", "\t", "|")))


def _value(text: str, random: Random) -> str:
    """Return a TOML file with another value between a pair of quotation marks."""
    found = list(re.finditer(r'"[^"\n]*"', text))
    if not found:
        return text
    match = random.choice(found)
    other = random.choice((*NASTY, *(one[0].strip('"') for one in found)))
    safe = other.replace("\\", "").replace('"', "").replace("\n", " ")
    return f'{text[: match.start()]}"{safe}"{text[match.end() :]}'


def _cut(text: str, random: Random) -> str:
    return text[: random.randrange(len(text) + 1)]


TEXT_CHANGES: tuple[Callable[[str, Random], str], ...] = (
    _letter_gone, _inserted, _line_gone, _line_twice, _delimited, _value, _value, _value, _value,
    _cut,
)  # fmt: skip


def _spoilt(raw: bytes, random: Random) -> bytes:
    """Return bytes as no program should have saved them."""
    at = random.randrange(len(raw) + 1)
    junk = random.randbytes(random.choice((1, 1, 2, 40)))
    return raw[:at] + junk + raw[at + random.choice((0, 1, 9)) :]

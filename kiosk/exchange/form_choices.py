"""Reads the answers to a form, as Google Forms and Microsoft Forms export them.

Each row is an answer, each column a question: who, perhaps when, and the wishes in their order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kiosk.errors import BadInput, Problem
from kiosk.exchange.cells import parse_moment, squeeze_heading
from kiosk.exchange.columns import Columns
from kiosk.exchange.fields import FieldReader
from kiosk.exchange.form_ranks import CELLS, rank_of, ranked_title
from kiosk.exchange.staff import ALIASES
from kiosk.exchange.staff_headings import is_private
from kiosk.exchange.tables import gather_table
from kiosk.rules.model.file_contents import ChoicesFile, FileRecord, FormAnswer, WrittenWish
from kiosk.text import t

WHO = ("id", "staff_code", "email", "name", "forename", "surname")

WISHES = re.compile(
    r"\b(?:choices?|wish(?:es)?|rank|dd?ewis(?:iadau)?|dymuniad(?:au)?)\b"
    r"|(?:\d(?:st|nd|rd|th)|first|second|third|fourth|fifth|order of) preference",
    re.IGNORECASE,
)
"""Found in the heading of a wish: First choice, 2nd choice, Morning: wish 1, Ail ddewis."""

COLUMNS = Columns(
    {
        **{column: ALIASES[column] for column in ("id", "forename", "surname")},
        "staff_code": (*ALIASES["staff_code"], "your staff code", "your code", "your initials"),
        "email": ("email address", "your email", "username", "ebost", "cyfeiriad ebost"),
        "name": ("your name", "full name", "staff name", "enw", "eich enw", "enw llawn"),
        "at": (
            "timestamp", "completion time", "submitted", "submitted at", "date submitted",
            "stamp amser", "amser cwblhau",
        ),
    },
    (),
    is_private=is_private,
    extra=WISHES,
    extra_cells=CELLS,
)  # fmt: skip

ZONE = re.compile(r"\s+(?:GMT|UTC|BST)?(?:[+-]\d{1,2}(?::?\d\d)?)?$")
"""A zone after a moment. It is ignored: all moments of a file are in one, and only order counts."""

SHORT_YEAR = re.compile(r"^(\d{1,2}[/.-]\d{1,2}[/.-])(\d\d)(?=\D|$)")


def read_choices(path: Path) -> ChoicesFile:
    """Return the answers to a form. Loading finds out which people and sessions they mean.

    Raises `BadInput` where there is no answer to load.
    """
    problems: list[Problem] = []
    table = gather_table(path, COLUMNS, problems)
    titles = {
        column: ranked_title(column, (row.cells[column] for row in table.rows), WISHES)
        for column in (table.rows[0].cells if table.rows else ())  # in the order of the file
        if column not in COLUMNS.aliases
    }
    if not problems and table.rows and not titles:
        expected = t("a column headed “First choice”, and one for each further choice")
        problems.append(Problem(table.file, 1, "", "", expected))
    if not problems and not table.columns & set(WHO):
        expected = t("a column headed “name”, “staff code” or “id”")
        problems.append(Problem(table.file, 1, "", "", expected))
    numbers = {row.number for row in table.rows}
    if not table.rows or any(problem.row not in numbers for problem in problems):
        expected = t("a row of headings, and a row for each answer")
        raise BadInput(problems or [Problem(table.file, 0, "", "", expected)])
    # Microsoft Forms numbers the answers in a column "ID", which is not the person's; its export
    # is known by the column "Start time"
    numbered = "starttime" in map(squeeze_heading, table.ignored)
    rows = tuple(_answer(entry, titles, numbered) for entry in table.entries(problems))
    return ChoicesFile(table.file, rows, table.ignored + table.private, tuple(problems))


def _answer(
    entry: FieldReader, titles: Mapping[str, str], numbered: bool
) -> FileRecord[FormAnswer]:
    whole = " ".join(filter(None, (entry.text("forename"), entry.text("surname"))))
    written = entry.text("at")
    moment = SHORT_YEAR.sub(r"\g<1>20\2", ZONE.sub("", written)).replace(",", " ")
    moment = " ".join(moment.split())
    at, month_first = parse_moment(moment), parse_moment(moment, month_first=True)
    if written and at is None and month_first is None:
        expected = t(
            "a date and time such as 24/08/2026 18:00; or leave the column "
            "out, if the rows are in the order they came in"
        )
        entry.note("at", written, expected)
    # only the written names: who and what they mean depends on the school, which is not known here
    answer = FormAnswer(
        id="" if numbered else entry.text("id"),
        staff_code=entry.text("staff_code"),
        email=entry.text("email"),
        name=entry.text("name") or whole,
        at=at,
        at_month_first=month_first,
        written_at=written,
        wishes=_wishes(entry.values, titles),
    )
    return entry.record(answer, ())


def _wishes(cells: Mapping[str, str], titles: Mapping[str, str]) -> tuple[WrittenWish, ...]:
    """Return a row's wishes in the order of the columns, then those of a grid by their rank."""
    plain, ranked = [], []
    for column, title in titles.items():
        text = cells[column]
        rank = rank_of(text) if title else 0
        if rank:
            ranked.append(WrittenWish(column, title, rank))
        elif text and not title:
            plain.append(WrittenWish(column, text))
    return (*plain, *sorted(ranked, key=lambda wish: wish.rank))

"""Describing the problems of a file: one line for each, also where it is in many rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from kiosk.errors import Problem
from kiosk.rules.model.names import clean
from kiosk.text import Text, t, tn

MAX_FOUND = 60
"""Characters of a cell that are quoted."""
MAX_APART = 3
"""Up to so many rows with the same problem but different cells get a line each."""
MAX_LISTED = 12
"""Cells, or stretches of rows, that are listed on one line."""


def describe_all(problems: Iterable[Problem]) -> list[Text]:
    """Return all problems, one line each, in the order in which each kind is first met.

    One problem in many rows is one line with its rows. Where the cells differ and are many, they
    are listed on the line with their rows.
    """
    kinds: dict[str, list[Problem]] = {}
    for one in problems:
        # a Text has no hash, as its parameters are a dict
        kinds.setdefault(
            repr((one.file, one.sheet, one.column, one.expected, one.kind)), []
        ).append(one)
    lines: list[Text] = []
    for alike in kinds.values():
        by_found: dict[str, list[int]] = {}
        for one in alike:
            by_found.setdefault(_quoted(one), []).append(one.row)
        if len(by_found) > MAX_APART:
            lines.append(_describe_many(alike[0], by_found))
        else:
            firsts = {_quoted(one): one for one in reversed(alike)}
            lines += [_line(firsts[found], rows) for found, rows in by_found.items()]
    return lines


def describe(problem: Problem) -> Text:
    """Return a problem in one line: where it is, what was found, what was expected."""
    return _line(problem, [problem.row])


def _line(problem: Problem, rows: Sequence[int]) -> Text:
    where = _where(problem, rows)
    if problem.kind is not None:
        return t(
            "{where}: this is {kind}; expected {expected}.",
            where=where,
            kind=problem.kind,
            expected=problem.expected,
        )
    found = _quoted(problem)
    return t(
        "{where}: {found}; expected {expected}.",
        where=where,
        found=t("found “{text}”", text=found) if found else t("found nothing"),
        expected=problem.expected,
    )


def _describe_many(first: Problem, by_found: dict[str, list[int]]) -> Text:
    """Return one line on many different cells that are wrong in the same way."""
    listed: Text | str = ""
    for number, (found, rows) in enumerate(by_found.items()):
        if number == MAX_LISTED:
            more = len(by_found) - MAX_LISTED
            listed = t("{others} and {more}", others=listed, more=tn("{n} more", "{n} more", more))
            break
        one = t("“{text}” ({rows})", text=found, rows=_rows(rows))
        listed = t("{others}, {one}", others=listed, one=one) if listed else one
    every = [row for rows in by_found.values() for row in rows]
    return t(
        "{where}, {count}: found {listed}; expected {expected}.",
        where=_where(first, []),
        count=tn("{n} row", "{n} rows", len(set(every))),
        listed=listed,
        expected=first.expected,
    )


def _quoted(problem: Problem) -> str:
    found = clean(problem.found)
    return found if len(found) <= MAX_FOUND else found[: MAX_FOUND - 1] + "…"


def _where(problem: Problem, rows: Sequence[int]) -> Text | str:
    file, column = clean(problem.file), clean(problem.heading or problem.column)
    if problem.sheet and problem.letters and any(rows):
        return t("{file}, {cells}, {column}", file=file, cells=_cells(problem, rows), column=column)
    if problem.sheet:
        file = f"{file}, {clean(problem.sheet)}"
    if any(rows) and column:
        return t("{file}, {rows}, {column}", file=file, rows=_rows(rows), column=column)
    if any(rows):
        return t("{file}, {rows}", file=file, rows=_rows(rows))
    if column:
        return t("{file}, {column}", file=file, column=column)
    return file


def _cells(problem: Problem, rows: Sequence[int]) -> str:
    """Return the cells as a spreadsheet calls them: "Staff!F12, F15"."""
    ordered = sorted(set(rows))
    listed = ", ".join(f"{problem.letters}{row}" for row in ordered[:MAX_LISTED])
    return f"{clean(problem.sheet)}!{listed}" + (" …" if len(ordered) > MAX_LISTED else "")


def _rows(rows: Sequence[int]) -> Text:
    """Return "row 3" or "rows 3, 5 and 7–20 …" with stretches of rows together."""
    ordered = sorted(set(rows))
    if len(ordered) == 1:
        return t("row {row}", row=ordered[0])
    stretches = []
    for _, stretch in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in stretch]
        one = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 2 else ", ".join(map(str, numbers))
        stretches.append(one)
    listed = ", ".join(stretches[:MAX_LISTED])
    if len(stretches) > MAX_LISTED:
        return t("rows {rows} … ({count} in all)", rows=listed, count=len(ordered))
    return t("rows {rows}", rows=listed)

"""Describing a problem of a file in one line."""

from __future__ import annotations

from kiosk.errors import Problem
from kiosk.rules.model.names import clean
from kiosk.text import Text, t

MAX_FOUND = 60
"""Characters of a cell that are quoted."""


def describe(problem: Problem) -> Text:
    """Return a problem in one line: where it is, what was found, what was expected."""
    found = clean(problem.found)
    if len(found) > MAX_FOUND:
        found = found[: MAX_FOUND - 1] + "…"
    return t(
        "{where}: {found}; expected {expected}.",
        where=_where(problem),
        found=t("found “{text}”", text=found) if found else t("found nothing"),
        expected=problem.expected,
    )


def _where(problem: Problem) -> Text | str:
    file = clean(problem.file)
    if problem.row and problem.column:
        column = clean(problem.column)
        return t("{file}, row {row}, {column}", file=file, row=problem.row, column=column)
    if problem.row:
        return t("{file}, row {row}", file=file, row=problem.row)
    if problem.column:
        return t("{file}, {column}", file=file, column=clean(problem.column))
    return file

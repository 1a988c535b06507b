"""Which rows of a staff file are of people who have left, or are no staff at all.

School systems export everyone who was ever there, and mark who is not there now: in a column for
the status (OneRoster: `active`, `tobedeleted`), for the account (`enabledUser`), or by a date.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.exchange.cells import NO, YES
from kiosk.rules.model.names import fold

GONE = frozenset(
    fold(word)
    for word in (
        "left", "has left", "leaver", "former", "ex-staff", "inactive", "not active", "disabled",
        "tobedeleted", "to be deleted", "to delete", "deleted", "archived", "closed", "ended",
        "terminated", "resigned", "retired", "wedi gadael", "anweithredol", "ymadawedig",
    )
)  # fmt: skip
"""What a column for the status says of somebody who is not there any more."""

LEAVING = frozenset(fold(word) for word in ("leaver", "leaving", "yn gadael"))
"""Said of somebody who may still be there: the date decides, if there is one."""

PUPILS = frozenset(
    fold(word)
    for word in (
        "student", "students", "pupil", "pupils", "learner", "learners", "guardian", "guardians",
        "parent", "parents", "relative", "disgybl", "myfyriwr", "rhiant",
    )
)  # fmt: skip
"""Roles of a list of users that are not those of staff."""


def is_marked_as_left(cells: Mapping[str, str]) -> bool:
    """Return whether a row says that the person is not there any more, dates apart."""
    status, date = fold(cells.get("status", "")), cells.get("left", "")
    if status in LEAVING and date and not _is(date, YES):
        return False
    return (
        status in GONE | LEAVING
        or _is(cells.get("enabled", ""), NO)
        or _is(cells.get("inactive", ""), YES)
        or _is(date, YES)
    )


def is_no_date(cell: str) -> bool:
    """Return whether a cell below a heading such as “Left” answers yes or no."""
    return _is(cell, YES) or _is(cell, NO) or not cell.strip("-–— /")


def is_pupil(cells: Mapping[str, str]) -> bool:
    """Return whether a row is of a pupil, or of a pupil's family."""
    return fold(cells.get("role", "")) in PUPILS


def _is(cell: str, words: frozenset[str]) -> bool:
    return cell.strip().casefold() in words

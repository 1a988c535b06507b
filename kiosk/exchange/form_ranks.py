"""Reads a grid of ranks: a column for each workshop, its cells 1, 2, 3 or “First choice”."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiosk.rules.model.names import fold

_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "cyntaf": 1, "ail": 2, "trydydd": 3, "pedwerydd": 4, "pumed": 5, "chweched": 6,
}  # fmt: skip
_CHOICE = r"(?:choice|preference|wish|rank|option|dd?ewis)"
RANK = re.compile(
    rf"(?:{_CHOICE}\s*)?(?:(?P<number>\d{{1,2}})(?:st|nd|rd|th|af|il|ydd|ed)?"
    rf"|(?P<word>{'|'.join(_WORDS)}))(?:\s*{_CHOICE})?",
    re.IGNORECASE,
)
"""A rank, as forms write it in a cell."""

UNRANKED = frozenset({"", "0", "no", "none", "na", "not ranked"})

CELLS = re.compile(rf"(?:{RANK.pattern}|0|-|–|no|none|n/?a|not ranked)", re.IGNORECASE)
"""What may stand in the cells of a grid."""

_INNER = re.compile(r"\[(.+?)\]\s*(?:\(\d+\))?$")
_ORDINAL = re.compile(rf"\d|\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


def rank_of(text: str) -> int:
    """Return the rank that a cell gives, from 1; 0: none."""
    match = RANK.fullmatch(text)
    if match is None or fold(text) in UNRANKED:
        return 0
    return int(match["number"]) if match["number"] else _WORDS[match["word"].lower()]


def ranked_title(heading: str, cells: Iterable[str], wish: re.Pattern[str]) -> str:
    """Return the title that a column of ranks is about; blank: this is no column of ranks.

    Forms head such a column with the option, or with the question and the option in brackets.
    `wish` is found in the heading of a column whose cells name workshops.
    """
    filled = [cell for cell in cells if cell]
    if not filled or not all(CELLS.fullmatch(cell) for cell in filled):
        return ""
    inner = _INNER.search(heading)
    outer = heading[: inner.start()] if inner else heading
    # below “First choice” a 1 is the id of a session, not a rank
    names_a_rank = wish.search(outer) and "rank" not in fold(outer) and _ORDINAL.search(outer)
    if names_a_rank or (inner is None and wish.search(heading)):
        return ""
    title = inner[1] if inner else heading
    return "" if wish.search(title) else title.strip()

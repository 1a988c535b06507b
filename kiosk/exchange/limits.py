"""How large a file and what stands in it may be: beyond that it is no list of a school's staff."""

from __future__ import annotations

MAX_MEGABYTES = 50
MAX_BYTES = MAX_MEGABYTES * 1_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 1_000
MAX_SHEETS = 50
MAX_MEGABYTES_UNFOLDED = 200
"""A workbook is a compressed file: how large it may be when unpacked."""
MAX_CELL = 10_000
"""Characters of a cell, and of a text in a TOML file."""
MAX_ID = 64
MAX_NAME = 200

IDS = frozenset({
    "id", "staff_code", "badge", "mentor", "track", "person", "agreed_by", "workshop", "slot",
})  # fmt: skip
"""Columns that hold one id."""

NAMES = frozenset({
    "name", "forename", "surname", "preferred_forename", "preferred_surname", "display_name",
    "department", "host", "name_en", "name_cy", "title_en", "title_cy", "room", "place", "speaker",
    "head", "tutor", "tutor_title_en", "tutor_title_cy", "printer",
    "stub_to_en", "stub_to_cy", "english", "welsh",
})  # fmt: skip
"""Columns that hold one name or title, which has to fit a screen and a page."""


def most_characters(column: str) -> int:
    """Return how many characters a cell of a column may have."""
    if column in IDS:
        return MAX_ID
    return MAX_NAME if column in NAMES else MAX_CELL

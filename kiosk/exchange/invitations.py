"""Reads a file of invitations: who is invited, to which hours, on what terms, agreed by whom."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from kiosk.errors import BadInput, Problem
from kiosk.exchange.columns import Columns
from kiosk.exchange.fields import FieldReader, one_of
from kiosk.exchange.tables import read_rows
from kiosk.rules.model.file_contents import FileRecord, InvitationFile
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.names import fold
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.records import Window
from kiosk.text import t

ALIASES: dict[str, tuple[str, ...]] = {
    "day": ("date", "inset day", "dyddiad", "diwrnod"),
    "person": ("person id", "id", "staff id", "staff code", "code", "who", "pwy"),
    "from": ("start", "from time", "start time", "o"),
    "to": ("end", "until", "to time", "end time", "hyd"),
    "terms": ("basis", "on what terms", "telerau"),
    "agreed_by": ("agreed", "agreed with", "who agreed", "authorised by", "cytunwyd gan"),
}
"""The columns of a file of invitations, each with its other possible headings."""

PRIVATE = t("no such column: the kiosk does not keep this. Take it out of the file")
REFUSED = dict.fromkeys(("reason", "reasons", "reason declined", "rheswm"), PRIVATE)
"""The kiosk never keeps why people come or do not."""

COLUMNS = Columns(ALIASES, tuple(ALIASES), REFUSED)

WORDS: dict[Terms, tuple[str, ...]] = {
    Terms.PAID: ("paid", "with pay", "â thâl"),
    Terms.LIEU: (
        "time off in lieu",
        "lieu",
        "TOIL",
        "time off",
        "in lieu",
        "amser yn lle",
        "yn lle tâl",
    ),
    Terms.VOLUNTARY: ("voluntary", "unpaid", "not paid", "gwirfoddol", "di-dâl"),
}
TERMS = {fold(word): terms for terms, words in WORDS.items() for word in words}
"""The terms, by the words that spreadsheets have for them in English and Welsh."""


def read_invitations(path: Path) -> InvitationFile:
    """Return the invitations of a file, with the problems in them.

    Raises:
        BadInput: the file cannot be read, or has no row to load.
    """
    problems: list[Problem] = []
    rows, table = read_rows(path, COLUMNS, _invitations, problems)
    if not rows:
        expected = t("a row of headings, and a row for each person who is invited")
        raise BadInput(problems or [Problem(table.file, 0, "", "", expected)])
    return InvitationFile(table.file, rows, table.ignored, tuple(problems))


def _invitations(entries: list[FieldReader]) -> tuple[FileRecord[Invitation], ...]:
    return tuple(map(_invitation, entries))


def _invitation(entry: FieldReader) -> FileRecord[Invitation]:
    for column in ("day", "from", "to"):
        if not entry.text(column):
            entry.needed(column)
    day = entry.date("day")
    invitation = Invitation(
        id="",
        day=DayId(day.isoformat() if day else ""),
        person=PersonId(entry.needed("person")),
        hours=_hours(entry),
        terms=_terms(entry),
        agreed_by=PersonId(entry.needed("agreed_by")),
    )
    return entry.record(invitation, entry.values)


def _hours(entry: FieldReader) -> Window:
    start, end = entry.time("from"), entry.time("to")
    if start is not None and end is not None and end <= start:
        entry.note("to", f"{end:%H:%M}", t("a time after the start, {start}", start=start))
    # for a time that is missing any will do: the problem is noted, so nothing is loaded
    return Window(start or time(), end or time.max)


def _terms(entry: FieldReader) -> Terms:
    word = entry.text("terms")
    terms = TERMS.get(fold(word))
    if terms is None:
        entry.note("terms", word, one_of(known.value for known in Terms))
    return terms or Terms.VOLUNTARY

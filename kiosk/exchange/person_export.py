"""All that is held on one person, as plain data: what they may ask a school for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from kiosk.rules.follow_up.hours_beyond import hours_beyond
from kiosk.rules.model.changes import HistoryEntry
from kiosk.rules.model.ids import NOBODY, PersonId
from kiosk.rules.model.references import mentions_of, records_of
from kiosk.rules.model.school import TABLE_OF, School

APART = (
    "Feedback on sessions is not here: it is kept as counts, and nothing shows who gave it. A PIN "
    "is kept as a hash only. Earlier versions of a record are kept until its day is closed, so "
    "that a change can be undone."
)
"""What the file says of what it does not hold; in English, as the names of its fields are."""


def export_person(
    school: School,
    person: PersonId,
    entries: Iterable[HistoryEntry],
    now: datetime,
    *,
    has_code: bool,
) -> str:
    """Return all that is held on a person as JSON.

    It has the person's own record, each table's records of theirs, the time they attended beyond
    their paid hours, the records of others that name them, and the entries of the history that are
    about them or by them.

    Raises:
        Refused: nobody has that id.
    """
    found = {
        "exported": now.isoformat(),
        "school": msgspec.to_builtins(school.settings.name),
        "person": msgspec.to_builtins(school.person(person)),
        "has_own_code": has_code,
        "records": _own_records(school, person),
        "beyond_paid_hours": _beyond_paid_hours(school, person),
        "named_in": _mentions(school, person),
        "history": [_entry(entry, person) for entry in entries],
        "not_included": APART,
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _entry(entry: HistoryEntry, person: PersonId) -> Any:
    """Return an entry without what the decision did to other people."""
    own = tuple(effect for effect in entry.effects if effect.person in (person, NOBODY))
    return msgspec.to_builtins(replace(entry, effects=own))


def _own_records(school: School, person: PersonId) -> dict[str, list[Any]]:
    certificates = (
        record.certificates[person]
        for record in school.day_records.values()
        if person in record.certificates
    )
    found: dict[str, list[Any]] = {}
    for record in (*records_of(school, person), *certificates):
        found.setdefault(TABLE_OF[type(record)].name, []).append(msgspec.to_builtins(record))
    return {name: _in_order(records) for name, records in sorted(found.items())}


def _beyond_paid_hours(school: School, person: PersonId) -> list[Any]:
    """Return what the person attended beyond their own paid hours, day by day."""
    who, days = school.person(person), school.programme.days
    found = (hours_beyond(school, who, days[day]) for day in sorted(days))
    return [msgspec.to_builtins(one) for one in found if one is not None]


def _mentions(school: School, person: PersonId) -> dict[str, list[str]]:
    """Return the ids of records that name the person: the rest of those is about others."""
    found: dict[str, list[str]] = {}
    for table, record in mentions_of(school, person):
        found.setdefault(table, []).append(getattr(record, "id", table))
    return {table: sorted(ids) for table, ids in sorted(found.items())}


def _in_order(records: list[Any]) -> list[Any]:
    return sorted(records, key=lambda record: (str(record.get("at", "")), record["id"]))

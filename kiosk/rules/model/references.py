"""Where records name people other than their owner, and putting another id in a person's place.

The registry (`tables.py`) says which fields these are. Audiences name a person by a token,
`person:` and the id, however deep in the record they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from kiosk.rules.model.changes import HistoryEntry, Put, Remove
from kiosk.rules.model.ids import (
    NOBODY,
    DayId,
    PersonId,
    ResourceId,
    RollCallId,
    SessionId,
    TrackId,
    WorkshopId,
)
from kiosk.rules.model.school import TABLE_OF, TABLES, School, put, remove
from kiosk.rules.model.tables import PERSON_TOKEN, Table


def records_of(school: School, person: PersonId) -> Iterator[Any]:
    """Yield the records that are a person's own, their entry as a person and certificates apart.

    A certificate stays when its holder goes: its number is not given again.
    """
    for table in TABLES.values():
        if table.owner not in ("", "id") and table.name != "certificates":
            for record in school.records(table.name):
                if getattr(record, table.owner) == person:
                    yield record


def replace_references(school: School, person: PersonId, other: PersonId) -> list[Put | Remove]:
    """Return the changes by which others' records name `other` instead of a person; blank: nobody.

    Nobody becomes their own mentor or confirms their own step. A step that was confirmed by a
    person who goes, with nobody in their place, must be confirmed again.
    """
    return [
        change
        for table in TABLES.values()
        if table.mentions or table.has_audiences
        for record in school.records(table.name)
        for change in _changes(table, record, person, other)
    ]


def _changes(
    table: Table, record: Any, person: PersonId, other: PersonId
) -> Iterator[Put | Remove]:
    owner = getattr(record, table.owner, "")
    if table.owner not in ("", "id") and owner == person:
        return  # their own records are not somebody else's mention of them
    document = msgspec.to_builtins(record)
    # as the other is made, with lists for tuples: else all would count as changed
    before = with_person_replaced(table, document, person, person)
    # nobody is their own mentor: where the record is the other's, it names nobody
    after = with_person_replaced(table, document, person, NOBODY if owner == other else other)
    if after == before:
        return
    if any(mention.is_needed and not after[mention.field] for mention in table.mentions):
        yield remove(record)
    else:
        yield put(msgspec.convert(after, table.record))


def with_person_replaced(
    table: Table,
    document: dict[str, Any],
    person: PersonId,
    other: PersonId,
    *,
    erased: bool = False,
) -> dict[str, Any]:
    """Return a document with another id wherever it mentions a person; blank: with none.

    `erased`: the other id is only a substitute. It stands where a record must say that somebody
    acted, and in audiences: one of nobody must not become one of everybody.
    """
    after = {name: _in_audiences(value, person, other) for name, value in document.items()}
    for mention in table.mentions:
        value, new = document.get(mention.field), "" if erased and not mention.signs else other
        if value == person:
            after[mention.field] = new
        elif isinstance(value, list | tuple):
            after[mention.field] = _replaced(value, person, new)
    copied = TABLES.get(document.get("table", "")) if table.copies_in else None
    if copied is not None:
        held = after[table.copies_in]
        after[table.copies_in] = with_person_replaced(copied, held, person, other, erased=erased)
    return after


def _in_audiences(value: Any, person: PersonId, other: PersonId) -> Any:
    if value == f"{PERSON_TOKEN}{person}":
        return f"{PERSON_TOKEN}{other}" if other else ""
    if isinstance(value, list | tuple):
        token = f"{PERSON_TOKEN}{person}"
        return [
            _in_audiences(part, person, other)
            for part in _replaced(value, token, f"{PERSON_TOKEN}{other}" if other else "")
        ]
    if isinstance(value, dict):
        return {name: _in_audiences(part, person, other) for name, part in value.items()}
    return value


def _replaced(values: Sequence[Any], old: str, new: str) -> list[Any]:
    """Return a list with `new` in place of `old`, once; blank: without it."""
    if old not in values:
        return list(values)
    found: list[Any] = []
    for value in values:
        value = new if value == old else value
        if value != "" and value not in found:
            found.append(value)
    return found


def mentions_of(school: School, person: PersonId) -> Iterator[tuple[str, Any]]:
    """Yield each record of others, or of nobody, that names a person, with its table's name."""
    who = school.people.get(person)
    for table in TABLES.values():
        named = who is not None and (table.whole_names or table.free_texts)
        if not (table.mentions or table.has_audiences or named):
            continue
        for record in school.records(table.name):
            if person in (getattr(record, table.owner, ""), getattr(record, "person", "")):
                continue
            document = msgspec.to_builtins(record)
            kept, without = (
                with_person_replaced(table, document, person, who_then)
                for who_then in (person, NOBODY)
            )
            has_name = who is not None and any(
                getattr(record, field) == who.name for field in table.whole_names
            )
            has_name |= who is not None and any(
                who.name in getattr(record, field) for field in table.free_texts
            )
            if has_name or kept != without:
                yield table.name, record


def concerns(entry: HistoryEntry, id: str) -> bool:
    """Return whether an id acted, was asked about, or had anything of it changed."""
    return (
        id in (entry.by, *entry.days)
        or id in entry.arguments.values()
        or any(id in (effect.id, effect.person) for effect in entry.effects)
        or any(
            record == id or (table in TABLES and id in TABLES[table].ids_in(record))
            for table, record in entry.records
        )
    )


ID_TYPES: Mapping[object, str] = {
    PersonId: "people",
    DayId: "days",
    WorkshopId: "workshops",
    SessionId: "sessions",
    ResourceId: "resources",
    TrackId: "tracks",
    RollCallId: "roll_calls",
}
"""The table of which an id of each type names a record."""


def references_of(record: Any) -> Iterator[tuple[str, str]]:
    """Yield the table and id of every record that a record names, itself apart."""
    table = TABLE_OF[type(record)]
    own = (table.name, getattr(record, "id", ""))
    for mention in table.mentions:
        value = getattr(record, mention.field)
        yield from (("people", one) for one in ((value,) if isinstance(value, str) else value))
    for name, hint in _hints(type(record)).items():
        for found in _named(getattr(record, name), hint):
            if found != own:
                yield found


_hints: Callable[[Any], dict[str, Any]] = cache(get_type_hints)


def _named(value: Any, hint: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if hint in ID_TYPES and value:
            yield ID_TYPES[hint], value
        elif value.startswith(PERSON_TOKEN):
            yield "people", value.removeprefix(PERSON_TOKEN)
        return
    if isinstance(value, msgspec.Struct):
        for name, inner in _hints(type(value)).items():
            yield from _named(getattr(value, name), inner)
        return
    # of `dict[DayId, Window] | None` the part that is not None
    parts = [part for part in get_args(hint) if part is not type(None)] or [Any, Any]
    if isinstance(value, dict):
        key, inner = get_args(parts[0]) if len(parts) == 1 else parts
        for name, one in value.items():
            yield from _named(name, key)
            yield from _named(one, inner)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _named(one, parts[0])

"""The history in the tables: who asked for what, and when; and what stood before, for undoing.

    history   an entry for every change, numbered by its place in the table
    undo      by that number, the records as they stood before, as long as they are kept

What stood before is a table of its own: it goes again while its entry stays, and a reader of the
history does not read it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice, takewhile
from typing import Any, TypeAlias

import msgspec
from msgspec.structs import replace

from kiosk.rules.model.changes import HistoryEntry, Snapshot
from kiosk.rules.model.ids import join_ids
from kiosk.rules.model.references import concerns
from kiosk.store.journal.lines import StoredDocument
from kiosk.store.journal.stored_rows import holding
from kiosk.store.journal.tables import DocumentsByNumber

History: TypeAlias = DocumentsByNumber
"""The table of entries: numbers rise from the first to the last."""


def entries_about(rows: History, about: str) -> list[HistoryEntry]:
    """Return the entries about an id, or by the person of that id, as they stand in the table."""
    joined = join_ids(about)
    named = holding(rows, (about, joined))
    likely = ((number, row) for number, row in named if _may_concern(row, about, joined))
    return [entry for entry in _entries(likely) if concerns(entry, about)]


def latest_entries(rows: History, most: int) -> list[HistoryEntry]:
    """Return the last entries, the newest first."""
    return list(islice(_entries((number, rows[number]) for number in reversed(rows)), most))


def entries_since(rows: History, number: int) -> tuple[HistoryEntry, ...]:
    """Return the entries after a number, the oldest first."""
    later = list(takewhile(lambda name: int(name) > number, reversed(rows)))
    return tuple(_entries((name, rows[name]) for name in reversed(later)))


def entry_at(rows: History, number: int) -> HistoryEntry | None:
    """Return the entry of a number, or None."""
    row = rows.get(str(number))
    return None if row is None else next(_entries([(str(number), row)]), None)


def _entries(rows: Iterable[tuple[str, StoredDocument]]) -> Iterator[HistoryEntry]:
    for number, row in rows:
        # another program may have written an entry of its own kind: it is not ours to tell
        with suppress(msgspec.ValidationError):
            yield replace(msgspec.convert(row, HistoryEntry), number=int(number))


def _may_concern(row: StoredDocument, about: str, joined: str) -> bool:
    """Return whether an entry may be about an id. Costs a quarter of reading the entry."""
    arguments = row.get("arguments")
    return (
        about == row.get("by")
        or about in row.get("days", ())
        or (isinstance(arguments, dict) and about in arguments.values())
        or any(joined in record[-1] or about in record[-1] for record in row.get("records", ()))
        or any(about in effect[1:3] for effect in row.get("effects", ()))
    )


def encode_entry(entry: HistoryEntry) -> dict[str, Any]:
    """Return the fields of a journal line, and of a document, that hold an entry."""
    return {
        "at": entry.at.isoformat(),
        "device": entry.device,
        "by": entry.by,
        "evidence": entry.evidence,
        "decision": entry.decision,
        "arguments": entry.arguments,
        "records": [list(record) for record in entry.records],
        **({"effects": list(msgspec.to_builtins(entry.effects))} if entry.effects else {}),
        **({"days": list(entry.days)} if entry.days else {}),
    }


def encode_snapshots(number: int, before: Sequence[Snapshot]) -> dict[str, Any]:
    """Return the document that holds what stood before the decision of a number."""
    return {"entry": number, "records": list(msgspec.to_builtins(before))}


def snapshots_of(rows: DocumentsByNumber, entry: HistoryEntry) -> tuple[Snapshot, ...]:
    """Return what stood before a decision; empty: it is not kept."""
    for row in (rows[number] for number in reversed(rows)):
        if row.get("entry") == entry.number:
            with suppress(msgspec.ValidationError):
                found = tuple(msgspec.convert(row.get("records"), list[Snapshot]))
                # going back to a copy may leave what belongs to another entry of that number
                if {(one.table, one.id) for one in found} == set(entry.records):
                    return found
    return ()


def finished_snapshots(
    rows: Mapping[str, StoredDocument], history: History, closed: Collection[str]
) -> list[int]:
    """Return the documents of decisions that touch closed days only, or none, by number."""
    days = set(closed)
    return [
        int(number)
        for number, row in rows.items()
        if days.issuperset(history.get(str(row.get("entry")), {}).get("days", ()))
    ]

"""The history in the tables: who asked for what, and when."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import msgspec

from kiosk.rules.model.changes import HistoryEntry
from kiosk.rules.model.references import concerns
from kiosk.store.journal.lines import StoredDocument


def entries_about(rows: Iterable[StoredDocument], about: str) -> list[HistoryEntry]:
    """Return the entries about an id, or by the person of that id, as they stand in the table."""
    found = []
    for row in rows:
        # another program may have written an entry of its own kind: it is not ours to tell
        with suppress(msgspec.ValidationError):
            entry = msgspec.convert(row, HistoryEntry)
            if concerns(entry, about):
                found.append(entry)
    return found


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
    }

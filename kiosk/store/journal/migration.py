"""The versions of what is written, and how documents of an older one are brought to this one.

0: plain TinyDB tables, whole-file; 1: the journal, whose history says by what proof.

Documents are brought up as they are read; nothing is written until the first change, which begins
a journal of the new version. A copy of the file as it was is kept with the backups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from kiosk.store.journal.files import BACKUPS
from kiosk.store.journal.lines import Operation, StoredDocument
from kiosk.system.durable_files import bytes_of, replace_durably

HISTORY = "history"
"""The table of who did what and when: written by each line that says what was asked."""

Step: TypeAlias = Callable[[Mapping[str, Mapping[str, StoredDocument]]], Iterator[Operation]]
"""Given all tables by name and number, yields what has to change in them."""


def _history_with_proof(tables: Mapping[str, Mapping[str, StoredDocument]]) -> Iterator[Operation]:
    for number, row in tables.get(HISTORY, {}).items():
        if "asked" in row and "proof" not in row:
            yield ["put", HISTORY, number, {**row, "proof": ""}]


STEPS: list[Step] = [_history_with_proof]
"""From each version to the next, the first from 0."""

FORMAT = len(STEPS)
"""The version of what is written."""


def keep_original(path: Path, checksum: str) -> None:
    """Keep a copy of a file of an older format, before anything is written beside it.

    Raises:
        OSError: it could not be copied.
    """
    folder = path.parent / BACKUPS
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"original-{checksum}.json"
    if not copy.exists():
        replace_durably(copy, bytes_of(path))

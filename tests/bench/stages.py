"""The processor time of a change by stage: each stage's own, without that of stages within it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from time import thread_time
from typing import Any
from unittest import mock

Work = Callable[..., Any]

DESK, RECORDS = "kiosk.desk", "kiosk.store.record_store"
JOURNAL, LOCK = "kiosk.store.journal.journal", "kiosk.store.journal.lock"
READER, RECOVERY = "kiosk.store.journal.reader", "kiosk.store.journal.recovery"
FLUSH = "flush"
STAGES = {
    "decide": [("kiosk.rules.model.decisions", "Decision.__call__")],
    "the School after it": [("kiosk.rules.model.school", "School.apply")],
    "history, undo": [
        (DESK, "snapshots"), (DESK, "effects"), (DESK, "days_touched"), (DESK, "Desk._save"),
        (RECORDS, "encode_entry"), (RECORDS, "encode_snapshots"),
    ],
    "lock": [(LOCK, "FolderLock.acquire"), (LOCK, "FolderLock.release")],
    "see that all is as it was": [
        (JOURNAL, "Journal.take_hold"), (READER, "JournalReader._catch_up"),
        (JOURNAL, "Journal._check_tail"), (DESK, "Desk._catch_up"),
    ],
    "tables": [(RECORDS, "RecordStore.append")],
    "encode": [(JOURNAL, "new_line"), (JOURNAL, "write_line")],
    "write": [(JOURNAL, "Journal._write")],
    FLUSH: [(JOURNAL, "flush")],
    "apply the line": [(READER, "JournalReader._take"), (RECOVERY, "FolderState.apply")],
    "note": [(LOCK, "FolderLock.note")],
    "the rest of the journal": [(JOURNAL, "Journal.append")],
    "the rest of the desk": [(DESK, "Desk.perform_now")],
}  # fmt: skip
"""What each consists of. What the measured version of the program does not have is left out."""


@contextmanager
def stages() -> Iterator[dict[str, float]]:
    """Yield the seconds that each stage has taken, as long as this lasts; to be cleared at will."""
    took: dict[str, float] = {}
    within: list[float] = []

    def timed(stage: str, work: Work) -> Work:
        def wrapped(*args: Any, **more: Any) -> Any:
            began = thread_time()
            within.append(0.0)
            try:
                return work(*args, **more)
            finally:
                seconds = thread_time() - began
                took[stage] = took.get(stage, 0.0) + seconds - within.pop()
                if within:
                    within[-1] += seconds

        return wrapped

    undo: list[Callable[[], object]] = []
    for stage, parts in STAGES.items():
        for module, name in parts:
            *holder, attribute = name.split(".")
            where: Any = import_module(module)
            for part in holder:
                where = getattr(where, part)
            if hasattr(where, attribute):
                patch = mock.patch.object(where, attribute, timed(stage, getattr(where, attribute)))
                patch.start()
                undo.append(partial(patch.stop))
    try:
        yield took
    finally:
        for one in reversed(undo):
            one()

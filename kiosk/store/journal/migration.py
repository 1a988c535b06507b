"""The versions of what is written, and how documents of an older one are brought to this one.

0: plain TinyDB tables, whole-file.
1: the journal, whose history says by what proof.
2: plain names of tables, fields and decisions; the history names the records that were written.

Documents are brought up as they are read; nothing is written until the first change, which begins
a journal of the new version. A copy of the file as it was is kept with the backups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from kiosk.store.journal.file_names import BACKUPS
from kiosk.store.journal.lines import Operation, StoredDocument
from kiosk.system.durable_files import bytes_of, replace_durably

HISTORY = "history"
"""The table of who did what and when: written by each line that says what was asked."""

UNDO = "undo"
"""The table of what stood before a decision, as long as that is kept."""

OLD_ENTRY_FIELDS = ("at", "device", "by", "proof", "asked", "about")
ENTRY_FIELDS: dict[str, object] = {
    "at": "", "device": "", "by": "", "evidence": "", "decision": "",
    "arguments": {}, "records": [],
}  # fmt: skip
"""The fields of an entry of the history, and what each is where a line lacks it."""
OPTIONAL_ENTRY_FIELDS = ("effects", "days")
"""Fields that an entry has only where they say something."""

Step: TypeAlias = Callable[[Mapping[str, Mapping[str, StoredDocument]]], Iterator[Operation]]
"""Given all tables by name and number, yields what has to change in them."""


def _history_with_proof(tables: Mapping[str, Mapping[str, StoredDocument]]) -> Iterator[Operation]:
    for number, row in tables.get(HISTORY, {}).items():
        if "asked" in row and "proof" not in row:
            yield ["put", HISTORY, number, {**row, "proof": ""}]


RENAMED_TABLES = {"accounted": "reported_absences"}
RENAMED_FIELDS = {
    "bookings": {"firm": "confirmed", "moved_up": "promoted", "turn": "waiting_order"},
    "marks": {"proof": "evidence"},
    "movements": {"proof": "evidence"},
    "accounted": {"proof": "evidence"},
    "sign_offs": {"proof": "evidence"},
}
"""By the table's former name."""
EVENTS = ("marks", "movements")

RENAMED_DECISIONS = {
    "account_for": "report_absent",
    "undo_account_for": "undo_report_absent",
    "settle_doubt": "resolve_doubt",
    "add_newcomer": "add_self",
    "confirm_newcomer": "confirm_self_added",
    "remove_newcomer": "remove_self_added",
    "merge_newcomer": "merge_self_added",
    "scan_in": "sign_in_by_scan",
    "sign_in_to": "sign_in_to_session",
    "take_back": "undo_session_sign_in",
    "show_as": "set_shown_name",
    "tick": "tick_step",
    "confirm": "confirm_step",
    "done_catch_up": "complete_catch_up",
    "intend": "add_intention",
    "still_trying": "postpone_intention",
    "tried": "complete_intention",
    "drop": "remove_intention",
    "draw": "run_lottery",
    "lay_sample": "create_sample",
    "leave": "give_up_place",
    "rank": "rank_wish",
}


def present_name(table: str) -> str:
    """Return what a table is called now; archived journals keep the names of their time."""
    return RENAMED_TABLES.get(table, table)


def _plain_names(tables: Mapping[str, Mapping[str, StoredDocument]]) -> Iterator[Operation]:
    for table in {**RENAMED_FIELDS, **RENAMED_TABLES}:
        rows = tables.get(table, {})
        for number, row in (_in_order_of_time(rows) if table in EVENTS else rows).items():
            yield ["put", present_name(table), number, _with_plain_fields(table, row)]
    for table in RENAMED_TABLES:
        if table in tables:
            yield ["drop", table]
    for number, row in tables.get(HISTORY, {}).items():
        if "asked" in row:
            yield ["put", HISTORY, number, _with_plain_entry(row)]


def _in_order_of_time(rows: Mapping[str, StoredDocument]) -> dict[str, StoredDocument]:
    """Return events with times that do not fall from one to the next about the same thing.

    They were ordered by the number at the end of their ids, and are ordered by time from now on: a
    correction made after the clock was set back has to count all the same.
    """
    last: dict[str, str] = {}
    moved = dict(rows)
    for number, row in sorted(rows.items(), key=lambda one: _counted(one[1])):
        about = str(row.get("id")).rpartition("/")[0]
        at = str(row.get("at"))
        if about in last and _moment(at) < _moment(last[about]):
            moved[number] = {**row, "at": last[about]}
        else:
            last[about] = at
    return moved


def _counted(row: StoredDocument) -> int:
    end = str(row.get("id")).rpartition("/")[2]
    return int(end) if end.isdecimal() else 0


def _moment(at: str) -> float:
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:  # no record of ours: building the School reports it
        return 0.0


def _with_plain_fields(table: str, row: StoredDocument) -> StoredDocument:
    names = RENAMED_FIELDS.get(table, {})
    plain = {names.get(name, name): value for name, value in row.items()}
    if table == "marks" and plain.get("state") == "accounted":
        plain["state"] = "released"
    return plain


def _with_plain_entry(row: StoredDocument) -> StoredDocument:
    """Return an entry whose arguments are by name; of older ones only their order is known."""
    about = row.get("about")
    arguments = about if isinstance(about, list) else []
    return {
        **{name: row.get(name, "") for name in ("at", "device", "by")},
        "evidence": row.get("proof", ""),
        "decision": RENAMED_DECISIONS.get(str(row["asked"]), str(row["asked"])),
        "arguments": {str(place): value for place, value in enumerate(arguments, 1)},
        "records": [],
    }


STEPS: list[Step] = [_history_with_proof, _plain_names]
"""From each version to the next, the first from 0."""

FORMAT = len(STEPS)
"""The version of what is written."""


def entry_of(line: StoredDocument, format: int) -> StoredDocument | None:
    """Return what a line of a version says for the history; None: it says nothing."""
    if format < 2:
        if "asked" not in line:
            return None
        return {name: line.get(name, "") for name in OLD_ENTRY_FIELDS}
    if "decision" not in line:
        return None
    more = {name: line[name] for name in OPTIONAL_ENTRY_FIELDS if name in line}
    return {name: line.get(name, empty) for name, empty in ENTRY_FIELDS.items()} | more


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

"""What is to be erased: for each document and each entry of the history, what is left of it.

Both ways of choosing are pure, and asked twice they choose the same: what was erased is left alone.
A certificate is never dropped: its number stands there without anybody, and so is not given again.
An entry that says that something was erased stays, whatever is chosen.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

import msgspec

from kiosk.rules.model.ids import NOBODY, PersonId, join_ids, split_id
from kiosk.rules.model.references import with_person_replaced
from kiosk.rules.model.school import TABLES
from kiosk.rules.model.tables import PERSON_TOKEN, Table
from kiosk.store.journal.lines import Operation, StoredDocument
from kiosk.store.journal.migration import HISTORY, UNDO, present_name
from kiosk.store.journal.tables import DocumentsByNumber, Tables

ERASE = "erase"
"""What the history says was asked."""
CERTIFICATES = "certificates"


class PersonScope(msgspec.Struct, frozen=True, tag="person"):
    """Everything of one person: their record, all that is theirs, and their id everywhere else."""

    id: PersonId
    called: PersonId = NOBODY
    """What stands in place of the id where something has to: it says nothing."""
    names: tuple[str, ...] = ()
    """Whole names that are nobody else's, taken out where a record holds just that."""

    def arguments(self) -> dict[str, str]:
        """Return what the history says was erased."""
        return {"person": self.called}

    def row(self, table: str, row: StoredDocument) -> StoredDocument | None:
        """Return what is left of a document: it itself, an altered copy, or None."""
        if table == HISTORY:
            return self.entry(row)
        if table == UNDO:
            # without a part of what stood before, the rest cannot be put back either
            return row if self._anywhere(row) == row else None
        if table == "people" and row.get("id") == self.id:
            return None
        if row.get("person") == self.id:
            if table == CERTIFICATES:
                return {**row, "person": self.called, "lines": []}
            return None
        known = TABLES.get(table)
        if known is not None:
            return self._of_others(known, row)
        left: StoredDocument = self._anywhere(row)
        return left

    def entry(self, entry: StoredDocument) -> StoredDocument:
        """Return what is left of an entry of the history."""
        return {
            **entry,
            **({"by": self.called} if entry.get("by") == self.id else {}),
            **({"about": self._anywhere(entry["about"])} if "about" in entry else {}),
            **self._named_parts(entry),
        }

    def _named_parts(self, entry: StoredDocument) -> StoredDocument:
        """Return the arguments and records of an entry; names of tables and fields are no ids."""
        left: StoredDocument = {}
        if isinstance(arguments := entry.get("arguments"), dict):
            left["arguments"] = {name: self._anywhere(one) for name, one in arguments.items()}
        if isinstance(records := entry.get("records"), list):
            left["records"] = [self._record(one) for one in records]
        if isinstance(effects := entry.get("effects"), list):
            left["effects"] = [
                [*one[:1], *self._anywhere(one[1:])] if isinstance(one, list) else one
                for one in effects
            ]
        return left

    def _record(self, record: Any) -> Any:
        """Return a table and the id of a record in it, without the person's id."""
        match record:
            case [str(table), str(joined)] if table in TABLES:
                return [table, TABLES[table].with_id_replaced(joined, self.id, self.called)]
            case _:
                return self._anywhere(record)

    def _of_others(self, table: Table, row: StoredDocument) -> StoredDocument:
        """Return a record of somebody else's, or of nobody's, without the person."""
        left = with_person_replaced(table, row, self.id, self.called, erased=True)
        for field in table.whole_names:
            if row.get(field) in self.names:
                left[field] = ""
        for field in table.free_texts:
            if any(name in row.get(field, "") for name in self.names):
                left[field] = ""
        copied = TABLES.get(row.get("table", "")) if table.copies_in else None
        if copied is not None:
            left[table.copies_in] = self._of_others(copied, left[table.copies_in])
        return left

    def _anywhere(self, value: Any) -> Any:
        """Return something of a table that is not ours without the id and the names."""
        if isinstance(value, list):
            return [self._anywhere(one) for one in value]
        if isinstance(value, dict):
            return {self._unnamed(name): self._anywhere(one) for name, one in value.items()}
        if isinstance(value, str) and value in self.names:
            return ""
        return self._unnamed(value)

    def _unnamed(self, value: Any) -> Any:
        """Return a text in another's place if it is the id, or an id that is made with it."""
        if value == self.id:
            return self.called
        parts = split_id(value) if isinstance(value, str) else ()
        if self.id in parts:
            return join_ids(*(self.called if part == self.id else part for part in parts))
        if value == PERSON_TOKEN + self.id:
            return PERSON_TOKEN + self.called
        return value


class TableScope(msgspec.Struct, frozen=True, tag="kind"):
    """One kind of record: a table, or what in it is of before a date."""

    table: str
    before: date | None = None
    """What is of this date or later stays, and so does what has no date; None: all goes."""

    def arguments(self) -> dict[str, str]:
        """Return what the history says was erased."""
        before = {"before": self.before.isoformat()} if self.before else {}
        return {"table": present_name(self.table), **before}

    def row(self, table: str, row: StoredDocument) -> StoredDocument | None:
        """Return what is left of a document: it itself, an altered copy, or None."""
        if table == UNDO:
            return row if self._leaves(row) else None
        if table != present_name(self.table) or not self._is_meant(row):
            return row
        if table == CERTIFICATES:
            return {**row, "person": row.get("id"), "lines": []}
        return None

    def entry(self, entry: StoredDocument) -> StoredDocument | None:
        """Return what is left of an entry of the history: all of it, or None."""
        return self.row(HISTORY, entry)

    def _leaves(self, row: StoredDocument) -> bool:
        """Return whether nothing that is chosen is in what stood before a decision."""
        if self.table == HISTORY:
            return False  # an entry that may be gone is not undone
        return not any(
            isinstance(record, list)
            and len(record) > 1
            and record[0] == present_name(self.table)
            and (self.before is None or self._is_meant(record[-1] or {}))
            for record in row.get("records", ())
        )

    def _is_meant(self, row: StoredDocument) -> bool:
        if self.table == HISTORY and ERASE in (row.get("asked"), row.get("decision")):
            return False
        if self.before is None:
            return True
        table = TABLES.get(present_name(self.table))
        day = row.get(table.dated_by if table else "at") or row.get("at")
        return isinstance(day, str) and day[:10] < self.before.isoformat()


Scope: TypeAlias = PersonScope | TableScope


def erase_from_tables(tables: Tables, chosen: Scope) -> Tables:
    """Return what is left of all tables; numbers that were given are not free again."""
    left: dict[str, DocumentsByNumber] = {
        table: {
            number: kept
            for number, row in rows.items()
            if (kept := chosen.row(present_name(table), row)) is not None
        }
        for table, rows in tables.rows.items()
    }
    return Tables(left, tables.all_free(), tables.format)


def erase_from_line(body: StoredDocument, chosen: Scope) -> StoredDocument:
    """Return what is left of what a line says, beyond its place in the chain."""
    read = {name: value for name, value in body.items() if name not in ("prev", "seq", "ops")}
    if "ops" not in body:
        return read
    if "asked" in read or "decision" in read:
        read = chosen.entry(read) or {}
    return {**read, "ops": [op for one in body["ops"] for op in _left_of_op(one, chosen)]}


def _left_of_op(op: Operation, chosen: Scope) -> list[Operation]:
    if op[0] != "put":
        return [op]
    row = chosen.row(present_name(op[1]), op[3])
    return [] if row is None else [[*op[:3], row]]

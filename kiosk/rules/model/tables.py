"""The registry of tables: what each holds, where the School keeps it, and whom its records name.

The registry is the School's own fields: `Programme`, `DayRecord` and `School` declare each field
with `kept(…)`, and `TABLES` in `school.py` gathers them. Everything that must treat all
tables alike reads it: building the School, replacing a person's references, erasing, the history.
A new table is one such field.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from kiosk.errors import DataFolderError
from kiosk.rules.model.ids import join_ids, split_id, with_event
from kiosk.text import t

PERSON_TOKEN = "person:"
"""How a token of an audience that names one person begins."""


@dataclass(frozen=True)
class Mention:
    """A field in which a record names people other than its owner."""

    field: str
    signs: bool = False
    """Whether it says who acted for the school: erasing keeps a substitute for the id there."""
    is_needed: bool = False
    """Whether the record says nothing without it, and goes with it."""


@dataclass(frozen=True)
class Table:
    """One kind of record."""

    name: str
    record: type[Any]
    kept_by: tuple[str, ...]
    """The keys under which the School keeps a record, outermost first.

    They are the leading parts of the record's id (see `join_ids`); `id` is the whole id.
    """
    is_list: bool = False
    """Whether several records share those keys: they are kept in the order of their time."""
    is_numbered: bool = False
    """Whether ids end in a device and a number (see `event_id`), which are no ids of anything."""
    owner: str = ""
    """The field with the id of the person whose record it is; blank: it is nobody's own."""
    mentions: tuple[Mention, ...] = ()
    """The fields that name other people, audiences apart."""
    has_audiences: bool = False
    """Whether its records hold audiences, whose tokens may name people."""
    copies_in: str = ""
    """The field that holds a document of another table; the field `table` names that table."""
    whole_names: tuple[str, ...] = ()
    """Fields that may hold somebody's whole name as text."""
    free_texts: tuple[str, ...] = ()
    """Fields of free text, in which somebody's name may stand: it goes as a whole with them."""
    dated_by: str = "day"
    """The field whose first ten characters are the record's date, if it has that field."""
    is_outcome: bool = False
    """Whether its records only state what came of a day: no kept result depends on them."""
    is_seldom_read: bool = False
    """Whether its records are needed so rarely that each is decoded on demand."""

    def read(self, id: str, document: object) -> Any:
        """Return the record that a document holds.

        Raises:
            DataFolderError: it is not one of ours.
        """
        try:
            return msgspec.convert(document, self.record)
        except ValueError as error:
            raise self.unreadable(id) from error

    def unreadable(self, id: str) -> DataFolderError:
        """Return the error for a record that is not as its table's records are."""
        return DataFolderError(
            t("The record {id} in {table} cannot be read.", id=id, table=self.name)
        )

    def place_of(self, joined: str) -> tuple[str, ...]:
        """Return the keys under which the record of an id is kept; too few if it tells no more."""
        place = split_id(joined)[: len(self.kept_by)]
        if self.kept_by[-1] == "id" and len(place) == len(self.kept_by):
            place = (*place[:-1], joined)
        return place

    def by_place(self, records: Mapping[str, Any]) -> dict[tuple[str, ...], dict[str, Any]]:
        """Return records by all their keys but the last, and then by that one.

        Raises:
            DataFolderError: an id does not tell the record's place.
        """
        depth, is_last_whole = len(self.kept_by), self.kept_by[-1] == "id"
        found: dict[tuple[str, ...], dict[str, Any]] = {}
        for id, record in records.items():  # the one loop over all that a folder holds
            parts = split_id(id)
            if len(parts) < depth:
                raise self.unreadable(id)
            outer, name = parts[: depth - 1], id if is_last_whole else parts[depth - 1]
            group = found.get(outer)
            if group is None:
                group = found[outer] = {}
            if not self.is_list:
                group[name] = record
            elif name in group:
                group[name] = with_event(group[name], id, record)
            else:
                group[name] = (record,)
        return found

    def ids_in(self, joined: str) -> tuple[str, ...]:
        """Return the ids that a record's id is made of; those of other tables among them."""
        parts = split_id(joined)
        if not self.is_numbered:
            return parts
        return parts[: sum(key != "id" for key in self.kept_by)]

    def with_id_replaced(self, joined: str, old: str, new: str) -> str:
        """Return a record's id with another id in place of one that it is made of."""
        known = len(self.ids_in(joined))
        parts = split_id(joined)
        return join_ids(*(new if part == old else part for part in parts[:known]), *parts[known:])


def document_of(record: Any) -> dict[str, Any]:
    """Return a record as the document that is read again: with lists for its tuples."""
    document: dict[str, Any] = msgspec.to_builtins(record)
    for name, value in document.items():
        if type(value) is tuple:
            document[name] = list(value)
    return document


def kept(record: type[Any], *kept_by: str, **more: Any) -> Any:
    """Return a dataclass field that holds the records of one table, empty at first.

    `more` are the fields of `Table` after `kept_by`.
    """
    about = {"record": record, "kept_by": kept_by, **more}
    return dataclasses.field(default_factory=dict, metadata={"table": about})


def tables_of(holder: type[Any]) -> dict[str, Table]:
    """Return the tables that a dataclass declares with `kept`, by name."""
    return {
        field.name: Table(field.name, **field.metadata["table"])
        for field in dataclasses.fields(holder)
        if "table" in field.metadata
    }


def records_in(kept_records: Any) -> Iterator[Any]:
    """Yield the records in maps of maps, and in the lists at their ends."""
    if isinstance(kept_records, Mapping):
        for inner in kept_records.values():
            yield from records_in(inner)
    elif isinstance(kept_records, tuple):
        yield from kept_records
    else:
        yield kept_records

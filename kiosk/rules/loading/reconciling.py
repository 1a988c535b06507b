"""Putting what a file says beside what was changed at the kiosk since the last load."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from msgspec.structs import fields, replace

from kiosk.rules.loading.load_options import LoadOptions
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import NOBODY, PersonId, join_ids
from kiosk.rules.model.last_loaded import LastLoaded
from kiosk.rules.model.school import TABLE_OF, School, put


class KeptValue(msgspec.Struct, frozen=True):
    """A value that was changed at the kiosk and stays, and what the file says instead."""

    record: Any
    """The record as it stays."""
    field: str
    in_file: Any


class Reconciler:
    """Takes in the records of one load, and notes what stays and what the file said."""

    def __init__(self, school: School, options: LoadOptions) -> None:
        """Compare with what `school` knows of the last load."""
        self.kept: list[KeptValue] = []
        self.memory: list[Put | Remove] = []
        """Changes to what the last load said, where this load says something else."""
        self._school = school
        self._file_wins = options.file_wins

    def reconciled(
        self, known: Any, claimed: Any, given: Collection[str], blank: Collection[str] = ()
    ) -> Any:
        """Return `claimed`, the record as a file would have it, with what was changed here.

        `known` is the record now, or None. `given` are the fields that the file gives, `blank`
        those that it leaves blank where that says nothing.
        """
        table = TABLE_OF[type(claimed)].name
        name = str(getattr(claimed, "id", "school"))
        last = self._school.loaded.get(join_ids(table, name))
        remembered = {} if last is None else last.document
        said = _plain(claimed)
        given = [field for field in said if field in given and field != "id"]
        document = {
            **{one.name: one.default for one in fields(type(claimed)) if one.name in blank},
            **remembered,
            **{field: said[field] for field in given},
        }
        if last is None or last.document != document:
            owner = PersonId(name) if table == "people" else NOBODY
            self.memory.append(put(LastLoaded(join_ids(table, name), table, document, owner)))
        if known is None or self._file_wins:
            return claimed
        stays = [
            field for field in _changed_here(known, remembered)
            if field in given and getattr(known, field) != getattr(claimed, field)
        ]  # fmt: skip
        final = replace(claimed, **{field: getattr(known, field) for field in stays})
        self.kept += [KeptValue(final, field, getattr(claimed, field)) for field in stays]
        return final

    def forget(self, table: str, name: str) -> None:
        """Note that a record goes, and with it what the last load said of it."""
        joined = join_ids(table, name)
        if joined in self._school.loaded:
            self.memory.append(Remove("loaded", joined))


def _changed_here(known: Any, remembered: dict[str, Any]) -> Iterator[str]:
    """Yield the fields of a record that differ from what the last load gave."""
    plain = _plain(known)
    readable = {field: value for field, value in remembered.items() if field in plain}
    before = _read(known, plain, readable)
    if before is None:  # an earlier version wrote something that is no value of its field now
        readable = {
            field: value for field, value in readable.items()
            if _read(known, plain, {field: value}) is not None
        }  # fmt: skip
        before = _read(known, plain, readable)
    for field in readable:
        if before is not None and getattr(known, field) != getattr(before, field):
            yield field


def _read(known: Any, plain: dict[str, Any], remembered: dict[str, Any]) -> Any:
    """Return the record with what is remembered of it, or None where that cannot be read."""
    try:
        return msgspec.convert({**plain, **remembered}, type(known))
    except msgspec.ValidationError:
        return None


def _plain(record: Any) -> dict[str, Any]:
    """Return a record as it is after it was written and read again."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(record))
    return plain

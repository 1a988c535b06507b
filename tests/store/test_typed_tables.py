"""The School that is read straight from a file's bytes is the one that its documents give."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import fields
from datetime import UTC, date, datetime, time
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints
from unittest import mock

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import DataFolderError
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import join_ids
from kiosk.rules.model.last_loaded import LastLoaded
from kiosk.rules.model.school import TABLES, School, put, remove
from kiosk.rules.model.tables import Table
from kiosk.store.journal import checkpoint
from kiosk.store.journal.checkpoint import JournalPosition, pieces
from kiosk.store.journal.lines import Operation
from kiosk.store.journal.tables import DocumentsByNumber, Tables
from kiosk.store.opening import open_store
from kiosk.store.typed_tables import read_tables
from kiosk.text import Text
from tests.store.keep_folder import DATA
from tests.store.programs import ENTRY, Reader, write

IDS = st.sampled_from(["a", "b", "c/%", "", "2026-09-01"])
"""Few, so that records meet."""
TEXTS = st.text(st.characters(exclude_categories=()), max_size=3)
"""With halves of surrogate pairs, which JSON allows and strict readers do not."""
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: IDS | TEXTS,
    int: st.integers(-1, 2**70),
    bool: st.booleans(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
    time: st.times(),
    NoneType: st.none(),
    Any: st.none() | TEXTS | st.lists(TEXTS, max_size=2),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of a type that stands in a record."""
    kind = getattr(kind, "__supertype__", kind)
    inner = get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if get_origin(kind) is tuple:
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    if get_origin(kind) is dict:
        return st.dictionaries(values(inner[0]), values(inner[1]), max_size=2)
    if inner:
        return st.one_of([values(one) for one in inner])
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    hints = get_type_hints(kind)
    required = {f.name for f in msgspec.structs.fields(kind) if f.required}
    some = st.fixed_dictionaries(
        {name: values(hints[name]) for name in required},
        optional={name: values(one) for name, one in hints.items() if name not in required},
    )
    return some.map(lambda given: kind(**given))


def rows_of(table: Table) -> st.SearchStrategy[dict[str, Any]]:
    """Return documents of a table, some with a field that a later version may have."""
    parts = max(1, len(table.kept_by))
    ids = st.lists(IDS, min_size=parts, max_size=parts).map(lambda names: join_ids(*names))
    return st.builds(
        lambda record, id, more: {**msgspec.to_builtins(record), "id": id, **more},
        values(table.record), ids, st.sampled_from([{}, {"later": [{}]}]),
    )  # fmt: skip


ROWS = st.fixed_dictionaries(
    {},
    optional={
        name: st.dictionaries(st.integers(1, 9).map(str), rows_of(table), min_size=1, max_size=3)
        for name, table in TABLES.items()
    },
)


WRONG: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{}, {}, {"id": 7}, {"id": "x"}, {"at": "?"}, {"language": 1}]
)
"""What makes a document one that is not ours, or nothing."""


@st.composite
def operations(draw: st.DrawFn) -> list[Operation]:
    """Return what the journal says after the checkpoint; a document may be wrong."""
    ops: list[Operation] = []
    for name in draw(st.lists(st.sampled_from(sorted(TABLES)), max_size=3)):
        number = draw(st.integers(1, 12).map(str))
        if draw(st.booleans()):
            row = draw(rows_of(TABLES[name]))
            ops.append(["put", name, number, row | draw(WRONG)])
        else:
            ops.append(["del", name, number])
    return ops


def outcome(tables: Tables) -> object:
    """Return what a School read from these tables holds, or the sentence that refuses them."""
    try:
        numbers, items = read_tables(tables.rows)
        return [numbers[name] for name in TABLES], list(held(School().apply(items)))
    except DataFolderError as error:
        return error.reason


def held(holder: Any) -> Iterator[tuple[str, object]]:
    """Yield all that a School holds, in the order in which it holds it."""
    for field in fields(holder):
        value = getattr(holder, field.name)
        if field.name == "programme":
            yield from held(value)
        elif field.name == "day_records":
            yield from ((day, list(held(record))) for day, record in value.items())
        elif field.name != "plan_cache":
            yield field.name, in_order(value)


def in_order(value: Any) -> object:
    if isinstance(value, Mapping):
        return [(name, in_order(one)) for name, one in value.items()]
    return value


@given(ROWS, operations(), WRONG)
def test_it_is_the_same_school_with_the_same_numbers_or_refused_by_the_same_sentence(
    rows: dict[str, DocumentsByNumber], ops: list[Operation], wrong: dict[str, Any]
) -> None:
    for table in list(rows.values())[-1:] if wrong else ():
        table["1"] = {**next(iter(table.values())), **wrong}
    data = b"".join(pieces(Tables(rows), JournalPosition(1, 1), 0))
    typed, documents = checkpoint.decoded(Path("x"), data).tables, Tables(json.loads(data))
    documents.rows.pop("_meta")
    for tables in (typed, documents):
        tables.take({"ops": ops})
    assert outcome(typed) == outcome(documents)
    assert {name: dict(kept) for name, kept in typed.rows.items()} == documents.rows
    assert b"".join(pieces(typed, JournalPosition(), 0)) == b"".join(
        pieces(Tables(documents.rows, typed.all_free()), JournalPosition(), 0)
    )


@pytest.mark.parametrize("kept", sorted(DATA.glob("format-*")), ids=lambda path: str(path.name))
def test_a_folder_of_every_version_gives_the_school_of_its_documents(
    kept: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(kept, tmp_path / "folder"))
    typed = School().apply(open_store(folder).news().items)
    with mock.patch.object(checkpoint, "_decode_tables", side_effect=msgspec.DecodeError):
        items = open_store(folder).news().items
    assert all(isinstance(item, Put) for item in items)
    assert list(held(typed)) == list(held(School().apply(items)))


def test_changes_of_what_was_not_looked_into_yet_are_followed(tmp_path: Path) -> None:
    said = [LastLoaded(f"people/{one}", "people", {}) for one in "ab"]
    write(tmp_path, *said)
    reader = Reader(open_store(tmp_path))
    assert {item.id for item in reader.news()} == {"people/a", "people/b"}
    school = School().apply(open_store(tmp_path).news().items)
    with closing(open_store(tmp_path)) as other, other.transaction():
        other.append([remove(said[0]), put(replace(said[1], document={"role": "TA"}))], ENTRY)
    news = reader.news()
    assert [(type(item), item.id) for item in news] == [(Remove, "people/a"), (Put, "people/b")]
    assert school.apply(news).loaded == {"people/b": replace(said[1], document={"role": "TA"})}
    assert list(school.loaded.values()) == said


def test_what_only_a_load_needs_is_refused_when_it_is_asked_for() -> None:
    rows: dict[str, DocumentsByNumber] = {
        "loaded": {"1": {"id": "people/a", "table": "people", "document": 7}}
    }
    data = b"".join(pieces(Tables(rows), JournalPosition(1, 1), 0))
    tables = checkpoint.decoded(Path("x"), data).tables
    school = School().apply(read_tables(tables.rows)[1])
    with pytest.raises(DataFolderError) as refused:
        school.loaded["people/a"]
    assert refused.value.reason == Text(
        "The record {id} in {table} cannot be read.", {"id": "people/a", "table": "loaded"}
    )

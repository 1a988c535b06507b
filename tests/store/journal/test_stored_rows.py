"""Rows that stay bytes of their file: they behave as a dict does, and cost nothing until asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import DataFolderError
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.store.journal import recovery, stored_rows
from kiosk.store.journal.compressed_table import CompressedTable
from kiosk.store.journal.lines import encode, from_json
from kiosk.store.journal.stored_rows import StoredRows, encoded, holding
from kiosk.store.journal.tables import Tables, differences
from kiosk.store.opening import open_store
from tests.store.programs import desk_on, lay

NUMBERS = st.integers(1, 6).map(str)
TEXTS = st.text(max_size=2)
ROWS = st.dictionaries(NUMBERS, st.dictionaries(st.sampled_from("ab"), TEXTS))
STEPS = st.lists(st.tuples(st.sampled_from(["put", "pop", "look", "copy"]), NUMBERS), max_size=8)


def stored(rows: dict[str, Any]) -> StoredRows:
    return StoredRows(Path("x"), msgspec.Raw(encode(rows).encode()))


def growing(rows: dict[str, Any]) -> CompressedTable:
    """Return the same as the first rows of a history."""
    return CompressedTable(stored(rows), 1 + max(map(int, rows), default=0))


def written(rows: Mapping[str, Any]) -> str:
    return "{" + b",".join(filter(None, encoded(rows))).decode() + "}"


@pytest.mark.parametrize("kept", [stored, growing])
@given(ROWS, STEPS)
def test_they_hold_what_a_dict_would_and_are_written_as_it_would_be(
    kept: Callable[[dict[str, Any]], StoredRows | CompressedTable],
    rows: dict[str, Any],
    steps: list[tuple[str, str]],
) -> None:
    ours, copies = kept(rows), [(kept(rows), dict(rows))]
    for step, (what, number) in enumerate(steps):
        match what:
            case "put":
                ours[number] = rows[number] = {"step": step}
            case "pop":
                assert ours.pop(number, None) == rows.pop(number, None)
            case "copy":
                copies.append((ours.copy(), dict(rows)))
            case _:
                assert ours.get(number) == rows.get(number)
                assert (number in ours) == (number in rows)
    for found, expected in [(ours, rows), *copies]:
        assert written(found) == encode(expected)
        assert list(found.items()) == list(expected.items())
        assert list(reversed(found)) == list(reversed(expected))
        assert len(found) == len(expected)


@pytest.mark.parametrize("kept", [dict, stored, growing])
@given(ROWS, TEXTS)
def test_no_document_that_holds_a_text_is_left_out(
    kept: Callable[[dict[str, Any]], Mapping[str, Any]], rows: dict[str, Any], text: str
) -> None:
    found = list(holding(kept(rows), [text]))
    assert (
        set(rows)
        >= {number for number, _ in found}
        >= {number for number, row in rows.items() if any(text in value for value in row.values())}
    )
    assert all(rows[number] == row for number, row in found)


@given(ROWS, ROWS)
def test_what_differs_between_two_files_is_what_differs_between_their_documents(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    found = differences(Tables({"a": stored(before)}), Tables({"a": stored(after)}))
    assert list(found) == list(differences(Tables({"a": before}), Tables({"a": after})))


def test_a_document_that_is_changed_by_whoever_asked_stays_what_it_was() -> None:
    rows = stored({"1": {"a": []}})
    rows["1"]["a"].append("x")
    assert rows["1"] == {"a": []}


@pytest.mark.parametrize("table", [b'{"x":{}}', b'{"1":[]}', b"[]"])
def test_what_is_no_table_is_refused_when_it_is_asked_for(table: bytes) -> None:
    with pytest.raises(DataFolderError):
        len(StoredRows(Path("x"), msgspec.Raw(table)))


def test_a_change_looks_up_nothing_among_the_earlier_ones() -> None:
    tables = Tables({"history": stored({"1": {}, "2": {}})}, {"history": 3})
    tables.take({"decision": "x", "ops": []})
    with mock.patch.object(StoredRows, "rows", side_effect=AssertionError):
        assert list(reversed(tables.copied().rows["history"]))[:1] == ["3"]
    assert len(tables.rows["history"]) == 3


def test_a_start_decodes_no_document_and_parses_no_line_that_the_file_includes(
    tmp_path: Path,
) -> None:
    lay(tmp_path, 3, 3)
    with closing(desk_on(tmp_path)) as desk:
        desk.perform_now(sign_in(PersonId("p1")), Actor("p1", Evidence.TYPED))
    with (
        mock.patch.object(stored_rows, "from_json", wraps=from_json) as decoded,
        mock.patch.object(recovery, "read_line") as parsed,
    ):
        open_store(tmp_path).news()
    assert len(decoded.call_args_list) == 1  # what the file says of itself
    parsed.assert_not_called()

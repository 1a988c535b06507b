"""Rows that stay bytes of their file: they behave as a dict does, and cost nothing until asked."""

from __future__ import annotations

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
from kiosk.store.journal.lines import encode, from_json
from kiosk.store.journal.stored_rows import StoredRows, encoded
from kiosk.store.journal.tables import Tables, differences
from kiosk.store.opening import open_store
from tests.store.programs import desk_on, lay

NUMBERS = st.integers(1, 6).map(str)
ROWS = st.dictionaries(NUMBERS, st.dictionaries(st.sampled_from("ab"), st.text(max_size=2)))
STEPS = st.lists(st.tuples(st.sampled_from(["put", "pop", "look", "copy"]), NUMBERS), max_size=8)


def stored(rows: dict[str, Any]) -> StoredRows:
    return StoredRows(Path("x"), msgspec.Raw(encode(rows).encode()))


def written(rows: StoredRows) -> str:
    return "{" + b",".join(filter(None, encoded(rows))).decode() + "}"


@given(ROWS, STEPS)
def test_they_hold_what_a_dict_would_and_are_written_as_it_would_be(
    rows: dict[str, Any], steps: list[tuple[str, str]]
) -> None:
    ours, copies = stored(rows), [(stored(rows), dict(rows))]
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

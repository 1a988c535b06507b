"""The history in memory: it behaves as a dict does, and takes next to no room."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.model.changes import HistoryEntry
from kiosk.rules.model.terms import Evidence
from kiosk.store.history import encode_entry
from kiosk.store.journal.compressed_table import PACK, CompressedTable
from kiosk.store.journal.tables import Tables

NOW = datetime(2026, 9, 1, tzinfo=UTC)
NUMBERS = st.integers(1, 5 * PACK)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 2 * PACK)),
        st.tuples(st.just("put"), NUMBERS),
        st.tuples(st.just("pop"), NUMBERS),
        st.tuples(st.just("look"), NUMBERS),
    ),
    max_size=12,
)


@given(STEPS)
def test_it_holds_what_a_dict_would_in_the_same_order(steps: list[tuple[str, int]]) -> None:
    rows: dict[str, dict[str, Any]] = {}
    packed = CompressedTable()
    highest = 0
    for step, (what, number) in enumerate(steps):
        name, row = str(number), {"step": step, "about": ["ł"]}
        match what:
            case "add":
                for _ in range(number):
                    highest += 1
                    rows[str(highest)] = packed[str(highest)] = row
            case "put":
                rows[name] = packed[name] = row
                highest = max(highest, number)
            case "pop":
                assert packed.pop(name, None) == rows.pop(name, None)
            case _:
                assert packed.get(name) == rows.get(name)
        assert list(packed.items()) == list(rows.items())
        assert list(reversed(packed)) == list(reversed(rows))
        assert len(packed) == len(rows)


@given(st.integers(0, 3 * PACK), st.integers(1, 3 * PACK))
def test_a_copy_stays_what_it_was(first: int, more: int) -> None:
    packed = CompressedTable()
    for number in range(first):
        packed[str(number + 1)] = {"n": number}
    before, copy = dict(packed), packed.copy()
    for number in range(1, first + more):
        packed[str(number)] = {"n": -number}
    packed.pop("1", None)
    assert dict(copy) == before


@pytest.mark.parametrize("number", ["", "x", "0", "007", "101"])
def test_a_number_that_nobody_has_is_not_found(number: str) -> None:
    packed = CompressedTable()
    for place in range(1, PACK + 1):
        packed[str(place)] = {}
    assert number not in packed
    with pytest.raises(KeyError):
        del packed[number]


def test_an_entry_of_the_history_takes_a_fraction_of_a_document() -> None:
    tables = Tables()
    tracemalloc.start()
    try:
        for number in range(5_000):
            entry = HistoryEntry(
                NOW,
                "machine:1234",
                f"P{number % 60}",
                Evidence.BADGE,
                "sign_in_by_scan",
                {"person": "P1"},
            )
            tables.take({**encode_entry(entry), "ops": []})
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(tables.rows["history"]) == 5_000
    assert size / 5_000 < 100  # as dicts they take more than 700 bytes each

"""The bytes of a line: what `json` writes, whatever writes them, and nothing that is no JSON."""

from __future__ import annotations

import json
import math
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.journal.lines import START, new_line, read_line

ANY_CHARACTER = st.characters(exclude_categories=())
"""Halves of surrogate pairs as well: a file's name may hold one."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(ANY_CHARACTER),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(ANY_CHARACTER), inner),
    max_leaves=10,
)


def as_json_writes(body: dict[str, Any]) -> bytes:
    text = json.dumps({"prev": START, "seq": 1, **body}, separators=(",", ":"), allow_nan=False)
    rest = text[1:].encode("ascii")
    return b'{"crc":"%08x",%b\n' % (crc32(rest), rest)


@given(JSON)
def test_a_line_is_written_as_json_writes_it_and_read_as_it_was(value: object) -> None:
    new = new_line(START, 1, {"ops": [value]})
    assert new.data == as_json_writes({"ops": [value]})
    assert new.line == read_line(new.data[:-1])
    assert new.line.body["ops"] == [value]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back_as_they_were(number: float) -> None:
    new = new_line(START, 1, {"ops": [number]})
    read = read_line(new.data[:-1])
    assert read is not None
    for (found,) in (new.line.body["ops"], read.body["ops"]):
        assert (found, math.copysign(1, found)) == (number, math.copysign(1, number))


@given(JSON)
def test_a_line_that_an_older_program_reads_with_json_says_the_same(value: object) -> None:
    new = new_line(START, 1, {"ops": [value]})
    assert json.loads(new.data) == {**new.line.body, "crc": new.line.chain}


class Colour(Enum):
    RED = "red"


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 9, 1), Decimal(1), UUID(int=1), b"x", bytearray(b"x"), {1}, frozenset([1]),
        Colour.RED, object(), math.nan, math.inf, -math.inf,
    ],
)  # fmt: skip
@pytest.mark.parametrize("about", ["alone", "in a list", "in a document"])
def test_what_json_does_not_have_is_refused(value: object, about: str) -> None:
    inside: dict[str, Any] = {
        "alone": value,
        "in a list": [1, value],
        "in a document": {"a": value},
    }
    with pytest.raises((TypeError, ValueError)):
        new_line(START, 1, {"ops": inside[about]})


def test_what_json_writes_as_something_else_is_written_so() -> None:
    new = new_line(START, 1, {"ops": [(1, 2), {1: True, None: 1, 1.5: ()}]})
    assert new.data == as_json_writes({"ops": [(1, 2), {1: True, None: 1, 1.5: ()}]})
    assert new.line.body["ops"] == [[1, 2], {"1": True, "null": 1, "1.5": []}]

"""A short campaign of spoilt files; `python -m tests.exchange.fuzz 10000` is the long one."""

from __future__ import annotations

import pytest

from tests.exchange.fuzz import run


@pytest.mark.parametrize("first", [0, 150])
def test_a_spoilt_file_is_refused_with_reasons_or_loaded_whole(first: int) -> None:
    told: list[str] = []
    results = run(150, first, told=told.append)
    assert not results["faults"], told
    assert results["accepted"] > 30
    assert results["refused"] > 30

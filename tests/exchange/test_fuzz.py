"""A short campaign of spoilt files; `python -m tests.exchange.fuzz 10000` is the long one."""

from __future__ import annotations

from tests.exchange.fuzz import run


def test_a_spoilt_file_is_refused_with_reasons_or_loaded_whole() -> None:
    told: list[str] = []
    results = run(300, told=told.append)
    assert not results["faults"], told
    assert results["accepted"] > 60
    assert results["refused"] > 60

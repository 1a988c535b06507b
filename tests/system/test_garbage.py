from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from kiosk.system.garbage import QuietRounds, begin_collecting


class Loop:
    """Garbage once nobody holds it: it refers to itself."""

    left = 0

    def __init__(self) -> None:
        self.itself = self
        Loop.left += 1

    def __del__(self) -> None:
        Loop.left -= 1


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    gc.collect()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    gc.enable()
    gc.collect()
    assert Loop.left == 0


def test_a_whole_round_waits_until_the_kiosk_was_left_alone_for_a_while() -> None:
    rounds = QuietRounds(now=100.0)
    gc.disable()
    Loop()
    assert not rounds.make(touched_at=103.0, now=107.9)
    assert Loop.left == 1
    assert rounds.make(touched_at=103.0, now=108.0)
    assert Loop.left == 0


def test_there_is_one_round_for_each_time_that_it_was_used() -> None:
    rounds = QuietRounds(now=100.0)
    assert rounds.make(touched_at=0.0, now=105.0)  # nobody has come yet
    assert not rounds.make(touched_at=0.0, now=500.0)
    assert rounds.make(touched_at=600.0, now=605.0)
    assert not rounds.make(touched_at=600.0, now=900.0)
    assert not rounds.make(touched_at=901.0, now=902.0)


def test_only_what_the_first_round_finds_is_kept_out_of_the_later_ones() -> None:
    rounds = QuietRounds(now=0.0)
    gc.unfreeze()
    assert rounds.make(touched_at=1.0, now=6.0)
    frozen = gc.get_freeze_count()
    assert frozen > 0
    Loop()
    assert rounds.make(touched_at=7.0, now=12.0)
    assert Loop.left == 0
    assert gc.get_freeze_count() <= frozen


def test_collection_begins_without_what_is_loaded_by_then() -> None:
    gc.disable()
    begin_collecting()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0

"""What one more change asks of the system: nothing twice, and nothing again that nobody touched."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import DataFolderError
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.store.journal.journal import Journal
from tests.store.faults import FLUSHES
from tests.store.programs import desk_on, lay

CALLS = (
    "open", "close", "stat", "lstat", "fstat", "access", "lseek", "read", "pread", "write",
    "pwrite", "scandir", "listdir", *FLUSHES,
)  # fmt: skip

TICK = 0.02
"""Seconds in which some systems give two changes of a file the same time."""


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path / "attendance.json")
    change(journal)
    return journal


def change(journal: Journal) -> None:
    with journal.transaction() as state:
        number = state.tables.free_number("t")
        journal.append([["put", "t", str(number), {"x": 1}]], {})


def counted(patch: pytest.MonkeyPatch, work: Callable[[], object]) -> Counter[str]:
    """Return how often a piece of work calls what."""
    calls: Counter[str] = Counter()

    def wrapped(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **more: Any) -> Any:
            calls[name] += 1
            return call(*args, **more)

        return counting

    with patch.context() as within:
        for name in CALLS:
            if hasattr(os, name):
                within.setattr(os, name, wrapped(name, getattr(os, name)))
        work()
    return calls


@pytest.mark.skipif(not hasattr(os, "pwrite"), reason="two calls for each of these here")
def test_a_change_after_ones_own_costs_seven_calls_one_of_them_a_flush(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted(monkeypatch, lambda: change(journal))
    # the note; the journal and the checkpoint, untouched
    before = {"pread": 1, "stat": 2}
    assert calls == {**before, "write": 1, FLUSHES[-1]: 1, "pwrite": 1, "fstat": 1}


@pytest.mark.skipif(not hasattr(os, "pwrite"), reason="two calls for each of these here")
def test_a_decision_costs_no_more_than_the_one_change_that_it_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, people=3, places=1)
    desk = desk_on(tmp_path)

    def arrives(who: str) -> object:
        return desk.perform_now(sign_in(PersonId(who)), Actor(who, Evidence.TYPED))

    arrives("p0")
    calls = counted(monkeypatch, lambda: arrives("p1"))
    assert calls == counted(monkeypatch, lambda: arrives("p2"))
    assert calls.total() == 7


def test_it_costs_the_same_however_much_is_there(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = counted(monkeypatch, lambda: change(journal))
    with journal.transaction():
        journal.append([["put", "t", str(n), {"x": "long " * 50}] for n in range(9, 2_000)], {})
    assert counted(monkeypatch, lambda: change(journal)) == few


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    with path.open("r+b") as file:
        file.write(data)


def put_a_copy_in_place(path: Path) -> None:
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes()[:-3] + b"\n")
    copy.replace(path)


@pytest.mark.parametrize("touched", [flip, put_a_copy_in_place, lambda path: append(path, b"x\n")])
def test_what_anybody_did_to_the_journal_since_is_noticed_before_the_next_change(
    journal: Journal, tmp_path: Path, touched: Callable[[Path], None]
) -> None:
    change(journal)
    time.sleep(TICK)
    touched(tmp_path / "attendance.json.j000001")
    with pytest.raises(DataFolderError):
        change(journal)


def test_half_a_line_behind_ones_own_is_cut_off_before_the_next_change(
    journal: Journal, tmp_path: Path
) -> None:
    append(tmp_path / "attendance.json.j000001", b'{"crc":"')
    change(journal)
    assert set(Journal(tmp_path / "attendance.json").tables.rows["t"]) == {"1", "2"}


def test_a_note_that_says_otherwise_has_the_end_flushed_before_the_next_change(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.lock.note(True, 1, 1)
    assert counted(monkeypatch, lambda: change(journal))[FLUSHES[-1]] == 2
    journal.lock.note(False, 1, 99)
    with pytest.raises(DataFolderError):
        change(journal)


def test_a_change_of_another_program_is_taken_in_before_the_next_one(
    journal: Journal, tmp_path: Path
) -> None:
    other = Journal(tmp_path / "attendance.json")
    for one in (other, journal, other, other, journal):
        change(one)
    assert list(journal.tables.rows["t"]) == list(map(str, range(1, 7)))
    other.follow()
    assert other.tables.rows == journal.tables.rows


def test_a_journal_that_another_program_began_is_gone_on_with(
    journal: Journal, tmp_path: Path
) -> None:
    other = Journal(tmp_path / "attendance.json")
    with other.transaction():
        other.begin_journal()
    change(journal)
    assert journal.state.position.generation == 2
    assert len(Journal(tmp_path / "attendance.json").tables.rows["t"]) == 2

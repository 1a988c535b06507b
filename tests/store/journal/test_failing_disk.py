"""A full or failing disk: it is said, nothing is half there, and it works again afterwards."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.desk import Desk
from kiosk.errors import DataFolderError, NotSaved
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from kiosk.store import maintenance
from kiosk.store.interface import Store
from kiosk.store.journal.file_names import BACKUPS, FILE
from kiosk.store.opening import open_store
from kiosk.store.repair import repair
from tests.builders import person
from tests.store.faults import FLUSHES, Disk, names
from tests.store.programs import CLOCK, ENTRY, desk_on, everything, lay, rows, stock

Failing: TypeAlias = Callable[[int], Callable[[int], bool]]


def once(call: int) -> Callable[[int], bool]:
    return lambda number: number == call


def from_then_on(call: int) -> Callable[[int], bool]:
    return lambda number: number >= call


CALLS = 16
"""More calls that write than there are in joining the folder and saving a change."""

LEFT = {"attendance.json", "attendance.json.j000001"}
"""What is in a folder that the last program has left."""


def arrives(desk: Desk, who: PersonId) -> bool:
    """Sign somebody in, and return whether it is said to be saved."""
    shown = desk.school
    with suppress(NotSaved, DataFolderError):
        desk.perform_now(sign_in(who), Actor(who, Evidence.TYPED))
        return True
    assert desk.school is shown
    return False


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", range(CALLS))
def test_one_failing_call_saves_all_or_nothing_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int, error: int
) -> None:
    lay(tmp_path, people=2, places=1)
    desk, before = desk_on(tmp_path), everything(tmp_path)
    disk = Disk(monkeypatch)
    disk.fail(once(call), error)
    saved = arrives(desk, "p0")
    disk.mend()
    assert saved or everything(tmp_path) == before
    assert set(School().apply(open_store(tmp_path).news().items).people) == {"p0", "p1"}
    desk.perform_now(sign_in("p1"), Actor("p1", Evidence.TYPED))
    desk.perform_now(sign_in("p0"), Actor("p0", Evidence.TYPED))
    assert [row["person"] for row in rows(tmp_path, "movements")] == (
        ["p0", "p1"] if saved else ["p1", "p0"]
    )
    desk.close()
    assert names(tmp_path) == LEFT
    assert [row["person"] for row in stock(tmp_path)["movements"].values()] == (
        ["p0", "p1"] if saved else ["p1", "p0"]
    )


def test_there_is_no_call_that_the_trials_above_miss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, people=1, places=1)
    desk = desk_on(tmp_path)
    disk = Disk(monkeypatch)
    assert arrives(desk, "p0")
    assert {"write", FLUSHES[-1]} <= set(disk.calls)
    assert len(disk.calls) < CALLS


@pytest.mark.parametrize("kind", ["write", "flush"])
def test_a_change_whose_writing_or_flushing_failed_is_never_said_to_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    lay(tmp_path, people=2, places=1)
    desk = desk_on(tmp_path)
    assert arrives(desk, "p1")
    disk = Disk(monkeypatch)
    disk.fail(once(0), errno.EIO, *(FLUSHES if kind == "flush" else ("write",)))
    assert not arrives(desk, "p0")
    disk.mend()
    assert [row["person"] for row in rows(tmp_path, "movements")] == ["p1"]
    size = (tmp_path / "attendance.json.j000001").stat().st_size
    assert arrives(desk, "p0")
    assert (tmp_path / "attendance.json.j000001").stat().st_size > size


def test_every_line_is_flushed_before_it_is_said_to_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, people=2, places=1)
    desk = desk_on(tmp_path)
    assert arrives(desk, "p0")
    disk = Disk(monkeypatch)
    assert arrives(desk, "p1")
    assert disk.calls == ["write", FLUSHES[-1], "write"]


def test_a_disk_that_takes_a_part_at_a_time_takes_all_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, people=2, places=1)
    desk = desk_on(tmp_path)
    Disk(monkeypatch).short = True
    assert arrives(desk, "p0")
    desk.close()
    assert [row["person"] for row in stock(tmp_path)["movements"].values()] == ["p0"]


@pytest.mark.parametrize("call", range(CALLS))
def test_a_disk_that_stays_broken_never_leaves_a_file_that_is_not_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    lay(tmp_path, people=2, places=1)
    desk = desk_on(tmp_path)
    disk = Disk(monkeypatch)
    disk.fail(from_then_on(call), errno.EIO)
    for _ in range(3):
        arrives(desk, "p0")
        assert len(rows(tmp_path, "people")) == 2
    disk.mend()
    for who in ("p1", "p0"):
        desk.perform_now(sign_in(PersonId(who)), Actor(who, Evidence.TYPED))
    assert {row["person"] for row in rows(tmp_path, "movements")} == {"p0", "p1"}
    assert {row["person"] for row in rows(tmp_path, "movements")} == {"p0", "p1"}
    assert len(rows(tmp_path, "movements")) == 2


@pytest.mark.parametrize("call", range(CALLS))
def test_the_very_first_change_can_fail_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    store = open_store(tmp_path)
    disk = Disk(monkeypatch)
    disk.fail(once(call), errno.ENOSPC)
    kept = list[str]()
    with suppress(NotSaved):
        save(store, [put(person("first"))])
        kept = ["first"]
    assert [row["id"] for row in rows(tmp_path, "people")] == kept
    disk.mend()
    save(store, [put(person("second"))])
    assert [row["id"] for row in rows(tmp_path, "people")] == [*kept, "second"]
    store.close()
    assert names(tmp_path) == LEFT


@pytest.mark.parametrize("failing", [once, from_then_on])
@pytest.mark.parametrize("call", range(CALLS))
def test_a_checkpoint_that_cannot_be_made_loses_nothing_and_is_made_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int, failing: Failing
) -> None:
    lay(tmp_path, people=3, places=1)
    monkeypatch.setattr(maintenance, "LARGE", 10)  # a new journal each time as well
    monkeypatch.setattr(maintenance, "IDLE", 0.0)
    monkeypatch.setattr(maintenance, "RETRY", 0.0)
    store = open_store(tmp_path)
    save(store, [put(person("p3"))])
    disk = Disk(monkeypatch)
    disk.fail(failing(call), errno.ENOSPC)
    assert store.is_maintenance_due()
    store.run_maintenance()
    people = {"p0", "p1", "p2", "p3"}
    assert {row["id"] for row in rows(tmp_path, "people")} == people
    disk.mend()
    save(store, [put(person("p4"))])
    store.run_maintenance()
    assert not store.is_maintenance_due()
    assert {row["id"] for row in stock(tmp_path)["people"].values()} == people | {"p4"}
    save(store, [put(person("p5"))])
    store.close()
    assert {row["id"] for row in stock(tmp_path)["people"].values()} == people | {"p4", "p5"}


def save(store: Store, items: list[Put | Remove]) -> None:
    with store.transaction():
        store.append(items, ENTRY)


IDS = st.sampled_from(["a", "b", "c", "d"])
ITEMS = st.lists(
    st.one_of(
        st.builds(lambda id, name: put(person(id, forename=name)), IDS, st.text(max_size=3)),
        st.builds(lambda id: Remove("people", id), IDS),
    ),
    max_size=4,
)
STEPS = st.lists(st.tuples(ITEMS, st.one_of(st.none(), st.integers(0, CALLS))), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, failing=st.sampled_from([once, from_then_on]))
def test_whatever_fails_the_file_holds_what_was_said_to_be_saved(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[list[Put | Remove], int | None]],
    failing: Failing,
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("failing")
    store = open_store(folder)
    kept: dict[str, object] = {}
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch)
        for items, call in steps:
            wanted = _applied(kept, items)
            disk.mend()
            if call is not None:
                disk.fail(failing(call), errno.EIO)
            try:
                save(store, items)
            except (NotSaved, DataFolderError):
                wanted = _whole(folder, kept, wanted)
            kept = wanted
            assert _people(folder) == kept
    assert {row["id"] for row in everything(folder).get("people", [])} == set(kept)
    assert len(everything(folder).get("people", [])) == len(kept)


def _applied(kept: dict[str, object], items: list[Put | Remove]) -> dict[str, object]:
    new = dict(kept)
    for item in items:
        if isinstance(item, Put):
            new[item.id] = item.document["forename"]
        else:
            new.pop(item.id, None)
    return new


def _whole(folder: Path, old: dict[str, object], new: dict[str, object]) -> dict[str, object]:
    """Return which of both is there: after a disk that stays broken it may be either, but whole."""
    found = _people(folder)
    assert found in (old, new)
    return found


def _people(folder: Path) -> dict[str, object]:
    return {
        one: who.forename
        for one, who in School().apply(open_store(folder).news().items).people.items()
    }


def test_a_full_disk_is_told_of_by_the_file_that_does_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, people=2, places=1)
    journal = maintenance.MaintainedJournal(tmp_path / FILE)
    assert journal.state.tables.rows
    Disk(monkeypatch).fail(from_then_on(0), errno.ENOSPC, "write")
    with pytest.raises(OSError, match="No space") as told:
        journal.copy_now()
    assert BACKUPS in str(told.value.filename)


def test_a_disk_that_cannot_be_written_to_is_not_called_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, people=2, places=1)
    (tmp_path / FILE).write_bytes(b"{")
    Disk(monkeypatch).fail(from_then_on(0), errno.EROFS, "open")
    with pytest.raises(NotSaved) as told:
        repair(tmp_path, CLOCK)
    assert "cannot be written to" in Language("en").say(told.value.reason)

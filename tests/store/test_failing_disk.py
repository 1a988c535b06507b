"""A full or failing disk: it is said, nothing is half there, and it works again afterwards."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import DataFolderError, NotSaved
from kiosk.rules.arrivals import sign_in
from kiosk.rules.changes import Put, Remove
from kiosk.rules.records import Proof
from kiosk.rules.school import School, put
from kiosk.store import Store, open_store
from tests.builders import person
from tests.store.faults import Disk, names
from tests.store.programs import ENTRY, desk_on, everything, lay, rows

Failing: TypeAlias = Callable[[int], Callable[[int], bool]]


def once(call: int) -> Callable[[int], bool]:
    return lambda number: number == call


def from_then_on(call: int) -> Callable[[int], bool]:
    return lambda number: number >= call


CALLS = 6
"""Opening the file, writing it, flushing it, replacing, flushing the folder; one that is beyond."""


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", range(CALLS - 1))
def test_one_failing_call_saves_nothing_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int, error: int
) -> None:
    lay(tmp_path, people=2, places=1)
    desk = desk_on(tmp_path)
    shown, before = desk.school, everything(tmp_path)
    disk = Disk(monkeypatch)
    disk.fail(once(call), error)
    with pytest.raises(NotSaved):
        desk.perform_now(sign_in("p0", Proof.TYPED), "p0")
    assert desk.school is shown
    assert everything(tmp_path) == before
    assert set(School().apply(open_store(tmp_path).news()).people) == {"p0", "p1"}
    assert names(tmp_path) == {"attendance.json"}
    disk.mend()
    desk.perform_now(sign_in("p1", Proof.TYPED), "p1")
    desk.perform_now(sign_in("p0", Proof.TYPED), "p0")
    assert [row["person"] for row in rows(tmp_path, "movements")] == ["p1", "p0"]
    assert names(tmp_path) == {"attendance.json"}


def test_there_is_no_call_that_the_trials_above_miss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, people=1, places=1)
    desk = desk_on(tmp_path)
    disk = Disk(monkeypatch)
    disk.fail(once(99), errno.EIO)
    desk.perform_now(sign_in("p0", Proof.TYPED), "p0")
    assert disk.calls == CALLS - 1


@pytest.mark.parametrize("call", range(CALLS - 1))
def test_a_disk_that_stays_broken_never_leaves_a_file_that_is_not_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    lay(tmp_path, people=2, places=1)
    desk = desk_on(tmp_path)
    disk = Disk(monkeypatch)
    disk.fail(from_then_on(call), errno.EIO)
    for _ in range(3):
        with pytest.raises((NotSaved, DataFolderError)):
            desk.perform_now(sign_in("p0", Proof.TYPED), "p0")
        assert len(rows(tmp_path, "people")) == 2
        assert names(tmp_path) == {"attendance.json"}
    disk.mend()
    for who in ("p1", "p0"):
        desk.perform_now(sign_in(who, Proof.TYPED), who)
    assert {row["person"] for row in rows(tmp_path, "movements")} == {"p0", "p1"}


@pytest.mark.parametrize("call", range(CALLS - 1))
def test_the_very_first_change_can_fail_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    store = open_store(tmp_path)
    disk = Disk(monkeypatch)
    disk.fail(once(call), errno.ENOSPC)
    with pytest.raises(NotSaved) as failed:
        save(store, [put(person("first"))])
    assert failed.value.reason.params["cause"]
    assert names(tmp_path) == set()
    disk.mend()
    save(store, [put(person("second"))])
    assert [row["id"] for row in rows(tmp_path, "people")] == ["second"]


def save(store: Store, items: list[Put | Remove]) -> None:
    with store.exclusively():
        store.news()
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
        one: who.forename for one, who in School().apply(open_store(folder).news()).people.items()
    }

"""An erasure that is cut short: nothing else is lost, and whoever is next finishes it."""

from __future__ import annotations

import errno
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from kiosk.errors import DataFolderError, NotSaved
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Resource
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.store.erasure.erasure_scope import PersonScope
from kiosk.store.journal.file_names import BACKUPS, ERASING
from kiosk.store.maintenance import erase
from kiosk.store.opening import open_store
from kiosk.store.repair import repair, restore
from kiosk.text import Both
from tests.store.faults import Disk
from tests.store.journal.test_failing_disk import from_then_on
from tests.store.programs import desk_on, lay, rows
from tests.store.remembering import (
    ALL,
    EACH,
    NOW,
    OTHER,
    WHO,
    assert_erased,
    chains,
    entry,
    found_in,
    save,
    there,
)
from tests.store.writers import save as save_pair


def shots_of(folder: Path, to: Path, who: PersonId) -> list[Path]:
    """Erase, and return what the folder was like before every call that writes."""
    shots: list[Path] = []

    def shoot(_call: int) -> bool:
        shots.append(Path(shutil.copytree(folder, to / f"shot-{len(shots)}")))
        return False

    unlinked = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        shoot(0)
        unlinked(path, missing_ok)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        Disk(patch).fail(shoot, 0)
        erase(folder, PersonScope(who), NOW)
    return shots


def test_killed_at_any_call_nothing_is_lost_and_the_next_program_finishes(
    full: Path, tmp_path: Path
) -> None:
    before = there(full)
    shots = shots_of(full, tmp_path, WHO)
    begun = [(shot / ERASING).exists() for shot in shots]
    first = begun.index(True)
    assert len(shots) - first > 40
    for number in range(first):
        assert there(shots[number]) == before
    for number in range(first, len(shots), EACH):
        shot = shots[number]
        School().apply(open_store(shot).news().items)
        if begun[number] and number % 2:
            _kiosk_tends(shot)
        else:
            save(shot, entry("p1", "p1"), Resource("new", Both("new")))
        assert_erased(shot, before)


@pytest.mark.usefixtures("small")
def test_killed_at_any_call_the_archive_is_one_chain_afterwards(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    lay(folder, people=4, places=5)
    for who in ("p1", "p2", "p3"):
        desk = desk_on(folder)
        desk.perform_now(choose(PersonId(who), "A"), Actor(who, Evidence.TYPED))
        desk.close()
    erase(folder, PersonScope("p3"), NOW)
    for shot in shots_of(folder, tmp_path, "p1"):
        save(shot, entry("p2", "p2"), Resource("new", Both("new")))
        assert chains(shot)
        assert {"p0", "p2"} <= {row["id"] for row in rows(shot, "people")}
        erase(shot, PersonScope("p1"), NOW)
        assert chains(shot)
        assert found_in(shot, "p1") == set()


@pytest.mark.usefixtures("small")
def test_what_others_write_meanwhile_is_kept(tmp_path: Path) -> None:
    lay(tmp_path, people=6, places=1)
    said: list[str] = []
    stop = threading.Event()

    def write(name: str) -> None:
        with closing(open_store(tmp_path)) as store:
            for number in count():
                save_pair(store, f"{name}-{number}")
                said.append(f"{name}-{number}")
                time.sleep(0.01)
                if stop.is_set():
                    return

    with ThreadPoolExecutor() as pool:
        writers = [pool.submit(write, name) for name in ("one", "two")]
        for number in range(6):
            assert (
                erase(tmp_path, PersonScope(PersonId(f"p{number}")), NOW).called
                == f"erased-{number + 1}"
            )
        stop.set()
    assert [writer.result() for writer in writers] == [None, None]
    assert set(School().apply(open_store(tmp_path).news().items).people) == set(said)
    assert found_in(tmp_path, *(f'"p{number}"' for number in range(6))) == set()
    assert chains(tmp_path)
    assert repair(tmp_path, NOW).aside is None


def _kiosk_tends(folder: Path) -> None:
    """Let a kiosk that only watches be idle for a moment."""
    store = open_store(folder)
    store.news()
    assert store.is_maintenance_due()
    store.run_maintenance()
    assert not (folder / ERASING).exists()
    store.close()
    save(folder, entry("p1", "p1"), Resource("new", Both("new")))


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_is_full_from_any_call_on_loses_nothing(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    before, call, done = there(full), 0, False
    while not done:
        folder = Path(shutil.copytree(full, tmp_path / f"full-{call}"))
        with monkeypatch.context() as patch:
            disk = Disk(patch)
            disk.fail(from_then_on(call), error)
            try:
                erase(folder, PersonScope(WHO), NOW)
            except (NotSaved, DataFolderError, OSError):
                assert len(disk.calls) > call, "refused, though the disk was well"
            else:
                done = True
            disk.mend()
        was_begun = (folder / ERASING).exists()
        save(folder, entry("p1", "p1"), Resource("new", Both("new")))
        if was_begun or done:
            assert_erased(folder, before)
        else:
            assert WHO in {row["id"] for row in rows(folder, "people")}
            assert repair(folder, NOW).aside is None
        shutil.rmtree(folder)
        call += EACH + 2
    assert call > 50


def test_a_second_erasure_finishes_the_first(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _cut_short(full, monkeypatch)
    assert erase(full, PersonScope(OTHER), NOW).called == "erased-2"
    assert found_in(full, *ALL) == set()
    assert set(School().apply(open_store(full).news().items).people) == {"p1", "p2"}


def test_a_copy_that_is_gone_back_to_meanwhile_is_erased_as_well(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = there(full)
    _cut_short(full, monkeypatch)
    restore(full, full / BACKUPS / "attendance-2026-09-01-end.json", NOW)
    assert WHO not in School().apply(open_store(full).news().items).people
    assert not (full / ERASING).exists()
    assert found_in(full, *ALL) == set()
    assert {row["id"] for row in there(full)["sessions"].values()} == {
        row["id"] for row in before["sessions"].values()
    }
    assert repair(full, NOW).aside is None


def _cut_short(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Erase, and be stopped when the first older file is to be rewritten."""
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.store.erasure.rewriting.Rewriting.rewrite", _full)
        with pytest.raises(NotSaved, match="isn't finished"):
            erase(folder, PersonScope(WHO), NOW)
    assert (folder / ERASING).exists()


def _full(_rewriting: object) -> None:
    raise OSError(errno.ENOSPC, "full")

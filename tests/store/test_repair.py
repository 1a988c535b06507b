"""Repair: everything that checks is saved, what is damaged is kept aside, the rest is listed."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
from tinydb import TinyDB

from kiosk.errors import Busy, DataFolderError
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.store import maintenance
from kiosk.store.copies.dated_copies import END, make_copy
from kiosk.store.database import Database
from kiosk.store.journal.file_names import ARCHIVE, BACKUPS, FILE, generations
from kiosk.store.journal.lock import ProgramsInFolder
from kiosk.store.repair import repair, restore
from kiosk.system.durable_files import put_in_place, write_beside
from tests.store.programs import desk_on, history, lay, stock

NOW = datetime(2026, 9, 1, tzinfo=UTC)
JOURNAL = "attendance.json.j000001"


@pytest.fixture
def laid(tmp_path: Path) -> Path:
    """Return a folder with five changes, the first in the checkpoint, after a crash."""
    folder = tmp_path / "laid"
    folder.mkdir()
    with Database(folder / "attendance.json") as db:
        db.insert({"n": 1})
    crashed = Database(folder / "attendance.json")
    for number in range(2, 6):
        crashed.insert({"n": number})
    shutil.copytree(folder, tmp_path / "killed")
    return tmp_path / "killed"


def there(folder: Path) -> list[int]:
    with Database(folder / "attendance.json") as db:
        db.insert({"n": 9})
    return [row["n"] for row in stock(folder)["_default"].values()]


def test_where_nothing_is_damaged_nothing_is_done(laid: Path) -> None:
    before = {path.name: path.read_bytes() for path in laid.glob("attendance.json*")}
    report = repair(laid, NOW)
    assert (report.aside, report.saved, report.missing) == (None, 5, ())
    assert {path.name: path.read_bytes() for path in laid.glob("attendance.json*")} == before


def test_a_line_that_does_not_check_is_left_out_and_those_after_it_are_saved(laid: Path) -> None:
    data = (laid / JOURNAL).read_bytes()
    damaged = data.replace(b'{"n":3}', b'{"n":8}')
    (laid / JOURNAL).write_bytes(damaged)
    with pytest.raises(DataFolderError, match="repair"):
        there(laid)
    report = repair(laid, NOW)
    assert (report.saved, report.missing, report.spoilt, report.altered) == (5, ((3, 3),), 1, False)
    assert report.aside is not None
    assert (report.aside / JOURNAL).read_bytes() == damaged
    assert there(laid) == [1, 2, 4, 5, 9]
    assert there(laid) == [1, 2, 4, 5, 9, 9]
    assert repair(laid, NOW).aside is None


def test_a_repair_that_was_cut_short_counts_once_the_new_file_is_in_place(
    laid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (laid / JOURNAL).read_bytes()
    (laid / JOURNAL).write_bytes(data.replace(b'{"n":3}', b'{"n":8}'))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", mock.Mock(side_effect=OSError("power")))
        with pytest.raises(OSError, match="power"):
            repair(laid, NOW)
    assert generations(laid / FILE) == [1, 2]
    assert there(laid) == [1, 2, 4, 5, 9]
    assert there(laid) == [1, 2, 4, 5, 9, 9]


def test_a_repair_leaves_no_journal_that_the_new_file_holds(laid: Path) -> None:
    (laid / "attendance.json").write_bytes(b"{")
    repair(laid, NOW)
    assert generations(laid / FILE) == [2]


def test_nothing_is_repaired_while_a_checkpoint_is_under_way(laid: Path) -> None:
    (laid / "attendance.json").write_bytes(b"{")
    with ProgramsInFolder(laid).only_one_doing("checkpoint", 0), pytest.raises(Busy):
        repair(laid, NOW, wait=0.05)
    assert repair(laid, NOW).aside is not None


def test_changes_that_are_missing_at_the_end_are_listed(laid: Path) -> None:
    data = (laid / JOURNAL).read_bytes()
    os.truncate(laid / JOURNAL, data.rindex(b'{"crc"', 0, data.rindex(b'{"crc"')))
    with pytest.raises(DataFolderError, match="repair"):
        there(laid)
    report = repair(laid, NOW)
    assert (report.saved, report.missing) == (3, ((4, 5),))
    assert there(laid) == [1, 2, 3, 9]


def test_what_stock_tinydb_wrote_over_the_file_is_kept_aside_and_the_true_changes_return(
    laid: Path,
) -> None:
    with TinyDB(laid / "attendance.json") as tiny:
        tiny.update({"n": 7}, doc_ids=[1])
    report = repair(laid, NOW)
    assert (report.altered, report.missing) == (False, ())
    assert report.aside is not None
    assert b'{"n": 7}' in (report.aside / "attendance.json").read_bytes()
    assert there(laid) == [1, 2, 3, 4, 5, 9]


def test_a_file_that_was_altered_is_taken_as_it_stands_where_nothing_else_tells_of_it(
    laid: Path,
) -> None:
    there(laid)
    shutil.rmtree(laid / BACKUPS)
    shutil.rmtree(laid / ARCHIVE, ignore_errors=True)
    (laid / JOURNAL).write_bytes((laid / JOURNAL).read_bytes().splitlines(True)[0])
    with TinyDB(laid / "attendance.json") as tiny:
        tiny.update({"n": 7}, doc_ids=[1])
    report = repair(laid, NOW)
    assert (report.altered, report.saved, report.missing) == (True, 6, ())
    assert there(laid) == [7, 2, 3, 4, 5, 9, 9]


@pytest.mark.parametrize("data", [b"", b"{", b"[3]", b'{"a": 3, "b": {"x": 1, "2": {"ok": 1}}}'])
def test_a_file_of_which_little_is_left_is_no_obstacle(laid: Path, data: bytes) -> None:
    (laid / "attendance.json").write_bytes(data)
    assert repair(laid, NOW).missing == ()
    assert repair(laid, NOW).aside is None
    assert there(laid) == [1, 2, 3, 4, 5, 9]


def test_without_journals_and_copies_every_row_that_can_be_read_is_saved(laid: Path) -> None:
    assert there(laid) == [1, 2, 3, 4, 5, 9]
    shutil.rmtree(laid / BACKUPS)
    (laid / JOURNAL).write_bytes(b"")
    path = laid / "attendance.json"
    path.write_bytes(path.read_bytes().replace(b'{"n":3}', b'{"n"~3}'))
    report = repair(laid, NOW)
    assert (report.altered, report.saved, report.missing) == (True, 6, ((1, 6),))
    assert there(laid) == [1, 2, 4, 5, 9, 9]


def test_a_folder_is_damaged_and_repaired_twice_in_a_day(laid: Path) -> None:
    for _ in range(2):
        (laid / "attendance.json").write_bytes(b"{")
        assert repair(laid, NOW).aside is not None
        assert there(laid)[:5] == [1, 2, 3, 4, 5]
    assert len(list(laid.glob("attendance.aside-*"))) == 2


def test_the_history_tells_by_what_proof_also_out_of_archived_journals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "LARGE", 10)
    lay(tmp_path, people=2, places=1)
    for who in ("p0", "p1"):
        desk = desk_on(tmp_path)
        desk.perform_now(sign_in(PersonId(who)), Actor(who, Evidence.TYPED))
        desk.close()
    assert (tmp_path / "attendance.archive").exists()
    [one] = history(tmp_path, "p0")
    assert (one.decision, one.by, one.evidence) == ("sign_in", "p0", "typed name")
    assert one.arguments == {"person": "p0"}


def test_each_day_has_a_copy_and_one_at_its_end_and_old_ones_go(laid: Path) -> None:
    there(laid)
    copies = laid / BACKUPS
    [first] = copies.iterdir()
    with TinyDB(first, access_mode="r") as tiny:
        assert [row["n"] for row in tiny] == [1]
    assert list(copies.iterdir()) == [first]
    for number in range(1, 29):
        assert make_copy(laid / "attendance.json", f"2999-01-{number:02}", days=14)
        assert make_copy(laid / "attendance.json", f"2999-01-{number:02}", kind=END, days=14)
        assert not make_copy(laid / "attendance.json", f"2999-01-{number:02}", days=14)
    days = {copy.name[11:21] for copy in copies.iterdir()}
    assert days == {f"2999-01-{number}" for number in range(15, 29)}
    assert len(list(copies.iterdir())) == 28


def test_going_back_to_a_copy_keeps_what_was_there(laid: Path) -> None:
    assert there(laid) == [1, 2, 3, 4, 5, 9]
    [copy] = (laid / BACKUPS).iterdir()
    assert there(laid) == [1, 2, 3, 4, 5, 9, 9]
    kept = restore(laid, copy, NOW).kept
    assert kept is not None
    assert there(laid) == [1, 9]
    assert restore(laid, kept, NOW).kept is not None
    assert there(laid) == [1, 2, 3, 4, 5, 9, 9, 9]
    restore(laid, copy, NOW)
    assert there(laid) == [1, 9]
    assert repair(laid, NOW).aside is None
    before = there(laid)
    copy.write_bytes(copy.read_bytes().replace(b"1", b"2", 1))
    with pytest.raises(DataFolderError, match="damaged"):
        restore(laid, copy, NOW)
    with pytest.raises(DataFolderError):
        restore(laid, laid / "none.json", NOW)
    assert there(laid) == [*before, 9]


def test_a_damaged_folder_is_replaced_by_a_copy_and_kept_aside(laid: Path) -> None:
    there(laid)
    [copy] = (laid / BACKUPS).iterdir()
    (laid / "attendance.json").write_bytes(b"{")
    aside = restore(laid, copy, NOW).kept
    assert aside is not None
    assert (aside / "attendance.json").read_bytes() == b"{"
    assert there(laid) == [1, 9]


def test_a_copy_is_put_into_a_folder_that_has_nothing(laid: Path, tmp_path: Path) -> None:
    there(laid)
    [copy] = (laid / BACKUPS).iterdir()
    (tmp_path / "new").mkdir()
    assert restore(tmp_path / "new", copy, NOW).kept is None
    assert there(tmp_path / "new") == [1, 9]


def test_a_repair_killed_at_any_step_never_lets_a_program_write_what_nobody_reads(
    laid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there(laid)
    running = maintenance.MaintainedJournal(laid / "attendance.json")
    assert running.tables.rows
    (laid / "attendance.json").write_bytes(b"{")
    steps: list[Path] = []
    put = put_in_place

    def photographed(beside: Path, path: Path) -> None:
        put(beside, path)
        steps.append(Path(shutil.copytree(laid, tmp_path / f"step-{len(steps)}")))

    monkeypatch.setattr("kiosk.system.durable_files.put_in_place", photographed)
    repair(laid, NOW)
    monkeypatch.undo()
    running.close()
    assert len(steps) >= 3
    for step in steps:
        try:
            written = there(step)
        except DataFolderError:
            assert repair(step, NOW).aside is not None
            written = there(step)
        assert written == there(step)[:-1]


def test_programs_on_the_folder_go_on_after_going_back_to_a_copy(laid: Path) -> None:
    there(laid)
    [copy] = (laid / BACKUPS).iterdir()
    with Database(laid / "attendance.json") as running, Database(laid / "attendance.json") as other:
        running.insert({"n": 7})
        assert len(running) == len(other)
        restore(laid, copy, NOW)
        assert [row["n"] for row in other] == [1]
        running.insert({"n": 8})
        assert [row["n"] for row in other] == [1, 8]
    assert there(laid) == [1, 8, 9]
    assert repair(laid, NOW).aside is None


def test_a_checkpoint_under_way_does_not_undo_going_back_to_a_copy(
    laid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there(laid)
    [copy] = (laid / BACKUPS).iterdir()
    running = maintenance.MaintainedJournal(laid / "attendance.json")
    with running.transaction():
        running.append([["put", "_default", "99", {"n": 99}]], {})
    begun, done = threading.Event(), threading.Event()
    write = write_beside

    def slowly(path: Path, pieces: Iterable[bytes]) -> Path:
        begun.set()
        assert not done.wait(0.3), "it waits until the checkpoint is in place"
        return write(path, pieces)

    monkeypatch.setattr(maintenance, "write_beside", slowly)
    with ThreadPoolExecutor() as threads:
        checkpoint = threads.submit(running.checkpoint)
        assert begun.wait(10)
        threads.submit(restore, laid, copy, NOW).add_done_callback(lambda _done: done.set())
        assert checkpoint.result(10)
    assert done.is_set()
    monkeypatch.undo()
    running.close()
    assert there(laid) == [1, 9]

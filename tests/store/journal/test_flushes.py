"""What a kill cannot show: everything is flushed, and in the order that a power cut asks for."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from kiosk.errors import NotSaved
from kiosk.store import maintenance
from kiosk.store.journal import checkpoint
from kiosk.store.journal import journal as journal_module
from kiosk.store.journal.checkpoint import JournalPosition, pieces
from kiosk.store.journal.journal import Journal
from kiosk.store.journal.tables import Tables
from kiosk.store.maintenance import MaintainedJournal
from tests.store.faults import FLUSHES, Disk

FLUSH, FOLDER = FLUSHES[-1], "fsync"
OP = [["put", "t", "1", {"x": 1}]]


def opened(folder: Path, lines: int = 1) -> MaintainedJournal:
    journal = MaintainedJournal(folder / "attendance.json")
    with journal.transaction():
        for _ in range(lines):
            journal.append(OP, {})
    return journal


def test_a_line_is_flushed_before_it_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened(tmp_path)
    disk = Disk(monkeypatch)
    with journal.transaction():
        journal.append(OP, {})
    assert disk.calls == ["write", FLUSH, "write"]


def test_a_line_that_a_dead_program_wrote_and_did_not_note_is_flushed_before_it_is_relied_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = opened(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(journal_module, "flush", mock.Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt), dead.transaction():
            dead.append([["put", "t", "2", {"x": 2}]], {})
    next_one = MaintainedJournal(tmp_path / "attendance.json")
    disk = Disk(monkeypatch)
    with next_one.transaction() as state:
        assert disk.calls[-3:] == [FLUSH, FOLDER, "write"]
        assert set(state.tables.rows["t"]) == {"1", "2"}
        assert next_one.lock.read_note() == (False, 1, 2)


def test_the_first_journal_and_its_name_are_flushed_before_the_first_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = MaintainedJournal(tmp_path / "attendance.json")
    with journal.transaction():
        disk = Disk(monkeypatch)
        journal.append(OP, {})
    begun = ["write", "open", "write", FLUSH, "replace", FOLDER, "write"]
    assert disk.calls == [*begun, "open", "write", FLUSH, "write"]


def test_a_line_that_a_dead_program_may_not_have_flushed_is_flushed_before_it_is_relied_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = opened(tmp_path)
    dead.lock.note(True, 1, 0)
    next_one = MaintainedJournal(tmp_path / "attendance.json")
    disk = Disk(monkeypatch)
    with next_one.transaction():
        assert disk.calls[-3:] == [FLUSH, FOLDER, "write"]
        assert next_one.lock.read_note() == (False, 1, 1)
    disk.fail(lambda _number: False, 0)
    with next_one.transaction():
        assert disk.calls == []


def test_a_journal_whose_name_a_dead_program_may_not_have_flushed_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = opened(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(
            "kiosk.system.durable_files.flush_folder", mock.Mock(side_effect=KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt), dead.transaction():
            dead.begin_journal()
    next_one = MaintainedJournal(tmp_path / "attendance.json")
    disk = Disk(monkeypatch)
    with next_one.transaction() as state:
        assert disk.calls[-3:] == [FLUSH, FOLDER, "write"]
        assert state.position.generation == 2


def test_where_no_note_is_left_the_end_is_flushed_before_it_is_relied_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tmp_path).close()
    (tmp_path / "attendance.lock").write_bytes(b"")
    next_one = MaintainedJournal(tmp_path / "attendance.json")
    disk = Disk(monkeypatch)
    with next_one.transaction():
        assert disk.calls[-3:] == [FLUSH, FOLDER, "write"]


def test_a_checkpoint_is_flushed_before_it_has_its_name_and_the_name_before_journals_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "LARGE", 10)
    journal = opened(tmp_path)
    disk = Disk(monkeypatch)
    disk.fail(lambda _number: False, 0, "replace", *FLUSHES)
    journal.run_maintenance()
    new_journal, file = [FLUSH, "replace", FOLDER], [FLUSH, "replace", FOLDER]
    assert disk.calls == [*new_journal, *file, "replace", FOLDER, FOLDER, *file]
    assert (tmp_path / "attendance.archive" / "attendance.json.j000001").exists()


def test_changes_made_while_a_checkpoint_is_written_are_not_in_it_and_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened(tmp_path, lines=3)
    meanwhile = MaintainedJournal(tmp_path / "attendance.json")

    def slow(tables: Tables, position: JournalPosition, pause: float) -> Iterator[bytes]:
        with meanwhile.transaction():
            meanwhile.append([["put", "t", "2", {"x": 2}]], {})
        with journal.transaction():
            journal.append([["put", "t", "3", {"x": 3}]], {})
        return pieces(tables, position, pause)

    monkeypatch.setattr(maintenance, "pieces", slow)
    assert journal.checkpoint()
    assert journal.state.saved == 3
    assert set(checkpoint.read(tmp_path / "attendance.json").tables.rows["t"]) == {"1"}
    assert set(MaintainedJournal(tmp_path / "attendance.json").tables.rows["t"]) == {"1", "2", "3"}


def test_a_checkpoint_that_another_program_has_just_made_is_not_made_again(
    tmp_path: Path,
) -> None:
    one, other = opened(tmp_path), MaintainedJournal(tmp_path / "attendance.json")
    other.follow()
    one.checkpoint()
    before = (tmp_path / "attendance.json").stat().st_ino
    assert other.checkpoint()
    assert (tmp_path / "attendance.json").stat().st_ino == before
    with one.programs.only_one_doing("checkpoint", 0), other.transaction():
        other.append(OP, {})
        assert not other.checkpoint()


def test_a_checkpoint_is_due_a_moment_after_the_last_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened(tmp_path)
    assert not journal.is_maintenance_due()
    monkeypatch.setattr(maintenance, "IDLE", 0.0)
    assert journal.is_maintenance_due()
    journal.run_maintenance()
    assert not journal.is_maintenance_due()


def test_a_new_day_begins_a_new_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = opened(tmp_path)
    monkeypatch.setattr(Journal, "today", "2999-01-01")
    journal.checkpoint()
    assert journal.state.position.generation == 2
    with journal.transaction():
        journal.append(OP, {})
    assert journal.state.position.seq == 2


def test_after_a_flush_that_failed_the_journal_is_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened(tmp_path)
    disk = Disk(monkeypatch)
    disk.fail(lambda _number: True, errno.EIO, "ftruncate", *FLUSHES)
    with pytest.raises(NotSaved), journal.transaction():
        journal.append([["put", "t", "2", {"x": 2}]], {})
    assert journal.has_news()
    disk.mend()
    disk.calls.clear()
    disk.fail(lambda _number: False, 0)
    with journal.transaction():
        assert disk.calls[:2] == ["open", FLUSH]


def test_a_journal_whose_name_cannot_be_made_durable_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = MaintainedJournal(tmp_path / "attendance.json")
    disk = Disk(monkeypatch)
    disk.fail(lambda _number: True, errno.EIO, FOLDER)
    with pytest.raises(NotSaved), journal.transaction():
        journal.append(OP, {})
    assert not list(tmp_path.glob("attendance.json*"))


def test_a_flush_that_failed_is_not_asked_again_and_the_change_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened(tmp_path)
    size = (tmp_path / "attendance.json.j000001").stat().st_size
    disk = Disk(monkeypatch)
    disk.fail(lambda _number: True, errno.EIO, *FLUSHES)
    with pytest.raises(NotSaved), journal.transaction():
        journal.append([["put", "t", "2", {"x": 2}]], {})
    assert disk.calls == [FLUSH, FLUSH], "the line's, and that of its being cut off"
    assert (tmp_path / "attendance.json.j000001").stat().st_size == size
    assert journal.lock.read_note()[0], "whoever is next flushes first"

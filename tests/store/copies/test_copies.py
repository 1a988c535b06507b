"""Copies: a day's and its end's, the last days kept, and a second folder that may not be there."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from kiosk.errors import DataFolderError, Refused
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Evidence
from kiosk.settings import Settings
from kiosk.store import maintenance
from kiosk.store.copies import offsite_copies
from kiosk.store.copies.dated_copies import list_copies
from kiosk.store.interface import RetentionPeriods
from kiosk.store.journal.checkpoint import read
from kiosk.store.journal.file_names import ARCHIVE, BACKUPS, generations
from kiosk.store.journal.journal import Journal
from kiosk.store.opening import open_store
from kiosk.store.repair import restore
from tests.builders import person
from tests.store.faults import Disk
from tests.store.programs import ENTRY, desk_on, lay, rows, stock, write

KEEPING = RetentionPeriods(copies=5, journals=10)
FIRST = date(2026, 9, 1)
WORDS = "tair gafr wen gynffonwen"
NOW = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def laid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a school, laid on the first of September."""
    set_day(monkeypatch, FIRST)
    folder = tmp_path / "school"
    folder.mkdir(mode=0o700)
    lay(folder, people=3, places=1)
    return folder


def set_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(Journal, "today", day.isoformat())


def work(
    folder: Path, name: str, day: date = FIRST, kept: RetentionPeriods | None = KEEPING
) -> None:
    """Be there for a while on a day, as a kiosk is, and make one change."""
    store = open_store(folder)
    with store.transaction():
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        store.append([put(person(name))], msgspec.structs.replace(ENTRY, at=at))
    store.run_maintenance(kept)
    store.close(kept)


def place(folder: Path) -> Path:
    found = offsite_copies.read_settings(folder).path
    assert found is not None
    return found


def names(folder: Path) -> list[str]:
    return [copy.path.name for copy in list_copies(folder)]


# --- the last days -------------------------------------------------------------------------------


def test_of_forty_days_the_copies_of_the_last_are_kept_here_and_in_the_second_folder(
    laid: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offsite_copies.set_folder(laid, stick)
    for number in range(40):
        day = FIRST + timedelta(days=number)
        set_day(monkeypatch, day)
        work(laid, f"n{number}", day)
    days = [(FIRST + timedelta(days=number)).isoformat() for number in range(35, 40)]
    expected = [f"attendance-{day}{end}.json" for day in days for end in ("", "-end")]
    assert names(laid / BACKUPS) == expected
    assert names(place(laid)) == expected
    for copy in list_copies(laid / BACKUPS):
        assert (place(laid) / copy.path.name).read_bytes() == copy.path.read_bytes()


def test_whoever_does_not_know_what_is_kept_forgets_nothing(
    laid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "LARGE", 1)
    for number in range(30):
        set_day(monkeypatch, FIRST + timedelta(days=number))
        write(laid, person(f"n{number}"))
    assert len({copy.day for copy in list_copies(laid / BACKUPS)}) == 30
    assert generations(laid / ARCHIVE / "attendance.json")[0] == 1


def test_a_desk_keeps_as_many_days_as_the_school_has_set(
    laid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        set_day(monkeypatch, FIRST + timedelta(days=number))
        write(laid, person(f"n{number}"))
    write(laid, Settings(copies_kept=3))
    set_day(monkeypatch, FIRST + timedelta(days=20))
    desk = desk_on(laid)
    desk.perform_now(sign_in("p1"), Actor("p1", Evidence.TYPED))
    assert desk.keeping == RetentionPeriods(3, 400)
    desk.close()
    assert {copy.day for copy in list_copies(laid / BACKUPS)} == {
        "2026-09-09", "2026-09-10", "2026-09-21"
    }  # fmt: skip


def test_a_clock_that_was_wrong_for_a_day_does_not_empty_the_folder(
    laid: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offsite_copies.set_folder(laid, stick)
    for number, day in enumerate([FIRST, date(2099, 1, 1), FIRST + timedelta(days=1)]):
        set_day(monkeypatch, day)
        work(laid, f"n{number}")
    assert {copy.day for copy in list_copies(laid / BACKUPS)} == {
        "2026-09-01", "2026-09-02", "2099-01-01"
    }  # fmt: skip
    assert offsite_copies.waiting_reason(laid, KEEPING.copies) is None


def test_a_copy_at_once_stands_beside_those_of_the_day(laid: Path) -> None:
    work(laid, "one")
    write(laid, person("two"))
    journal = maintenance.MaintainedJournal(laid / "attendance.json")
    journal.copy_now(KEEPING)
    journal.close(KEEPING)
    [asked] = [copy for copy in list_copies(laid / BACKUPS) if copy.kind.isdecimal()]
    found = read(asked.path).tables.rows["people"].values()
    assert {row["id"] for row in found} == {"p0", "p1", "p2", "one", "two"}


def test_files_and_folders_of_copies_are_for_this_account_alone(laid: Path, stick: Path) -> None:
    offsite_copies.set_folder(laid, stick)
    offsite_copies.set_passphrase(laid, WORDS)
    work(laid, "one")
    for folder in (laid / BACKUPS, place(laid)):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert (laid / offsite_copies.FILE).stat().st_mode & 0o777 == 0o600
    assert WORDS not in (laid / offsite_copies.FILE).read_text(encoding="utf-8")


# --- the second folder ---------------------------------------------------------------------------


def test_a_second_folder_must_be_there_and_not_lie_in_the_data_folder(
    laid: Path, stick: Path
) -> None:
    for wrong in (laid, laid / BACKUPS, stick / "nowhere"):
        with pytest.raises(Refused):
            offsite_copies.set_folder(laid, wrong)
    assert offsite_copies.read_settings(laid).path is None
    offsite_copies.set_folder(laid, stick)
    first = place(laid)
    offsite_copies.set_folder(laid, None)
    assert offsite_copies.read_settings(laid).path is None
    offsite_copies.set_folder(laid, stick)
    assert place(laid) == first


def test_a_stick_that_is_pulled_out_disturbs_nobody_and_catches_up_when_it_is_back(
    laid: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offsite_copies.set_folder(laid, stick)
    work(laid, "n0")
    stick.rename(stick.with_name("pocket"))
    for empty in (False, True):
        if empty:
            stick.mkdir()  # the place where it is mounted stays, on the machine's own disk
        set_day(monkeypatch, FIRST + timedelta(days=1 + empty))
        work(laid, f"without {empty}")
        told = offsite_copies.waiting_reason(laid)
        assert told is not None
        assert told.params["folder"] == str(stick)
    assert list(stick.iterdir()) == []
    assert len(names(laid / BACKUPS)) == 6
    stick.rmdir()
    stick.with_name("pocket").rename(stick)
    told = offsite_copies.waiting_reason(laid)
    assert told is not None
    assert "cause" not in told.params
    work(laid, "with")
    assert offsite_copies.waiting_reason(laid) is None
    assert names(place(laid)) == names(laid / BACKUPS)


def test_a_kiosk_that_runs_on_tries_the_second_folder_again_by_itself(
    laid: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offsite_copies.set_folder(laid, stick)
    stick.rename(stick.with_name("pocket"))
    monkeypatch.setattr(maintenance, "IDLE", 0.0)
    monkeypatch.setattr(maintenance, "RETRY", 0.0)
    store = open_store(laid)
    with store.transaction():
        store.append([put(person("n"))], ENTRY)
    store.run_maintenance(KEEPING)
    assert not store.is_maintenance_due()
    monkeypatch.setattr(maintenance, "SEND_RETRY", 0.0)
    with store.transaction():
        store.append([put(person("m"))], ENTRY)
    store.run_maintenance(KEEPING)
    assert store.is_maintenance_due()
    stick.with_name("pocket").rename(stick)
    store.run_maintenance(KEEPING)
    assert not store.is_maintenance_due()
    assert names(place(laid)) == names(laid / BACKUPS)
    # once all is there, a checkpoint costs no look at a slow stick until a copy is made again
    with store.transaction():
        store.append([put(person("o"))], ENTRY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(offsite_copies, "send_copies", lambda *_given: pytest.fail("looked"))
        store.run_maintenance(KEEPING)
    store.close(KEEPING)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("call", range(6))
def test_a_second_folder_that_fails_at_any_call_leaves_whole_copies_and_is_brought_up_to_date(
    laid: Path, stick: Path, call: int, error: int
) -> None:
    offsite_copies.set_folder(laid, stick)
    work(laid, "one", kept=None)
    whole = {copy.path.name: copy.path.read_bytes() for copy in list_copies(laid / BACKUPS)}
    shutil.rmtree(place(laid))
    place(laid).mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        Disk(patch).fail(lambda number: number >= call, error)
        try:
            offsite_copies.send_copies(laid, 5)
        except OSError:
            assert offsite_copies.waiting_reason(laid) is not None
    for copy in list_copies(place(laid)):
        assert copy.path.read_bytes() == whole[copy.path.name]
    offsite_copies.send_copies(laid, 5)
    assert offsite_copies.waiting_reason(laid) is None
    assert {path.name for path in place(laid).iterdir()} == set(whole)


def test_a_copy_that_was_altered_here_since_is_sent_again(laid: Path, stick: Path) -> None:
    offsite_copies.set_folder(laid, stick)
    work(laid, "one")
    first = list_copies(laid / BACKUPS)[0].path
    first.write_bytes(b'{"erased": {}}')
    os.utime(first, (first.stat().st_atime, first.stat().st_mtime + 60))
    assert offsite_copies.waiting_reason(laid) is not None
    offsite_copies.send_copies(laid, 5)
    assert (place(laid) / first.name).read_bytes() == b'{"erased": {}}'


def test_a_data_folder_that_lost_its_copies_takes_none_from_the_second_folder(
    laid: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offsite_copies.set_folder(laid, stick)
    work(laid, "one")
    shutil.rmtree(laid / BACKUPS)
    set_day(monkeypatch, FIRST + timedelta(days=1))
    work(laid, "two")
    assert {copy.day for copy in list_copies(place(laid))} == {"2026-09-01", "2026-09-02"}


def test_two_kiosks_share_a_stick_and_leave_what_is_not_theirs(
    laid: Path, stick: Path, tmp_path: Path
) -> None:
    (stick / "attendance-2001-01-01.json").write_text("not ours", encoding="utf-8")
    other = tmp_path / "other"
    shutil.copytree(laid, other)
    for folder in (laid, other):
        offsite_copies.set_folder(folder, stick)
        work(folder, folder.name)
    assert place(laid) != place(other)
    assert (stick / "attendance-2001-01-01.json").exists()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"to": 3}', b"\xff"])
def test_a_damaged_setting_is_said_and_stops_no_copy(laid: Path, data: bytes) -> None:
    (laid / offsite_copies.FILE).write_bytes(data)
    with pytest.raises(DataFolderError, match="cannot be read"):
        offsite_copies.read_settings(laid)
    work(laid, "one")
    assert len(names(laid / BACKUPS)) == 2
    assert offsite_copies.waiting_reason(laid) is not None
    assert (laid / offsite_copies.FILE).read_bytes() == data


# --- the passphrase ------------------------------------------------------------------------------


def test_what_leaves_is_encrypted_and_restored_with_the_passphrase_on_another_machine(
    laid: Path, stick: Path, tmp_path: Path
) -> None:
    offsite_copies.set_folder(laid, stick)
    offsite_copies.set_passphrase(laid, WORDS)
    work(laid, "one")
    found = list_copies(place(laid))
    assert [copy.is_encrypted for copy in found] == [True, True]
    assert b"people" not in found[0].path.read_bytes()
    assert [copy.is_encrypted for copy in list_copies(laid / BACKUPS)] == [False, False]
    elsewhere_else = tmp_path / "another"
    elsewhere_else.mkdir()
    with pytest.raises(DataFolderError, match="not the passphrase"):
        restore(elsewhere_else, found[-1].path, NOW, passphrase=lambda: "four wrong words here")
    with pytest.raises(DataFolderError, match="encrypted"):
        restore(elsewhere_else, found[-1].path, NOW)
    assert not (elsewhere_else / "attendance.json").exists()
    restore(elsewhere_else, found[-1].path, NOW, passphrase=lambda: WORDS)
    write(elsewhere_else, person("new"))
    assert [row["id"] for row in rows(elsewhere_else, "people")] == ["p0", "p1", "p2", "one", "new"]


def test_a_sealed_copy_that_is_cut_or_flipped_is_refused_and_all_stays(
    laid: Path, stick: Path
) -> None:
    offsite_copies.set_folder(laid, stick)
    offsite_copies.set_passphrase(laid, WORDS)
    work(laid, "one")
    path = list_copies(place(laid))[0].path
    whole, before = path.read_bytes(), stock(laid)
    flipped = whole[:-100] + bytes([whole[-100] ^ 1]) + whole[-99:]
    for data in (whole[:-1], whole[: len(whole) // 2], flipped):
        path.write_bytes(data)
        with pytest.raises(DataFolderError, match="damaged"):
            restore(laid, path, NOW, passphrase=lambda: WORDS)
    assert stock(laid) == before
    assert not list(laid.glob("attendance.aside-*"))


def test_a_passphrase_that_is_set_changed_or_taken_away_holds_for_all_copies(
    laid: Path, stick: Path
) -> None:
    offsite_copies.set_folder(laid, stick)
    work(laid, "one")
    with pytest.raises(Refused):
        offsite_copies.set_passphrase(laid, "elevenchars")
    plain = names(place(laid))
    sealed = [f"{name}.sealed" for name in plain]
    for words in (WORDS, "another three words"):
        offsite_copies.set_passphrase(laid, words)
        offsite_copies.send_copies(laid, 5)
        assert names(place(laid)) == sealed
    with pytest.raises(DataFolderError, match="not the passphrase"):
        restore(laid, list_copies(place(laid))[0].path, NOW, passphrase=lambda: WORDS)
    offsite_copies.set_passphrase(laid, None)
    offsite_copies.send_copies(laid, 5)
    assert names(place(laid)) == plain

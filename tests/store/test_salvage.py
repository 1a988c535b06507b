"""Whatever the folder, its archive or its copies still hold comes back at a repair."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.errors import DataFolderError
from kiosk.factory import assemble
from kiosk.store.copies import offsite_copies
from kiosk.store.erasure.erasure_scope import PersonScope
from kiosk.store.journal import migration
from kiosk.store.journal.file_names import (
    ARCHIVE,
    BACKUPS,
    ERASING,
    FILE,
    LOCK,
    generations,
    journal_path,
)
from kiosk.store.journal.journal import Journal
from kiosk.store.maintenance import MaintainedJournal, erase
from kiosk.store.repair import repair, restore
from kiosk.system.durable_files import path_beside
from tests.store import damage
from tests.store.damage import ALL, NOW, read, write


@pytest.fixture
def laid(tmp_path: Path) -> Path:
    """Return a folder of three days, the last of which was cut short."""
    damage.lay(tmp_path / "laid")
    return tmp_path / "laid"


def go_on(folder: Path) -> set[int]:
    """Write one more change and return what is there then."""
    program = Journal(folder / FILE)
    write(program, 999)
    program.close()
    return read(folder)


def test_no_kiosk_starts_on_a_folder_that_lacks_what_was_saved(laid: Path) -> None:
    last = journal_path(laid / FILE, generations(laid / FILE)[-1])
    *lines, _ = last.read_bytes().splitlines(keepends=True)
    last.write_bytes(b"".join(lines))
    with pytest.raises(DataFolderError, match="damaged") as told:
        assemble(laid)
    assert "kiosk repair" in told.value.reason.msgid


def test_every_kind_of_damage_leads_to_all_that_any_file_holds(tmp_path: Path) -> None:
    counts = damage.campaign(tmp_path, step=61)
    assert len(counts) == 3
    assert all(damaged >= 3 for damaged, _ in counts.values())


def test_a_checkpoint_whose_number_was_flipped_takes_nothing_from_the_journal(laid: Path) -> None:
    data = (laid / FILE).read_bytes()
    assert b'"seq":16' in data
    (laid / FILE).write_bytes(data.replace(b'"seq":16', b'"seq":56'))
    report = repair(laid, NOW)
    assert read(laid) == ALL
    assert (report.missing, report.altered) == ((), False)


def test_the_note_of_another_folder_is_no_dead_end(laid: Path) -> None:
    (laid / LOCK).write_bytes(b" " * 16 + b"0 00000090 0000000000000001\n")
    with pytest.raises(DataFolderError):
        go_on(laid)
    report = repair(laid, NOW)
    assert (report.saved, report.missing) == (len(ALL), ())
    assert go_on(laid) == ALL | {999}
    assert repair(laid, NOW).aside is None


def test_a_journal_that_was_removed_is_missed_though_the_checkpoint_checks(laid: Path) -> None:
    before = set(range(damage.DAYS * damage.CHANGES))
    for generation in generations(laid / FILE):
        journal_path(laid / FILE, generation).unlink()
    with pytest.raises(DataFolderError, match="damaged"):
        read(laid)
    with pytest.raises(DataFolderError, match="damaged"):
        go_on(laid)
    assert repair(laid, NOW).missing == ((len(before) + 1, len(ALL)),)
    assert go_on(laid) == before | {999}


def test_without_any_current_file_a_repair_takes_what_archive_and_copies_hold(laid: Path) -> None:
    before = set(range(damage.DAYS * damage.CHANGES))
    for path in laid.glob(f"{FILE}*"):
        path.unlink()
    assert repair(laid, NOW).missing == ((len(before) + 1, len(ALL)),)
    assert go_on(laid) == before | {999}
    assert repair(laid, NOW).aside is None


@pytest.mark.parametrize("kept", [ARCHIVE, BACKUPS])
def test_without_checkpoint_and_journal_archive_or_copies_suffice(laid: Path, kept: str) -> None:
    before = set(range(damage.DAYS * damage.CHANGES))
    (laid / FILE).write_bytes(b"\x00" * 100)
    for generation in generations(laid / FILE):
        journal_path(laid / FILE, generation).write_bytes(b"")
    for place in {ARCHIVE, BACKUPS} - {kept}:
        shutil.rmtree(laid / place)
    report = repair(laid, NOW)
    assert read(laid) >= before
    assert report.missing == ((len(before) + 1, len(ALL)),), "and the rest is named"
    assert go_on(laid) >= before | {999}


def test_a_copy_on_a_stick_counts_though_it_is_encrypted(laid: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    offsite_copies.set_folder(laid, stick)
    offsite_copies.set_passphrase(laid, "three short words")
    offsite_copies.send_copies(laid, None)
    for place in (ARCHIVE, BACKUPS):
        shutil.rmtree(laid / place)
    (laid / FILE).write_bytes(b"{")
    report = repair(laid, NOW)
    assert report.missing == ()
    assert report.sources[0].path.is_relative_to(stick)
    assert read(laid) == ALL


def test_the_report_says_what_was_taken_from_where(laid: Path) -> None:
    (laid / FILE).write_bytes(b"{")
    shutil.rmtree(laid / BACKUPS)
    report = repair(laid, NOW)
    assert [(source.path.name, source.first, source.last) for source in report.sources] == [
        ("attendance.json.j000001", 1, 16),
        ("attendance.json.j000002", 17, 25),
    ]


def test_an_earlier_school_in_the_folder_is_not_taken_for_this_one(tmp_path: Path) -> None:
    folder = tmp_path / "two"
    damage.lay(folder)
    for path in folder.glob("attendance.json*"):
        path.unlink()
    (folder / LOCK).unlink()
    program = MaintainedJournal(folder / FILE, clock=lambda: NOW + timedelta(days=1))
    write(program, 500)
    program.checkpoint()
    write(program, 501)
    (folder / FILE).write_bytes(b"{")
    assert repair(folder, NOW).missing == ()
    assert read(folder) == {500, 501}


def test_journals_that_an_erasure_has_rewritten_are_followed_all_the_same(laid: Path) -> None:
    program = MaintainedJournal(laid / FILE, clock=lambda: NOW)
    with program.transaction():
        person = {"id": "P1", "forename": "Anna", "surname": "Rees"}
        program.append([["put", "people", "1", person]], {})
    write(program, 100)
    program.checkpoint()
    program.close()
    report = erase(laid, PersonScope("P1"), NOW)
    assert report.rewritten
    program = MaintainedJournal(laid / FILE, clock=lambda: NOW)
    write(program, 101)
    (laid / FILE).write_bytes(b"{")
    assert repair(laid, NOW).missing == ()
    assert read(laid) == ALL | {100, 101}
    assert b"Rees" not in (laid / FILE).read_bytes()


def test_a_copy_with_what_came_later_stops_at_the_first_gap(laid: Path) -> None:
    first, *_ = sorted((laid / BACKUPS).iterdir())
    (laid / FILE).write_bytes(b"{")
    [archived] = sorted((laid / ARCHIVE).iterdir())
    archived.write_bytes(archived.read_bytes().replace(b'{"n":9}', b'{"n":8}'))
    done = restore(laid, first, NOW, with_later=True)
    assert done.later == 9 - damage.CHANGES
    assert read(laid) == set(range(9))


def test_a_folder_of_a_newer_version_is_not_repaired_by_an_older_one(
    laid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "FORMAT", migration.FORMAT - 1)
    with pytest.raises(DataFolderError, match="newer"):
        repair(laid, NOW)
    assert not list(laid.glob("attendance.aside-*"))


def test_the_name_in_an_erasure_that_never_began_does_not_stay(laid: Path) -> None:
    path_beside(laid / ERASING).write_text('{"chosen": {"names": ["Anna Rees"]}}')
    program = MaintainedJournal(laid / FILE, clock=lambda: NOW)
    assert program.state
    program.close()
    assert not path_beside(laid / ERASING).exists()

"""A journal that was cut or altered: what was said to be saved is there, or damage is said."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from tinydb import TinyDB
from tinydb.table import Document

from kiosk.errors import DataFolderError
from kiosk.store.database import Database
from kiosk.store.journal import migration, reader
from kiosk.store.journal.lines import read_line, write_line
from kiosk.store.journal.reader import JournalReader
from tests.store.faults import names

LINES = 3
JOURNAL = "attendance.json.j000001"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody moves anything while these tests read: no need to look again and again."""
    monkeypatch.setattr(reader, "ATTEMPTS", 2)


@pytest.fixture
def laid(tmp_path: Path) -> Path:
    """Return a folder whose only program was killed: a journal of three lines and no checkpoint."""
    folder = tmp_path / "laid"
    folder.mkdir()
    db = Database(folder / "attendance.json")
    for number in range(LINES):
        db.insert({"n": number})
    killed = tmp_path / "killed"
    shutil.copytree(folder, killed)
    db.close()
    return killed


def seen(folder: Path) -> list[int]:
    """Return what is there for a program that reads, and then is killed."""
    with closing(JournalReader(folder / "attendance.json")) as there:
        return [row["n"] for row in there.tables.rows.get("_default", {}).values()]


def written(folder: Path) -> list[int]:
    """Write one more, and return what is there then, for us and for who comes later."""
    with Database(folder / "attendance.json") as db:
        db.insert({"n": 99})
        found = [row["n"] for row in db]
    assert seen(folder) == found
    return found


def forget(folder: Path) -> None:
    """Make the lock file be as after a power cut: what it last said was never on the disk."""
    (folder / "attendance.lock").unlink()


def ends(data: bytes) -> list[int]:
    return [at + 1 for at, byte in enumerate(data) if byte == 10]


def copies(laid: Path, tmp_path: Path, count: int) -> Iterator[tuple[int, Path]]:
    for number in range(count):
        folder = tmp_path / "copy"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(laid, folder)
        yield number, folder


def test_a_journal_cut_anywhere_by_a_power_cut_goes_on_after_its_last_whole_line(
    laid: Path, tmp_path: Path
) -> None:
    data = (laid / JOURNAL).read_bytes()
    header, *lines = ends(data)
    for size, folder in copies(laid, tmp_path, len(data)):
        forget(folder)
        os.truncate(folder / JOURNAL, size)
        if size < header:
            with pytest.raises(DataFolderError, match="damaged"):
                written(folder)
            continue
        # a line that lacks only its newline is whole
        whole = [number for number, end in enumerate(lines) if size >= end - 1]
        assert written(folder) == [*whole, 99], size
        is_cut = size + 1 not in (header, *lines) and size not in (header, *lines)
        assert any(".torn-" in name for name in names(folder)) == is_cut


def test_a_journal_that_lacks_a_line_that_was_said_to_be_saved_is_damaged(
    laid: Path, tmp_path: Path
) -> None:
    data = (laid / JOURNAL).read_bytes()
    for size, folder in copies(laid, tmp_path, len(data) - 1):
        os.truncate(folder / JOURNAL, size)
        with pytest.raises(DataFolderError, match="damaged"):
            written(folder)
        assert (folder / JOURNAL).read_bytes() == data[:size]


@pytest.mark.parametrize("flip", [0x01, 0x20])
def test_a_flipped_byte_anywhere_is_damage_and_is_left_alone(
    laid: Path, tmp_path: Path, flip: int
) -> None:
    data = (laid / JOURNAL).read_bytes()
    for at, folder in copies(laid, tmp_path, len(data)):
        flipped = data[:at] + bytes([data[at] ^ flip]) + data[at + 1 :]
        (folder / JOURNAL).write_bytes(flipped)
        with pytest.raises(DataFolderError, match="damaged"):
            written(folder)
        assert (folder / JOURNAL).read_bytes() == flipped


def test_an_altered_last_line_is_no_torn_one_though_nobody_knows_that_it_was_saved(
    laid: Path,
) -> None:
    forget(laid)
    data = bytearray((laid / JOURNAL).read_bytes())
    data[-10] ^= 1
    (laid / JOURNAL).write_bytes(bytes(data))
    with pytest.raises(DataFolderError, match="damaged"):
        written(laid)
    assert (laid / JOURNAL).read_bytes() == data


def test_zeros_where_the_disk_had_not_written_yet_are_cut_off(laid: Path) -> None:
    forget(laid)
    with (laid / JOURNAL).open("ab") as file:
        file.write(b'{"crc":"' + b"\x00" * 8 + b"}\n")
    assert written(laid) == [*range(LINES), 99]


def test_zeros_before_a_good_line_are_damage(laid: Path) -> None:
    forget(laid)
    data = (laid / JOURNAL).read_bytes()
    at = ends(data)[2]
    (laid / JOURNAL).write_bytes(data[: at - 30] + b"\x00" * 29 + b"\n" + data[at:])
    with pytest.raises(DataFolderError, match="damaged"):
        seen(laid)


@pytest.mark.parametrize("odd", ["missing", "twice", "swapped"])
def test_lines_that_check_but_are_not_in_their_place_are_damage(laid: Path, odd: str) -> None:
    forget(laid)
    data = (laid / JOURNAL).read_bytes()
    cut = [0, *ends(data)]
    parts = [data[start:end] for start, end in pairwise(cut)]
    if odd == "missing":
        del parts[2]
    elif odd == "twice":
        parts.insert(2, parts[2])
    else:
        parts[2], parts[3] = parts[3], parts[2]
    (laid / JOURNAL).write_bytes(b"".join(parts))
    with pytest.raises(DataFolderError, match="damaged"):
        written(laid)


def test_a_line_of_another_history_is_damage_though_its_number_fits(
    laid: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(laid, other)
    for folder, first in ((laid, 10), (other, 20)):
        db = Database(folder / "attendance.json")
        for number in (first, first + 1):
            db.insert({"n": number})
    mixed = (laid / JOURNAL).read_bytes(), (other / JOURNAL).read_bytes()
    lines = [data.splitlines(keepends=True) for data in mixed]
    (laid / JOURNAL).write_bytes(b"".join([*lines[0][:-1], lines[1][-1]]))
    with pytest.raises(DataFolderError, match="damaged"):
        seen(laid)


def test_a_line_that_checks_is_no_torn_one_though_its_newline_is_missing(laid: Path) -> None:
    forget(laid)
    data = (laid / JOURNAL).read_bytes()
    doubled = data + data.splitlines()[2]
    (laid / JOURNAL).write_bytes(doubled)
    with pytest.raises(DataFolderError, match="damaged"):
        written(laid)
    assert (laid / JOURNAL).read_bytes() == doubled


def test_a_line_that_follows_but_has_the_wrong_number_is_damage(laid: Path) -> None:
    forget(laid)
    last = read_line((laid / JOURNAL).read_bytes().splitlines()[-1])
    assert last is not None
    odd = write_line(last.chain, last.seq + 2, {"ops": last.body["ops"]})
    with (laid / JOURNAL).open("ab") as file:
        file.write(odd)
    with pytest.raises(DataFolderError, match="damaged"):
        seen(laid)


def test_whoever_only_reads_cuts_nothing_and_does_not_judge_the_end(laid: Path) -> None:
    data = (laid / JOURNAL).read_bytes() + b'{"crc":"12'
    (laid / JOURNAL).write_bytes(data)
    assert seen(laid) == list(range(LINES))
    assert (laid / JOURNAL).read_bytes() == data


def test_whoever_only_read_leaves_a_plain_file_where_the_last_writer_was_killed(laid: Path) -> None:
    assert not (laid / "attendance.json").exists()
    with Database(laid / "attendance.json") as reader:
        assert len(reader) == LINES
    with TinyDB(laid / "attendance.json", access_mode="r") as plain:
        assert [row["n"] for row in plain] == list(range(LINES))
    written_at = (laid / "attendance.json").stat().st_mtime_ns
    with Database(laid / "attendance.json") as reader:
        assert len(reader) == LINES
    assert (laid / "attendance.json").stat().st_mtime_ns == written_at, "nothing was left to do"


def test_a_line_that_was_cut_back_after_another_had_read_it_is_forgotten(laid: Path) -> None:
    writer, reader = (Database(laid / "attendance.json") for _ in range(2))
    writer.insert({"n": 4})
    assert len(reader) == LINES + 1
    os.truncate(laid / JOURNAL, ends((laid / JOURNAL).read_bytes())[LINES])
    forget(laid)
    assert len(reader) == LINES
    reader.insert({"n": 5})
    assert written(laid) == [*range(LINES), 5, 99]


def test_a_byte_flipped_under_a_running_program_stops_it_before_it_writes(laid: Path) -> None:
    running = Database(laid / "attendance.json")
    running.insert({"n": 4})
    time.sleep(0.02)  # some systems give two changes of a file the same time
    data = bytearray((laid / JOURNAL).read_bytes())
    data[-20] ^= 1
    (laid / JOURNAL).write_bytes(bytes(data))
    with pytest.raises(DataFolderError):
        running.insert({"n": 5})
    assert (laid / JOURNAL).read_bytes() == data


@pytest.mark.parametrize("flip", [0x01])
def test_a_flipped_byte_in_the_checkpoint_is_damage(laid: Path, tmp_path: Path, flip: int) -> None:
    written(laid)
    data = (laid / "attendance.json").read_bytes()
    for at, folder in copies(laid, tmp_path, len(data)):
        (folder / "attendance.json").write_bytes(
            data[:at] + bytes([data[at] ^ flip]) + data[at + 1 :]
        )
        with pytest.raises(DataFolderError):
            written(folder)


def test_a_journal_that_is_gone_is_said(laid: Path) -> None:
    running = Database(laid / "attendance.json")
    running.insert({"n": 4})
    (laid / JOURNAL).rename(laid / "elsewhere")
    with pytest.raises(DataFolderError, match="is missing"):
        running.insert({"n": 5})
    (laid / "elsewhere").rename(laid / JOURNAL)
    running.insert({"n": 5})
    assert written(laid) == [*range(LINES), 4, 5, 99]


def test_a_journal_of_a_later_generation_without_the_one_before_it_is_damage(laid: Path) -> None:
    written(laid)
    (laid / JOURNAL).rename(laid / "attendance.json.j000003")
    with pytest.raises(DataFolderError, match="damaged"):
        seen(laid)


def test_a_file_alone_that_was_a_checkpoint_is_a_school_of_its_own(
    laid: Path, tmp_path: Path
) -> None:
    written(laid)
    (tmp_path / "new").mkdir()
    shutil.copy(laid / "attendance.json", tmp_path / "new")
    assert written(tmp_path / "new") == [*range(LINES), 99, 99]
    assert names(tmp_path / "new") == {"attendance.json", "attendance.json.j000002"}
    with Database(tmp_path / "new" / "attendance.json") as db:
        assert db.insert(Document({"n": 1}, doc_id=50)) == 50


def test_a_newer_version_is_refused(laid: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(laid)
    monkeypatch.setattr(migration, "FORMAT", migration.FORMAT - 1)
    with pytest.raises(DataFolderError, match="newer"):
        seen(laid)

"""Journals that a checkpoint has taken in are put away, and none of them is lost by that."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from kiosk.store.journal.archive import archive
from kiosk.store.journal.file_names import ARCHIVE, generations
from kiosk.store.maintenance import MaintainedJournal
from tests.store.faults import Disk

FILE = "attendance.json"


@pytest.fixture
def laid(tmp_path: Path) -> Path:
    """Return the file of a folder with three journals."""
    journal = MaintainedJournal(tmp_path / FILE)
    for number in ("1", "2", "3"):
        with journal.transaction():
            journal.begin_journal()
            journal.append([["put", "t", number, {}]], {})
    return tmp_path / FILE


def test_the_oldest_goes_first(laid: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    disk.fail(lambda number: number == 1, errno.EIO, "replace")
    with pytest.raises(OSError, match="error"):
        archive(laid, 3)
    assert generations(laid) == [2, 3]
    disk.mend()
    archive(laid, 3)
    assert generations(laid) == [3]
    assert generations(laid.parent / ARCHIVE / FILE) == [1, 2]


def test_one_of_an_earlier_school_is_not_written_over(laid: Path) -> None:
    folder = laid.parent / ARCHIVE
    folder.mkdir()
    first = laid.with_name(f"{FILE}.j000001").read_bytes()
    for number in ("", "-2"):
        (folder / f"{FILE}.j000001{number}").write_bytes(b"earlier")
    archive(laid, 2)
    assert (folder / f"{FILE}.j000001").read_bytes() == b"earlier"
    assert (folder / f"{FILE}.j000001-2").read_bytes() == b"earlier"
    assert (folder / f"{FILE}.j000001-3").read_bytes() == first

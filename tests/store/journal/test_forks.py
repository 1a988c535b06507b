"""A program that makes a copy of itself: both are programs of their own, with a lock each."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from kiosk.errors import Busy
from kiosk.store.journal.journal import Journal
from kiosk.store.journal.open_file import OpenFile

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no copies here")


def copy_that(does: Callable[[], bool]) -> BaseProcess:
    """Start a copy of this program that ends with 1 where it could do something, 0 where not."""
    copy = get_context("fork").Process(target=lambda: os._exit(int(does())))
    copy.start()
    return copy


def test_a_copy_of_a_program_waits_for_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "attendance.json", wait=0.05)
    with journal.transaction():
        journal.append([["put", "t", "1", {}]], {})
    told = get_context("fork").Event()

    def enters() -> bool:
        told.wait(60)
        with suppress(Busy), journal.transaction():
            return True
        return False

    copy = copy_that(enters)
    with journal.transaction():
        told.set()
        copy.join()
    assert copy.exitcode == 0
    copy = copy_that(enters)
    copy.join()
    assert copy.exitcode == 1


def test_a_copy_of_a_program_reads_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    file = OpenFile()
    ours = file.of(path, to_write=False)
    copy = copy_that(lambda: os.lseek(file.of(path, to_write=False), 5, os.SEEK_SET) == 5)
    copy.join()
    assert copy.exitcode == 1
    assert os.lseek(ours, 0, os.SEEK_CUR) == 0

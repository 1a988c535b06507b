"""Where files are looked for: what is listed, and paths as people type or drop them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kiosk.errors import DataFolderError, Refused
from kiosk.system.file_places import MOST, drives, list_folder, quick_places, typed_path
from kiosk.system.new_files import write_new_files

posix = pytest.mark.skipif(sys.platform == "win32", reason="paths as Unix writes them")


def test_a_folder_lists_its_folders_and_the_files_that_can_be_loaded(tmp_path: Path) -> None:
    for name in ("b.xlsx", "A.CSV", "notes.docx", ".hidden.csv", "~$b.xlsx", "ŵ.csv"):
        (tmp_path / name).write_text("x" * 5_000)
    (tmp_path / "Zed").mkdir()
    (tmp_path / ".git").mkdir()
    found = list_folder(tmp_path, (".csv", ".xlsx"))
    assert [one.path.name for one in found] == ["Zed", "A.CSV", "b.xlsx", "ŵ.csv"]
    assert [one.is_folder for one in found] == [True, False, False, False]
    assert found[1].size == 5_000
    assert found[1].changed is not None


def test_the_first_by_name_are_listed_of_a_folder_with_more_files_than_anybody_looks_through(
    tmp_path: Path,
) -> None:
    for number in range(MOST + 1):
        (tmp_path / f"{number:05}.csv").touch()
        (tmp_path / f"{number:05}.jpg").touch()
    found = [one.path.name for one in list_folder(tmp_path, (".csv",))]
    assert (len(found), found[0], found[-1]) == (MOST, "00000.csv", f"{MOST - 1:05}.csv")


@posix
def test_a_broken_link_and_a_folder_that_is_gone_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "nowhere")
    assert [one.path.name for one in list_folder(tmp_path, (".csv",))] == ["link.csv"]
    with pytest.raises(DataFolderError):
        list_folder(tmp_path / "gone", ())


@posix
def test_a_usb_stick_is_found_below_the_accounts_folder(tmp_path: Path) -> None:
    (tmp_path / "media" / "STICK").mkdir(parents=True)
    assert drives([str(tmp_path / "media"), str(tmp_path / "none")]) == [
        tmp_path / "media" / "STICK"
    ]


def test_the_accounts_own_folders_that_are_there_are_offered(tmp_path: Path) -> None:
    (tmp_path / "Downloads").mkdir()
    own = [one.path for one in quick_places(tmp_path) if not one.is_drive]
    assert own == [tmp_path / "Downloads", tmp_path]


@posix
@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/a/b.csv", "/a/b.csv"), (" '/a/my file.csv' ", "/a/my file.csv"),
        ('"/a/b.csv"', "/a/b.csv"), ("/a/my\\ file.csv", "/a/my file.csv"),
        ("file:///a/my%20file%C3%AD.csv", "/a/my fileí.csv"),
        ("/a/Staff\\ \\(2\\).csv", "/a/Staff (2).csv"), ("“/a/b.csv”", "/a/b.csv"),
        ("'/a/Mam'\\''s list.csv'", "/a/Mam's list.csv"),
        ("/a/Mam's list.csv", "/a/Mam's list.csv"),
        ("file:/a/b#1.csv", "/a/b#1.csv"), ("file://localhost/a/b.csv", "/a/b.csv"),
    ],
)  # fmt: skip
def test_a_path_is_taken_as_it_is_typed_or_dropped(typed: str, path: str) -> None:
    assert typed_path(typed) == Path(path)


@posix
def test_a_relative_path_begins_in_the_accounts_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/kiosk")
    assert typed_path("~/staff.csv") == typed_path("staff.csv") == Path("/home/kiosk/staff.csv")


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine")
    with pytest.raises(Refused):
        write_new_files(tmp_path, {"a": b"1", "b": b"2"})
    assert not (tmp_path / "a").exists()
    assert write_new_files(tmp_path / "new", {"a": b"1"}) == [tmp_path / "new" / "a"]
    with pytest.raises(Refused):  # not even whether it is there can be seen
        write_new_files(tmp_path, {"a" * 300: b"1"})


@posix
@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Refused):
        write_new_files(tmp_path, {"a": b"1"})

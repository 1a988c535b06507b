"""What a command turns into a sentence stands in the log as well, if it is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import commands, day_pages
from kiosk.commands.context import CommandContext
from tests.commands.conftest import Shell


def log(shell: Shell) -> str:
    path = shell.folder / "kiosk.log"
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.parametrize(
    ("error", "noted"),
    [
        (KeyError("Siân Jones"), "KeyError"),
        (PermissionError(13, "Permission denied", "/home/sian jones/x"), "PermissionError 13"),
    ],
)
def test_an_unexpected_error_is_noted_without_anybody_s_name(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch, error: Exception, noted: str
) -> None:
    def fail(_call: CommandContext) -> None:
        raise error

    monkeypatch.setattr(commands, "load_function", lambda _where: fail)
    assert kiosk("people").status == 1
    assert noted in log(kiosk)
    assert "kiosk.commands:" in log(kiosk)
    assert "jones" not in log(kiosk).casefold()


def test_pages_that_cannot_be_written_are_noted(kiosk: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert kiosk("print", "codes", "--out", str(tmp_path / "file")).status == 1
    assert "CannotPrint '{file} cannot be written: {cause}.'" in log(kiosk)
    assert "caused by" in log(kiosk)


def test_an_error_in_the_layout_of_a_page_is_noted(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_pages, "write_for_all", lambda *_: 1 / 0)
    assert "ZeroDivisionError" in kiosk("print", "codes").sentence
    assert "ZeroDivisionError" in log(kiosk)


def test_damaged_data_is_noted(kiosk: Shell) -> None:
    (kiosk.folder / "attendance.json").write_text("{")
    assert kiosk("backups").status == 0
    assert log(kiosk).count("DataFolderError") == 1
    assert kiosk("people").status == 1
    assert log(kiosk).count("DataFolderError") == 2


@pytest.mark.parametrize(
    "words", ["sign-in nobody", "load staff {file}", "people --day soon", "nonsense", "demo"]
)
def test_what_is_asked_wrongly_is_no_fault(kiosk: Shell, tmp_path: Path, words: str) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("id,forename\n")
    assert kiosk(*words.format(file=file).split()).status in (1, 2)
    assert log(kiosk) == ""


def test_a_folder_of_other_things_gets_no_log(empty: Shell) -> None:
    empty.folder.mkdir()
    (empty.folder / "letter.txt").write_text("Dear all")
    assert empty("people").status == 1
    assert empty("restore", "nothing").status == 1
    assert [path.name for path in empty.folder.iterdir()] == ["letter.txt"]

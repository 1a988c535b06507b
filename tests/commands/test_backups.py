"""`kiosk backups`, and `kiosk restore` of an encrypted copy."""

from __future__ import annotations

import errno
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Shell
from tests.store.faults import Disk

WORDS = "tair gafr wen gynffonwen"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give the next commands these lines on standard input, which is then no terminal."""

    def pipe(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return pipe


def sealed(stick: Path) -> list[Path]:
    return sorted(stick.glob("inset-kiosk-*/*.sealed"))


def test_the_copies_are_listed_and_that_there_is_no_second_folder(kiosk: Shell) -> None:
    result = kiosk("backups")
    assert result.status == 0
    [heading, line] = result.out.splitlines()
    assert heading.split() == ["Day", "Taken", "KB", "Form", "File"]
    assert "  first change  " in line
    assert "  plain  " in line
    assert str(kiosk.folder / "attendance.backups" / "attendance-2") in line
    assert "All copies are on this disk" in result.err


def test_on_a_disk_that_cannot_be_written_to_the_copies_are_listed_all_the_same(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    Disk(monkeypatch).fail(lambda _number: True, errno.EROFS, "open")
    result = kiosk("backups")
    assert result.status == 0
    assert "  first change  " in result.out
    assert "cannot be written to" in result.err
    assert kiosk("backups", "--now").status == 1


def test_a_second_folder_has_the_copies_at_once_and_is_said_to_be_plain(
    kiosk: Shell, stick: Path
) -> None:
    result = kiosk("backups", "--to", str(stick))
    assert [str(stick) in line for line in result.out.splitlines()] == [False, False, True]
    assert "not encrypted" in result.err
    result = kiosk("backups", "--only-here")
    assert str(stick) not in result.out
    assert list(stick.glob("*/*.json"))


def test_a_copy_at_once_is_one_more(kiosk: Shell) -> None:
    before = len(kiosk("backups").out.splitlines())
    kiosk("sign-in", "TAI")
    lines = kiosk("backups", "--now").out.splitlines()
    assert len(lines) == before + 1
    day, taken, size, *_ = re.split("  +", lines[-1])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    assert re.fullmatch(r"\d\d:\d\d:\d\d", taken)
    assert size.isdecimal()


def test_a_second_folder_that_is_not_there_is_said(kiosk: Shell, stick: Path) -> None:
    assert "it is missing" in kiosk("backups", "--to", str(stick / "no")).sentence
    kiosk("backups", "--to", str(stick))
    stick.rename(stick.with_name("pocket"))
    result = kiosk("backups", "--now")
    assert result.status == 0
    assert f"Copies can't reach the second folder {stick} yet: it is missing." in result.err
    stick.with_name("pocket").rename(stick)
    assert "can't reach" not in kiosk("backups").err


def test_with_a_passphrase_copies_are_encrypted_and_restored_with_it(
    kiosk: Shell, stick: Path, typed: Callable[[str], None]
) -> None:
    typed(WORDS + "\n")
    result = kiosk("backups", "--to", str(stick), "--passphrase")
    assert (result.status, result.err) == (0, "")
    [copy] = sealed(stick)
    assert "encrypted" in result.out
    kiosk("sign-in", "TAI")
    typed("not these words\n")
    assert "not the passphrase" in kiosk("restore", str(copy)).sentence
    typed("")
    assert kiosk("restore", str(copy)).sentence == "No passphrase was given."
    assert kiosk("history", "TAI", "--json").json
    typed(WORDS + "\r\n")
    assert "The copy is in place" in kiosk("restore", str(copy)).out
    kept = [entry["decision"] for entry in kiosk("history", "TAI", "--json").json]
    assert kept == ["create_sample", "sign_in"]
    assert not any(one["on_site"] for one in kiosk("people", "--find", "TAI", "--json").json)
    assert kiosk("sign-in", "TAI").status == 0


def test_encrypting_no_longer_leaves_plain_copies(
    kiosk: Shell, stick: Path, typed: Callable[[str], None]
) -> None:
    typed(WORDS)
    kiosk("backups", "--to", str(stick), "--passphrase")
    assert "not encrypted" in kiosk("backups", "--no-passphrase").err
    assert not sealed(stick)


def test_a_passphrase_that_is_too_short_changes_nothing(
    kiosk: Shell, typed: Callable[[str], None]
) -> None:
    typed("short\n")
    assert "at least 12 characters" in kiosk("backups", "--passphrase").sentence
    assert not (kiosk.folder / "backups.json").exists()


@pytest.mark.parametrize(("second", "status"), [(WORDS, 0), ("another", 1)])
def test_at_a_terminal_a_passphrase_is_asked_twice_and_not_shown(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch, second: str, status: int
) -> None:
    answers, asked = [WORDS, second], list[str]()

    def getpass(prompt: str, _stream: object) -> str:
        asked.append(prompt)
        return answers.pop(0)

    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    monkeypatch.setattr("getpass.getpass", getpass)
    assert kiosk("backups", "--passphrase").status == status
    assert asked == ["New passphrase: ", "Once more: "]
    assert (kiosk.folder / "backups.json").exists() == (status == 0)


def test_the_copies_of_a_damaged_school_are_listed_and_why_it_is_so(kiosk: Shell) -> None:
    (kiosk.folder / "attendance.json").write_bytes(b"{")
    result = kiosk("backups")
    assert result.status == 0
    assert "attendance-2" in result.out
    assert "damaged" in result.err
    assert "damaged" in kiosk("backups", "--now").sentence


def test_where_there_is_no_school_there_are_no_copies(empty: Shell) -> None:
    assert "no school" in empty("backups").sentence
    assert not empty.folder.exists()


def test_a_folder_that_others_can_read_is_said_when_loading_and_with_the_copies(
    own: Callable[..., Shell], tmp_path: Path
) -> None:
    kiosk = own("nia,Nia,Rhys,teacher")
    assert kiosk("load", "staff", str(tmp_path / "staff.csv")).err == ""
    kiosk.folder.chmod(0o755)
    for words in (["load", "staff", str(tmp_path / "staff.csv")], ["backups"]):
        result = kiosk(*words)
        assert result.status == 0
        assert "Other accounts on this machine can read" in result.err

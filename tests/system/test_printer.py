"""Sending a page to a printer of the machine: a stand-in for `lp` notes what it is asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.errors import CannotPrint
from kiosk.system.printer import send_to_printer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no lp")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "roll-2026-09-01-lunch.pdf"
    path.write_bytes(b"%PDF")
    return path


def with_lp(folder: Path, monkeypatch: pytest.MonkeyPatch, status: int = 0) -> Path:
    """Put an `lp` first on the path; return the file into which it writes what it is given."""
    asked, program = folder / "asked", folder / "bin" / "lp"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {asked}\nexit {status}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return asked


def test_the_page_goes_to_the_printer_by_its_name(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = with_lp(tmp_path, monkeypatch)
    send_to_printer(page, "Office 2")
    given = asked.read_text().splitlines()
    how = ["-o", "media=A4", "-o", "sides=one-sided"]
    assert given == ["-d", "Office 2", "-t", "roll", *how, str(page)]


def test_a_small_page_is_printed_on_small_paper(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = with_lp(tmp_path, monkeypatch)
    send_to_printer(page, "Office", "A5")
    assert "media=A5" in asked.read_text().splitlines()


def test_a_printer_that_does_not_take_it_is_said_with_the_file(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_lp(tmp_path, monkeypatch, status=1)
    with pytest.raises(CannotPrint, match="did not take it"):
        send_to_printer(page, "Office")


def test_a_machine_without_lp_says_so(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotPrint, match="cannot send to a printer"):
        send_to_printer(page, "Office")

"""What the kiosk writes is for its account alone, whatever the system's default; else nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import Shell

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")


@pytest.fixture(autouse=True)
def _open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_file_and_folder_is_for_this_account_only(
    empty: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = Shell(tmp_path / "new" / "deep" / "school", capsys)
    assert empty("demo", "--load-only").status == 0
    (tmp_path / "stick").mkdir()
    for words in (
        "sign-in SJO", "mark SJO BRIEF present", "print certificates", "print codes",
        f"print slips --out {tmp_path}/new/pages/of/today", "people --left",
        f"export person SJO {tmp_path}/new/sjo.json", f"backups --now --to {tmp_path}/stick",
    ):  # fmt: skip
        assert empty(*words.split()).status == 0
    (empty.folder / "attendance.json").write_bytes(b"{")
    empty("people")
    empty("repair")
    empty.pass_time(days=1)
    empty("demo", "--load-only")
    written = [*(tmp_path / "new").rglob("*"), *(tmp_path / "stick").rglob("*")]
    assert {path.suffix for path in written} >= {".pdf", ".json", ".log"}
    wrong = {
        path.name: oct(mode(path))
        for path in (tmp_path / "new", *written)
        if mode(path) != (0o700 if path.is_dir() else 0o600)
    }
    assert wrong == {}


def test_a_folder_that_is_there_keeps_its_mode(kiosk: Shell, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    old = shared / "codes-2026-09-01.pdf"
    old.write_bytes(b"older")
    shared.chmod(0o755)
    assert kiosk("print", "codes", "--out", str(shared)).status == 0
    assert mode(shared) == 0o755
    assert mode(old) == 0o600
    assert old.read_bytes().startswith(b"%PDF")

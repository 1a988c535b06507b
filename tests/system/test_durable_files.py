"""Files put in place of others, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.system.durable_files import replacing


def test_a_file_that_another_program_made_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    late = replacing(path, only_new=True)
    late.__enter__().write(b"late")
    path.write_bytes(b"first")
    with pytest.raises(FileExistsError):
        late.__exit__(None, None, None)
    assert path.read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == ["page.pdf"]


def test_a_file_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    with replacing(path, only_new=True) as out:
        out.write(b"first")
    assert path.read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == ["page.pdf"]

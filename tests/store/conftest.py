"""Folders that take a while to lay, laid once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store import maintenance
from kiosk.store.database import Database
from tests.store.remembering import remembered


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every checkpoint begin a journal, so that there is an archive."""
    monkeypatch.setattr(maintenance, "LARGE", 10)


@pytest.fixture(scope="session")
def _laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(maintenance, "LARGE", 10)
        return remembered(tmp_path_factory.mktemp("laid") / "folder")


@pytest.fixture
def full(_laid: Path, tmp_path: Path, small: None) -> Path:
    """Return a folder that has somebody in every file."""
    del small
    return Path(shutil.copytree(_laid, tmp_path / "folder"))


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "attendance.json") as made:
        made.insert_multiple({"int": 1, "char": char} for char in "abc")
        yield made

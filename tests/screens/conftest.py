"""The schools that the screens are shown with, and how long Textual's pilot waits."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.demo import open_demo
from tests.screens.kiosks import TRUE_TIME


@pytest.fixture(autouse=True)
def _quick_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot look more often whether the app is at rest."""
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 1 / 200)


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laid") / "demo"
    open_demo(folder, lambda: TRUE_TIME).close()
    return folder


@pytest.fixture
def sample(laid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a sample school, just laid; its path is the same on every machine."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(laid, "demo")
    return Path("demo")

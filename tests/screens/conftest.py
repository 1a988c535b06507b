"""Fixtures for tests of screens: the sample school, a quick pilot, and rare garbage collection."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from kiosk.app import KioskApp
from kiosk.sample.school import open_demo
from tests.screens.idle import quick_pilot
from tests.screens.kiosks import TRUE_TIME
from tests.store.faults import FLUSHES

Failing: TypeAlias = Callable[[], None]


@pytest.fixture(autouse=True)
def _quick_pilot() -> Iterator[None]:
    """Let the pilot wait no longer than it must, and no less."""
    with quick_pilot():
        yield


@pytest.fixture(autouse=True)
def _shown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each change be drawn at once, and not at most so many a second."""
    monkeypatch.setattr("kiosk.app.REDRAW_INTERVAL", 0.0)


@pytest.fixture(autouse=True)
def _collected_seldom(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Collect garbage now and then, between tests: an app makes a hundred thousand objects.

    What an app freezes after its first paint would never be collected.
    """
    monkeypatch.setattr("kiosk.app.begin_collecting", lambda: None)
    monkeypatch.setattr(KioskApp, "_collect_garbage", lambda _app: None)
    gc.disable()
    yield
    gc.enable()
    if gc.get_count()[0] > ENOUGH:
        gc.collect()


ENOUGH = 1_000_000
"""The number of new objects that is worth a garbage collection."""


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laid") / "demo"
    open_demo(folder, lambda: TRUE_TIME).close()
    return folder


@pytest.fixture
def sample(laid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh sample school's folder; its relative path is the same on every machine."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(laid, "demo")
    return Path("demo")


@pytest.fixture
def nothing_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A relative path at which there is no school."""
    monkeypatch.chdir(tmp_path)
    return Path("school")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Returns a function that makes every later flush fail, as a full disk does."""
    return lambda: fill_disk(monkeypatch)


def fill_disk(patch: pytest.MonkeyPatch) -> None:
    """Let every later flush fail."""
    for name in FLUSHES:
        patch.setattr(f"os.{name}", _no_room)


def _no_room(_: int) -> None:
    raise OSError(28, "No space left on device")

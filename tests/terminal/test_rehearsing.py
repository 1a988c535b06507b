"""A rehearsal in a real terminal: it says so on its screens, survives a crash, and goes."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path

import pytest

from kiosk.sample.pin import DEMO_PIN
from kiosk.system.rehearsal_folder import rehearsal_folder
from tests.terminal.terminal import kiosk, lay_in_english, terminal

pytestmark = pytest.mark.system
MARK = "Rehearsal: nothing here is kept"


def test_a_rehearsal_says_so_and_leaves_nothing_also_when_it_crashed(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    lay_in_english(folder, "08:20")
    (folder / "demo.json").unlink()
    day = date.today().isoformat()
    with terminal(tmp_path) as screen:
        screen.start(kiosk("rehearse", "--day", day, "--busy", "--data", folder))
        screen.sees(MARK, "Start typing your name")
        os.kill(screen.program(), signal.SIGKILL)
        screen.sees(MARK, "The kiosk had to restart.")
        screen.press("F9")
        screen.sees("Professional tutor")
        screen.type(DEMO_PIN)
        screen.press("Enter")
        screen.sees(MARK, "Live board")
        screen.press("q")
        screen.sees("Close the kiosk?")
        screen.press("Right", "Enter")
        screen.sees("The rehearsal has ended", "ended with 0")
    assert not rehearsal_folder(folder).exists()

"""No key of a real terminal ends, stops or freezes the kiosk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system.terminal import kiosk, run, terminal

pytestmark = pytest.mark.system

HOSTILE = [*(f"C-{letter}" for letter in "qcdzspwxvgyou\\]_^"), "F12", "M-F4", "C-PageUp"]
"""By tmux's names: what ends, suspends or stops the output of programs elsewhere."""


def test_the_queue_goes_on_whatever_is_pressed(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    run("demo", "--data", folder, "--load-only", "--at", "08:20")
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        for key in HOSTILE:
            screen.press(key)
        screen.type("nia fer")
        screen.sees("Nia ferch Dafydd")
        screen.press("Enter")
        screen.sees("✓ Nia ferch Dafydd signed in at")
        screen.press("Enter")
        screen.sees("IN SINCE")
        for key in HOSTILE:
            screen.press(key)
        screen.press("Escape", "Escape", "Escape")
        screen.sees("Who are you?")
        assert "ended with" not in screen.screen()

"""No key of a real terminal ends, stops or freezes the kiosk."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.system.terminal import PATIENCE, kiosk, run, terminal

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


@pytest.mark.parametrize("asked", [None, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_when_its_terminal_is_closed_or_the_system_asks(
    tmp_path: Path, asked: signal.Signals | None
) -> None:
    folder = tmp_path / "demo"
    run("demo", "--data", folder, "--load-only", "--at", "08:20")
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        program = screen.program()
        if asked is not None:
            os.kill(program, asked)
            _is_gone(program)
            assert "Traceback" not in screen.screen()
    _is_gone(program)
    assert "on_site" in run("people", "--data", folder, "--json")


def _is_gone(program: int) -> None:
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{program}").exists():
        assert time.monotonic() < end, "it is still there"
        time.sleep(0.05)

"""No key of a real terminal ends, stops or freezes the kiosk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.terminal.terminal import PATIENCE, kiosk, lay_in_english, run, terminal

pytestmark = pytest.mark.system

HOSTILE = [*(f"C-{letter}" for letter in "qcdzspwxvgyou\\]_^"), "F12", "M-F4", "C-PageUp"]
"""By tmux's names: what ends, suspends or stops the output of programs elsewhere."""


def test_the_queue_goes_on_whatever_is_pressed(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    lay_in_english(folder, "08:20")
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        for key in HOSTILE:
            screen.press(key)
        screen.press("Escape")  # one of them opens the help
        time.sleep(0.5)  # C-u and C-w reach the box after letters that follow at once
        screen.type("nia fer")
        screen.sees("Nia ferch Dafydd")
        screen.press("Enter")
        screen.sees("✓ Nia ferch Dafydd", "Signed in at")
        screen.press("Enter")
        screen.sees("● In school since")
        for key in HOSTILE:
            screen.press(key)
        screen.press("Escape", "Escape", "Escape")
        screen.sees("Type your name to sign in")
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
            _is_dismissed(program)
            assert "Traceback" not in screen.screen()
        watcher = screen.watcher() if asked is None else program
    _is_dismissed(program)
    _is_dismissed(watcher)
    assert "on_site" in run("people", "--data", folder, "--json")


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_what_watches_it_does_not_end_alone(tmp_path: Path, asked: signal.Signals) -> None:
    folder = tmp_path / "demo"
    run("demo", "--data", folder, "--load-only", "--at", "08:20")
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        program, watcher = screen.program(), screen.watcher()
        os.kill(watcher, asked)
        _is_dismissed(program)
        _is_dismissed(watcher)
        if asked != signal.SIGKILL:
            screen.sees("ended with 0")
        assert "Traceback" not in screen.screen()
        assert screen.is_in_order()
    assert not (folder / "kiosk.log").exists()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGCONT])
def test_what_a_key_could_raise_moves_neither_it_nor_what_watches_it(
    tmp_path: Path, sent: signal.Signals
) -> None:
    folder = tmp_path / "demo"
    run("demo", "--data", folder, "--load-only", "--at", "08:20")
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        for process in (screen.program(), screen.watcher()):
            os.kill(process, sent)
        screen.type("nia fer")
        screen.sees("Nia ferch Dafydd")
        screen.press("Enter")
        assert "Signed in at" in screen.sees("✓ Nia ferch Dafydd", "Signed in at")


def test_a_kiosk_that_hangs_is_ended_when_the_system_asks(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    run("demo", "--data", folder, "--load-only", "--at", "08:20")
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        program, watcher = screen.program(), screen.watcher()
        os.kill(program, signal.SIGSTOP)
        os.kill(watcher, signal.SIGTERM)
        _is_dismissed(program)
        _is_dismissed(watcher)
        assert screen.is_in_order()


NO_ROOM = """
import os
import sys
from kiosk.cli import main

fork, forked = os.fork, []

def fails():
    forked.append(1)
    if len(forked) > 1:
        raise OSError(12, "Cannot allocate memory")
    return fork()

os.fork = fails
sys.exit(main(sys.argv[1:]))
"""


def test_where_there_is_no_room_for_another_the_terminal_is_given_back(tmp_path: Path) -> None:
    folder, script = tmp_path / "demo", tmp_path / "no_room.py"
    run("demo", "--data", folder, "--load-only", "--at", "08:20")
    script.write_text(NO_ROOM)
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start([sys.executable, str(script), "demo", "--data", str(folder)])
        screen.sees("Start typing your name")
        os.kill(screen.program(), signal.SIGKILL)
        screen.sees("ended with 1")
        assert "Traceback" not in screen.screen()
        assert screen.is_in_order()


TOO_LATE = """
from kiosk.system.supervisor import _Watcher

watcher = object.__new__(_Watcher)
watcher._child = 0
watcher._kill(14, None)
print("goes on")
"""


def test_the_alarm_that_comes_when_the_kiosk_has_ended_ends_nobody_else() -> None:
    alone = subprocess.run(
        [sys.executable, "-c", TOO_LATE], stdout=subprocess.PIPE, start_new_session=True
    )
    assert alone.stdout == b"goes on\n"


def _is_dismissed(program: int) -> None:
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{program}").exists():
        assert time.monotonic() < end, "it is still there"
        time.sleep(0.05)

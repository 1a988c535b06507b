"""An error, or a sudden death: nobody sees a traceback, and the kiosk begins again by itself."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from kiosk.sample.pin import DEMO_PIN
from kiosk.system.supervisor import MAX_DEATHS
from tests.terminal.terminal import PATIENCE, run, terminal
from tests.terminal.test_a_day import moves_to

pytestmark = pytest.mark.system

BROKEN = """
import sys
from pathlib import Path
from kiosk.cli import main
from kiosk.factory import Kiosk
from kiosk.screens.welcome import WelcomeScreen

begun, begin = Path(sys.argv.pop(1)), Kiosk.app

def begins(self, language, **options):
    begun.write_text(begun.read_text() + "begun ")
    return begin(self, language, **options)

def fails(self, event):
    if event.key == "f11":
        secret = "what is in memory"
        raise ZeroDivisionError(secret)

Kiosk.app = begins
WelcomeScreen.on_key = fails
sys.exit(main(sys.argv[1:]))
"""


def test_after_an_error_the_queue_goes_on(tmp_path: Path) -> None:
    folder, begun, script = tmp_path / "demo", tmp_path / "begun", tmp_path / "broken.py"
    run("demo", "--data", folder, "--load-only")
    begun.write_text("")
    script.write_text(BROKEN)
    with terminal(tmp_path) as screen:
        screen.start([sys.executable, str(script), str(begun), "demo", "--data", str(folder)])
        for times, (typed, name) in enumerate(PEOPLE, 1):
            screen.sees("Start typing your name")
            screen.press("F11")  # which ends the screens by an error
            begins_again(begun, times + 1)
            shown = screen.sees("Start typing your name", "The kiosk had to restart.")
            assert "Traceback" not in shown
            assert "what is in memory" not in shown
            screen.type(typed)
            screen.sees(name)
            screen.press("Enter")
            screen.sees(f"✓ {name}", "Signed in at")
    log = (folder / "kiosk.log").read_text()
    assert log.count("ZeroDivisionError") == len(PEOPLE)
    assert "what is in memory" not in log
    found = json.loads(run("people", "--data", folder, "--json"))
    assert {"RAD", "NIA"} <= {one["id"] for one in found if one["on_site"]}


DYING = """
import os, signal, sys
from pathlib import Path
from kiosk.cli import main
from kiosk.screens.welcome import WelcomeScreen

HOW = {
    "f4": lambda: os.kill(os.getpid(), signal.SIGSEGV), "f5": os.abort, "f6": lambda: os._exit(7),
    "f7": lambda: os.kill(os.getpid(), signal.SIGKILL), "f11": lambda: 1 / 0,
}
WelcomeScreen.on_key = lambda self, event: HOW.get(event.key, int)()
sys.exit(main(sys.argv[1:]))
"""
DEATHS = {"F4": "signal 11", "F5": "signal 6", "F6": "status 7", "F7": "signal 9"}


def test_however_it_dies_the_queue_goes_on(tmp_path: Path) -> None:
    folder, script = tmp_path / "demo", tmp_path / "dying.py"
    run("demo", "--data", folder, "--load-only", "--at", "08:20")
    script.write_text(DYING)
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start([sys.executable, str(script), "demo", "--data", str(folder), "--at", "08:30"])
        screen.sees("Start typing your name")
        moves_to(folder, "08:50")
        for key, how in DEATHS.items():
            screen.press(key)
            screen.logs(folder, f"started again after {how}")
            screen.sees("Start typing your name", "The kiosk had to restart.")
        screen.type("rhian ad")
        screen.sees("Rhian Adeyemi")
        screen.press("Enter")
        screen.sees("✓ Rhian Adeyemi", "Signed in at 08:5")  # not put back to where it began
        screen.press("F9")
        screen.sees("PIN")
        screen.type(DEMO_PIN)
        screen.press("Enter")
        screen.sees("Live board")
        screen.press("q")
        screen.sees("Close the kiosk?")
        screen.press("Right", "Enter")
        screen.sees("ended with 0")
        assert screen.is_in_order()


@pytest.mark.parametrize(("key", "how"), [("F7", "started again after signal 9"), ("F11", "Zero")])
def test_what_is_typed_while_it_starts_again_is_not_taken_for_the_next_screen(
    tmp_path: Path, key: str, how: str
) -> None:
    folder, script = tmp_path / "demo", tmp_path / "dying.py"
    run("demo", "--data", folder, "--load-only", "--at", "08:20")
    script.write_text(DYING)
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start([sys.executable, str(script), "demo", "--data", str(folder)])
        screen.sees("Start typing your name")
        screen.press(key)
        screen.logs(folder, how)
        screen.type("rhian ad")
        screen.press("C-c", "C-z", "C-\\", "Enter")
        screen.sees("Start typing your name", "The kiosk had to restart.")
        screen.type("nia fer")
        screen.sees("Nia ferch Dafydd")
        screen.press("Enter")
        screen.sees("✓ Nia ferch Dafydd", "Signed in at")
    assert not any(
        one["on_site"]
        for one in json.loads(run("people", "--data", folder, "--json"))
        if one["id"] == "RAD"
    )


def test_if_it_dies_again_and_again_it_says_so_and_leaves_the_terminal_in_order(
    tmp_path: Path,
) -> None:
    folder, script = tmp_path / "demo", tmp_path / "dying.py"
    run("demo", "--data", folder, "--load-only")
    script.write_text(DYING)
    with terminal(tmp_path) as screen:
        screen.start([sys.executable, str(script), "demo", "--data", str(folder)])
        for times in range(1, MAX_DEATHS + 1):
            screen.sees("Start typing your name")
            screen.press("F7")
            screen.logs(folder, "started again after signal 9", times)
        screen.sees("Start typing your name")
        screen.press("F7")
        screen.sees("The kiosk stopped 6 times within a minute", "kiosk.log", "ended with 1")
        assert screen.is_in_order()
    assert "not started again after signal 9" in (folder / "kiosk.log").read_text()


PEOPLE = (("rhian ad", "Rhian Adeyemi"), ("nia ferch", "Nia ferch Dafydd"))


def begins_again(begun: Path, times: int) -> None:
    """Wait until the screens have begun that often."""
    end = time.monotonic() + PATIENCE
    while begun.read_text().count("begun") < times:
        assert time.monotonic() < end, begun.read_text()
        time.sleep(0.05)

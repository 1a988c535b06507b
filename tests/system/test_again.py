"""An error in the screens: nobody sees a traceback, and the kiosk begins again by itself."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from tests.system.terminal import PATIENCE, run, terminal

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
            shown = screen.sees("Start typing your name", "The kiosk had to begin again.")
            assert "Traceback" not in shown
            assert "what is in memory" not in shown
            screen.type(typed)
            screen.sees(name)
            screen.press("Enter")
            screen.sees(f"✓ {name} signed in at")
    log = (folder / "kiosk.log").read_text()
    assert log.count("ZeroDivisionError") == len(PEOPLE)
    assert "what is in memory" not in log
    found = json.loads(run("people", "--data", folder, "--json"))
    assert {"RAD", "NIA"} <= {one["id"] for one in found if one["on_site"]}


PEOPLE = (("rhian ad", "Rhian Adeyemi"), ("nia ferch", "Nia ferch Dafydd"))


def begins_again(begun: Path, times: int) -> None:
    """Wait until the screens have begun that often."""
    end = time.monotonic() + PATIENCE
    while begun.read_text().count("begun") < times:
        assert time.monotonic() < end, begun.read_text()
        time.sleep(0.05)

"""No key reaches a shell, however often the kiosk breaks off: restarts with keys pressed all along.

Half of them are errors in the screens, half deaths of the whole program, at any moment from its
start on. `KIOSK_TEST_RESTARTS` says how many, 10 by default.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from kiosk.sample.pin import DEMO_PIN
from tests.store.programs import show
from tests.terminal.terminal import PATIENCE, Terminal, run, terminal

pytestmark = pytest.mark.system

RESTARTS = int(os.environ.get("KIOSK_TEST_RESTARTS", "10"))
LOUD = RESTARTS > 10

SHAKY = """
import os, random, signal, sys, threading
from functools import partial
from pathlib import Path
from kiosk.app import KioskApp
from kiosk.cli import main
from kiosk.factory import Kiosk
from kiosk.system import supervisor

begun, restarts = Path("begun"), int(sys.argv.pop(1))
begin, mount = Kiosk.app, KioskApp.on_mount
supervisor.keep_alive = partial(supervisor.keep_alive, max_deaths=restarts + 1)

def begins(self, language, **options):
    with begun.open("a") as file:
        file.write(".")
    if begun.stat().st_size <= restarts and begun.stat().st_size % 2:
        dies = partial(os.kill, os.getpid(), signal.SIGKILL)
        threading.Timer(random.uniform(0.0, 0.8), dies).start()
    return begin(self, language, **options)

def mounts(self):
    mount(self)
    if begun.stat().st_size <= restarts and not begun.stat().st_size % 2:
        self.set_timer(random.uniform(0.0, 0.6), lambda: 1 / 0)

Kiosk.app, KioskApp.on_mount = begins, mounts
sys.exit(main(sys.argv[1:]))
"""


@contextmanager
def hammered(screen: Terminal) -> Iterator[None]:
    """Press the keys that stop, end or kill other programs, and letters, without a pause."""
    enough = Event()

    def press() -> None:
        while not enough.is_set():
            screen.press("C-z", "C-\\", "x", "C-c", "C-z", "C-y")

    presser = Thread(target=press)
    presser.start()
    try:
        yield
    finally:
        enough.set()
        presser.join()


def test_no_key_reaches_the_shell_while_it_starts_again(tmp_path: Path) -> None:
    run("demo", "--data", tmp_path / "demo", "--load-only", "--at", "08:20")
    begun, script = tmp_path / "begun", tmp_path / "shaky.py"
    script.write_text(SHAKY)
    (tmp_path / "k").write_text(f'{sys.executable} shaky.py {RESTARTS} demo --data demo "$@"\n')
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start_shell(tmp_path)
        screen.sees("$")
        screen.type("stty -a > before; . ./k")
        screen.press("Enter")
        end, seen = time.monotonic() + PATIENCE, 0
        while not begun.exists():
            assert time.monotonic() < end, screen.screen()
        with hammered(screen):
            while seen <= RESTARTS:
                if (now := begun.stat().st_size) > seen:
                    end, seen = time.monotonic() + PATIENCE, now
                    if LOUD and not seen % 10:
                        show(f"{seen} of {RESTARTS}")
                shown = screen.screen()
                assert "Stopped" not in shown, shown
                assert time.monotonic() < end, shown
        screen.sees("Start typing your name")
        time.sleep(1)
        assert begun.stat().st_size == RESTARTS + 1
        screen.press("F9")
        screen.sees("PIN")
        screen.type(DEMO_PIN)
        screen.press("Enter")
        screen.sees("Live board")
        screen.press("q")
        screen.sees("Close the kiosk?")
        screen.press("Right", "Enter")
        screen.sees("restarting.\n$")
        screen.type("stty -a > after; echo it is back")
        screen.press("Enter")
        screen.sees("\nit is back")
        assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text()
        first, *between = screen.all_lines()
        assert first.startswith("$ stty")
        assert between[-3].startswith("$ stty")
        assert set(between[:-3]) == {"The kiosk is restarting."}

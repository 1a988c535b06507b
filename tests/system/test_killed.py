"""The kiosk itself, killed in the middle of a rush: whoever it showed as signed in is signed in."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.system.terminal import Terminal, kiosk, run, terminal

pytestmark = pytest.mark.system

ROUNDS = 4
ENDED = "ended with"


def people(folder: Path, *, on_site: bool) -> dict[str, str]:
    """Return the names by id of those who are on site, or are not."""
    found = json.loads(run("people", "--data", folder, "--json"))
    return {
        one["id"]: f"{one['forename']} {one['surname']}"
        for one in found
        if bool(one["on_site"]) == on_site
    }


def rush(screen: Terminal, names: dict[str, str], seconds: float) -> list[str]:
    """Sign people in until the kiosk is killed; return the ids of those it showed as signed in."""
    screen.sees("Start typing your name")
    killer = threading.Timer(seconds, os.kill, (screen.program(), signal.SIGKILL))
    killer.start()
    shown: list[str] = []
    for who, name in names.items():
        screen.type(name)
        screen.press("Enter")
        if screen.sees_one_of(f"✓ {name} signed in", ENDED) == ENDED:
            break
        shown.append(who)
    killer.join()
    return shown


def test_whoever_was_shown_as_signed_in_is_so_after_a_kill(tmp_path: Path) -> None:
    folder, chance = tmp_path / "demo", random.Random(1)
    run("demo", "--data", folder, "--load-only", "--at", "08:20")
    shown: list[str] = []
    for number in range(ROUNDS):
        absent = people(folder, on_site=False)
        alike = list(absent.values())
        names = {who: name for who, name in absent.items() if alike.count(name) == 1}
        (tmp_path / str(number)).mkdir()
        with terminal(tmp_path / str(number)) as screen:
            screen.start(kiosk("demo", "--data", folder))
            shown += rush(screen, names, chance.uniform(0.5, 3.0))
        assert set(shown) <= set(people(folder, on_site=True))
    assert len(shown) > ROUNDS
    with terminal(tmp_path) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        time.sleep(0.1)
        screen.type(next(iter(people(folder, on_site=True).values())))
        screen.press("Enter")
        screen.sees("IN SINCE")

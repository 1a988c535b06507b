"""The kiosk itself, killed in the middle of a rush: it comes back, and with whoever it showed."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal, kiosk, lay_in_english, run, terminal

pytestmark = pytest.mark.system

ROUNDS = 4


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
    killer = threading.Timer(seconds, os.kill, (screen.program(), signal.SIGKILL))
    killer.start()
    shown: list[str] = []
    for who, name in names.items():
        screen.type(name)
        screen.press("Enter")
        while (seen := f"✓ {name}" in screen.screen()) or not killer.finished.is_set():
            if seen:
                shown.append(who)
                break
        if killer.finished.is_set():
            break
    killer.join()
    return shown


def test_it_comes_back_by_itself_with_whoever_it_showed_as_signed_in(tmp_path: Path) -> None:
    folder, chance = tmp_path / "demo", random.Random(1)
    lay_in_english(folder, "08:20")
    shown: list[str] = []
    with terminal(tmp_path) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        watcher, killed = screen.watcher(), set[int]()
        for number in range(1, ROUNDS + 1):
            absent = people(folder, on_site=False)
            alike = list(absent.values())
            names = {who: name for who, name in absent.items() if alike.count(name) == 1}
            killed.add(screen.program())
            shown += rush(screen, names, chance.uniform(0.5, 3.0))
            screen.logs(folder, "started again after signal 9", times=number)
            screen.sees("Start typing your name", "The kiosk had to restart.")
            assert set(shown) <= set(people(folder, on_site=True))
        assert len(shown) > ROUNDS
        assert screen.watcher() == watcher
        assert screen.program() not in killed
        assert len(killed) == ROUNDS
        time.sleep(0.1)
        screen.press("Escape")
        time.sleep(0.5)  # or it is taken for the beginning of what is typed next
        screen.type(people(folder, on_site=True)[shown[-1]])
        screen.press("Enter")
        screen.sees("● In school since")

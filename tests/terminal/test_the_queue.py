"""The queue at 08:25 in a real terminal: how many keys, how long, and sixty badges in a row."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from kiosk.factory import assemble
from kiosk.rules.attendance.arrivals import is_on_site, roll_call
from kiosk.rules.attendance.self_added import unconfirmed_people
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, GuestKind
from kiosk.system.data_folder import true_time
from tests.builders import crowd
from tests.terminal.terminal import PATIENCE, Terminal, kiosk, lay_in_english, run, terminal

pytestmark = pytest.mark.system

QUEUE = 60
BY_HAND = 0.25
"""Seconds from one key to the next of somebody who does not type every day."""
BETWEEN = 0.02
"""Seconds from one badge to the next: as fast as scanners of two queues could be."""


def press_all(screen: Terminal, keys: list[str], every: float = 0.0) -> None:
    """Press keys one by one: letters, and others by tmux's names."""
    for key in keys:
        time.sleep(every)
        screen.type(key) if len(key) == 1 else screen.press(key)


def tell(capsys: pytest.CaptureFixture[str], measured: str) -> None:
    """Write what was measured where whoever runs the tests sees it."""
    with capsys.disabled():
        sys.stdout.write(f"\n{measured}\n")


def left_behind(folder: Path) -> tuple[School, DayId]:
    """Return what was saved, and which day it is there."""
    with assemble(folder, true_time) as opened:
        return opened.desk.school, DayId(opened.desk.now().date().isoformat())


def test_four_keys_and_under_two_seconds_sign_in_and_one_key_undoes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, keys = tmp_path / "demo", ["n", "i", "a", "Enter"]
    run("demo", "--data", folder, "--load-only", "--at", "08:25")
    with terminal(tmp_path) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        begun = time.monotonic()
        press_all(screen, keys)
        screen.sees("✓ Nia ferch Dafydd", "Signed in at 08:2")
        took = time.monotonic() - begun
        press_all(screen, ["C-z"])
        screen.sees("Undone: Nia ferch Dafydd is signed out")
        press_all(screen, keys, BY_HAND)
        screen.sees("✓ Nia ferch Dafydd", "Signed in at 08:2")
    tell(capsys, f"sign-in from Welcome: {len(keys)} keys, {took:.2f} s")
    assert took < 2
    school, day = left_behind(folder)
    assert is_on_site(school, "NIA", day)


@pytest.mark.parametrize("choose", [["1"], ["Right", "Enter"]], ids=["by number", "by card"])
def test_a_workshop_is_found_and_chosen_in_ten_keys_at_most(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], choose: list[str]
) -> None:
    folder = tmp_path / "demo"
    find, to_slot = ["f", "f", "r", "Enter", "Enter"], ["Down", "Down", "Down"]
    lay_in_english(folder, "08:25")
    with terminal(tmp_path) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        press_all(screen, find[:-1])
        screen.sees("✓ Ffion ffrench-Davies", "Signed in at")
        press_all(screen, find[-1:])
        screen.sees("Good morning, Ffion ffrench-Davies")
        press_all(screen, to_slot)
        screen.sees("Pick one: press its number", "Retrieval practice that lasts")
        press_all(screen, choose)
        screen.sees("You have a place in Retrieval practice", "✓ yours")
    pressed = len([*find, *to_slot, *choose])
    tell(capsys, f"a workshop found and chosen: {pressed} keys")
    assert pressed <= 10
    school, _ = left_behind(folder)
    held = booking_of(school, "FDV", school.session("A1"))
    assert held is not None
    assert held.confirmed


def test_whoever_is_not_listed_adds_themselves_in_half_a_minute(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    search, name = [*"dewi"], ["Enter", *"Prys", "Enter"]
    coming, host = ["Down", "Down", "Enter"], [*"Estyn", "Enter"]
    run("demo", "--data", folder, "--load-only", "--at", "08:25")
    with terminal(tmp_path) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        begun = time.monotonic()
        press_all(screen, search, BY_HAND)
        press_all(screen, ["F2"], BY_HAND)
        press_all(screen, [*name, *coming, *host], BY_HAND)
        screen.sees("✓ Dewi Prys", "Signed in at 08:2")
        took = time.monotonic() - begun
        found = json.loads(run("people", "--data", folder, "--find", "dewi prys", "--json"))
    keys = len([*search, "F2", *name, *coming, *host])
    tell(capsys, f"a newcomer, from Welcome to the roll call: {keys} keys, {took:.1f} s")
    assert [one["on_site"] for one in found] == [True], "in the roll call while the kiosk runs"
    assert took < 30
    school, day = left_behind(folder)
    (new,) = unconfirmed_people(school)
    assert (new.name, new.coming, new.host) == ("Dewi Prys", GuestKind.SPEAKER, "Estyn")
    assert new in roll_call(school, day)


@contextmanager
def scanning(folder: Path) -> Iterator[Callable[[bytes], int]]:
    """Run the kiosk in a terminal, to which whatever is given goes as a scanner's keys."""
    process, keys = pty.fork()
    if not process:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, kiosk("demo", "--data", folder))
    fcntl.ioctl(keys, termios.TIOCSWINSZ, struct.pack("4H", 36, 120, 0, 0))
    shown, ready = bytearray(), threading.Event()

    def look() -> None:
        with suppress(OSError):  # the kiosk has ended
            while written := os.read(keys, 65536):
                shown.extend(written)
                if b"tart typing your name" in shown:
                    ready.set()

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        assert ready.wait(PATIENCE), bytes(shown[-2000:])
        yield partial(os.write, keys)
    finally:
        os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)
        os.close(keys)


def type_at_once(type: Callable[[bytes], int], code: bytes) -> None:
    type(code)


def type_key_by_key(type: Callable[[bytes], int], code: bytes) -> None:
    """Type as a scanner does that sends each key by itself."""
    for key in code:
        type(bytes([key]))
        time.sleep(0.0012)


@pytest.mark.parametrize("type_code", [type_at_once, type_key_by_key])
@pytest.mark.parametrize("people", [0, 10_000])
def test_sixty_badges_in_a_row_lose_nobody_and_mix_nobody_up(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    type_code: Callable[[Callable[[bytes], int], bytes], None],
    people: int,
) -> None:
    folder = tmp_path / "demo"
    run("demo", "--data", folder, "--load-only", "--at", "08:36")
    with assemble(folder, true_time) as opened:
        opened.desk.perform_now(crowd(people), COMMAND)
    before, day = left_behind(folder)
    absent = [who for who in before.people.values() if not is_on_site(before, who.id, day)]
    queue = [who.id for who in absent if who.badge][-QUEUE:]
    assert len(queue) == QUEUE
    with scanning(folder) as scanner:
        begun = time.monotonic()
        for place, person in enumerate(queue):
            time.sleep(max(0.0, begun + place * BETWEEN - time.monotonic()))
            type_code(scanner, f"{before.people[person].badge}\r".encode())
        sent = time.monotonic() - begun
        while not is_on_site(left_behind(folder)[0], queue[-1], day):
            assert time.monotonic() < begun + PATIENCE
            time.sleep(0.2)
        took = time.monotonic() - begun
    tell(capsys, f"{QUEUE} badges in {sent:.1f} s, the last one saved after {took:.1f} s")
    school, _ = left_behind(folder)
    scanned: list[tuple[datetime, str]] = []
    for person, moved in school.day_record(day).movements.items():
        new = [one for one in moved if one not in before.day_record(day).movements.get(person, ())]
        assert [one.evidence for one in new] in ([], [Evidence.BADGE])
        scanned += [(one.at, person) for one in new]
    assert [person for _, person in sorted(scanned)] == queue
    marked = {person for marks in school.day_record(day).marks.values() for person in marks}
    assert marked
    assert marked <= set(queue)

"""The queue at 08:25 in a real terminal: how many keys, how long, and sixty badges in a row."""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.factory import assemble
from kiosk.rules.attendance.arrivals import is_on_site, roll_call
from kiosk.rules.attendance.self_added import unconfirmed_people
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, GuestKind
from kiosk.system.data_folder import true_time
from tests.terminal.terminal import Terminal, kiosk, run, terminal

pytestmark = pytest.mark.system

QUEUE = 60
BY_HAND = 0.25
"""Seconds from one key to the next of somebody who does not type every day."""
BETWEEN = 0.3
"""Seconds from one badge to the next."""


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


def test_four_keys_and_under_two_seconds_sign_in(
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
    tell(capsys, f"sign-in from Welcome: {len(keys)} keys, {took:.2f} s")
    assert took < 2
    school, day = left_behind(folder)
    assert is_on_site(school, "NIA", day)


def test_a_workshop_is_found_chosen_and_confirmed_in_under_twelve_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    find = ["f", "f", "r", "Enter"]
    to_slot, to_cards, choose = ["Down", "Down", "Down"], ["Right"], ["Enter"]
    run("demo", "--data", folder, "--load-only", "--at", "08:25")
    with terminal(tmp_path) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        press_all(screen, find)
        screen.sees("✓ Ffion ffrench-Davies", "Signed in at")
        press_all(screen, ["Enter"])
        screen.sees("Good morning, Ffion ffrench-Davies")
        press_all(screen, to_slot)
        screen.sees("Choose one workshop: press its number", "Retrieval practice that lasts")
        press_all(screen, to_cards)
        screen.sees("Enter  Choose")
        press_all(screen, choose)
        screen.sees("You have a place in Retrieval practice", "✓ yours")
    pressed = len([*find, "Enter", *to_slot, *to_cards, *choose])
    tell(capsys, f"a workshop found, chosen and confirmed: {pressed} keys")
    assert pressed < 12
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


def test_sixty_badges_in_a_row_lose_nobody_and_mix_nobody_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    run("demo", "--data", folder, "--load-only", "--at", "08:36")
    before, _ = left_behind(folder)
    listed = json.loads(run("people", "--data", folder, "--json"))
    queue = [one["id"] for one in listed if not one["on_site"] and before.people[one["id"]].badge]
    queue = queue[:QUEUE]
    assert len(queue) == QUEUE
    with terminal(tmp_path) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        begun = time.monotonic()
        for place, person in enumerate(queue):
            time.sleep(max(0.0, begun + place * BETWEEN - time.monotonic()))
            screen.type(f"{before.people[person].badge}\r")  # at once, as a scanner does
        sent = time.monotonic() - begun
        screen.sees(f"✓ {before.people[queue[-1]].name}", "Signed in at")
        took = time.monotonic() - begun
    tell(capsys, f"{QUEUE} badges in {sent:.1f} s, the last one shown after {took:.1f} s")
    school, day = left_behind(folder)
    scanned: list[tuple[datetime, str]] = []
    for person, moved in school.day_record(day).movements.items():
        new = [one for one in moved if one not in before.day_record(day).movements.get(person, ())]
        assert [one.evidence for one in new] in ([], [Evidence.BADGE])
        scanned += [(one.at, person) for one in new]
    assert [person for _, person in sorted(scanned)] == queue
    marked = {person for marks in school.day_record(day).marks.values() for person in marks}
    assert marked
    assert marked <= set(queue)

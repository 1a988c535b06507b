"""A primary school's first start in a real terminal: how many keys to the sign-in."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.factory import assemble
from tests.screens.walk_setup import NAMES
from tests.terminal.hands import Hands
from tests.terminal.terminal import kiosk, terminal

pytestmark = pytest.mark.system

MOST = 60
"""Keys; a paste counts as one."""


def test_a_primary_school_of_18_signs_in_after_less_than_sixty_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, day = tmp_path / "school", date.today() + timedelta(days=1)
    with terminal(tmp_path) as screen:
        hands = Hands(screen)
        screen.start(kiosk("--data", folder))
        screen.sees("1 of 5", "Set up my own school")
        hands.press("Down", "Enter")
        screen.sees("2 of 5")
        hands.paste(NAMES)
        screen.sees("18 people")
        hands.press("Enter", "Enter")
        screen.sees("3 of 5", "When is your INSET day?")
        hands.type(f"{day.day}/{day.month}/{day:%y}")
        hands.press("Enter", "Enter", "Enter", "Enter")
        hands.type("Safeguarding update")
        hands.press("Enter", "Enter", "Enter")
        screen.sees("Who isn't paid for all of it?")
        hands.press("Enter")
        screen.sees("4 of 5")
        hands.type("864213")
        hands.press("Enter")
        hands.type("864213")
        hands.press("Enter")
        screen.sees("5 of 5", "18 people", "Safeguarding update")
        hands.press("Enter")
        screen.sees("Type your name to sign in")
    count = len(hands.keys)
    with capsys.disabled():
        sys.stdout.write(f"\na primary school of 18, from nothing to the sign-in: {count} keys\n")
    assert count < MOST, f"{count} keys: {hands.keys}"
    with assemble(folder) as opened:
        assert len(opened.desk.school.people) == 18
        assert [one.date for one in opened.desk.school.programme.days.values()] == [day]
        assert opened.secrets.opens("864213")

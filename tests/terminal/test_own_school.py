"""A school's own day from two spreadsheets, in a real terminal: how many keys, how long waits."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from kiosk.factory import assemble
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.requirement import own_hours
from kiosk.system.rehearsal_folder import rehearsal_folder
from tests.terminal.hands import Hands
from tests.terminal.own_school import (
    ASKED,
    CHOOSER,
    PEOPLE,
    coming_wednesdays,
    programme_book,
    staff_book,
)
from tests.terminal.terminal import terminal

pytestmark = pytest.mark.system

MOST = 210
"""Keys, each letter of a path and of a command counted."""
PIN = "864213"
TAKEN = SessionId("M0")
SCHOOL = "school"
"""The data folder."""


def test_two_spreadsheets_become_a_school_that_rehearses_and_chooses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    days = coming_wednesdays(date.today())
    staff_book(tmp_path)
    programme_book(tmp_path, days)
    with terminal(tmp_path) as screen:
        hands = Hands(screen)
        screen.start_shell(tmp_path)
        try:
            _sets_up(hands)
            _rehearses(hands)
            _chooses_before_the_day(hands)
        finally:
            with capsys.disabled():
                sys.stdout.write(
                    f"\ntwo spreadsheets to a choice before the day: {len(hands.keys)} keys; "
                    f"longest waits {hands.longest()}\n"
                )
    assert len(hands.keys) < MOST, f"{len(hands.keys)} keys: {hands.keys}"
    assert not rehearsal_folder(tmp_path / SCHOOL).exists()
    with assemble(tmp_path / SCHOOL) as opened:
        school = opened.desk.school
        assert len(school.people) == PEOPLE
        assert [one.date for one in school.programme.days.values()] == [*days]
        assert all(own_hours(school, one, day).known for one in school.people.values()
                   for day in school.programme.days.values())  # fmt: skip
        day = school.day_record(school.programme.sessions[TAKEN].day)
        (booking,) = day.bookings[TAKEN].values()
        assert school.people[booking.person].name == CHOOSER
        assert booking.confirmed


def _sets_up(hands: Hands) -> None:
    """Go through the five screens."""
    hands.command("--data", SCHOOL)
    hands.sees("1 of 5", "Set up my own school")
    hands.press("Down", "Enter")
    hands.sees("2 of 5")
    hands.press("F3")
    hands.sees("Choose your staff file")
    hands.press("Tab")
    hands.type("staff.xlsx")
    hands.press("Enter")
    hands.sees("1 thing to answer", ASKED)
    hands.press("Enter")
    hands.sees("Which role is this?")
    hands.press("Down", "Enter")
    hands.sees("All of it is understood")
    hands.press("Enter")
    hands.sees("What a load would do")
    hands.press("Enter")
    hands.sees("3 of 5", "When is your INSET day?")
    hands.press("F3")
    hands.sees("Where is your programme?")
    hands.type("programme.xlsx")
    hands.press("Enter")
    hands.sees("Who isn't paid for all of it?", "2 days")
    hands.press("Enter")
    hands.sees("4 of 5")
    for _ in range(2):
        hands.type(PIN)
        hands.press("Enter")
    hands.sees("5 of 5", f"{PEOPLE} people")
    hands.press("Enter")
    hands.sees("Type your name to sign in")


def _closes(hands: Hands) -> None:
    hands.press("F9")
    hands.sees("Type the PIN, then Enter")
    hands.type(PIN)
    hands.press("Enter")
    hands.sees("Live board")
    hands.press("q")
    hands.sees("Close the kiosk?")
    hands.press("Right", "Enter")


def _rehearses(hands: Hands) -> None:
    """Try the first day out, with people who come."""
    _closes(hands)
    hands.command("rehearse", "--busy", "--data", SCHOOL)
    hands.sees("Rehearsal: nothing here is kept", "Type your name to sign in")
    _closes(hands)
    hands.sees("The rehearsal has ended")


def _chooses_before_the_day(hands: Hands) -> None:
    """Open the kiosk again, and take a place of the first day."""
    hands.command("--data", SCHOOL)
    hands.sees("Type your name to sign in")
    hands.type("mair z")
    hands.sees("  Enter  │", CHOOSER)
    hands.press("Enter")
    hands.sees("Scan your badge.")
    hands.press("F9")
    hands.sees("Type the PIN, then Enter")
    hands.type(PIN)
    hands.press("Enter")
    hands.sees("Choose your PIN: four digits")
    hands.type("4711")
    hands.press("Enter")
    hands.sees("same PIN again")
    hands.type("4711")
    hands.press("Enter")
    hands.sees("Good", CHOOSER, "Workshops 1")
    hands.press("Down", "Enter")
    hands.sees("Talk in maths", "Reading aloud", "8 free")
    hands.press("1")
    hands.sees("You have a place in Talk in maths")

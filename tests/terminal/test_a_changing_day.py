"""A day on which much changes, in a real terminal: acts by few keys, and everybody is told."""

from __future__ import annotations

import time
from pathlib import Path

import pypdfium2
import pytest

from kiosk.factory import assemble
from kiosk.language import Language
from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.choosing.personal_messages import messages_of
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.loading.school_files import load_programme
from kiosk.rules.model.actors import COMMAND, TUTOR
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.sample.pin import DEMO_PIN
from kiosk.sample.school import read_sample
from kiosk.system.data_folder import true_time
from tests.rules.views import view
from tests.terminal.terminal import Terminal, kiosk, run, terminal
from tests.terminal.test_a_day import moves_to
from tests.terminal.test_the_queue import BY_HAND, press_all, tell

pytestmark = pytest.mark.system

MOST_KEYS = 8
ROWS = ("BRIEF", "SAFE", "TA1", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8")
"""The sessions of the morning, in the order of the board."""


class Board:
    """The board in a terminal, with a count of the keys that each act takes."""

    def __init__(self, screen: Terminal, folder: Path) -> None:
        self._screen, self._folder, self._at = screen, folder, ROWS[0]
        self.keys: dict[str, int] = {}

    def to(self, session: str) -> None:
        """Move to a session's row."""
        by = ROWS.index(session) - ROWS.index(self._at)
        self._screen.press(*["Down" if by > 0 else "Up"] * abs(by))
        self._at = session

    def act(self, name: str, *steps: tuple[str, str], done: str) -> None:
        """Press the keys of each step once what comes before it is seen; then see what is done."""
        count = 0
        for seen, keys in steps:
            self._screen.sees(seen)
            one_by_one = keys.split() if " " in keys or len(keys) > 4 else [*keys]
            count += len(one_by_one)
            for key in one_by_one:
                self._screen.press(key)
        self._screen.sees(done)
        self.keys[name] = count
        assert count <= MOST_KEYS, f"{name}: {count} keys"


def test_a_day_that_changes_all_the_time_and_everybody_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    moves_to(folder, "08:10")
    begun = time.monotonic()
    with terminal(tmp_path) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        screen.press("F9")
        screen.sees("Type the PIN, then Enter")
        screen.type(DEMO_PIN)
        screen.press("Enter")
        screen.sees("Live board", "M  Change")
        board = Board(screen, folder)
        _acts(screen, board)
        screen.press("Escape")
        screen.sees("▲ Lift out of order", "Type your name to sign in")
        _a_walk_in(screen)
        screen.press("F9")
        screen.sees("Type the PIN, then Enter")
        screen.type(DEMO_PIN)
        screen.press("Enter")
        screen.sees("Live board")
        screen.press("q")
        screen.sees("Close the kiosk?")
        screen.press("Right", "Enter")
        screen.sees("ended with 0")
    took = time.monotonic() - begun
    told = ", ".join(f"{name} {count}" for name, count in board.keys.items())
    tell(capsys, f"keys from the board: {told}; the day took {took:.0f} s")
    assert len(board.keys) == 6
    assert max(board.keys.values()) <= MOST_KEYS
    _stands_as_planned(_school(folder))
    _is_loaded_again(folder)
    _everybody_is_told(folder)
    _slips_say_it(folder, tmp_path)


def _acts(screen: Terminal, board: Board) -> None:
    # an ill leader: found, reported absent, covered
    screen.press("/")
    screen.sees("Find a person")
    screen.type("amina thom")
    screen.sees("Amina Thomas")
    screen.press("Enter")
    screen.sees("NOT YET IN", "Their entry")
    board.act(
        "absent, and another leader",
        ("A  Report absent", "a"), ("When is Amina Thomas absent?", "Enter "),
        ("This is left undone", "Enter "), ("Who leads it", "Enter "), ("Leader: ", "Enter "),
        done="Feedback that moves learning on, 11:20: changed.",
    )  # fmt: skip
    screen.press("Escape")
    screen.sees("Live board", "M  Change")
    screen.press("Tab")
    screen.sees("Enter  Register")
    board.to("A2")
    board.act(
        "another room", ("ICT 1", "m"), ("Another room", "1"), ("Which room?", "Enter "),
        ("Room: ", "Enter "), done="Person-centred practice and IDPs, 11:20: changed.",
    )  # fmt: skip
    board.to("A6")
    board.act(
        "cancelled", ("Library", "m"), ("Cancel it", "6"), ("is cancelled.", "Enter "),
        done="The cost of the school day, 11:20, is cancelled.",
    )  # fmt: skip
    board.to("A7")
    board.act(
        "places", ("Coaching conv", "m"), ("More or fewer places", "4"), ("How many places?", "12"),
        ("How many places?", "Enter "), ("moves up", "Enter "),
        done="Coaching conversations, 11:20: changed.",
    )  # fmt: skip
    board.act(
        "once more", ("Coaching conv", "m"), ("Give it once more", "5"),
        ("In which slot?", "Enter "), ("added as", "Enter "),
        done="Coaching conversations, 11:20: added as coaching-2.",
    )  # fmt: skip
    board.to("SAFE")
    board.act(
        "20 minutes later", ("Safeguarding", "m"), ("The whole slot: later", "7"),
        ("By how many minutes", "20"), ("By how many minutes", "Enter "),
        ("What else moves?", "Enter "), ("Break: 11:20 to 11:40", "Enter "),
        done="Safeguarding: 20 minutes later.",
    )  # fmt: skip
    screen.press("m")
    screen.sees("9  A notice on Welcome")
    screen.press("9")
    screen.sees("One line for everybody")
    screen.type("Lift out of order")
    screen.press("Enter")
    screen.sees("Until when?")
    screen.press("Enter")
    screen.sees("On Welcome and the board until")
    screen.press("Enter")
    screen.sees("▲ Lift out of order")


def _a_walk_in(screen: Terminal) -> None:
    screen.press("F2")
    screen.sees("Not on the list?")
    fields = [*"Dewi", "Enter", *"Prys", "Enter", "Down", "Down", "Enter", *"Estyn", "Enter"]
    press_all(screen, fields, BY_HAND)
    screen.sees("✓ Dewi Prys")


def _school(folder: Path) -> School:
    with assemble(folder, true_time) as opened:
        return opened.desk.school


def _stands_as_planned(school: School) -> None:
    sessions = school.programme.sessions
    assert sessions["A5"].leaders != ("AMT",)
    assert len(sessions["A5"].leaders) == 1
    assert sessions["A2"].room != sessions["A2"].moved_from == "ICT 1"
    assert sessions["A6"].is_cancelled
    assert (sessions["A7"].places, sessions["coaching-2"].slot) == (12, "workshops-1")
    assert f"{sessions['SAFE'].start:%H:%M} {sessions['A1'].start:%H:%M}" == "10:05 11:40"
    assert any(one.forename == "Dewi" for one in school.people.values())


def _is_loaded_again(folder: Path) -> None:
    """A reload of the programme as it was takes nothing back."""
    with assemble(folder, true_time) as opened:
        before = view(opened.desk.school)
        day = opened.desk.now().date()
        _, programme, _ = read_sample()
        opened.desk.perform_now(load_programme(programme.moved(day)), COMMAND)
        assert view(opened.desk.school) == before


def _everybody_is_told(folder: Path) -> None:
    """Everybody concerned reads it on their own day."""
    with assemble(folder, true_time) as opened:
        school = opened.desk.school
        now = opened.desk.now()

        def told(person: str) -> str:
            found = messages_of(school, now, person)  # type: ignore[arg-type]
            return "\n".join(Language("en").say(one.text) for one in found)

        (cover,) = school.session("A5").leaders
        assert "You now lead Feedback that moves learning on, 11:40." in told(cover)
        for booking in bookings_in(school, school.session("A2")):
            assert "is now in" in told(booking.person)
            assert "is now 11:40 to" in told(booking.person)
        for booking in bookings_in(school, school.session("A7")):
            assert "Coaching conversations is now 11:40 to" in told(booking.person)


def _slips_say_it(folder: Path, out: Path) -> None:
    """Who was away has a slip for what the day then was, not for what it was to be."""
    moves_to(folder, "15:40")
    with assemble(folder, true_time) as opened:
        day = DayId(opened.desk.now().date().isoformat())
        opened.desk.perform_now(close_day(day), TUTOR)
    run("print", "slips", "--person", "AMT", "--data", folder, "--out", out)
    pdf = pypdfium2.PdfDocument(out / f"slips-{day}-AMT.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    assert "Safeguarding: annual update" in text

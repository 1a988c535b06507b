"""A scan is taken as a whole; every key of a person goes on to the widgets, in order."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.rules.attendance.badges import LEAST, other_code_needed
from kiosk.rules.attendance.scan_codes import ScanAction
from kiosk.system.scanner import QUICK, SCAN_GAP, Scanner

CODE = "INSET-D4D0QNHKU5"
SHEET = [*(act.code for act in ScanAction), "INSET-GO-ABCDEFGHIJ", "STUB-ABCDE23456"]
TEXTS = st.text(st.characters(categories=("L", "N", "P"), codec="utf-8"), max_size=20) | st.text(
    "INSETDOGinset-0A", max_size=20
)


class Hand:
    """Types, and collects released keys and scanned codes. A key is the character it writes.

    In a box it takes back what of a code went into it.
    """

    def __init__(self, *, in_box: bool) -> None:
        self.scanner: Scanner[str] = Scanner()
        self.in_box = in_box
        self.now = 100.0
        self.passed: list[str] = []
        self.codes: list[str] = []

    def type(self, text: str, every: float, first: float = 1.0) -> None:
        """Type a text; `⏎` ends a scan, `↓` writes nothing. Held keys are released when due."""
        for place, key in enumerate(text):
            gap = every if place else first
            if 0 < self.scanner.patience < gap:
                self.passed += self.scanner.let_go()
            self.now += gap
            if key == "⏎":
                taken = self.scanner.end(key, self.now, in_box=self.in_box)
            elif key == "↓":
                taken = self.scanner.other(key)
            else:
                taken = self.scanner.type(key, key, self.now, in_box=self.in_box)
            self.passed += taken.keys
            if taken.in_box:
                assert "".join(self.passed[-len(taken.in_box) :]).upper() == taken.in_box
                del self.passed[-len(taken.in_box) :]
            self.codes += [taken.code] * bool(taken.code)

    def rest(self) -> str:
        """Return all keys that went on, once typing has stopped."""
        self.passed += self.scanner.let_go()
        return "".join(self.passed)


@pytest.fixture(params=[True, False], ids=["box", "commands"])
def hand(request: pytest.FixtureRequest) -> Hand:
    return Hand(in_box=request.param)


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        "iNSET-d4d0qnhku5",
        "INSET-1",
        "INSET-III",
        "INSET-DO",
        *SHEET,
        SHEET[0].lower(),
    ],
)
@pytest.mark.parametrize("every", [0.0, 0.005, 0.06, SCAN_GAP * 0.99])
def test_a_scan_is_taken_whole_and_read_in_capitals(hand: Hand, typed: str, every: float) -> None:
    hand.type(f"{typed}⏎", every)
    assert hand.codes == [typed.upper()]
    assert hand.rest() == ""


def test_a_code_broken_off_is_no_part_of_the_next(hand: Hand) -> None:
    for broken in ("INSET-1", "INSET-DO-", "INSET-GO-A"):
        hand.type(f"{broken}{CODE}⏎", 0.005)
        hand.type(f"{broken}{SHEET[0]}⏎", 0.005)
    assert hand.codes == [CODE, SHEET[0]] * 3


def test_scans_one_after_the_other_are_each_taken(hand: Hand) -> None:
    for number in range(60):
        hand.type(f"INSET-{number}⏎", 0.001, first=0.3)
    assert hand.codes == [f"INSET-{number}" for number in range(60)]
    assert hand.rest() == ""


def test_a_scan_in_the_middle_of_typing_leaves_what_was_typed(hand: Hand) -> None:
    hand.type("gi", 0.2)
    hand.type(f"{CODE}⏎", 0.01, first=0.2)
    hand.type("n⏎", 0.2, first=0.2)
    assert hand.codes == [CODE]
    assert hand.rest() == "gin⏎"


@given(TEXTS, st.booleans(), st.floats(SCAN_GAP * 1.01, 2.0))
def test_nothing_that_a_person_types_is_taken(text: str, in_box: bool, every: float) -> None:
    hand = Hand(in_box=in_box)
    hand.type(f"{text}⏎", every)
    hand.type(f"{CODE}⏎", every)
    assert hand.codes == []
    assert hand.rest() == f"{text}⏎{CODE}⏎"


@given(TEXTS, st.booleans(), st.floats(QUICK * 1.01, 2.0))
def test_nor_what_a_quick_hand_types_unless_it_is_a_code(
    text: str, in_box: bool, every: float
) -> None:
    hand = Hand(in_box=in_box)
    hand.type(f"{text}↓⏎", every)
    assert hand.codes == []
    assert hand.rest() == f"{text}↓⏎"


@given(st.text("abcdefghijklmnoprstuwy' -", max_size=30), st.floats(0, 0.2))
def test_a_name_goes_into_a_box_however_fast_it_is_typed(name: str, every: float) -> None:
    hand = Hand(in_box=True)
    hand.type(f"{name}⏎", every)
    assert hand.codes == []
    assert hand.rest() == f"{name}⏎"


@pytest.mark.parametrize("card", ["20394857", "A0001234", "978020137962"])
def test_another_systems_card_is_known_as_one(hand: Hand, card: str) -> None:
    hand.type(f"{card}⏎", 0.008)
    assert hand.codes == [card]
    assert "⏎" not in hand.rest()


@given(st.text("AB019-", min_size=1, max_size=14), st.booleans(), st.floats(0, QUICK * 0.99))
def test_what_may_be_a_badge_is_known_when_it_is_scanned(
    code: str, in_box: bool, every: float
) -> None:
    assume(other_code_needed(code) is None)
    hand = Hand(in_box=in_box)
    hand.type("sia", 0.2)
    hand.type(f"{code.lower()}⏎", every)
    assert hand.codes == [code]
    assert hand.rest() == "sia"


def test_letters_of_a_card_are_no_commands() -> None:
    hand = Hand(in_box=False)
    hand.type("PLAEC99⏎", 0.008)
    assert hand.rest() == ""


@pytest.mark.parametrize("digits", ["2468", "24680", "246813579135"])
def test_a_pin_that_a_person_types_is_no_card(digits: str) -> None:
    hand = Hand(in_box=True)
    hand.type(f"{digits}⏎", QUICK * 1.5)
    assert hand.codes == []
    assert hand.rest() == f"{digits}⏎"


@pytest.mark.parametrize("every", [QUICK / 3, QUICK])
def test_a_key_held_down_in_a_box_is_seen_before_it_is_let_go(every: float) -> None:
    hand = Hand(in_box=True)
    hand.type("a" * 20, every)
    assert len(hand.passed) >= 19
    assert hand.rest() == "a" * 20


def test_a_key_that_is_held_down_goes_on_as_it_repeats() -> None:
    hand = Hand(in_box=False)
    hand.type("ppppppppp", QUICK / 2)
    assert len(hand.passed) >= LEAST
    assert hand.rest() == "ppppppppp"


@given(TEXTS, st.floats(QUICK * 1.01, 2.0))
def test_what_a_person_types_into_a_box_goes_on_at_once(text: str, every: float) -> None:
    hand = Hand(in_box=True)
    for typed in range(len(text)):
        hand.type(text[typed], every, first=every)
        assert "".join(hand.passed) == text[: typed + 1]
        assert not hand.scanner.patience


def test_no_key_waits_longer_than_a_moment() -> None:
    box, commands = Hand(in_box=True), Hand(in_box=False)
    for hand in (box, commands):
        hand.type("n", QUICK / 2, first=1)
    assert (box.scanner.patience, commands.scanner.patience) == (0, QUICK)
    for hand in (box, commands):
        hand.type("in", QUICK / 2, first=1)
    assert (box.scanner.patience, commands.scanner.patience) == (QUICK, SCAN_GAP)


@pytest.mark.parametrize("pause", [QUICK * 2, SCAN_GAP * 0.99])
def test_a_scan_that_falters_is_taken_all_the_same(hand: Hand, pause: float) -> None:
    hand.type("gi", 0.2)
    hand.type(CODE[:9], 0.002, first=0.2)
    hand.type(f"{CODE[9:]}⏎", 0.002, first=pause)
    assert hand.codes == [CODE]
    assert hand.rest() == "gi"


def test_scans_without_a_pause_show_nothing_of_themselves() -> None:
    hand = Hand(in_box=True)
    hand.type(f"{CODE}⏎", 0.002)
    hand.passed.clear()
    for _ in range(60):
        hand.type(f"{CODE}⏎", 0.0015, first=0.02)
        assert not hand.passed
    assert hand.codes == [CODE] * 61

"""Everything works by keyboard alone, by mouse or touch alone, and in small terminals."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.marks import attended, current_mark
from kiosk.rules.attendance.scan_codes import ScanAction
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import MarkState
from kiosk.sample.pin import DEMO_PIN
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.line_list import LineList
from kiosk.widgets.on_screen_keyboard import OnScreenKeyboard
from kiosk.widgets.session_card import SessionCard
from tests.builders import DAY
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.seeing import rows
from tests.screens.ways import to_slot

TINY = (60, 18)
SIZES = [TINY, SMALL, LARGE]


async def touch(stage: Stage, label: str, *, within: type[KeyBar] | type[OnScreenKeyboard]) -> None:
    """Click the middle of a text in a key bar of the top screen."""
    await stage.until(lambda: _place(stage, label, within))
    place = _place(stage, label, within)
    assert place is not None
    await stage.pilot.click(offset=place)
    await stage.pilot.pause()


def _place(
    stage: Stage, label: str, within: type[KeyBar] | type[OnScreenKeyboard]
) -> tuple[int, int] | None:
    region = stage.app.screen.query_one(within).region
    for row in range(region.y, region.bottom):
        line = rows(stage.app)[row][region.x : region.right]
        column = f" {line} ".find(f" {label} ")
        if column >= 0:
            return region.x + column, row
    return None


async def touch_row(stage: Stage, text: str) -> None:
    """Click a line of the screen that contains the text."""
    stage.app.context.touch()  # as a real mouse does
    for row, line in enumerate(rows(stage.app)):
        if text in line:
            await stage.pilot.click(offset=(line.index(text) + 1, row))
            await stage.pilot.pause()
            return
    raise AssertionError(f"{text} is not there:\n{stage.picture}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_finger_alone_signs_in_chooses_undoes_and_goes(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "08:41", size) as stage:
        await touch_row(stage, "Start typing")
        for letter in "FFRXQ":
            await touch(stage, letter, within=OnScreenKeyboard)
        await stage.sees("Nobody found")
        for _ in "XQ":
            await touch(stage, "⌫", within=OnScreenKeyboard)
        await stage.sees("❯ Ffr Enter", "Ffion ffrench-Davies")
        await touch_row(stage, "Ffion ffrench-Davies")
        await stage.sees("Signed in at")
        await stage.sees("Undo")
        await touch(stage, "Undo", within=KeyBar)
        await stage.until(lambda: not is_on_site(stage.school, "FDV", DAY))
        for letter in "FFR":
            await touch(stage, letter, within=OnScreenKeyboard)
        await stage.sees("❯ Ffr Enter", "Ffion ffrench-Davies")
        await touch_row(stage, "Teacher · Mathematics")
        await stage.sees("Signed in at")
        await touch_row(stage, "Signed in at")  # the line that tells of one's day
        await stage.on("MyDayScreen")
        await touch_row(stage, "Workshops 1")
        await stage.until(lambda: isinstance(stage.app.focused, SessionCard))
        await stage.settle()
        await touch_row(stage, "Retrieval practice")
        await stage.until(lambda: booking_of(stage.school, "FDV", stage.school.session("A1")))
        await touch(stage, "Back", within=KeyBar)
        await touch_row(stage, "Welcome and")
        await stage.until(lambda: attended(stage.school, "FDV", stage.school.session("BRIEF")))
        await stage.sees("Undo")
        await touch(stage, "Undo", within=KeyBar)
        await stage.until(lambda: not attended(stage.school, "FDV", stage.school.session("BRIEF")))
        await touch(stage, "Leave site", within=KeyBar)
        await stage.prove("FDV")
        await stage.on("WelcomeScreen")
        assert not is_on_site(stage.school, "FDV", DAY)


@pytest.mark.parametrize("size", SIZES)
async def test_a_finger_alone_proves_by_its_code_and_ticks_a_step(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "08:41", size) as stage:
        stage.kiosk.secrets.set_code("FDV", "4915")
        await stage.open_day("FDV")
        await touch(stage, "My items", within=KeyBar)
        await stage.on("MyItemsDialog")
        await stage.settle()
        await touch_row(stage, "To see them")
        await stage.on("ProofDialog")
        for digit in "4915":
            await touch(stage, digit, within=OnScreenKeyboard)
        assert stage.app.screen.query_one(Input).value == "4915"
        await touch(stage, "⏎", within=OnScreenKeyboard)
        await stage.on("MyItemsDialog")
        await stage.settle()
        await touch_row(stage, "Your induction")
        await stage.sees("20 done")
        await stage.on("InductionScreen")
        await touch(stage, "Done", within=KeyBar)
        await stage.on("MyItemsDialog")
        await touch(stage, "My day", within=KeyBar)
        await stage.on("MyDayScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_a_finger_alone_marks_a_register(sample: Path, size: tuple[int, int]) -> None:
    async with staged(sample, "11:25", size) as stage:
        await touch(stage, "Tutors' area", within=KeyBar)
        await stage.on("PinDialog")
        for digit in DEMO_PIN:
            await touch(stage, digit, within=OnScreenKeyboard)
        await touch(stage, "⏎", within=OnScreenKeyboard)
        await stage.on("BoardScreen")
        await touch(stage, "Sessions", within=KeyBar)
        assert stage.app.screen.query_one("#sessions", LineList).highlight("A6")
        await touch(stage, "Register", within=KeyBar)
        await stage.on("RegisterScreen")
        person = stage.app.screen.query_one(OptionList).get_option_at_index(0).id
        assert person is not None
        await touch(stage, "Late", within=KeyBar)
        await stage.until(
            lambda: current_mark(stage.school, PersonId(person), stage.school.session("A6"))
        )
        mark = current_mark(stage.school, PersonId(person), stage.school.session("A6"))
        assert mark is not None
        assert mark.state is MarkState.LATE
        await stage.settle()  # the key bar has another key now
        await touch(stage, "Back", within=KeyBar)
        await stage.on("BoardScreen")
        await touch(stage, "Lock", within=KeyBar)
        await stage.on("WelcomeScreen")


async def test_the_keyboard_alone_chooses_in_a_small_terminal(sample: Path) -> None:
    async with staged(sample, "08:41", TINY) as stage:
        await stage.press(*"ffr", "enter")
        await stage.sees("Signed in at")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.press("down", "down", "down", "right")
        await stage.sees("11:20 to 12:20 Workshops 1", "Retrieval practice")
        await stage.settle()
        await stage.press("down", "enter")
        await stage.until(lambda: booking_of(stage.school, "FDV", stage.school.session("A2")))
        await stage.press("escape")
        await stage.sees("08:45 ○ Welcome", "◇ Person-centred practice")
        await stage.press("escape")
        assert await stage.on("WelcomeScreen")


async def test_a_scanner_alone_signs_in_and_is_told_how_to_choose(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.scan(BADGE.lower())
        await stage.sees("Signed in at")
        await stage.scan(ScanAction.MY_DAY.code)
        await stage.on("MyDayScreen")
        await to_slot(stage, "11:20")
        assert await stage.sees("press its number, or scan it")


BADGE = "INSET-D4D0QNHKU5"


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_bar_is_of_one_height_and_shows_the_way_back_and_the_help(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "11:25", size) as stage:
        bars = [stage.app.screen.query_one(KeyBar).size.height]
        assert stage.shows("Esc Clear", "F1 Help")
        await stage.open_tutors()
        for key, back in (("space", "Esc Lock"), ("enter", "Esc Back"), ("f1", "Esc Close")):
            await stage.press(key)
            await stage.sees(back)
            bars.append(stage.app.screen.query_one(KeyBar).size.height)
        assert bars == [2] * 4


@pytest.mark.parametrize("size", [*SIZES, (100, 30)])
async def test_the_list_leaves_the_letters_free(sample: Path, size: tuple[int, int]) -> None:
    async with staged(sample, "08:41", size) as stage:
        await stage.press("f4")
        await stage.find("a")
        found = stage.app.screen.query_one("#search-found", OptionList)
        await stage.until(lambda: found.region)
        assert not found.region.overlaps(stage.app.screen.query_one(OnScreenKeyboard).region)


async def test_the_on_screen_keyboard_comes_and_goes_by_a_key(sample: Path) -> None:
    async with staged(sample) as stage:
        assert not stage.app.screen.query(OnScreenKeyboard)
        await stage.press("f4")
        await stage.until(lambda: stage.app.screen.query(OnScreenKeyboard))
        await stage.press("f4")
        await stage.until(lambda: not stage.app.screen.query(OnScreenKeyboard))


@pytest.mark.parametrize("size", SIZES)
async def test_a_finger_alone_fills_in_a_form(sample: Path, size: tuple[int, int]) -> None:
    async with staged(sample, "08:41", size) as stage:
        await stage.press("f2")
        await stage.on("AddSelfDialog")
        await touch_row(stage, "Forename")  # the label, beside the box
        assert not stage.app.screen.query(OnScreenKeyboard)
        await stage.pilot.click("#forename")
        for label in ("G", "W", "123", "ÂŴ", "Ŷ", "ABC", "⇧", "N"):
            await touch(stage, label, within=OnScreenKeyboard)
        assert stage.app.screen.query_one("#forename", Input).value == "GwŷN"
        await touch(stage, "⏎", within=OnScreenKeyboard)
        assert stage.app.focused is stage.app.screen.query_one("#surname")
        await stage.pilot.click("#surname")
        assert len(stage.app.screen.query(OnScreenKeyboard)) == 1


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_key_to_touch_is_three_lines_high(sample: Path, size: tuple[int, int]) -> None:
    async with staged(sample, "08:41", size) as stage:
        await stage.press("f4")
        await stage.until(lambda: stage.app.screen.query(OnScreenKeyboard))
        await stage.pilot.pause()
        letters = stage.app.screen.query_one(OnScreenKeyboard).region
        top = (letters.x + 2, letters.y)
        await stage.pilot.click(offset=top)
        await stage.pilot.click(offset=(top[0], top[1] + 2))
        await stage.pilot.click(offset=(top[0], top[1] + 3))
        assert await stage.until(lambda: stage.app.screen.query_one(Input).value == "Qqa")


async def test_where_the_kiosk_is_touched_a_row_of_the_list_is_three_lines_high(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        await stage.press("f4")
        await stage.find("jones")
        found = stage.app.screen.query_one("#search-found", OptionList)
        await stage.until(lambda: found.region)
        top = found.content_region
        await stage.pilot.click(offset=(top.x + 4, top.y + 5))  # the last line of the second row
        assert await stage.sees("✓ Siân Jones")


async def test_the_key_below_the_mouse_lights_up(sample: Path) -> None:
    async with staged(sample) as stage:
        bar = stage.app.screen.query_one(KeyBar)
        await stage.pilot.hover(bar, offset=(2, 0))
        assert bar.pointed_at == "f2"
        await stage.pilot.hover("#today")
        assert not bar.pointed_at

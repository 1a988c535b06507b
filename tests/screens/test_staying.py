"""No key ends or freezes the kiosk, and an error in an action shows a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from kiosk.app import KioskApp
from kiosk.desk import Desk
from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.screens.staff.my_day import MyDayScreen
from kiosk.screens.tutors.register import RegisterScreen
from tests.builders import DAY
from tests.screens.kiosks import expect, staged
from tests.screens.stops import some
from tests.screens.walk import WALK, stopped_at
from tests.screens.ways import open_register

HOSTILE = [
    *(f"ctrl+{letter}" for letter in "qcpdsxwvkueag"),
    "ctrl+backslash",
    "ctrl+underscore",
    "ctrl+right_square_bracket",
    "alt+f4",
    "ctrl+pageup",
    "f7",
    "f11",
    "f10",
]
"""Keys that end or suspend other programs."""

WRONG = "Sorry, something went wrong. See whether"


@pytest.mark.parametrize("name", some([name for name, stop in WALK.items() if stop.sample], 2))
async def test_no_key_ends_it(sample: Path, name: str) -> None:
    async with stopped_at(name, sample) as stage:
        await stage.press(*HOSTILE)
        assert stage.app.return_code is None
        assert stage.app.is_running


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("welcome", "F9, the PIN, then Q."),
        ("my-day", "Esc until the search shows, then F9, the PIN and Q."),
        ("board", "Q."),
        ("first-start", "F10."),
    ],
)
async def test_the_way_to_end_it_from_here_is_said(sample: Path, name: str, way: str) -> None:
    async with stopped_at(name, sample) as stage:
        await stage.press("ctrl+c")
        await stage.sees("To close the kiosk:")
        assert way in str(stage.app.screen.query_one("Toast", Static).render())


async def test_it_ends_with_the_pin(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("q")
        await stage.on("ConfirmDialog")
        await stage.press("right", "enter")
        await stage.until(lambda: not stage.app.is_running)
        assert stage.app.return_code == 0


async def test_an_error_in_a_key_is_told_and_the_screen_goes_on(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: MyDayScreen) -> None:
        raise ZeroDivisionError("Gareth Bowen")

    monkeypatch.setattr(MyDayScreen, "action_help", fails)
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        await stage.press("f1")
        await stage.sees(WRONG)
        expect(stage, ZeroDivisionError)
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        written = stage.app.context.error_log.path.read_text()
        assert "ZeroDivisionError" in written
        assert "Gareth" not in written


async def test_an_error_in_a_decision_is_told_and_the_queue_goes_on(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(sample) as stage:
        with monkeypatch.context() as broken:
            broken.setattr(Desk, "_carry_out", lambda *_: 1 / 0)
            await stage.pick("FDV")
            await stage.sees(WRONG)
            assert not stage.shows("Signed in at")
        expect(stage, ZeroDivisionError)
        await stage.pick("FDV")
        await stage.sees("Signed in at 08:41.")
        assert is_on_site(stage.school, "FDV", DAY)


async def test_an_error_in_drawing_what_is_new_is_told(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(sample) as stage:
        await open_register(stage, "A6")
        with monkeypatch.context() as broken:
            broken.setattr(RegisterScreen, "show_school", lambda _: 1 / 0)
            await stage.arrive("FDV")
            await stage.sees(WRONG)
        expect(stage, ZeroDivisionError)
        await stage.press("escape")
        assert await stage.on("BoardScreen")


async def test_what_cannot_be_survived_is_noted_and_ends_with_a_status(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: KioskApp) -> None:
        raise ZeroDivisionError("Gareth Bowen")

    monkeypatch.setattr(KioskApp, "_collect_garbage", fails)
    with pytest.raises(ZeroDivisionError):
        async with staged(sample) as stage:
            await stage.until(lambda: stage.app.return_code == 1)
    written = (sample / "kiosk.log").read_text()
    assert "ZeroDivisionError" in written
    assert "Gareth" not in written


async def test_the_board_s_help_tells_where_the_log_is(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("f1")
        assert await stage.sees("noted in demo/kiosk.log")

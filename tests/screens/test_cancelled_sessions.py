"""A cancelled session stays readable: on Welcome, on My day, on the board."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.places import choose
from tests.screens.kiosks import LARGE, SMALL, staged
from tests.screens.ways import to_slot

CHOSEN = choose("FDV", "A4")
CANCELLED = cancel_session("A4")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_welcome_announces_it(sample: Path, size: tuple[int, int]) -> None:
    async with staged(sample, "08:41", size, None, CANCELLED) as stage:
        assert await stage.sees("Trauma-aware routines", "▲ CANCELLED")
        await stage.goes_to("12:20")
        assert not stage.shows("CANCELLED")


async def test_whoever_had_a_place_is_told_and_chooses_again(sample: Path) -> None:
    async with staged(sample, "08:41", LARGE, None, CHOSEN, CANCELLED) as stage:
        await stage.pick("FDV")
        assert await stage.sees("Enter: My day (a session is cancelled)")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        assert await stage.sees(
            "Trauma-aware routines, 11:20, is cancelled. Please choose another."
        )
        await to_slot(stage, "11:20")
        assert await stage.sees("▲ Cancelled: pick another", "Pick one: press its number")
        await stage.press("right", *["down"] * 9)
        assert await stage.sees("This session is cancelled.")
        await stage.press("enter")
        assert await stage.sees("This session is cancelled. There's space in")


async def test_the_board_and_the_register_say_so(sample: Path) -> None:
    async with staged(sample, "08:41", LARGE, None, CHOSEN, CANCELLED) as stage:
        await stage.open_tutors()
        assert await stage.sees("Trauma-aware routines", "cancelled")

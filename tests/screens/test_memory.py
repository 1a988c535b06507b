"""Closed screens leave nothing in memory."""

from __future__ import annotations

from pathlib import Path

from kiosk.rules.model.ids import PersonId
from kiosk.textual_private import WIDGET_COLOURS
from tests.screens.kiosks import staged


async def test_what_was_drawn_of_a_closed_day_is_let_go(sample: Path) -> None:
    async with staged(sample) as stage:
        held = []
        for person in ("FDV", "RHU", "TAI"):
            await stage.open_day(PersonId(person))
            await stage.settle()
            await stage.press("escape")
            await stage.on("WelcomeScreen")
            await stage.settle()
            held.append(WIDGET_COLOURS.cache_info().currsize)
        assert held[2] <= held[0]  # each day has a dozen widgets

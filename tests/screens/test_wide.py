"""A wide window: nothing is drawn out over two hundred columns, and more panels say something."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.rules.choosing.coming_day import shown_day
from kiosk.widgets.banner import Banner
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.top_bar import TopBar
from tests.screens.kiosks import LARGE, SMALL, staged
from tests.screens.walk import stopped_at

WIDE = (220, 48)


@pytest.mark.parametrize("size", [WIDE, (160, 48)])
async def test_every_screen_keeps_to_the_middle_and_dialogs_stay_over_it(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "08:41", size) as stage:
        edge = (size[0] - 140) // 2
        for region in (stage.app.screen.query_one(kind).region for kind in (TopBar, Banner)):
            assert (region.x, region.right) == (edge, size[0] - edge)
        before = stage.picture.splitlines()[0]
        await stage.press("f9")
        await stage.on("PinDialog")
        assert stage.picture.splitlines()[0] == before
        region = stage.app.screen.query_one(KeyBar).region
        assert (region.x, region.right) == (edge, size[0] - edge)


async def test_what_is_next_and_where_stands_at_the_right(sample: Path) -> None:
    async with staged(sample, "10:20", LARGE) as stage:
        await stage.sees("Next", "11:00 Break", "Staffroom")
        await stage.goes_to("11:05")
        await stage.sees("11:20 Scaffolding, not solving", "Room 16 · Rhiannon Llwyd y Garn")
        await stage.goes_to("15:20")
        assert await stage.sees("Nothing more begins today.")


async def test_where_there_is_no_room_only_the_programme_says_it(sample: Path) -> None:
    async with staged(sample, "08:41", SMALL) as stage:
        assert not stage.app.screen.query_one("#next").display


async def test_between_the_days_those_after_the_next_one_stand_at_the_right(sample: Path) -> None:
    async with stopped_at("welcome-no-day-yet", sample, LARGE) as stage:
        day = shown_day(stage.school, stage.kiosk.desk.now())
        assert day is not None
        say = stage.app.context.language.say
        await stage.sees(say(day.date), "After that", "Thu 8 Oct", "Fri 23 Oct")

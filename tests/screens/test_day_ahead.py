"""Once today has no INSET day, or none any more, the screens say when the next one is."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School, put
from kiosk.widgets.banner import Banner
from kiosk.widgets.today import Next, Today
from tests.builders import at
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.walk import stopped_at

AFTER = DayId("2026-10-08")
"""The sample's second day."""


@decision
def opens_later(school: School, now: datetime) -> Changes:
    """Let no day's places be chosen before the first of October."""
    del now
    opens = at("18:00", "2026-10-01")
    days = (replace(day, choices_open=opens) for day in school.programme.days.values())
    return Changes(tuple(put(day) for day in days))


async def to_a_day_without_one(stage: Stage) -> None:
    await stage.perform(opens_later())
    now = stage.kiosk.desk.now() + timedelta(days=2)
    stage.kiosk.desk.clock = lambda: now
    stage.app.context.changed.publish(stage.school)
    await stage.settle()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_when_the_day_is_over_welcome_says_what_to_do_and_when_the_next_one_is(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "15:25", size) as stage:
        await stage.sees("The day ends at 15:30")
        assert not stage.shows("Before you go")
        await stage.goes_to("15:30")
        await stage.sees("Before you go: type your name to give", "Thursday 8 October 2026")
        assert stage.app.screen.query_one(Today).display
        assert not stage.app.screen.query_one(Next).display


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_before_its_choices_open_the_next_day_stands_beside_the_clock(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "08:41", size) as stage:
        await to_a_day_without_one(stage)
        title = stage.app.context.language.say(stage.school.day(AFTER).title)
        await stage.sees("No INSET day is planned for today.", "Thu 8 Oct from 15:45", title)
        assert stage.app.screen.query_one(Banner).region.height < size[1] // 2


async def test_my_day_says_it_too_and_from_when_one_can_choose(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await to_a_day_without_one(stage)
        await stage.pick("NIA")
        await stage.on("MyDayScreen")
        await stage.sees("Next INSET day: Thursday 8 October 2026 from 15:45", "F7 shows")
        # nobody can be signed in, so that is not said to be missing
        assert not stage.shows("Not signed in")


async def test_after_the_last_day_nothing_is_promised(sample: Path) -> None:
    async with stopped_at("welcome-no-day", sample, LARGE) as stage:
        await stage.sees("No INSET day is planned for today.", "Type your name for what is yours")
        assert not stage.shows("Next INSET day")

"""Idle screens go back to Welcome after a countdown, and leave nothing behind."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.events import MouseMove

from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.school import School, put
from kiosk.widgets.top_bar import TopBar
from tests.screens.kiosks import Stage, staged
from tests.screens.test_privacy import others_seen
from tests.screens.walk import stopped_at

PERSONAL = {
    "my-day": 15,
    "my-day-help": 30,
    "give-up": 15,
    "wish": 15,
    "proof": 15,
    "code": 15,
    "not-listed": 15,
    "for-you": 15,
    "for-you-proven": 15,
    "evaluation": 15,
    "evaluation-line": 15,
    "invitation": 15,
    "plan": 15,
    "intention": 15,
    "induction": 30,
    "induction-help": 30,
    "induction-reading": 45,
    "own": 15,
    "catch-up": 45,
    "messages": 30,
    "training": 30,
    "needs": 30,
}
"""The views about one person, and the idle seconds after which nothing of them is left."""


@decision
def waits(school: School, now: datetime, seconds: int) -> Changes:
    """Set the school's idle times."""
    del now
    return Changes((put(replace(school.settings, idle_after=seconds)),))


async def is_on_welcome(stage: Stage) -> None:
    await stage.on("WelcomeScreen")
    assert others_seen(stage) == []
    assert not stage.shows("Good morning")
    assert not stage.shows("closes in")


@pytest.mark.parametrize(("name", "seconds"), PERSONAL.items())
async def test_nothing_of_a_person_stays_when_nobody_is_there(
    sample: Path, name: str, seconds: int
) -> None:
    async with stopped_at(name, sample) as stage:
        shown = stage.screen
        stage.wait(seconds - 1)
        await stage.sees("closes in 1 s")
        assert stage.screen == shown
        stage.wait(1)
        await is_on_welcome(stage)


async def test_the_school_sets_how_long(sample: Path) -> None:
    async with staged(sample, "08:41", (120, 36), None, waits(60)) as stage:
        await stage.open_day("GBO")
        await stage.sees("closes in 60 s")
        stage.wait(59)
        assert await stage.sees("closes in 1 s")
        stage.wait(1)
        await is_on_welcome(stage)


@pytest.mark.parametrize("key", ["down", "f1"])
async def test_a_key_begins_the_wait_anew(sample: Path, key: str) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        stage.wait(12)
        await stage.sees("closes in 3 s")
        await stage.press(key)
        assert await stage.sees("closes in 15 s")


async def test_moving_the_mouse_begins_the_wait_anew(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        stage.wait(12)
        await stage.sees("closes in 3 s")
        stage.app.post_message(MouseMove(None, 9, 9, 1, 1, 0, False, False, False))
        assert await stage.sees("closes in 15 s")


async def test_the_last_seconds_stand_out(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        before = stage.app.screen.query_one(TopBar).render()
        stage.wait(10)
        await stage.sees("closes in 5 s")
        after = stage.app.screen.query_one(TopBar).render()
        assert "on $amber" not in str(before.spans)
        assert "on $amber" in str(after.spans)


async def test_a_name_that_somebody_began_to_type_goes_as_well(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("bowen")
        await stage.sees("Gareth Bowen")
        stage.wait(15)
        await stage.sees("Start typing your name…")
        assert not stage.shows("Gareth Bowen")


async def test_what_was_told_on_the_induction_goes_with_the_day(sample: Path) -> None:
    async with stopped_at("induction", sample) as stage:
        await stage.press("enter")
        await stage.settle()
        await stage.press("escape")
        await stage.on("MyItemsDialog")
        await stage.press("escape")
        await stage.on("MyDayScreen")
        await stage.press("escape")
        await is_on_welcome(stage)
        assert not stage.app.screen.query("Toast")

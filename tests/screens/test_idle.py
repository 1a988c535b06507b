"""Idle screens go back to Welcome after a countdown, and leave nothing behind."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.events import MouseMove
from textual.widgets import Input

from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.school import School, put
from kiosk.widgets.top_bar import TopBar
from tests.screens.kiosks import Stage, staged
from tests.screens.test_privacy import others_seen
from tests.screens.walk import stopped_at
from tests.screens.ways import to_slot

PERSONAL = {
    "my-day": 40,
    "my-day-help": 60,
    "give-up": 65,
    "wish": 65,
    "proof": 40,
    "code": 40,
    "not-listed": 40,
    "for-you": 65,
    "for-you-proven": 65,
    "evaluation": 65,
    "evaluation-line": 65,
    "invitation": 40,
    "plan": 40,
    "intention": 65,
    "induction": 60,
    "induction-help": 60,
    "induction-reading": 80,
    "own": 40,
    "catch-up": 80,
    "messages": 60,
    "training": 60,
    "needs": 60,
}
"""The views about one person, and the idle seconds after which nothing of them is left."""


@decision
def waits(school: School, now: datetime, seconds: int, choosing: int, countdown: int) -> Changes:
    """Set the school's idle times."""
    del now
    times = {"idle_after": seconds, "idle_choosing": choosing, "countdown": countdown}
    return Changes((put(replace(school.settings, **times)),))


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
    async with staged(sample, "08:41", (120, 36), None, waits(60, 120, 90)) as stage:
        await stage.open_day("GBO")
        stage.wait(59)
        await stage.pilot.pause(0.6)
        assert not stage.shows("closes in")
        stage.wait(1)
        await stage.sees("closes in 90 s")
        stage.wait(89)
        assert await stage.sees("closes in 1 s")
        stage.wait(1)
        await is_on_welcome(stage)


async def test_the_countdown_is_shown_only_when_nobody_has_moved_for_a_while(sample: Path) -> None:
    async with staged(sample, "08:41", (60, 18)) as stage:
        await stage.open_day("GBO")
        stage.wait(19)
        await stage.pilot.pause(0.6)
        assert not stage.shows("closes in")
        stage.wait(1)
        await stage.sees("closes in 20 s · Space: more time")
        assert "on $amber" in str(stage.app.screen.query_one(TopBar).render().spans)


async def test_a_choice_of_workshops_waits_longer(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        stage.wait(44)
        await stage.pilot.pause(0.6)
        assert not stage.shows("closes in")
        stage.wait(1)
        await stage.sees("closes in 20 s")
        stage.wait(20)
        await is_on_welcome(stage)


@pytest.mark.parametrize("key", ["space", "down", "f1"])
async def test_in_the_countdown_any_key_gives_more_time(sample: Path, key: str) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        stage.wait(38)
        await stage.sees("closes in 2 s")
        await stage.press(key)
        await stage.until(lambda: not stage.shows("closes in"))
        stage.wait(19)
        await stage.pilot.pause(0.6)
        assert not stage.shows("closes in")
        assert stage.screen != "WelcomeScreen"


async def test_the_key_that_gives_more_time_writes_nothing(sample: Path) -> None:
    async with stopped_at("not-listed", sample) as stage:
        before = [box.value for box in stage.app.screen.query(Input)]
        stage.wait(25)
        await stage.sees("closes in 15 s · Space: more time")
        await stage.press("space")
        await stage.until(lambda: not stage.shows("closes in"))
        assert [box.value for box in stage.app.screen.query(Input)] == before


async def test_moving_the_mouse_gives_more_time(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        stage.wait(37)
        await stage.sees("closes in 3 s")
        stage.app.post_message(MouseMove(None, 9, 9, 1, 1, 0, False, False, False))
        assert await stage.until(lambda: not stage.shows("closes in"))


async def test_a_name_that_somebody_began_to_type_goes_as_well_unless_a_key_gives_more_time(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        await stage.find("bowen")
        stage.wait(19)
        await stage.sees("Gareth Bowen")
        assert not stage.shows("closes in")
        stage.wait(20)
        await stage.sees("closes in 1 s · Space: more time")
        await stage.press("space")
        await stage.until(lambda: not stage.shows("closes in"))
        assert stage.app.screen.query_one(Input).value == "bowen"
        stage.wait(40)
        await stage.sees("Start typing your name…")
        assert not stage.shows("Gareth Bowen")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 18)])
async def test_a_key_gives_more_time_for_an_undo(sample: Path, size: tuple[int, int]) -> None:
    async with staged(sample, "08:41", size) as stage:
        await stage.pick("NIA")
        await stage.sees("✓ Nia ferch Dafydd", " 10 s · Space: more", "Enter: My day")
        stage.wait(9)
        await stage.sees("✓ Nia ferch Dafydd", " 1 s · Space: more")
        await stage.press("space")
        await stage.sees("Start typing your name…", " 10 s · Space: more")
        stage.wait(9)
        await stage.press("ctrl+z")
        assert await stage.sees("Undone: Nia ferch Dafydd is signed out")


async def test_the_tutors_area_counts_down_before_it_locks(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        stage.wait(60 * stage.school.settings.lock_after - 5)
        await stage.sees("closes in 5 s · Space: more time")
        await stage.press("space")
        await stage.sees("● live 08:41")
        stage.wait(60 * stage.school.settings.lock_after - 1)
        await stage.sees("closes in 1 s")
        assert stage.screen == "BoardScreen"
        stage.wait(1)
        assert await stage.on("WelcomeScreen")


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

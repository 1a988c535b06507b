"""While a school is being saved, no key leaves it half done."""

from __future__ import annotations

import asyncio
from pathlib import Path

from kiosk.rules.model.actors import Actor
from kiosk.rules.model.terms import Evidence
from tests.screens.kiosks import Stage
from tests.screens.test_badges import slowly
from tests.screens.tutors.test_your_school import preview_rooms
from tests.screens.walk import stopped_at


def busy(stage: Stage) -> asyncio.Task[object]:
    """Let the next change wait for half a second."""
    return asyncio.create_task(stage.kiosk.desk.perform(slowly(), Actor("test", Evidence.TYPED)))


async def test_the_first_start_is_saved_with_its_pin_whatever_is_pressed(sample: Path) -> None:
    async with stopped_at("setup-last", sample) as stage:
        waits = busy(stage)
        await stage.press("enter", "escape", "f10", "enter")
        assert stage.screen == "LastStepScreen"
        await waits
        await stage.on("WelcomeScreen")
        assert stage.school.people
        assert stage.kiosk.secrets.has_pin()


async def test_while_a_file_is_loaded_no_other_way_takes_its_answer_away(
    sample: Path, tmp_path: Path
) -> None:
    async with stopped_at("your-school", sample) as stage:
        await preview_rooms(stage, tmp_path)
        waits = busy(stage)
        await stage.press("enter")
        await stage.on("YourSchoolScreen")
        await stage.press("enter")
        await stage.sees("One moment: the last one isn't finished yet.")
        assert stage.screen == "YourSchoolScreen"
        await waits
        await stage.until(lambda: "Shed" in stage.school.programme.rooms)
        await stage.press("ctrl+z")
        assert await stage.until(lambda: "Shed" not in stage.school.programme.rooms)

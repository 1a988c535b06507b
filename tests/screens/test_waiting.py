"""A test of a screen goes on when the kiosk is at rest, and no earlier."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from time import sleep

from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.terms import Evidence
from tests.builders import by
from tests.screens.idle import until_idle
from tests.screens.kiosks import staged

LONG = 0.2
"""Seconds: far longer than the pause between two looks."""


async def test_the_threads_of_the_event_loop_are_waited_for(sample: Path) -> None:
    async with staged(sample):
        working = asyncio.create_task(asyncio.to_thread(sleep, LONG))
        await until_idle()
        assert working.done()


async def test_the_thread_of_the_desk_is_waited_for(sample: Path) -> None:
    async with staged(sample) as stage:
        desk = stage.kiosk.desk
        clock = desk.clock

        def slow_clock() -> datetime:
            sleep(LONG)
            return clock()

        desk.clock = slow_clock  # each decision asks it
        arriving = asyncio.create_task(
            desk.perform(by(Evidence.TYPED, sign_in("RAD")), Actor("test", Evidence.TYPED))
        )
        await until_idle()
        assert arriving.done()


async def test_what_waits_for_the_next_frame_is_laid_out(sample: Path) -> None:
    async with staged(sample) as stage:
        done: list[str] = []
        screen = stage.app.screen
        screen.call_after_refresh(screen.call_after_refresh, done.append, "laid out")
        screen.refresh(layout=True)
        await until_idle()
        assert done == ["laid out"]

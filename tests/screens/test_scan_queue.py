"""Sixty badges, one straight after the other: all are saved, and nothing of them is left."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import monotonic

import pytest
from textual import events
from textual.widgets import Input

from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.widgets.people_search import PeopleSearch
from tests.builders import CROWD_BADGE, DAY, crowd
from tests.screens.kiosks import LARGE, Stage, staged

QUEUE = 60


async def scan_one_by_one(stage: Stage, codes: list[str], apart: float, key: float) -> None:
    """Let a scanner type these codes, one every `apart` seconds and a key every `key` seconds."""
    begun = monotonic()
    for place, code in enumerate(codes):
        starts = begun + place * apart
        await asyncio.sleep(starts - monotonic())
        for number, char in enumerate((*code, "enter")):
            pressed = events.Key(char, char if len(char) == 1 else None)
            pressed.time = starts + number * key
            stage.app.post_message(pressed)


@pytest.mark.parametrize(
    ("people", "apart", "key"),
    [(QUEUE, 0.02, 0.001), (QUEUE, 0.04, 0.002), (QUEUE, 0.0, 0.0), (10_000, 0.02, 0.001)],
)
async def test_a_queue_of_badges_is_saved_whole(
    sample: Path, people: int, apart: float, key: float
) -> None:
    queue = [PersonId(f"CROWD{n}") for n in range(QUEUE)]
    async with staged(sample, "08:30", LARGE, None, crowd(people)) as stage:
        box = stage.app.screen.query_one(PeopleSearch)
        await scan_one_by_one(stage, [CROWD_BADGE.format(n) for n in range(QUEUE)], apart, key)
        await stage.until(lambda: queue[-1] in stage.school.day_record(DAY).movements)
        await stage.settle()
        assert not box.typed
        await stage.sees(stage.school.people[queue[-1]].name, "Signed in at")
        moved = stage.school.day_record(DAY).movements
        assert {who for who in moved if who.startswith("CROWD")} == set(queue)
        assert all([one.evidence for one in moved[who]] == [Evidence.BADGE] for who in queue)


async def test_a_scan_after_half_a_name_leaves_nothing_in_the_box(sample: Path) -> None:
    async with staged(sample, "08:30", LARGE, None, crowd(1)) as stage:
        await stage.press("i", "f")
        await stage.scan(CROWD_BADGE.format(0).lower())
        await stage.until(lambda: "CROWD0" in stage.school.day_record(DAY).movements)
        assert not stage.app.screen.query_one(PeopleSearch).typed


async def test_a_scan_takes_only_itself_out_of_a_box(sample: Path) -> None:
    async with staged(sample, "08:30") as stage:
        await stage.press("f2")
        await stage.on("AddSelfDialog")
        box = stage.app.focused
        assert isinstance(box, Input)
        await stage.press(*"Inge")
        await stage.scan("INSET-NOBODY")
        assert box.value == "Inge"
        await stage.press("home", "shift+end")  # what is selected is not typed over
        await stage.scan("INSET-NOBODY")
        assert box.value == "Inge"


async def test_a_name_is_shown_and_searched_for_at_its_first_letter(sample: Path) -> None:
    async with staged(sample) as stage:
        box = stage.app.screen.query_one(Input)
        for typed in ("i", "ie"):
            pressed = events.Key(typed[-1], typed[-1])
            pressed.time = monotonic() + 0.1 * len(typed)  # as far apart as a quick hand's keys
            stage.app.post_message(pressed)
            await stage.pilot.pause()
            assert not stage.app.holds_keys
            assert box.value == typed
        await stage.sees("Ieuan")

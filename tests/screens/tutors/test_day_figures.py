"""J shows a day's figures without names, from closing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.widgets import OptionList

from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.session_lines import expected_people
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY, at, by
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.tutors.test_closing import to_closing


async def to_figures(stage: Stage) -> None:
    await to_closing(stage)
    await stage.press("j")
    await stage.on("FiguresScreen")


@pytest.mark.parametrize("size", [(60, 18), SMALL, LARGE, (160, 48)])
async def test_the_figures_of_the_day_name_nobody(sample: Path, size: tuple[int, int]) -> None:
    async with staged(sample, "16:00", size) as stage:
        await to_figures(stage)
        await stage.sees(
            "By session", "97 required, register not taken", "As of 16:00, without names"
        )
        for _ in range(12):
            await stage.press("pagedown")
            shown = stage.seen
            assert not any(
                person.name in shown for person in stage.school.people.values() if person.surname
            )
        assert await stage.sees("By national priority")


async def test_a_mark_made_meanwhile_is_counted(sample: Path) -> None:
    async with staged(sample, "16:00", LARGE) as stage:
        await to_figures(stage)
        await stage.sees("97 required, register not taken")
        who = expected_people(stage.school, stage.school.session("SAFE"))[0].id
        await stage.perform(by(Evidence.TUTOR, mark(who, "SAFE", MarkState.PRESENT)))
        assert await stage.sees("1 of 97 required")


async def test_from_a_day_one_goes_to_the_ones_before(sample: Path) -> None:
    async with staged(sample, "16:00", LARGE) as stage:
        october = at("10:00", "2026-10-23")
        stage.kiosk.desk.clock = lambda: october
        stage.app.context.changed.publish(stage.school)
        await to_figures(stage)
        for date in ("8 October", "1 September", "23 October"):
            await stage.press("d")
            assert await stage.sees(date)
        assert stage.school.day(DAY)


@pytest.mark.parametrize("size", [(60, 18), SMALL, LARGE])
async def test_a_title_is_whole_and_apart_from_its_figures(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "16:00", size) as stage:
        await to_figures(stage)
        await stage.sees("By session")
        rows = stage.app.screen.query_one("#people", OptionList)
        told = "\n".join(str(one.prompt) for one in rows.options)
        assert "…" not in told
        assert "Diversity and anti-racism in every subject" in told
        assert not re.search(r"\S fewer", told)

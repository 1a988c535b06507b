"""The lottery on the screens: before, at and after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk import app
from kiosk.rules.choosing.bookings import confirmed_session, wishes_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School, put
from tests.builders import DAY, at
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.ways import to_slot, with_draw

DRAWN = with_draw(DAY)


@decision
def with_choices(school: School, now: datetime, day: DayId, opens: str, closes: str) -> Changes:
    """Set the times at which choosing opens and closes."""
    del now
    moments = {"choices_open": at(opens), "choices_close": at(closes)}
    return Changes((put(replace(school.day(day), **moments)),))


def wishes(stage: Stage) -> list[str]:
    return [one.session for one in wishes_of(stage.school, "FDV", DAY, "workshops-1")]


async def to_cards(stage: Stage) -> None:
    await stage.open_day("FDV")
    await to_slot(stage, "11:20")
    await stage.press("right")
    await stage.settle()


async def test_before_a_draw_enter_makes_wishes_and_the_card_says_which(sample: Path) -> None:
    async with staged(sample, "08:41", LARGE, None, DRAWN) as stage:
        await to_cards(stage)
        await stage.sees("Places are drawn by lot on Tuesday 1 September 2026")
        await stage.press("enter", "down", "enter")
        await stage.sees("is your 2nd choice in the draw.", "1st choice", "2nd choice")
        assert wishes(stage) == ["A1", "A2"]
        assert not stage.shows("in line")


async def test_a_wish_can_be_made_dearer_or_taken_back_though_places_are_free(
    sample: Path,
) -> None:
    first = (DRAWN, choose("FDV", "A1"), choose("FDV", "A2"))
    async with staged(sample, "08:41", SMALL, None, *first) as stage:
        await to_cards(stage)
        await stage.press("down", "enter")
        await stage.on("ChoiceDialog")
        await stage.press("down", "down", "enter")
        await stage.prove("FDV")
        await stage.until(lambda: wishes(stage) == ["A2", "A1"])
        await stage.on("MyDayScreen")
        await stage.press("enter")
        await stage.on("ChoiceDialog")
        await stage.press("down", "enter")
        assert await stage.until(lambda: wishes(stage) == ["A1"])


async def test_when_choices_are_not_open_it_is_said_before_one_tries(sample: Path) -> None:
    async with staged(sample, "08:41", LARGE, None, with_choices(DAY, "09:00", "10:00")) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await stage.sees("Choices open on Tuesday 1 September 2026 at 09:00.")
        await stage.goes_to("09:00")
        await stage.sees("Pick one: press its number")
        await stage.goes_to("10:00")
        assert await stage.sees("Choices are closed. Ask the professional tutor")


async def test_the_kiosk_draws_by_itself_and_tells_what_came_of_it(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "DUE_INTERVAL", 0.05)
    async with staged(sample, "08:41", LARGE, None, DRAWN, choose("FDV", "A1")) as stage:
        await stage.settle()
        assert stage.school.day(DAY).awaits_draw
        await stage.goes_to("09:41")
        await stage.until(lambda: stage.school.day(DAY).drawn_at)
        assert confirmed_session(stage.school, "FDV", DAY, "workshops-1") is not None
        await stage.open_day("FDV")
        await stage.sees("You got your 1st choice in the draw")
        await to_slot(stage, "13:10")
        await stage.sees("Pick one: press its number")


async def test_the_board_says_when_wishes_are_drawn_and_when_they_were(sample: Path) -> None:
    async with staged(sample, "08:41", SMALL, None) as stage:
        await stage.open_tutors()
        assert not stage.shows("drawn")
        await stage.perform(DRAWN)
        await stage.sees("Places are drawn by lot on Tuesday 1 September 2026 at 09:41.")
        drawn = replace(stage.school.day(DAY), drawn_at=at("09:41"))
        await stage.perform(_put(drawn))
        await stage.sees("Places were drawn by lot on Tuesday 1 September 2026 at 09:41.")


async def test_on_a_day_without_inset_the_board_tells_of_the_next_draw(sample: Path) -> None:
    async with staged(sample, "08:41", LARGE, None, DRAWN) as stage:
        now = stage.kiosk.desk.now() - timedelta(days=2)
        stage.kiosk.desk.clock = lambda: now
        await stage.open_tutors()
        assert await stage.sees("Places are drawn by lot on Tuesday 1 September 2026 at 09:41.")


@decision
def _put(school: School, now: datetime, record: InsetDay) -> Changes:
    del school, now
    return Changes((put(record),))

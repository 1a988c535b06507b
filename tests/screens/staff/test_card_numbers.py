"""A workshop is chosen by the number on its card, and by nothing that a scanner types."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.rules.choosing.bookings import booking_of, confirmed_session
from kiosk.rules.model.ids import PersonId, SlotId
from tests.builders import DAY
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.test_hands import touch_row
from tests.screens.ways import to_slot

WHO = PersonId("FDV")


def chosen(stage: Stage) -> str:
    session = confirmed_session(stage.school, WHO, DAY, SlotId("workshops-1"))
    return session.id if session is not None else ""


@pytest.mark.parametrize(("size", "number"), [(LARGE, "2"), (SMALL, "6")])
async def test_a_number_chooses_the_card_that_it_stands_on(
    sample: Path, size: tuple[int, int], number: str
) -> None:
    async with staged(sample, "08:41", size) as stage:
        await stage.open_day(WHO)
        await to_slot(stage, "11:20")
        await stage.sees("press its number")
        await stage.press(number)
        await stage.settle()
        assert chosen(stage) == f"A{number}"


async def test_a_number_without_a_card_does_nothing(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day(WHO)
        await stage.press("2")
        await to_slot(stage, "11:20")
        await stage.press("9", "0")
        await stage.settle()
        assert chosen(stage) == ""
        assert stage.screen == "MyDayScreen"


async def test_a_number_chooses_nothing_that_is_out_of_sight(sample: Path) -> None:
    async with staged(sample, "08:41", (60, 18)) as stage:
        await stage.open_day(WHO)
        await to_slot(stage, "11:20")
        await stage.press("2")
        await stage.settle()
        assert chosen(stage) == ""
        await stage.press("right", "2")
        await stage.settle()
        assert chosen(stage) == "A2"


@pytest.mark.parametrize("code", ["12", "123", "4321", "20394857"])
async def test_a_code_of_another_system_chooses_nothing(sample: Path, code: str) -> None:
    async with staged(sample) as stage:
        await stage.open_day(WHO)
        await to_slot(stage, "11:20")
        await stage.scan(code)
        await stage.pilot.pause(0.1)
        await stage.settle()
        assert all(booking_of(stage.school, WHO, one) is None
                   for one in stage.school.sessions_on(DAY))  # fmt: skip


async def test_not_listed_is_a_button_where_nobody_was_found(sample: Path) -> None:
    async with staged(sample, "08:41", SMALL) as stage:
        await stage.find("dewi prys")
        await touch_row(stage, "Not on the list? F2")
        await stage.on("AddSelfDialog")
        assert await stage.sees("Dewi", "Prys")

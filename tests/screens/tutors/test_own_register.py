"""A leader's own register: behind a proof, of their session alone, by their own word."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY
from tests.screens.kiosks import LARGE, SMALL, staged
from tests.screens.walk_registers import my_day_leading, own_register
from tests.screens.ways import put_on, to_slot
from tests.store.programs import history

YKH, GBO, HPR, A1 = PersonId("YKH"), PersonId("GBO"), PersonId("HPR"), SessionId("A1")


@pytest.mark.parametrize("size", [SMALL, LARGE, (60, 18)])
async def test_enter_on_the_session_that_one_leads_signs_in_and_then_opens_its_register(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "11:25", size, None, choose(GBO, A1)) as stage:
        await own_register(stage)
        await stage.sees("Gareth Bowen", "Retrieval practice that lasts")
        await put_on(stage, GBO)
        await stage.press("h")
        await stage.until(lambda: GBO in stage.school.day_record(DAY).marks[A1])
        made = stage.school.day_record(DAY).marks[A1][GBO][-1]
        assert (made.state, made.evidence) == (MarkState.PRESENT, Evidence.LEADER)
        await stage.sees("session leader")
        await stage.press("ctrl+z")
        await stage.until(lambda: GBO not in stage.school.day_record(DAY).marks[A1])
        await stage.press("escape")
        assert await stage.on("MyDayScreen")
    entries = [entry for entry in history(sample, "GBO") if entry.decision == "mark"]
    assert [(entry.by, entry.evidence) for entry in entries] == [("YKH", "leader")]


async def test_a_typed_name_alone_opens_no_register(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await my_day_leading(stage)
        await stage.press("enter")
        await stage.on("ProofDialog")
        await stage.press("escape")
        assert await stage.on("MyDayScreen")
        assert not stage.shows("to mark")


async def test_a_leader_sees_nothing_else_of_anybodys_day_and_gives_no_places(
    sample: Path,
) -> None:
    both = choose(GBO, A1), choose(GBO, "B2")
    async with staged(sample, "11:25", LARGE, None, *both) as stage:
        await own_register(stage)
        await put_on(stage, GBO)
        await stage.settle()
        assert not stage.shows("Has a place in")
        assert not stage.shows("Hours")
        assert not stage.shows("Give a place")
        await stage.press("g", "c", "n", "m", "p")
        await stage.settle()
        assert stage.screen == "OwnRegisterScreen"


async def test_a_leader_cannot_open_the_roll_call_which_is_behind_the_pin(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await own_register(stage)
        assert await stage.on("OwnRegisterScreen")
        await stage.press("y")
        await stage.settle()
        assert stage.screen == "OwnRegisterScreen"


async def test_a_leader_reads_neither_that_somebody_is_reported_absent_nor_their_hours(
    sample: Path,
) -> None:
    async with staged(
        sample, "11:25", LARGE, None, choose(GBO, A1), report_absent(HPR, DAY)
    ) as stage:
        await own_register(stage)
        await stage.sees("not expected Huw Prosser")
        assert not stage.shows("reported absent")
        await stage.goes_to("15:45")
        assert not stage.shows("hours ended")


async def test_who_is_not_on_the_list_is_added_by_name_or_by_badge(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await own_register(stage)
        await stage.scan(stage.school.people[GBO].badge)
        await stage.sees("Gareth Bowen", "11:25 · badge")
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick(PersonId("TAI"))
        await stage.on("OwnRegisterScreen")
        await stage.press("h")
        assert await stage.until(lambda: "TAI" in stage.school.day_record(DAY).marks[A1])


async def test_before_and_after_the_session_enter_opens_the_register_too(sample: Path) -> None:
    async with staged(sample, "10:30") as stage:
        for clock in ("10:30", "12:40"):
            await stage.goes_to(clock)
            await stage.open_day(YKH)
            await to_slot(stage, "11:20")
            await stage.press("enter")
            await stage.prove(YKH)
            assert await stage.on("OwnRegisterScreen")
            await stage.press("escape")
            assert await stage.on("MyDayScreen")
            await stage.press("escape")
            await stage.on("WelcomeScreen")


async def test_the_register_goes_back_to_welcome_by_itself_as_my_day_does(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await own_register(stage)
        settings = stage.school.settings
        stage.wait(settings.idle_choosing + settings.countdown + 1)
        assert await stage.on("WelcomeScreen")


async def test_once_the_day_is_closed_a_leader_reads_and_marks_no_longer(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await own_register(stage)
        await stage.perform(close_day(DAY))
        await stage.until(lambda: not stage.shows("H Here"))
        before = stage.school.day_record(DAY).marks
        await stage.press("h", "w")
        await stage.settle()
        assert stage.school.day_record(DAY).marks == before


@decision
def led_by_others(school: School, now: datetime) -> Changes:
    """Give the session another leader."""
    del now
    return Changes((put(replace(school.session(A1), leaders=(GBO,))),))


async def test_who_leads_it_no_longer_has_its_register_no_longer(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await own_register(stage)
        await stage.perform(led_by_others())
        assert await stage.on("MyDayScreen")

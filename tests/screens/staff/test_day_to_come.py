"""Between the days: Welcome shows the day to come, and who proves who they are chooses on it."""

from __future__ import annotations

from pathlib import Path

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import SlotKind
from tests.builders import DAY, at
from tests.screens.kiosks import Stage, staged

WHO = PersonId("TAI")


async def to_august(stage: Stage) -> None:
    stage.kiosk.desk.clock = lambda: at("16:00", "2026-08-20")
    stage.app.context.changed.publish(stage.school)
    await stage.sees("12 days to A calm start")


def places(stage: Stage) -> set[str]:
    bookings = stage.school.day_record(DAY).bookings
    return {
        session.slot
        for session in stage.school.sessions_on(DAY)
        if WHO in bookings.get(session.id, {})
    }


async def test_whoever_scans_a_badge_chooses_on_the_day_to_come(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_august(stage)
        assert await stage.sees("Tue 1 Sept", "choose with badge or PIN")
        await stage.scan(stage.school.people[WHO].badge)
        await stage.on("MyDayScreen")
        await stage.sees("Tuesday 1 September 2026")
        assert not stage.shows("Leave site")
        before = places(stage)
        slots = [one.id for one in stage.school.day(DAY).slots if one.kind is SlotKind.CHOICE]
        mine = next(one for one in slots if one not in before)
        rail = stage.app.screen.query_one("#rail")
        rail.go_to(mine)  # type: ignore[attr-defined]
        await stage.press("enter", "enter")
        await stage.until(lambda: places(stage) > before)
        assert not is_on_site(stage.school, WHO, DAY)


async def test_a_typed_name_opens_it_only_after_a_proof(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_august(stage)
        await stage.pick(WHO)
        await stage.on("ProofDialog")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await stage.pick(WHO)
        await stage.on("ProofDialog")
        await stage.scan(stage.school.people[WHO].badge)
        await stage.on("MyDayScreen")
        assert await stage.sees("Tuesday 1 September 2026")


async def test_a_sign_in_to_a_session_of_another_day_says_the_day(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_august(stage)
        await stage.scan(stage.school.people[WHO].badge)
        await stage.on("MyDayScreen")
        await stage.press("home", "enter")
        assert await stage.sees("is on Tuesday 1 September 2026")

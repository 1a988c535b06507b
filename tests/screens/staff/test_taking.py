"""What a typed name may take on the screens, and how its owner hears of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School, put
from tests.builders import DAY
from tests.screens.kiosks import Stage, staged

FFION = PersonId("FDV")


@decision
def wears(school: School, now: datetime, person: PersonId, badge: str) -> Changes:
    """Give a person a badge, or take it away."""
    del now
    return Changes((put(replace(school.person(person), badge=badge)),))


async def has_left(stage: Stage) -> None:
    await stage.until(lambda: not is_on_site(stage.school, FFION, DAY))


async def test_whoever_has_a_badge_does_not_leave_by_a_typed_name(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day(FFION)
        await stage.press("f6")
        await stage.on("ProofDialog")
        await stage.press("escape")
        await stage.sees("This needs your badge or PIN. Anyone can type a name.")
        assert is_on_site(stage.school, FFION, DAY)
        await stage.press("f6")
        await stage.prove(FFION)
        await has_left(stage)


async def test_an_own_code_alone_is_enough_of_a_reason_to_ask_for_it(sample: Path) -> None:
    async with staged(sample, "08:41", (80, 24), None, wears(FFION, "")) as stage:
        stage.kiosk.secrets.set_code(FFION, "4915")
        await stage.open_day(FFION)
        await stage.press("f6")
        await stage.on("ProofDialog")
        await stage.type("4915")
        await stage.press("enter")
        await has_left(stage)
        assert not is_on_site(stage.school, FFION, DAY)


async def test_one_proof_is_enough_for_a_visit(sample: Path) -> None:
    first = choose(FFION, "A4")
    async with staged(sample, "08:41", (120, 36), None, first) as stage:
        await stage.open_day(FFION)
        for code in ("A1", "A3"):
            stage.app.screen.handle_session_code(code)  # type: ignore[attr-defined]
            if code == "A1":
                await stage.prove(FFION)
            await stage.sees("You have a place in")
            await stage.settle()
        assert FFION in stage.school.day_record(DAY).bookings["A3"]


async def test_who_has_neither_leaves_by_a_typed_name_and_hears_of_it_later(sample: Path) -> None:
    async with staged(sample, "12:20", (80, 24), None, wears(FFION, "")) as stage:
        await stage.open_day(FFION)
        await stage.press("f6")
        await has_left(stage)
        await stage.goes_to("12:40")
        await stage.pick(FFION)
        await stage.sees("Enter: My day (your choices were changed today)")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.sees("One of your choices was changed today.")
        assert not stage.shows("left the site")
        await stage.perform(wears(FFION, "INSET-NEW1"))
        await stage.press("f7")
        await stage.prove(FFION)
        await stage.on("ChoiceDialog")
        await stage.sees("Someone typed your name and did this", "12:20 · left the site")
        await stage.press("down", "down", "enter")
        await stage.on("MyItemsDialog")
        await stage.press("escape")
        await stage.sees("Thank you. We have told the professional tutor.")
        await stage.press("escape")
        await stage.open_tutors()
        await stage.sees("T: 1 to check")
        await stage.press("t")
        await stage.sees("? typed", "Ffion ffrench-Davies", "“not me”: 12:20 · left the site")
        assert not stage.shows("Remove or cancel")
        await stage.press("enter")
        await stage.on("ChoiceDialog")
        await stage.sees("“That was not me”: 12:20 · left the site")
        await stage.press("down", "enter")
        await stage.sees("Ffion ffrench-Davies: checked.", "● Nobody to check")


async def test_after_a_scan_it_is_told_at_once_and_once_only(sample: Path) -> None:
    async with staged(sample, "12:20", (80, 24), None, wears(FFION, "")) as stage:
        await stage.open_day(FFION)
        await stage.press("f6")
        await has_left(stage)
        await stage.perform(wears(FFION, "INSET-NEW1"))
        for told in (False, True):
            await stage.scan("INSET-NEW1")
            await stage.on("WelcomeScreen")
            await stage.sees("Enter: My day")
            await stage.press("enter")
            if not told:
                await stage.on("ChoiceDialog")
                await stage.press("enter")  # none is highlighted: nothing is said by mistake
                assert stage.screen == "ChoiceDialog"
                await stage.press("down", "enter")
            await stage.on("MyDayScreen")
            await stage.settle()
            assert stage.screen == "MyDayScreen"

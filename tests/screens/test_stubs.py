"""A stub at the kiosk: scanned or typed after a sign-in it is handed in, its owner's alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from kiosk.rules.follow_up.outstanding import outstanding
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import DoneBy
from tests.builders import DAY
from tests.screens.kiosks import SMALL, Stage, staged
from tests.screens.walk_catch_ups import print_slips

FDV, GBO = PersonId("FDV"), PersonId("GBO")


def owed(stage: Stage, person: PersonId, *, training: bool) -> CatchUp:
    lines = outstanding(stage.school, stage.kiosk.desk.now().date())
    found = (one.catch_up for one in lines if one.person.id == person)
    return next(one for one in found if one.training == training)


async def give_slips(stage: Stage) -> None:
    """Print the slips of the day, and let there be a morning after it."""
    await print_slips(stage)
    await stage.goes_to("08:41")


def kept(stage: Stage, catch_up: CatchUp) -> CatchUp:
    return stage.school.day_record(DAY).catch_ups[catch_up.person][catch_up.id]


@pytest.mark.parametrize("way", ["scanned", "scanned slowly", "typed", "pasted"])
async def test_after_a_sign_in_a_stub_is_handed_in(sample: Path, way: str) -> None:
    async with staged(sample, "16:00", SMALL) as stage:
        await give_slips(stage)
        await stage.pick(FDV)
        await stage.sees("Signed in at")
        one = owed(stage, FDV, training=True)
        code = one.stub
        if way == "typed":
            await stage.type(code.lower())
            await stage.press("enter")
        elif way == "pasted":
            stage.app.post_message(events.Paste(code))
        else:
            await stage.keys(*code, "enter", every=0.06 if way == "scanned slowly" else 0.005)
        await stage.sees("Ffion ffrench-Davies", "Handed in: Safeguarding", "Carys Pŵel")
        assert kept(stage, one).done_by is DoneBy.STUB
        assert kept(stage, one).done_at is not None
        other = owed(stage, FDV, training=False)
        await stage.scan(other.stub)
        await stage.sees("Caught up: ")
        await stage.scan(code)
        await stage.sees("was handed in on")


async def test_with_nobody_signed_in_it_says_to_sign_in_first(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        one = owed(stage, FDV, training=True)
        await stage.scan(one.stub)
        await stage.sees("Sign in first, then scan the stub.")
        assert kept(stage, one) == one


async def test_somebody_elses_stub_is_refused_and_says_nothing_of_them(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        one = owed(stage, GBO, training=True)
        await stage.pick(FDV)
        await stage.sees("Signed in at")
        await stage.scan(one.stub)
        await stage.sees("This stub is somebody else's. Nothing was changed.")
        assert stage.school.people[GBO].name not in stage.seen
        assert kept(stage, one) == one


async def test_a_code_that_is_no_stub_of_ours_is_refused(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await stage.pick(FDV)
        await stage.sees("Signed in at")
        await stage.scan("STUB-AAAAAAAAAA")
        assert await stage.sees("This stub isn't one of ours.")


async def test_on_my_day_after_a_badge_a_line_of_their_own_may_follow(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        first, second = owed(stage, FDV, training=True), owed(stage, FDV, training=False)
        await stage.scan(stage.school.people[FDV].badge)
        await stage.sees("Enter: My day")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.scan(first.stub)
        await stage.on("LearnedDialog")
        await stage.sees("Only you see this")
        await stage.scan(second.stub)  # the next one at once
        await stage.until(lambda: kept(stage, second).done_at is not None)
        await stage.on("LearnedDialog")
        await stage.type("Wait longer for an answer")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.settle()
        assert kept(stage, first).learned == ""
        assert kept(stage, second).learned == "Wait longer for an answer"


async def test_after_a_typed_name_no_line_is_asked_for(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        one = owed(stage, FDV, training=False)
        await stage.open_day(FDV)
        await stage.scan(one.stub)
        await stage.sees("Caught up: ")
        await stage.settle()
        assert stage.screen == "MyDayScreen"
        await stage.scan(owed(stage, GBO, training=True).stub)
        assert await stage.sees("This stub is somebody else's.")


async def test_over_my_items_a_stub_is_handed_in_too(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        one = owed(stage, FDV, training=False)
        await stage.open_day(FDV)
        await stage.press("f7")
        await stage.on("MyItemsDialog")
        await stage.scan(one.stub)
        await stage.sees("Caught up: ")
        assert kept(stage, one).done_by is DoneBy.STUB


@pytest.mark.parametrize(("key", "screen"), [("f1", "HelpDialog"), ("f2", "AddSelfDialog")])
async def test_over_a_question_a_stub_waits(sample: Path, key: str, screen: str) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        one = owed(stage, FDV, training=False)
        await stage.press(key)
        await stage.on(screen)
        await stage.scan(one.stub)
        await stage.sees("Please answer the question on the screen first.")
        assert kept(stage, one) == one


async def test_elsewhere_in_the_tutors_area_a_stub_has_no_use(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        one = owed(stage, FDV, training=False)
        await stage.open_tutors()
        await stage.scan(one.stub)
        await stage.sees("That code doesn't work on this screen.")
        assert kept(stage, one) == one

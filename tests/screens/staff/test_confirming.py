"""A DSP or DSL confirms at the kiosk what others handed in; everybody sees how far their own is."""

from __future__ import annotations

from pathlib import Path

from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.follow_up.stubs import hand_in_stub
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import PersonId
from tests.builders import DAY
from tests.screens.kiosks import LARGE, Stage, staged
from tests.screens.test_stubs import FDV, GBO, give_slips, kept, owed
from tests.screens.walk_catch_ups import has_duty
from tests.screens.ways import open_row, take_row


async def hand_in(stage: Stage, person: PersonId) -> CatchUp:
    one = owed(stage, person, training=True)
    await stage.perform(hand_in_stub(one.stub), by=person)
    return one


async def open_items(stage: Stage, person: PersonId) -> None:
    await stage.scan(stage.school.people[person].badge)
    await stage.sees("Enter: My day")
    await stage.press("enter")
    await stage.on("MyDayScreen")
    await stage.press("f7")
    await stage.on("MyItemsDialog")
    await stage.settle()


async def test_a_dsp_confirms_the_training_of_several_at_once(sample: Path) -> None:
    async with staged(sample, "16:00", LARGE, None, has_duty(PersonId("SJO"), "dsp")) as stage:
        await give_slips(stage)
        theirs = [await hand_in(stage, person) for person in (FDV, GBO)]
        own = await hand_in(stage, PersonId("SJO"))
        await open_items(stage, PersonId("SJO"))
        await stage.sees("2 catch-ups to confirm", "to be confirmed")
        await take_row(stage, "confirm")
        await stage.on("ToConfirmDialog")
        await stage.sees("Ffion ffrench-Davies", "Gareth Bowen")
        await stage.press("space", "space", "enter")
        await stage.sees("2 catch-ups marked done.")
        states = [state_of(stage.school, kept(stage, one)) for one in (*theirs, own)]
        assert states == [CatchUpState.DONE, CatchUpState.DONE, CatchUpState.HANDED_IN]
        assert not stage.shows("to confirm")


async def test_nobody_else_is_asked_to_confirm(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        await hand_in(stage, GBO)
        await open_items(stage, FDV)
        assert not stage.shows("to confirm")
        assert not stage.shows("Gareth Bowen")


async def test_after_a_typed_name_a_dsp_hears_nothing_of_it(sample: Path) -> None:
    async with staged(sample, "16:00", LARGE, None, has_duty(FDV, "dsp")) as stage:
        await give_slips(stage)
        await hand_in(stage, GBO)
        await stage.pick(FDV)
        await stage.sees("Signed in at")
        assert not stage.shows("needs you")
        assert not stage.shows("need you")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.press("f7")
        await stage.on("MyItemsDialog")
        assert not stage.shows("confirm")


async def test_the_own_tick_asks_for_a_line_that_only_its_person_sees(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        one = owed(stage, FDV, training=True)
        await open_items(stage, FDV)
        await take_row(stage, f"catch-up:{one.id}")
        await stage.on("ReadingDialog")
        await stage.press("enter")
        await stage.on("LearnedDialog")
        await stage.type("Ask twice")
        await stage.press("enter")
        await stage.on("MyItemsDialog")
        await stage.sees("handed in", "to be confirmed")
        assert kept(stage, one).learned == "Ask twice"
        await take_row(stage, f"catch-up:{one.id}")
        await stage.on("ReadingDialog")
        await stage.sees("“Ask twice”")
        await stage.press("escape")
        await stage.on("MyItemsDialog")
        await take_row(stage, "training")
        await stage.on("PageDialog")
        await stage.sees("Caught up with", "to be confirmed", "Ask twice")


async def test_no_tutor_sees_what_somebody_learned(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        one = owed(stage, FDV, training=True)
        await open_items(stage, FDV)
        await take_row(stage, f"catch-up:{one.id}")
        await stage.on("ReadingDialog")
        await stage.press("enter")
        await stage.on("LearnedDialog")
        await stage.type("Ask twice")
        await stage.press("enter")
        await stage.on("MyItemsDialog")
        await stage.press("escape", "escape")
        await stage.on("WelcomeScreen")
        await stage.open_tutors()
        await stage.press("full_stop")
        await stage.on("OutstandingScreen")
        await stage.press("f")
        await stage.settle()
        await stage.sees("Ffion ffrench-Davies", "on their word")
        assert not stage.shows("Ask twice")
        await stage.press("enter")
        await stage.on("PersonScreen")
        assert not stage.shows("Ask twice")
        history = stage.kiosk.desk.history(FDV)
        assert not [one for one in history if "Ask twice" in str(one)]


async def test_once_confirmed_it_is_done_and_not_taken_back(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await give_slips(stage)
        one = owed(stage, FDV, training=False)
        await stage.open_day(FDV)
        await open_row(stage, "prove")
        await stage.prove(FDV)
        await stage.on("MyItemsDialog")
        await stage.scan(one.stub)
        await stage.on("LearnedDialog")
        await stage.press("enter")
        await stage.on("MyItemsDialog")
        await stage.sees("Caught up: ")
        assert stage.school.day_record(DAY).catch_ups[FDV][one.id].learned == ""

"""Ctrl+Z in the list of catch-ups takes back one's own acts, one by one, and nobody else's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiosk.rules.follow_up.catch_up_acts import note_learned
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import PersonId, split_id
from tests.builders import DAY
from tests.screens.kiosks import SMALL, Stage, staged
from tests.screens.tutors.test_outstanding import highlight, listed, owed
from tests.screens.walk_catch_ups import open_outstanding, print_slips


def held(stage: Stage, id: str) -> CatchUp:
    return stage.school.day_record(DAY).catch_ups[PersonId(split_id(id)[1])][id]


async def test_on_a_closed_day_what_was_done_waived_or_given_more_time_is_taken_back(
    sample: Path,
) -> None:
    async with staged(sample, "17:00", SMALL) as stage:
        await print_slips(stage)
        await stage.perform(close_day(DAY))
        await open_outstanding(stage)
        before = listed(stage)
        first, second, *_ = (
            one.catch_up for one in owed(stage, "FDV") if not one.catch_up.training
        )
        await highlight(stage, first.id)
        await stage.press("h")
        await stage.settle()
        await highlight(stage, second.id)
        await stage.press("x")
        await stage.on("NumberedDialog")
        await stage.press("2")
        await stage.sees("Waived: not needed in their job.")
        assert len(listed(stage)) == len(before) - 2
        await stage.press("ctrl+z")
        await stage.settle()
        assert held(stage, second.id) == second
        await stage.press("ctrl+z")
        await stage.settle()
        assert (held(stage, first.id), listed(stage)) == (first, before)


async def test_two_acts_on_one_catch_up_are_taken_back_one_after_the_other(sample: Path) -> None:
    async with staged(sample, "16:00", SMALL) as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        one = owed(stage, "FDV")[0].catch_up
        await highlight(stage, one.id)
        for typed in ("30/09/2026", "07/10/2026"):
            await stage.press("m")
            await stage.on("DateDialog")
            await stage.type(typed)
            await stage.press("enter")
            await stage.on("OutstandingScreen")
            await stage.settle()
            await highlight(stage, one.id)
        await stage.press("ctrl+z")
        await stage.settle()
        assert held(stage, one.id).due == date(2026, 9, 30)
        await stage.press("ctrl+z")
        await stage.settle()
        assert held(stage, one.id) == one


async def test_what_others_did_since_stays_and_ctrl_z_says_so(sample: Path) -> None:
    async with staged(sample, "16:00", SMALL) as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        one = next(one.catch_up for one in owed(stage, "FDV") if not one.catch_up.training)
        await highlight(stage, one.id)
        await stage.press("h")
        await stage.settle()
        line = Private("How to ask better questions")
        await stage.perform(note_learned(one.person, one.id, line), by=one.person)
        await stage.press("ctrl+z")
        await stage.sees("Not undone.")
        now = held(stage, one.id)
        assert state_of(stage.school, now) is CatchUpState.DONE
        assert now.learned == line.text


async def test_slips_that_somebody_printed_after_ones_own_act_still_count(sample: Path) -> None:
    async with staged(sample, "16:00", SMALL) as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        one = owed(stage, "FDV")[0].catch_up
        await highlight(stage, one.id)
        await stage.press("m")
        await stage.on("DateDialog")
        await stage.type("30/09/2026")
        await stage.press("enter")
        await stage.on("OutstandingScreen")
        await print_slips(stage, "two")
        printed = held(stage, one.id)
        assert printed.stub != one.stub
        await stage.press("ctrl+z")
        await stage.sees("Not undone.")
        assert held(stage, one.id) == printed

"""A register of a closed day: a correction says why, and what it upsets is put right."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.rules.attendance.marks import marks_of
from kiosk.rules.follow_up.certificates import certificates_of
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.terms import Correction, MarkState
from kiosk.screens.tutors.register import RegisterScreen
from tests.builders import DAY
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.walk_registers import (
    register_corrected,
    register_outdated,
)
from tests.screens.ways import open_register, put_on

GBO, BRIEF = PersonId("GBO"), SessionId("BRIEF")


def said(stage: Stage) -> list[tuple[MarkState, Correction | None]]:
    made = marks_of(stage.school, GBO, stage.school.session(BRIEF))
    return [(one.state, one.correction) for one in made]


def certified(stage: Stage) -> bool:
    return bool(certificates_of(stage.school, DAY, GBO))


@pytest.mark.parametrize("size", [SMALL, LARGE, (60, 18)])
async def test_a_correction_asks_why_keeps_the_original_and_is_put_right(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "15:45", size) as stage:
        await register_corrected(stage)
        await stage.sees(
            "Gareth Bowen: absent", "1 wrong person", "2 scanned by mistake", "3 register late",
            "4 done elsewhere",
        )  # fmt: skip
        await stage.press("2")
        await stage.sees("no longer hold since a correction")
        assert said(stage) == [(MarkState.PRESENT, None),
                               (MarkState.ABSENT, Correction.BY_MISTAKE)]  # fmt: skip
        assert certified(stage)
        await stage.press("c")
        await stage.on("PreviewDialog")
        await stage.sees("Gareth Bowen: certificate EIRLYS-2026-0001 no longer holds",
                         "Gareth Bowen: to catch up on")  # fmt: skip
        await stage.press("enter")
        await stage.sees("things put right.")
        assert not certified(stage)
        await stage.until(lambda: not stage.shows("no longer hold since a correction"))
        await stage.press("escape")
        assert await stage.on("BoardScreen")


async def test_who_gives_no_reason_changes_nothing(sample: Path) -> None:
    async with staged(sample, "15:45") as stage:
        await register_corrected(stage)
        await stage.press("enter")  # no answer is highlighted
        await stage.press("escape")
        await stage.on("RegisterScreen")
        assert said(stage) == [(MarkState.PRESENT, None)]


async def test_the_way_out_offers_to_put_right_what_no_longer_holds(sample: Path) -> None:
    async with staged(sample, "15:45") as stage:
        await register_outdated(stage)
        await stage.press("escape")
        await stage.on("PreviewDialog")
        await stage.press("escape")
        assert await stage.on("BoardScreen")
        assert certified(stage)


async def test_a_correction_is_itself_corrected_and_not_undone(sample: Path) -> None:
    async with staged(sample, "15:45") as stage:
        await register_outdated(stage)
        assert not stage.shows("Ctrl+Z")
        await stage.press("ctrl+z")
        await put_on(stage, GBO)
        await stage.press("h")
        await stage.on("NumberedDialog")
        await stage.press("1")
        await stage.until(lambda: not stage.shows("no longer hold since a correction"))
        assert [state for state, _ in said(stage)] == [
            MarkState.PRESENT, MarkState.ABSENT, MarkState.PRESENT
        ]  # fmt: skip


async def test_a_register_forgotten_until_the_day_was_closed_is_taken_with_one_reason(
    sample: Path,
) -> None:
    async with staged(sample, "15:45", LARGE, None, close_day(DAY)) as stage:
        await open_register(stage, "BRIEF")
        await stage.press("w")
        await stage.on("NumberedDialog")
        await stage.press("3")
        await stage.sees("people marked here.")
        marked = stage.school.day_record(DAY).marks[BRIEF].values()
        assert {one.correction for marks in marked for one in marks} == {Correction.REGISTER_LATE}


async def test_the_register_of_a_past_day_says_so_and_who_was_in(sample: Path) -> None:
    async with staged(sample, "15:45") as stage:
        later = stage.kiosk.desk.now().replace(day=3)
        stage.kiosk.desk.clock = lambda: later
        stage.app.context.touch()
        await stage.app.push_screen(RegisterScreen(stage.app.context, BRIEF))
        await stage.on("RegisterScreen")
        await stage.sees("1 Sept, 08:45 to 09:45", "○ was not in")
        assert not stage.shows("not yet in")

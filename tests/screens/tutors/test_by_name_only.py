"""In closing, whoever is in required training by a typed name alone is confirmed, or is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.rules.attendance.marks import sign_in_to_session
from kiosk.rules.attendance.session_proof import unproved_people
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from tests.builders import DAY, by
from tests.screens.kiosks import SMALL, Stage, staged

NAMES: tuple[PersonId, ...] = (PersonId("FDV"), PersonId("GBO"), PersonId("TAI"))


def typed(person: PersonId) -> Decision:
    return by(Evidence.TYPED, sign_in_to_session(person, "SAFE"))


CAME = (
    *map(typed, NAMES),
    by(Evidence.BADGE, sign_in_to_session("EMJ", "SAFE")),
)


def to_confirm(stage: Stage) -> set[PersonId]:
    return {who.id for who in unproved_people(stage.school, stage.school.session("SAFE"))}


def certified(stage: Stage) -> set[PersonId]:
    certificates = stage.school.day_record(DAY).certificates
    return {who for who, one in certificates.items() if "SAFE" in {x.session for x in one.lines}}


async def to_unproved(stage: Stage) -> None:
    await stage.goes_to("16:00")
    await stage.open_tutors()
    await stage.press("c")
    await stage.on("ClosingScreen")
    await stage.sees("3 people are in by name only: no certificate until you confirm them")
    await stage.press("u")
    await stage.on("ByNameOnlyScreen")


@pytest.mark.parametrize("size", [SMALL, (120, 36), (60, 18)])
async def test_a_whole_room_is_confirmed_by_one_key_and_it_can_be_undone(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "09:46", size, None, *CAME) as stage:
        await stage.goes_to("16:00")
        await stage.open_tutors()
        await stage.press("c")
        await stage.on("ClosingScreen")
        await stage.press("u")
        await stage.on("ByNameOnlyScreen")
        await stage.sees(
            "3 people to confirm", "Gareth Bowen", "Ffion ffrench-Davies", "Tŵnc ab Ieuan"
        )
        assert not stage.shows("Eleri Morgan-Jones")
        await stage.press("w")
        await stage.sees("Nobody left to confirm.")
        assert to_confirm(stage) == set()
        await stage.press("ctrl+z")
        await stage.sees("3 people to confirm")
        assert to_confirm(stage) == set(NAMES)


async def test_one_is_confirmed_one_is_absent_and_who_is_left_is_not_certified(
    sample: Path,
) -> None:
    async with staged(sample, "09:46", (120, 36), None, *CAME) as stage:
        await to_unproved(stage)
        # in the order of names: Tŵnc ab Ieuan, Gareth Bowen, Ffion ffrench-Davies
        await stage.press("h")
        await stage.until(lambda: len(to_confirm(stage)) == 2)
        # the session is over: who was marked as there and was not is a correction
        await stage.press("a")
        await stage.on("NumberedDialog")
        await stage.press("1")
        await stage.until(lambda: len(to_confirm(stage)) == 1)
        await stage.press("escape")
        await stage.on("ClosingScreen")
        await stage.sees("1 person is in by name only", "2 of")
        await stage.press("c")
        await stage.on("ConfirmDialog")
        await stage.press("right", "enter")
        await stage.sees("● closed at 16:00", "slips-2026-09-01.pdf")
        assert certified(stage) & {*NAMES, PersonId("EMJ")} == {"TAI", "EMJ"}
        # also after the closing: closing again then certifies what was confirmed
        await stage.press("u")
        await stage.on("ByNameOnlyScreen")
        await stage.press("h")
        await stage.until(lambda: not to_confirm(stage))
        await stage.press("escape")
        await stage.sees("Ffion ffrench-Davies: a certificate is due")
        await stage.press("enter")
        await stage.on("ClosingScreen")
        assert "FDV" in certified(stage)

"""Invitations: answered at the kiosk or by a tutor; silence and a no look alike."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec.structs import replace
from textual.widgets import OptionList

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.board import BoardState, person_line
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.personal_records import Invitation
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.school import School, put
from tests.builders import DAY, at
from tests.screens import yours
from tests.screens.kiosks import Stage, staged
from tests.screens.ways import open_my_items, to_slot
from tests.screens.yours import REBECCA


def invitation_of(stage: Stage, person: PersonId = REBECCA) -> Invitation:
    return stage.school.day_record(DAY).invitations[person]


async def test_an_invitation_is_accepted_and_the_day_is_ones_own(sample: Path) -> None:
    async with staged(sample) as stage:
        await yours.invitation(stage)
        await stage.sees(
            "the training day, 09:30 to 12:30.", "Terms: time off in lieu.", "Eurwen Prydderch"
        )
        await stage.press("f1")
        await stage.sees("Move to an answer with the arrow keys")
        await stage.press("escape", "down", "enter")
        await stage.on("MyItemsDialog")
        await stage.sees("Thank you. You're down as coming on Tuesday 1 September", "you're coming")
        assert invitation_of(stage).accepted
        await stage.press("escape")
        await to_slot(stage, "11:20")
        await stage.sees("Choose one of")


async def test_it_is_declined_without_a_reason_and_nobody_waits(sample: Path) -> None:
    async with staged(sample, "10:30") as stage:
        await yours.invitation(stage)
        await stage.press("end", "enter")
        await stage.on("MyItemsDialog")
        await stage.sees("Thank you. You're down as not coming on", "you're not coming")
        assert invitation_of(stage).accepted is False
        await stage.press("escape")
        await stage.on("MyDayScreen")
        assert not stage.shows("1 thing in My items (F7)")


async def test_a_tutor_answers_for_who_phones(sample: Path) -> None:
    async with staged(sample) as stage:
        await yours.invitations(stage)
        await stage.sees("1 of 4 coming")
        for answer, count in (("down", 2), ("end", 1)):
            await stage.press("enter")
            await stage.on("ChoiceDialog")
            await stage.sees("Invited for Tuesday 1 September 2026", "coming?")
            await stage.press(answer, "enter")
            await stage.on("InvitationsScreen")
            assert await stage.sees(f"{count} of 4 coming")


async def test_on_the_board_and_the_list_nobody_chases_who_declined_or_is_silent(
    sample: Path,
) -> None:
    async with staged(sample, "12:00") as stage:
        await yours.invitations(stage)
        today = stage.school.day(DAY)
        for who in (REBECCA, "MWI", "ROK"):
            line = person_line(
                stage.school, stage.kiosk.desk.now(), stage.school.people[PersonId(who)], today
            )
            chased = line.presence in (BoardState.LATE, BoardState.EXPECTED)
            assert chased == (who == REBECCA)  # she has accepted, and is expected now
        await stage.press("escape", "n")
        await stage.on("NotYetInScreen")
        assert "MWI" not in {
            option.id for option in stage.app.screen.query_one("#people", OptionList).options
        }


async def test_who_declined_and_who_is_silent_look_alike_to_a_tutor(sample: Path) -> None:
    async with staged(sample) as stage:
        await yours.invitations(stage)
        await stage.press("enter")  # Nia
        await stage.on("ChoiceDialog")
        await stage.press("end", "enter")
        await stage.on("InvitationsScreen")
        await stage.settle()
        lines = [line for line in stage.picture.replace("▌", " ").splitlines()
                 if "· not coming" in line]  # fmt: skip
        assert len(lines) == 3
        assert {line.split("coming ")[0] for line in lines} == {lines[0].split("coming ")[0]}


async def test_between_the_days_one_answers_what_is_to_come_and_signs_in_to_nothing(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        stage.kiosk.desk.clock = lambda: at("16:00", "2026-08-20")
        stage.app.context.changed.publish(stage.school)
        await stage.sees("12 days to A calm start")
        await stage.scan(stage.school.people[REBECCA].badge)
        await stage.on("MyDayScreen")
        await stage.sees("1 September", "1 thing in My items (F7)")
        await open_my_items(stage)
        await stage.press("enter")
        await stage.on("ChoiceDialog")
        await stage.press("down", "enter")
        await stage.until(lambda: invitation_of(stage).accepted)
        assert not is_on_site(stage.school, REBECCA, DAY)


@decision
def leaves_at_a_quarter_past_twelve(school: School, now: datetime, person: PersonId) -> Changes:
    """Give a person hours that end before the workshops, so that a part of them is offered."""
    del now
    agreed = {DAY: parse_hours("08:30-12:15")}
    shorter = replace(school.people[person], agreed=agreed)
    return Changes((put(replace(school.settings, part_from=40)), put(shorter)))


async def test_a_session_past_the_hours_says_until_when_one_may_stay(sample: Path) -> None:
    shorter = leaves_at_a_quarter_past_twelve("FDV")
    async with staged(sample, "08:41", (120, 36), None, shorter) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await stage.sees("You can stay until 12:15")
        await stage.press("right")
        await stage.settle()
        await stage.press("enter")
        await stage.sees("You have a place in", "✓ yours")
        await stage.press("left")
        assert await stage.sees("You can stay until 12:15")


# -- trying ---------------------------------------------------------------------------------------

"""What a typed name shows of a day: notes at the top, and of what is over nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from kiosk.rules.attendance.marks import sign_in_to_session
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.widgets.day_rail import DayRail
from tests.builders import DAY, by
from tests.screens.kiosks import staged
from tests.screens.ways import to_slot


@pytest.mark.parametrize(
    ("person", "note", "reason"),
    [
        ("NIA", "Your hours today are 08:45 to 12:15.", "Outside your hours"),
        (
            "RHU",
            "Today isn't one of your working days. You're welcome to join in.",
            "Not one of your working",
        ),
        ("TUN", "We don't have your hours. Ask the office before you stay.", "not known here"),
    ],
)
async def test_what_the_hours_mean_stands_once_above_the_day(
    sample: Path, person: PersonId, note: str, reason: str
) -> None:
    async with staged(sample, "08:30", (120, 36)) as stage:
        await stage.open_day(person)
        await stage.sees(note)
        assert stage.picture.count(reason) <= 1


async def test_an_invitation_without_an_answer_stands_at_the_top_of_both_lists(
    sample: Path,
) -> None:
    async with staged(sample, "08:41", (80, 24)) as stage:
        await stage.open_day("RHU")
        await stage.sees("You're invited today. To answer: F7, then your badge or PIN.")
        await stage.press("escape")
        await stage.scan(stage.school.people["RHU"].badge)
        await stage.sees("Enter: My day")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.sees("You're invited, 09:30 to 12:30. F7: answer.")
        await stage.press("f7")
        await stage.on("MyItemsDialog")
        await stage.settle()
        rows = stage.app.screen.query_one(OptionList)
        assert rows.options[0].id == f"day:{DAY}"


@pytest.mark.parametrize("clock", ["11:10", "16:00"])
async def test_of_what_is_over_a_typed_name_is_told_nothing_more(sample: Path, clock: str) -> None:
    came = by(Evidence.BADGE, sign_in_to_session("FDV", "BRIEF"))
    async with staged(sample, "08:45", (120, 36), None, came) as stage:
        await stage.goes_to(clock)
        pictures = []
        for person in map(PersonId, ("FDV", "GBO")):  # GBO was not in it
            await stage.arrive(person)
            await stage.pick(person)
            await stage.on("MyDayScreen")
            await to_slot(stage, "08:45")
            await stage.sees("Finished")
            rail = stage.app.screen.query_one(DayRail)
            pictures.append([str(rail.get_option_at_index(row).prompt) for row in (0, 1)])
            for word in ("not signed in", "nothing was chosen", "present", "absent"):
                assert not stage.shows(word)
            assert not stage.shows("You are signed in")
            await stage.press("escape")
            await stage.on("WelcomeScreen")
        assert pictures[0] == pictures[1]


async def test_after_a_proof_one_sees_what_was_missed(sample: Path) -> None:
    async with staged(sample, "16:00", (120, 36)) as stage:
        await stage.scan(stage.school.people["FDV"].badge)
        await stage.sees("Enter: My day")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.sees("Finished, not signed in", "Finished. Nothing chosen")
        assert stage.shows("Finished, not signed in")

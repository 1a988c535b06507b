"""On a shared screen people do not see each other's data, and nothing of a person is left."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from kiosk.rules.attendance.marks import mark
from kiosk.rules.choosing.places import choose
from kiosk.rules.induction.steps import tick_step
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, WorkshopId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY, by
from tests.screens.kiosks import Stage, staged
from tests.screens.ways import open_row, to_slot
from tests.screens.yours import open_day_by_badge


@decision
def show_arrivals(school: School, now: datetime) -> Changes:
    """Let Welcome show who came last."""
    del now
    return Changes((put(replace(school.settings, show_arrivals=True)),))


def leaders(stage: Stage) -> set[str]:
    """Return the leaders of today's sessions, whose names are in the programme."""
    return {who for session in stage.school.sessions_on(DAY) for who in session.leaders}


def others_seen(stage: Stage, *meant: str) -> list[str]:
    """Return the people on the screen who are neither leaders nor the person meant."""
    seen, known = stage.seen, {*meant, *leaders(stage)}
    names = {stage.school.people[PersonId(who)].name for who in known}
    return [
        person.id
        for person in stage.school.people.values()
        if person.name not in names and len(person.name) > 3 and person.name in seen
    ]


async def test_welcome_names_nobody_who_is_in_or_not(sample: Path) -> None:
    async with staged(sample, "08:52") as stage:
        assert others_seen(stage) == []
        assert not stage.shows("Just in")


async def test_a_school_may_show_who_came_last_by_first_name_and_initial(sample: Path) -> None:
    async with staged(sample, "08:52", (120, 36), None, show_arrivals()) as stage:
        await stage.arrive("FDV")
        await stage.sees("Just in", "Ffion f.")
        assert others_seen(stage) == []


async def test_my_day_shows_one_persons_choices_and_nobody_elses(sample: Path) -> None:
    theirs = (choose("JHI", "A5"), by(Evidence.TUTOR, mark("JHI", "A5", MarkState.ABSENT)))
    async with staged(sample, "11:25", (120, 36), None, *theirs) as stage:
        await stage.open_day("FDV")
        for start in ("08:45", "11:20", "13:10", "14:10"):
            await to_slot(stage, start)
            await stage.settle()
            assert others_seen(stage, "FDV") == []
            assert not stage.shows("absent")
            assert not stage.shows("yours")


async def test_a_typed_name_opens_nothing_of_the_induction(sample: Path) -> None:
    done = by(Evidence.BADGE, tick_step("FDV", "sg-who"))
    async with staged(sample, "08:41", (120, 36), None, done) as stage:
        await stage.open_day("FDV")
        for _ in range(2):
            for own in ("Newly qualified", "1 of 20", "Knows who the DSP", "nduction track", "F4"):
                assert not stage.shows(own)
            await stage.press("f7")
            await stage.settle()
        assert stage.screen == "MyItemsDialog"


async def test_a_proof_goes_with_its_person(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.scan("INSET-D4D0QNHKU5")
        await stage.sees("Signed in at")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await open_row(stage, "induction")
        await stage.on("InductionScreen")
        await stage.press("escape")
        await stage.on("MyItemsDialog")
        await stage.press("escape")
        await stage.on("MyDayScreen")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await stage.open_day("FDV")
        await open_row(stage, "prove")
        assert await stage.on("ProofDialog")


async def test_nothing_of_a_person_stays_on_welcome(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.settle()
        await stage.open_day("GBO")
        await to_slot(stage, "11:20")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        assert others_seen(stage) == []
        assert not stage.shows("Gareth Bowen")


async def test_what_was_typed_does_not_wait_for_whoever_comes_back_from_the_board(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        await stage.find("bowen")
        await stage.open_tutors()
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        assert others_seen(stage) == []


@pytest.mark.parametrize("person", ["FDV", "GBO", "NIA"])
async def test_no_key_opens_anything_private_to_a_typed_name(
    sample: Path, person: PersonId
) -> None:
    async with staged(sample, "09:30") as stage:
        await stage.open_day(person)
        for number in range(1, 13):
            if number in (6, 9):  # leaving the site; F9 is Welcome's
                continue
            await stage.press(f"f{number}")
            await stage.settle()
            opened = ("MyDayScreen", "ProofDialog", "HelpDialog", "MyItemsDialog")
            assert stage.screen in opened, number
            if stage.screen != "MyDayScreen":
                await stage.press("escape")
                await stage.on("MyDayScreen")


async def test_a_proof_given_for_one_thing_opens_the_others_of_that_visit_only(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        stage.kiosk.secrets.set_code("FDV", "1793")
        await stage.open_day("FDV")
        await open_row(stage, "prove")
        await stage.on("ProofDialog")
        await stage.type("1793")
        await stage.press("enter")
        await stage.on("MyItemsDialog")
        await stage.press("escape")
        await stage.on("MyDayScreen")
        await stage.sees("F8 Set my PIN")
        await open_row(stage, "induction")
        await stage.on("InductionScreen")
        await stage.press("escape")
        await stage.on("MyItemsDialog")
        await stage.press("escape", "escape")
        await stage.on("WelcomeScreen")
        await stage.open_day("FDV")
        assert not stage.shows("F8 Set my PIN")


async def test_a_new_colleague_and_anybody_else_look_alike_to_a_typed_name(sample: Path) -> None:
    async with staged(sample, "08:41", (120, 36)) as stage:
        seen = []
        assert [bool(stage.school.people[PersonId(one)].track) for one in ("FDV", "LWI")] == [
            True,
            False,
        ]
        for person in ("FDV", "LWI"):
            await stage.open_day(PersonId(person))
            keys = stage.picture.splitlines()[-1]
            await stage.press("f7")
            await stage.on("MyItemsDialog")
            await stage.settle()
            rows = stage.app.screen.query_one(OptionList)
            seen.append((keys, [str(one.prompt) for one in rows.options]))
            await stage.press("escape", "escape")
            await stage.on("WelcomeScreen")
        assert seen[0] == seen[1]
        assert len(seen[0][1]) == 2


@decision
def comes_first(school: School, now: datetime, workshop: WorkshopId, before: str) -> Changes:
    """Let a workshop require another one."""
    del now
    meant = replace(school.programme.workshops[workshop], requires=(before,))
    return Changes((put(meant),))


async def test_which_training_somebody_lacks_is_told_after_proof_alone(sample: Path) -> None:
    first = comes_first("retrieval", "ai-planning")
    vague, whole = "You need another session first. Scan your badge for details.", "AI in planning"
    async with staged(sample, "08:41", (120, 36), None, first) as stage:
        for opened, shown, hidden in (
            (stage.open_day, vague, whole),
            (partial(open_day_by_badge, stage), whole, vague),
        ):
            await opened(PersonId("MAL"))
            await to_slot(stage, "11:20")
            await stage.press("right", "home", *["up"] * 9)
            await stage.settle()
            for _ in range(2):  # on the card, then as the answer to Enter
                assert stage.shows(shown)
                assert not stage.shows(hidden)
                await stage.press("enter")
                await stage.settle()
            await stage.press("escape", "escape")
            await stage.on("WelcomeScreen")

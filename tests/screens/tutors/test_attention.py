"""What does not fit: its number on the board, the list behind it, and what a tutor does there."""

from __future__ import annotations

import csv
from pathlib import Path

from msgspec.structs import replace

from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.attention.day_check import attention
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Evidence
from tests.builders import DAY, Ruled, by
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.walk_attention import HOLDER, PLACE, unfitting


async def opened(stage: Stage) -> None:
    """Open the list from the board."""
    await stage.open_tutors()
    await stage.press("k")
    await stage.on("AttentionScreen")


def has_place(stage: Stage) -> bool:
    return booking_of(stage.school, HOLDER, stage.school.session(PLACE)) is not None


async def test_the_board_shows_how_much_does_not_fit_and_k_lists_it(sample: Path) -> None:
    async with staged(sample, "08:52", SMALL, None, choose(HOLDER, PLACE)) as stage:
        await stage.open_tutors()
        assert not stage.shows("for attention")
        await stage.perform(unfitting())
        await stage.sees(f"{len(attention(stage.school, DAY))} for attention")
        await stage.press("k")
        await stage.on("AttentionScreen")
        holder = stage.school.people[HOLDER].name
        await stage.sees(holder, "outside their hours, 12:00 to 15:30", "double-booked")
        await stage.press("escape")
        assert await stage.on("BoardScreen")


async def test_a_place_that_does_not_fit_stays_until_a_tutor_gives_it_up(sample: Path) -> None:
    async with staged(sample, "08:52", LARGE, None, choose(HOLDER, PLACE), unfitting()) as stage:
        await opened(stage)
        assert has_place(stage)
        await stage.press("x")
        await stage.on("ConfirmDialog")
        await stage.press("enter")
        await stage.on("AttentionScreen")
        assert has_place(stage), "Enter alone keeps it"
        await stage.press("x")
        await stage.on("ConfirmDialog")
        await stage.press("right", "enter")
        await stage.until(lambda: not has_place(stage))
        await stage.until(lambda: not stage.shows("outside their hours"))


async def test_enter_opens_the_person_or_the_register(sample: Path) -> None:
    async with staged(sample, "08:52", LARGE, None, choose(HOLDER, PLACE), unfitting()) as stage:
        await opened(stage)
        await stage.press("enter")
        await stage.on("PersonScreen")
        await stage.press("escape")
        await stage.on("AttentionScreen")
        await stage.press("end", "enter")
        assert await stage.on("RegisterScreen")


async def test_a_leader_who_is_reported_absent_is_counted_at_once(sample: Path) -> None:
    async with staged(sample, "08:52") as stage:
        await stage.open_tutors()
        leading = [who for one in stage.school.sessions_on(DAY) for who in one.leaders]
        away = next(who for who in leading if not has_arrived(stage.school, who, DAY))
        await stage.perform(by(Evidence.TUTOR, report_absent(away, DAY)))
        assert await stage.sees(f"{leading.count(away)} for attention")


async def test_every_hard_name_is_shown_as_text(sample: Path) -> None:
    file = Path(__file__).parents[2] / "data" / "names.csv"
    rows = [*csv.DictReader(file.open(encoding="utf-8-sig", newline=""))]
    hard = [one for one in rows if "[" in f"{one['forename']}{one['surname']}"]
    async with staged(sample, "08:52", LARGE, None, choose(HOLDER, PLACE), unfitting()) as stage:
        await opened(stage)
        for row in hard:
            known = stage.school.people[PersonId(HOLDER)]
            named = replace(known, forename=row["forename"], surname=row["surname"])
            change = Changes((put(replace(named, preferred_forename="", display_name="")),))
            await stage.perform(Ruled("rename", {}, lambda *_, change=change: change))
            assert await stage.sees(" ".join(f"{row['forename']} {row['surname']}".split()))

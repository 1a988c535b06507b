"""A list that was signed on paper is typed in, the same evening or the morning after."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import OptionList

from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.model.ids import PersonId
from tests.builders import DAY, at
from tests.screens.kiosks import Stage, staged


async def morning_after(stage: Stage) -> None:
    """Open the list of the day before."""
    stage.kiosk.desk.clock = lambda: at("08:00", "2026-09-02")
    await stage.open_tutors()
    await stage.press("d")
    await stage.sees("A past day")
    await stage.press("h")
    await stage.on("PaperSheetScreen")


def rows(stage: Stage) -> list[PersonId]:
    found = stage.app.screen.query_one("#people", OptionList)
    return [PersonId(option.id) for option in found.options if option.id is not None]


def arrived(stage: Stage, *people: PersonId) -> list[bool]:
    return [has_arrived(stage.school, one, DAY) for one in people]


async def test_the_morning_after_one_key_a_name_types_the_sheet_in(sample: Path) -> None:
    async with staged(sample, "08:00") as stage:
        await morning_after(stage)
        assert len(rows(stage)) == 120
        await stage.press("f")  # those who have not signed in
        await stage.settle()
        first, second, third, *_ = rows(stage)
        await stage.press("f", "f")
        await stage.until(lambda: len(rows(stage)) == 120)
        await stage.settle()
        everybody = rows(stage)
        people = stage.app.screen.query_one("#people", OptionList)
        assert people.highlighted is not None
        people.highlighted = everybody.index(first)
        await stage.press("enter")
        await stage.until(lambda: arrived(stage, first) == [True])
        await stage.settle()
        people.highlighted = everybody.index(second)
        await stage.press("down")
        assert people.highlighted == everybody.index(second) + 1
        people.highlighted = everybody.index(third)
        await stage.press("h")
        await stage.settle()
        assert arrived(stage, first, second, third) == [True, False, True]
        await stage.press("ctrl+z")
        await stage.sees("Undone:")
        assert arrived(stage, first, second, third) == [True, False, False]


async def test_the_rows_go_on_by_themselves(sample: Path) -> None:
    async with staged(sample, "08:00") as stage:
        await morning_after(stage)
        four = rows(stage)[:4]
        await stage.press("enter", "enter", "down", "enter")
        await stage.settle()
        before = [has_arrived(stage.school, one, DAY) for one in four]
        assert before[0]
        assert before[1]
        assert before[3]


async def test_of_a_closed_day_nothing_is_typed_in(sample: Path) -> None:
    async with staged(sample, "15:45") as stage:
        await stage.open_tutors()
        await stage.sees("H Here from paper")
        await stage.press("c")
        await stage.on("ClosingScreen")
        await stage.press("c")
        await stage.on("ConfirmDialog")
        await stage.press("left", "enter")
        await stage.until(lambda: stage.school.day(DAY).closed_at is not None)
        await stage.until(lambda: not getattr(stage.app.screen, "busy", False))
        await stage.press("escape")
        await stage.on("BoardScreen")
        assert await stage.until(lambda: not stage.shows("Here from paper"))


async def test_the_day_is_written_on_a_page_from_the_closing(sample: Path) -> None:
    async with staged(sample, "15:45") as stage:
        await stage.open_tutors()
        await stage.press("c")
        await stage.on("ClosingScreen")
        await stage.press("p")
        await stage.on("ChoiceDialog")
        await stage.press("end", "enter")
        await stage.sees(f"pages/day-{DAY}.pdf")
        assert (sample / "pages" / f"day-{DAY}.pdf").stat().st_size > 1_000

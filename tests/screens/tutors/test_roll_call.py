"""The roll call on the screen: begun, ticked off, undone and ended, alone or by several."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from kiosk import app
from kiosk.rules.attendance.arrivals import is_on_site, roll_call, sign_in
from kiosk.rules.attendance.roll_call import (
    end_roll_call,
    roll_calls,
    roll_under_way,
    tick_off,
)
from kiosk.rules.model.actors import RECEPTION
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Role
from kiosk.screens.tutors.board import BoardScreen
from kiosk.timed_acts import write_due_roll
from tests.builders import DAY, at
from tests.rules.model.test_names import people_with_hard_names
from tests.screens.kiosks import LARGE, SMALL, Stage, second_program, staged
from tests.screens.tutors.test_lists import rows
from tests.screens.walk_desk import reception
from tests.screens.walk_desk import roll_call as open_roll
from tests.screens.ways import open_register
from tests.system.test_printer import with_lp

FFION, BADGE = PersonId("FDV"), "INSET-D4D0QNHKU5"
CLOCK = "11:30"


def ticked(stage: Stage) -> set[PersonId]:
    """Return who is ticked off in the roll call under way."""
    day = stage.school.day(DAY)
    roll = roll_under_way(stage.school, day)
    assert roll is not None
    ticks = stage.school.day_record(DAY).roll_ticks
    return {who for who, of in ticks.items() if any(one.roll == roll.id for one in of.values())}


def picked(stage: Stage) -> str | None:
    rows = stage.app.screen.query_one("#people", OptionList)
    return rows.highlighted_option.id if rows.highlighted_option else None


async def begin(stage: Stage) -> None:
    await open_roll(stage)
    await stage.press("enter")
    await stage.sees("begun at 11:30 (professional tutor)")


async def board(stage: Stage) -> None:
    await stage.open_tutors()


async def register(stage: Stage) -> None:
    await open_register(stage, "A1")


async def closing(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("c")
    await stage.on("ClosingScreen")


@pytest.mark.parametrize("way", [board, register, closing, reception])
async def test_one_key_opens_it_from_anywhere_and_esc_goes_back(
    sample: Path, way: Callable[[Stage], Awaitable[None]]
) -> None:
    async with staged(sample, CLOCK) as stage:
        await way(stage)
        before = stage.screen
        await stage.press("y")
        assert await stage.on("RollCallScreen")
        await stage.press("y")
        await stage.settle()
        await stage.press("escape")
        assert await stage.on(before)


async def test_it_lists_everybody_in_the_building_by_room(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await open_roll(stage)
        assert set(rows(stage)) == {one.id for one in roll_call(stage.school, DAY)}
        await stage.sees("Main · Library", "Upper · ICT 1", "12:20 Lunch: 91 expected")
        await stage.sees("not begun: Enter begins it", "on the roll")


async def test_enter_begins_it_and_then_ticks_people_off_one_after_the_other(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await begin(stage)
        assert ticked(stage) == set()
        listed = rows(stage)
        await stage.press("enter", "space", "enter")
        await stage.settle()
        assert ticked(stage) == set(listed[:3])
        assert picked(stage) == listed[3]
        # who is still to find stands on top
        assert set(rows(stage)[-3:]) == set(listed[:3])
        await stage.sees("To find 31", "Ticked off 3")


async def test_a_tick_is_taken_back_by_undo_and_by_its_row(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await begin(stage)
        first, second, *_ = rows(stage)
        await stage.press("enter", "enter")
        await stage.settle()
        assert ticked(stage) == {first, second}
        await stage.press("ctrl+z")
        await stage.settle()
        assert ticked(stage) == {first}
        await stage.press("end", "x")
        await stage.settle()
        assert ticked(stage) == set()


async def test_a_whole_room_is_ticked_off_at_once_and_undone_at_once(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await begin(stage)
        await stage.press("down", "w")  # the first in the library
        await stage.sees("6 people are ticked off.")
        assert len(ticked(stage)) == 6
        await stage.until(lambda: picked(stage) not in ticked(stage))
        await stage.press("ctrl+z")
        await stage.settle()
        assert ticked(stage) == set()


async def test_people_of_no_known_room_are_not_ticked_off_together(sample: Path) -> None:
    async with staged(sample, "16:30") as stage:
        await open_roll(stage)
        await stage.press("enter")
        await stage.sees("begun at", "Look for first: their hours have ended")
        await stage.press("w")
        await stage.sees("These people are in no one room: tick them off one by one.")
        assert ticked(stage) == set()


async def test_a_badge_ticks_its_holder_off_who_has_thereby_arrived(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await begin(stage)
        assert not is_on_site(stage.school, FFION, DAY)
        await stage.scan(BADGE)
        await stage.sees("Ffion ffrench-Davies is signed in and ticked off.")
        assert is_on_site(stage.school, FFION, DAY)
        assert ticked(stage) == {FFION}


async def test_before_it_is_begun_a_badge_signs_its_holder_in(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await open_roll(stage)
        await stage.scan(BADGE)
        await stage.sees("Ffion ffrench-Davies signed in at 11:30.")
        assert roll_calls(stage.school, stage.school.day(DAY)) == []


async def test_who_is_not_on_the_roll_is_found_signed_in_and_ticked_off_and_x_takes_back_both(
    sample: Path,
) -> None:
    async with staged(sample, CLOCK, LARGE) as stage:
        await begin(stage)
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick(FFION)
        await stage.on("ConfirmDialog")
        assert await stage.sees("Ffion ffrench-Davies is not on the roll", "Sign in and tick off")
        await stage.press("right", "enter")
        assert await stage.until(lambda: ticked(stage) == {FFION})
        assert await stage.sees("Ffion ffrench-Davies is signed in and ticked off.")
        assert is_on_site(stage.school, FFION, DAY)
        assert await stage.until(lambda: picked(stage) == FFION)
        await stage.press("x")
        assert await stage.sees("is not ticked off, nor signed in any more.")
        assert not is_on_site(stage.school, FFION, DAY)


async def test_whoever_is_not_here_after_all_is_not_signed_in(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await open_roll(stage)
        await stage.press("f3")
        await stage.on("FindPersonDialog")
        await stage.pick(FFION)
        await stage.on("ConfirmDialog")
        await stage.press("enter")
        await stage.on("RollCallScreen")
        assert not is_on_site(stage.school, FFION, DAY)


async def test_what_another_program_ticks_off_is_shown_at_once(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await begin(stage)
        listed = rows(stage)
        with second_program(stage.kiosk.folder, CLOCK) as other:
            other.perform_now(tick_off((PersonId(listed[0]), PersonId(listed[5]))), RECEPTION)
            await stage.sees("To find 32", "Ticked off 2")
            await stage.press("enter")  # the row that was highlighted is ticked off by now
            await stage.settle()
        assert ticked(stage) >= {listed[0], listed[5]}


async def test_the_end_asks_while_anybody_is_to_find_and_says_how_many(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await begin(stage)
        await stage.press("enter", "z")
        await stage.on("ConfirmDialog")
        await stage.sees("33 people are still to find. End the roll call?")
        await stage.press("escape", "z")
        await stage.on("ConfirmDialog")
        await stage.press("right", "enter")
        await stage.sees("The roll call has ended: 1 ticked off, 33 not found.")
        await stage.sees("Last roll call: 11:30 to 11:30", "not begun: Enter begins it")
        (roll,) = roll_calls(stage.school, stage.school.day(DAY))
        assert (roll.by, roll.ended_by) == ("tutor", "tutor")


async def test_reception_begins_one_in_its_own_name(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await reception(stage)
        await stage.press("y")
        await stage.on("RollCallScreen")
        await stage.press("enter")
        assert await stage.sees("begun at 11:30 (reception)")


async def test_the_filter_goes_through_to_find_ticked_off_and_the_zones(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await begin(stage)
        first = rows(stage)[0]
        await stage.press("enter")
        await stage.sees("Ticked off 1")
        everybody = set(rows(stage))
        await stage.press("f")
        await stage.settle()
        assert set(rows(stage)) == everybody - {first}
        await stage.press("f")
        await stage.settle()
        assert rows(stage) == [first]
        await stage.press("f")
        await stage.settle()
        assert rows(stage) == [first]  # alone in its zone, the arts
        await stage.press("f")
        await stage.settle()
        assert len(rows(stage)) == 13


async def test_it_is_printed_at_a_key_and_says_where(sample: Path) -> None:
    async with staged(sample, CLOCK, LARGE) as stage:
        await open_roll(stage)
        await stage.press("p")
        await stage.sees("On paper: ", f"roll-{DAY}-1130.pdf")
        assert (stage.kiosk.folder / "pages" / f"roll-{DAY}-1130.pdf").exists()


async def test_the_running_kiosk_writes_it_after_lunch_and_the_screen_says_where(
    sample: Path,
) -> None:
    async with staged(sample, "13:20", SMALL) as stage:
        await write_due_roll(stage.app.context)
        await open_roll(stage)
        assert await stage.sees("On paper: ", f"pages/roll-{DAY}-lunch.pdf")


async def test_a_roll_that_cannot_be_written_is_told_to_tutors_and_logged_once(
    sample: Path,
) -> None:
    async with staged(sample, "13:20", LARGE) as stage:
        pages, log = stage.kiosk.folder / "pages", stage.app.context.error_log.path
        pages.write_text("not a folder")
        for _ in range(3):
            await write_due_roll(stage.app.context)
        assert log.read_text().count("CannotPrint") == 1
        await stage.open_tutors()
        assert await stage.sees("The roll call is not on paper.")
        pages.unlink()
        await write_due_roll(stage.app.context)
        assert stage.app.context.no_paper_roll == []


@decision
def with_printer(school: School, now: datetime, printer: str) -> Changes:
    """Set the printer."""
    del now
    return Changes((put(replace(school.settings, printer=printer)),))


@decision
def add(school: School, now: datetime, person: Person) -> Changes:
    """Add a person who is not on the list."""
    del school, now
    return Changes((put(person),))


async def test_it_is_sent_to_the_printer_that_is_set(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = with_lp(tmp_path, monkeypatch)
    async with staged(sample, "13:20") as stage:
        await stage.perform(with_printer("Office"))
        await write_due_roll(stage.app.context)
        assert asked.read_text().splitlines()[1] == "Office"
        asked.unlink()
        await write_due_roll(stage.app.context)
        assert not asked.exists()
        await open_roll(stage)
        await stage.press("p")
        await stage.sees("Sent to the printer Office.")
        assert f"roll-{DAY}-1320" in asked.read_text()


async def test_the_open_kiosk_does_it_without_being_asked(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "DUE_INTERVAL", 0.05)
    async with staged(sample, "08:55") as stage:
        path = stage.kiosk.folder / "pages" / f"roll-{DAY}-arrivals.pdf"
        assert await stage.until(path.exists)


@pytest.mark.parametrize("size", [(60, 18), SMALL, LARGE])
async def test_any_name_has_its_row(sample: Path, size: tuple[int, int]) -> None:
    people = [replace(one, role=Role.VISITOR) for one in people_with_hard_names().values()]
    async with staged(sample, CLOCK, size) as stage:
        await stage.perform(*map(add, people), *(sign_in(one.id) for one in people))
        await open_roll(stage)
        listed = rows(stage)
        assert {one.id for one in people} <= set(listed)
        shown = stage.app.screen.query_one("#people", OptionList)
        for place, option in enumerate(shown.options):
            if option.id == people[-1].id:
                shown.highlighted = place
        await stage.settle()
        await stage.sees(people[-1].surname.split()[-1])


@pytest.mark.parametrize("key", ["y", "f1"])
async def test_what_opens_over_a_screen_does_not_open_once_that_is_closed(
    sample: Path, key: str
) -> None:
    async with staged(sample, CLOCK) as stage:
        await stage.open_tutors()
        closed = stage.app.screen
        assert isinstance(closed, BoardScreen)
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        asked = closed.RollCallRequested(closed) if key == "y" else closed.HelpRequested(closed)
        stage.app.post_message(asked)
        await stage.settle()
        assert stage.screen == "WelcomeScreen"


async def test_once_another_program_has_ended_it_nothing_in_it_is_taken_back(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await begin(stage)
        await stage.press("enter")
        await stage.until(lambda: ticked(stage))
        before = stage.school.day_record(DAY).roll_ticks
        await stage.perform(end_roll_call())
        await stage.sees("Last roll call")
        await stage.press("ctrl+z")
        await stage.settle()
        assert stage.school.day_record(DAY).roll_ticks == before


async def test_after_the_day_nothing_of_it_is_left_on_the_screen(sample: Path) -> None:
    async with staged(sample, CLOCK) as stage:
        await open_roll(stage)
        await stage.sees("Lunch")
        stage.kiosk.desk.clock = lambda: at(CLOCK, "2026-09-05")
        stage.app.context.changed.publish(stage.school)
        await stage.sees("No INSET day is planned for today.")
        assert await stage.until(lambda: not stage.shows("Lunch"))

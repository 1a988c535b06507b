"""A place held in a repeat: its person takes it in My items, and tutors see that it is held."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.school import put
from kiosk.screens.tutors.register import RegisterScreen
from kiosk.timed_acts import do_what_is_due
from kiosk.widgets.line_list import LineList
from tests.builders import DAY, Ruled, at
from tests.screens.kiosks import staged
from tests.screens.walk_catch_ups import open_outstanding, print_slips
from tests.screens.ways import open_row, take_row
from tests.screens.yours import open_day_by_badge

AWAY = PersonId("GBO")
"""Has a place in A6, and is reported absent."""
REPEAT = SessionId("O3")
"""The same on 23 October."""
OTHER_DAY = DayId("2026-10-23")


async def test_its_person_takes_it_in_my_items(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        await open_day_by_badge(stage, AWAY)
        await open_row(stage, f"catch-up:{DAY}/{AWAY}/workshops-1")
        await stage.sees("is held for you until Tue 8 Sept", "Fri 23 Oct, 10:50 to 12:10")
        await stage.press("down", "enter")
        assert await stage.sees("You have a place in The cost of the school day.")
        await stage.sees("place on Fri 23 Oct")
        places = bookings_in(stage.school, stage.school.session(REPEAT))
        assert [one.person for one in places] == [AWAY]


async def test_tutors_see_it_in_the_list_of_catch_ups(sample: Path) -> None:
    async with staged(sample, "16:00", (120, 36)) as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        row = next(one for one in stage.school.day_record(DAY).catch_ups[AWAY] if "cost-of" in one)
        stage.app.screen.query_one("#people", LineList).highlight(row)
        await stage.sees("◇ place held", "place held for Fri 23 Oct")
        stage.app.push_screen(RegisterScreen(stage.app.context, REPEAT))
        assert await stage.sees("1 place held")


async def test_the_running_kiosk_ends_it_once_its_last_day_is_over(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        stage.kiosk.desk.clock = lambda: at("08:00", "2026-09-08")
        await do_what_is_due(stage.app.context)
        assert stage.school.day_record(OTHER_DAY).held_places[REPEAT]
        stage.kiosk.desk.clock = lambda: at("08:00", "2026-09-09")
        await do_what_is_due(stage.app.context)
        assert not any(stage.school.day_record(OTHER_DAY).held_places.values())


async def test_a_typed_name_reads_of_it_what_everybody_does(sample: Path) -> None:
    async with staged(sample, "16:00", (80, 24)) as stage:
        await print_slips(stage)
        one = replace(stage.school.session(REPEAT), places=1)
        held = stage.school.day_record(OTHER_DAY).held_places[REPEAT][AWAY]
        longer = put(one), put(replace(held, until=date.fromisoformat(OTHER_DAY)))
        await stage.perform(Ruled("create_sample", {}, lambda *_: Changes(longer)))
        stage.kiosk.desk.clock = lambda: at("08:30", OTHER_DAY)
        await stage.open_day(AWAY)
        await stage.press("down", "down", "enter")
        await stage.sees("2 The cost of the school day", "full")
        await stage.press("2")
        await stage.sees("Full. You're 1st on the waiting list", "Is one held for you?")
        await stage.press("f7")
        await stage.on("MyItemsDialog")
        await stage.press("enter")
        await stage.prove(AWAY)
        await stage.on("MyItemsDialog")
        await take_row(stage, f"catch-up:{DAY}/{AWAY}/workshops-1")
        await stage.sees("is held for you until Fri 23 Oct")
        await stage.press("down", "enter")
        assert await stage.sees("You have a place in The cost of the school day.")

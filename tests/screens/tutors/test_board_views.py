"""The two views of the board: their filters and orders, what opens from them, and past days."""

from __future__ import annotations

from pathlib import Path

from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import on_site_since, sign_in
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.widgets.line_list import LineList
from tests.builders import DAY, at
from tests.screens.kiosks import second_program, staged


async def test_tab_goes_from_people_to_sessions_and_the_last_view_is_kept(sample: Path) -> None:
    async with staged(sample, "08:52") as stage:
        await stage.open_tutors()
        await stage.sees("120 people", "▲ late")
        await stage.press("tab")
        await stage.sees("Running 1", "● 08:45 Whole-staff briefing")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await stage.open_tutors()
        await stage.sees("Running 1")
        await stage.press("tab")
        assert await stage.sees("120 people")


async def test_the_people_are_filtered_and_sorted_by_keys_and_by_the_mouse(sample: Path) -> None:
    async with staged(sample, "08:52", (120, 36), None, report_absent("TAI", DAY)) as stage:
        await stage.open_tutors()
        await stage.sees("All 120", "Late 61", "Reported absent 1", "In 34", "Off site 17")
        await stage.press("f", "f")
        await stage.sees("1 person", "– absent Tŵnc ab Ieuan")
        assert not stage.shows("▲ late")
        await stage.press("f", "f")
        await stage.sees("34 people", "● in")
        await stage.press("s", "s", "s")
        await stage.sees("by time")
        rows = stage.app.screen.query_one("#people", LineList)
        arrived = [
            on_site_since(stage.school, PersonId(who), DAY)
            for who in rows.shown_ids
        ]  # fmt: skip
        assert arrived == sorted(filter(None, arrived))
        await stage.pilot.click("#filters", offset=(2, 0))
        assert await stage.sees("120 people")


async def test_a_person_and_a_session_open_from_their_rows_and_are_found(sample: Path) -> None:
    async with staged(sample, "08:52") as stage:
        await stage.open_tutors()
        assert stage.app.screen.query_one("#people", LineList).highlight("TAI")
        await stage.press("enter")
        await stage.on("PersonScreen")
        await stage.sees("Tŵnc ab Ieuan")
        await stage.press("escape")
        await stage.on("BoardScreen")
        await stage.press("tab", "slash")
        await stage.on("FindSessionDialog")
        await stage.type("ict 1")
        await stage.settle()
        await stage.press("down", "enter")
        await stage.on("RegisterScreen")
        await stage.sees("ICT 1")
        await stage.press("escape", "slash")
        await stage.on("FindSessionDialog")
        await stage.type("gareth b")
        await stage.settle()
        await stage.press("enter")
        await stage.on("PersonScreen")
        assert await stage.sees("Gareth Bowen")


async def test_every_past_day_opens_as_a_board_of_its_own_with_registers(sample: Path) -> None:
    async with staged(sample, "15:40") as stage:
        await stage.perform(close_day(DAY))
        later = at("08:00", "2026-09-02")
        stage.kiosk.desk.clock = lambda: later
        stage.app.context.changed.publish(stage.school)
        await stage.open_tutors()
        if not stage.shows("A past day"):
            await stage.press("d")
        await stage.sees("A past day", "1 September 2026", "closed")
        await stage.press("tab")
        await stage.sees("✓ 08:45")
        assert not stage.shows("Change")
        assert stage.app.screen.query_one("#sessions", LineList).highlight("BRIEF")
        await stage.press("enter")
        assert await stage.on("RegisterScreen")


async def test_what_opens_from_a_past_day_is_about_that_day(sample: Path) -> None:
    async with staged(sample, "15:40") as stage:
        later = at("09:00", "2026-10-08")
        stage.kiosk.desk.clock = lambda: later
        stage.app.context.changed.publish(stage.school)
        await stage.open_tutors()
        await stage.press("d")
        await stage.sees("A past day")
        await stage.press("j")
        await stage.on("FiguresScreen")
        await stage.sees("Figures Tuesday 1 September 2026")
        await stage.press("escape", "c")
        await stage.on("ClosingScreen")
        await stage.sees("Close the day Tuesday 1 September 2026")
        await stage.press("j")
        await stage.on("FiguresScreen")
        assert await stage.sees("Figures Tuesday 1 September 2026")


async def test_what_another_program_does_is_drawn_in_the_rows_in_sight(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await stage.open_tutors()
        await stage.sees("○ not yet in Tŵnc ab Ieuan")
        with second_program(sample, "08:41") as other:
            other.perform_now(sign_in("TAI"), Actor("TAI", Evidence.TYPED))
        await stage.until(lambda: not stage.shows("○ not yet in Tŵnc ab Ieuan"))
        assert await stage.sees("08:41 Tŵnc ab Ieuan") or stage.shows("35 of")


async def test_a_narrow_board_names_as_many_filters_as_fit(sample: Path) -> None:
    async with staged(sample, "10:10", (80, 24), None, report_absent("TAI", DAY)) as stage:
        await stage.open_tutors()
        await stage.sees("All 120", "Late 62", "Reported absent 1", "In 34")
        assert not stage.shows("Off site 17")
        await stage.press("f", "f", "f", "f", "f")
        assert await stage.sees("17 people", "Off site 17")


async def test_beside_the_people_are_the_sessions_of_now_and_of_the_next_choice(
    sample: Path,
) -> None:
    async with staged(sample, "10:10", (120, 36)) as stage:
        await stage.open_tutors()
        await stage.sees("09:45 Safeguarding", "11:20 Workshops 1", "… and 2 more", "Just happened")
        await stage.press("tab")
        # the sessions take the whole width, with who leads them
        await stage.sees("Retrieval practice that lasts Room 12 Yusuf Khan")
        assert not stage.shows("Just happened")


async def test_the_arrivals_say_from_when_to_when_and_what_the_line_is(sample: Path) -> None:
    async with staged(sample, "08:52", (120, 36)) as stage:
        await stage.open_tutors()
        assert await stage.sees("07:45", "arrived", "due 10:45")

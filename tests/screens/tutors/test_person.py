"""A person's page: what it tells, and what its keys and rows do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from kiosk.rules.attendance.arrivals import doubt_sign_in, is_on_site, sign_in
from kiosk.rules.attendance.marks import mark
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Remove
from kiosk.rules.model.decisions import Decision, decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.screens.tutors.person import PersonScreen
from kiosk.text import Both
from tests.builders import DAY, at, by
from tests.screens.kiosks import LARGE, SMALL, Stage, second_program, staged
from tests.screens.ways import agree_to_print

GARETH, FFION = PersonId("GBO"), PersonId("FDV")
BEFORE = DayId("2026-07-20")


@decision
def earlier_day(school: School, now: datetime) -> Changes:
    """Put an INSET day with the same briefing before the sample's own."""
    del now
    slots = tuple(one for one in school.day(DAY).slots if one.id == "briefing")
    held = replace(school.session("BRIEF"), id=SessionId("OLD"), day=BEFORE)
    day = replace(school.day(DAY), id=BEFORE, title=Both("Assessment"), slots=slots)
    return Changes((put(day), put(held)))


@decision
def removed(school: School, now: datetime, person: PersonId) -> Changes:
    """Take a person away, as merging does."""
    del school, now
    return Changes((Remove("people", person),))


@asynccontextmanager
async def page_of(
    sample: Path,
    person: PersonId = GARETH,
    clock: str = "08:41",
    size: tuple[int, int] = LARGE,
    *first: Decision,
) -> AsyncIterator[Stage]:
    """Open a person's page from the board."""
    async with staged(sample, clock, size, None, *first) as stage:
        await stage.open_tutors()
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick(person)
        await stage.on("PersonScreen")
        await stage.settle()
        yield stage


async def to_row(stage: Stage, name: str) -> None:
    """Highlight the first row whose id begins with that name, in whichever list it is."""
    for rows in stage.app.screen.query(OptionList):
        for place, option in enumerate(rows.options):
            if (option.id or "").startswith(name):
                rows.focus()
                rows.highlighted = place
                await stage.settle()
                return
    raise AssertionError(f"no row {name}")


async def test_the_day_is_told_slot_by_slot_with_marks_and_how_they_are_known(
    sample: Path,
) -> None:
    late = by(Evidence.BADGE, mark(GARETH, "BRIEF", MarkState.LATE))
    async with page_of(sample, GARETH, "09:05", LARGE, late) as stage:
        assert await stage.sees(
            "Gareth Bowen", "IN SINCE 08:02", "Teacher · Mathematics · 08:30 to 15:30",
            "Welcome and the year's priorities late 09:05", "Main hall · required",
            "Library · has a place · required", "● Nothing waits", "Their entry", "History",
        )  # fmt: skip
        await stage.goes_to("11:02")
        assert await stage.sees("Safeguarding: annual update not signed in")


@pytest.mark.parametrize("size", [SMALL, (60, 18)])
async def test_in_a_narrow_window_all_sections_are_in_one_list(
    sample: Path, size: tuple[int, int]
) -> None:
    async with page_of(sample, FFION, "08:41", size) as stage:
        shown = [one for one in stage.app.screen.query(OptionList) if one.display]
        assert [one.id for one in shown] == ["page-day"]
        told = "\n".join(str(option.prompt) for option in shown[0].options)
        headings = ["What waits", "Induction ·", "Their entry", "History"]
        assert sorted(headings, key=told.index) == headings
        assert "Tab Next list" not in stage.seen
        await stage.press("end")
        assert await stage.sees("History")


async def test_somebody_is_signed_in_by_a_key_and_the_undo_takes_it_back(sample: Path) -> None:
    async with page_of(sample, FFION) as stage:
        assert await stage.sees("NOT YET IN: DUE 08:45", "H They are here")
        await stage.press("h")
        assert await stage.sees("IN SINCE 08:41", "professional tutor", "E Left the site")
        await stage.press("ctrl+z")
        assert await stage.until(lambda: not is_on_site(stage.school, FFION, DAY))
        assert await stage.sees("NOT YET IN: DUE 08:45", "Undone: signed in")


async def test_leaving_the_site_is_one_key_and_the_undo_takes_it_back(sample: Path) -> None:
    async with page_of(sample) as stage:
        await stage.press("e")
        assert await stage.sees("LEFT AT 08:41", "Gareth Bowen left at 08:41.")
        await stage.press("ctrl+z")
        assert await stage.sees("IN SINCE 08:02")


async def test_enter_on_a_slot_opens_the_register_and_esc_comes_back(sample: Path) -> None:
    async with page_of(sample) as stage:
        await stage.press("enter")
        await stage.on("RegisterScreen")
        assert await stage.sees("Welcome and the year's priorities")
        await stage.press("escape")
        assert await stage.on("PersonScreen")


async def test_a_place_is_given_for_a_reason_and_taken_away_by_x(sample: Path) -> None:
    async with page_of(sample, FFION) as stage:
        await to_row(stage, "slot workshops-1")
        await stage.press("g")
        await stage.on("ChoiceDialog")
        assert await stage.sees("In which workshop does Ffion ffrench-Davies get a place?")
        rows = stage.app.screen.query_one(OptionList)
        rows.highlighted = rows.get_option_index("A7")
        assert await stage.sees("full · 3 waiting")
        await stage.press("enter")
        await stage.on("ReasonDialog")
        await stage.type("leads it next term")
        await stage.press("enter")
        await stage.on("PersonScreen")
        a7 = stage.school.session("A7")
        assert await stage.until(lambda: booking_of(stage.school, FFION, a7))
        assert await stage.sees("has a place · required")
        await to_row(stage, "slot workshops-1")
        await stage.press("x")
        await stage.on("ConfirmDialog")
        await stage.press("left", "enter")
        assert await stage.until(lambda: booking_of(stage.school, FFION, a7) is None)
        await stage.press("ctrl+z")
        assert await stage.until(lambda: booking_of(stage.school, FFION, a7))


async def test_a_reported_absence_is_in_the_head_and_the_entry_and_x_withdraws_it(
    sample: Path,
) -> None:
    async with page_of(sample, FFION) as stage:
        await stage.press("a")
        await stage.on("NumberedDialog")
        await stage.press("1")
        assert await stage.sees("REPORTED ABSENT", "all day · professional tutor")
        while stage.screen != "PersonScreen":
            await stage.press("escape")
            await stage.pilot.pause()
        await to_row(stage, "absent")
        await stage.press("x")
        assert await stage.sees("NOT YET IN: DUE 08:45")


async def test_an_earlier_day_is_shown_in_place_of_today_and_esc_goes_back(sample: Path) -> None:
    there = by(Evidence.TUTOR, mark(GARETH, "OLD", MarkState.PRESENT))
    first = (earlier_day(), there, close_day(BEFORE))
    async with page_of(sample, GARETH, "08:41", LARGE, *first) as stage:
        assert await stage.sees("Earlier days", "1 session attended", "certificate EIRLYS-2026-")
        await to_row(stage, f"day {BEFORE}")
        await stage.press("enter")
        assert await stage.sees("Mon 20 Jul · Assessment", "Esc: back to today")
        assert not stage.shows("E Left the site")
        await stage.press("d")
        assert await stage.sees("Today · A calm start")
        await stage.press("d")
        await stage.press("escape")
        assert await stage.sees("Today · A calm start")
        assert stage.screen == "PersonScreen"
        await stage.press("escape")
        assert await stage.on("BoardScreen")


async def test_the_history_says_what_was_done_and_by_whom(sample: Path) -> None:
    async with page_of(sample, FFION) as stage:
        await stage.press("h")
        assert await stage.sees("08:41 signed in")
        await to_row(stage, "history")
        await stage.press("enter")
        assert await stage.sees("signed in. By: tutor (professional tutor). Number")


async def test_what_another_program_does_is_seen_at_once(sample: Path) -> None:
    async with page_of(sample, FFION) as stage:
        with second_program(sample, "08:41") as other:
            other.perform_now(sign_in(FFION), Actor(FFION, Evidence.BADGE))
        assert await stage.sees("IN SINCE 08:41", "badge")


async def test_what_waits_opens_where_it_is_seen_to(sample: Path) -> None:
    doubts = (sign_in(FFION), doubt_sign_in(FFION))
    async with page_of(sample, FFION, "08:41", LARGE, *doubts) as stage:
        assert await stage.sees("1 thing to check", "“not me” was said", "2 workshops to choose")
        for kind, screen in (
            ("TO_CHECK", "ToCheckScreen"), ("STEPS", "InductionScreen"), ("CHOICES", "ChoiceDialog")
        ):  # fmt: skip
            await to_row(stage, f"wait {kind}")
            await stage.press("enter")
            await stage.on(screen)
            await stage.press("escape")
            await stage.on("PersonScreen")


async def test_between_the_days_the_next_one_is_shown_and_nobody_is_signed_in(
    sample: Path,
) -> None:
    async with page_of(sample) as stage:
        stage.kiosk.desk.clock = lambda: at("08:41", "2026-10-01")
        stage.app.context.changed.publish(stage.school)
        assert await stage.sees("Thu 8 Oct · Twilight 1 of 3", "A calm start Tue 1 Sept")
        assert not stage.shows("IN SINCE")
        assert not stage.shows("E Left the site")
        await stage.press("escape")
        assert await stage.on("BoardScreen")


async def test_in_a_smaller_window_the_keys_go_on_in_the_list_that_is_left(sample: Path) -> None:
    async with page_of(sample, FFION) as stage:
        await stage.press("tab", "down")
        await stage.pilot.resize_terminal(*SMALL)
        await stage.until(lambda: not stage.app.screen.query_one("#page-rest").display)
        await stage.press("home", "h")
        assert await stage.sees("IN SINCE 08:41")


async def test_another_person_is_found_from_the_page(sample: Path) -> None:
    async with page_of(sample) as stage:
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick(FFION)
        await stage.on("PersonScreen")
        assert await stage.sees("Ffion ffrench-Davies", "Induction · Newly qualified teacher")
        await stage.press("i")
        assert await stage.on("InductionScreen")


async def test_the_page_of_somebody_who_is_removed_closes(sample: Path) -> None:
    async with page_of(sample, FFION) as stage:
        assert isinstance(stage.app.screen, PersonScreen)
        await stage.perform(removed(FFION))
        assert await stage.on("BoardScreen")


async def test_from_closing_the_page_opens_on_the_day_that_is_closed_and_esc_goes_back(
    sample: Path,
) -> None:
    there = by(Evidence.TUTOR, mark(GARETH, "OLD", MarkState.PRESENT))
    async with staged(sample, "08:41", LARGE, None, earlier_day(), there) as stage:
        await stage.open_tutors()
        await stage.press("c")
        await stage.on("ClosingScreen")
        await stage.press("d")
        await stage.sees("20 July")
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick(GARETH)
        await stage.on("ClosingScreen")
        stage.app.screen.query_one("#people").focus()
        await stage.press("enter")
        await stage.on("PersonScreen")
        assert await stage.sees("Mon 20 Jul · Assessment")
        await stage.press("d")
        assert await stage.sees("Today · A calm start")
        await stage.press("escape")
        assert await stage.sees("Mon 20 Jul · Assessment")
        await stage.press("escape")
        assert await stage.on("ClosingScreen")


async def test_from_the_caseload_enter_opens_the_page_and_i_the_steps(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("i")
        await stage.on("CaseloadScreen")
        await stage.press("i")
        assert await stage.on("InductionScreen")
        await stage.press("escape", "enter")
        assert await stage.on("PersonScreen")
        await stage.press("i")
        assert await stage.on("InductionScreen")


@pytest.mark.parametrize("size", [(60, 18), LARGE])
async def test_p_prints_the_persons_pages_of_the_day_that_is_shown(
    sample: Path, size: tuple[int, int]
) -> None:
    there = by(Evidence.TUTOR, mark(GARETH, "BRIEF", MarkState.PRESENT))
    async with page_of(sample, GARETH, "16:00", size, there) as stage:
        await stage.press("p")
        await agree_to_print(stage)
        pages = stage.kiosk.folder / "pages"
        for kind in ("certificates", "slips"):
            assert await stage.until((pages / f"{kind}-{DAY}-GBO.pdf").exists)
        assert await stage.sees("Saved, ready to print:")
        assert not stage.shows("Ctrl+Z Undo")  # a certificate is not taken back by a key
        await stage.press("escape")
        assert await stage.on("BoardScreen")


async def test_of_a_day_to_come_nothing_is_printed(sample: Path) -> None:
    async with page_of(sample) as stage:
        stage.kiosk.desk.clock = lambda: at("08:41", "2026-10-01")
        stage.app.context.changed.publish(stage.school)
        assert await stage.sees("Thu 8 Oct · Twilight 1 of 3")
        await stage.press("p")
        await stage.settle()
        assert not (stage.kiosk.folder / "pages").exists()

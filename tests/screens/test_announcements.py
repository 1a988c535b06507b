"""Welcome shows what starts soon, changed rooms, full workshops and the head count."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.school import School, put
from tests.builders import moves, retimes
from tests.screens.kiosks import LARGE, SMALL, staged
from tests.screens.ways import show_sessions, to_slot


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_begins_in_the_next_quarter_of_an_hour_stands_first(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "11:04", size) as stage:
        assert not stage.shows("In the next 15 minutes")
        await stage.goes_to("11:05")
        assert await stage.sees("In the next 15 minutes", "Room 12 · 29 free")
        assert not stage.shows("Break")
        await stage.goes_to("11:21")
        assert not stage.shows("In the next 15 minutes")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_room_that_changed_is_told_with_the_old_one(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "11:05", size, None, moves("A2", "Room 14")) as stage:
        assert await stage.sees("▲ New room: Room 14 (was ICT 1)")
        await stage.goes_to("12:20")
        assert not stage.shows("New room")


async def test_whoever_chose_it_is_told_on_my_day(sample: Path) -> None:
    async with staged(sample, "11:05") as stage:
        session = next(iter(stage.school.day_record("2026-09-01").bookings["A6"]))
        await stage.perform(moves("A6", "Room 9"))
        await stage.open_day(session)
        await to_slot(stage, "11:20")
        assert await stage.sees("▲ New room: Room 9 (was Library)", "▲ new room: Room 9")


async def test_how_many_sessions_filled_and_have_places(sample: Path) -> None:
    async with staged(sample) as stage:
        assert await stage.sees("1 full, 7 with places")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_time_that_changed_is_told_with_the_old_one(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "11:05", size, None, retimes("A2", "11:40-12:20")) as stage:
        assert await stage.sees("11:40 Person-centred", "▲ New time: 11:40 to 12:20 (was 11:20)")


async def test_a_session_with_times_of_its_own_shows_them_to_whoever_is_in_it(sample: Path) -> None:
    async with staged(sample, "11:05", (120, 36), None, retimes("A6", "11:40-12:10")) as stage:
        who = next(iter(stage.school.day_record("2026-09-01").bookings["A6"]))
        await stage.open_day(who)
        await to_slot(stage, "11:20")
        assert await stage.sees("▲ New time: 11:40 to 12:10 (was 11:20)", "▲ new time ·")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await stage.open_tutors()
        await show_sessions(stage)
        assert await stage.sees("11:40–12:10")


@decision
def cancels(school: School, now: datetime, sessions: tuple[SessionId, ...]) -> Changes:
    """Cancel some sessions, whatever becomes of the places in them."""
    called_off = (replace(school.session(one), cancelled_at=now) for one in sessions)
    return Changes(tuple(put(one) for one in called_off))


@pytest.mark.parametrize("size", [SMALL, (60, 18)])
async def test_what_begins_now_stays_in_sight_whatever_was_moved_or_cancelled(
    sample: Path, size: tuple[int, int]
) -> None:
    moved = [moves(SessionId(f"A{n}"), f"Room {n}1") for n in (2, 3, 4)]
    gone = cancels((SessionId("A5"), SessionId("A6"), SessionId("A7")))
    async with staged(sample, "11:05", size, None, *moved, gone) as stage:
        assert await stage.sees("In the next 15 minutes", "11:20 ", "▲ CANCELLED", "more")
        rows = [line for line in stage.picture.split("\n") if "11:20" in line]
        assert "CANCELLED" not in rows[0]
        await stage.goes_to("11:21")
        await stage.sees("Scaffolding, not solving", "▲ CANCELLED")
        first = next(line for line in stage.picture.split("\n") if "11:20" in line)
        assert "CANCELLED" not in first

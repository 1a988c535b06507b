"""What a tutor changes on the day, by the board's keys: few, shown first, undone by one."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from kiosk.rules.attendance.absences import is_reported_absent, report_absent
from kiosk.rules.attendance.marks import marks_of
from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.choosing.capacity import is_full
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.rules.replanning.added_sessions import add_session
from kiosk.rules.replanning.cover import covers
from kiosk.rules.replanning.notices import LONGEST, post_notice
from kiosk.rules.replanning.session_changes import change_session
from kiosk.widgets.line_list import LineList
from tests.builders import DAY, by
from tests.screens.kiosks import LARGE, SMALL, Stage, second_program, staged
from tests.screens.ways import show_sessions

A4 = SessionId("A4")
"""Trauma-aware routines, 11:20, the eleventh row of the board with its headings."""


async def to_board(stage: Stage, session: SessionId = A4) -> None:
    """Open the board, with a session picked."""
    await stage.open_tutors()
    await show_sessions(stage)
    assert stage.app.screen.query_one("#sessions", LineList).highlight(session)
    await stage.settle()


async def does(stage: Stage, *keys: str) -> None:
    """Press keys one by one, each once the last one is answered; at most eight are needed."""
    assert sum(len(key) if key.isdecimal() else 1 for key in keys) <= 8
    for key in keys:
        if key == "preview":
            await stage.on("PreviewDialog")
            await stage.press("enter")
        elif len(key) > 1 and key.isdecimal():
            await stage.press(*key)
        else:
            await stage.press(key)
        await stage.settle()


@pytest.mark.parametrize("size", [LARGE, SMALL, (60, 18)])
async def test_another_room_is_shown_before_it_is_done_and_undone_by_one_key(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "08:41", size) as stage:
        await to_board(stage)
        old = stage.school.session(A4).room
        await does(stage, "m", "1", "enter")
        await stage.on("PreviewDialog")
        assert await stage.sees("Room: ", f"(was {old})")
        assert stage.school.session(A4).room == old
        await does(stage, "preview")
        assert await stage.until(lambda: stage.school.session(A4).room != old)
        assert await stage.on("BoardScreen")
        await stage.press("ctrl+z")
        assert await stage.until(lambda: stage.school.session(A4).room == old)
        assert await stage.sees("Undone: session changed")


async def test_nothing_is_changed_by_escape(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        before = stage.school.session(A4)
        await does(stage, "m", "1", "enter")
        await stage.on("PreviewDialog")
        await stage.press("escape")
        await stage.on("BoardScreen")
        assert stage.school.session(A4) == before
        assert not stage.shows("Ctrl+Z Undo")


async def test_once_its_time_is_over_the_key_no_longer_undoes(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.screens.tutors.replanning.UNDO_FOR", 1.5)
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        await does(stage, "m", "1", "enter", "preview")
        assert await stage.sees("Ctrl+Z Undo")
        assert await stage.until(lambda: not stage.shows("Ctrl+Z Undo"))
        moved = stage.school.session(A4)
        await stage.press("ctrl+z")
        await stage.settle()
        assert stage.school.session(A4) == moved


async def test_another_time_leader_and_number_of_places(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        await does(stage, "m", "2", "down", "enter", "preview")
        assert await stage.until(lambda: stage.school.session(A4).start == time(11, 30))
        best = covers(stage.school, stage.kiosk.desk.now(), stage.school.session(A4))[0]
        await does(stage, "m", "3", "enter", "preview")
        assert await stage.until(lambda: stage.school.session(A4).leaders == (best.person.id,))
        await does(stage, "m", "4", "24", "enter", "preview")
        assert await stage.until(lambda: stage.school.session(A4).places == 24)


async def test_more_places_name_who_moves_up(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage, SessionId("A7"))
        await does(stage, "m", "4", "12", "enter")
        await stage.on("PreviewDialog")
        assert await stage.sees("Places: 12 (was 8)", "David Evans moves up")
        await stage.press("enter")
        assert await stage.until(
            lambda: len(bookings_in(stage.school, stage.school.session("A7"))) == 11
        )


async def test_a_session_is_given_once_more_and_another_cancelled(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        await does(stage, "m", "5", "enter", "preview")
        assert await stage.until(lambda: "trauma-aware-2" in stage.school.programme.sessions)
        await does(stage, "m", "6", "preview")
        assert await stage.until(lambda: stage.school.session(A4).is_cancelled)


async def test_the_undo_is_of_ones_own_session_even_if_another_program_added_one_too(
    sample: Path,
) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        session = stage.school.session(A4)
        await does(stage, "m", "5", "enter")
        await stage.on("PreviewDialog")
        with second_program(sample, "08:41") as other:
            other.perform_now(add_session(DAY, session.slot, session.workshop), TUTOR)
        await does(stage, "preview")
        assert await stage.until(lambda: "trauma-aware-3" in stage.school.programme.sessions)
        await stage.press("ctrl+z")
        assert await stage.until(lambda: "trauma-aware-3" not in stage.school.programme.sessions)
        assert "trauma-aware-2" in stage.school.programme.sessions


async def test_of_two_leaders_who_is_there_goes_on_leading(sample: Path) -> None:
    away, stays = PersonId("SJP"), PersonId("NIA")
    led = change_session(A4, leaders=(away, stays))
    absent = by(Evidence.TUTOR, report_absent(away, DAY))
    async with staged(sample, "08:41", LARGE, None, led, absent) as stage:
        await to_board(stage)
        await does(stage, "m", "3")
        assert await stage.sees(f"Who leads it in place of {stage.school.people[away].name}?")
        await does(stage, "enter", "preview")
        assert await stage.until(lambda: away not in stage.school.session(A4).leaders)
        leaders = stage.school.session(A4).leaders
        assert (leaders[0], len(leaders)) == (stays, 2)


async def test_a_slot_begins_later_with_all_that_follow_or_alone(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        await does(stage, "m", "7", "10", "enter", "enter")
        await stage.on("PreviewDialog")
        assert await stage.sees(
            "Workshops 1: 11:30 to 12:20 (was 11:20 to 12:20), 10 minutes shorter"
        )
        await stage.press("enter")
        assert await stage.until(lambda: stage.school.session(A4).start == time(11, 30))


async def test_choices_of_a_slot_are_closed_and_opened(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        await does(stage, "m", "8", "enter", "preview")
        assert await stage.sees("Workshops 1: choices are closed.")
        slot = stage.school.slot(stage.school.session(A4))
        assert slot.choices_close == stage.kiosk.desk.now()
        await does(stage, "m", "8", "down", "enter", "preview")
        assert await stage.sees("Workshops 1: choices are open until 12:20.")


async def test_places_are_kept_back_and_given_out(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        await does(stage, "m", "9", "16", "enter", "preview")
        assert await stage.until(lambda: stage.school.session(A4).kept_back == 16)
        assert is_full(stage.school, stage.school.session(A4))
        await does(stage, "m", "9", "0", "enter", "preview")
        assert await stage.until(lambda: not stage.school.session(A4).kept_back)


async def test_a_notice_is_on_welcome_and_the_board_until_its_time(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        await does(stage, "m", "end", "enter")
        await stage.on("LineDialog")
        await stage.type("Lift out of order: [b]ICT 1[/b] moved")
        await does(stage, "enter", "enter", "preview")
        assert await stage.sees("▲ Lift out of order: [b]ICT 1[/b] moved")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        assert await stage.sees("▲ Lift out of order: [b]ICT 1[/b] moved")
        await stage.goes_to("15:31")
        assert await stage.until(lambda: not stage.shows("Lift out of order"))


async def test_the_longest_notice_is_whole_in_the_smallest_window(sample: Path) -> None:
    words = "Lift out of order today: ICT 1 and the library workshops have moved to Room 14 and "
    text = f"{words}Room 16 upstairs, past the office: go".ljust(LONGEST, "o")
    up = post_notice(DAY, Private(text))
    async with staged(sample, "08:41", (60, 18), None, up) as stage:
        assert await stage.sees("past the office: go")
        await stage.open_tutors()
        assert await stage.sees("past the office: go")


async def test_what_is_refused_is_said_and_nothing_is_shown_first(sample: Path) -> None:
    async with staged(sample, "12:30") as stage:
        await to_board(stage)
        await does(stage, "m", "1", "enter")
        assert await stage.sees("Trauma-aware routines is over.")
        assert stage.screen == "BoardScreen"


async def test_somebody_whose_workshop_moved_sees_where_it_was(sample: Path) -> None:
    moved = change_session(A4, room="Room 30")
    async with staged(sample, "08:41", LARGE, None, choose("FDV", "A4"), moved) as stage:
        await stage.open_day(PersonId("FDV"))
        await stage.press("down", "down", "down")
        assert await stage.sees("New room: Room 30 (was Science lab 3)")


async def test_somebody_is_reported_absent_by_two_keys_and_a_leader_found_at_once(
    sample: Path,
) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        await stage.press("tab", "slash")
        await stage.on("FindPersonDialog")
        await stage.find("siân jones")
        rows = stage.app.screen.query_one("#search-found")
        (leader,) = stage.school.session(A4).leaders
        rows.highlighted = rows.get_option_index(leader)  # type: ignore[attr-defined]
        await stage.press("enter")
        await stage.on("PersonScreen")
        await does(stage, "a", "enter")
        assert await stage.until(lambda: is_reported_absent(stage.school, leader, DAY))
        assert await stage.sees("nobody leads it now", "Trauma-aware routines")
        await does(stage, "enter", "enter", "preview")
        assert await stage.until(lambda: leader not in stage.school.session(A4).leaders)


async def test_an_absence_can_be_for_a_part_of_the_day_and_taken_back(sample: Path) -> None:
    async with staged(sample, "08:41") as stage:
        await to_board(stage)
        await stage.press("tab", "slash")
        await stage.on("FindPersonDialog")
        await stage.find("nia ferch")
        await stage.press("enter")
        await stage.on("PersonScreen")
        await does(stage, "a", "2")
        await stage.type("11:00")
        await does(stage, "enter")
        assert await stage.until(lambda: "NIA" in stage.school.day_record(DAY).reported_absences)
        assert stage.school.day_record(DAY).reported_absences[PersonId("NIA")].start == time(11)
        assert await stage.sees("Tuesday 1 September 2026: from 11:00")


async def test_of_who_is_late_new_staff_come_first_and_one_key_releases_them(sample: Path) -> None:
    async with staged(sample, "08:55") as stage:
        await stage.open_tutors()
        await stage.press("n")
        await stage.on("NotYetInScreen")
        rows = stage.app.screen.query_one("#people", OptionList)
        first = stage.school.people[PersonId(rows.get_option_at_index(0).id or "")]
        assert first.track
        rows.highlighted = 0
        await does(stage, "r")
        brief = stage.school.session("BRIEF")
        assert await stage.until(lambda: marks_of(stage.school, first.id, brief))
        (mark,) = marks_of(stage.school, first.id, brief)
        assert mark.state is MarkState.RELEASED
        await does(stage, "ctrl+z")
        assert await stage.until(lambda: not marks_of(stage.school, first.id, brief))
        assert await stage.sees(f"Undone: {first.name} is as before.")


@decision
def has_speaker(school: School, now: datetime, session: SessionId, speaker: str) -> Changes:
    """Name a speaker from outside."""
    del now
    return Changes((put(replace(school.session(session), speaker=speaker)),))


async def test_the_board_says_when_a_speaker_is_not_in_before_their_session(sample: Path) -> None:
    named = has_speaker(SessionId("SAFE"), "Dr Elan [/x] Rees")
    async with staged(sample, "09:34", LARGE, None, named) as stage:
        await stage.open_tutors()
        assert not stage.shows("Elan")
        await stage.goes_to("09:35")
        assert await stage.sees("▲ Dr Elan [/x] Rees isn't in: 09:45")

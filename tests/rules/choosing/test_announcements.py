"""What the welcome screen announces: sessions about to begin, and rooms changed on the day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.language import Language
from kiosk.rules.choosing.announcements import (
    count_full_and_free,
    has_moved,
    move_notices,
    moved_sessions,
    starting_soon,
)
from kiosk.rules.choosing.personal_messages import messages_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.loading.school_files import load_programme
from kiosk.rules.model.file_contents import ProgrammeFile
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Session, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Both, t
from tests.builders import DAY, after, at, day, person, school, session, slot
from tests.builders import moves as to_room
from tests.rules.loading.test_loading_programme import placed

WHOLE = day(slot("am", "09:00-10:00"), slot("pm", "11:00-12:00"))
ROOMS = ("ICT 1", "Room 14", "Room 9")


def in_room(room: str) -> Session:
    return session("A", "pm", "11:00-12:00", room=room)


def start(room: str = "ICT 1") -> School:
    return school(WHOLE, in_room(room), session("B", "pm", "11:00-12:00", 1, room="Hall"))


def moves(before: School, clock: str, room: str, date: str = DAY) -> School:
    given = ("id", "day", "slot", "workshop", "start", "end", "room")
    file = ProgrammeFile(
        "plan",
        workshops=(placed(Workshop("W-A", Both("W-A")), ("id",)),),
        sessions=(
            placed(in_room(room), given),
            placed(session("B", "pm", "11:00-12:00", 1, room="Hall"), given),
        ),
    )
    return after(before, at(clock, date), load_programme(file))


def test_a_room_that_changes_on_the_day_is_told_with_the_old_one() -> None:
    now = moves(start(), "10:05", "Room 14")
    one = now.session("A")
    said = t("New room: {room} (was {before})", room="Room 14", before="ICT 1")
    assert move_notices(now, one) == [said]
    assert moved_sessions(now, at("10:06"), WHOLE) == [one]
    assert not has_moved(now, now.session("B"))


def test_a_room_that_changes_before_the_day_is_no_news() -> None:
    now = moves(start(), "16:00", "Room 14", "2026-08-31")
    assert move_notices(now, now.session("A")) == []
    assert moved_sessions(now, at("10:06"), WHOLE) == []


def test_loading_the_same_again_keeps_the_news_and_changes_nothing() -> None:
    once = moves(start(), "10:05", "Room 14")
    assert moves(once, "10:30", "Room 14").session("A") == once.session("A")


def test_a_session_that_is_over_is_no_news() -> None:
    now = moves(start(), "10:05", "Room 14")
    assert moved_sessions(now, at("12:00"), WHOLE) == []


@given(st.lists(st.sampled_from(ROOMS), max_size=6))
def test_the_room_told_is_where_people_first_looked_unless_it_is_there_again(
    rooms: list[str],
) -> None:
    now = start()
    for minute, room in enumerate(rooms):
        now = moves(now, f"10:{minute:02}", room)
    one = now.session("A")
    assert one.room == (rooms[-1] if rooms else "ICT 1")
    assert one.moved_from == ("" if one.room == "ICT 1" else "ICT 1")
    assert has_moved(now, one) == (one.room != "ICT 1")


def test_a_room_given_on_the_day_to_a_session_without_one_is_no_move() -> None:
    now = moves(start(""), "10:05", "Room 14")
    assert not has_moved(now, now.session("A"))


def test_what_begins_within_a_quarter_of_an_hour() -> None:
    known = start()
    for clock, count in (("10:44", 0), ("10:45", 2), ("11:00", 2), ("11:01", 0)):
        assert len(starting_soon(known, at(clock), WHOLE)) == count, clock


def test_a_slot_without_sessions_is_gone_to_unless_it_is_a_break() -> None:
    slots = [
        slot("rest", "11:00-11:20", SlotKind.BREAK),
        slot("eat", "11:00-12:00", SlotKind.LUNCH),
        slot("department", "11:00-12:00", SlotKind.DEPARTMENT),
    ]
    today = day(*slots)
    assert starting_soon(school(today), at("10:50"), today) == [slots[2]]


def test_how_many_are_full_and_have_places() -> None:
    known = school(*(start().programme.sessions.values()), WHOLE, person("ann"))
    assert count_full_and_free(known, WHOLE, WHOLE.slots[1]) == (0, 2)
    full = after(known, at("08:00"), choose("ann", "B"))
    assert count_full_and_free(full, WHOLE, WHOLE.slots[1]) == (1, 1)


def timed(before: School, clock: str, hours: str, room: str = "ICT 1") -> School:
    planned = session("A", "pm", hours, room=room)
    file = ProgrammeFile(
        "plan",
        workshops=(placed(Workshop("W-A", Both("W-A")), ("id",)),),
        sessions=(placed(planned, ("id", "day", "slot", "workshop", "start", "end", "room")),),
    )
    return after(before, at(clock), load_programme(file))


def test_a_time_that_changes_on_the_day_is_told_with_the_old_one() -> None:
    now = timed(start(), "10:05", "11:30-12:00")
    one = now.session("A")
    [said] = move_notices(now, one)
    assert Language("en").say(said) == "New time: 11:30 to 12:00 (was 11:00)"
    assert moved_sessions(now, at("10:06"), WHOLE) == [one]


def test_room_and_time_changed_at_once_are_two_notices() -> None:
    now = timed(start(), "10:05", "11:30-12:00", "Room 9")
    notices = move_notices(now, now.session("A"))
    assert [*map(Language("en").say, notices)] == [
        "New time: 11:30 to 12:00 (was 11:00)",
        "New room: Room 9 (was ICT 1)",
    ]


def test_a_session_brought_forward_is_told_to_those_who_come_at_the_old_time() -> None:
    now = timed(start(), "10:05", "11:00-11:30")
    assert moved_sessions(now, at("11:45"), WHOLE) == [now.session("A")]
    assert moved_sessions(now, at("12:00"), WHOLE) == []


def test_whoever_is_in_it_has_a_message_with_both_times() -> None:
    now = start().apply([put(person("ann"))])
    now = timed(after(now, at("08:00"), choose("ann", "A")), "10:05", "11:30-12:00")
    told = [Language("en").say(one.text) for one in messages_of(now, at("10:06"), PersonId("ann"))]
    assert told == ["W-A is now 11:30 to 12:00 (was 11:00 to 12:00)."]


HOURS = ("11:00-12:00", "11:30-12:00", "11:00-11:30")


@given(st.lists(st.tuples(st.sampled_from(HOURS), st.sampled_from(ROOMS)), max_size=6))
def test_what_is_told_is_where_and_when_people_first_looked(changes: list[tuple[str, str]]) -> None:
    now = start()
    for minute, (hours, room) in enumerate(changes):
        now = timed(now, f"10:{minute:02}", hours, room)
    hours, room = changes[-1] if changes else (HOURS[0], ROOMS[0])
    one, first = now.session("A"), start().session("A")
    assert one.moved_from == ("" if room == ROOMS[0] else ROOMS[0])
    is_retimed = hours != HOURS[0]
    assert (one.moved_start, one.moved_end) == (
        (first.start, first.end) if is_retimed else (None, None)
    )
    assert has_moved(now, one) == (is_retimed or room != ROOMS[0])


def test_moves_that_people_may_not_know_yet_come_before_those_of_what_has_begun() -> None:
    known = school(
        day(slot("am", "09:00-10:00"), slot("pm", "11:00-12:00")),
        session("begun", "am", "09:00-10:00", room="Hall"),
        session("ahead", "pm", "11:00-12:00", room="Hall"),
    )
    known = after(known, at("08:50"), to_room("ahead", "Library"))
    known = after(known, at("09:05"), to_room("begun", "Gym"))
    order = [one.id for one in moved_sessions(known, at("09:10"), known.day(DAY))]
    assert order == ["ahead", "begun"]

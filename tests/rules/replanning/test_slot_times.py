"""A slot that begins later: what moves with it, and what is cut short."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.marks import marks_of, sign_in_to_session
from kiosk.rules.choosing.announcements import moved_sessions
from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.ids import PersonId, SlotId
from kiosk.rules.model.records import Slot
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import MarkState, SlotKind
from kiosk.rules.replanning.choosing_times import open_choosing
from kiosk.rules.replanning.slot_times import shift_slot
from kiosk.text import Text
from tests.builders import DAY, SOMEBODY, after, at, day, person, school, session, slot

SCHOOL = school(
    day(
        slot("talk", "08:45-09:45", SlotKind.TOGETHER),
        slot("break", "09:45-10:05", SlotKind.BREAK),
        slot("one", "10:05-11:05"),
        slot("lunch", "11:05-12:00", SlotKind.LUNCH),
        slot("two", "12:00-13:00"),
        slot("end", "13:00-13:30", SlotKind.TOGETHER),
    ),
    session("talk", "talk", "08:45-09:45"),
    session("K1", "one", "10:05-11:05", 5, leaders=("gruff",)),
    session("K2", "one", "10:05-10:35", 5),
    session("L1", "two", "12:00-13:00", 5),
    session("end", "end", "13:00-13:30"),
    *(person(name) for name in ("aled", "bron", "gruff")),
    person("ieuan", hours="08:30-13:00"),
)


def english(text: Text) -> str:
    return Language("en").say(text)


def shifted(slot: str, minutes: int, **how: bool) -> School:
    return after(SCHOOL, at("08:30"), shift_slot(DAY, SlotId(slot), minutes, **how))


def times(after_it: School) -> dict[str, str]:
    def band(one: Slot) -> str:
        return f"{one.start:%H:%M}-{one.end:%H:%M}"

    return {one.id: band(one) for one in after_it.day(DAY).slots}


def notes(slot: str, minutes: int, **how: bool) -> list[str]:
    changes = shift_slot(DAY, SlotId(slot), minutes, **how)(SCHOOL, at("08:30"), SOMEBODY)
    return [english(note) for note in changes.all_notes()]


def test_all_that_follow_move_and_lunch_keeps_its_time() -> None:
    assert times(shifted("break", 20)) == {
        "talk": "08:45-09:45", "break": "10:05-10:25", "one": "10:25-11:05",
        "lunch": "11:05-12:00", "two": "12:00-13:00", "end": "13:00-13:30",
    }  # fmt: skip
    assert notes("break", 20)[:2] == [
        "break: 10:05 to 10:25 (was 09:45 to 10:05)",
        "one: 10:25 to 11:05 (was 10:05 to 11:05), 20 minutes shorter",
    ]


def test_sessions_move_with_their_slot_and_are_cut_where_it_is() -> None:
    moved = shifted("break", 20)
    assert moved.session("K1").start == time(10, 25)
    assert moved.session("K1").end == time(11, 5)
    assert (moved.session("K2").start, moved.session("K2").end) == (time(10, 25), time(10, 55))
    assert {one.id for one in moved_sessions(moved, at("08:40"), moved.day(DAY))} == {"K1", "K2"}


def test_the_afternoon_moves_too_if_lunch_does_and_the_end_can_be_kept() -> None:
    assert times(shifted("one", 20, move_lunch=True))["end"] == "13:20-13:50"
    kept = times(shifted("one", 20, move_lunch=True, keep_end=True))
    assert (kept["two"], kept["end"]) == ("12:20-13:20", "13:20-13:30")
    assert "end: 13:20 to 13:30 (was 13:00 to 13:30), 20 minutes shorter" in notes(
        "one", 20, move_lunch=True, keep_end=True
    )


def test_a_slot_alone_moves_into_the_next_and_a_short_break_is_warned_of() -> None:
    assert times(shifted("talk", 10, alone=True))["talk"] == "08:55-09:55"
    assert times(shifted("talk", 10, alone=True))["break"] == "09:45-10:05"
    assert "break: only 10 minutes are left. Staff need 20 minutes." in notes(
        "talk", 10, alone=True
    )


def test_a_slot_that_runs_on_beside_lunch_is_not_cut_where_lunch_begins() -> None:
    course = slot("course", "10:05-13:00")
    beside = SCHOOL.apply([put(replace(SCHOOL.day(DAY), slots=(*SCHOOL.day(DAY).slots, course)))])
    changes = shift_slot(DAY, SlotId("one"), 20)(beside, at("08:30"), SOMEBODY)
    assert times(beside.apply(changes.items))["course"] == "10:25-13:00"
    said = [english(note) for note in changes.all_notes()]
    assert not any(one.startswith("lunch") for one in said)  # nor is it any shorter than it was


def test_a_slot_that_passes_another_stands_after_it() -> None:
    assert list(times(shifted("talk", 90, alone=True)))[:3] == ["break", "one", "talk"]


def test_choices_that_were_open_until_the_slot_is_over_still_are() -> None:
    opened = after(SCHOOL, at("08:30"), open_choosing(DAY, SlotId("two")))
    moved = after(opened, at("08:31"), shift_slot(DAY, SlotId("two"), 20))
    assert after(moved, at("13:10"), choose("aled", "L1")).places_of(PersonId("aled"), DAY)


def test_whose_hours_it_passes_is_listed() -> None:
    held = after(SCHOOL, at("08:00"), choose("ieuan", "L1"))
    asked = shift_slot(DAY, SlotId("two"), 20)
    told = [english(note) for note in asked(held, at("08:30"), SOMEBODY).all_notes()]
    assert "ieuan has a place in W-L1, 12:20: outside their hours, 08:30 to 13:00." in told


def test_marks_already_made_stay_and_who_comes_later_is_late_by_the_new_times() -> None:
    early = after(SCHOOL, at("08:50"), sign_in("bron"), sign_in_to_session("bron", "talk"))
    marked = marks_of(early, PersonId("bron"), early.session("talk"))
    assert [one.state for one in marked] == [MarkState.PRESENT]
    moved = after(early, at("08:52"), shift_slot(DAY, SlotId("talk"), 20, alone=True))
    assert marks_of(moved, PersonId("bron"), moved.session("talk")) == marked
    late = after(moved, at("09:05"), sign_in("aled"), sign_in_to_session("aled", "talk"))
    (mark,) = marks_of(late, PersonId("aled"), late.session("talk"))
    assert mark.state is MarkState.PRESENT


@pytest.mark.parametrize(
    ("slot", "minutes", "now", "why"),
    [
        ("one", 60, "08:30", "one would be left without time."),
        ("one", 0, "08:30", "Give the minutes by which it begins later, such as 20."),
        ("talk", 5, "09:45", "This slot is over."),
        ("none", 5, "08:30", "There is no slot none on"),
        ("end", 700, "08:30", "The day would go on past midnight."),
        ("end", 10**11, "08:30", "The day would go on past midnight."),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    slot: str, minutes: int, now: str, why: str
) -> None:
    with pytest.raises(Refused) as refused:
        shift_slot(DAY, SlotId(slot), minutes)(SCHOOL, at(now), SOMEBODY)
    assert english(refused.value.reason).startswith(why)


@given(
    st.sampled_from(("talk", "break", "one", "lunch", "two", "end")),
    st.integers(1, 50),
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
def test_every_session_stays_within_its_slot_and_nobody_loses_a_place(
    slot: str, minutes: int, alone: bool, move_lunch: bool, keep_end: bool
) -> None:
    held = after(SCHOOL, at("08:00"), choose("aled", "K1"), choose("bron", "L1"))
    asked = shift_slot(DAY, SlotId(slot), minutes, alone, move_lunch, keep_end)
    try:
        moved = after(held, at("08:30"), asked)
    except Refused:
        return
    for one in moved.sessions_on(DAY):
        its = moved.slot(one)
        assert its.start <= one.start < one.end <= its.end
    for before in held.sessions_on(DAY):
        kept = bookings_in(moved, moved.session(before.id))
        assert kept == bookings_in(held, before)

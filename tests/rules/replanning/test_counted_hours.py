"""Letting the hours of a twilight count for everyone, and back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.board import BoardState, person_line
from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.hours_beyond import hours_beyond
from kiosk.rules.loading.twilights import twilight_notes
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import DayKind, MarkState, Role, SlotKind
from kiosk.rules.replanning.counted_hours import count_hours
from tests.builders import DAY, SOMEBODY, after, at, day, person, school, session, slot

TWILIGHT = day(slot("talk", "15:45-17:45", SlotKind.TOGETHER), kind=DayKind.TWILIGHT)
TEACHER, UNKNOWN = person("teacher"), person("unknown", Role.SUPPLY, None)
SCHOOL = school(TWILIGHT, session("T", "talk", "15:45-17:45"), TEACHER, UNKNOWN,
                person("away"))  # fmt: skip
NOW = at("15:00")


def test_before_it_is_done_it_says_how_many_are_required() -> None:
    changes = count_hours(DAY, True)(SCHOOL, NOW, SOMEBODY)
    told = [Language("en").say(one) for one in (changes.message, *changes.notes) if one]
    assert told == [
        "Tuesday 1 September 2026: the hours count for everyone.",
        "2 people are required, up to now 0.",
    ]


def test_then_who_is_not_there_is_late_but_for_the_absent_and_those_whose_hours_nobody_knows() -> (
    None
):
    known = after(SCHOOL, NOW, count_hours(DAY, True), report_absent("away", DAY))
    presences = {
        one: person_line(known, at("16:30"), known.people[one], known.day(DAY)).presence
        for one in known.people
    }
    assert presences == {
        "teacher": BoardState.LATE,
        "unknown": BoardState.NOT_REQUIRED,
        "away": BoardState.ACCOUNTED,
    }
    back = after(known, NOW, count_hours(DAY, False))
    assert back.day(DAY) == TWILIGHT


def test_the_office_still_sees_the_time_beyond_contracts() -> None:
    known = after(
        SCHOOL, at("16:00"), count_hours(DAY, True), mark("teacher", "T", MarkState.PRESENT)
    )
    beyond = hours_beyond(known, TEACHER, known.day(DAY))
    assert beyond is not None
    assert beyond.minutes == 120


def test_a_load_has_nothing_to_say_of_it_then() -> None:
    assert [*twilight_notes(SCHOOL, [SCHOOL.day(DAY)])]
    known = after(SCHOOL, NOW, count_hours(DAY, True))
    assert [*twilight_notes(known, [known.day(DAY)])] == []


def test_a_closed_day_stays_as_it_was() -> None:
    closed = SCHOOL.apply([put(replace(TWILIGHT, closed_at=NOW))])
    with pytest.raises(Refused):
        count_hours(DAY, True)(closed, NOW, SOMEBODY)

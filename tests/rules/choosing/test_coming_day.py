"""Between the days: the next day is shown from the moment its places can be chosen."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.choosing.coming_day import coming_day, countdown_to, next_planned, shown_day
from kiosk.rules.model.ids import DayId
from kiosk.text import tn
from tests.builders import DAY, at, day, school, slot

LATER = DayId("2026-10-23")
SCHOOL = school(
    day(slot("one", "09:00-10:00")),
    day(slot("two", "09:00-10:00"), id=LATER),
    day(id=DayId("2026-08-01")),
)


def ids_on(when: str) -> list[str | None]:
    found = [one(SCHOOL, at("12:00", when)) for one in (coming_day, shown_day)]
    return [one.id if one else None for one in found]


def test_between_the_days_the_next_one_comes_and_on_a_day_that_day_is_shown() -> None:
    assert ids_on("2026-07-01") == [DAY, DAY]
    assert ids_on(DAY) == [None, DAY]
    assert ids_on("2026-09-02") == [LATER, LATER]
    assert ids_on("2026-10-24") == [None, None]


def test_it_comes_from_the_moment_that_choices_open_and_stays_when_they_close() -> None:
    opens, closes = at("18:00", "2026-08-24"), at("18:00", "2026-08-30")
    known = school(day(slot("one", "09:00-10:00"), choices_open=opens, choices_close=closes))
    assert coming_day(known, opens - timedelta(seconds=1)) is None
    assert coming_day(known, opens) is not None
    assert coming_day(known, closes + timedelta(hours=1)) is not None


def test_what_is_planned_next_is_known_before_its_choices_open_unless_it_is_cancelled() -> None:
    opens = at("18:00", "2026-10-20")
    later = day(slot("two", "09:00-10:00"), id=LATER, choices_open=opens)
    known = school(day(slot("one", "09:00-10:00")), later)
    assert next_planned(known, at("16:00")) == known.day(LATER)
    assert next_planned(known, at("12:00", LATER)) is None
    off = school(day(slot("two", "09:00-10:00"), id=LATER, cancelled_at=opens))
    assert next_planned(off, at("16:00")) is None


def test_the_days_until_then_are_counted_and_then_the_minutes() -> None:
    today = SCHOOL.day(DAY)
    said = countdown_to(SCHOOL, at("23:59", "2026-08-20"), today)
    assert said == tn("{n} day to {title}", "{n} days to {title}", 12, title=today.title)
    assert countdown_to(SCHOOL, at("00:01", "2026-08-31"), today).msgid == "Tomorrow: {title}"
    assert countdown_to(SCHOOL, at("08:30"), today).count == 30


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_what_comes_is_never_past_and_nothing_lies_between(when: date) -> None:
    found = coming_day(SCHOOL, at("12:00", when.isoformat()))
    with_slots = [one.date for one in SCHOOL.programme.days.values() if one.slots]
    ahead = [one for one in with_slots if one > when]
    if found is None:
        assert not ahead or when.isoformat() in SCHOOL.programme.days
    else:
        assert found.date == min(ahead)

"""When the roll is put on paper by itself."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.rules.attendance.paper_rolls import roll_to_write
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import SlotKind
from tests.builders import DAY, at, day, school, slot

LUNCH = slot("lunch", "12:00-13:00", SlotKind.LUNCH)
SCHOOL = school(day(slot("am", "09:00-12:00"), LUNCH, slot("pm", "13:00-15:00")))


@pytest.mark.parametrize(
    ("clock", "due"),
    [
        ("09:09", None), ("09:10", "arrivals"), ("10:09", "arrivals"), ("10:10", None),
        ("13:09", None), ("13:10", "lunch"), ("14:10", None),
    ],
)  # fmt: skip
def test_it_is_due_ten_minutes_after_arrivals_and_after_lunch_for_an_hour(
    clock: str, due: str | None
) -> None:
    assert roll_to_write(SCHOOL, at(clock)) == due


def test_after_a_lunch_that_ends_the_day_none_is_due() -> None:
    known = school(day(slot("am", "09:00-12:00"), LUNCH))
    assert roll_to_write(known, at("13:10")) is None


def test_on_another_date_or_a_day_that_is_cancelled_or_closed_none_is_due() -> None:
    today = SCHOOL.day(DAY)
    for over in (
        replace(today, cancelled_at=at("08:00")),
        replace(today, closed_at=at("08:00")),
    ):
        assert roll_to_write(SCHOOL.apply([put(over)]), at("09:10")) is None
    assert roll_to_write(SCHOOL, at("09:10", "2026-09-02")) is None

from __future__ import annotations

from typing import Any

import pytest

from kiosk.rules.model.ids import DayId
from kiosk.rules.model.open_days import next_open_day
from tests.builders import DAY, at, day, school

LATER = DayId("2026-10-08")


@pytest.mark.parametrize(
    ("today", "state", "found"),
    [
        ("2026-08-03", {}, DAY),
        (DAY, {}, DAY),
        (DAY, {"closed_at": at("15:00")}, LATER),
        (DAY, {"cancelled_at": at("08:00")}, LATER),
        ("2026-09-02", {}, LATER),
        ("2026-10-09", {}, None),
    ],
)
def test_the_next_day_is_today_or_the_first_that_is_neither_closed_nor_cancelled(
    today: str, state: dict[str, Any], found: DayId | None
) -> None:
    # a day without slots is a day, too: people sign in
    known = school(day(id=LATER), day(**state))
    coming = next_open_day(known, at("16:00", today))
    assert (coming and coming.id) == found

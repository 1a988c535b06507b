"""Days whose plan may still change."""

from __future__ import annotations

from datetime import datetime

from kiosk.errors import Refused
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import t


def day_to_replan(school: School, day: DayId) -> InsetDay:
    """Return a day whose plan may still change.

    Raises:
        Refused: there is none on that date, or it is closed or cancelled.
    """
    found = school.day(day)
    if found.closed_at is not None:
        raise Refused(t("The day is closed."))
    if found.cancelled_at is not None:
        raise Refused(t("The day is cancelled."))
    return found


def next_open_day(school: School, now: datetime) -> InsetDay | None:
    """Return today's INSET day or the first after it that is neither closed nor cancelled."""
    today = school.local(now).date()
    open_days = (
        day
        for day in school.programme.days.values()
        if day.date >= today and day.closed_at is None and day.cancelled_at is None
    )
    return min(open_days, key=lambda day: day.id, default=None)

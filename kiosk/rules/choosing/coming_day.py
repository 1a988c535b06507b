"""The INSET day to come: shown between the days from the moment its places can be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.rules.choosing.announcements import countdown
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn


def coming_day(school: School, now: datetime) -> InsetDay | None:
    """Return the next INSET day whose choices have opened; None on an INSET day itself.

    It stays shown after its choices have closed: people then look up what they have.
    """
    if school.today(now) is not None:
        return None
    for day in days_to_come(school, now):
        if day.choices_open is None or now >= day.choices_open:
            return day
    return None


def next_planned(school: School, now: datetime) -> InsetDay | None:
    """Return the next INSET day after today that is not cancelled, open for choices or not."""
    return next((day for day in days_to_come(school, now) if day.cancelled_at is None), None)


def days_to_come(school: School, now: datetime) -> Iterator[InsetDay]:
    """Yield the days after today that have a programme, the earliest first."""
    today = school.local(now).date()
    for id in sorted(school.programme.days):
        day = school.programme.days[id]
        if day.date > today and day.slots and day.closed_at is None:
            yield day


def shown_day(school: School, now: datetime) -> InsetDay | None:
    """Return today's INSET day, else the coming one."""
    return school.today(now) or coming_day(school, now)


def countdown_to(school: School, now: datetime, day: InsetDay) -> Text:
    """Return the time until the next slot of today's day, or the days until a coming one."""
    days = (day.date - school.local(now).date()).days
    if days < 1:
        return countdown(school, now, day)
    if days == 1:
        return t("Tomorrow: {title}", title=day.title)
    return tn("{n} day to {title}", "{n} days to {title}", days, title=day.title)

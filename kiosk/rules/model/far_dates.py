"""Dates so far off that only the year can be wrong, such as 1/9/3026."""

from __future__ import annotations

from datetime import date

from kiosk.errors import Refused
from kiosk.text import t

MOST_YEARS = 10
"""Nobody plans further ahead, and a day further back is no day to load."""

NOT_FAR = t("a date within {years} years of today: check the year", years=MOST_YEARS)
"""What is expected instead of such a date."""


def is_far(day: date, today: date) -> bool:
    """Return whether a date is that far before or after today."""
    return abs(day.year - today.year) > MOST_YEARS


def is_far_ahead(day: date, today: date) -> bool:
    """Return whether a date is that far after today."""
    return day > today and is_far(day, today)


def refuse_far(day: date, today: date) -> None:
    """Raise `Refused` for a date that far off."""
    if is_far(day, today):
        raise Refused(
            t("{day} is more than {years} years away. Is the year right?", day=day,
              years=MOST_YEARS)
        )  # fmt: skip

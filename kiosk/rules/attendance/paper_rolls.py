"""When the roll is put on paper by itself: once people have arrived, and once they are back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind

SETTLES_IN = timedelta(minutes=10)
"""How long after the first session has begun, or lunch has ended, people are in their rooms."""
STILL_OF_USE = timedelta(minutes=60)
"""How long after that a roll is still worth writing, where no kiosk was open."""


class Occasion(StrEnum):
    """What a roll is written after. The value is part of its file's name."""

    ARRIVALS = "arrivals"
    LUNCH = "lunch"


def occasions(day: InsetDay) -> dict[Occasion, time]:
    """Return what a roll is written after on a day, with when that is over."""
    attended = [slot.start for slot in day.slots if not slot.kind.is_pause]
    eaten = [slot.end for slot in day.slots if slot.kind is SlotKind.LUNCH]
    found = {}
    if attended:
        found[Occasion.ARRIVALS] = min(attended)
    # after a lunch that ends the day nobody comes back
    if eaten and any(start >= max(eaten) for start in attended):
        found[Occasion.LUNCH] = max(eaten)
    return found


def roll_to_write(school: School, now: datetime) -> Occasion | None:
    """Return what a roll on paper is to be written after by now, or None."""
    day = school.today(now)
    if day is None or day.cancelled_at is not None or day.closed_at is not None:
        return None
    due = None
    for occasion, clock in occasions(day).items():
        moment = school.moment(day.id, clock) + SETTLES_IN
        if moment <= now < moment + STILL_OF_USE:
            due = occasion
    return due

"""How the building fills: people in by every five minutes, beside how many should be by then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time
from itertools import accumulate
from typing import NamedTuple

import msgspec

from kiosk.rules.attendance.board import PersonLine
from kiosk.rules.model.attendance_records import Movement
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.kept_results import Touched, kept_up
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School

STEP = 5
"""Minutes of one step."""
BEFORE = 6
"""How many steps are shown before the first people are due."""


class ArrivalCurve(msgspec.Struct, frozen=True):
    """Steps of five minutes: how many have come by the end of each, and how many were due."""

    begins: time
    """When the first step begins."""
    arrived: tuple[int, ...]
    """Up to the step of now."""
    due: tuple[int, ...]
    """Of every step; at least as many as `arrived`."""

    @property
    def ends(self) -> time:
        """When the last step ends; at midnight at the latest."""
        minutes = self.begins.hour * 60 + self.begins.minute + len(self.due) * STEP
        return time(minutes // 60 % 24, minutes % 60)

    @property
    def most(self) -> int:
        """The largest number of both."""
        return max((*self.arrived, *self.due), default=0)


class _FirstArrivals(NamedTuple):
    """In which step of the day each person first came."""

    steps: Mapping[PersonId, int]
    counts: Counter[int]


def _with_arrivals_of(
    school: School, day: InsetDay, known: _FirstArrivals, touched: Touched
) -> _FirstArrivals:
    steps, counts = {**known.steps}, known.counts.copy()
    for who in touched.people:
        step = _first_step(school, school.day_record(day.id).movements.get(who, ()))
        before = steps.pop(who, None)
        if before is not None:
            counts[before] -= 1
        if step is not None:
            steps[who] = step
            counts[step] += 1
    return _FirstArrivals(steps, counts)


@kept_up(_with_arrivals_of)
def _first_arrivals(school: School, day: InsetDay) -> _FirstArrivals:
    found = {
        who: step
        for who, moves in school.day_record(day.id).movements.items()
        if (step := _first_step(school, moves)) is not None
    }
    return _FirstArrivals(found, Counter(found.values()))


def _first_step(school: School, moves: tuple[Movement, ...]) -> int | None:
    first = next((move.at for move in moves if move.inward), None)
    return _step(school.local(first).time()) if first is not None else None


def _step(at: time) -> int:
    return (at.hour * 60 + at.minute) // STEP


def arrival_curve(
    school: School, now: datetime, day: InsetDay, lines: list[PersonLine], most: int
) -> ArrivalCurve | None:
    """Return at most `most` steps of the day, from before people come; None: nobody is due."""
    due = Counter(_step(line.due) for line in lines if line.due is not None)
    arrived = _first_arrivals(school, day).counts
    if not due or most <= 0:
        return None
    came = min((step for step, count in arrived.items() if count), default=min(due))
    first = max(0, min(came, min(due) - BEFORE))
    steps = range(first, first + most)
    today = school.local(now)
    is_over = today.date() > day.date
    until = steps.stop if is_over else min(steps.stop, _step(today.time()) + 1)
    return ArrivalCurve(
        time(first * STEP // 60, first * STEP % 60),
        tuple(_by_then(arrived, range(first, until))) if today.date() >= day.date else (),
        tuple(_by_then(due, steps)),
    )


def _by_then(counts: Counter[int], steps: range) -> list[int]:
    """Return how many there are by the end of each step."""
    before = sum(count for step, count in counts.items() if step < steps.start)
    return [*accumulate((counts[step] for step in steps), initial=before)][1:]

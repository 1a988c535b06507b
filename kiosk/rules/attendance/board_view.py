"""Everything that the board shows, as plain data: a screen, a page or a browser can draw it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

import msgspec

from kiosk.rules.attendance.arrival_curve import ArrivalCurve, arrival_curve
from kiosk.rules.attendance.board import (
    BoardState,
    Figures,
    PersonLine,
    group_figures,
    hours_ended,
    person_lines,
)
from kiosk.rules.attendance.just_happened import Happening, just_happened
from kiosk.rules.attendance.people_of_board import Status, by_status
from kiosk.rules.attendance.sessions_of_board import SlotOfBoard, slots_of_board
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School

END = time(23, 59)
"""When all times of a past day are over."""


class BoardView(msgspec.Struct, frozen=True):
    """The board of one day at one time."""

    day: InsetDay
    at: datetime
    """The time for which it is: of a past day, its end."""
    lines: list[PersonLine]
    """Everybody, those who are late first, in the order of names within each state."""
    statuses: Mapping[Status, int]
    """How many people each group has. They add up to `len(lines)`."""
    groups: dict[str, Figures]
    """The figures of everyone, of teachers, TAs, part-time and new staff."""
    longest_late: int
    """For how many minutes somebody has been late; 0: nobody is, or the day is past."""
    due_next: tuple[int, datetime] | None
    """How many people are due next, and at what time; None: nobody more."""
    past_hours: int
    """How many people are in after their own hours."""
    slots: tuple[SlotOfBoard, ...]
    arrivals: ArrivalCurve | None
    happened: list[Happening]

    @property
    def everyone(self) -> Figures:
        """The figures of everybody together."""
        return self.groups["everyone"]


def board_view(
    school: School, now: datetime, day: InsetDay, *, steps: int = 0, happenings: int = 0
) -> BoardView:
    """Return the board of a day. `steps`, `happenings`: how many there is room for."""
    is_past = school.local(now).date() > day.date
    at = school.moment(day.id, END) if is_past else now
    lines = person_lines(school, at, day)
    return BoardView(
        day,
        at,
        lines,
        by_status(lines),
        group_figures(school, lines),
        0 if is_past else _longest_late(school, at, day, lines),
        _due_next(school, day, lines),
        sum(_is_past_hours(school, at, day, line) for line in lines),
        slots_of_board(school, at, day),
        arrival_curve(school, at, day, lines, steps),
        just_happened(school, day, happenings) if happenings else [],
    )


def _is_past_hours(school: School, now: datetime, day: InsetDay, line: PersonLine) -> bool:
    is_in = line.presence is BoardState.IN
    return is_in and hours_ended(school, now, line.person, day) is not None


def _longest_late(school: School, now: datetime, day: InsetDay, lines: list[PersonLine]) -> int:
    # people without hours are never late, and have no time
    dues = {line.due for line in lines if line.presence is BoardState.LATE and line.due is not None}
    if not dues:
        return 0
    return int((now - school.moment(day.id, min(dues))).total_seconds() // 60)


def _due_next(
    school: School, day: InsetDay, lines: list[PersonLine]
) -> tuple[int, datetime] | None:
    dues = [line.due for line in lines if line.presence is BoardState.EXPECTED and line.due]
    if not dues:
        return None
    first = min(dues)
    return dues.count(first), school.moment(day.id, first)

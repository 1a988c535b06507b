"""The live board: who is in, who is not yet in, and how each session fills.

It counts people, not rows: a person in several sessions is one person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import IntEnum, auto
from itertools import chain
from typing import NamedTuple, TypeVar

import msgspec

from kiosk.rules.attendance.absences import first_expected_at
from kiosk.rules.attendance.arrivals import has_arrived, is_on_site, roll_call
from kiosk.rules.attendance.people_in_order import PeopleInOrder, people_in_order
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.kept_results import Touched, kept_up, planned
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.large_map import LargeMap
from kiosk.rules.model.records import InsetDay, Person, Slot
from kiosk.rules.model.requirement import (
    RequiredTimes,
    hours_on,
    is_part_time,
    required_times_of,
)
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Role
from kiosk.text import Text, t

R = TypeVar("R")


class BoardState(IntEnum):
    """Where a person is on a day, as the board shows it. Numbers: ten thousand are counted fast."""

    IN = auto()
    LEFT = auto()
    ACCOUNTED = auto()
    """Not in, with a reported absence."""
    EXPECTED = auto()
    LATE = auto()
    """Not yet in, and the first required time is past by more than the minutes of grace."""
    NOT_REQUIRED = auto()


class PersonLine(msgspec.Struct, frozen=True):
    """One person on the board."""

    person: Person
    presence: BoardState
    due: time | None
    """When the person is first required and no absence covers it; None: at no time that day."""


def person_line(school: School, now: datetime, person: Person, day: InsetDay) -> PersonLine:
    """Return the person's line on the board, at the cost of that person alone."""
    standing = _standing(school, person, day, required_times_of(school, person, day))
    return _line_at(standing, is_late=_is_late(school, now, day, standing.first))


class _Times(NamedTuple):
    """Everybody's required times."""

    order: PeopleInOrder
    of_people: LargeMap[PersonId, RequiredTimes]


def _with_times_of(school: School, day: InsetDay, known: _Times, touched: Touched) -> _Times:
    order = people_in_order(school, day)
    people = [order.people[who] for who in touched.people if who in order.people]
    changed = {who.id: required_times_of(school, who, day) for who in people}
    return _Times(order, _replaced(known.of_people, changed, known.order, order))


def _replaced(
    known: LargeMap[PersonId, R],
    changed: dict[PersonId, R],
    old: PeopleInOrder,
    order: PeopleInOrder,
) -> LargeMap[PersonId, R]:
    """Return a map of everybody with some entries changed, in the order that names have now."""
    if order is old:
        return known.changed(changed)
    return LargeMap({who: changed[who] if who in changed else known[who] for who in order.people})


@kept_up(_with_times_of)
def _times(school: School, day: InsetDay) -> _Times:
    order = people_in_order(school, day)
    found = {who: required_times_of(school, one, day) for who, one in order.people.items()}
    return _Times(order, LargeMap(found))


def required_times(school: School, day: InsetDay) -> LargeMap[PersonId, RequiredTimes]:
    """Return each person's required times of the day by id, in the order of names."""
    return _times(school, day).of_people


class _Standing(msgspec.Struct, frozen=True):
    """One person on the board, whatever the time is."""

    line: PersonLine
    """Not yet in is `EXPECTED` here."""
    first: time | None
    """When they are first expected, if they are not yet in."""

    @property
    def counted_as(self) -> tuple[BoardState, bool]:
        """What `figures_of` counts: the state, and whether the person is due."""
        return self.line.presence, self.line.due is not None


def _standing(school: School, person: Person, day: InsetDay, required: RequiredTimes) -> _Standing:
    state, first = _presence(school, person.id, day, required)
    # who comes later than the first of these times, or is released from it, is due at the next
    due = first or min((start for start, _ in required), default=None)
    return _Standing(PersonLine(person, state, due), first)


def _presence(
    school: School, person: PersonId, day: InsetDay, required: RequiredTimes
) -> tuple[BoardState, time | None]:
    if is_on_site(school, person, day.id):
        return BoardState.IN, None
    if has_arrived(school, person, day.id):
        return BoardState.LEFT, None
    if not required:
        return BoardState.NOT_REQUIRED, None
    first = first_expected_at(school, person, day.id, required)
    return (BoardState.ACCOUNTED if first is None else BoardState.EXPECTED), first


def _is_late(school: School, now: datetime, day: InsetDay, first: time | None) -> bool:
    grace = timedelta(minutes=school.settings.late_after)
    return first is not None and now > school.moment(day.id, first) + grace


def _line_at(standing: _Standing, *, is_late: bool) -> PersonLine:
    line = standing.line
    return PersonLine(line.person, BoardState.LATE, line.due) if is_late else line


class _Standings(NamedTuple):
    """Everybody on the board."""

    order: PeopleInOrder
    listed: LargeMap[PersonId, _Standing]
    """Everybody with a line in the staff list, in the order of names."""
    unlisted: dict[PersonId, _Standing]
    """Everyone else on site: the roll call lists them too."""
    counts: Counter[tuple[BoardState, bool]]


def _with_standing_of(
    school: School, day: InsetDay, known: _Standings, touched: Touched
) -> _Standings:
    order, unlisted = people_in_order(school, day), known.unlisted
    people = [order.people[who] for who in touched.people if who in order.people]
    times = required_times(school, day)
    changed = {who.id: _standing(school, who, day, times[who.id]) for who in people}
    if order is not known.order or len(people) < len(touched.people):
        unlisted = _unlisted(school, day)
    before = (known.listed[who] for who in touched.people if who in known.listed)
    counts = known.counts.copy()
    for old in (*before, *known.unlisted.values()):
        counts[old.counted_as] -= 1
    counts.update(one.counted_as for one in (*changed.values(), *unlisted.values()))
    listed = _replaced(known.listed, changed, known.order, order)
    return _Standings(order, listed, unlisted, counts)


@kept_up(_with_standing_of)
def _standings(school: School, day: InsetDay) -> _Standings:
    order, unlisted = people_in_order(school, day), _unlisted(school, day)
    times = required_times(school, day)
    listed = LargeMap(
        {who: _standing(school, one, day, times[who]) for who, one in order.people.items()}
    )
    everybody = (*listed.values(), *unlisted.values())
    return _Standings(order, listed, unlisted, Counter(one.counted_as for one in everybody))


def _unlisted(school: School, day: InsetDay) -> dict[PersonId, _Standing]:
    listed = required_times(school, day)
    found = [who for who in roll_call(school, day.id) if who.id not in listed]
    return {who.id: _standing(school, who, day, ()) for who in found}


def person_lines(school: School, now: datetime, day: InsetDay) -> list[PersonLine]:
    """Return everyone's line in the order of `STATE_ORDER`, by name within each state."""
    found: dict[BoardState, list[PersonLine]] = {state: [] for state in STATE_ORDER}
    known = _standings(school, day)
    late: dict[time | None, bool] = {}
    for standing in chain(known.listed.values(), known.unlisted.values()):
        first = standing.first
        if first not in late:
            late[first] = _is_late(school, now, day, first)
        line = _line_at(standing, is_late=late[first])
        found[line.presence].append(line)
    return [*chain.from_iterable(found.values())]


class Figures(msgspec.Struct, frozen=True):
    """How many people are due on a day and where they are, and who else is in.

    A person is due if they are required on site at some time of the day. Everyone due is counted
    exactly once: `due == arrived + left + accounted + not_yet_in`.
    """

    arrived: int = 0
    """On site, of those due."""
    left: int = 0
    """Came and left again, of those due."""
    accounted: int = 0
    """Not in, with a reported absence."""
    not_yet_in: int = 0
    others: int = 0
    """On site without being due."""

    @property
    def due(self) -> int:
        """How many people are due."""
        return self.arrived + self.left + self.accounted + self.not_yet_in

    @property
    def on_site(self) -> int:
        """How many stand on the roll call."""
        return self.arrived + self.others


def figures_of(standing: Iterable[tuple[BoardState, bool]]) -> Figures:
    """Return the figures of people, each given as a state and whether they are due."""
    return figures_from(Counter(standing))


def figures_from(counts: Mapping[tuple[BoardState, bool], int]) -> Figures:
    """Return the figures of people who are counted already."""

    def sum_of(state: BoardState, *, is_due: bool = True) -> int:
        return counts.get((state, is_due), 0)

    return Figures(
        arrived=sum_of(BoardState.IN),
        left=sum_of(BoardState.LEFT),
        accounted=sum_of(BoardState.ACCOUNTED),
        not_yet_in=sum_of(BoardState.EXPECTED) + sum_of(BoardState.LATE),
        others=sum_of(BoardState.IN, is_due=False),
    )


def headcount(school: School, day: InsetDay) -> Figures:
    """Return everybody's figures: the same as those of `person_lines`, at less cost."""
    return figures_from(_standings(school, day).counts)


def hours_ended(school: School, now: datetime, person: Person, day: InsetDay) -> time | None:
    """Return when the person's own hours of the day ended, or None if they did not, or are unknown.

    A person who stays on counts as in until they leave; this is only shown beside their name.
    """
    window = hours_on(school, person, day).window
    over = window is not None and now >= school.moment(day.id, window.end)
    return window.end if window is not None and over else None


def running_or_next(
    school: School, now: datetime, day: InsetDay, slots: Sequence[Slot]
) -> Slot | None:
    """Return the one of these slots that runs now, else the next; after them the first, if any.

    Of several that run it is the one that began last.
    """

    def begun(slot: Slot) -> bool:
        return school.moment(day.id, slot.start) <= now

    running = [one for one in slots if begun(one) and now < school.moment(day.id, one.end)]
    if running:
        return max(running, key=lambda one: one.start)
    to_come = [one for one in slots if not begun(one)]
    if to_come:
        return min(to_come, key=lambda one: one.start)
    return slots[0] if slots else None


STATE_ORDER = (
    BoardState.LATE,
    BoardState.EXPECTED,
    BoardState.IN,
    BoardState.LEFT,
    BoardState.ACCOUNTED,
    BoardState.NOT_REQUIRED,
)


def role_or_hours(school: School, now: datetime, person: Person, day: InsetDay) -> Text:
    """Return role and department, and before them that the person's own hours are over."""
    role, over = post_of(school, person), hours_ended(school, now, person, day)
    return role if over is None else t("hours ended {time} · {role}", time=over, role=role)


GROUPS: dict[str, Callable[[School, Person], bool]] = {
    "everyone": lambda _school, _person: True,
    "teachers": lambda _school, person: person.role in (Role.TEACHER, Role.LEADER),
    "TAs": lambda _school, person: person.role is Role.TA,
    "part-time": is_part_time,
    "new": lambda _school, person: bool(person.track),
}
"""The groups that are counted. A person may be in several, so the groups do not add up."""


def group_figures(school: School, lines: list[PersonLine]) -> dict[str, Figures]:
    """Return the figures of each group from the lines of a day."""
    groups = _groups_of(school)
    counts = Counter(
        (groups[line.person.id], line.presence, line.due is not None) for line in lines
    )
    figures = {group: Counter[tuple[BoardState, bool]]() for group in GROUPS}
    for (of, state, is_due), count in counts.items():
        for group in of:
            figures[group][state, is_due] += count
    return {group: figures_from(of_group) for group, of_group in figures.items()}


@planned
def _groups_of(school: School) -> Mapping[PersonId, tuple[str, ...]]:
    """Return the groups of each person."""
    return {
        who: tuple(group for group, belongs in GROUPS.items() if belongs(school, person))
        for who, person in school.people.items()
    }

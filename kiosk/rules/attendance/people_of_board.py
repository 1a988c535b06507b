"""The people of the board: how each stands, since when, and where they are to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Any

from kiosk.rules.attendance.arrivals import on_site_since
from kiosk.rules.attendance.board import STATE_ORDER, BoardState, PersonLine
from kiosk.rules.attendance.destinations import Destination, next_destination
from kiosk.rules.attendance.marks import current_sessions
from kiosk.rules.attendance.people_in_order import people_in_order
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Both, Text, t, tc


class Status(Enum):
    """The groups of the board. Everybody is in exactly one of them, so they add up."""

    LATE = auto()
    ABSENT = auto()
    NOT_YET = auto()
    IN = auto()
    OFF_SITE = auto()


STATUS_OF = {
    BoardState.LATE: Status.LATE,
    BoardState.EXPECTED: Status.NOT_YET,
    BoardState.IN: Status.IN,
    BoardState.LEFT: Status.OFF_SITE,
    BoardState.ACCOUNTED: Status.ABSENT,
    BoardState.NOT_REQUIRED: Status.OFF_SITE,
}
STATUS_NAMES = {
    Status.LATE: t("Late"),
    Status.ABSENT: t("Reported absent"),
    Status.NOT_YET: t("Not yet in"),
    Status.IN: tc("people", "In"),
    Status.OFF_SITE: t("Off site"),
}
WORDS = {
    BoardState.LATE: t("late"),
    BoardState.EXPECTED: t("not yet in"),
    BoardState.IN: tc("people", "in"),
    BoardState.LEFT: tc("people", "left"),
    BoardState.ACCOUNTED: tc("people", "reported absent"),
    BoardState.NOT_REQUIRED: t("not expected"),
}
"""How somebody stands, as their row says it."""


def by_status(lines: Iterable[PersonLine]) -> Counter[Status]:
    """Return how many people are in each group."""
    states = Counter(line.presence for line in lines)
    found = Counter[Status]()
    for state, count in states.items():
        found[STATUS_OF[state]] += count
    return found


def in_group(lines: Sequence[PersonLine], status: Status | None) -> list[PersonLine]:
    """Return the people of one group, or all."""
    if status is None:
        return [*lines]
    return [line for line in lines if STATUS_OF[line.presence] is status]


class Order(Enum):
    """The orders in which people can be listed; by name within each."""

    LATE_FIRST = auto()
    NAME = auto()
    DEPARTMENT = auto()
    TIME = auto()


def in_order(
    school: School,
    day: InsetDay,
    lines: Sequence[PersonLine],
    order: Order,
    by_name: Callable[[Person], Any] | None = None,
) -> list[PersonLine]:
    """Return people in an order, of `lines` as `person_lines` gives them.

    `by_name`: how a language sorts names, if not as those are.
    """
    if by_name is None and order is Order.LATE_FIRST:
        return [*lines]  # that is the order they come in
    if by_name is None:
        places = people_in_order(school, day).places
        shown = sorted(lines, key=lambda line: places.get(line.person.id, len(places)))
    else:
        shown = sorted(lines, key=lambda line: by_name(line.person))
    match order:  # a sort keeps the order of equals
        case Order.LATE_FIRST:
            ranks = {state: rank for rank, state in enumerate(STATE_ORDER)}
            shown.sort(key=lambda line: ranks[line.presence])
        case Order.DEPARTMENT:
            shown.sort(key=lambda line: line.person.department)
        case Order.TIME:
            times = {line.person.id: since(school, day, line) for line in shown}
            shown.sort(key=lambda line: _last_if_none(times[line.person.id]))
        case Order.NAME:
            pass
    return shown


def _last_if_none(at: datetime | None) -> tuple[bool, float]:
    return (at is None, at.timestamp() if at is not None else 0.0)


def since(school: School, day: InsetDay, line: PersonLine) -> datetime | None:
    """Return since when somebody is in, late or gone, or from when they are expected."""
    who = line.person.id
    match line.presence:
        case BoardState.IN:
            return on_site_since(school, who, day.id)
        case BoardState.LEFT:
            return school.day_record(day.id).movements[who][-1].at
        case BoardState.LATE | BoardState.EXPECTED if line.due is not None:
            return school.moment(day.id, line.due)
        case _:
            return None


def where_now(school: School, now: datetime, person: Person, day: InsetDay) -> Text | Both | str:
    """Return the session that somebody is signed in to, or nothing."""
    for session in current_sessions(school, now, person.id, day.id):
        return _at(school, session)
    return ""


def where_next(school: School, now: datetime, person: Person, day: InsetDay) -> Text | Both | str:
    """Return where somebody is to be next, or nothing."""
    found = next_destination(school, now, person, day)
    if found is None:
        return ""
    return t("{start} {what}", start=found.start, what=_what(school, found))


def _what(school: School, found: Destination) -> Text | Both | str:
    if found.session is not None:
        return _at(school, found.session)
    if found.slot.kind is SlotKind.CHOICE:
        return t("not chosen yet")
    return found.slot.title


def _at(school: School, session: Session) -> Text | Both | str:
    title = school.workshop(session).title
    if not session.room:
        return title
    return t("{room} · {title}", room=school.word(session.room), title=title)

"""The live board: who is in, who is not yet in, and how each session fills. It counts people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import Enum, auto
from itertools import chain

import msgspec

from kiosk.rules.attendance.absences import first_expected_at, is_reported_absent
from kiosk.rules.attendance.arrivals import has_arrived, is_on_site
from kiosk.rules.attendance.marks import current_mark, is_expected
from kiosk.rules.attendance.presence import final_state
from kiosk.rules.choosing.bookings import bookings_in, waiting_list_of
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.requirement import RequiredTimes, is_part_time, required_times_of
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, Role, SlotKind


class BoardState(Enum):
    """How a person stands on a day, for those who run it."""

    IN = auto()
    LEFT = auto()
    ACCOUNTED = auto()
    """Not in, and that is known of."""
    EXPECTED = auto()
    LATE = auto()
    """Expected some time ago and not yet in."""
    NOT_REQUIRED = auto()


class PersonLine(msgspec.Struct, frozen=True):
    """One person on the board."""

    person: Person
    presence: BoardState
    due: time | None
    """When the person is first required; None: not at all."""


def person_line(school: School, person: Person, day: InsetDay, now: datetime) -> PersonLine:
    """Return how a person stands on a day."""
    required = required_times(school, day)[person.id]
    due = min((start for start, _ in required), default=None)
    return PersonLine(person, _board_state(school, person, day, required, now), due)


def required_times(school: School, day: InsetDay) -> dict[str, RequiredTimes]:
    """Return when and where each person is required that day; people in the order of names."""
    known: dict[str, RequiredTimes] | None = school.plan_cache.get(("dues", day.id))
    if known is None:
        people = sorted(school.people.values(), key=sort_key)
        known = {person.id: required_times_of(school, person, day) for person in people}
        school.plan_cache["dues", day.id] = known
    return known


def _board_state(
    school: School, person: Person, day: InsetDay, required: RequiredTimes, now: datetime
) -> BoardState:
    if is_on_site(school, day.id, person.id):
        return BoardState.IN
    if has_arrived(school, day.id, person.id):
        return BoardState.LEFT
    if not required:
        return BoardState.NOT_REQUIRED
    awaited = first_expected_at(school, day.id, person.id, required)
    if awaited is None:
        return BoardState.ACCOUNTED
    grace = timedelta(minutes=school.settings.late_after)
    return BoardState.LATE if now > school.moment(day.id, awaited) + grace else BoardState.EXPECTED


def person_lines(school: School, day: InsetDay, now: datetime) -> list[PersonLine]:
    """Return everyone's line: late first, then expected, in, left; by name within each."""
    order = {presence: place for place, presence in enumerate(STATE_ORDER)}
    found = [
        person_line(school, school.people[who], day, now) for who in required_times(school, day)
    ]
    return sorted(found, key=lambda line: order[line.presence])


def headcount(school: School, day: InsetDay, now: datetime) -> tuple[int, int]:
    """Return how many are in, and how many are not yet in: what `group_totals` says of everyone.

    Only those of whom something was noted that day are looked at one by one, so that a sign-in
    costs what the day has seen, not the number of people: whoever nothing is known of is awaited
    where anything is required of them.
    """
    required = required_times(school, day)
    awaited: int | None = school.plan_cache.get(("awaited", day.id))
    if awaited is None:
        awaited = school.plan_cache["awaited", day.id] = sum(map(bool, required.values()))
    book = school.day_record(day.id)
    seen = {*book.movements, *book.accounted, *chain.from_iterable(book.marks.values())}
    stand = [
        _board_state(school, school.people[who], day, required[who], now)
        for who in seen
        if who in required
    ]
    unseen = awaited - sum(bool(required.get(who)) for who in seen)
    late_or_expected = stand.count(BoardState.LATE) + stand.count(BoardState.EXPECTED)
    return stand.count(BoardState.IN), unseen + late_or_expected


STATE_ORDER = (
    BoardState.LATE,
    BoardState.EXPECTED,
    BoardState.IN,
    BoardState.LEFT,
    BoardState.ACCOUNTED,
    BoardState.NOT_REQUIRED,
)


class SessionLine(msgspec.Struct, frozen=True):
    """How one session stands."""

    session: Session
    booked: int
    """People with a firm place; in a session without booking, those who are expected."""
    waiting: int
    signed_in: int
    not_yet_in: int


def session_line(school: School, session: Session) -> SessionLine:
    """Return how a session stands: people expected, there, and not yet in."""
    expected = expected_people(school, session)
    there = {
        person
        for person in school.day_record(session.day).marks.get(session.id, {})
        if final_state(school, session, person) in (MarkState.PRESENT, MarkState.LATE)
    }
    by_choice = school.slot(session).kind is SlotKind.CHOICE
    awaited = [
        who
        for who in expected
        if not (by_choice and who.id in session.leaders)
        and current_mark(school, session, who.id) is None
        and not is_reported_absent(school, session.day, who.id)
    ]
    booked = len(bookings_in(school, session)) if by_choice else len(expected)
    return SessionLine(
        session, booked, len(waiting_list_of(school, session)), len(there), len(awaited)
    )


def expected_people(school: School, session: Session) -> list[Person]:
    """Return who is expected in a session, by name."""
    known: list[Person] | None = school.plan_cache.get(("expected", session.id))
    if known is None:
        known = school.plan_cache["expected", session.id] = _expected(school, session)
    return known


def _expected(school: School, session: Session) -> list[Person]:
    if school.slot(session).kind is SlotKind.CHOICE:
        ids = {*session.leaders, *(b.person for b in bookings_in(school, session))}
        found = [school.people[who] for who in ids if who in school.people]
    else:
        found = [who for who in school.people.values() if is_expected(school, who, session)]
    return sorted(found, key=sort_key)


def register(school: School, session: Session) -> list[Person]:
    """Return the session's register: who is expected, and whoever came or was marked besides."""
    found = {who.id: who for who in expected_people(school, session)}
    for person in school.day_record(session.day).marks.get(session.id, {}):
        if person in school.people:
            found.setdefault(person, school.people[person])
    return sorted(found.values(), key=sort_key)


class GroupTotal(msgspec.Struct, frozen=True):
    """How many people of a group are expected today, in, and not yet in."""

    expected: int
    signed_in: int
    """On site, expected or not."""
    arrived: int
    """On site, of those expected."""
    not_yet_in: int
    accounted: int


GROUPS: dict[str, Callable[[School, Person], bool]] = {
    "everyone": lambda _school, _person: True,
    "teachers": lambda _school, person: person.role in (Role.TEACHER, Role.LEADER),
    "TAs": lambda _school, person: person.role is Role.TA,
    "part-time": is_part_time,
    "new": lambda _school, person: bool(person.track),
}
"""The groups that are counted; a person may be in several, so they do not add up."""


def group_totals(school: School, standing: list[PersonLine]) -> dict[str, GroupTotal]:
    """Return the totals of each group, from the lines of a day."""
    found = {}
    for group, belongs in GROUPS.items():
        members = [line for line in standing if belongs(school, line.person)]
        counts = {p: sum(line.presence is p for line in members) for p in BoardState}
        found[group] = GroupTotal(
            expected=sum(line.due is not None for line in members),
            signed_in=counts[BoardState.IN],
            arrived=sum(
                line.presence is BoardState.IN and line.due is not None for line in members
            ),
            not_yet_in=counts[BoardState.EXPECTED] + counts[BoardState.LATE],
            accounted=counts[BoardState.ACCOUNTED],
        )
    return found

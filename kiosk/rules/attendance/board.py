"""The live board: who is in, who is not yet in, and how each session fills.

It counts people, not rows: a person in several sessions is one person.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import Enum, auto
from itertools import chain

import msgspec

from kiosk.rules.attendance.absences import first_expected_at, is_reported_absent
from kiosk.rules.attendance.arrivals import has_arrived, is_on_site
from kiosk.rules.attendance.marks import current_mark, is_expected
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.choosing.bookings import bookings_in, waiting_list_of
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.requirement import RequiredTimes, is_part_time, required_times_of
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, Role, SlotKind


class BoardState(Enum):
    """Where a person is on a day, as the board shows it."""

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
    """When the person is first required; None: at no time that day."""


def person_line(school: School, now: datetime, person: Person, day: InsetDay) -> PersonLine:
    """Return the person's line on the board."""
    required = required_times(school, day).get(person.id, ())
    due = min((start for start, _ in required), default=None)
    return PersonLine(person, _board_state(school, now, person, day, required), due)


def required_times(school: School, day: InsetDay) -> dict[PersonId, RequiredTimes]:
    """Return each person's required times of the day by id, in the order of names."""
    # Depends on the plan only, so that a sign-in does not compute it again for everybody.
    known: dict[PersonId, RequiredTimes] | None = school.plan_cache.get(("dues", day.id))
    if known is None:
        people = sorted(school.people_on(day.date).values(), key=sort_key)
        known = {person.id: required_times_of(school, person, day) for person in people}
        school.plan_cache["dues", day.id] = known
    return known


def _board_state(
    school: School, now: datetime, person: Person, day: InsetDay, required: RequiredTimes
) -> BoardState:
    if is_on_site(school, person.id, day.id):
        return BoardState.IN
    if has_arrived(school, person.id, day.id):
        return BoardState.LEFT
    if not required:
        return BoardState.NOT_REQUIRED
    first = first_expected_at(school, person.id, day.id, required)
    if first is None:
        return BoardState.ACCOUNTED
    grace = timedelta(minutes=school.settings.late_after)
    return BoardState.LATE if now > school.moment(day.id, first) + grace else BoardState.EXPECTED


def person_lines(school: School, now: datetime, day: InsetDay) -> list[PersonLine]:
    """Return everyone's line in the order of `STATE_ORDER`, by name within each state."""
    position = {state: number for number, state in enumerate(STATE_ORDER)}
    found = [
        person_line(school, now, school.people[who], day) for who in required_times(school, day)
    ]
    # Sorting is stable, so that the order of names stays within each state.
    return sorted(found, key=lambda line: position[line.presence])


def headcount(school: School, now: datetime, day: InsetDay) -> tuple[int, int]:
    """Return (in, not yet in) for everybody: the same numbers as `group_totals`, at less cost.

    A sign-in calls this. It looks one by one only at people with a record that day. Everyone else
    is not yet in where anything is required of them, and that number comes from the cache.
    """
    required = required_times(school, day)
    required_count: int | None = school.plan_cache.get(("awaited", day.id))
    if required_count is None:
        required_count = school.plan_cache["awaited", day.id] = sum(map(bool, required.values()))
    day_record = school.day_record(day.id)
    recorded = {
        *day_record.movements,
        *day_record.reported_absences,
        *chain.from_iterable(day_record.marks.values()),
    }
    states = [
        _board_state(school, now, school.people[who], day, required[who])
        for who in recorded
        if who in required
    ]
    unrecorded = required_count - sum(bool(required.get(who)) for who in recorded)
    late_or_expected = states.count(BoardState.LATE) + states.count(BoardState.EXPECTED)
    return states.count(BoardState.IN), unrecorded + late_or_expected


STATE_ORDER = (
    BoardState.LATE,
    BoardState.EXPECTED,
    BoardState.IN,
    BoardState.LEFT,
    BoardState.ACCOUNTED,
    BoardState.NOT_REQUIRED,
)


class SessionLine(msgspec.Struct, frozen=True):
    """The counts of one session."""

    session: Session
    booked: int
    """Confirmed places; in a session without booking, the people expected."""
    waiting: int
    signed_in: int
    not_yet_in: int


def session_line(school: School, session: Session) -> SessionLine:
    """Return the counts of one session."""
    expected = expected_people(school, session)
    signed_in = {
        person
        for person in school.day_record(session.day).marks.get(session.id, {})
        if final_state(school, person, session) in (MarkState.PRESENT, MarkState.LATE)
    }
    by_choice = school.slot(session).kind is SlotKind.CHOICE
    # Leaders are on the register, but only a session without booking counts them as not yet in:
    # there the expected number includes them, in a chosen one `booked` does not.
    not_yet_in = [
        who
        for who in expected
        if not (by_choice and who.id in session.leaders)
        and current_mark(school, who.id, session) is None
        and not is_reported_absent(school, who.id, session.day)
    ]
    booked = len(bookings_in(school, session)) if by_choice else len(expected)
    return SessionLine(
        session, booked, len(waiting_list_of(school, session)), len(signed_in), len(not_yet_in)
    )


def expected_people(school: School, session: Session) -> list[Person]:
    """Return the people expected in a session, by name; nobody is in a cancelled one."""
    if session.is_cancelled:
        return []
    known: list[Person] | None = school.plan_cache.get(("expected", session.id))
    if known is None:
        known = school.plan_cache["expected", session.id] = _expected(school, session)
    return known


def _expected(school: School, session: Session) -> list[Person]:
    people = school.people_on(school.programme.days[session.day].date)
    if school.slot(session).kind is SlotKind.CHOICE:
        ids = {*session.leaders, *(b.person for b in bookings_in(school, session))}
        found = [people[who] for who in ids if who in people]
    else:
        found = [who for who in people.values() if is_expected(school, who, session)]
    return sorted(found, key=sort_key)


def register(school: School, session: Session) -> list[Person]:
    """Return the people expected in a session, its leaders and who has a mark in it, by name."""
    found = {who.id: who for who in expected_people(school, session)}
    # A leader outside their hours is expected nowhere, but may come after all.
    date = school.programme.days[session.day].date
    leaders = () if session.is_cancelled else session.leaders
    here = [one for one in leaders if one in school.people and school.people[one].is_here(date)]
    for person in (*here, *school.day_record(session.day).marks.get(session.id, {})):
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
    reported_absences: int


GROUPS: dict[str, Callable[[School, Person], bool]] = {
    "everyone": lambda _school, _person: True,
    "teachers": lambda _school, person: person.role in (Role.TEACHER, Role.LEADER),
    "TAs": lambda _school, person: person.role is Role.TA,
    "part-time": is_part_time,
    "new": lambda _school, person: bool(person.track),
}
"""The groups that are counted. A person may be in several, so the groups do not add up."""


def group_totals(school: School, lines: list[PersonLine]) -> dict[str, GroupTotal]:
    """Return the totals of each group from the lines of a day."""
    totals = {}
    for group, belongs in GROUPS.items():
        members = [line for line in lines if belongs(school, line.person)]
        counts = {state: sum(line.presence is state for line in members) for state in BoardState}
        totals[group] = GroupTotal(
            expected=sum(line.due is not None for line in members),
            signed_in=counts[BoardState.IN],
            arrived=sum(
                line.presence is BoardState.IN and line.due is not None for line in members
            ),
            not_yet_in=counts[BoardState.EXPECTED] + counts[BoardState.LATE],
            reported_absences=counts[BoardState.ACCOUNTED],
        )
    return totals

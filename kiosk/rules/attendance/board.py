"""The live board: who is in, who is not yet in, and how each session fills.

It counts people, not rows: a person in several sessions is one person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta
from enum import Enum, auto
from itertools import chain

import msgspec
from msgspec.structs import replace

from kiosk.rules.attendance.absences import first_expected_at, is_reported_absent
from kiosk.rules.attendance.arrivals import has_arrived, is_on_site, roll_call
from kiosk.rules.attendance.marks import is_expected
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.choosing.bookings import bookings_in, waiting_list_of
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import (
    RequiredTimes,
    hours_on,
    is_part_time,
    required_times_of,
)
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, Role, SlotKind
from kiosk.text import Text, t


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
    listed = required_times(school, day)
    # Whoever is in stands on the roll call, whatever list they are on.
    unlisted = [who.id for who in roll_call(school, day.id) if who.id not in listed]
    found = [person_line(school, now, school.people[who], day) for who in (*listed, *unlisted)]
    # Sorting is stable, so that the order of names stays within each state.
    return sorted(found, key=lambda line: position[line.presence])


class Figures(msgspec.Struct, frozen=True):
    """How many people are due on a day and where they are, and who else is in.

    Due is whoever is required on site at some time of the day. Everyone due is counted exactly
    once: `due == arrived + left + accounted + not_yet_in`.
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
    counts = Counter(standing)
    return Figures(
        arrived=counts[BoardState.IN, True],
        left=counts[BoardState.LEFT, True],
        accounted=counts[BoardState.ACCOUNTED, True],
        not_yet_in=counts[BoardState.EXPECTED, True] + counts[BoardState.LATE, True],
        others=counts[BoardState.IN, False],
    )


def headcount(school: School, now: datetime, day: InsetDay) -> Figures:
    """Return everybody's figures: the same as those of `person_lines`, at less cost.

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
    known = figures_of(
        (_board_state(school, now, school.people[who], day, times), bool(times))
        for who in recorded
        if who in school.people
        for times in [required.get(who, ())]
    )
    unrecorded = required_count - sum(bool(required.get(who)) for who in recorded)
    return replace(known, not_yet_in=known.not_yet_in + unrecorded)


def hours_ended(school: School, now: datetime, person: Person, day: InsetDay) -> time | None:
    """Return when the person's own hours of the day ended, or None if they did not, or are unknown.

    Whoever stays on counts as in until they leave: this is only to be said beside their name.
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
    role, over = post_of(person), hours_ended(school, now, person, day)
    return role if over is None else t("hours over {time} · {role}", time=over, role=role)


class SessionLine(msgspec.Struct, frozen=True):
    """The counts of one session."""

    session: Session
    waiting: int
    figures: Figures
    """Of those with a place; in a session without booking, of those expected.

    Whoever is marked as absent, or was accounted for, is in `accounted`."""


def session_line(school: School, session: Session) -> SessionLine:
    """Return the counts of one session."""
    # Leaders are on the register, but hold no place: a chosen session's numbers leave them out.
    by_choice = school.slot(session).kind is SlotKind.CHOICE
    leaders = session.leaders if by_choice else ()
    expected = {who.id for who in expected_people(school, session)}
    marked = school.day_record(session.day).marks.get(session.id, {})
    return SessionLine(
        session,
        len(waiting_list_of(school, session)),
        figures_of(
            (_state_in_session(school, who, session), who in expected)
            for who in expected.union(marked).difference(leaders)
        ),
    )


def _state_in_session(school: School, person: PersonId, session: Session) -> BoardState:
    match final_state(school, person, session):
        case MarkState.PRESENT | MarkState.LATE:
            return BoardState.IN
        case MarkState.LEFT:
            return BoardState.LEFT
        case None if not is_reported_absent(school, person, session.day):
            return BoardState.EXPECTED
        case _:
            return BoardState.ACCOUNTED


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
    return {
        group: figures_of(
            (line.presence, line.due is not None) for line in lines if belongs(school, line.person)
        )
        for group, belongs in GROUPS.items()
    }

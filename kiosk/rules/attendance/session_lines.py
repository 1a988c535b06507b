"""How each session of a day fills: who is expected in it, who is there, and how many wait.

Like the board of people, it counts people, not rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import msgspec

from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attendance.board import (
    BoardState,
    Figures,
    figures_from,
    required_times,
)
from kiosk.rules.attendance.people_in_order import PeopleInOrder, people_in_order
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.choosing.bookings import all_bookings_in, waiting_list_of
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.kept_results import Touched, kept_up, planned
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import leads, leads_outside_hours, own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, SlotKind

Places = dict[SessionId, dict[PersonId, Person]]
"""Session to the people expected in it, by id in the order of names."""
NOBODY: dict[PersonId, Person] = {}
"""Who is expected in a cancelled session."""


class _Expected(NamedTuple):
    """The people expected in each session on offer."""

    order: PeopleInOrder
    by_session: Places


def _with_expected(school: School, day: InsetDay, known: _Expected, touched: Touched) -> _Expected:
    order, record = people_in_order(school, day), school.day_record(day.id)
    by_choice, others = _sessions_by_kind(school, day.id)
    renewed = {
        who for who in touched.people if order.people.get(who) is not known.order.people.get(who)
    }
    changed: dict[SessionId, Collection[PersonId]] = {}
    for session in by_choice:
        held = known.by_session[session.id]
        booked = record.bookings.get(session.id, {})
        is_renewed = any(who in held or who in booked or who in session.leaders for who in renewed)
        if is_renewed or session.id in touched.sessions:
            changed[session.id] = _with_place(school, session)
    here = touched.people & order.people.keys()
    now = {who: set(_expected_in(school, who, day)) for who in here}
    for session in others:
        held = known.by_session[session.id]
        moved = {who for who in touched.people if (session.id in now.get(who, ())) != (who in held)}
        if moved or renewed & held.keys():
            changed[session.id] = held.keys() ^ moved
    return _Expected(order, {**known.by_session, **_by_name(order, changed)})


@kept_up(_with_expected)
def _expected(school: School, day: InsetDay) -> _Expected:
    order = people_in_order(school, day)
    by_choice, others = _sessions_by_kind(school, day.id)
    found: dict[SessionId, list[PersonId]] = {session.id: [] for session in others}
    for who in order.people:
        for session in _expected_in(school, who, day):
            found[session].append(who)
    places = {session.id: _with_place(school, session) for session in by_choice}
    return _Expected(order, _by_name(order, {**places, **found}))


def expected_by_session(school: School, day: InsetDay) -> Places:
    """Return the people expected in each session on offer."""
    return _expected(school, day).by_session


@planned
def _sessions_by_kind(school: School, day: DayId) -> tuple[list[Session], list[Session]]:
    """Return the sessions with a choice, and the others; without those whose slot is not known."""
    slots = school.programme.slots
    known = [one for one in school.sessions_on(day) if (one.day, one.slot) in slots]
    by_choice = [one for one in known if school.slot(one).kind is SlotKind.CHOICE]
    return by_choice, [one for one in known if school.slot(one).kind is not SlotKind.CHOICE]


def _with_place(school: School, session: Session) -> set[PersonId]:
    """Return the leaders of a session with a choice, and the people with a place in it."""
    return {*session.leaders, *(b.person for b in all_bookings_in(school, session) if b.confirmed)}


def _expected_in(school: School, who: PersonId, day: InsetDay) -> Iterator[SessionId]:
    """Yield the sessions without a choice in which a person is expected."""
    person = school.people[who]
    for session in school.sessions_led(who, day.id):
        slot = school.programme.slots.get((day.id, session.slot))
        is_without = slot is not None and slot.kind is not SlotKind.CHOICE
        if is_without and not leads_outside_hours(school, person, session):
            yield session.id
    required = {session.id: session for _, session in required_times(school, day)[who] if session}
    # What is required off site is in nobody's required times.
    for slot in _slots_off_site(school, day.id):
        own = own_session(school, person, day, slot)
        if own is not None and slot_requirement(school, person, day, slot).required:
            required[own.id] = own
    for session in required.values():
        if school.slot(session).kind is not SlotKind.CHOICE and not leads(person, session):
            yield session.id


@planned
def _slots_off_site(school: School, day: DayId) -> tuple[Slot, ...]:
    """Return the slots without a choice in which a session is off site."""
    return tuple(
        slot
        for slot in school.programme.days[day].slots
        if slot.kind is not SlotKind.CHOICE
        and any(session.off_site for session in school.sessions_on(day, slot.id))
    )


def _by_name(order: PeopleInOrder, people: Mapping[SessionId, Collection[PersonId]]) -> Places:
    places = order.places
    return {
        session: {
            who: order.people[who] for who in sorted(places.keys() & ids, key=places.__getitem__)
        }
        for session, ids in people.items()
    }


def expected_people(school: School, session: Session) -> list[Person]:
    """Return the people expected in a session, by name; nobody is in a cancelled one."""
    day = school.programme.days[session.day]
    return list(expected_by_session(school, day).get(session.id, {}).values())


class SessionLine(msgspec.Struct, frozen=True):
    """The counts of one session."""

    session: Session
    waiting: int
    figures: Figures
    """Of those with a place; in a session without booking, of those expected.

    People marked absent, released or reported absent are in `accounted`."""


States = dict[PersonId, tuple[BoardState, bool]]


class _Count(NamedTuple):
    """Who is where in a session."""

    expected: dict[PersonId, Person]
    states: States
    """Of those with marks or a reported absence: where they are, and whether they are expected."""
    counts: Counter[tuple[BoardState, bool]]
    """How many of them are where."""
    line: SessionLine


def _with_states(
    school: School, day: InsetDay, known: dict[SessionId, _Count], touched: Touched
) -> dict[SessionId, _Count]:
    changed: dict[SessionId, _Count] = {}
    for session, expected in _with_those_expected(school, day):
        old = known[session.id]
        is_touched = session.id in touched.sessions or expected is not old.expected
        own = touched.people & expected.keys() | touched.people & old.states.keys()
        people = touched.people if is_touched else own
        moved = {
            who: state
            for who in people
            if (state := _state(school, who, session, expected)) != old.states.get(who)
        }
        if moved or is_touched:
            changed[session.id] = _count(school, session, expected, old, moved)
    return {**known, **changed} if changed else known


@kept_up(_with_states)
def _counts(school: School, day: InsetDay) -> dict[SessionId, _Count]:
    record = school.day_record(day.id)
    away = record.reported_absences.keys()
    found: dict[SessionId, _Count] = {}
    for session, expected in _with_those_expected(school, day):
        recorded = (expected.keys() & away).union(record.marks.get(session.id, ()))
        states = {who: _state(school, who, session, expected) for who in recorded}
        found[session.id] = _count(school, session, expected, None, states)
    return found


def _with_those_expected(
    school: School, day: InsetDay
) -> Iterator[tuple[Session, dict[PersonId, Person]]]:
    """Yield the day's sessions, each with the people its line counts as expected."""
    known = expected_by_session(school, day)
    for session in school.all_sessions_on(day.id):
        if (day.id, session.slot) in school.programme.slots:
            yield session, known.get(session.id, NOBODY)


def _count(
    school: School,
    session: Session,
    expected: dict[PersonId, Person],
    before: _Count | None,
    moved: Mapping[PersonId, tuple[BoardState, bool] | None],
) -> _Count:
    states = dict(before.states) if before else {}
    counts = before.counts.copy() if before else Counter()
    for who, state in moved.items():
        if who in states:
            counts[states.pop(who)] -= 1
        if state is not None:
            states[who] = state
            counts[state] += 1
    elsewhere = sum(count for (_, is_due), count in counts.items() if is_due)
    not_yet_in = _due(school, session, expected) - elsewhere
    figures = figures_from({**counts, (BoardState.EXPECTED, True): not_yet_in})
    line = SessionLine(session, len(waiting_list_of(school, session)), figures)
    return _Count(expected, states, counts, line)


def _uncounted(school: School, session: Session) -> tuple[PersonId, ...]:
    """Return the leaders of a session with a choice: on its register, they hold no place in it."""
    return session.leaders if school.slot(session).kind is SlotKind.CHOICE else ()


def _due(school: School, session: Session, expected: Mapping[PersonId, Person]) -> int:
    leaders = set(_uncounted(school, session))
    return len(expected) - sum(who in expected for who in leaders)


def _state(
    school: School, who: PersonId, session: Session, expected: Mapping[PersonId, Person]
) -> tuple[BoardState, bool] | None:
    """Return where somebody is, and whether they are expected; None if no record says so."""
    is_marked = who in school.day_record(session.day).marks.get(session.id, ())
    if not (is_marked or who in expected) or who in _uncounted(school, session):
        return None
    match final_state(school, who, session):
        case MarkState.PRESENT | MarkState.LATE:
            state = BoardState.IN
        case MarkState.LEFT:
            state = BoardState.LEFT
        case None if not is_reported_absent(school, who, session.day, session.start):
            return None
        case _:
            state = BoardState.ACCOUNTED
    return state, who in expected


def session_line(school: School, session: Session) -> SessionLine:
    """Return the counts of one session."""
    return _counts(school, school.programme.days[session.day])[session.id].line


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

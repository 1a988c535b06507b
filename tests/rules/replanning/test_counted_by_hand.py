"""After any acts of a day, what needs attention is what a count by hand finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import time
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attention.day_check import attention
from kiosk.rules.attention.findings import FindingKind
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId, SlotId, WorkshopId
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.rules.replanning.added_sessions import add_session
from kiosk.rules.replanning.session_changes import change_session
from kiosk.rules.replanning.slot_times import shift_slot
from tests.builders import DAY, after, at, day, person, school, session, slot

PEOPLE = ("aled", "bron", "cai", "gruff", "hari")
SCHOOL = school(
    day(slot("one", "09:30-10:30"), slot("two", "10:30-11:30"),
        slot("talk", "13:00-14:00", SlotKind.TOGETHER)),
    session("K1", "one", "09:30-10:30", 1, room="Room 1", leaders=("gruff",)),
    session("K2", "one", "09:30-10:30", 5, room="Room 2", leaders=("hari",)),
    session("L1", "two", "10:30-11:30", 2, room="Room 1", leaders=("hari",)),
    session("talk", "talk", "13:00-14:00", room="Hall"),
    *(person(name) for name in PEOPLE),
)  # fmt: skip
BOOKED = after(
    SCHOOL,
    at("08:00"),
    *(choose(PersonId(who), SessionId("K2")) for who in ("aled", "bron", "cai")),
    *(choose(PersonId(who), SessionId("L1")) for who in ("aled", "bron")),
)
MOVABLE = ("K1", "K2", "L1")

_sessions = st.sampled_from(MOVABLE).map(SessionId)
_people = st.sampled_from(PEOPLE).map(PersonId)
_changes: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {"session": _sessions},
    optional={
        "room": st.sampled_from(("Room 1", "Room 2", "room 1 ")),
        "leaders": st.lists(_people, max_size=2).map(tuple),
        "places": st.integers(1, 3),
        "start": st.sampled_from((time(9, 30), time(9, 50), time(10, 40))),
    },
)
ACTS: st.SearchStrategy[Decision] = st.one_of(
    _changes.map(lambda given: change_session(**given)),
    st.tuples(_people, _sessions).map(lambda pair: choose(*pair)),
    _sessions.map(cancel_session),
    _sessions.map(lambda one: add_session(DAY, SlotId("one"), WorkshopId(f"W-{one}"))),
    st.integers(5, 90).map(lambda minutes: shift_slot(DAY, SlotId("one"), minutes, alone=True)),
    _people.map(lambda who: report_absent(who, DAY)),
)


def done(acts: list[Decision]) -> School:
    now = BOOKED
    for act in acts:
        with suppress(Refused):
            now = after(now, at("08:30"), act)
    return now


def begun_while_another_ran(
    sessions: list[Session], shared: Callable[[Session], set[str]]
) -> set[tuple[str, str]]:
    """Return (what is shared, the later session) of each pair that runs at one time."""
    found = set[tuple[str, str]]()
    for pair in combinations(sessions, 2):
        one, other = sorted(pair, key=lambda session: (session.start, session.id))
        if other.start < one.end:
            found |= {(what, other.id) for what in shared(one) & shared(other)}
    return found


def counted(now: School) -> Iterator[tuple[FindingKind, object]]:
    """Yield what does not fit, found with no more than bookings, rooms, leaders and times."""
    given_today = [one for one in now.programme.sessions.values() if one.cancelled_at is None]
    for one in given_today:
        held = now.day_record(DAY).bookings.get(one.id, {})
        confirmed = sum(booking.confirmed for booking in held.values())
        if one.places is not None and confirmed > one.places:
            yield FindingKind.OVERBOOKED, (one.id, confirmed - one.places)
        if not one.leaders:
            yield FindingKind.NO_LEADER, one.id
        for leader in set(one.leaders) & set(now.day_record(DAY).reported_absences):
            yield FindingKind.LEADER_AWAY, (leader, one.id)
    rooms = begun_while_another_ran(
        given_today, lambda one: {one.room.strip().casefold()} if one.room.strip() else set()
    )
    yield from ((FindingKind.ROOM_TWICE, session) for _, session in rooms)
    twice = begun_while_another_ran(given_today, lambda one: set(one.leaders))
    yield from ((FindingKind.LEADER_TWICE, pair) for pair in twice)


def found(now: School) -> Iterator[tuple[FindingKind, object]]:
    """Yield the same from what the kiosk lists."""
    for one in attention(now, DAY):
        match one.kind:
            case FindingKind.OVERBOOKED:
                yield one.kind, (one.sessions[0], one.count)
            case FindingKind.NO_LEADER:
                yield one.kind, one.sessions[0]
            case FindingKind.ROOM_TWICE:
                yield one.kind, one.sessions[1]
            case FindingKind.LEADER_TWICE:
                yield one.kind, (one.people[0], one.sessions[1])
            case FindingKind.LEADER_AWAY:
                yield one.kind, (one.people[0], one.sessions[0])


@given(st.lists(ACTS, max_size=10))
def test_the_list_for_attention_agrees_with_a_count_by_hand(acts: list[Decision]) -> None:
    now = done(acts)
    assert sorted(map(str, found(now))) == sorted(map(str, counted(now)))

"""Strategies for Schools whose records need not fit together."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import strategies as st

from kiosk.rules.model.attendance_records import Booking, Mark, Movement
from kiosk.rules.model.ids import (
    DayId,
    PersonId,
    ResourceId,
    SessionId,
    SlotId,
    WorkshopId,
    join_ids,
)
from kiosk.rules.model.personal_records import Invitation, ReportedAbsence, Terms
from kiosk.rules.model.records import (
    WEEKDAYS,
    InsetDay,
    Person,
    Resource,
    Session,
    Slot,
    Window,
    Workshop,
)
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import DayKind, Evidence, MarkState, Role, SlotKind
from kiosk.settings import Settings
from kiosk.text import Both

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
IDS = ["a", "b", "c/%", "{x}", ""]
"""Few, so that records meet; ids of nothing that exists are among them."""
PERSONS = st.sampled_from([PersonId(one) for one in IDS])
SESSIONS = st.sampled_from([SessionId(one) for one in IDS])
SLOTS = st.sampled_from([SlotId(one) for one in IDS])
WORKSHOPS = st.sampled_from([WorkshopId(one) for one in IDS])
RESOURCES = st.sampled_from([ResourceId(one) for one in IDS])
DAYS = st.sampled_from([DayId("2026-09-01"), DayId("2026-09-05"), DayId("2027-03-28")])
CLOCKS = st.sampled_from([time(0), time(9), time(9, 30), time(10), time(12), time(23, 59)])
"""A window, slot or session may end before it begins."""
WINDOWS = st.builds(Window, CLOCKS, CLOCKS)
WORDS = st.sampled_from(["", " ", "Hall", "HALL ", "{0}", "[/x]", "ŵ"])
TEXTS = st.builds(Both, WORDS, WORDS)
MOMENTS = st.datetimes(datetime(2026, 8, 1), datetime(2026, 10, 1), timezones=st.just(UTC))
TOKENS = st.lists(
    st.sampled_from(
        ["all", "staff", "staff:x", "new", "TA", "person:a", "dept:", "dept:Hall", ":", "", "x"]
    ),
    max_size=3,
).map(tuple)


def several(one: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(one, max_size=3).map(tuple)


PEOPLE = st.builds(
    Person,
    PERSONS,
    WORDS,
    WORDS,
    st.sampled_from(Role),
    department=WORDS,
    duties=st.lists(st.sampled_from(["x", "new", "staff:x"]), max_size=2).map(tuple),
    hours=st.none() | st.dictionaries(st.sampled_from(WEEKDAYS), WINDOWS),
    agreed=st.dictionaries(DAYS, WINDOWS, max_size=1),
    track=WORDS,
    left=st.none() | st.dates(date(2026, 8, 1), date(2026, 10, 1)),
)
SLOT = st.builds(
    Slot, SLOTS, TEXTS, st.sampled_from(SlotKind), CLOCKS, CLOCKS, required=TOKENS, invited=TOKENS
)
INSET_DAYS = st.builds(
    InsetDay,
    DAYS,
    st.integers(0, 9),
    TEXTS,
    st.sampled_from(DayKind),
    slots=st.lists(SLOT, max_size=4).map(tuple),
    hours_as=st.sampled_from(["", *WEEKDAYS, "someday"]),
    counts_for_everyone=st.booleans(),
    closed_at=st.none() | MOMENTS,
)
GIVEN = st.builds(
    Session,
    SESSIONS,
    DAYS,
    SLOTS,
    WORKSHOPS,
    CLOCKS,
    CLOCKS,
    room=WORDS,
    leaders=several(PERSONS),
    speaker=WORDS,
    places=st.none() | st.integers(-1, 2),
    audience=TOKENS,
    off_site=st.booleans(),
    cancelled_at=st.none() | MOMENTS,
)
BOOKINGS = st.builds(
    lambda session, person, confirmed, why: Booking(
        join_ids(session, person), session, person, confirmed, NOW, 1, why=why
    ),
    SESSIONS,
    PERSONS,
    st.booleans(),
    WORDS,
)
HAPPENED = st.one_of(
    st.builds(
        lambda session, person, state: Mark(
            join_ids(session, person, "1"), session, person, state, NOW, Evidence.TUTOR
        ),
        SESSIONS,
        PERSONS,
        st.sampled_from(MarkState),
    ),
    st.builds(
        lambda day, person, inward: Movement(
            join_ids(day, person, "1"), day, person, inward, NOW, Evidence.TYPED
        ),
        DAYS,
        PERSONS,
        st.booleans(),
    ),
    st.builds(
        lambda day, person: ReportedAbsence(
            join_ids(day, person), day, person, NOW, Evidence.TUTOR
        ),
        DAYS,
        PERSONS,
    ),
    st.builds(
        lambda day, person, hours, terms, accepted: Invitation(
            join_ids(day, person), day, person, hours, terms, PersonId("a"), accepted
        ),
        DAYS,
        PERSONS,
        WINDOWS,
        st.sampled_from(Terms),
        st.none() | st.booleans(),
    ),
)
WORKSHOP = st.builds(Workshop, WORKSHOPS, TEXTS, resources=several(RESOURCES))
RESOURCE = st.builds(Resource, RESOURCES, TEXTS)
SETTINGS = st.builds(
    Settings,
    part_from=st.sampled_from([0, 30]),
    usual_hours=st.dictionaries(
        st.sampled_from([role.value for role in Role]),
        st.dictionaries(st.sampled_from(WEEKDAYS), st.just("08:30-15:30")),
    ),
)


@st.composite
def schools(draw: st.DrawFn) -> School:
    """Return a School of records that need not fit together."""
    records: list[Any] = [draw(SETTINGS)]
    kinds: list[tuple[st.SearchStrategy[Any], int]] = [
        (PEOPLE, 5), (RESOURCE, 2), (WORKSHOP, 4), (INSET_DAYS, 3), (GIVEN, 6), (BOOKINGS, 6),
        (HAPPENED, 6),
    ]  # fmt: skip
    for kind, most in kinds:
        records += draw(st.lists(kind, max_size=most))
    return School().apply(map(put, records))

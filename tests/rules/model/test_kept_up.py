"""What a School keeps up from change to change is what it would find anew."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as replaced

from kiosk.errors import Refused
from kiosk.rules.attendance.board import headcount, person_lines, required_times
from kiosk.rules.attendance.merging import merge_people
from kiosk.rules.attendance.session_lines import expected_people, session_line
from kiosk.rules.attention.day_check import attention
from kiosk.rules.model.audiences import is_in_audience, offer_to
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.programme import start_order
from kiosk.rules.model.school import School, put, remove
from tests.builders import SOMEBODY
from tests.rules.any_school import (
    BOOKINGS,
    GIVEN,
    HAPPENED,
    IDS,
    INSET_DAYS,
    NOW,
    PEOPLE,
    PERSONS,
    schools,
)

RECORDS = st.one_of(BOOKINGS, HAPPENED, BOOKINGS, HAPPENED, GIVEN, PEOPLE, INSET_DAYS)
CHANGED_TABLES = (
    "bookings", "marks", "movements", "reported_absences", "invitations", "sessions", "people",
    "days",
)  # fmt: skip


@st.composite
def changes(draw: st.DrawFn, known: School) -> list[Put | Remove]:
    """Return a few records written, and a few of the School's taken away."""
    written: list[Put | Remove] = [put(one) for one in draw(st.lists(RECORDS, max_size=3))]
    there = [one for table in CHANGED_TABLES for one in known.records(table)]
    if there:
        written += [remove(one) for one in draw(st.lists(st.sampled_from(there), max_size=2))]
    if days := list(known.programme.days.values()):
        closed = st.builds(replaced, st.sampled_from(days), closed_at=st.sampled_from([NOW, None]))
        written += [put(one) for one in draw(st.lists(closed, max_size=1))]
    return draw(st.permutations(written))


def found_anew(known: School) -> School:
    """Return the same School without anything that it has worked out."""
    records = {day: replace(record) for day, record in known.day_records.items()}
    return replace(
        known, programme=replace(known.programme), day_records=records, plan_results={}, results={}
    )


def step(data: st.DataObject, known: School) -> School:
    """Return the School after changes, or after two people became one."""
    if data.draw(st.integers(0, 4)):
        return known.apply(data.draw(changes(known)))
    with suppress(Refused, KeyError):  # a session whose slot is not known promotes nobody
        merging = merge_people(data.draw(PERSONS), data.draw(PERSONS))
        return known.apply(merging(known, NOW, SOMEBODY).items)
    return known


def check_indexes(known: School) -> None:
    """Compare with a plain search through all sessions of a day."""
    for day in {*known.programme.days, *known.day_records}:
        record = known.day_record(day)
        sessions = sorted(
            (one for one in known.programme.sessions.values()
             if one.day == day and not one.is_cancelled), key=start_order,
        )  # fmt: skip
        for person in map(PersonId, IDS):
            held = [
                one
                for one in sessions
                if person in {**record.bookings.get(one.id, {}), **record.marks.get(one.id, {})}
            ]
            assert known.sessions_of(person, day) == held
            led = [one for one in sessions if person in one.leaders]
            assert list(known.sessions_led(person, day)) == led


def said_of(known: School) -> list[Any]:
    """Return everything that is kept up, of every day, in its order."""
    return [
        (
            list(required_times(known, day).items()),
            headcount(known, day),
            person_lines(known, NOW, day),
            [
                (session_line(known, one), expected_people(known, one))
                for one in known.all_sessions_on(day.id)
                if (day.id, one.slot) in known.programme.slots
            ],
            attention(known, day.id),
        )
        for day in known.programme.days.values()
    ]


@given(schools(), st.data())
def test_what_is_kept_up_is_what_would_be_found_anew(known: School, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        if data.draw(st.booleans()):  # a School that nobody has asked has nothing to keep up
            check_indexes(known)
            said_of(known)
        known, before = step(data, known), known
        if data.draw(st.booleans()):  # an older School is still asked, by another thread
            assert said_of(before) == said_of(found_anew(before))
    check_indexes(known)
    assert said_of(known) == said_of(found_anew(known))


@given(schools())
def test_a_slot_offers_everybody_what_its_audiences_say(known: School) -> None:
    for day, slot in known.programme.all_by_slot:
        for person in known.people.values():
            meant = [
                one
                for one in known.all_sessions_on(day, slot)
                if is_in_audience(person, one.audience)
            ]
            offer = offer_to(known, person, day, slot)
            assert list(offer.sessions) == [one for one in meant if not one.is_cancelled]
            assert offer.has_cancelled == any(one.is_cancelled for one in meant)
            assert {(one.start, one.end) for one in offer.firsts} == {
                (one.start, one.end) for one in offer.sessions
            }

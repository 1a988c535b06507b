"""People who leave are on no list from that date on; what is recorded of them stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.board import (
    Figures,
    group_figures,
    headcount,
    person_line,
    person_lines,
)
from kiosk.rules.attendance.leaving import come_back, leave
from kiosk.rules.attendance.marks import is_expected
from kiosk.rules.attendance.scan_codes import meaning_of_code
from kiosk.rules.attendance.session_lines import expected_people, register
from kiosk.rules.choosing.bookings import bookings_in, waiting_list_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.missed_slots import missed_slots
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import Finder
from kiosk.rules.model.records import Person, TimeAway
from kiosk.rules.model.requirement import own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from tests.builders import DAY, SOMEBODY, after, at, day, person, school, session, slot
from tests.rules.accounts import account_at, outcomes_of

NOW, LATE = at("08:41"), at("16:00")
TODAY = NOW.date()
KNOWN = school(
    day(
        slot("briefing", "09:00-09:30", kind=SlotKind.TOGETHER, required=("all",)),
        slot("one", "10:00-11:00", required=("all",)),
    ),
    session("W", "briefing", "09:00-09:30"),
    session("A", "one", "10:00-11:00", places=1, leaders=("bob",)),
    person("ann", badge="INSET-1"),
    person("nia"),
    person("bob"),
)
BEFORE = TODAY - timedelta(days=1)


def gone(who: str, on: date = BEFORE, known: School = KNOWN) -> School:
    return after(known, NOW, leave(PersonId(who), on))


def test_who_has_left_is_in_no_list_and_no_count() -> None:
    known = gone("ann")
    today = known.day(DAY)
    assert set(known.people_on(TODAY)) == {"nia", "bob"}
    assert "ann" in known.people
    assert headcount(KNOWN, KNOWN.day(DAY)) == Figures(not_yet_in=3)
    assert headcount(known, today) == Figures(not_yet_in=2)
    lines = person_lines(known, LATE, today)
    assert {line.person.id for line in lines} == {"nia", "bob"}
    assert group_figures(known, lines)["everyone"].due == 2
    assert [one.id for one in expected_people(known, known.session("W"))] == ["bob", "nia"]
    assert "ann" not in outcomes_of(account_at(known, LATE))
    assert missed_slots(known, LATE, known.person("ann"), today) == []
    assert Finder(known.people_on(TODAY)).find("ann") == []
    assert person_line(known, LATE, known.person("ann"), today).due is None


def test_who_leads_and_has_left_is_not_awaited_there() -> None:
    known = gone("bob")
    bob, today = known.person("bob"), known.day(DAY)
    assert not is_expected(known, bob, known.session("A"))
    assert own_session(known, bob, today, today.slots[1]) is None
    assert not slot_requirement(known, bob, today, today.slots[1]).required
    assert register(known, known.session("A")) == []


def test_a_day_before_they_left_still_has_them() -> None:
    known = gone("ann", TODAY + timedelta(days=1))
    assert "ann" in known.people_on(TODAY)
    assert headcount(known, known.day(DAY)) == Figures(not_yet_in=3)


def test_the_place_of_a_leaver_goes_to_whoever_waits() -> None:
    known = after(KNOWN, NOW, choose("ann", "A"), choose("nia", "A"))
    assert [one.person for one in waiting_list_of(known, known.session("A"))] == ["nia"]
    known = gone("ann", known=known)
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["nia"]


def test_who_has_left_cannot_sign_in_scan_or_choose() -> None:
    known = gone("ann")
    for refused in (sign_in(PersonId("ann")), choose("ann", "A")):
        with pytest.raises(Refused, match="has left the school"):
            refused(known, NOW, SOMEBODY)
    with pytest.raises(Refused, match="has left the school"):
        meaning_of_code(known, NOW, "INSET-1")


def test_nobody_leaves_before_a_day_on_which_they_were_here() -> None:
    known = after(KNOWN, NOW, sign_in(PersonId("ann")))
    with pytest.raises(Refused, match="was here on"):
        leave(PersonId("ann"), TODAY)(known, NOW, SOMEBODY)
    assert "ann" in gone("ann", TODAY + timedelta(days=1), known).people_on(TODAY)


def test_without_a_date_it_is_today() -> None:
    known = after(KNOWN, NOW, leave(PersonId("ann")))
    assert known.person("ann").left == TODAY
    assert after(known, NOW, come_back(PersonId("ann"))).person("ann") == KNOWN.person("ann")


def test_who_comes_back_is_on_all_lists_again_and_was_away_in_between() -> None:
    known = gone("ann", date(2026, 4, 1), KNOWN)
    known = after(known, NOW, come_back(PersonId("ann"), TODAY))
    assert "ann" in known.people_on(TODAY)
    assert headcount(known, known.day(DAY)) == Figures(not_yet_in=3)
    assert "ann" not in known.people_on(date(2026, 5, 1))
    assert "ann" in known.people_on(date(2026, 3, 31))


DATES = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(st.booleans(), DATES), max_size=6), DATES)
def test_whatever_the_order_the_last_thing_said_holds_from_its_date_on(
    said: list[tuple[bool, date]], asked: date
) -> None:
    known = school(person("ann"))
    for leaves, on in said:
        rule = leave if leaves else come_back
        known = after(known, NOW, rule(PersonId("ann"), on))
        who: Person = known.person("ann")
        if asked >= on:
            assert who.is_here(asked) is not leaves
        assert all(one.start < one.end for one in who.times_away)
        assert known.people_on(asked) == ({"ann": who} if who.is_here(asked) else {})


def test_a_time_away_has_an_end() -> None:
    away = TimeAway(date(2026, 4, 1), date(2026, 9, 1))
    who = replace(person("ann"), times_away=(away,))
    assert [who.is_here(on) for on in (date(2026, 3, 31), away.start, away.end)] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("decide", [leave, come_back])
def test_a_date_so_far_off_that_the_year_must_be_wrong_is_refused(decide: Any) -> None:
    with pytest.raises(Refused, match="Is the year right"):
        after(KNOWN, NOW, decide(PersonId("ann"), date(3026, 9, 1)))

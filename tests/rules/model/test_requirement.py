"""What is required of a person: the journeys of a day, and properties that always hold."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.rules.attendance.board import BoardState, group_figures, person_line, person_lines
from kiosk.rules.attendance.marks import is_expected, is_late
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.records import Person, Window
from kiosk.rules.model.requirement import (
    expected_from,
    hours_on,
    is_part_time,
    own_session,
    parse_hours,
    session_requirement,
    slot_requirement,
)
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Requirement, Role, SlotKind
from kiosk.settings import Settings
from tests.builders import DAY, after, at, day, person, school, session, slot

REQUIRED, INVITED = Requirement.REQUIRED, Requirement.INVITED
NOT_REQUIRED, OFF_SITE = Requirement.NOT_REQUIRED, Requirement.OFF_SITE

TODAY = day(
    slot("briefing", "08:45-09:30", SlotKind.TOGETHER),
    slot("safeguarding", "09:45-10:45", SlotKind.TOGETHER),
    slot("break", "10:45-11:00", SlotKind.BREAK),
    slot("choice", "11:20-12:20", required=("teacher", "leader"), invited=("supply", "visitor")),
    slot("TAs", "11:20-12:00", SlotKind.TOGETHER, required=("TA",)),
    slot("lunch", "12:20-13:10", SlotKind.LUNCH),
    slot("department", "13:10-14:00", SlotKind.DEPARTMENT, required=("teacher", "TA")),
    slot("aln", "14:00-15:00", required=("teacher", "TA", "leader")),
)
SESSIONS = (
    session("brief", "briefing", "08:45-09:30"),
    session("safe", "safeguarding", "09:45-10:45"),
    session("A1", "choice", "11:20-12:20", 20),
    session("A2", "choice", "11:20-12:20", 20, leaders=("huw",)),
    session("visit", "choice", "11:20-14:30", 5, off_site=True),
    session("TA", "TAs", "11:20-12:00", audience=("TA",)),
    session("maths", "department", "13:10-14:00", audience=("dept:Maths",)),
    session("dance", "department", "13:10-14:00", audience=("dept:Dance",)),
    session("N1", "aln", "14:00-15:00", 20),
)
GARETH = person("gareth", department="Maths")
NIA = person("nia", Role.TA, "08:45-12:15")
REBECCA = person(
    "rebecca", hours={"wed": "08:30-15:30", "thu": "08:30-15:30", "fri": "08:30-15:30"}
)
TUNDE = person("tunde", Role.SUPPLY, None)
HUW = person("huw", Role.SUPPORT, {"tue": "12:00-15:00"})
GUEST = person("guest", Role.VISITOR, None)
SCHOOL = school(TODAY, *SESSIONS, GARETH, NIA, REBECCA, TUNDE, HUW, GUEST)


def standings(who: Person, known: School = SCHOOL) -> dict[str, Requirement]:
    return {one.id: slot_requirement(known, who, TODAY, one).requirement for one in TODAY.slots}


def reason(who: Person, wanted: str, known: School = SCHOOL) -> str:
    one = next(slot for slot in TODAY.slots if slot.id == wanted)
    said = slot_requirement(known, who, TODAY, one).reason
    return said.msgid if said else ""


def test_a_full_time_teacher_is_required_in_everything_that_is_for_teachers() -> None:
    assert standings(GARETH) == {
        "briefing": REQUIRED, "safeguarding": REQUIRED, "break": NOT_REQUIRED, "choice": REQUIRED,
        "TAs": NOT_REQUIRED, "lunch": NOT_REQUIRED, "department": REQUIRED, "aln": REQUIRED,
    }  # fmt: skip
    assert reason(GARETH, "TAs") == "For other staff groups"
    assert expected_from(SCHOOL, GARETH, TODAY) == time(8, 45)


def test_a_morning_assistant_is_required_until_the_end_of_her_hours() -> None:
    assert standings(NIA) == {
        "briefing": REQUIRED, "safeguarding": REQUIRED, "break": NOT_REQUIRED,
        "choice": NOT_REQUIRED, "TAs": REQUIRED, "lunch": NOT_REQUIRED,
        "department": NOT_REQUIRED, "aln": NOT_REQUIRED,
    }  # fmt: skip
    assert reason(NIA, "aln") == "Outside your hours ({start} to {end}): you don't need to come"


def test_a_part_timer_is_not_required_on_a_day_not_worked_and_not_on_the_missing_list() -> None:
    assert set(standings(REBECCA).values()) == {NOT_REQUIRED}
    assert reason(REBECCA, "briefing") == "Not one of your working days"
    assert expected_from(SCHOOL, REBECCA, TODAY) is None
    late = person_line(SCHOOL, at("12:00"), REBECCA, TODAY)
    assert late.presence is BoardState.NOT_REQUIRED


def test_hours_agreed_for_the_day_count_instead_and_then_arriving_late_is_from_them() -> None:
    agreed = replace(REBECCA, agreed={DAY: parse_hours("09:30-12:30")})
    known = SCHOOL.apply([put(agreed)])
    assert {one for one, what in standings(agreed, known).items() if what is REQUIRED} == {
        "safeguarding", "choice"
    }  # fmt: skip
    assert expected_from(known, agreed, TODAY) == time(9, 45)
    assert person_line(known, at("09:40"), agreed, TODAY).presence is BoardState.EXPECTED
    brief = known.session("brief")
    assert not is_late(known, at("09:30"), agreed, brief)
    assert not is_late(known, at("09:35"), agreed, brief)
    assert is_late(known, at("09:35:01"), agreed, brief)


def test_whose_hours_are_not_known_is_invited_and_never_late() -> None:
    assert {one for one, what in standings(TUNDE).items() if what is INVITED} == {
        "briefing", "safeguarding", "choice"
    }  # fmt: skip
    assert REQUIRED not in standings(TUNDE).values()
    assert "Ask the office" in reason(TUNDE, "briefing")
    assert not is_late(SCHOOL, at("09:29"), TUNDE, SCHOOL.session("brief"))
    assert person_line(SCHOOL, at("12:00"), TUNDE, TODAY).presence is BoardState.NOT_REQUIRED


def test_a_role_can_have_usual_hours() -> None:
    known = SCHOOL.apply([put(Settings(usual_hours={"supply": {"tue": "08:30-12:30"}}))])
    assert standings(TUNDE, known)["briefing"] is REQUIRED
    assert hours_on(known, TUNDE, replace(TODAY, id="2026-09-02")).window is None


def test_nobody_who_works_part_of_the_week_has_the_usual_hours_of_all_of_it() -> None:
    known = SCHOOL.apply([put(Settings(usual_hours={"supply": {"tue": "08:30-12:30"}}))])
    assert standings(replace(TUNDE, part_time=True), known)["briefing"] is INVITED


def test_a_day_can_have_the_hours_of_another_weekday() -> None:
    wednesday = replace(TODAY, hours_as="wed")
    assert slot_requirement(SCHOOL, REBECCA, wednesday, TODAY.slots[0]).required


def test_a_leader_is_required_in_the_own_session_whatever_the_role() -> None:
    assert standings(HUW)["choice"] is INVITED  # Outside their hours, which have to be agreed.
    assert not is_expected(SCHOOL, HUW, SCHOOL.session("A2"))
    huw = replace(HUW, hours=None, agreed={TODAY.id: parse_hours("08:30-15:30")})
    assert standings(huw)["choice"] is REQUIRED
    own = own_session(SCHOOL, HUW, TODAY, TODAY.slots[3])
    assert own is not None
    assert own.id == "A2"
    assert is_expected(SCHOOL, huw, SCHOOL.session("A2"))
    assert not is_expected(SCHOOL, huw, SCHOOL.session("A1"))


def test_on_an_off_site_visit_one_is_not_required_elsewhere_at_that_time() -> None:
    visitor = replace(GARETH, department="None", id="visitor")
    fewer = replace(TODAY, slots=TODAY.slots[:4] + TODAY.slots[-1:])
    known = SCHOOL.apply([put(visitor), put(fewer)])
    known = after(known, at("08:30"), choose("visitor", "visit"))
    assert slot_requirement(known, visitor, TODAY, TODAY.slots[-1]).requirement is OFF_SITE
    assert standings(visitor, known)["choice"] is REQUIRED


def test_department_time_is_ones_own_departments() -> None:
    maths, dance = SCHOOL.session("maths"), SCHOOL.session("dance")
    assert session_requirement(SCHOOL, GARETH, maths).required
    assert session_requirement(SCHOOL, GARETH, dance).requirement is NOT_REQUIRED
    assert standings(replace(GARETH, department="Art"))["department"] is NOT_REQUIRED


def test_of_a_session_given_twice_one_is_expected_where_the_hours_hold_it() -> None:
    twice = day(slot("safe", "09:00-15:00", SlotKind.TOGETHER))
    noon = person("noon", hours="12:00-15:30")
    known = school(twice, session("first", "safe", "09:00-10:00"),
                   session("second", "safe", "14:00-15:00"), noon, GARETH)  # fmt: skip
    assert is_expected(known, noon, known.session("second"))
    assert not is_expected(known, noon, known.session("first"))
    assert expected_from(known, noon, twice) == time(14)
    assert person_line(known, at("09:30"), noon, twice).presence is BoardState.EXPECTED
    assert is_expected(known, GARETH, known.session("first"))


def test_a_choice_is_expected_from_the_first_session_within_the_hours() -> None:
    long = day(slot("choice", "09:00-12:00"))
    later = person("later", hours="10:30-15:30")
    known = school(long, session("A", "choice", "09:00-10:00"),
                   session("B", "choice", "11:00-12:00"), later)  # fmt: skip
    assert expected_from(known, later, long) == time(11)


@pytest.mark.parametrize(
    ("token", "who"),
    [
        ("all", "huw gareth nia guest"),
        ("staff", "huw gareth nia"),
        ("TA", "nia"),
        ("new", "nia"),
        ("first aider", "gareth"),
        ("dept:Maths", "gareth"),
        ("dept:", ""),
        ("person:huw", "huw"),
        ("person:", ""),
        ("", ""),
    ],
)
def test_an_audience_names_roles_duties_departments_and_people(token: str, who: str) -> None:
    people = (HUW, replace(GARETH, duties=("first aider",)), replace(NIA, track="TA-1"), GUEST)
    assert " ".join(one.id for one in people if is_in_audience(one, (token,))) == who


def test_part_time_is_fewer_hours_than_a_full_week() -> None:
    assert not is_part_time(SCHOOL, GARETH)
    assert is_part_time(SCHOOL, NIA)
    assert is_part_time(SCHOOL, REBECCA)
    assert not is_part_time(SCHOOL, TUNDE)


TIMES = st.builds(time, st.integers(7, 17), st.sampled_from([0, 15, 20, 30, 45]))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start, end = draw(TIMES), draw(TIMES)
    assume(start < end)
    return Window(start, end)


@given(role=st.sampled_from(Role), inner=windows(), earlier=TIMES, later=TIMES)
def test_more_hours_never_make_less_required(
    role: Role, inner: Window, earlier: time, later: time
) -> None:
    outer = Window(min(inner.start, earlier), max(inner.end, later))
    few = replace(GARETH, role=role, hours={"tue": inner})
    many = replace(GARETH, role=role, hours={"tue": outer})
    needed = {one for one, what in standings(few).items() if what is REQUIRED}
    assert needed <= {one for one, what in standings(many).items() if what is REQUIRED}


@given(role=st.sampled_from(Role), hours=st.one_of(st.none(), windows()))
def test_required_is_only_what_the_hours_hold(role: Role, hours: Window | None) -> None:
    who = replace(GARETH, role=role, hours={"tue": hours} if hours else {})
    for one in TODAY.slots:
        if slot_requirement(SCHOOL, who, TODAY, one).required:
            held = [s for s in SCHOOL.sessions_on(DAY, one.id) if is_in_audience(who, s.audience)]
            assert hours is not None
            assert any(hours.holds(s.start, s.end) for s in held)


@given(st.lists(st.tuples(st.sampled_from(Role), st.one_of(st.none(), windows())), max_size=6))
def test_who_is_not_required_is_in_no_denominator(
    people: list[tuple[Role, Window | None]],
) -> None:
    made = [
        replace(GARETH, id=f"p{n}", role=role, hours={"tue": hours} if hours else {})
        for n, (role, hours) in enumerate(people)
    ]
    known = school(TODAY, *SESSIONS, *made)
    needed = [who for who in made if REQUIRED in standings(who, known).values()]
    count = group_figures(known, person_lines(known, at("16:00"), TODAY))["everyone"]
    assert count.due == count.not_yet_in == len(needed)


# -- a day whose hours count for everyone ---------------------------------------------------------

BANDS = st.sampled_from(["08:30-15:30", "12:00-18:00", "16:00-17:00"])
TWILIGHT = day(
    slot("talk", "15:45-16:45", SlotKind.TOGETHER, required=("teacher", "TA")),
    slot("tea", "16:45-17:00", SlotKind.BREAK),
    slot("choice", "17:00-17:45", required=("teacher",), invited=("TA",)),
    counts_for_everyone=True,
)


@given(
    role=st.sampled_from(Role),
    hours=st.none() | st.dictionaries(st.sampled_from(["mon", "tue", "fri"]), BANDS),
    agreed=st.none() | BANDS,
    part_time=st.booleans(),
)
def test_hours_that_count_for_everyone_bind_whoever_is_required_and_whose_hours_are_known(
    role: Role, hours: dict[str, str] | None, agreed: str | None, part_time: bool
) -> None:
    agreements = {DAY: parse_hours(agreed)} if agreed else {}
    who = person("who", role, hours, agreed=agreements, part_time=part_time)
    by_own = replace(TWILIGHT, counts_for_everyone=False)
    sessions = session("A", "choice", "17:00-17:45"), session("T", "talk", "15:45-16:45")
    counted, own = school(TWILIGHT, *sessions, who), school(by_own, *sessions, who)
    for one in TWILIGHT.slots:
        now = slot_requirement(counted, who, TWILIGHT, one)
        before = slot_requirement(own, who, by_own, one)
        is_meant = is_in_audience(who, one.required) and not one.kind.is_pause
        if agreed or hours is None:  # as before: what is agreed, and what nobody knows
            assert now == before
        elif is_meant:
            assert now.requirement is REQUIRED
        else:
            assert now.requirement is not REQUIRED
    if hours is None and not agreed:
        assert expected_from(counted, who, TWILIGHT) is None
        assert not is_late(counted, at("17:00"), who, counted.session("T"))

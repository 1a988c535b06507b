"""Required training is owed by everyone it names; attendance is judged within hours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.session_lines import expected_people, register, session_line
from kiosk.rules.follow_up.catch_up import (
    catch_ups_of,
    catch_ups_owed,
    record_catch_ups,
)
from kiosk.rules.follow_up.catch_up_acts import complete_catch_up
from kiosk.rules.follow_up.day_account import Outcome
from kiosk.rules.follow_up.outstanding import finish_catch_ups
from kiosk.rules.follow_up.required_training import (
    TrainingState,
    paid_date_from,
    training_figures,
    training_lines,
)
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.records import WEEKDAYS, Workshop
from kiosk.rules.model.requirement import parse_hours, slot_requirement
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, Requirement, Role, SlotKind
from kiosk.text import Both
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot
from tests.rules.accounts import account_at, missed_in, outcomes_of

EVENING = at("16:00")
SAFE = Workshop("W-safe", Both("Safeguarding"), required_training=("all",))
LATER = DayId("2026-09-08")
SCHOOL = school(
    day(slot("safe", "09:00-10:00", SlotKind.TOGETHER, required=("teacher",))),
    day(slot("again", "16:00-17:00", SlotKind.TOGETHER), id=LATER),
    session("safe", "safe", "09:00-10:00"),
    session("again", "again", "16:00-17:00", day=LATER, workshop="W-safe"),
    SAFE,
    person("ann"),
    person("bob"),
    person("rebecca", hours={"wed": "08:30-15:30", "thu": "08:30-15:30"}),
    person("nia", Role.TA),
    person("tunde", Role.SUPPLY, None),
    person("guest", Role.VISITOR, None),
)


def owes(known: School, who: PersonId) -> list[CatchUp]:
    return catch_ups_owed(known, EVENING, known.person(who), known.day(DAY))


def test_a_part_timer_who_does_not_work_that_day_owes_it_in_their_next_paid_hours() -> None:
    (mine,) = owes(SCHOOL, "rebecca")
    assert (mine.required, mine.due, mine.training) == (True, date(2026, 9, 2), True)
    (anns,) = owes(SCHOOL, "ann")
    assert (anns.required, anns.due) == (True, date(2026, 9, 15))


def test_what_is_needed_before_work_with_pupils_is_due_on_the_next_paid_day() -> None:
    urgent = SCHOOL.apply([put(replace(SAFE, before_pupils=True))])
    assert [one.due for one in owes(urgent, "ann")] == [date(2026, 9, 2)]
    ill = after(urgent, at("08:10"), report_absent("ann", DAY))
    assert [(one.required, one.due) for one in owes(ill, "ann")] == [(True, None)]
    back = after(ill, at("08:30", LATER), by(Evidence.TYPED, sign_in("ann"), "ann"))
    assert [one.due for one in owes(back, "ann")] == [date(2026, 9, 9)]


@pytest.mark.parametrize(
    ("who", "owed"), [("nia", True), ("tunde", True), ("guest", False), ("ann", True)]
)
def test_everyone_whom_it_names_owes_it_and_no_visitor(who: PersonId, owed: bool) -> None:
    assert [one.required for one in owes(SCHOOL, who)] == [True] * owed


def test_a_role_is_named_by_its_word_and_others_owe_nothing() -> None:
    known = SCHOOL.apply([put(Workshop("W-safe", Both("Safe"), required_training=("TA",)))])
    assert [one.required for one in owes(known, "nia")] == [True]
    assert [one.required for one in owes(known, "rebecca")] == [False]


def test_who_has_it_from_another_day_of_the_school_year_does_not_owe_it() -> None:
    during, over = at("16:10", LATER), at("17:00", LATER)
    known = after(SCHOOL, during, by(Evidence.TUTOR, mark("bob", "again", MarkState.PRESENT)))
    for who, when, is_owed in (("bob", during, True), ("bob", over, False), ("ann", over, True)):
        owed = catch_ups_owed(known, when, known.person(PersonId(who)), known.day(DAY))
        assert bool(owed) == is_owed, (who, when)


def test_it_is_owed_only_when_it_is_over_or_one_is_known_to_be_away() -> None:
    early = catch_ups_owed(SCHOOL, at("09:30"), SCHOOL.person("rebecca"), SCHOOL.day(DAY))
    assert early == []
    ill = after(SCHOOL, at("08:10"), report_absent("ann", DAY))
    (mine,) = catch_ups_owed(ill, at("08:30"), ill.person("ann"), ill.day(DAY))
    assert mine.training


def test_attendance_is_judged_within_hours_though_training_is_owed() -> None:
    account = account_at(SCHOOL, EVENING)
    assert {*missed_in(account)} == {"ann", "bob"}
    assert outcomes_of(account)["rebecca"] is Outcome.NOT_REQUIRED


def test_the_figures_count_each_person_once_and_say_where_the_rest_are() -> None:
    known = after(SCHOOL, at("09:10"), by(Evidence.TUTOR, mark("ann", "safe", MarkState.LATE)))
    (before,) = training_lines(known, at("09:30"), known.day(DAY))
    said = training_figures(before, is_today=True)
    assert before.count(TrainingState.TO_COME) == 1
    (line,) = training_lines(known, EVENING, known.day(DAY))
    counts = {state: line.count(state) for state in TrainingState}
    assert counts == {
        TrainingState.DONE: 1, TrainingState.MISSED: 1,
        TrainingState.NOT_EXPECTED: 3, TrainingState.TO_COME: 0, TrainingState.UNPROVED: 0,
    }  # fmt: skip
    assert training_figures(line, is_today=True) != said


def test_training_caught_up_on_counts_once_a_tutor_has_confirmed_it() -> None:
    known = after(SCHOOL, EVENING, record_catch_ups(DAY))
    (mine,) = catch_ups_of(known, "rebecca")
    done = by(Evidence.BADGE, complete_catch_up("rebecca", mine.id), "rebecca")
    known = after(known, EVENING, done)
    assert record_catch_ups(DAY)(known, EVENING, SOMEBODY).items == ()
    (line,) = training_lines(known, EVENING, known.day(DAY))
    assert line.count(TrainingState.DONE) == 0
    known = after(known, EVENING, by(Evidence.TUTOR, finish_catch_ups((mine.id,)), "tutor"))
    (line,) = training_lines(known, EVENING, known.day(DAY))
    assert line.count(TrainingState.DONE) == 1


@pytest.mark.parametrize("terms", list(Terms))
def test_hours_accepted_for_pay_are_paid_hours_and_unpaid_ones_are_not(terms: Terms) -> None:
    friday = DayId("2026-09-04")
    asked = Invitation(
        id=f"{friday}/liz", day=friday, person=PersonId("liz"), hours=parse_hours("09:00-12:00"),
        terms=terms, agreed_by="HRO", accepted=True,
    )  # fmt: skip
    liz = person("liz", hours={"mon": "09:00-12:00"})
    known = SCHOOL.apply([put(day(id=friday)), put(liz), put(asked)])
    paid = date(2026, 9, 7) if terms is Terms.VOLUNTARY else date(2026, 9, 4)
    assert paid_date_from(known, liz, date(2026, 9, 2)) == paid


@given(
    worked=st.sets(st.sampled_from(WEEKDAYS)),
    start=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
def test_the_next_paid_date_is_the_first_that_is_worked(worked: set[str], start: date) -> None:
    who = person("x", hours=dict.fromkeys(worked, "08:30-15:30"))
    found = paid_date_from(SCHOOL, who, start)
    works = worked or set(WEEKDAYS[:5])
    assert WEEKDAYS[found.weekday()] in works
    between = ((start + timedelta(n)) for n in range((found - start).days))
    assert all(WEEKDAYS[one.weekday()] not in works for one in between)


# -- named as leader outside one's hours ----------------------------------------------------------

LED = school(
    day(slot("led", "09:00-10:00", SlotKind.TOGETHER, required=("TA",))),
    session("led", "led", "09:00-10:00", leaders=("rebecca",)),
    person("rebecca", hours={"wed": "08:30-15:30"}),
    person("nia", Role.TA),
)


def test_who_is_named_as_leader_outside_their_hours_is_no_absentee() -> None:
    rebecca, led = LED.person("rebecca"), LED.session("led")
    found = slot_requirement(LED, rebecca, LED.day(DAY), LED.slot(led))
    assert found.requirement is Requirement.INVITED
    assert found.reason is not None
    assert "agreed" in found.reason.msgid
    assert owes(LED, "rebecca") == []
    assert [*missed_in(account_at(LED, EVENING))] == ["nia"]


def test_such_a_leader_can_still_be_marked_and_counts_nowhere_as_not_yet_in() -> None:
    led = LED.session("led")
    assert [who.id for who in register(LED, led)] == ["nia", "rebecca"]
    assert [who.id for who in expected_people(LED, led)] == ["nia"]
    assert session_line(LED, led).figures.not_yet_in == 1

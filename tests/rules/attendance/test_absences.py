"""Reported absence: a person and a day, without a reason; and nobody in two places at once."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.absences import report_absent, undo_report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.board import BoardState, person_line
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.session_lines import register, session_line
from kiosk.rules.follow_up.catch_up import catch_ups_owed
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.personal_records import ReportedAbsence
from kiosk.rules.model.requirement import expected_from, slot_requirement
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, Requirement, Role, SlotKind
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot
from tests.rules.accounts import account_at, present_in

TUTOR, TYPED = Evidence.TUTOR, Evidence.TYPED
TOGETHER = SlotKind.TOGETHER
SLOTS = (
    slot("am", "09:00-10:00", TOGETHER),
    slot("one", "11:00-12:00"),
    slot("pm", "13:00-14:00", TOGETHER),
)
SCHOOL = school(
    day(*SLOTS),
    session("am", "am", "09:00-10:00"),
    session("A", "one", "11:00-12:00"),
    session("pm", "pm", "13:00-14:00"),
    person("ann"),
    person("bob"),
    person("rebecca", hours={"wed": "08:30-15:30"}),
)


def presence(known: School, who: PersonId, clock: str) -> BoardState:
    return person_line(known, at(clock), known.person(who), known.day(DAY)).presence


def test_accounted_for_is_one_record_and_no_mark() -> None:
    known = after(SCHOOL, at("08:10"), by(TUTOR, report_absent("ann", DAY)))
    assert dict(known.day_record(DAY).reported_absences) == {
        "ann": ReportedAbsence(f"{DAY}/ann", DAY, "ann", at("08:10"), TUTOR)
    }
    assert not known.day_record(DAY).marks
    assert report_absent("ann", DAY)(known, at("08:11"), SOMEBODY).items == ()
    assert register(known, known.session("A")) == []


def test_it_takes_a_person_off_the_list_and_every_register_until_they_come() -> None:
    before = session_line(SCHOOL, SCHOOL.session("am")).figures.not_yet_in
    known = after(SCHOOL, at("08:10"), by(TUTOR, report_absent("ann", DAY)))
    assert presence(known, "ann", "09:30") is BoardState.ACCOUNTED
    assert session_line(known, known.session("am")).figures.not_yet_in == before - 1
    came = after(known, at("10:30"), by(TYPED, sign_in("ann")))
    assert presence(came, "ann", "10:30") is BoardState.IN
    assert session_line(came, came.session("pm")).figures.not_yet_in == before


def test_accounted_for_in_the_afternoon_one_is_still_awaited_in_the_morning() -> None:
    known = after(SCHOOL, at("08:10"), by(TUTOR, mark("ann", "pm", MarkState.RELEASED)))
    assert presence(known, "ann", "08:30") is BoardState.EXPECTED
    assert presence(known, "ann", "09:30") is BoardState.LATE


def test_accounted_for_in_the_morning_one_is_awaited_at_the_next_session() -> None:
    known = after(SCHOOL, at("08:10"), by(TUTOR, mark("ann", "am", MarkState.RELEASED)))
    assert presence(known, "ann", "09:30") is BoardState.EXPECTED
    assert presence(known, "ann", "11:30") is BoardState.LATE


def test_it_can_be_taken_back_and_is_refused_where_nothing_is_expected() -> None:
    known = after(SCHOOL, at("08:10"), by(TUTOR, report_absent("ann", DAY)))
    known = after(known, at("09:30"), undo_report_absent("ann", DAY))
    assert presence(known, "ann", "09:30") is BoardState.LATE
    for refused in (undo_report_absent("ann", DAY), report_absent("rebecca", DAY)):
        with pytest.raises(Refused):
            refused(known, at("09:31"), SOMEBODY)


# -- two places at once -----------------------------------------------------------------------


def test_leading_elsewhere_settles_what_is_required_at_that_time() -> None:
    known = school(
        day(slot("TAs", "11:20-12:00", TOGETHER, ("TA",)), slot("one", "11:20-12:20", required=())),
        session("ta", "TAs", "11:20-12:00", audience=("TA",)),
        session("A", "one", "11:20-12:20", leaders=("nia",)),
        person("nia", Role.TA),
    )
    nia, today = known.person("nia"), known.day(DAY)
    standing = slot_requirement(known, nia, today, today.slots[0])
    assert standing.requirement is Requirement.NOT_REQUIRED
    assert standing.reason is not None
    assert standing.reason.msgid == "You lead {title} then"
    came = after(known, at("11:00"), by(TYPED, sign_in("nia")))
    assert not [one for one in catch_ups_owed(came, at("16:00"), nia, today) if one.required]


def test_where_another_sitting_leaves_time_it_stays_required() -> None:
    known = school(
        day(slot("safe", "09:00-11:00", TOGETHER), slot("one", "09:00-10:00", required=())),
        session("first", "safe", "09:00-10:00"),
        session("second", "safe", "10:00-11:00"),
        session("A", "one", "09:00-10:00", leaders=("ann",)),
        person("ann"),
    )
    today = known.day(DAY)
    assert slot_requirement(known, known.person("ann"), today, today.slots[0]).required


def test_who_leads_off_site_is_not_awaited_here_and_owes_nothing() -> None:
    visit = replace(SCHOOL.session("am"), leaders=("ann",), off_site=True)
    known = SCHOOL.apply([put(visit), put(day(SLOTS[0]))])
    ann, today = known.person("ann"), known.day(DAY)
    assert expected_from(known, ann, today) is None
    assert presence(known, "ann", "09:30") is BoardState.NOT_REQUIRED
    assert catch_ups_owed(known, at("16:00"), ann, today) == []
    assert ann.id in present_in(account_at(known, at("16:00")))

"""A register: everybody with one key, by badge, by the leader, and corrected without a loss."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import ReasonNeeded, Refused
from kiosk.language import Language
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.attendance.corrections import is_correction
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import current_mark, mark, marks_of, sign_in_to_session
from kiosk.rules.attendance.registers import mark_all_here, mark_by_scan
from kiosk.rules.attendance.session_lines import expected_people, register
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.follow_up.closing import close_day, reopen_day
from kiosk.rules.model.attendance_records import Mark
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import (
    Correction,
    Evidence,
    MarkState,
    ReopenReason,
    Role,
    SlotKind,
)  # fmt: skip
from tests.builders import DAY, SOMEBODY, Asked, after, at, by, day, person, school, session, slot

TUTOR, BADGE, LEADER = Evidence.TUTOR, Evidence.BADGE, Evidence.LEADER
HALL, MATHS, WORKSHOP = SessionId("hall"), SessionId("maths"), SessionId("A")
PEOPLE = ("ann", "bob", "cai", "huw", "nia")
SCHOOL = school(
    day(
        slot("hall", "09:00-10:00", SlotKind.TOGETHER),
        slot("maths", "09:00-10:00", SlotKind.TOGETHER, required=("nobody",)),
        slot("choice", "11:00-12:00"),
    ),
    session("hall", "hall", "09:00-10:00", leaders=("huw",)),
    session("maths", "maths", "09:00-10:00", audience=("TA",)),
    session("A", "choice", "11:00-12:00", 1, leaders=("huw",)),
    person("ann"),
    person("bob"),
    person("cai", hours={"wed": "08:30-15:30"}),
    person("huw"),
    person("nia", Role.TA),
)
WHO, WHERE = st.sampled_from(PEOPLE), st.sampled_from([HALL, MATHS])
WHY = st.sampled_from([None, *Correction])


def asked(
    rule: Callable[..., Decision], *of: st.SearchStrategy[Any]
) -> st.SearchStrategy[Decision]:
    return st.tuples(*of).map(lambda arguments: rule(*arguments))


ACTS = st.lists(
    st.one_of(
        asked(sign_in, WHO),
        asked(leave_site, WHO),
        asked(report_absent, WHO, st.just(DAY)),
        asked(mark, WHO, WHERE, st.sampled_from(MarkState), WHY),
        asked(sign_in_to_session, WHO, WHERE),
        asked(mark_all_here, WHERE, WHY),
        asked(mark_by_scan, WHO, WHERE),
        asked(close_day, st.just(DAY)),
        asked(reopen_day, st.just(DAY), st.sampled_from(ReopenReason)),
    ),
    max_size=14,
)
Acts: TypeAlias = "list[Decision]"


def as_tutor(act: Decision) -> Asked:
    return by(TUTOR, act)


def as_leader(act: Decision, who: str = "huw") -> Asked:
    return by(LEADER, act, who)


def states(known: School, session: SessionId = HALL) -> dict[PersonId, list[MarkState]]:
    made = known.day_record(DAY).marks.get(session, {})
    return {who: [one.state for one in marks] for who, marks in made.items()}


def all_marks(known: School) -> set[Mark]:
    by_session = known.day_record(DAY).marks.values()
    return {one for people in by_session for marks in people.values() for one in marks}


def played(acts: Acts) -> tuple[School, datetime]:
    """Return the School after these acts, each a minute later, as far as they are allowed."""
    known, now = SCHOOL, at("08:55")
    for minute, act in enumerate(acts):
        now = at(f"09:{minute:02d}")
        with suppress(Refused):
            known = after(known, now, as_tutor(act))
    return known, now


# -- everybody with one key -------------------------------------------------------------------


@given(ACTS)
def test_all_here_marks_exactly_who_is_expected_on_site_and_not_marked(acts: Acts) -> None:
    known, now = played(acts)
    hall, maths = known.session(HALL), known.session(MATHS)
    in_maths = (MarkState.PRESENT, MarkState.LATE)
    meant = set()
    for who in expected_people(known, hall):
        elsewhere = current_mark(known, who.id, maths)
        is_elsewhere = elsewhere is not None and elsewhere.state in in_maths
        if is_on_site(known, who.id, DAY) and who.id not in states(known) and not is_elsewhere:
            meant.add(who.id)
    late = Correction.REGISTER_LATE if known.day(DAY).closed_at else None
    then = known
    with suppress(Refused):
        then = after(known, now, as_tutor(mark_all_here(HALL, late)))
    new = {one.person: one for one in all_marks(then) - all_marks(known)}
    assert set(new) == meant
    assert {(one.session, one.state, one.evidence) for one in new.values()} <= {
        (HALL, MarkState.PRESENT, TUTOR)
    }
    assert {one.correction for one in new.values()} <= {late}


def test_all_here_is_one_decision_and_says_how_many() -> None:
    known = after(SCHOOL, at("08:50"), *(sign_in(PersonId(one)) for one in ("ann", "bob", "cai")))
    done = as_tutor(mark_all_here(HALL))(known, at("09:05"))
    assert done.message is not None
    assert Language("en").say(done.message) == "2 people marked here."
    assert states(known.apply(done.items)) == {
        "ann": [MarkState.PRESENT], "bob": [MarkState.PRESENT]
    }  # fmt: skip


def test_of_a_session_that_is_over_they_are_here_who_were_on_site_during_it() -> None:
    known = after(SCHOOL, at("08:50"), sign_in("ann"), sign_in("bob"))
    known = after(known, at("08:58"), leave_site("bob"))
    known = after(known, at("10:30"), leave_site("ann"), sign_in("nia"))
    known = after(known, at("15:00"), as_tutor(mark_all_here(HALL)))
    assert set(states(known)) == {"ann"}


def test_all_here_is_refused_before_the_door_opens_and_where_nobody_is_to_mark() -> None:
    known = after(SCHOOL, at("08:40"), sign_in("ann"))
    for clock, said in (("08:45", "hasn't started"), ("09:05", "Nobody is left")):
        with pytest.raises(Refused) as refused:
            as_tutor(mark_all_here(HALL))(known, at(clock))
        assert said in refused.value.reason.msgid
        known = after(SCHOOL, at("09:00"))


# -- by badge ---------------------------------------------------------------------------------


def test_a_badge_at_the_register_signs_in_on_time_or_late_and_arrives() -> None:
    for clock, state in (("09:03", MarkState.PRESENT), ("09:20", MarkState.LATE)):
        known = after(SCHOOL, at(clock), by(BADGE, mark_by_scan("ann", HALL), "ann"))
        assert states(known) == {"ann": [state]}
        assert is_on_site(known, "ann", DAY)
        last = current_mark(known, "ann", known.session(HALL))
        assert last is not None
        assert last.evidence is BADGE
        again = by(BADGE, mark_by_scan("ann", HALL), "ann")
        assert again(known, at("09:30")).items == ()


def test_who_stands_in_a_full_session_or_one_of_others_is_on_its_register_all_the_same() -> None:
    known = after(SCHOOL, at("11:01"), by(BADGE, mark_by_scan("ann", WORKSHOP), "ann"))
    held = booking_of(known, "ann", known.session(WORKSHOP))
    assert held is not None
    known = after(known, at("11:02"), by(BADGE, mark_by_scan("bob", WORKSHOP), "bob"))
    assert booking_of(known, "bob", known.session(WORKSHOP)) is None
    assert {one.id for one in register(known, known.session(WORKSHOP))} == {"ann", "bob", "huw"}
    known = after(known, at("09:02"), by(BADGE, mark_by_scan("ann", MATHS), "ann"))
    assert states(known, MATHS) == {"ann": [MarkState.PRESENT]}


# -- by the leader ----------------------------------------------------------------------------


def test_a_leader_marks_in_their_own_session_and_the_mark_says_so() -> None:
    known = after(SCHOOL, at("08:50"), sign_in("ann"), sign_in("bob"))
    known = after(known, at("09:05"), as_leader(mark("ann", HALL, MarkState.LATE)))
    known = after(known, at("09:06"), as_leader(mark_all_here(HALL)))
    assert states(known) == {"ann": [MarkState.LATE], "bob": [MarkState.PRESENT]}
    assert {one.evidence for one in all_marks(known)} == {LEADER}


def test_a_leader_marks_nowhere_else_and_not_once_the_day_is_closed() -> None:
    known = after(SCHOOL, at("08:50"), sign_in("ann"))
    for act in (mark("ann", MATHS, MarkState.PRESENT), mark_all_here(MATHS)):
        with pytest.raises(Refused, match="not your session"):
            as_leader(act)(known, at("09:05"))
    with pytest.raises(Refused, match="not your session"):
        as_leader(mark("ann", HALL, MarkState.PRESENT), "bob")(known, at("09:05"))
    closed = after(known, at("16:00"), close_day(DAY))
    reason = Correction.WRONG_PERSON
    for act in (mark("ann", HALL, MarkState.PRESENT, reason), mark_all_here(HALL, reason)):
        with pytest.raises(Refused, match="closed"):
            as_leader(act)(closed, at("16:05"))


# -- corrections ------------------------------------------------------------------------------


@given(ACTS)
def test_no_sequence_of_marks_loses_an_original(acts: Acts) -> None:
    known, now = SCHOOL, at("08:55")
    for minute, act in enumerate(acts):
        before = all_marks(known)
        now = at(f"09:{minute:02d}")
        with suppress(Refused):
            known = after(known, now, as_tutor(act))
        assert before <= all_marks(known)


@given(ACTS, st.sampled_from(PEOPLE), st.sampled_from(MarkState))
def test_on_a_closed_day_whatever_changes_a_mark_says_why(
    acts: Acts, who: PersonId, state: MarkState
) -> None:
    known, _ = played(acts)
    known = after(known, at("16:00"), close_day(DAY))
    hall, now = known.session(HALL), at("16:05")
    last = current_mark(known, who, hall)
    if not is_correction(known, now, hall, last, state):
        assert last is not None
        assert last.state is state
        return
    with pytest.raises(ReasonNeeded):
        as_tutor(mark(who, HALL, state))(known, now)
    corrected = after(known, now, as_tutor(mark(who, HALL, state, Correction.ELSEWHERE)))
    *earlier, made = marks_of(corrected, who, hall)
    assert tuple(earlier) == marks_of(known, who, hall)
    assert (made.state, made.correction) == (state, Correction.ELSEWHERE)


def test_a_changed_mark_is_a_correction_once_the_session_is_over() -> None:
    known = after(SCHOOL, at("09:05"), as_tutor(mark("ann", HALL, MarkState.PRESENT)))
    hall = known.session(HALL)
    last = current_mark(known, "ann", hall)
    absent = MarkState.ABSENT
    assert not is_correction(known, at("09:59"), hall, last, absent)
    assert is_correction(known, at("10:00"), hall, last, absent)
    assert not is_correction(known, at("10:00"), hall, last, MarkState.PRESENT)
    assert not is_correction(known, at("10:00"), hall, None, absent)


def test_better_evidence_for_the_same_mark_needs_no_reason_on_a_closed_day() -> None:
    known = after(SCHOOL, at("09:00"), by(Evidence.TYPED, sign_in_to_session("ann", HALL)))
    known = after(known, at("16:00"), close_day(DAY))
    known = after(known, at("16:05"), as_tutor(mark("ann", HALL, MarkState.PRESENT)))
    assert [one.evidence for one in marks_of(known, "ann", known.session(HALL))] == [
        Evidence.TYPED, TUTOR
    ]  # fmt: skip
    assert as_tutor(mark("ann", HALL, MarkState.PRESENT))(known, at("16:06")).items == ()
    assert SOMEBODY.evidence is Evidence.TYPED

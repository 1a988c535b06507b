"""Required training is certified by a badge, a code or by hand, never by a typed name alone."""

from __future__ import annotations

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.marks import IN_ROOM, attended, mark, marks_of, sign_in_to_session
from kiosk.rules.attendance.scan_sign_in import sign_in_by_scan, undo_scan
from kiosk.rules.attendance.session_proof import confirm_attendance, unproved_people
from kiosk.rules.attendance.time_attended import final_state, minutes_attended
from kiosk.rules.follow_up.catch_up import catch_ups_owed
from kiosk.rules.follow_up.certificates import (
    certificate_lines,
    issue_certificates,
    unproved_sessions,
)
from kiosk.rules.follow_up.required_training import TrainingState, training_figures, training_lines
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.records import Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from kiosk.settings import PROOFS, Settings
from kiosk.text import Both
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot

ANN, BOB = PersonId("ann"), PersonId("bob")
TYPED, BADGE, TUTOR = Evidence.TYPED, Evidence.BADGE, Evidence.TUTOR
EVENING = at("16:00")
SCHOOL = school(
    day(
        slot("safe", "09:00-10:00", SlotKind.TOGETHER),
        slot("talk", "10:00-11:00", SlotKind.TOGETHER),
    ),
    # whoever says so here may also be the leader
    session("safe", "safe", "09:00-10:00", leaders=(SOMEBODY.id,)),
    session("talk", "talk", "10:00-11:00", leaders=(SOMEBODY.id,)),
    Workshop("W-safe", Both("Safeguarding"), required_training=("all",)),
    person("ann"),
    person("bob"),
)
Said: TypeAlias = "tuple[PersonId, int, MarkState, Evidence]"
SAID = st.tuples(
    st.sampled_from([ANN, BOB]),
    st.integers(0, 59),
    st.sampled_from(MarkState),
    st.sampled_from(Evidence),
)
MARKS = st.lists(SAID, max_size=6)


def told(marks: list[Said], at_session: str = "safe", proof: str = "any") -> School:
    known = SCHOOL.apply([put(replace(Settings(), certificate_proof=proof))])
    hour = known.session(SessionId(at_session)).start.hour
    for who, minute, state, evidence in sorted(marks, key=lambda one: one[1]):
        said = by(evidence, mark(who, SessionId(at_session), state))
        known = after(known, at(f"{hour:02d}:{minute:02d}"), said)
    return known


def certified(known: School, who: PersonId) -> set[SessionId]:
    return {line.session for line in certificate_lines(known, who, DAY)}


def training(known: School, who: PersonId) -> TrainingState:
    (line,) = training_lines(known, EVENING, known.day(DAY))
    return {one.id: state for one, state in line.people}[who]


@given(MARKS, st.sampled_from(PROOFS))
def test_required_training_is_certified_and_done_only_by_a_proof_of_having_come(
    marks: list[Said], proof: str
) -> None:
    known = told(marks, proof=proof)
    safe = known.session("safe")
    for who in known.people:
        is_certified = "safe" in certified(known, who)
        if is_certified or training(known, who) is TrainingState.DONE:
            assert attended(known, who, safe)
            came = [one for one in marks_of(known, who, safe) if one.state.attended]
            assert any(
                one.evidence.is_by_hand or (one.evidence.is_proof and one.state in IN_ROOM)
                for one in came
            )
        # the register, and what is owed, go by what stands there, however it is known
        owed = catch_ups_owed(known, EVENING, known.people[who], known.day(DAY))
        if attended(known, who, safe):
            assert "W-safe" not in [one.workshop for one in owed]
            assert training(known, who) in (TrainingState.DONE, TrainingState.UNPROVED)


@given(MARKS, st.sampled_from(PROOFS))
def test_a_typed_name_alone_never_earns_required_training(marks: list[Said], proof: str) -> None:
    known = told([(who, minute, state, TYPED) for who, minute, state, _ in marks], proof=proof)
    for who in known.people:
        assert "safe" not in certified(known, who)
        if attended(known, who, known.session("safe")):
            assert training(known, who) is TrainingState.UNPROVED
            assert unproved_sessions(known, who, DAY)
    assert issue_certificates(DAY)(known, EVENING, SOMEBODY).items == ()


@given(MARKS)
def test_other_sessions_are_certified_as_the_school_has_set_it(marks: list[Said]) -> None:
    typed = [(who, minute, state, TYPED) for who, minute, state, _ in marks]
    scanned = [(who, minute, state, BADGE) for who, minute, state, _ in marks]
    for who in SCHOOL.people:
        assert certified(told(typed, "talk"), who) == certified(told(scanned, "talk"), who)
        assert certified(told(typed, "talk", "personal"), who) == set()


@given(MARKS)
def test_a_tutor_confirms_a_room_at_once_and_nobody_gains_minutes_or_another_state(
    marks: list[Said],
) -> None:
    known = told(marks)
    safe, listed = known.session("safe"), unproved_people(known, known.session("safe"))
    asked = by(TUTOR, confirm_attendance(SessionId("safe")))
    if not listed:
        with pytest.raises(Refused):
            asked(known, EVENING, SOMEBODY)
        return
    confirmed = after(known, EVENING, asked)
    assert unproved_people(confirmed, safe) == []
    for who in known.people:
        was_listed = who in {one.id for one in listed}
        assert final_state(confirmed, who, safe) == final_state(known, who, safe)
        if marks_of(known, who, safe)[-1:] and marks_of(known, who, safe)[-1].state in IN_ROOM:
            assert minutes_attended(confirmed, who, safe) == minutes_attended(known, who, safe)
        assert len(marks_of(confirmed, who, safe)) == len(marks_of(known, who, safe)) + was_listed
        if was_listed:
            assert training(confirmed, who) is TrainingState.DONE


def test_one_person_is_confirmed_and_the_others_are_not() -> None:
    known = told([(ANN, 0, MarkState.PRESENT, TYPED), (BOB, 0, MarkState.PRESENT, TYPED)])
    assert [who.id for who in unproved_people(known, known.session("safe"))] == ["ann", "bob"]
    known = after(known, EVENING, by(TUTOR, confirm_attendance("safe", "bob")))
    assert [who.id for who in unproved_people(known, known.session("safe"))] == ["ann"]
    assert (certified(known, "ann"), certified(known, "bob")) == (set(), {"safe"})
    (line,) = training_lines(known, EVENING, known.day(DAY))
    assert line.count(TrainingState.UNPROVED) == 1
    assert "by name only" in str(training_figures(line, is_today=True))


def test_who_came_late_by_a_typed_name_stays_late_and_short_of_a_certificate() -> None:
    known = told([(ANN, 40, MarkState.LATE, TYPED)])
    known = after(known, EVENING, by(TUTOR, confirm_attendance("safe")))
    assert final_state(known, "ann", known.session("safe")) is MarkState.LATE
    assert (certified(known, "ann"), training(known, "ann")) == (set(), TrainingState.DONE)


def test_to_leave_by_a_badge_does_not_prove_having_come() -> None:
    known = told([(ANN, 0, MarkState.PRESENT, TYPED), (ANN, 58, MarkState.LEFT, BADGE)])
    assert certified(known, "ann") == set()
    known = told([(ANN, 0, MarkState.PRESENT, BADGE), (ANN, 58, MarkState.LEFT, TYPED)])
    assert certified(known, "ann") == {"safe"}


def test_a_badge_scanned_while_the_session_runs_proves_a_typed_sign_in() -> None:
    known = after(SCHOOL, at("09:00"), by(TYPED, sign_in_to_session("ann", "safe")))
    scan = by(BADGE, sign_in_by_scan("ann"))
    proved = after(known, at("09:20"), scan)
    assert certified(proved, "ann") == {"safe"}
    assert after(proved, at("09:40"), scan) is not proved
    assert len(marks_of(after(proved, at("09:40"), scan), "ann", known.session("safe"))) == 2
    undone = after(proved, at("09:20:05"), undo_scan("ann"))
    assert [one.evidence for one in marks_of(undone, "ann", known.session("safe"))] == [TYPED]
    # so does a scan that follows at once, as people are told to do
    at_once = after(known, at("09:00:05"), scan)
    assert certified(at_once, "ann") == {"safe"}
    assert len(marks_of(at_once, "ann", known.session("safe"))) == 2
    # once it is over, a scan proves nothing about it
    late = after(known, at("10:30"), scan)
    assert "safe" not in certified(late, "ann")


def test_a_typed_sign_in_to_required_training_says_what_the_certificate_needs() -> None:
    def said(known: School, evidence: Evidence, session: str, clock: str) -> str:
        asked = by(evidence, sign_in_to_session("ann", SessionId(session)))
        return Language("en").say(asked(known, at(clock), SOMEBODY).message or "")

    hint = "For your certificate, scan your badge too."
    assert hint in said(SCHOOL, TYPED, "safe", "09:00")
    assert hint not in said(SCHOOL, BADGE, "safe", "09:00")
    assert hint not in said(SCHOOL, TYPED, "talk", "10:00")

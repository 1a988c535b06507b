"""The proof a certificate needs: each mark keeps its evidence, and the school sets what counts."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.rules.attendance.marks import attended, current_mark, mark, sign_in_to_session
from kiosk.rules.follow_up.certificates import (
    certificate_lines,
    issue_certificates,
    unproved_sessions,
)
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.settings import Settings
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot

KNOWN = school(day(slot("one", "10:00-11:00")), session("A", "one", "10:00-11:00"), person("ann"))


def asking(proof: str) -> School:
    return KNOWN.apply([put(replace(Settings(), certificate_proof=proof))])


def signed(known: School, proof: Evidence) -> School:
    return after(known, at("10:00"), by(proof, sign_in_to_session("ann", "A")))


@pytest.mark.parametrize("proof", Evidence)
def test_each_mark_keeps_its_proof(proof: Evidence) -> None:
    known = signed(KNOWN, proof)
    found = current_mark(known, "ann", known.session("A"))
    assert found is not None
    assert found.evidence is proof


@pytest.mark.parametrize("proof", Evidence)
def test_a_school_that_does_not_ask_certifies_every_mark(proof: Evidence) -> None:
    assert certificate_lines(signed(KNOWN, proof), "ann", DAY)
    assert unproved_sessions(signed(KNOWN, proof), "ann", DAY) == []


@pytest.mark.parametrize("proof", [one for one in Evidence if one is not Evidence.TYPED])
def test_what_is_proved_is_certified(proof: Evidence) -> None:
    assert certificate_lines(signed(asking("personal"), proof), "ann", DAY)


def test_a_typed_name_counts_for_the_register_and_not_for_the_certificate() -> None:
    known = signed(asking("personal"), Evidence.TYPED)
    assert attended(known, "ann", known.session("A"))
    assert certificate_lines(known, "ann", DAY) == ()
    assert issue_certificates(DAY)(known, at("16:00"), SOMEBODY).items == ()
    (reason,) = unproved_sessions(known, "ann", DAY)
    assert "by name only" in reason.msgid


def test_a_professional_tutors_mark_is_the_proof_that_was_missing() -> None:
    known = signed(asking("personal"), Evidence.TYPED)
    known = after(known, at("10:30"), by(Evidence.TUTOR, mark("ann", "A", MarkState.PRESENT)))
    assert by(Evidence.TUTOR, mark("ann", "A", MarkState.PRESENT))(known, at("10:31")).items == ()
    assert certificate_lines(known, "ann", DAY)
    assert unproved_sessions(known, "ann", DAY) == []


def test_who_was_absent_has_nothing_to_prove() -> None:
    known = signed(asking("personal"), Evidence.TYPED)
    known = after(known, at("10:30"), by(Evidence.TUTOR, mark("ann", "A", MarkState.ABSENT)))
    assert unproved_sessions(known, "ann", DAY) == []

"""What a certificate asks for: each mark keeps its proof, and a school says which it needs."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.rules.attendance.marks import attended, mark, mark_of, sign_in_to
from kiosk.rules.follow_up.certificates import issue_certificates, lines_for, unproved
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Proof, State
from kiosk.settings import Settings
from tests.builders import DAY, after, at, day, person, school, session, slot

KNOWN = school(day(slot("one", "10:00-11:00")), session("A", "one", "10:00-11:00"), person("ann"))


def asking(proof: str) -> School:
    return KNOWN.apply([put(replace(Settings(), certificate_proof=proof))])


def signed(known: School, proof: Proof) -> School:
    return after(known, at("10:00"), sign_in_to("ann", "A", proof))


@pytest.mark.parametrize("proof", Proof)
def test_each_mark_keeps_its_proof(proof: Proof) -> None:
    known = signed(KNOWN, proof)
    found = mark_of(known, known.session("A"), "ann")
    assert found is not None
    assert found.proof is proof


@pytest.mark.parametrize("proof", Proof)
def test_a_school_that_does_not_ask_certifies_every_mark(proof: Proof) -> None:
    assert lines_for(signed(KNOWN, proof), "ann", DAY)
    assert unproved(signed(KNOWN, proof), "ann", DAY) == []


@pytest.mark.parametrize("proof", [one for one in Proof if one is not Proof.TYPED])
def test_what_is_proved_is_certified(proof: Proof) -> None:
    assert lines_for(signed(asking("personal"), proof), "ann", DAY)


def test_a_typed_name_counts_for_the_register_and_not_for_the_certificate() -> None:
    known = signed(asking("personal"), Proof.TYPED)
    assert attended(known, known.session("A"), "ann")
    assert lines_for(known, "ann", DAY) == ()
    assert issue_certificates(DAY)(known, at("16:00")).items == ()
    (reason,) = unproved(known, "ann", DAY)
    assert "typed name" in reason.msgid


def test_a_professional_tutors_mark_is_the_proof_that_was_missing() -> None:
    known = signed(asking("personal"), Proof.TYPED)
    known = after(known, at("10:30"), mark("ann", "A", State.PRESENT, Proof.TUTOR))
    assert mark("ann", "A", State.PRESENT, Proof.TUTOR)(known, at("10:31")).items == ()
    assert lines_for(known, "ann", DAY)
    assert unproved(known, "ann", DAY) == []


def test_who_was_absent_has_nothing_to_prove() -> None:
    known = signed(asking("personal"), Proof.TYPED)
    known = after(known, at("10:30"), mark("ann", "A", State.ABSENT, Proof.TUTOR))
    assert unproved(known, "ann", DAY) == []

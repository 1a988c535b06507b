"""Decisions: plain data that can be sent, of which the history keeps ids and no text."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import resolve_doubt, sign_in
from kiosk.rules.attendance.badges import give_badge
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.self_added import SelfDescription, add_self
from kiosk.rules.choosing.places import choose, place_anyway
from kiosk.rules.follow_up.certificates import issue_certificates
from kiosk.rules.loading.invitation_file import load_invitations
from kiosk.rules.loading.school_files import load_both, load_programme, load_staff
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Decision, Private, decision, from_document
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import GuestKind, MarkState
from kiosk.sample.school import read_sample
from tests.builders import DAY, SOMEBODY, at, day, person, school, session, slot

SCHOOL = school(
    day(slot("one", "10:00-11:00")),
    session("A", "one", "10:00-11:00"),
    person("ann"),
    person("bob"),
)
NOW = at("08:30")

DECISIONS = [
    sign_in("ann"),
    choose("ann", "A"),
    mark("bob", "A", MarkState.ABSENT),
    place_anyway("ann", "A", Private("a swap")),
    give_badge("bob", Private("INSET-7")),
    add_self("new-1", SelfDescription("Tunde", "Okafor", GuestKind.SUPPLY, "an agency")),
    issue_certificates(DAY),
]


@pytest.mark.parametrize("asked", DECISIONS, ids=lambda asked: asked.rule)
def test_a_decision_sent_as_json_decides_the_same(asked: Decision) -> None:
    sent = json.loads(json.dumps(asked.to_document()))
    arrived = from_document(sent)
    assert arrived == asked
    assert arrived(SCHOOL, NOW, SOMEBODY) == asked(SCHOOL, NOW, SOMEBODY)


@pytest.mark.parametrize("asked", DECISIONS, ids=lambda asked: asked.rule)
def test_the_history_keeps_no_text_of_a_persons(asked: Decision) -> None:
    kept = json.dumps(asked.kept_arguments())
    assert not any(text in kept for text in ("swap", "INSET-7", "Tunde", "Okafor", "agency"))


def test_arguments_are_kept_by_name() -> None:
    assert mark("bob", "A", MarkState.ABSENT).kept_arguments() == {
        "person": "bob",
        "session": "A",
        "state": "absent",
    }
    assert resolve_doubt("bob", DAY, was_in=True).kept_arguments() == {
        "person": "bob",
        "day": DAY,
        "was_in": True,
    }


def test_a_file_that_is_loaded_can_be_sent_too() -> None:
    staff, programme, invitations = read_sample()
    for asked in (
        load_staff(staff),
        load_programme(programme),
        load_both(staff, programme),
        load_invitations(invitations),
    ):
        sent = json.loads(json.dumps(asked.to_document()))
        assert from_document(sent) == asked
        assert asked.kept_arguments() == {}, "the history keeps none of it"


def test_two_rules_of_one_name_are_refused() -> None:
    def sign_in(school: School, now: datetime) -> Changes:
        raise NotImplementedError

    with pytest.raises(TypeError, match="sign_in"):
        decision(sign_in)


def test_a_decision_that_is_unknown_or_of_the_wrong_type_is_not_made() -> None:
    with pytest.raises(KeyError):
        from_document({"rule": "shift_everything", "arguments": {}})
    with pytest.raises(ValueError, match="Invalid enum value"):
        from_document(
            {"rule": "mark", "arguments": {"person": "bob", "session": "A", "state": "asleep"}}
        )
    with pytest.raises(Refused):
        from_document({"rule": "sign_in", "arguments": {"person": "nobody"}})(SCHOOL, NOW, SOMEBODY)

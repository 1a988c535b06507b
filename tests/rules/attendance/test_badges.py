"""Badges: who holds a code, and codes that are revoked."""

from __future__ import annotations

import pytest

from kiosk.errors import Refused
from kiosk.rules.attendance.badges import (
    give_badge,
    holder_of,
    people_without_badge,
    with_badge,
)
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.file_contents import FileRecord, StaffFile
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import GuestKind
from tests.builders import SOMEBODY, after, at, person, school

NOW = at("08:30")
NIA, BOB = person("nia", badge="INSET-1"), person("bob")
KNOWN = school(NIA, BOB)


def loaded(known: School, one: Person) -> School:
    row = FileRecord(one, "staff.csv", 2, frozenset({"id", "badge"}))
    return after(known, NOW, load_staff(StaffFile("staff.csv", (row,))))


def refusal(known: School, code: str) -> str:
    with pytest.raises(Refused) as caught:
        holder_of(known, code)
    return caught.value.reason.msgid


@pytest.mark.parametrize("code", ["INSET-1", "inset-1", "iNSET-1"])
def test_a_code_is_its_holders_with_caps_lock_or_without(code: str) -> None:
    assert holder_of(KNOWN, code).id == "nia"


def test_a_code_is_unknown_revoked_or_foreign() -> None:
    replaced = after(KNOWN, NOW, give_badge("nia", Private("inset-2")))
    assert holder_of(replaced, "INSET-2").id == "nia"
    assert "has been cancelled" in refusal(replaced, "INSET-1")
    assert "not recognised" in refusal(replaced, "INSET-9")
    for code in ("20394857", "INSET-", "", "XINSET-1", "INSET-1 "):
        assert "not one of" in refusal(replaced, code)


def test_a_badge_that_a_file_replaces_is_revoked_and_an_older_file_does_not_bring_it_back() -> None:
    replaced = loaded(KNOWN, person("nia", badge="INSET-2"))
    assert holder_of(replaced, "INSET-2").id == "nia"
    assert "has been cancelled" in refusal(replaced, "INSET-1")
    again = loaded(replaced, person("nia", badge="INSET-1"))
    assert holder_of(again, "INSET-2").id == "nia"
    assert "has been cancelled" in refusal(again, "INSET-1")


def test_a_badge_that_was_taken_away_stays_so_whatever_is_loaded() -> None:
    lost = after(KNOWN, NOW, give_badge("nia", Private("")))
    for badge in ("", "INSET-1"):
        assert "has been cancelled" in refusal(loaded(lost, person("nia", badge=badge)), "INSET-1")


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("bob", "INSET-1"), ("nobody", "INSET-3"), ("bob", "INSET-DO-YES"), ("bob", "12345"),
        ("bob", "SIANJONES"), ("bob", "%B1234567?"), ("bob", "12 345 678"),
    ],
)  # fmt: skip
def test_a_badge_that_is_no_good_is_not_given(person: PersonId, code: str) -> None:
    with pytest.raises(Refused):
        give_badge(person, Private(code))(KNOWN, NOW, SOMEBODY)


@pytest.mark.parametrize("code", ["20394857", "A0001234", "st-004512", " 00123456 "])
def test_a_card_as_the_school_has_it_is_a_badge(code: str) -> None:
    known = after(KNOWN, NOW, give_badge("bob", Private(code)))
    assert holder_of(known, code.strip()).id == "bob"
    assert holder_of(known, code.strip().lower()).id == "bob"
    with pytest.raises(Refused) as refused:
        give_badge("nia", Private(code))(known, NOW, SOMEBODY)
    assert refused.value.reason.params == {"name": "bob"}


def test_who_has_no_badge_is_asked_for_one_and_guests_are_not() -> None:
    guest = person("guest", coming=GuestKind.VISITOR)
    gone = person("gone", left=NOW.date())
    assert [one.id for one in people_without_badge(school(NIA, BOB, guest, gone), NOW)] == ["bob"]


def test_a_revoked_badge_is_given_to_nobody() -> None:
    lost = after(KNOWN, NOW, give_badge("nia", Private("")))
    for who in ("nia", "bob"):
        with pytest.raises(Refused):
            give_badge(PersonId(who), Private("INSET-1"))(lost, NOW, SOMEBODY)


def test_the_same_badge_again_changes_nothing() -> None:
    assert with_badge(NIA, "inset-1") == NIA
    assert give_badge("nia", Private("INSET-1"))(KNOWN, NOW, SOMEBODY).items == ()
    assert give_badge("bob", Private(""))(KNOWN, NOW, SOMEBODY).items == ()


def test_the_history_does_not_keep_the_code() -> None:
    assert give_badge("nia", Private("INSET-2")).kept_arguments() == {"person": "nia"}

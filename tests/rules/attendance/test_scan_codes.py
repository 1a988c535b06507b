"""What a scanned code means: a badge, a session of today, an action, or nothing here."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.badges import BADGE_CODE, give_badge, is_code
from kiosk.rules.attendance.scan_codes import SHEET_CODE as ON_THE_SHEET
from kiosk.rules.attendance.scan_codes import (
    ScanAction,
    is_kiosk_code,
    meaning_of_code,
    session_code,
)
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import SlotKind
from tests.builders import DAY, SOMEBODY, at, day, person, school, session, slot

NOW = at("08:30")
A, B = session("A", "one", "11:20-12:20"), session("B", "one", "11:20-12:20")
BRIEF = session("brief", "am", "09:00-10:00")
OLD = session("old", "one", "11:20-12:20", day="2026-06-01")
KNOWN = school(
    day(slot("am", "09:00-10:00", SlotKind.TOGETHER), slot("one", "11:20-12:20")),
    day(slot("one", "11:20-12:20"), id="2026-06-01"),
    A, B, BRIEF, OLD,
    person("nia", badge="INSET-GO"),
    person("bob", badge="INSET-DO"),
)  # fmt: skip
SHEET = [*(act.code for act in ScanAction), session_code(A), session_code(B)]


def refusal(code: str, clock: str = "08:30", date: str = DAY) -> str:
    with pytest.raises(Refused) as caught:
        meaning_of_code(KNOWN, at(clock, date), code)
    return caught.value.reason.msgid


def test_each_code_of_the_sheet_means_what_is_printed_beside_it() -> None:
    assert [meaning_of_code(KNOWN, NOW, code) for code in SHEET] == [*ScanAction, A, B]
    assert [meaning_of_code(KNOWN, NOW, code.lower()) for code in SHEET] == [*ScanAction, A, B]


def test_a_badge_is_a_badge_though_it_begins_like_the_sheet() -> None:
    assert meaning_of_code(KNOWN, NOW, "inset-go") == KNOWN.people["nia"]
    assert meaning_of_code(KNOWN, NOW, "INSET-DO") == KNOWN.people["bob"]


@pytest.mark.parametrize(
    "code", [session_code(OLD), session_code(BRIEF), "INSET-DO-TEA", "INSET-GO-A", "INSET-GO-YES"]
)
def test_what_is_not_on_todays_sheet_is_refused(code: str) -> None:
    assert "isn't on today's sheet" in refusal(code)


def test_a_session_is_on_the_sheet_of_its_day_only() -> None:
    assert "isn't on today's sheet" in refusal(session_code(A), date="2026-06-01")
    assert "isn't on today's sheet" in refusal(session_code(A), date="2026-06-02")
    assert meaning_of_code(KNOWN, at("08:30", "2026-06-01"), session_code(OLD)) == OLD
    assert (
        meaning_of_code(KNOWN, at("08:30", "2026-06-02"), ScanAction.UNDO.code) is ScanAction.UNDO
    )


def test_another_room_keeps_the_code_and_another_workshop_does_not() -> None:
    moved = KNOWN.apply([put(replace(A, room="Room 9"))])
    found = meaning_of_code(moved, NOW, session_code(A))
    assert isinstance(found, Session)
    assert (found.id, found.room) == ("A", "Room 9")
    given_instead = KNOWN.apply([put(replace(A, workshop=B.workshop))])
    with pytest.raises(Refused, match="isn't on today's sheet"):
        meaning_of_code(given_instead, NOW, session_code(A))


@pytest.mark.parametrize("code", ["20394857", "INSET-", "", "INSET-DO-", "INSET-DO-MYDAY-1"])
def test_any_other_code_is_foreign(code: str) -> None:
    assert "not one of our badges" in refusal(code)


@given(st.from_regex(BADGE_CODE, fullmatch=True))
def test_no_badge_is_ever_taken_for_the_sheet(badge: str) -> None:
    assert not ON_THE_SHEET.fullmatch(badge)
    assert badge not in SHEET


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_sessions_code_is_of_keys_that_every_layout_has_and_is_no_badge(
    id: str, workshop: str
) -> None:
    code = session_code(replace(A, id=id, workshop=workshop))
    assert re.fullmatch("[-0-9A-Z]{19}", code)
    assert is_kiosk_code(code)
    assert not is_code(code)


@given(st.lists(st.tuples(st.text("aAé-1"), st.text("aAé-1")), unique=True, max_size=20))
def test_no_two_sessions_have_one_code(ids: list[tuple[str, str]]) -> None:
    codes = {session_code(replace(A, id=one, workshop=workshop)) for one, workshop in ids}
    assert len(codes) == len(ids)


@pytest.mark.parametrize("code", SHEET)
def test_no_code_of_the_sheet_is_given_as_a_badge(code: str) -> None:
    with pytest.raises(Refused):
        give_badge("nia", Private(code))(KNOWN, NOW, SOMEBODY)

"""A list that was signed on paper, typed in afterwards."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import sign_in, was_on_site
from kiosk.rules.attendance.paper_sheet import note_from_sheet
from kiosk.rules.follow_up.day_account import Outcome, day_account
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, SlotKind
from tests.builders import DAY, after, at, by, day, person, school, slot

NEXT = "2026-09-02"
ANN, BO = PersonId("ANN"), PersonId("BO")
TYPED_IN = by(Evidence.TUTOR, note_from_sheet(ANN, DAY))


def small() -> School:
    whole = slot("day", "08:30-15:30", SlotKind.TOGETHER)
    return school(day(whole), person("ANN"), person("BO"))


def test_the_morning_after_somebody_was_there_from_the_start() -> None:
    known = after(small(), at("08:00", NEXT), TYPED_IN)
    [move] = known.day_record(DAY).movements[ANN]
    assert (move.at, move.evidence) == (at("08:30"), Evidence.TUTOR)
    assert was_on_site(known, ANN, DAY, at("08:30"), at("15:30"))
    lines = day_account(known, at("08:00", NEXT), known.day(DAY)).lines
    assert {one.person.id: one.outcome for one in lines} == {ANN: Outcome.ALL, BO: Outcome.NONE}


def test_a_second_tick_changes_nothing_nor_does_one_of_somebody_who_signed_in() -> None:
    once = after(small(), at("08:00", NEXT), TYPED_IN)
    assert after(once, at("08:01", NEXT), TYPED_IN).day_record(DAY) == once.day_record(DAY)
    signed = after(small(), at("08:41"), by(Evidence.TYPED, sign_in(ANN)))
    assert after(signed, at("08:00", NEXT), TYPED_IN).day_record(DAY) == signed.day_record(DAY)


def test_on_the_day_itself_nobody_is_there_later_than_now() -> None:
    known = after(small(), at("08:10"), TYPED_IN)
    assert known.day_record(DAY).movements[ANN][0].at == at("08:10")


def test_a_day_that_is_closed_or_to_come_is_refused() -> None:
    closed = small().apply([put(replace(small().day(DAY), closed_at=at("16:00")))])
    with pytest.raises(Refused, match="closed"):
        after(closed, at("08:00", NEXT), TYPED_IN)
    with pytest.raises(Refused, match="hasn't come yet"):
        after(small(), at("08:00", "2026-08-31"), TYPED_IN)

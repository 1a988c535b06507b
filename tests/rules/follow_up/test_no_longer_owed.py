"""What a corrected mark makes unnecessary is on no list, and is as it was if it is owed again."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.errors import Refused
from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.catch_up import catch_ups_of, catch_ups_on
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.outstanding import (
    all_owed,
    extend_catch_ups,
    finish_catch_ups,
    outstanding,
)
from kiosk.rules.follow_up.putting_right import put_right
from kiosk.rules.follow_up.stubs import hand_in_stub
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Correction, Evidence, MarkState
from tests.builders import DAY, SOMEBODY, after, at, by
from tests.rules.follow_up.test_stubs import EVENING, SCHOOL, owed, printed

ANN, OCTOBER = PersonId("ann"), date(2026, 10, 30)
NEXT_DAY = at("09:00", "2026-09-02")
PRINTED = printed(after(SCHOOL, EVENING, close_day(DAY)))
EXTENDED = after(
    PRINTED,
    EVENING,
    by(Evidence.TUTOR, extend_catch_ups((owed(PRINTED, ANN, "talk").id,), OCTOBER)),
)


def corrected(known: School, state: MarkState) -> School:
    marked = mark(ANN, SessionId("talk"), state, Correction.BY_MISTAKE)
    return after(known, NEXT_DAY, by(Evidence.TUTOR, marked))


CAME = corrected(EXTENDED, MarkState.PRESENT)
RIGHT = after(CAME, NEXT_DAY, put_right(DAY))


def said(known: School) -> list[str]:
    return [one.msgid for one in put_right(DAY)(known, NEXT_DAY, SOMEBODY).notes]


def test_it_is_on_no_list() -> None:
    assert "{name}: no longer to catch up on {title}" in said(CAME)
    for listed in (catch_ups_of(RIGHT, ANN), catch_ups_on(RIGHT, ANN, DAY)):
        assert [one.slot for one in listed] == ["safe"]
    for lines in (outstanding(RIGHT, OCTOBER), all_owed(RIGHT, OCTOBER)):
        assert [one.catch_up.slot for one in lines if one.person.id == ANN] == ["safe"]
    assert said(RIGHT) == []


def test_its_stub_says_that_it_need_not_be_done() -> None:
    talk = owed(EXTENDED, ANN, "talk")
    with pytest.raises(Refused, match="need not be done"):
        hand_in_stub(talk.stubs[-1])(RIGHT, NEXT_DAY, TUTOR)
    with pytest.raises(Refused):
        finish_catch_ups((talk.id,))(RIGHT, NEXT_DAY, TUTOR)


def test_owed_again_it_keeps_its_stubs_and_its_date() -> None:
    wrong = corrected(RIGHT, MarkState.ABSENT)
    assert "{name}: to catch up on {title}" in said(wrong)
    again = after(wrong, NEXT_DAY, put_right(DAY))
    assert owed(again, ANN, "talk") == owed(EXTENDED, ANN, "talk")

"""A speaker from outside is missed ten minutes before their session, until they sign in."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.speakers import missed_speakers
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import GuestKind, Role
from tests.builders import DAY, after, at, day, person, school, session, slot

GUEST: dict[str, Any] = {"role": Role.VISITOR, "hours": None, "coming": GuestKind.SPEAKER}
SCHOOL = school(
    day(slot("one", "09:30-10:30"), slot("two", "11:00-12:00")),
    session("K1", "one", "09:30-10:30", speaker="Dr Élan Rees"),
    session("K2", "two", "11:00-12:00", speaker="[/x] Jones"),
    person("elan", forename="Elan", surname="Rees", **GUEST),
    person("x", forename="[/x]", surname="Jones", **GUEST),
    person("staff", forename="Elan", surname="Rees"),
)


def missed(before: School, now: str) -> list[str]:
    return [one.id for one in missed_speakers(before, at(now), before.day(DAY))]


@pytest.mark.parametrize(
    ("now", "sessions"),
    [("09:19", []), ("09:20", ["K1"]), ("10:29", ["K1"]), ("10:30", []), ("10:50", ["K2"])],
)
def test_ten_minutes_before_and_while_it_runs(now: str, sessions: list[str]) -> None:
    assert missed(SCHOOL, now) == sessions


def test_until_they_sign_in_under_their_name_without_accents_or_a_title() -> None:
    here = after(SCHOOL, at("09:21"), sign_in(PersonId("elan")))
    assert missed(here, "09:22") == []
    assert missed(after(here, at("09:25"), sign_in(PersonId("x"))), "10:55") == []


def test_a_colleague_of_the_same_name_is_not_the_speaker() -> None:
    assert missed(after(SCHOOL, at("09:21"), sign_in(PersonId("staff"))), "09:22") == ["K1"]


def test_nobody_is_missed_for_a_cancelled_session() -> None:
    assert missed(after(SCHOOL, at("09:00"), cancel_session("K1")), "09:22") == []

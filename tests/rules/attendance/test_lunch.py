"""How many are expected at lunch: who is in or still comes, within their hours, and not away."""

from __future__ import annotations

from datetime import time
from typing import Any

from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.lunch import lunches
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, GuestKind, Role, SlotKind
from tests.builders import DAY, after, at, by, day, person, school, session, slot

LUNCH = slot("lunch", "12:00-13:00", SlotKind.LUNCH, required=())


def known(*people: Any, lunch: tuple[Any, ...] = (LUNCH,)) -> School:
    return school(
        day(slot("am", "09:00-12:30"), *lunch, slot("pm", "13:00-15:00", SlotKind.TOGETHER)),
        session("A", "am", "09:00-12:00"),
        session("V", "am", "09:00-12:30", off_site=True),
        session("P", "pm", "13:00-15:00"),
        *people,
    )


def numbers(at_school: School, clock: str = "10:00") -> list[tuple[str, int]]:
    found = lunches(at_school, at(clock), at_school.day(DAY))
    return [(one.slot.id, one.expected) for one in found]


def test_who_is_in_or_still_expected_is_fed() -> None:
    assert numbers(after(known(person("ann"), person("bob")), at("08:40"), sign_in("ann"))) == [
        ("lunch", 2)
    ]


def test_who_went_home_is_reported_absent_or_is_away_then_is_not_fed() -> None:
    people = [person(id) for id in ("home", "ill", "part", "visit", "back")]
    here = after(
        known(*people), at("08:30"), sign_in("home"), sign_in("visit"), choose("visit", "V"),
        report_absent("ill", DAY), report_absent("part", DAY, time(11), time(14)),
        report_absent("back", DAY, None, time(11)),
    )  # fmt: skip
    assert numbers(after(here, at("09:30"), by(Evidence.BADGE, leave_site("home")))) == [
        ("lunch", 1)
    ]


def test_who_came_though_reported_absent_is_fed() -> None:
    here = after(known(person("ann")), at("08:30"), report_absent("ann", DAY), sign_in("ann"))
    assert numbers(here) == [("lunch", 1)]


def test_hours_that_end_before_lunch_is_over_count_nobody() -> None:
    people = (
        person("morning", hours="08:30-12:15"),
        person("whole", hours="08:30-13:00"),
        person("guest", Role.VISITOR, None, coming=GuestKind.VISITOR),
        person("stranger", Role.VISITOR, None),
    )
    here = after(known(*people), at("08:30"), *(sign_in(one.id) for one in people[:3]))
    assert numbers(here) == [("lunch", 2)]


def test_each_sitting_has_its_own_people_and_goes_when_it_is_over() -> None:
    sittings = (
        slot("first", "12:00-12:30", SlotKind.LUNCH, required=("TA",)),
        slot("second", "12:30-13:00", SlotKind.LUNCH, required=("teacher",)),
    )
    people = (person("ann"), person("bob"), person("tia", Role.TA))
    here = known(*people, lunch=sittings)
    assert numbers(here) == [("first", 1), ("second", 2)]
    assert numbers(here, "12:30") == [("second", 2)]
    assert numbers(here, "13:00") == []


def test_the_number_follows_what_happens() -> None:
    here = known(person("ann"), person("bob"))
    assert numbers(here) == [("lunch", 2)]
    here = after(here, at("09:00"), report_absent("bob", DAY))
    assert numbers(here) == [("lunch", 1)]
    here = after(here, at("09:30"), sign_in("bob"))
    assert numbers(here) == [("lunch", 2)]

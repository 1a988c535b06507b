"""What has no way to be caught up with is known: only what is in time for that person counts."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from kiosk.language import Language
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.before_printing import slip_doubts
from kiosk.rules.follow_up.catch_up_resources import resources_in_time
from kiosk.rules.follow_up.catch_up_time import WhoseTime, time_for
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.outstanding import Which, extend_catch_ups, outstanding
from kiosk.rules.follow_up.routes import has_route
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import DayId, PersonId, ResourceId, WorkshopId
from kiosk.rules.model.records import Resource, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, Mode, Role, SlotKind
from kiosk.text import Both
from tests.builders import DAY, after, at, by, day, person, school, session, slot

EVENING = at("17:00")
TENTH = DayId("2026-09-10")
TODAY, LAST_OF_AUGUST = EVENING.date(), date(2026, 8, 31)
TALK = Workshop(WorkshopId("W-talk"), Both("Talk"), resources=(ResourceId("it"),))
MINE = CatchUp("x", DAY, "ann", "talk", "W-talk", True, date(2026, 9, 15), (ResourceId("it"),))


def known(resource: Resource | None = None) -> School:
    """Ann and a TA missed a talk with one resource; nothing is given again."""
    return school(
        day(slot("talk", "11:00-12:00", SlotKind.TOGETHER)),
        session("talk", "talk", "11:00-12:00"),
        TALK, person("ann"), person("tim", Role.TA),
        *((resource,) if resource else ()),
    )  # fmt: skip


def one(**more: object) -> Resource:
    return Resource(ResourceId("it"), Both("It"), hint=Both("Ask"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("resource", "is_there"),
    [
        (one(), True),
        (one(until=date(2026, 9, 1)), True),
        (one(until=LAST_OF_AUGUST), False),
        (one(mode=Mode.SYNCHRONOUS, on=date(2026, 9, 15)), True),
        (one(mode=Mode.SYNCHRONOUS, on=date(2026, 9, 16)), False),
        (one(mode=Mode.SYNCHRONOUS, on=LAST_OF_AUGUST), False),
    ],
)
def test_what_is_over_or_comes_too_late_is_no_route_and_said_before_printing(
    resource: Resource, is_there: bool
) -> None:
    at_school = known(resource)
    assert bool(resources_in_time(at_school, MINE)) is is_there
    assert has_route(at_school, MINE) is is_there
    said = [Language("en").say(one) for one in slip_doubts(at_school, [[MINE]])]
    assert ("Talk: nothing to catch up with, for 1 person." in said) is not is_there
    closed = after(at_school, EVENING, close_day(DAY))
    found = [one.is_one_of(Which.NO_ROUTE) for one in outstanding(closed, TODAY)]
    assert found == [not is_there] * 2


def test_what_was_in_time_when_it_was_missed_may_be_over_today() -> None:
    closed = after(known(one(until=date(2026, 9, 9))), EVENING, close_day(DAY))
    for today, has_some in ((date(2026, 9, 9), True), (date(2026, 9, 10), False)):
        assert {line.has_route for line in outstanding(closed, today)} == {has_some}


def test_a_choice_not_made_has_a_route_only_where_a_resource_is_for_that_role() -> None:
    only_teachers = school(
        day(slot("one", "09:00-10:00")),
        session("talk", "one", "09:00-10:00"),
        TALK, one(audience=("teacher",)), person("ann"), person("tim", Role.TA),
    )  # fmt: skip
    closed = after(only_teachers, EVENING, close_day(DAY))
    found = {line.person.id: line.has_route for line in outstanding(closed, TODAY)}
    assert found == {"ann": True, "tim": False}


@pytest.mark.parametrize(
    ("hours", "is_way"),
    [({"mon": "08:30-15:30"}, False), ({"fri": "08:30-12:30"}, True), (None, True)],
)
def test_what_is_given_once_is_no_way_where_nobody_is_paid_for_that_date(
    hours: dict[str, str] | None, is_way: bool
) -> None:
    friday = one(mode=Mode.SYNCHRONOUS, on=date(2026, 9, 11))
    others = known(friday).apply([put(person("ann", hours=hours))])
    assert bool(resources_in_time(others, MINE)) == is_way
    closed = after(others, EVENING, close_day(DAY))
    found = {one.person.id: one.has_route for one in outstanding(closed, TODAY)}
    assert found.get(PersonId("ann"), is_way) == is_way
    assert found[PersonId("tim")]


def test_a_repeat_with_a_free_place_is_a_route_until_somebody_takes_the_place() -> None:
    at_school = known().apply(
        [
            put(day(slot("more", "15:00-15:30", invited=("all",)), id=TENTH)),
            put(session("again", "more", "15:00-15:30", 1, day=TENTH, workshop="W-talk")),
            put(person("pat", Role.SUPPORT)),
        ]
    )
    closed = after(at_school, EVENING, close_day(DAY))
    routes = {line.person.id: line.has_route for line in outstanding(closed, TODAY)}
    assert routes["ann"]
    taken = after(closed, EVENING, by(Evidence.BADGE, choose("pat", "again"), "pat"))
    assert not any(line.has_route for line in outstanding(taken, TODAY) if line.person.id == "ann")


def test_a_slip_that_is_printed_again_after_its_date_is_in_paid_hours_still() -> None:
    slip = replace(MINE, printed_on=date(2026, 10, 20), first_printed=date(2026, 10, 5),
                   due=date(2026, 10, 19))  # fmt: skip
    at_school = known(one(minutes=60))
    assert time_for(at_school, slip, [slip]).whose is WhoseTime.OWN
    assert slip_doubts(at_school, [[slip]]) == []
    today = replace(slip, due=date(2026, 10, 5), first_printed=date(2026, 10, 5))
    assert time_for(at_school, today, [today]).whose is WhoseTime.OWN


def test_another_date_changes_what_is_in_time() -> None:
    closed = after(known(one(mode=Mode.SYNCHRONOUS, on=date(2026, 9, 21))), EVENING, close_day(DAY))
    ann = next(one for one in outstanding(closed, TODAY) if one.person.id == PersonId("ann"))
    assert not ann.has_route
    later = by(Evidence.TUTOR, extend_catch_ups((ann.catch_up.id,), date(2026, 9, 30)))
    found = {
        one.person.id: one.has_route for one in outstanding(after(closed, EVENING, later), TODAY)
    }
    assert found == {"ann": True, "tim": False}

"""In whose time a catch-up is done, its repeat, and what is said before slips are printed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.language import Language
from kiosk.rules.follow_up.before_printing import slip_doubts
from kiosk.rules.follow_up.catch_up import catch_ups_of
from kiosk.rules.follow_up.catch_up_resources import resources_in_time
from kiosk.rules.follow_up.catch_up_time import TimeFor, WhoseTime, time_for, too_long
from kiosk.rules.follow_up.repeats import repeat_of
from kiosk.rules.follow_up.whom_to_ask import confirmers, leader_to_ask
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import DayId, PersonId, ResourceId, WorkshopId, join_ids
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.records import InsetDay, Resource, Session, Window, Workshop
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Mode, SlotKind
from kiosk.text import Both
from tests.builders import DAY, day, person, school, session, slot
from tests.rules.follow_up.test_stubs import EVENING, printed

LATER = DayId("2026-09-10")
FILM = Resource(ResourceId("film"), Both("The film"), hint=Both("Ask"), minutes=90)
ENGLISH = Language("en")


def known(*records: Any, hours: Any = "08:30-16:30", places: int | None = None) -> School:
    """Ann missed a talk on Tuesday 1 September; it is given again on Thursday the 10th."""
    again = Session(
        "AGAIN", LATER, "more", "W-talk", *_clock("15:00-16:00"), room="Library", places=places
    )
    return school(
        day(slot("talk", "11:00-12:00", SlotKind.TOGETHER, required=("teacher",))),
        InsetDay(
            LATER, 2, Both("Later"),
            slots=(slot("more", "15:00-16:00", SlotKind.CHOICE, invited=("all",)),),
        ),
        session("talk", "talk", "11:00-12:00"),
        again,
        Workshop("W-talk", Both("Talk"), resources=(ResourceId("film"),)),
        FILM,
        person("ann", hours=hours),
        *records,
    )  # fmt: skip


def _clock(hours: str) -> tuple[Any, Any]:
    window = parse_hours(hours)
    return window.start, window.end


def owed(at_school: School) -> CatchUp:
    return next(one for one in catch_ups_of(printed(at_school), PersonId("ann")) if one.slot)


def whose(at_school: School, catch_up: CatchUp | None = None) -> TimeFor:
    mine = catch_up or replace(owed(at_school), required=True, due=date(2026, 9, 15))
    return time_for(at_school, mine, [mine])


def test_what_fits_in_their_own_hours_is_done_in_them() -> None:
    assert whose(known()) == TimeFor(WhoseTime.OWN)
    assert whose(known(hours={"thu": "09:00-11:00"})) == TimeFor(WhoseTime.OWN)


@pytest.mark.parametrize("hours", [None, {}, {"thu": "09:00-09:40"}])
def test_where_hours_are_unknown_or_too_short_they_ask_the_office(hours: Any) -> None:
    assert whose(known(hours=hours)).whose is WhoseTime.ASK


def test_extra_time_is_named_with_who_agreed_to_it_but_never_unpaid_time() -> None:
    def invited(terms: Terms) -> School:
        hours = Window(*_clock("13:00-16:00"))
        asked = Invitation(
            join_ids(LATER, "ann"), LATER, PersonId("ann"), hours, terms, PersonId("head"), True
        )
        return known(person("head"), asked, hours={})

    paid = invited(Terms.PAID)
    assert whose(paid) == TimeFor(WhoseTime.EXTRA, paid.people[PersonId("head")].name)
    assert whose(invited(Terms.VOLUNTARY)).whose is WhoseTime.ASK


def test_what_is_held_is_judged_by_the_hours_of_the_days_after() -> None:
    held = replace(owed(known()), required=True, due=None)
    assert whose(known(), held).whose is WhoseTime.OWN


def test_a_tutor_hears_before_printing_of_what_is_longer_than_their_paid_hours() -> None:
    short = known(hours={"thu": "09:00-09:40"})
    mine = replace(owed(short), required=True, due=date(2026, 9, 15))
    said = too_long(short, [mine])
    assert said is not None
    assert "90 min of catch-up by Tuesday 15 September 2026, 80 min paid" in ENGLISH.say(said)
    assert slip_doubts(short, [[mine]]) == [said]
    assert too_long(known(), [mine]) is None
    assert too_long(known(hours=None), [mine]) is None
    (unknown,) = slip_doubts(known(hours=None), [[mine], [mine]])
    assert "2 people's paid hours aren't known" in ENGLISH.say(unknown)


def test_what_has_no_route_is_listed_once_with_the_ways_to_add_one() -> None:
    bare = known().apply([put(Workshop("W-talk", Both("Talk")))])
    mine = replace(owed(bare), required=True, due=date(2026, 9, 9), resources=())
    said = [ENGLISH.say(one) for one in slip_doubts(bare, [[mine], [mine]])]
    assert said[0] == "Talk: nothing to catch up with, for 2 people."
    assert "Add a resource or a repeat" in said[1]
    in_time = replace(mine, due=date(2026, 9, 15))
    assert slip_doubts(bare, [[in_time]]) == []  # the repeat is a route


def test_the_repeat_is_one_that_the_person_may_attend_before_it_is_due() -> None:
    mine = replace(owed(known()), due=date(2026, 9, 15))
    found = repeat_of(known(), mine)
    assert found is not None
    assert found.id == "AGAIN"
    assert repeat_of(known(), replace(mine, due=date(2026, 9, 9))) is None
    assert repeat_of(known(), replace(mine, printed_on=date(2026, 9, 10))) is None
    assert repeat_of(known(places=0), mine) is None
    assert repeat_of(known(hours={"thu": "08:30-12:00"}), mine) is None
    assert repeat_of(known(), replace(mine, workshop=WorkshopId("other"))) is None
    cancelled = replace(known().session("AGAIN"), cancelled_at=EVENING)
    assert repeat_of(known().apply([put(cancelled)]), mine) is None


def test_a_live_resource_that_comes_too_late_is_left_out() -> None:
    live = Resource(
        ResourceId("live"), Both("Live"), hint=Both("Ask"), mode=Mode.SYNCHRONOUS,
        on=date(2026, 9, 20),
    )  # fmt: skip
    at_school = known(live)
    mine = replace(
        owed(at_school), due=date(2026, 9, 15), resources=(ResourceId("film"), ResourceId("live"))
    )
    assert [one.id for one in resources_in_time(at_school, mine)] == ["film"]


def test_whom_to_ask_is_never_the_person_themselves_nor_somebody_who_left() -> None:
    leaders = (PersonId("ann"), PersonId("old"), PersonId("bob"))
    led = replace(known().session("talk"), leaders=leaders)
    at_school = known(
        person("old", left=date(2026, 1, 1)), person("bob"), person("dsp", duties=("dsp",)), led
    )
    mine = replace(owed(known()), day=DAY)
    asked = leader_to_ask(at_school, mine)
    assert getattr(asked, "id", None) == "bob"
    assert [one.id for one in confirmers(at_school, mine)] == ["dsp"]
    assert confirmers(at_school, replace(mine, person=PersonId("dsp"))) == []

"""What a catch-up asks for: one of its resources or all; a workshop to choose from a slot."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.catch_up import (
    catch_ups_of,
    missed_title,
    record_catch_ups,
)
from kiosk.rules.follow_up.catch_up_acts import choose_catch_up, complete_catch_up
from kiosk.rules.follow_up.catch_up_resources import (
    is_one_of_several,
    minutes_needed,
    workshops_to_choose,
)
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import ResourceId, WorkshopId
from kiosk.rules.model.records import Resource, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, Mode, Role
from kiosk.text import Both
from tests.builders import DAY, after, at, by, day, person, school, session, slot

EVENING = at("16:00")
LENGTHS = {"r20": 20, "r75": 75, "r120": 120, "r0": None}
SCHOOL = school(
    day(slot("one", "09:00-10:00"), slot("two", "11:00-12:00")),
    session("A", "one", "09:00-10:00"),
    session("B", "one", "09:00-10:00"),
    session("B2", "one", "09:00-10:00", workshop="W-B"),
    session("T", "one", "09:00-10:00", audience=("TA",)),
    session("C", "two", "11:00-12:00"),
    Workshop("W-A", Both("A"), resources=("r75", "r120")),
    Workshop("W-B", Both("B"), resources=("r20", "r75"), catch_up="all"),
    *(Resource(ResourceId(id), Both(id), minutes=n) for id, n in LENGTHS.items()),
    person("ann"),
)


def owing(workshop: WorkshopId, *resources: str) -> CatchUp:
    ids = tuple(map(ResourceId, resources))
    return CatchUp(workshop, DAY, "ann", "one", workshop, True, None, ids)


def test_a_sitting_after_the_due_date_is_no_alternative() -> None:
    late = Resource(
        ResourceId("late"), Both("late"), mode=Mode.SYNCHRONOUS, minutes=30, on=date(2026, 9, 8)
    )
    known = SCHOOL.apply([put(late)])
    owed = owing("W-A", "late", "r120")
    assert minutes_needed(known, [owed]) == (30, True)
    owed = replace(owed, due=date(2026, 9, 2))
    assert minutes_needed(known, [owed]) == (120, True)
    assert not is_one_of_several(known, owed)


@pytest.mark.parametrize(
    ("catch_ups", "needed"),
    [
        ([owing("W-A", "r75", "r120")], (75, True)),
        ([owing("W-B", "r75", "r120")], (195, True)),
        ([owing("W-A", "r75", "r0")], (75, True)),
        ([owing("W-B", "r75", "r0")], (75, False)),
        ([owing("W-A", "r0")], (0, False)),
        ([owing("W-A")], (0, False)),
        ([owing("W-A", "r75"), owing("W-B", "r75", "r20")], (95, True)),
        ([owing("gone", "r75", "r120")], (75, True)),
    ],
)
def test_of_alternatives_the_shortest_gives_the_minutes_and_all_are_added_up(
    catch_ups: list[CatchUp], needed: tuple[int, bool]
) -> None:
    assert minutes_needed(SCHOOL, catch_ups) == needed


@given(st.lists(st.sampled_from(sorted(LENGTHS)), unique=True))
def test_one_of_several_never_takes_longer_than_all_of_them(resources: list[str]) -> None:
    one, _ = minutes_needed(SCHOOL, [owing("W-A", *resources)])
    every, _ = minutes_needed(SCHOOL, [owing("W-B", *resources)])
    known = [length for id in resources if (length := LENGTHS[id])]
    assert one == min(known, default=0)
    assert every == sum(known)


def missed() -> tuple[School, CatchUp]:
    known = after(SCHOOL, at("08:30"), choose("ann", "C"))
    known = after(known, EVENING, record_catch_ups(DAY))
    return known, catch_ups_of(known, "ann")[0]


def test_who_had_chosen_nothing_is_shown_each_workshop_of_the_slot_once() -> None:
    known, mine = missed()
    assert workshops_to_choose(known, mine) == ("W-A", "W-B")
    assert workshops_to_choose(known, catch_ups_of(known, "ann")[1]) == ()


def test_the_workshop_chosen_afterwards_gives_title_and_resources_and_stays() -> None:
    known, mine = missed()
    pick = by(Evidence.BADGE, choose_catch_up("ann", mine.id, "W-B"), "ann")
    known = after(known, EVENING, pick, record_catch_ups(DAY))
    chosen = catch_ups_of(known, "ann")[0]
    assert (chosen.id, chosen.subject, chosen.resources) == (mine.id, "W-B", ("r20", "r75"))
    assert missed_title(known, chosen) == Both("B")
    assert pick(known, EVENING).items == ()
    other = by(Evidence.CODE, choose_catch_up("ann", mine.id, "W-A"), "ann")
    assert catch_ups_of(after(known, EVENING, other), "ann")[0].subject == "W-A"


def test_only_the_person_chooses_only_from_that_slot_and_not_once_it_is_done() -> None:
    known, mine = missed()
    for workshop, proof in (("W-C", Evidence.BADGE), ("W-A", Evidence.TYPED)):
        with pytest.raises(Refused):
            by(proof, choose_catch_up("ann", mine.id, WorkshopId(workshop)), "ann")(known, EVENING)
    known = after(known, EVENING, by(Evidence.BADGE, complete_catch_up("ann", mine.id), "ann"))
    with pytest.raises(Refused):
        by(Evidence.BADGE, choose_catch_up("ann", mine.id, "W-A"), "ann")(known, EVENING)


def test_a_workshop_for_another_role_is_not_shown() -> None:
    known = SCHOOL.apply([put(person("tim", Role.TA))])
    mine = CatchUp("x", DAY, "tim", "one", WorkshopId(""), False, None)
    assert workshops_to_choose(known, mine) == ("W-A", "W-B", "W-T")

"""Catch-ups: one for each missed slot, with resources that fit, due on a working day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.marks import mark, sign_in_to_session
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.rules.follow_up.catch_up import (
    catch_ups_of,
    catch_ups_owed,
    missed_times,
    missed_title,
    open_catch_ups,
    record_catch_ups,
)
from kiosk.rules.follow_up.catch_up_acts import complete_catch_up, reopen_catch_up
from kiosk.rules.follow_up.catch_up_dates import due_date
from kiosk.rules.follow_up.catch_up_resources import pathway_for, resources_for
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId, ResourceId, SessionId, join_ids, split_id
from kiosk.rules.model.records import Person, Resource, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, Mode, Role, SlotKind
from kiosk.settings import Settings
from kiosk.text import Both
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot

EVENING = at("16:00")


def resource(id: ResourceId, language: str = "en", **more: Any) -> Resource:
    return Resource(id, Both(id), language=language, **more)


RESOURCES = (
    resource("live", mode=Mode.SYNCHRONOUS),
    resource("en"),
    resource("cy", "cy"),
    resource("both", "both"),
    resource("leaders", audience=("leader",)),
    resource("ta-en", pathway=("TA",)),
    resource("ta-cy", "cy", pathway=("TA",)),
)
SAFE = Workshop("W-safe", Both("Safe"), resources=("live", "en", "cy", "both", "leaders", "gone"))
ONLY = Workshop("W-B", Both("B"), resources=("cy",))
SCHOOL = school(
    day(
        slot("safe", "09:00-10:00", SlotKind.TOGETHER, required=("teacher", "TA"),
             invited=("supply",)),
        slot("break", "10:00-10:30", SlotKind.BREAK),
        slot("choice", "11:00-12:00", required=("teacher",), invited=("TA",)),
    ),
    session("safe", "safe", "09:00-10:00"),
    session("A", "choice", "11:00-12:00"),
    session("B", "choice", "11:00-12:00", leaders=("huw",)),
    person("ann"),
    person("huw"),
    person("nia", Role.TA),
    person("rebecca", hours={"wed": "08:30-15:30", "thu": "08:30-15:30"}),
    person("tunde", Role.SUPPLY, None),
    person("sue", Role.SUPPORT),
    person("guest", Role.VISITOR, None),
    *RESOURCES,
    SAFE,
    ONLY,
)  # fmt: skip


def owes(known: School, who: PersonId) -> dict[str, CatchUp]:
    return {
        one.slot: one for one in catch_ups_owed(known, EVENING, known.person(who), known.day(DAY))
    }


def due_for(known: School, who: Person) -> date | None:
    required = CatchUp(join_ids(DAY, who.id, "safe"), DAY, who.id, "safe", "", True, None)
    return due_date(known.apply([put(who)]), required)


def recorded(known: School, who: PersonId) -> list[tuple[str, str]]:
    return [(one.slot, one.workshop) for one in open_catch_ups(known, who, DAY)]


def test_who_was_required_owes_each_slot_once_with_a_date() -> None:
    mine = owes(SCHOOL, "ann")
    assert list(mine) == ["safe", "choice"]
    assert all(one.required and one.due for one in mine.values())


def test_for_a_choice_it_is_what_one_had_chosen_else_what_the_role_has() -> None:
    assert owes(SCHOOL, "ann")["choice"].workshop == ""
    assert owes(SCHOOL, "ann")["choice"].resources == ()
    known = after(SCHOOL, at("08:30"), choose("ann", "B"))
    mine = owes(known, "ann")["choice"]
    assert (mine.workshop, mine.resources) == ("W-B", ("cy",))


def test_what_was_missed_has_the_times_of_its_session_else_those_of_the_slot() -> None:
    session_b = SCHOOL.session("B")
    known = SCHOOL.apply(
        [put(replace(session_b, start=at("11:20").time(), end=at("11:50").time()))]
    )
    undecided = owes(known, "ann")["choice"]
    assert missed_times(known, undecided) == (at("11:00").time(), at("12:00").time())
    chosen = owes(after(known, at("08:30"), choose("ann", "B")), "ann")["choice"]
    assert missed_times(known, chosen) == (at("11:20").time(), at("11:50").time())
    assert missed_times(SCHOOL, replace(chosen, slot="gone")) is None


def test_any_session_of_the_slot_fulfils_it() -> None:
    known = after(SCHOOL, at("08:30"), choose("ann", "B"))
    known = after(known, at("11:10"), by(Evidence.TUTOR, mark("ann", "A", MarkState.LATE)))
    assert list(owes(known, "ann")) == ["safe"]


def test_to_who_was_not_required_it_is_offered_without_a_date() -> None:
    assert {one: (c.required, c.due) for one, c in owes(SCHOOL, "rebecca").items()} == {
        "safe": (False, None), "choice": (False, None)
    }  # fmt: skip
    assert {one: c.required for one, c in owes(SCHOOL, "tunde").items()} == {"safe": False}


@pytest.mark.parametrize("who", ["sue", "guest"])
def test_for_whom_it_was_not_meant_nothing_is_left(who: PersonId) -> None:
    assert owes(SCHOOL, who) == {}


def test_an_invited_role_owes_a_choice_only_where_a_place_was_held() -> None:
    assert list(owes(SCHOOL, "nia")) == ["safe", ""]
    known = after(SCHOOL, at("08:30"), choose("nia", "A"))
    assert not owes(known, "nia")["choice"].required


def test_nothing_is_owed_before_it_is_over_unless_one_is_known_to_be_away() -> None:
    nobody = catch_ups_owed(SCHOOL, at("09:59"), SCHOOL.person("ann"), SCHOOL.day(DAY))
    assert nobody == []
    first = catch_ups_owed(SCHOOL, at("10:00"), SCHOOL.person("ann"), SCHOOL.day(DAY))
    assert [one.slot for one in first] == ["safe"]
    ill = after(SCHOOL, at("08:10"), report_absent("ann", DAY))
    missed = [one.slot for one in catch_ups_owed(ill, at("08:11"), ill.person("ann"), ill.day(DAY))]
    assert missed == ["safe", "choice"]
    shut = after(SCHOOL, at("08:30"), close_day(DAY))
    assert recorded(shut, "ann") == [("safe", "W-safe"), ("choice", "")]


def test_who_led_a_session_does_not_owe_it_but_who_did_not_come_does() -> None:
    assert "choice" in owes(SCHOOL, "huw")
    came = after(SCHOOL, at("09:00"), by(Evidence.TYPED, sign_in_to_session("huw", "safe")))
    assert owes(came, "huw") == {}
    away = after(came, at("12:30"), by(Evidence.TUTOR, mark("huw", "B", MarkState.ABSENT)))
    assert list(owes(away, "huw")) == ["choice"]


def test_a_slot_without_sessions_is_missed_by_whoever_did_not_come_at_all() -> None:
    rooms = day(slot("rooms", "13:00-14:00", SlotKind.DEPARTMENT))
    known = school(rooms, person("ann"), person("bob"))
    known = after(known, at("08:30"), by(Evidence.TYPED, sign_in("bob")))
    assert list(owes(known, "ann")) == ["rooms"]
    assert owes(known, "bob") == {}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (person("a"), ("en", "both", "live")),
        (person("a", language="cy"), ("cy", "both")),
        (person("a", Role.LEADER), ("en", "both", "leaders", "live")),
        (person("a", Role.TA), ("en", "both", "live")),
        (person("a", Role.TA, language="cy"), ("cy", "both")),
    ],
)
def test_resources_fit_role_and_language_asynchronous_first(
    who: Person, expected: tuple[str, ...]
) -> None:
    assert resources_for(SCHOOL, who, "W-safe") == expected


def test_where_none_is_in_ones_language_the_other_serves() -> None:
    assert resources_for(SCHOOL, person("a"), "W-B") == ("cy",)


def test_the_pathway_of_the_role_is_a_card_of_its_own_and_never_required() -> None:
    assert pathway_for(SCHOOL, person("a", Role.TA)) == ("ta-en",)
    assert pathway_for(SCHOOL, person("a", Role.TA, language="cy")) == ("ta-cy",)
    assert pathway_for(SCHOOL, person("a")) == ()
    bands = {"one": "09:00-10:00", "two": "10:00-11:00", "three": "11:00-12:00"}
    known = school(
        day(*(slot(name, band, SlotKind.TOGETHER) for name, band in bands.items())),
        person("a", Role.TA),
        resource("own"),
        resource("ta-en", pathway=("TA",)),
        Workshop("W-one", Both("One"), resources=("own",)),
        Workshop("W-three", Both("Three"), resources=("own",)),
        *(session(name, name, band) for name, band in bands.items()),
    )
    found = catch_ups_owed(known, at("18:00"), known.person("a"), known.day(DAY))
    assert [one.resources for one in found] == [("own",), (), ("own",), ("ta-en",)]
    assert [(one.pathway, one.required) for one in found] == [(False, True)] * 3 + [(True, False)]
    assert found[-1].due is None
    came = after(known, at("09:00"), *(
        by(Evidence.TUTOR, mark("a", SessionId(name), MarkState.PRESENT)) for name in bands
    ))  # fmt: skip
    assert catch_ups_owed(came, at("18:00"), known.person("a"), known.day(DAY)) == []


@pytest.mark.parametrize(
    ("who", "due"),
    [
        (person("a"), date(2026, 9, 15)),
        (person("a", hours={"mon": "09:00-12:00"}), date(2026, 9, 21)),
        (person("a", hours={"wed": "09:00-12:00", "fri": "09:00-12:00"}), date(2026, 9, 16)),
        (person("a", hours={}), date(2026, 9, 15)),
        (person("a", Role.SUPPLY, None), date(2026, 9, 17)),
        (person("a", Role.SUPPORT, None), date(2026, 9, 15)),
    ],
)
def test_it_is_due_on_a_day_one_works(who: Person, due: date) -> None:
    known = SCHOOL.apply([put(Settings(usual_hours={"supply": {"thu": "08:30-12:00"}}))])
    assert due_for(known, who) == due


def test_what_somebody_reported_absent_owes_is_held_until_they_are_back() -> None:
    second = DayId("2026-09-02")
    talk = slot("talk", "09:00-10:00", SlotKind.TOGETHER, required=("teacher",))
    longer = SCHOOL.apply([put(day(talk, id=second))])
    usual = owes(longer, "ann")["safe"].due
    assert usual is not None
    ill = after(longer, at("08:10"), report_absent("ann", DAY))
    held = owes(ill, "ann")["safe"]
    assert held.required
    assert held.due is None
    back = after(ill, at("08:30", second), by(Evidence.TYPED, sign_in("ann"), "ann"))
    assert owes(back, "ann")["safe"].due == usual + timedelta(days=1)
    part = after(longer, at("08:10"), report_absent("ann", DAY, end=at("09:30").time()))
    assert owes(part, "ann")["safe"].due == usual


def test_a_due_date_at_the_weekend_moves_to_monday() -> None:
    known = SCHOOL.apply([put(Settings(catch_up_days=4))])
    assert due_for(known, person("a", hours=None)) == date(2026, 9, 7)


def test_recording_again_changes_nothing() -> None:
    known = after(SCHOOL, EVENING, record_catch_ups(DAY))
    assert recorded(known, "ann") == [("safe", "W-safe"), ("choice", "")]
    assert record_catch_ups(DAY)(known, EVENING, SOMEBODY).items == ()
    one = after(SCHOOL, EVENING, record_catch_ups(DAY, "ann"))
    assert recorded(one, "nia") == []


def test_corrected_to_present_takes_it_away_unless_it_is_done() -> None:
    known = after(SCHOOL, EVENING, record_catch_ups(DAY))
    done = owes(known, "nia")["safe"]
    known = known.apply([put(replace(done, done_at=EVENING))])
    for who in ("ann", "nia"):
        known = after(
            known, EVENING, by(Evidence.TUTOR, mark(PersonId(who), "safe", MarkState.PRESENT))
        )
    known = after(known, EVENING, record_catch_ups(DAY))
    assert recorded(known, "ann") == [("choice", "")]
    assert known.day_record(DAY).catch_ups["nia"][done.id].done_at == EVENING
    assert recorded(known, "nia") == []


def test_what_is_done_stays_done_and_is_not_owed_again_for_another_choice() -> None:
    known = after(SCHOOL, at("08:30"), choose("ann", "A"))
    known = after(known, EVENING, record_catch_ups(DAY))
    mine = known.day_record(DAY).catch_ups["ann"]
    known = known.apply([put(replace(one, done_at=EVENING)) for one in mine.values()])
    assert record_catch_ups(DAY, "ann")(known, EVENING, SOMEBODY).items == ()
    known = after(known, at("08:31"), give_up_place("ann", "A"))
    known = after(known, EVENING, record_catch_ups(DAY))
    assert recorded(known, "ann") == []


# -- one's own ------------------------------------------------------------------------------------


def owing(*more: CatchUp) -> School:
    """Return a school in which ann has a required catch-up, an offered one, and others."""
    one = CatchUp("1", DAY, "ann", "safe", "W-safe", True, date(2026, 9, 9), ("en",))
    two = CatchUp("2", DAY, "ann", "choice", "", False, None, ("en",))
    return SCHOOL.apply(
        put(replace(each, id=join_ids(DAY, "ann", each.id))) for each in (two, one, *more)
    )


def ids(known: School) -> list[str]:
    return [split_id(one.id)[-1] for one in catch_ups_of(known, "ann")]


def test_what_is_required_comes_before_what_is_offered_and_what_is_done_last() -> None:
    sooner = CatchUp("3", DAY, "ann", "late", "", True, date(2026, 9, 2))
    done = CatchUp("4", DAY, "ann", "past", "", True, date(2026, 8, 2), done_at=EVENING)
    known = owing(sooner, done)
    assert ids(known) == ["3", "1", "2", "4"]
    assert [missed_title(known, one) for one in catch_ups_of(known, "ann")] == [
        "late", Both("Safe"), Both("choice"), "past",
    ]  # fmt: skip


def test_what_is_due_on_one_date_comes_in_the_order_of_the_day() -> None:
    slots = [slot.id for slot in SCHOOL.day(DAY).slots]
    last_first = dict(zip(reversed(slots), "abcdefgh", strict=False))
    known = SCHOOL.apply(
        put(CatchUp(join_ids(DAY, "ann", name), DAY, "ann", slot, "", True, date(2026, 9, 9)))
        for slot, name in last_first.items()
    )
    assert [one.slot for one in catch_ups_of(known, "ann")] == slots


def test_saying_that_it_is_done_is_kept_and_taken_back() -> None:
    mine = join_ids(DAY, "ann", "1")
    known = after(owing(), EVENING, by(Evidence.CODE, complete_catch_up("ann", mine)))
    assert ids(known) == ["2", "1"]
    assert catch_ups_of(known, "ann")[-1].done_at == EVENING
    assert by(Evidence.CODE, complete_catch_up("ann", mine))(known, at("17:00")).items == ()
    again = after(known, EVENING, by(Evidence.BADGE, reopen_catch_up("ann", mine)))
    assert ids(again) == ["1", "2"]
    assert by(Evidence.BADGE, reopen_catch_up("ann", mine))(again, EVENING).items == ()


def test_what_is_said_to_be_done_stays_so_when_it_is_recorded_again() -> None:
    missed = after(SCHOOL, EVENING, record_catch_ups(DAY, "ann"))
    (first, *rest) = catch_ups_of(missed, "ann")
    known = after(missed, EVENING, by(Evidence.BADGE, complete_catch_up("ann", first.id)))
    known = after(known, EVENING, record_catch_ups(DAY))
    assert [one.id for one in catch_ups_of(known, "ann")] == [one.id for one in (*rest, first)]


@pytest.mark.parametrize("decide", [complete_catch_up, reopen_catch_up])
@pytest.mark.parametrize(
    ("who", "proof"),
    [
        ("ann", Evidence.TYPED),
        ("ann", Evidence.TUTOR),
        ("huw", Evidence.BADGE),
        ("nobody", Evidence.BADGE),
    ],
)
def test_nobody_else_says_it_and_nobody_without_proof(
    decide: Callable[[str, str], Decision], who: str, proof: Evidence
) -> None:
    with pytest.raises(Refused):
        by(proof, decide(who, join_ids(DAY, "ann", "1")))(owing(), EVENING)

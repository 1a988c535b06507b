"""Choosing, leaving and waiting, by example; what holds always is in `test_places_machine`."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance import sign_in_to
from kiosk.rules.changes import Remove
from kiosk.rules.closing import close_day, reopen_day
from kiosk.rules.places import (
    bookings_in,
    choose,
    is_full,
    leave,
    obstacle,
    places_left,
    queue_of,
    settle,
)
from kiosk.rules.records import Proof, Role, SlotKind, key
from kiosk.rules.school import School, put
from kiosk.text import Both, Text
from tests.builders import DAY, after, at, day, person, school, session, slot

SCHOOL = school(
    day(
        slot("hall", "09:00-10:00", SlotKind.TOGETHER),
        slot("one", "11:00-12:00", invited=("visitor",)),
        slot("long", "11:30-13:00"),
        slot("aln", "13:00-14:00", SlotKind.TOGETHER, required=("TA",)),
        slot("two", "13:30-14:30"),
    ),
    session("hall", "hall", "09:00-10:00"),
    session("A", "one", "11:00-12:00", 1),
    session("B", "one", "11:00-12:00", 1, leaders=("huw",)),
    session("open", "one", "11:00-12:00"),
    session("none", "one", "11:00-12:00", 0),
    session("L", "long", "11:30-13:00"),
    session("aln", "aln", "13:00-14:00"),
    session("C", "two", "13:30-14:30", audience=("teacher", "TA")),
    *(person(name) for name in ("ann", "bob", "cai", "huw")),
    person("nia", Role.TA),
    person("tom", Role.TA, "08:45-12:15"),
    person("guest", Role.VISITOR, None),
    person("rebecca", hours={"wed": "08:30-15:30"}),
)
NOW = at("09:00")


def held(known: School, wanted: str) -> list[str]:
    return [booking.person for booking in bookings_in(known, known.session(wanted))]


def queue(known: School, wanted: str) -> list[str]:
    return [booking.person for booking in queue_of(known, known.session(wanted))]


def said(known: School, who: str, wanted: str) -> Text:
    text = choose(who, wanted)(known, NOW).said
    assert text is not None
    return text


def test_a_freed_place_goes_to_the_first_in_the_queue() -> None:
    known = after(SCHOOL, NOW, *(choose(who, "A") for who in ("ann", "bob", "cai")))
    assert (held(known, "A"), queue(known, "A")) == (["ann"], ["bob", "cai"])
    known = after(known, NOW, leave("ann", "A"))
    assert (held(known, "A"), queue(known, "A")) == (["bob"], ["cai"])
    assert bookings_in(known, known.session("A"))[0].moved_up


def test_one_is_told_ones_place_in_the_queue() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"))
    assert said(known, "bob", "A").count == 1
    known = after(known, NOW, choose("bob", "A"))
    assert said(known, "cai", "A").count == 2
    assert said(known, "bob", "A").count == 1
    assert "place in" in said(known, "ann", "A").msgid


def test_while_waiting_the_lower_choice_is_kept_and_given_up_on_moving_up() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "B"), choose("bob", "A"))
    assert (held(known, "B"), queue(known, "A")) == (["bob"], ["bob"])
    known = after(known, NOW, choose("cai", "B"), leave("ann", "A"))
    assert (held(known, "A"), held(known, "B"), queue(known, "B")) == (["bob"], ["cai"], [])


def test_joining_a_queue_leaves_the_other_queue_of_the_slot() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "A"), choose("bob", "none"))
    assert (queue(known, "A"), queue(known, "none")) == ([], ["bob"])


CHAIN = (choose("ann", "A"), choose("bob", "B"), choose("ann", "B"), choose("bob", "A"))
"""Two who each hold what the other waits for."""


def test_giving_up_a_place_may_let_one_move_up_at_once_and_that_is_said() -> None:
    known = after(SCHOOL, NOW, *CHAIN)
    text = said(known, "ann", "open")
    assert "just become free" in text.msgid
    assert text.params["title"] == Both("W-B")
    known = after(known, NOW, choose("ann", "open"))
    assert (held(known, "A"), held(known, "B"), held(known, "open")) == (["bob"], ["ann"], [])


def test_who_signs_in_is_not_moved_up_by_that_very_act() -> None:
    known = after(SCHOOL, NOW, *CHAIN)
    known = after(known, at("10:55"), sign_in_to("ann", "open", Proof.TYPED))
    assert (held(known, "A"), held(known, "B"), held(known, "open")) == (["bob"], [], ["ann"])
    assert queue(known, "B") == ["ann"]


def test_a_session_without_a_limit_is_never_full_and_one_without_places_always() -> None:
    assert places_left(SCHOOL, SCHOOL.session("open")) is None
    assert not is_full(SCHOOL, SCHOOL.session("open"))
    assert is_full(SCHOOL, SCHOOL.session("none"))
    fewer = after(SCHOOL, NOW, *(choose(who, "open") for who in ("ann", "bob", "cai")))
    fewer = fewer.apply([put(replace(fewer.session("open"), places=1))])
    assert places_left(fewer, fewer.session("open")) == 0
    assert held(fewer, "open") == ["ann", "bob", "cai"]


def test_more_places_let_the_queue_go_on() -> None:
    known = after(SCHOOL, NOW, *(choose(who, "A") for who in ("ann", "bob", "cai", "nia")))
    more = known.apply([put(replace(known.session("A"), places=3))])
    more = more.apply(settle(more, DAY, NOW))
    assert (held(more, "A"), queue(more, "A")) == (["ann", "bob", "cai"], ["nia"])


def test_who_cannot_come_is_passed_by_and_keeps_the_place_in_the_queue() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "A"), choose("cai", "A"))
    known = after(known, NOW, choose("bob", "L"), leave("ann", "A"))
    assert (held(known, "A"), queue(known, "A")) == (["cai"], ["bob"])
    known = after(known, NOW, leave("cai", "A"))
    assert held(known, "A") == []
    known = after(known, NOW, leave("bob", "L"))
    assert held(known, "A") == ["bob"]


def test_after_the_start_nobody_moves_by_themselves_but_may_come() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "A"))
    known = after(known, at("11:00"), leave("ann", "A"))
    assert (held(known, "A"), queue(known, "A")) == ([], ["bob"])
    known = after(known, at("11:01"), choose("bob", "A"))
    assert (held(known, "A"), queue(known, "A")) == (["bob"], [])
    with pytest.raises(Refused, match="full and has begun"):
        choose("cai", "A")(known, at("11:02"))


def test_closing_stops_the_queue_and_opening_again_moves_it() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "A"), close_day(DAY))
    with pytest.raises(Refused):
        leave("ann", "A")(known, NOW)
    known = known.apply([Remove("bookings", key("A", "ann"))])
    assert (held(known, "A"), queue(known, "A")) == ([], ["bob"])
    known = after(known, NOW, reopen_day(DAY))
    assert held(known, "A") == ["bob"]
    assert reopen_day(DAY)(known, NOW).items == ()


@pytest.mark.parametrize(
    ("who", "wanted", "clock", "reason"),
    [
        ("ann", "hall", "08:00", "No place is needed here"),
        ("huw", "B", "09:00", "You lead this session"),
        ("huw", "A", "09:00", "You lead {title} at that time"),
        ("guest", "C", "09:00", "not for your role"),
        ("tom", "L", "09:00", "Outside your hours"),
        ("rebecca", "A", "09:00", "Not one of your working days"),
        ("nia", "C", "09:00", "You are expected in {title} at that time"),
        ("cai", "A", "09:00", "You have a place in {title} at that time"),
        ("ann", "A", "12:00", "over"),
    ],
)
def test_why_one_cannot_have_a_place_is_said_in_one_sentence(
    who: str, wanted: str, clock: str, reason: str
) -> None:
    known = after(SCHOOL, NOW, choose("cai", "L"))
    found = obstacle(known, known.person(who), known.session(wanted), at(clock))
    assert found is not None
    assert reason in found.msgid
    with pytest.raises(Refused) as refused:
        choose(who, wanted)(known, at(clock))
    assert refused.value.reason == found


def test_a_place_in_another_session_of_the_slot_is_no_obstacle() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"))
    assert obstacle(known, known.person("ann"), known.session("open"), NOW) is None
    known = after(known, NOW, choose("ann", "open"))
    assert (held(known, "A"), held(known, "open")) == ([], ["ann"])


def test_leaving_what_one_has_no_place_in_changes_nothing() -> None:
    assert leave("ann", "A")(SCHOOL, NOW).items == ()
    for who, wanted in (("zed", "A"), ("ann", "X")):
        with pytest.raises(Refused):
            leave(who, wanted)(SCHOOL, NOW)

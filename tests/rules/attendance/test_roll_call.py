"""The roll call: who is on it, in which order, and what is ticked off."""

from __future__ import annotations

from dataclasses import replace as replaced

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.merging import merge_people
from kiosk.rules.attendance.roll_call import (
    Group,
    begin_roll_call,
    counted,
    end_roll_call,
    group_words,
    grouped,
    roll_calls,
    roll_lines,
    roll_under_way,
    tick_off,
    untick,
)
from kiosk.rules.model.actors import RECEPTION, TUTOR, Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.references import records_of, references_of
from kiosk.rules.model.rooms import Room, RoomId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import MarkState, SlotKind
from tests.builders import DAY, after, at, day, person, school, session, slot
from tests.rules.model.test_names import people_with_hard_names

NOW = at("09:10")
ENGLISH = Language("en")
ROOMS = (
    Room(RoomId("Hall"), zone="Main"),
    Room(RoomId("Lab"), zone="Science"),
    Room(RoomId("Library"), zone="Main"),
)
SCHOOL = school(
    day(slot("one", "09:00-10:00", SlotKind.TOGETHER)),
    session("H", "one", "09:00-10:00", room="hall ", audience=("dept:Hall",)),
    session("L", "one", "09:00-10:00", room="Lab", audience=("dept:Lab",)),
    session("B", "one", "09:00-10:00", room="Library", audience=("dept:Library",)),
    session("S", "one", "09:00-10:00", room="Shed", audience=("dept:Shed",)),
    person("ann", department="Lab"),
    person("bob", department="Hall"),
    person("cat", department="Library"),
    person("dai", department="Shed"),
    person("eve", department="Hall", hours="07:00-09:00"),
    person("fay", department=""),
    person("gil", department="Hall"),
    *ROOMS,
)
PEOPLE = tuple(map(PersonId, ("ann", "bob", "cat", "dai", "eve", "fay", "gil")))
HERE = after(SCHOOL, at("08:30"), *map(sign_in, PEOPLE))


def done(before: School, decided: Decision, actor: Actor = TUTOR, clock: str = "09:10") -> School:
    asked = replace(actor, device=f"{actor.id}.{clock}")
    return before.apply(decided(before, at(clock), asked).items)


def groups(known: School, clock: str = "09:10") -> list[Group]:
    lines = roll_lines(known, at(clock), known.day(DAY))
    return grouped(lines, sort_key_for("en"))


def named(known: School) -> list[tuple[str, list[str]]]:
    return [
        (ENGLISH.say(group_words(known, one)), [line.person.id for line in one.lines])
        for one in groups(known)
    ]


def counts(known: School, clock: str = "09:20") -> tuple[int, int]:
    today = known.day(DAY)
    return counted(roll_lines(known, at(clock), today, roll_under_way(known, today)))


def test_people_are_listed_zone_by_zone_and_after_their_hours_first() -> None:
    assert named(HERE) == [
        ("Look for first: their hours have ended", ["eve"]),
        ("Main · hall ", ["bob", "gil"]),
        ("Main · Library", ["cat"]),
        ("Science · Lab", ["ann"]),
        ("Shed", ["dai"]),
        ("No room known", ["fay"]),
    ]


def test_without_zones_people_are_listed_by_room() -> None:
    plain = HERE.apply([put(replace(room, zone="")) for room in ROOMS])
    assert [name for name, _ in named(plain)][1:] == [
        "hall ", "Lab", "Library", "Shed", "No room known",
    ]  # fmt: skip


def test_people_of_a_room_are_in_the_order_of_the_alphabet_whatever_they_are_called() -> None:
    people = [replace(one, department="Lab") for one in people_with_hard_names().values()]
    known = SCHOOL.apply([put(one) for one in people])
    known = after(known, at("08:30"), *(sign_in(one.id) for one in people))
    lab = next(one for one in groups(known) if one.room == "Lab")
    assert [line.person for line in lab.lines] == sorted(people, key=sort_key_for("en"))


def test_a_roll_call_is_begun_once_and_says_who_began_and_ended_it() -> None:
    known = done(HERE, begin_roll_call(), RECEPTION, "09:10")
    again = begin_roll_call()(known, at("09:11"), TUTOR)
    assert again.items == ()
    assert again.message is not None
    assert ENGLISH.say(again.message) == "The roll call of 09:10 is under way (reception)."
    known = done(known, end_roll_call(), TUTOR, "09:30")
    (roll,) = roll_calls(known, known.day(DAY))
    assert (roll.at, roll.by, roll.ended_at, roll.ended_by) == (
        at("09:10"), "reception", at("09:30"), "tutor",
    )  # fmt: skip
    with pytest.raises(Refused, match="No roll call"):
        end_roll_call()(known, NOW, TUTOR)
    later = done(known, begin_roll_call(), TUTOR, "09:40")
    assert [one.at for one in roll_calls(later, later.day(DAY))] == [at("09:10"), at("09:40")]


def test_everybody_is_counted_once_and_ticked_off_from_several_machines() -> None:
    known = done(HERE, begin_roll_call())
    assert counts(known) == (7, 0)
    known = done(known, tick_off((PersonId("ann"), PersonId("bob"))), TUTOR, "09:11")
    known = done(known, tick_off((PersonId("bob"), PersonId("cat"))), RECEPTION, "09:12")
    assert counts(known) == (4, 3)
    ticks = known.day_record(DAY).roll_ticks
    assert {who: [one.by for one in of.values()] for who, of in ticks.items()} == {
        "ann": ["tutor"], "bob": ["tutor"], "cat": ["reception"],
    }  # fmt: skip
    assert tick_off((PersonId("bob"),))(known, at("09:13"), TUTOR).items == ()
    known = done(known, untick(PersonId("bob")), TUTOR, "09:14")
    assert counts(known) == (5, 2)
    assert untick(PersonId("bob"))(known, at("09:15"), TUTOR).items == ()


def test_ticks_belong_to_their_own_roll_call() -> None:
    known = done(HERE, begin_roll_call(), clock="09:10")
    known = done(known, tick_off((PersonId("ann"),)), clock="09:11")
    known = done(known, end_roll_call(), clock="09:12")
    assert counts(known) == (7, 0)
    known = done(known, begin_roll_call(), clock="09:13")
    assert counts(known) == (7, 0)
    known = done(known, tick_off((PersonId("ann"),)), clock="09:14")
    assert counts(known) == (6, 1)
    assert len(known.day_record(DAY).roll_ticks["ann"]) == 2


def test_nobody_is_ticked_off_without_a_roll_call() -> None:
    for decided in (tick_off((PersonId("ann"),)), untick(PersonId("ann"))):
        with pytest.raises(Refused, match="No roll call"):
            decided(HERE, NOW, TUTOR)


def test_who_is_found_without_having_signed_in_has_arrived() -> None:
    known = done(SCHOOL, begin_roll_call())
    known = done(known, tick_off((PersonId("ann"),)))
    assert is_on_site(known, PersonId("ann"), DAY)
    assert counts(known) == (0, 1)


def told(known: School, decision: Decision, clock: str = "09:15") -> str:
    """Return what a decision says."""
    message = decision(known, at(clock), TUTOR).message
    assert message is not None
    return ENGLISH.say(message)


def test_a_tick_that_signed_somebody_in_is_taken_back_with_the_sign_in() -> None:
    ann, known = PersonId("ann"), done(SCHOOL, begin_roll_call())
    assert told(known, tick_off((ann,))) == "ann is signed in and ticked off."
    known = done(known, tick_off((ann,)), clock="09:11")
    assert told(known, untick(ann)) == "ann is not ticked off, nor signed in any more."
    known = done(known, untick(ann), clock="09:12")
    assert not is_on_site(known, ann, DAY)
    assert counts(known) == (0, 0)


def test_a_sign_in_before_the_tick_stays_and_so_does_one_that_a_session_confirms() -> None:
    ann, known = PersonId("ann"), done(HERE, begin_roll_call())
    known = done(known, tick_off((ann,)), clock="09:11")
    assert told(known, untick(ann)) == "ann is still to find."
    assert is_on_site(done(known, untick(ann), clock="09:12"), ann, DAY)
    known = done(done(SCHOOL, begin_roll_call()), tick_off((ann,)), clock="09:11")
    session = next(iter(known.programme.sessions))
    known = done(known, mark(ann, session, MarkState.PRESENT), clock="09:12")
    assert is_on_site(done(known, untick(ann), clock="09:13"), ann, DAY)


def test_who_was_ticked_off_already_is_not_counted_again() -> None:
    ann, bob, cat = map(PersonId, ("ann", "bob", "cat"))
    known = done(done(HERE, begin_roll_call()), tick_off((ann,)))
    assert told(known, tick_off((ann, bob, cat))) == "2 people are ticked off."
    assert told(known, tick_off((ann, bob))) == "1 person is ticked off."
    known = done(known, tick_off((bob, cat)))
    assert told(known, tick_off((ann, bob, cat))) == "They were ticked off already."


def test_who_goes_on_to_another_room_stays_ticked_off() -> None:
    known = done(HERE, begin_roll_call())
    known = done(known, tick_off(PEOPLE))
    assert counts(known, "10:30") == (0, 7)


def test_the_end_says_how_many_were_not_found() -> None:
    known = done(HERE, begin_roll_call())
    known = done(known, tick_off((PersonId("ann"),)))
    ended = end_roll_call()(known, at("09:30"), TUTOR)
    assert ended.message is not None
    assert ENGLISH.say(ended.message) == "The roll call has ended: 1 ticked off, 6 not found."


def test_a_tick_is_its_persons_and_moves_when_two_entries_become_one() -> None:
    known = done(HERE, begin_roll_call())
    known = done(known, tick_off((PersonId("ann"), PersonId("bob"))))
    assert [one.person for one in records_of(known, PersonId("ann"))
            if type(one).__name__ == "RollTick"] == ["ann"]  # fmt: skip
    merged = done(known, merge_people(PersonId("ann"), PersonId("cat")))
    ticks = merged.day_record(DAY).roll_ticks
    assert {who for who, of_person in ticks.items() if of_person} == {"bob", "cat"}
    assert counts(merged) == (4, 2)
    both = done(known, merge_people(PersonId("ann"), PersonId("bob")))
    assert counts(both) == (5, 1)


def test_a_tick_names_its_roll_call_which_is_not_undone_without_it() -> None:
    known = done(HERE, begin_roll_call())
    known = done(known, tick_off((PersonId("ann"),)))
    (roll,) = roll_calls(known, known.day(DAY))
    (tick,) = known.day_record(DAY).roll_ticks["ann"].values()
    assert ("roll_calls", roll.id) in set(references_of(tick))


def test_what_a_tick_changes_is_found_at_once() -> None:
    known = done(HERE, begin_roll_call())
    before = counts(known)
    known = done(known, tick_off((PersonId("gil"),)))
    anew = replaced(known, results={}, plan_results={})
    assert counts(known) == counts(anew) == (before[0] - 1, 1)


def test_somebody_known_to_be_off_site_who_is_found_is_on_the_roll_and_ticked_off() -> None:
    known = school(
        day(slot("visit", "09:00-10:30", SlotKind.TOGETHER)),
        session("V", "visit", "09:00-10:30", off_site=True, audience=("staff",)),
        person("ann"),
    )
    known = done(after(known, at("08:30"), sign_in(PersonId("ann"))), begin_roll_call())
    assert roll_lines(known, NOW, known.day(DAY)) == []
    known = done(known, tick_off((PersonId("ann"),), by_badge=True), clock="09:12")
    roll = roll_under_way(known, known.day(DAY))
    lines = roll_lines(known, at("09:12"), known.day(DAY), roll)
    assert [line.tick is not None for line in lines] == [True]

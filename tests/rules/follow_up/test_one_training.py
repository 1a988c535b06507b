"""A required training is one catch-up, whatever the slots, and never done on one's own tick."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.catch_up import catch_ups_of, catch_ups_on, record_catch_ups
from kiosk.rules.follow_up.catch_up_acts import complete_catch_up
from kiosk.rules.follow_up.catch_up_resources import workshops_to_choose
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.follow_up.outstanding import finish_catch_ups, waive_catch_ups
from kiosk.rules.follow_up.required_training import TrainingState, training_lines
from kiosk.rules.model.ids import DayId, PersonId, SlotId
from kiosk.rules.model.records import Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind, WaiveReason
from kiosk.text import Both
from tests.builders import DAY, after, at, by, day, person, school, session, slot

ANN = PersonId("ann")
JANUARY = DayId("2027-01-05")
EVENING = at("17:00")
IN_JANUARY = at("17:00", JANUARY)
TOGETHER = SlotKind.TOGETHER
SAFE = Workshop("W-safe", Both("Safeguarding"), required_training=("all",))
PEOPLE = (person("ann"), person("bob"), SAFE, Workshop("W-art", Both("Art")))
CHOICE = school(
    day(slot("one", "09:00-10:00"), slot("two", "11:00-12:00")),
    session("safe", "one", "09:00-10:00"),
    session("art", "one", "09:00-10:00"),
    session("again", "two", "11:00-12:00", workshop="W-safe"),
    session("art2", "two", "11:00-12:00", workshop="W-art"),
    *PEOPLE,
)
TWICE = school(
    day(slot("a", "09:00-10:00", TOGETHER), slot("b", "11:00-12:00", TOGETHER)),
    day(slot("a", "09:00-10:00", TOGETHER), id=JANUARY),
    session("first", "a", "09:00-10:00", workshop="W-safe"),
    session("second", "b", "11:00-12:00", workshop="W-safe"),
    session("third", "a", "09:00-10:00", day=JANUARY, workshop="W-safe"),
    *PEOPLE,
)


def recorded(known: School, when: datetime = EVENING, on: DayId = DAY) -> School:
    return after(known, when, record_catch_ups(on))


def slots(known: School, on: DayId = DAY) -> list[tuple[str, str]]:
    return [(one.slot, one.subject) for one in catch_ups_on(known, ANN, on)]


def confirmed(known: School, when: datetime = EVENING) -> School:
    (mine,) = (one.id for one in catch_ups_of(known, ANN) if one.subject == SAFE.id)
    return after(known, when, by(Evidence.TUTOR, finish_catch_ups((mine,)), "tutor"))


def figures(known: School, on: DayId = DAY) -> TrainingState:
    (line,) = training_lines(known, IN_JANUARY, known.day(on))
    return next(state for who, state in line.people if who.id == ANN)


def test_a_missed_choice_is_settled_by_the_training_in_it_and_offers_no_training() -> None:
    known = recorded(CHOICE)
    assert slots(known) == [("one", "W-safe"), ("two", "")]
    other = catch_ups_on(known, ANN, DAY)[1]
    assert workshops_to_choose(known, other) == ("W-art",)


def test_a_training_in_two_slots_is_owed_once() -> None:
    assert slots(recorded(TWICE)) == [("a", "W-safe")]


def test_what_names_the_person_is_training_whatever_its_record_says() -> None:
    (mine,) = catch_ups_on(recorded(TWICE), ANN, DAY)
    old = recorded(TWICE).apply([put(replace(mine, training=False))])
    ticked = after(old, EVENING, by(Evidence.BADGE, complete_catch_up(ANN, mine.id), "ann"))
    (done,) = catch_ups_on(ticked, ANN, DAY)
    assert state_of(ticked, done) is CatchUpState.HANDED_IN
    assert figures(ticked) is TrainingState.MISSED


def test_whoever_caught_up_with_it_in_the_school_year_does_not_owe_it_again() -> None:
    known = recorded(confirmed(recorded(TWICE)), IN_JANUARY, JANUARY)
    assert slots(known, JANUARY) == []
    assert figures(known, JANUARY) is TrainingState.DONE


def test_what_is_owed_since_september_is_not_owed_a_second_time() -> None:
    known = recorded(recorded(TWICE), IN_JANUARY, JANUARY)
    assert (slots(known), slots(known, JANUARY)) == ([("a", "W-safe")], [])


def test_a_session_in_another_slot_leaves_one_catch_up_with_what_was_said_about_it() -> None:
    known = recorded(TWICE)
    first = known.session("first")
    moved = [put(replace(first, slot=SlotId("b"))), put(replace(first, id="x", workshop="W-art"))]
    after_done = slots(recorded(confirmed(known).apply(moved)))
    assert after_done == [("a", "W-safe"), ("a", "W-art")]
    (mine,) = catch_ups_on(known, ANN, DAY)
    slip = known.apply([put(replace(mine, stubs=("STUB-A",), printed_on=EVENING.date()))])
    training = [one for one in catch_ups_on(recorded(slip.apply(moved)), ANN, DAY) if one.training]
    assert [(one.slot, one.stubs) for one in training] == [("b", ("STUB-A",))]


def test_training_waived_as_done_elsewhere_counts_as_done() -> None:
    known = recorded(TWICE)
    (mine,) = catch_ups_on(known, ANN, DAY)
    waived = waive_catch_ups((mine.id,), WaiveReason.ELSEWHERE)
    known = after(known, EVENING, by(Evidence.TUTOR, waived, "tutor"))
    assert figures(known) is TrainingState.DONE
    assert slots(recorded(known, IN_JANUARY, JANUARY), JANUARY) == []


def test_a_training_attended_later_that_day_is_owed_in_no_slot() -> None:
    came = by(Evidence.TUTOR, mark(ANN, TWICE.session("second").id, MarkState.PRESENT))
    assert slots(recorded(after(TWICE, at("11:05"), came))) == []

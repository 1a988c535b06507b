"""What a person is to do: choices for everybody to see, what is private after a proof alone."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.language import Language
from kiosk.rules.attendance.destinations import now_or_next
from kiosk.rules.attendance.marks import sign_in_to_session
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.to_do import to_do
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import PersonId, SlotId, WorkshopId, join_ids
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, SlotKind
from tests.builders import DAY, after, at, by, day, person, school, session, slot

ANN = PersonId("ann")
KNOWN = school(
    day(slot("one", "09:00-10:00"), slot("two", "11:00-12:00")),
    session("A", "one", "09:00-10:00", 1),
    session("B", "two", "11:00-12:00"),
    person(ANN),
    person("bob"),
    CatchUp(
        join_ids(DAY, ANN, "old", "old"), DAY, ANN, SlotId("old"), WorkshopId("old"), True, None
    ),
)


def said(known: School, clock: str = "08:30", evidence: Evidence = Evidence.TYPED) -> str:
    do = to_do(known, at(clock), ANN, known.day(DAY), evidence, ())
    return Language("en").say(do) if do is not None else ""


def test_every_slot_without_a_choice_is_named() -> None:
    assert said(KNOWN) == "To do: choose workshops for 09:00 and 11:00"


def test_what_is_chosen_or_waited_for_is_not_to_do() -> None:
    taken = after(KNOWN, at("08:00"), by(Evidence.BADGE, choose(PersonId("bob"), "A"), "bob"))
    waiting = after(taken, at("08:00"), by(Evidence.BADGE, choose(ANN, "A"), ANN))
    assert said(waiting) == "To do: choose a workshop for 11:00"
    chosen = after(waiting, at("08:00"), by(Evidence.BADGE, choose(ANN, "B"), ANN))
    assert said(chosen) == ""


def test_a_slot_that_is_over_is_not_to_do() -> None:
    assert said(KNOWN, "10:00") == "To do: choose a workshop for 11:00"


def test_before_choices_open_and_after_they_close_there_is_nothing_to_choose() -> None:
    closed = KNOWN.apply([put(replace(KNOWN.day(DAY), choices_open=at("08:45")))])
    assert said(closed) == ""
    assert said(closed, "08:45") == "To do: choose workshops for 09:00 and 11:00"


def test_what_is_private_counts_after_a_proof_alone() -> None:
    assert "My items" not in said(KNOWN)
    assert said(KNOWN, evidence=Evidence.BADGE).endswith(" · 1 thing in My items (F7)")
    assert said(KNOWN, "12:00", Evidence.BADGE) == "To do: 1 thing in My items (F7)"


def test_who_is_in_a_session_is_there_now_and_in_the_last_minutes_the_next_is_shown() -> None:
    together = school(
        day(
            slot("one", "09:00-10:00", SlotKind.TOGETHER),
            slot("two", "10:00-11:00", SlotKind.TOGETHER),
        ),
        session("A", "one", "09:00-10:00"),
        session("B", "two", "10:00-11:00"),
        person(ANN),
    )
    ann = together.people[ANN]

    def here(known: School, clock: str) -> str:
        place = now_or_next(known, at(clock), ann, known.day(DAY))
        return place.session.id if place is not None and place.session is not None else ""

    known = after(together, at("09:00"), by(Evidence.TYPED, sign_in_to_session(ANN, "A"), ANN))
    assert [here(known, clock) for clock in ("09:01", "09:54", "09:56")] == ["A", "A", "B"]
    assert here(together, "11:00") == ""

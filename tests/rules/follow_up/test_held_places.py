"""Places held in repeats beside everything else: those who wait, other repeats, other days."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.marks import sign_in_to_session
from kiosk.rules.attendance.picking import Question, pick_session
from kiosk.rules.choosing import capacity
from kiosk.rules.choosing.bookings import bookings_in, waiting_list_of
from kiosk.rules.choosing.capacity import held_for, places_held
from kiosk.rules.choosing.day_changes import move_day
from kiosk.rules.choosing.held_places import release_held_places
from kiosk.rules.choosing.places import choose, give_up_place, place_anyway
from kiosk.rules.follow_up.catch_up import catch_ups_of
from kiosk.rules.follow_up.outstanding import waive_catch_ups
from kiosk.rules.follow_up.repeats import place_held, place_note, repeat_of
from kiosk.rules.follow_up.stubs import hand_in_stub, issue_slips
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.attendance_records import Booking, HeldPlace
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import DayId, PersonId, SessionId, WorkshopId, join_ids
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, SlotKind, WaiveReason
from kiosk.settings import Settings
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot
from tests.rules.follow_up.repeats_school import (
    AGAIN,
    ENGLISH,
    FRI,
    LAST,
    LATER,
    MISSED,
    NEXT,
    OTHERS,
    holders,
    known,
    owed,
    printed,
    repeated_on_friday,
    waive,
)

ANN, DAI, EVE = MISSED[0], *OTHERS
SECOND = DayId("2026-09-02")


def booked(at_school: School, one: SessionId = AGAIN) -> list[PersonId]:
    return [booking.person for booking in bookings_in(at_school, at_school.session(one))]


def waiting(at_school: School) -> list[PersonId]:
    return [one.person for one in waiting_list_of(at_school, at_school.session(AGAIN))]


def proven(asked: Decision) -> Decision:
    return by(Evidence.BADGE, asked)


# -- those who wait ---------------------------------------------------------------------------


@pytest.fixture
def freed() -> School:
    """The place held is needed no more, Dai waits, and the kiosk has not yet acted by itself."""
    held = printed(known(1))
    (mine,) = holders(held)
    waited = after(held, NEXT, choose(DAI, AGAIN))
    return after(waited, NEXT, waive(waited, mine))


def test_a_newcomer_does_not_pass_over_those_who_wait_for_a_place_freed(freed: School) -> None:
    chosen = after(freed, NEXT, choose(EVE, AGAIN))
    assert (booked(chosen), waiting(chosen)) == ([DAI], [EVE])
    early = freed.apply([put(Settings(opens_before=30))])
    with pytest.raises(Refused, match="full"):
        sign_in_to_session(EVE, AGAIN)(early, at("14:45", LATER), SOMEBODY)


def test_it_is_the_same_for_a_place_handed_in_and_the_first_in_line_who_asks_again() -> None:
    waited = after(printed(known(1)), NEXT, choose(DAI, AGAIN))
    (mine,) = holders(waited)
    stub = hand_in_stub(owed(waited, mine).stub)(waited, NEXT, Actor(mine, Evidence.TYPED))
    freed = waited.apply(stub.items)
    assert booked(after(freed, NEXT, choose(EVE, AGAIN))) == [DAI]
    assert booked(after(freed, NEXT, choose(DAI, AGAIN))) == [DAI]


def test_a_hold_without_a_place_left_is_not_renewed_ahead_of_those_who_wait() -> None:
    held = printed(known(1))
    given = after(held, NEXT, place_anyway(DAI, AGAIN, Private("asked by the head")))
    left = after(after(given, NEXT, choose(EVE, AGAIN)), NEXT, proven(give_up_place(DAI, AGAIN)))
    assert booked(left) == [EVE]


def test_undoing_a_waiver_takes_no_place_that_is_held_for_somebody_since() -> None:
    held = printed(known(1))
    (mine,) = holders(held)
    debt = owed(held, mine)
    other = next(one for one in MISSED if one != mine)
    again = after(held, NEXT, waive(held, mine), issue_slips(DAY, Private("two"), other))
    assert holders(again) == [other]
    assert holders(again.apply([put(debt)])) == [other]


def test_undoing_a_waiver_renews_a_hold_where_there_is_room_for_all() -> None:
    held = printed(known(3))
    debt = owed(held, ANN)
    waived = after(held, NEXT, waive(held, ANN))
    kept = printed(waived, "two", MISSED[1])
    assert sorted(holders(kept.apply([put(debt)]))) == MISSED


# -- one person, several repeats --------------------------------------------------------------


def test_a_place_in_another_repeat_ends_the_need_and_giving_it_up_renews_it() -> None:
    held = printed(repeated_on_friday())
    other = after(held, NEXT, choose(ANN, FRI))
    assert ANN not in holders(other)
    note = place_note(other, owed(other, ANN))
    assert note is not None
    assert ENGLISH.say(note) == "place on Fri 11 Sept"
    assert ANN not in holders(printed(other, "two")), "nor when the slip is printed again"
    assert ANN in holders(after(other, NEXT, proven(give_up_place(ANN, FRI))))
    waited = after(printed(repeated_on_friday(1)), NEXT, choose(DAI, AGAIN))
    (mine,) = holders(waited)
    freed = after(waited, NEXT, choose(mine, FRI))
    assert booked(after(freed, NEXT, release_held_places())) == [DAI]


def test_a_place_in_another_session_of_the_day_frees_it_for_who_waits_at_once() -> None:
    twice = known(1).apply(
        [put(session("TWO", "more", "15:00-15:30", 3, day=LATER, workshop=WorkshopId("W-talk")))]
    )
    waited = after(printed(twice), NEXT, choose(DAI, AGAIN))
    mine = next(one for one in MISSED if one in holders(waited))
    assert booked(after(waited, NEXT, choose(mine, SessionId("TWO")))) == [DAI]


def two_days(*more: Session, second: str = "W-more") -> School:
    """A second workshop, or the same one, is missed the day after."""
    missed = slot("talk", "11:00-12:00", SlotKind.TOGETHER, required=("teacher",))
    return known().apply(
        map(put, (day(missed, id=SECOND),
                  *school(session("more", "talk", "11:00-12:00", day=SECOND,
                                  workshop=WorkshopId(second))).programme.workshops.values(),
                  session("more", "talk", "11:00-12:00", day=SECOND, workshop=WorkshopId(second)),
                  *more))
    )  # fmt: skip


def printed_both(before: School) -> School:
    evening = at("16:00", SECOND)
    first = printed(before)
    return after(first, evening, issue_slips(SECOND, Private("two")))


def test_of_two_that_were_missed_no_two_places_are_held_at_the_same_time() -> None:
    also = session("MORE", "more", "15:00-15:30", 3, day=LATER, workshop=WorkshopId("W-more"))
    held = printed_both(two_days(also))
    assert sorted(holders(held)) == MISSED
    assert places_held(held, held.session(SessionId("MORE"))) == {}


def test_no_place_is_held_where_one_has_a_place_at_that_time() -> None:
    assert ANN not in holders(printed(after(known(), at("08:00"), choose(ANN, SessionId("OTHER")))))


@pytest.mark.parametrize("first", [0, 1])
def test_what_was_missed_on_two_days_is_held_until_neither_is_owed(first: int) -> None:
    held = printed_both(two_days(second="W-talk"))
    debts = catch_ups_of(held, ANN)
    assert [place_held(held, one) is not None for one in debts] == [True, True]
    for_good = WaiveReason.AGREED
    waived = after(held, NEXT, waive_catch_ups((debts[first].id,), for_good))
    assert held_for(waived, ANN, waived.session(AGAIN)) is not None
    both = after(waived, NEXT, waive_catch_ups((debts[1 - first].id,), for_good))
    assert held_for(both, ANN, both.session(AGAIN)) is None


def test_a_date_on_a_printed_slip_is_kept_to() -> None:
    shorter = printed(known()).apply([put(Settings(hold_days=1))])
    again = printed(shorter, "two")
    assert place_held(again, owed(again, ANN)) == (again.session(AGAIN), LAST)


# -- a typed name -----------------------------------------------------------------------------


def test_a_typed_name_neither_shows_nor_takes_a_place_that_is_held() -> None:
    held = printed(known(1))
    (mine,) = holders(held)
    said = []
    for who in (mine, DAI):
        changes = choose(who, AGAIN)(held, NEXT, SOMEBODY)
        assert changes.message is not None
        said.append(ENGLISH.say(changes.message))
        tried = held.apply(changes.items)
        assert (booked(tried), waiting(tried)) == ([], [who])
        assert isinstance(
            pick_session(tried, NEXT, who, tried.session(AGAIN), proven=False), Question
        )
    assert said[0] == said[1]
    assert "Is one held for you?" in said[0]
    tried = after(held, NEXT, choose(mine, AGAIN))
    assert booked(after(tried, NEXT, proven(choose(mine, AGAIN)))) == [mine]


def test_before_choices_open_a_typed_name_reads_when_they_do() -> None:
    opens = replace(known(1).day(LATER), choices_open=at("08:00", "2026-09-07"))
    held = printed(known(1).apply([put(opens)]))
    (mine,) = holders(held)
    with pytest.raises(Refused, match="Choices open on"):
        choose(mine, AGAIN)(held, NEXT, SOMEBODY)
    assert booked(after(held, NEXT, proven(choose(mine, AGAIN)))) == [mine]


# -- other dates, order and cost --------------------------------------------------------------


def test_a_day_moved_beyond_the_due_date_ends_its_holds_and_names_the_people() -> None:
    held = printed(known())
    late = DayId("2026-12-10")
    changes = move_day(LATER, late)(held, NEXT, TUTOR)
    moved = held.apply(changes.items)
    debt = owed(moved, ANN)
    assert (place_held(moved, debt), repeat_of(moved, debt)) == (None, None)
    assert not any(moved.day_record(late).held_places.values())
    said = [ENGLISH.say(one) for one in changes.notes]
    assert [f"No place is held for {one} any more." in said for one in MISSED] == [True] * 3


def test_where_places_are_taken_out_it_is_not_by_alphabet_who_keeps_one() -> None:
    kept = set()
    for number in range(2, 9):
        drawn = replace(known(3).day(DAY), draw_seed=str(number))
        held = printed(known(3).apply([put(drawn)]))
        fewer = held.apply([put(replace(held.session(AGAIN), places=1))])
        kept |= set(holders(fewer))
    assert len(kept) > 1


def crowd(count: int) -> School:
    """As many people wait for a session as places are held in it, and are half of them over."""
    people = [PersonId(f"h{number}") for number in range(count)]
    queue = [PersonId(f"w{number}") for number in range(count)]
    held = printed(known(2 * count).apply(map(put, map(person, people))))
    waits = (Booking(join_ids(AGAIN, one), AGAIN, one, False, NEXT, turn, rank=1)
             for turn, one in enumerate(queue, 1))  # fmt: skip
    full = replace(held.session(AGAIN), places=len(holders(held)))
    over = [replace(one, until=date(2026, 9, 4)) for one in _holds(held)[: count // 2]]
    hours = {"thu": "08:30-15:30"}
    return held.apply(map(put, (full, *over, *waits, *(person(one, hours=hours) for one in queue))))


def _holds(at_school: School) -> list[HeldPlace]:
    return list(at_school.day_record(LATER).held_places[AGAIN].values())


def test_releasing_places_to_a_crowd_asks_once_a_hold_who_still_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = list[PersonId]()
    judged = capacity._is_needed

    def counted(at_school: School, held: HeldPlace, at_session: Session) -> bool:
        calls.append(held.person)
        return judged(at_school, held, at_session)

    monkeypatch.setattr(capacity, "_is_needed", counted)
    for count in (20, 40):
        before = crowd(count)
        calls.clear()
        freed = after(before, at("09:00", "2026-09-05"), release_held_places())
        assert len(booked(freed)) == count // 2
        assert len(calls) <= 6 * count

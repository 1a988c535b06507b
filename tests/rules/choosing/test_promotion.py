"""Moving up and the draw give what a plain look at every session gives; a School stays as it is."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.rules.choosing.bookings import all_bookings_in, booking_of, bookings_in, wished_sessions
from kiosk.rules.choosing.bookings_draft import BookingsDraft
from kiosk.rules.choosing.capacity import is_full
from kiosk.rules.choosing.lottery import run_lottery
from kiosk.rules.choosing.promotion import promote, promote_waiting
from kiosk.rules.model.attendance_records import Booking, Mark
from kiosk.rules.model.ids import PersonId, SessionId, WorkshopId, join_ids
from kiosk.rules.model.records import Workshop
from kiosk.rules.model.school import School, remove
from kiosk.rules.model.terms import Evidence, MarkState, Role, SlotKind
from kiosk.text import Both
from tests.builders import DAY, SOMEBODY, at, day, person, school, session, slot
from tests.rules.choosing.plain_places import plain_draw, plain_promotions
from tests.rules.views import view

NOW = at("09:00")
DRAW = at("12:00", "2026-08-31")
PEOPLE = (
    *(person(f"p{number}") for number in range(5)),
    person("nia", Role.TA, {"tue": "08:45-11:15"}),
    person("tunde", Role.SUPPLY, None),
)
SLOTS = (
    slot("one", "10:00-11:00"),
    slot("two", "10:30-11:30"),
    slot("aln", "11:15-11:45", SlotKind.TOGETHER, required=("TA",)),
    slot("three", "11:30-12:30"),
)
SESSIONS = (
    session("A", "one", "10:00-11:00"),
    session("B", "one", "10:00-10:30"),
    session("C", "one", "10:30-11:00", off_site=True),
    session("D", "two", "10:30-11:30"),
    session("E", "two", "11:00-11:30"),
    session("F", "three", "11:30-12:30", workshop="W-further"),
    session("G", "three", "11:30-12:00", audience=("staff",)),
    session("aln", "aln", "11:15-11:45", audience=("TA",)),
)
FURTHER = Workshop(WorkshopId("W-further"), Both("Further"), requires=(WorkshopId("W-A"),))
CHOSEN = [one.id for one in SESSIONS if one.id != "aln"]
WHO = st.sampled_from([one.id for one in PEOPLE])
WHAT = st.sampled_from(CHOSEN)


def booked(seed: int, *, places: float = 0.3, **more: Any) -> School:
    """Return a School with many places and wishes, also such as do not fit together."""
    chance = Random(seed)
    planned = [
        replace(
            one,
            places=chance.choice([0, 1, 2, 2, 3, None]),
            leaders=chance.choice([(), (), (), ("p0",), ("nia",)]),
        )
        for one in SESSIONS
    ]
    bookings, marks = list[Booking](), list[Mark]()
    for who in PEOPLE:
        for one in SESSIONS:
            if one.id in CHOSEN and chance.random() < 0.6:
                is_place = chance.random() < places
                turn, rank = len(bookings) + 1, chance.randrange(1, 4)
                id = join_ids(one.id, who.id)
                bookings.append(Booking(id, one.id, who.id, is_place, NOW, turn, rank=rank))
            if chance.random() < 0.04:
                id, state = join_ids(one.id, who.id, "k", "1"), chance.choice([*MarkState])
                marks.append(Mark(id, one.id, who.id, state, NOW, Evidence.BADGE))
    chance.shuffle(bookings)
    return school(day(*SLOTS, **more), FURTHER, *planned, *PEOPLE, *bookings, *marks)


SEEDS = st.integers(0, 2**32)


@given(SEEDS)
def test_moving_up_is_what_a_look_at_every_session_gives(seed: int) -> None:
    known = booked(seed)
    before = view(known)
    assert promote_waiting(known, NOW, DAY) == plain_promotions(known, NOW, DAY)
    assert view(known) == before


@given(SEEDS)
def test_from_the_freed_place_alone_the_same_people_move_up(seed: int) -> None:
    known = booked(seed)
    known = known.apply(plain_promotions(known, NOW, DAY))
    for one in SESSIONS:
        for held in bookings_in(known, known.session(one.id)):
            draft = BookingsDraft(known, DAY)
            draft.remove(held)
            promote(draft, NOW)
            freed = [remove(held)]
            assert draft.items == [*freed, *plain_promotions(known.apply(freed), NOW, DAY)]


@given(SEEDS)
def test_the_draw_is_what_a_new_school_after_each_step_gives(seed: int) -> None:
    known = booked(seed, places=0.1, draw_at=DRAW)
    before = view(known)
    assert list(run_lottery(DAY)(known, DRAW, SOMEBODY).items) == plain_draw(known, DRAW, DAY)
    assert view(known) == before


@given(
    SEEDS,
    st.lists(
        st.tuples(WHO, WHAT, st.sampled_from([True, False, None]), st.integers(1, 99)), max_size=9
    ),
)
def test_a_draft_shows_what_its_steps_give_and_leaves_the_school_alone(
    seed: int, steps: list[tuple[PersonId, SessionId, bool | None, int]]
) -> None:
    known = booked(seed)
    before, draft = view(known), BookingsDraft(known, DAY)
    for who, what, confirmed, turn in steps:
        held = booking_of(draft.school, who, known.session(what))
        if confirmed is not None:
            draft.put(Booking(join_ids(what, who), what, who, confirmed, NOW, turn))
        elif held is not None:
            draft.remove(held)
        same = known.apply(draft.items)
        assert view(draft.school) == view(same)
        for one in known.sessions_on(DAY):
            assert draft.is_full(one) == is_full(same, one)
            turns = [booking.waiting_order for booking in all_bookings_in(same, one)]
            assert draft.next_turn(one) == 1 + max(turns, default=0)
        for somebody in PEOPLE:
            for look_up in (School.places_of, wished_sessions):
                assert look_up(draft.school, somebody.id, DAY) == look_up(same, somebody.id, DAY)
    assert view(known) == before

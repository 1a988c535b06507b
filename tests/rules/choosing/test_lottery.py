"""The lottery: the same result everywhere, no gain by hiding a wish, and losers first next time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.choosing.bookings import (
    booking_of,
    bookings_in,
    confirmed_session,
    waiting_list_of,
    wishes_of,
)
from kiosk.rules.choosing.lottery import (
    LotteryResult,
    lost_last_time,
    lotteries_due,
    lottery_order,
    lottery_outcome,
    next_lottery_message,
    run_lottery,
)
from kiosk.rules.choosing.place_messages import place_messages
from kiosk.rules.choosing.places import choose, give_up_place, place_anyway
from kiosk.rules.model.changes import Changes, Put
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import DayId, PersonId, SessionId, SlotId
from kiosk.rules.model.school import School, put
from tests.builders import DAY, SOMEBODY, after, at, day, person, school, session, slot
from tests.rules.views import Documents, view

PEOPLE = [PersonId(f"p{number}") for number in range(6)]
NOW = at("08:00", "2026-08-30")
AT = at("12:00", "2026-08-31")
SCHOOL = school(
    day(slot("one", "10:00-11:00"), slot("two", "11:00-12:00"), draw_at=AT),
    session("A", "one", "10:00-11:00", 1),
    session("B", "one", "10:00-11:00", 2),
    session("C", "one", "10:00-11:00", 9, audience=("TA",)),
    session("D", "two", "11:00-12:00", 3),
    session("E", "two", "11:00-12:00", 1),
    *(person(who) for who in PEOPLE),
)
WISHES = st.dictionaries(
    st.sampled_from(PEOPLE), st.lists(st.sampled_from("ABDE"), unique=True, max_size=4)
)


def wished(wishes: Mapping[PersonId, list[str]], known: School = SCHOOL) -> School:
    for who, ranked in wishes.items():
        asked = (choose(PersonId(who), SessionId(one)) for one in ranked)
        known = after(known, NOW, *asked)
    return known


def results_of(known: School) -> dict[tuple[str, str], LotteryResult]:
    return {(one.person, one.slot): one for one in lottery_outcome(known, AT, DAY)[1]}


def test_before_the_draw_wishes_are_gathered_and_nobody_has_a_place() -> None:
    known = wished({"p0": ["A", "B"], "p1": ["A"]})
    assert bookings_in(known, known.session("A")) == []
    assert [one.session for one in wishes_of(known, "p0", DAY, "one")] == ["A", "B"]
    said = choose("p0", "B")(known, NOW, SOMEBODY)
    assert said.items == ()
    assert said.message is not None
    assert Language("en").say(said.message) == "W-B is your 2nd choice in the draw."
    known = after(known, NOW, give_up_place("p0", "A"))
    assert bookings_in(known, known.session("A")) == []


def test_a_draw_has_its_moment_and_is_carried_out_once() -> None:
    known = wished({"p0": ["A"]})
    assert lotteries_due(known, AT - timedelta(seconds=1)) == []
    with pytest.raises(Refused, match="Places are drawn by lot on"):
        run_lottery(DAY)(known, AT - timedelta(seconds=1), SOMEBODY)
    assert lotteries_due(known, AT) == [DAY]
    known = after(known, AT, run_lottery(DAY))
    assert lotteries_due(known, AT) == []
    assert run_lottery(DAY)(known, AT, SOMEBODY).items == ()
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["p0"]
    with pytest.raises(Refused, match="first come"):
        run_lottery(DAY)(SCHOOL.apply([put(replace(SCHOOL.day(DAY), draw_at=None))]), AT, SOMEBODY)


def test_after_the_draw_places_are_taken_and_freed_as_ever() -> None:
    known = after(wished({who: ["A", "B"] for who in PEOPLE[:3]}), AT, run_lottery(DAY))
    [first] = (one.person for one in bookings_in(known, known.session("A")))
    others = [one.person for one in waiting_list_of(known, known.session("A"))]
    assert set(others) == set(PEOPLE[:3]) - {first}
    assert others == [one for one in lottery_order(wished({w: ["A"] for w in PEOPLE[:3]}),
                      SCHOOL.day(DAY)) if one != first]  # fmt: skip
    known = after(known, AT, give_up_place(first, "A"))
    assert [one.person for one in bookings_in(known, known.session("A"))] == others[:1]
    held = booking_of(known, others[0], known.session("A"))
    assert held is not None
    assert held.promoted


def test_each_is_told_what_the_draw_gave_and_why() -> None:
    known = wished({who: ["A", "B"] for who in PEOPLE[:4]})
    told = sorted(Language("en").say(one.why) for one in results_of(known).values())
    assert told == [
        "1st choice, at turn 1 of 4.",
        "2nd choice, at turn 2 of 4: the choices above it were full.",
        "2nd choice, at turn 3 of 4: the choices above it were full.",
        "No place: 2 choices, all full at turn 4 of 4.",
    ]
    after_it = after(known, AT, run_lottery(DAY))
    second = lottery_order(known, known.day(DAY))[1]
    [news] = place_messages(after_it, AT, second, DAY, proven=False)
    assert Language("en").say(news) == "You got your 2nd choice in the draw: W-B."


def test_in_the_second_slot_the_order_is_reversed() -> None:
    known = wished({who: ["A", "E"] for who in PEOPLE})
    order = lottery_order(known, known.day(DAY))
    found = results_of(known)
    assert found[order[0], "one"].session == "A"
    assert found[order[-1], "two"].session == "E"


def test_who_lost_a_dearer_wish_on_the_day_before_goes_first() -> None:
    later = DayId("2026-10-23")
    known = wished({who: ["A", "B"] for who in PEOPLE[:3]})
    known = after(known, AT, run_lottery(DAY))
    [first] = (one.person for one in bookings_in(known, known.session("A")))
    known = known.apply([
        put(day(slot("one", "10:00-11:00"), id=later, draw_at=at("12:00", "2026-10-01"))),
        put(session("F", "one", "10:00-11:00", 1, day=later, workshop="W-A")),
    ])  # fmt: skip
    known = after(known, AT, *(choose(who, "F") for who in PEOPLE[:3]))
    assert not lost_last_time(known, first, known.day(later))
    assert lottery_order(known, known.day(later))[-1] == first


def test_the_seed_changes_the_order_and_nothing_else_does() -> None:
    known = wished({who: ["A"] for who in PEOPLE})
    orders = {
        tuple(lottery_order(known, replace(known.day(DAY), draw_seed=seed))) for seed in "abcdef"
    }
    assert len(orders) > 1
    assert lottery_order(wished({w: ["A"] for w in PEOPLE[::-1]}), known.day(DAY)) == lottery_order(
        known, known.day(DAY)
    )


def test_a_place_given_by_a_tutor_before_the_draw_stays() -> None:
    known = after(
        wished({"p0": ["A"], "p1": ["A", "B"]}), NOW, place_anyway("p1", "B", Private("asked"))
    )
    known = after(known, AT, run_lottery(DAY))
    assert confirmed_session(known, "p1", DAY, "one") in (known.session("A"), known.session("B"))
    assert all(len(bookings_in(known, known.session(SessionId(one)))) <= 2 for one in "AB")


def test_choices_open_and_close_at_their_moments() -> None:
    opens, closes = at("08:00", "2026-08-24"), at("18:00", "2026-08-28")
    plain = replace(SCHOOL.day(DAY), draw_at=None, choices_open=opens, choices_close=closes)
    known = SCHOOL.apply([put(plain)])
    with pytest.raises(Refused, match="Choices open on"):
        choose("p0", "A")(known, opens - timedelta(seconds=1), SOMEBODY)
    held = after(known, opens, choose("p0", "A"))
    with pytest.raises(Refused, match="Choices are closed"):
        choose("p1", "B")(known, closes, SOMEBODY)
    assert after(held, closes, give_up_place("p0", "A")).day_record(DAY).bookings.get("A", {}) == {}


@given(WISHES, st.permutations(PEOPLE))
def test_the_draw_is_the_same_whatever_the_order_of_wishes_and_of_documents(
    wishes: dict[PersonId, list[str]], people: list[PersonId]
) -> None:
    known = wished(wishes)
    again = wished({who: wishes[who] for who in people if who in wishes})
    assert results_of(known) == results_of(again)
    documents = Documents(
        put(record) for table in (known.people, known.programme.days, known.programme.workshops,
                                  known.programme.sessions) for record in table.values()
    )  # fmt: skip
    documents.take(
        put(one)
        for people_in in known.day_record(DAY).bookings.values()
        for one in people_in.values()
    )
    other = documents.shuffled(len(wishes)).school()
    assert _by_id(run_lottery(DAY)(other, AT, SOMEBODY)) == _by_id(
        run_lottery(DAY)(known, AT, SOMEBODY)
    )


def _by_id(changes: Changes) -> dict[str, object]:
    return {f"{item.table} {item.id}": item for item in changes.items}


@given(WISHES)
def test_nobody_envies_a_later_turn_and_no_place_is_wasted(
    wishes: dict[PersonId, list[str]],
) -> None:
    before = wished(wishes)
    known = after(before, AT, run_lottery(DAY))
    for place in ("one", "two"):
        for result in (one for key, one in results_of(before).items() if key[1] == place):
            ranked = [one.session for one in wishes_of(before, result.person, DAY, SlotId(place))]
            dearer = ranked[: ranked.index(result.session)] if result.session else ranked
            for wanted in dearer:
                taken = bookings_in(known, known.session(wanted))
                assert len(taken) == known.session(wanted).places
                for other in taken:
                    assert results_of(before)[other.person, place].turn < result.turn
    assert view(after(before, AT, run_lottery(DAY))) == view(known)


@given(WISHES, st.sampled_from(PEOPLE))
def test_nobody_gains_in_a_slot_by_hiding_or_turning_round_wishes(
    wishes: dict[PersonId, list[str]], who: PersonId
) -> None:
    true = [one for one in wishes.get(who, []) if one in "AB"]
    truthful = results_of(wished(wishes)).get((who, "one"))
    got = truthful.rank if truthful and truthful.rank else 99
    for length in range(1, len(true) + 1):
        for lie in permutations(true, length):
            rest = [one for one in wishes[who] if one not in "AB"]
            found = results_of(wished({**wishes, who: [*lie, *rest]})).get((who, "one"))
            if found and found.session:
                assert true.index(found.session) + 1 >= got


def test_documents_of_a_draw_are_the_day_and_its_bookings_alone() -> None:
    known = wished({who: ["A", "B"] for who in PEOPLE})
    items = run_lottery(DAY)(known, AT, SOMEBODY).items
    assert {item.table for item in items} == {"days", "bookings"}
    assert all(isinstance(item, Put) for item in items if item.table == "days")


def test_the_next_draw_is_told_though_a_day_without_one_comes_first() -> None:
    later = DayId("2026-10-23")
    known = SCHOOL.apply([
        put(replace(SCHOOL.day(DAY), draw_at=None)),
        put(day(slot("one", "10:00-11:00"), id=later, draw_at=at("12:00", "2026-10-01"))),
    ])  # fmt: skip
    told = next_lottery_message(known, NOW)
    assert told is not None
    said = Language("en").say(told)
    assert said == "Places are drawn by lot on Thursday 1 October 2026 at 12:00."
    assert next_lottery_message(known, at("00:00", "2026-10-24")) is None

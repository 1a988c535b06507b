"""A place in a repeat is held for people who missed the session, until a date or while they owe."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.desk import Desk
from kiosk.errors import Refused
from kiosk.rules.choosing.bookings import bookings_in, promotion_cut_off, waiting_list_of
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.capacity import held_for, places_held, places_left
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.held_places import holds_to_release, release_held_places
from kiosk.rules.choosing.offers import fullness_with_held, standing_in
from kiosk.rules.choosing.places import choose, give_up_place, place_anyway
from kiosk.rules.choosing.promotion import promote_waiting
from kiosk.rules.follow_up.catch_up import catch_ups_of
from kiosk.rules.follow_up.repeats import place_held, place_note, repeat_of
from kiosk.rules.follow_up.stubs import hand_in_stub, issue_slips
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import NOBODY, PersonId, SessionId
from kiosk.rules.model.school import TABLES, School, put, remove
from kiosk.rules.model.terms import Evidence
from kiosk.rules.replanning.session_changes import change_session
from kiosk.settings import Settings
from kiosk.store.memory import MemoryLog, Shared
from kiosk.store.record_store import RecordStore
from tests.builders import DAY, SOMEBODY, Ruled, after, at, by
from tests.rules.follow_up.repeats_school import (
    AGAIN,
    ENGLISH,
    EVENING,
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


def test_printing_slips_holds_a_place_for_each_that_only_they_can_take() -> None:
    before = known(4)
    held = printed(before)
    again = held.session(AGAIN)
    assert sorted(holders(held)) == MISSED
    assert (places_left(held, again), places_left(held, again, MISSED[0])) == (1, 2)
    assert place_held(held, owed(held, MISSED[0])) == (again, LAST)
    taken = after(held, NEXT, choose(OTHERS[0], AGAIN), choose(OTHERS[1], AGAIN))
    again = taken.session(AGAIN)
    assert [one.person for one in bookings_in(taken, again)] == [OTHERS[0]]
    assert [one.person for one in waiting_list_of(taken, again)] == [OTHERS[1]]
    mine = after(taken, NEXT, by(Evidence.BADGE, choose(MISSED[1], AGAIN)))
    assert [one.person for one in bookings_in(mine, again)] == [OTHERS[0], MISSED[1]]
    assert len(places_held(mine, again)) == 2
    given_up = after(mine, NEXT, by(Evidence.BADGE, give_up_place(MISSED[1], AGAIN)))
    assert OTHERS[1] in [one.person for one in bookings_in(given_up, again)], "not held again"


def test_where_there_are_too_few_it_is_not_by_alphabet_and_the_repeat_is_for_its_holder() -> None:
    held = printed(known(1))
    (mine,) = holders(held)
    assert [repeat_of(held, owed(held, one)) is not None for one in MISSED] == [
        one == mine for one in MISSED
    ]
    by_day = set()
    for number in range(2, 9):
        first = known(1).day(DAY)
        drawn = replace(first, draw_seed=str(number))
        by_day |= set(holders(printed(known(1).apply([put(drawn)]))))
    assert len(by_day) > 1


def test_nobody_on_a_waiting_list_or_in_a_draw_is_passed_over() -> None:
    full = after(known(1), at("08:00"), *(choose(one, AGAIN) for one in OTHERS))
    more = full.apply([put(replace(full.session(AGAIN), places=3))])
    assert holders(printed(more)) == []
    drawn = replace(known().day(LATER), draw_at=at("12:00", "2026-09-09"))
    assert holders(printed(known().apply([put(drawn)]))) == []


@pytest.mark.parametrize("places", [None, 0])
def test_no_place_is_held_where_none_need_be_or_can_be(places: int | None) -> None:
    assert holders(printed(known(places))) == []
    assert holders(printed(known().apply([put(Settings(hold_days=0))]))) == []


def test_it_ends_when_it_is_handed_in_waived_or_not_owed_and_is_back_when_that_is_undone() -> None:
    held = printed(known(1))
    (mine,) = holders(held)
    one = owed(held, mine)
    handed_in = hand_in_stub(one.stub)(held, NEXT, Actor(mine, Evidence.TYPED)).items
    for items in (handed_in, waive(held, mine)(held, NEXT, SOMEBODY).items, (remove(one),)):
        free = held.apply(items)
        again = free.session(AGAIN)
        assert (len(places_held(free, again)), places_left(free, again)) == (0, 1)
        assert holders(free.apply([put(one)])) == [mine]
        taken = after(free, NEXT, choose(OTHERS[0], AGAIN)).apply([put(one)])
        assert len(places_held(taken, again)) == 0, "nobody is pushed out"
        assert held_for(taken, mine, again) is None
        assert place_note(taken, one) is None


def test_a_slip_printed_again_holds_it_for_longer_at_most_until_the_session() -> None:
    held = printed(known())
    later = after(held, at("09:00", "2026-09-05"), issue_slips(DAY, Private("two"), MISSED[0]))
    assert place_held(later, owed(later, MISSED[0])) == (held.session(AGAIN), date(2026, 9, 10))
    assert place_held(later, owed(later, MISSED[1])) == (held.session(AGAIN), LAST)


def test_once_its_time_is_over_the_first_who_waits_gets_it() -> None:
    held = after(printed(known(1)), NEXT, choose(OTHERS[0], AGAIN))
    midnight = at("00:00", "2026-09-09")
    assert holds_to_release(held, midnight - timedelta(minutes=1)) == []
    free = after(held, midnight, release_held_places())
    assert [one.person for one in bookings_in(free, free.session(AGAIN))] == [OTHERS[0]]
    assert holds_to_release(free, midnight) == []
    longer = after(printed(known(1).apply([put(Settings(hold_days=30))])), NEXT)
    assert holds_to_release(longer, at("14:49", LATER)) == []
    assert len(holds_to_release(longer, at("14:50", LATER))) == 1, "for people who just come"


def test_what_is_needed_no_more_goes_to_who_waits_and_stays_to_be_undone_if_nobody_does() -> None:
    held = printed(known(1))
    (mine,) = holders(held)
    free = after(held, NEXT, waive(held, mine))
    assert holds_to_release(free, NEXT) == []
    waited = after(after(held, NEXT, choose(OTHERS[0], AGAIN)), NEXT, waive(held, mine))
    given = after(waited, NEXT, release_held_places())
    assert [one.person for one in bookings_in(given, given.session(AGAIN))] == [OTHERS[0]]


def test_a_cancelled_repeat_holds_nothing_and_its_notes_name_the_people() -> None:
    held = printed(known(1))
    (mine,) = holders(held)
    changes = cancel_session(AGAIN)(held, NEXT, SOMEBODY)
    assert f"A place was held for {mine}." in [ENGLISH.say(one) for one in changes.notes]
    gone = held.apply(changes.items)
    assert place_held(gone, owed(gone, mine)) is None
    assert len(places_held(gone, gone.session(AGAIN))) == 0


def test_a_tutor_who_gives_its_place_away_or_takes_it_out_reads_whose_it_was() -> None:
    held = printed(known(1))
    (mine,) = holders(held)
    gone = f"No place is held for {mine} any more."
    given = place_anyway(OTHERS[0], AGAIN, Private("asked by the head"))(held, NEXT, TUTOR)
    assert given.message is not None
    assert ENGLISH.say(given.message).endswith(gone)
    fewer = change_session(AGAIN, places=0)(held, NEXT, TUTOR)
    assert gone in [ENGLISH.say(one) for one in fewer.notes]
    own = place_anyway(mine, AGAIN, Private("asked by the head"))(held, NEXT, TUTOR)
    assert own.message is not None
    assert gone not in ENGLISH.say(own.message)


def test_printing_taking_and_waiving_are_undone_as_a_whole() -> None:
    begun = known(1)
    items = tuple(put(record) for table in TABLES for record in begun.records(table))
    desk = Desk(RecordStore(MemoryLog(Shared())), lambda: NEXT)
    desk.perform_now(Ruled("create_sample", {}, lambda *_: Changes(items)), TUTOR)
    desk.perform_now(issue_slips(DAY, Private("one")), TUTOR)
    slips = desk.latest(1)[0].number
    (mine,) = holders(desk.school)
    for ends in (waive(desk.school, mine), choose(mine, AGAIN)):
        desk.perform_now(ends, TUTOR)
        assert holders(desk.school) == []
        desk.undo_now(desk.latest(1)[0].number, TUTOR)
        assert holders(desk.school) == [mine]
    desk.undo_now(slips, TUTOR)
    assert not any(desk.school.day_record(LATER).held_places.values())
    desk.close()


def test_its_owner_reads_it_after_a_proof_and_may_take_it_before_choices_open() -> None:
    opens = replace(known(1).day(LATER), choices_open=at("08:00", "2026-09-07"))
    held = printed(known(1).apply([put(opens)]))
    (mine,) = holders(held)
    again = held.session(AGAIN)
    said = standing_in(held, mine, again, proven=True)
    assert said is not None
    assert ENGLISH.say(said) == "held for you"
    assert standing_in(held, mine, again, proven=False) is None
    full = fullness_with_held(held, again)
    assert full is not None
    assert ENGLISH.say(full) == "full · 1 place held"
    with pytest.raises(Refused, match="open"):
        choose(OTHERS[0], AGAIN)(held, NEXT, SOMEBODY)
    taken = after(held, NEXT, by(Evidence.BADGE, choose(mine, AGAIN)))
    said = place_note(taken, owed(taken, mine))
    assert said is not None
    assert ENGLISH.say(said) == "place on Thu 10 Sept"


WHO = st.sampled_from([*MISSED, *OTHERS])
OWING = st.sampled_from(MISSED)
ACTS = st.one_of(
    st.tuples(st.just("choose"), WHO),
    st.tuples(st.sampled_from(["type", "give up", "other", "anyway"]), WHO),
    st.tuples(st.sampled_from(["waive", "stub", "friday"]), OWING),
    st.tuples(st.sampled_from(["print", "unsettle", "not friday"]), OWING),
    st.tuples(st.sampled_from(["next day", "release", "one more", "one fewer", "print"]),
              st.none()),
)  # fmt: skip


@given(st.integers(0, 3), st.lists(ACTS, min_size=8, max_size=16))
@settings(max_examples=200)
def test_no_act_exceeds_the_places_or_passes_over_anybody_who_waits(
    places: int, acts: list[tuple[str, PersonId | None]]
) -> None:
    at_school, now = printed(repeated_on_friday(places)), EVENING
    for what, who in acts:
        before, again = at_school, at_school.session(AGAIN)
        now += timedelta(days=what == "next day")
        decided = _decided(at_school, what, who, len(acts))
        if decided is not None:
            try:
                at_school = at_school.apply(decided(at_school, now, _actor(what, who)).items)
            except Refused:
                continue
        if what == "unsettle":
            settled = catch_ups_of(at_school, who or NOBODY)
            undone = (put(replace(one, done_at=None, waived_at=None)) for one in settled)
            at_school = at_school.apply(undone)
        again = at_school.session(AGAIN)
        taken, had = bookings_in(at_school, again), bookings_in(before, before.session(AGAIN))
        open_places = again.open_places or 0
        assert len(taken) + len(places_held(at_school, again)) <= max(open_places, len(taken))
        if what != "anyway":
            assert len(taken) <= max(open_places, len(had)), "only a tutor exceeds the places"
        lost = {one.person for one in had} - {one.person for one in taken}
        assert lost <= {who}, "a place that is held pushes nobody out"
        _check_nobody_passed_over(before, at_school, now, what, who)
        if what == "print":
            new = set(holders(at_school)) - set(holders(before))
            assert len(new) <= (places_left(before, again) or 0)
        if what == "release":
            assert promote_waiting(at_school, now, LATER) == []
            assert holds_to_release(at_school, now) == []


def _check_nobody_passed_over(
    before: School, at_school: School, now: datetime, what: str, who: PersonId | None
) -> None:
    """Check that no place went to, or came to be held for, anybody ahead of those who wait."""
    again = at_school.session(AGAIN)
    taken, had = ({one.person for one in bookings_in(at, again)} for at in (at_school, before))
    line = [one.person for one in waiting_list_of(before, again)]
    could = {
        one for one in line
        if now < promotion_cut_off(before, again)
        and ineligibility(before, now, before.people[one], again) is None
    }  # fmt: skip
    for lucky in taken - had:
        is_owner = lucky in holders(before) and what == "choose"
        if not is_owner and what != "anyway":
            ahead = line[: line.index(lucky)] if lucky in line else line
            assert could & set(ahead) <= taken, "nobody who waits is passed over"
    new = set(holders(at_school)) - set(holders(before))
    # it was theirs before, and they were ahead of those who wait
    is_renewed = what in {"unsettle", "not friday"} and new <= {who}
    assert is_renewed or not (new and could - taken)


def _actor(what: str, who: PersonId | None) -> Actor:
    if what == "type":
        return SOMEBODY
    return Actor(who or "tutor", Evidence.BADGE if who else Evidence.TUTOR)


def _decided(at_school: School, what: str, who: PersonId | None, seed: int) -> Decision | None:
    places = at_school.session(AGAIN).places or 0
    match what:
        case "print":
            return issue_slips(DAY, Private(str(seed)), who)
        case "release":
            return release_held_places()
        case "one more":
            return change_session(AGAIN, places=places + 1)
        case "one fewer":
            return change_session(AGAIN, places=max(0, places - 1))
    if who is None:
        return None
    match what:
        case "choose" | "type":
            return choose(who, AGAIN)
        case "friday":
            return choose(who, FRI)
        case "not friday":
            return give_up_place(who, FRI)
        case "other":
            return choose(who, SessionId("OTHER"))
        case "give up":
            return give_up_place(who, AGAIN)
        case "anyway":
            return place_anyway(who, AGAIN, Private("asked by the head"))
    mine = catch_ups_of(at_school, who)
    if not mine or what == "unsettle":
        return None
    if what == "waive":
        return waive(at_school, who)
    return hand_in_stub(mine[0].stub) if mine[0].stub else None

"""Stubs: each ends its catch-up once, for its owner or by a tutor's hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.scan_codes import is_stub
from kiosk.rules.follow_up.catch_up import catch_ups_of, open_catch_ups, record_catch_ups
from kiosk.rules.follow_up.catch_up_acts import note_learned, reopen_catch_up
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.follow_up.outstanding import extend_catch_ups, finish_catch_ups, waive_catch_ups
from kiosk.rules.follow_up.stubs import (
    find_stub,
    hand_in_stub,
    is_slip_new,
    issue_slips,
    note_printed_slips,
    slip_mark,
    stub_code,
)
from kiosk.rules.model.actors import COMMAND, TUTOR, Actor
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import Remove
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.records import Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import DoneBy, Evidence, SlotKind, WaiveReason
from kiosk.settings import Settings
from kiosk.text import Both
from tests.builders import DAY, after, at, day, person, school, session, slot

EVENING, LATER = at("16:00"), at("16:00", "2026-09-30")
SCHOOL = school(
    day(
        slot("safe", "09:00-10:00", SlotKind.TOGETHER, required=("teacher",)),
        slot("talk", "11:00-12:00", SlotKind.TOGETHER, required=("teacher",)),
    ),
    session("safe", "safe", "09:00-10:00"),
    session("talk", "talk", "11:00-12:00"),
    Workshop("W-safe", Both("Safeguarding"), required_training=("teacher",)),
    Workshop("W-talk", Both("Talk")),
    person("ann"),
    person("bob"),
)


def issued(known: School, seed: str = "one") -> School:
    return after(known, EVENING, issue_slips(DAY, Private(seed)))


def written(known: School) -> School:
    """Note that everybody's slips are written, as they are now."""
    marks = {
        one.stub: slip_mark(known, who, DAY)
        for who in map(PersonId, ("ann", "bob"))
        for one in open_catch_ups(known, who, DAY)
    }
    return after(known, EVENING, note_printed_slips(DAY, marks))


def printed(known: School, seed: str = "one") -> School:
    return written(issued(known, seed))


def is_new(known: School, who: str) -> bool:
    return is_slip_new(known, open_catch_ups(known, PersonId(who), DAY))


def owed(known: School, who: str, slot: str) -> CatchUp:
    return next(one for one in catch_ups_of(known, PersonId(who)) if one.slot == slot)


def test_where_only_new_slips_are_asked_for_the_others_get_no_code_and_no_place() -> None:
    known = printed(SCHOOL)
    asked = issue_slips(DAY, Private("two"), None, True)
    assert asked(known, EVENING, TUTOR).items == ()
    longer = after(known, EVENING, extend_catch_ups((owed(known, "ann", "talk").id,), LATER.date()))
    again = after(longer, EVENING, asked)
    assert [bool(one.next_stub) for one in open_catch_ups(again, PersonId("ann"), DAY)] == [
        True
    ] * 2
    assert not any(one.next_stub for one in open_catch_ups(again, PersonId("bob"), DAY))


def test_a_slip_is_new_where_its_repeat_is_or_is_given_elsewhere() -> None:
    known = printed(SCHOOL)
    later = day(slot("again", "14:00-15:00", required=("teacher",)), id=DayId("2026-09-08"))
    again = session("again", "again", "14:00-15:00", 5, day=later.id, workshop="W-talk")
    repeated = known.apply([put(later), put(again)])
    assert is_new(repeated, "ann")
    told = printed(repeated, "two")
    assert not is_new(told, "ann")
    assert is_new(told.apply([put(replace(again, room="Hall"))]), "ann")
    assert is_new(told.apply([put(replace(again, cancelled_at=EVENING))]), "ann")


def hand_in(known: School, code: str, actor: Actor) -> School:
    decision = hand_in_stub(code)
    return known.apply(decision(known, EVENING, actor).items)


def themselves(who: str) -> Actor:
    return Actor(who, Evidence.TYPED)


PROVEN = Actor("ann", Evidence.BADGE)


def _learned(known: School, who: str, slot: str) -> Decision:
    words = Private(" Wait longer\nfor an answer ")
    return note_learned(PersonId(who), owed(known, who, slot).id, words)


def test_a_stub_marks_its_item_done_with_date_and_how() -> None:
    known = printed(SCHOOL)
    code = owed(known, "ann", "talk").stub
    known = hand_in(known, code.lower(), themselves("ann"))
    done = owed(known, "ann", "talk")
    assert (done.done_at, done.done_by) == (EVENING, DoneBy.STUB)
    assert state_of(known, done) is CatchUpState.DONE
    assert state_of(known, owed(known, "ann", "safe")) is CatchUpState.OPEN


def test_training_is_handed_in_until_confirmed_and_other_items_where_the_school_asks() -> None:
    known = printed(SCHOOL)
    known = hand_in(known, owed(known, "ann", "safe").stub, themselves("ann"))
    training = owed(known, "ann", "safe")
    assert state_of(known, training) is CatchUpState.HANDED_IN
    confirmed = known.apply(finish_catch_ups((training.id,))(known, EVENING, TUTOR).items)
    assert state_of(confirmed, owed(confirmed, "ann", "safe")) is CatchUpState.DONE

    asks = printed(SCHOOL.apply([put(Settings(confirm_catch_ups=True))]))
    asks = hand_in(asks, owed(asks, "ann", "talk").stub, themselves("ann"))
    assert state_of(asks, owed(asks, "ann", "talk")) is CatchUpState.HANDED_IN


def test_a_stub_works_once_and_says_so_the_second_time() -> None:
    known = printed(SCHOOL)
    code = owed(known, "ann", "talk").stub
    known = hand_in(known, code, themselves("ann"))
    with pytest.raises(Refused) as refused:
        hand_in_stub(code)(known, EVENING, themselves("ann"))
    assert refused.value.reason.params["day"] == EVENING.date()


def test_in_a_tutors_hand_a_stub_also_confirms_what_was_handed_in() -> None:
    known = printed(SCHOOL)
    code = owed(known, "ann", "safe").stub
    known = hand_in(known, code, themselves("ann"))
    done = owed(hand_in(known, code, TUTOR), "ann", "safe")
    assert (done.done_by, done.confirmed_at) == (DoneBy.STUB, EVENING)
    with pytest.raises(Refused):
        hand_in_stub(code)(hand_in(known, code, TUTOR), EVENING, TUTOR)


def test_a_line_on_what_was_learned_is_the_persons_own() -> None:
    known = printed(SCHOOL)
    with pytest.raises(Refused):
        _learned(known, "ann", "talk")(known, EVENING, PROVEN)
    known = hand_in(known, owed(known, "ann", "talk").stub, themselves("ann"))
    asked = _learned(known, "ann", "talk")
    for actor in (TUTOR, themselves("ann")):
        with pytest.raises(Refused):
            asked(known, EVENING, actor)
    noted = known.apply(asked(known, EVENING, PROVEN).items)
    assert owed(noted, "ann", "talk").learned == "Wait longer for an answer"
    assert "learned" not in asked.kept_arguments()
    reopened = reopen_catch_up("ann", owed(noted, "ann", "talk").id)(noted, EVENING, PROVEN)
    assert owed(noted.apply(reopened.items), "ann", "talk").learned == ""


def test_a_reprint_replaces_it() -> None:
    before = printed(SCHOOL)
    known = printed(before, "two")
    old, new = owed(before, "ann", "talk").stub, owed(known, "ann", "talk").stub
    assert old != new
    with pytest.raises(Refused) as refused:
        hand_in_stub(old)(known, EVENING, themselves("ann"))
    assert refused.value.reason.params["day"] == EVENING.date()
    assert owed(hand_in(known, new, themselves("ann")), "ann", "talk").done_at == EVENING


def test_until_new_slips_are_written_the_stubs_before_count_as_well() -> None:
    before = printed(SCHOOL)
    known = issued(before, "two")
    old, new = (owed(one, "ann", "talk").stub for one in (before, known))
    assert old != new
    for code in (old, new):
        assert owed(hand_in(known, code, themselves("ann")), "ann", "talk").done_at == EVENING
    # stopped, and printed once more: what may be on paper by now stays known
    assert owed(issued(known, "three"), "ann", "talk").stub == new
    assert owed(known, "ann", "talk").printed_on == before.local(EVENING).date()
    with pytest.raises(Refused):
        hand_in(written(known), old, themselves("ann"))


def test_what_came_meanwhile_is_kept_when_slips_are_noted_as_written() -> None:
    known = issued(printed(SCHOOL), "two")
    talk, safe = owed(known, "ann", "talk"), owed(known, "ann", "safe")
    marks = {one.stub: "as planned" for one in (talk, safe)}
    meanwhile = hand_in(known, talk.stub, themselves("ann")).apply([Remove("catch_ups", safe.id)])
    noted = after(meanwhile, EVENING, note_printed_slips(DAY, marks))
    assert owed(noted, "ann", "talk").done_at == EVENING
    assert owed(noted, "ann", "talk").stubs[-1] == talk.stub
    assert [one.slot for one in catch_ups_of(noted, PersonId("ann"))] == ["talk"]
    assert owed(noted, "bob", "talk") == owed(known, "bob", "talk")
    again = after(noted, EVENING, note_printed_slips(DAY, marks))
    assert again.day_record(DAY).catch_ups == noted.day_record(DAY).catch_ups


def test_a_slip_is_new_until_it_is_written_and_again_once_it_says_something_else() -> None:
    assert is_new(issued(SCHOOL), "ann")
    known = printed(SCHOOL)
    assert not is_new(issued(known, "two"), "ann")
    done = hand_in(known, owed(known, "ann", "talk").stub, themselves("ann"))
    assert not is_new(done, "ann")
    later = extend_catch_ups((owed(known, "ann", "talk").id,), date(2026, 10, 1))
    extended = known.apply(later(known, EVENING, TUTOR).items)
    fewer = known.apply([Remove("catch_ups", owed(known, "ann", "talk").id)])
    for other in (extended, fewer):
        assert is_new(other, "ann")
        assert not is_new(other, "bob")


def test_somebody_elses_stub_is_refused_to_all_but_tutors() -> None:
    known = printed(SCHOOL)
    code = owed(known, "ann", "talk").stub
    others = (Evidence.TYPED, Evidence.BADGE, Evidence.CODE, Evidence.LEADER, Evidence.RECEPTION)
    for evidence in others:
        with pytest.raises(Refused):
            hand_in_stub(code)(known, EVENING, Actor("bob", evidence))
    for actor in (TUTOR, COMMAND):
        assert owed(hand_in(known, code, actor), "ann", "talk").done_at == EVENING


@pytest.mark.parametrize("code", ["", "STUB-", "STUB-AAAAAAAAAA"])
def test_a_code_that_no_slip_bears_is_refused(code: str) -> None:
    with pytest.raises(Refused, match="isn't one of ours"):
        find_stub(printed(SCHOOL), code)


def test_a_waived_item_is_refused() -> None:
    known = printed(SCHOOL)
    talk = owed(known, "ann", "talk")
    waived = waive_catch_ups((talk.id,), WaiveReason.AGREED)(known, EVENING, TUTOR)
    with pytest.raises(Refused):
        hand_in_stub(talk.stub)(known.apply(waived.items), EVENING, themselves("ann"))


def test_what_is_handed_in_gets_no_new_stub_and_recording_again_keeps_all_of_it() -> None:
    known = printed(SCHOOL)
    known = hand_in(known, owed(known, "ann", "talk").stub, themselves("ann"))
    known = known.apply(_learned(known, "ann", "talk")(known, EVENING, PROVEN).items)
    done = owed(known, "ann", "talk")
    again = printed(known, "two")
    assert owed(again, "ann", "talk") == done
    assert len(owed(again, "ann", "safe").stubs) == 2
    recorded = after(again, EVENING, record_catch_ups(DAY))
    assert recorded.day_record(DAY).catch_ups == again.day_record(DAY).catch_ups
    assert owed(again, "ann", "safe").printed_on == date(2026, 9, 1)


@given(st.text(), st.sampled_from(("ann", "bob")), st.sampled_from(("safe", "talk")))
def test_every_code_is_a_stubs_and_nobody_elses(seed: str, who: str, slot: str) -> None:
    known = after(SCHOOL, EVENING, record_catch_ups(DAY))
    one = owed(known, who, slot)
    code = stub_code(one, seed)
    assert is_stub(code)
    assert is_stub(code.lower())
    others = [owed(known, w, s) for w in ("ann", "bob") for s in ("safe", "talk")]
    assert [other.id for other in others if stub_code(other, seed) == code] == [one.id]

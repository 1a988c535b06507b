"""What is outstanding: a list that empties as things are done, extended or waived."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.merging import merge_people
from kiosk.rules.follow_up.catch_up_states import CatchUpState
from kiosk.rules.follow_up.outstanding import (
    Owed,
    Which,
    all_owed,
    extend_catch_ups,
    finish_catch_ups,
    has_to_confirm,
    outstanding,
    outstanding_after,
    resume_catch_ups,
    to_confirm,
    waive_catch_ups,
)
from kiosk.rules.follow_up.stubs import hand_in_stub
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, ResourceId
from kiosk.rules.model.records import Resource
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, WaiveReason
from kiosk.settings import Settings
from kiosk.text import Both
from tests.builders import DAY, after, at, person
from tests.rules.follow_up.test_stubs import EVENING, SCHOOL, owed, printed

TODAY = EVENING.date()
DUE = date(2026, 9, 15)


def rows(known: School, which: Which = Which.ALL, today: date = TODAY) -> list[tuple[str, str]]:
    return [
        (one.person.id, one.catch_up.slot)
        for one in outstanding(known, today)
        if one.is_one_of(which)
    ]


def by_tutor(known: School, decision: Decision) -> School:
    return known.apply(decision(known, EVENING, TUTOR).items)


def line(known: School, who: str, slot: str) -> Owed:
    (found,) = (
        one
        for one in outstanding(known, TODAY)
        if (one.person.id, one.catch_up.slot) == (who, slot)
    )
    return found


def test_the_list_empties_as_things_are_done() -> None:
    known = printed(SCHOOL)
    everything = [("ann", "safe"), ("ann", "talk"), ("bob", "safe"), ("bob", "talk")]
    assert rows(known) == everything
    for who, slot in everything:
        stub = hand_in_stub(owed(known, who, slot).stub)
        known = known.apply(stub(known, EVENING, Actor(who, Evidence.TYPED)).items)
    assert rows(known) == [("ann", "safe"), ("bob", "safe")]
    assert rows(known, Which.TO_CONFIRM) == rows(known)
    ids = tuple(one.catch_up.id for one in outstanding(known, TODAY))
    assert rows(by_tutor(known, finish_catch_ups(ids))) == []


def test_overdue_comes_first_and_what_is_handed_in_is_never_overdue() -> None:
    known = printed(SCHOOL)
    known = by_tutor(known, extend_catch_ups((owed(known, "bob", "talk").id,), TODAY))
    late = TODAY + timedelta(days=1)
    assert rows(known, today=late)[0] == ("bob", "talk")
    assert rows(known, Which.OVERDUE, today=late) == [("bob", "talk")]
    stub = hand_in_stub(owed(known, "bob", "talk").stub)
    known = known.apply(stub(known, EVENING, TUTOR).items)
    assert rows(known, Which.OVERDUE, today=late) == []


def test_a_date_that_a_tutor_set_stays_when_catch_ups_are_recorded_again() -> None:
    known = printed(SCHOOL)
    talk = owed(known, "ann", "talk")
    assert talk.due == DUE
    known = by_tutor(known, extend_catch_ups((talk.id,), date(2026, 10, 1)))
    assert owed(printed(known, "two"), "ann", "talk").due == date(2026, 10, 1)
    with pytest.raises(Refused):
        by_tutor(known, extend_catch_ups((talk.id,), TODAY - timedelta(days=1)))


def test_a_date_without_paid_hours_becomes_the_next_that_has_some() -> None:
    known = printed(SCHOOL)
    talk = owed(known, "ann", "talk")
    saturday, monday = date(2026, 10, 3), date(2026, 10, 5)
    known = by_tutor(known, extend_catch_ups((talk.id,), saturday))
    assert owed(known, "ann", "talk").due == monday


@pytest.mark.parametrize("decide", [extend_catch_ups, resume_catch_ups])
def test_a_date_so_far_off_that_the_year_must_be_wrong_is_refused(decide: Any) -> None:
    known = printed(SCHOOL)
    with pytest.raises(Refused, match="Is the year right"):
        by_tutor(known, decide((owed(known, "ann", "talk").id,), date.max))


def test_of_somebody_away_it_is_listed_without_a_date_until_a_tutor_sets_one() -> None:
    known = printed(after(SCHOOL, at("08:10"), report_absent("ann", DAY)))
    assert rows(known, Which.NO_DATE) == [("ann", "safe"), ("ann", "talk")]
    ids = (owed(known, "ann", "safe").id, owed(known, "ann", "talk").id)
    dated = by_tutor(known, extend_catch_ups(ids, date(2026, 9, 25)))
    assert rows(dated, Which.NO_DATE) == []
    assert line(dated, "ann", "talk").catch_up.due == date(2026, 9, 25)


def test_once_somebody_is_back_the_schools_usual_time_runs_from_then_to_a_working_day() -> None:
    fridays = person("ann", hours={"fri": "08:30-15:30"})
    known = SCHOOL.apply([put(fridays)])
    known = printed(after(known, at("08:10"), report_absent("bob", DAY)))
    ids = (owed(known, "ann", "safe").id, owed(known, "bob", "talk").id)
    back = by_tutor(known, resume_catch_ups(ids, date(2026, 9, 14)))
    assert line(back, "bob", "talk").catch_up.due == date(2026, 9, 28)
    assert line(back, "ann", "safe").catch_up.due == date(2026, 10, 2)
    assert owed(printed(back, "two"), "bob", "talk").due == date(2026, 9, 28)
    with pytest.raises(Refused):
        by_tutor(known, resume_catch_ups(ids, date(2026, 8, 3)))


def test_the_list_is_the_same_as_one_made_afresh_after_any_change() -> None:
    known = printed(after(SCHOOL, at("08:10"), report_absent("ann", DAY)))
    kept = outstanding_after(known, TODAY, None)
    for change in (
        sign_in("bob"),
        extend_catch_ups((owed(known, "bob", "safe").id,), date(2026, 9, 9)),
        finish_catch_ups((owed(known, "bob", "safe").id, owed(known, "ann", "talk").id)),
        merge_people("ann", "bob"),
    ):
        before, lines = kept, list(kept.lines)
        known = by_tutor(known, change)
        kept = outstanding_after(known, TODAY, before)
        afresh = [one for one in all_owed(known, TODAY) if one.state is not CatchUpState.DONE]
        assert kept.lines == outstanding(known, TODAY) == afresh
        # an older School may still be shown by what it had
        assert before.lines == lines
        assert (kept is before) == (change.rule == "sign_in")
    assert all(one.is_overdue for one in outstanding(known, TODAY + timedelta(days=60))
               if one.catch_up.due)  # fmt: skip


def test_waived_it_is_owed_no_more_but_training_only_where_it_was_done_elsewhere() -> None:
    known = printed(SCHOOL)
    talk, safe = owed(known, "ann", "talk").id, owed(known, "ann", "safe").id
    known = by_tutor(known, waive_catch_ups((talk,), WaiveReason.OTHER_JOB))
    assert ("ann", "talk") not in rows(known)
    with pytest.raises(Refused):
        by_tutor(known, waive_catch_ups((safe,), WaiveReason.OTHER_JOB))
    known = by_tutor(known, waive_catch_ups((safe,), WaiveReason.ELSEWHERE))
    assert rows(known) == [("bob", "safe"), ("bob", "talk")]
    with pytest.raises(Refused):
        by_tutor(known, extend_catch_ups((safe,), DUE))


def test_a_dsp_or_dsl_confirms_the_training_of_others_with_proof_and_nothing_else() -> None:
    known = printed(SCHOOL.apply([put(person("cat", duties=("dsp",)))]))
    theirs, talk = owed(known, "ann", "safe").id, owed(known, "ann", "talk").id
    own = owed(known, "cat", "safe").id
    badge = Actor("cat", Evidence.BADGE)
    done = known.apply(finish_catch_ups((theirs,))(known, EVENING, badge).items)
    assert ("ann", "safe") not in rows(done)
    for id, actor in (
        (talk, badge), (own, badge), (theirs, Actor("cat", Evidence.TYPED)),
        (theirs, Actor("bob", Evidence.BADGE)), (theirs, Actor("bob", Evidence.LEADER)),
        (theirs, Actor("bob", Evidence.RECEPTION)),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            finish_catch_ups((id,))(known, EVENING, actor)
        assert "for safeguarding the DSP, confirms" in Language("en").say(refused.value.reason)
    english = known.apply([put(Settings(nation="england"))])
    with pytest.raises(Refused) as refused:
        finish_catch_ups((talk,))(english, EVENING, badge)
    assert "for safeguarding the DSL, confirms" in Language("en").say(refused.value.reason)


def test_what_is_to_be_confirmed_is_found_after_every_change() -> None:
    known = printed(SCHOOL.apply([put(person("cat", duties=("dsp",)))]))
    badge = Actor("cat", Evidence.BADGE)

    def waiting(known: School) -> list[str]:
        found = to_confirm(known, badge, TODAY)
        assert has_to_confirm(known, badge, TODAY) == bool(found)
        in_list = [one for one in outstanding(known, TODAY) if one.is_one_of(Which.TO_CONFIRM)]
        assert [one.catch_up.id for one in found] == [
            one.catch_up.id for one in in_list if one.person.id != "cat"
        ]
        return [one.person.id for one in found]

    assert waiting(known) == []
    for who, slot, then in (
        ("cat", "safe", []), ("bob", "safe", ["bob"]), ("bob", "talk", ["bob"]),
        ("ann", "safe", ["ann", "bob"]),
    ):  # fmt: skip
        stub = hand_in_stub(owed(known, who, slot).stub)
        known = known.apply(stub(known, EVENING, Actor(who, Evidence.TYPED)).items)
        assert waiting(known) == then
        known = after(known, EVENING, sign_in(PersonId(who)))
        assert waiting(known) == then
    known = by_tutor(known, finish_catch_ups((owed(known, "ann", "safe").id,)))
    assert waiting(known) == ["bob"]


def test_what_has_no_route_is_listed() -> None:
    known = printed(SCHOOL)
    assert rows(known, Which.NO_ROUTE) == rows(known)
    slides = Resource(ResourceId("slides"), Both("Slides"))
    workshop = known.programme.workshops["W-talk"]
    known = known.apply([put(slides), put(type(workshop)(workshop.id, workshop.title,
                                                         resources=(slides.id,)))])  # fmt: skip
    assert rows(printed(known, "two"), Which.NO_ROUTE) == [("ann", "safe"), ("bob", "safe")]


def test_nobody_who_has_left_is_listed() -> None:
    known = printed(SCHOOL)
    gone = known.apply([put(person("ann", left=date(2026, 8, 31)))])
    assert {who for who, _ in rows(gone)} == {"bob"}
    assert line(known, "ann", "talk").state is CatchUpState.OPEN
    assert PersonId("ann") in known.people

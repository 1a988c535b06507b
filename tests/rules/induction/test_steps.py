"""Induction steps: when they are due, who may tick and confirm them, and what counts as proof."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.errors import Refused
from kiosk.rules.induction.steps import StepLine, Urgency, confirm_step, steps_of, tick_step
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import StepId
from kiosk.rules.model.records import Person, Step, Track
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.text import Both
from tests.builders import SOMEBODY, after, at, by, day, person, school

NOW = at("09:00")
STARTED = date(2026, 9, 1)


def step(id: StepId, due: str = "week_1", signer: str = "self", countersign: bool = False) -> Step:
    return Step(id, Both(id), due, signer, countersign)


TRACK = Track(
    "NQT",
    Both("NQT"),
    steps=(
        step("read", "before_start"),
        step("tour", "day_1", "mentor"),
        step("policy", "week_1", "self and mentor", True),
        step("fire", "week_2"),
        step("review", "half_term", "headteacher", True),
    ),
)
FFION = person("ffion", track="NQT", started=STARTED, mentor="huw")
SCHOOL = school(day(), TRACK, FFION, person("huw"), person("old"))


def line(known: School, wanted: str, today: date = STARTED, who: Person = FFION) -> StepLine:
    return next(one for one in steps_of(known, who, today) if one.step.id == wanted)


def refusal(decision: Decision, known: School = SCHOOL) -> str:
    with pytest.raises(Refused) as refused:
        decision(known, NOW, SOMEBODY)
    return refused.value.reason.msgid


@pytest.mark.parametrize(
    ("wanted", "today", "due"),
    [
        ("read", STARTED, Urgency.TODAY),
        ("read", date(2026, 9, 2), Urgency.OVERDUE),
        ("policy", STARTED, Urgency.THIS_WEEK),
        ("policy", date(2026, 9, 5), Urgency.TODAY),
        ("policy", date(2026, 9, 6), Urgency.OVERDUE),
        ("fire", STARTED, Urgency.LATER),
        ("fire", date(2026, 9, 7), Urgency.THIS_WEEK),
        ("fire", date(2026, 9, 12), Urgency.TODAY),
        ("review", STARTED, Urgency.LATER),
    ],
)
def test_a_step_is_due_so_many_days_after_the_first(wanted: str, today: date, due: Urgency) -> None:
    assert line(SCHOOL, wanted, today).due is due


def test_without_a_first_day_nothing_is_due_and_without_a_track_there_is_no_step() -> None:
    unknown = person("ffion", track="NQT")
    assert {one.due for one in steps_of(SCHOOL, unknown, STARTED)} == {Urgency.LATER}
    assert steps_of(SCHOOL, SCHOOL.person("old"), STARTED) == []
    assert steps_of(SCHOOL, person("x", track="no such track"), STARTED) == []


def test_steps_stand_in_the_order_of_the_track() -> None:
    assert [one.step for one in steps_of(SCHOOL, FFION, STARTED)] == list(TRACK.steps)


def test_one_ticks_ones_own_step_and_can_take_the_tick_back() -> None:
    known = after(SCHOOL, NOW, by(Evidence.CODE, tick_step("ffion", "read")))
    mine = line(known, "read")
    assert mine.due is Urgency.DONE
    assert mine.ticked is not None
    assert (mine.ticked.by, mine.ticked.at, mine.ticked.evidence) == ("ffion", NOW, Evidence.CODE)
    assert not mine.may_tick
    known = after(known, NOW, by(Evidence.BADGE, tick_step("ffion", "read")))
    assert line(known, "read").due is Urgency.TODAY


@pytest.mark.parametrize("proof", [Evidence.TYPED, Evidence.TUTOR, Evidence.COMMAND])
def test_only_a_badge_or_an_own_code_proves_who_ticks(proof: Evidence) -> None:
    assert "badge" in refusal(by(proof, tick_step("ffion", "read")))


def test_a_typed_name_does_not_prove_who_confirms() -> None:
    assert "badge" in refusal(by(Evidence.TYPED, confirm_step("ffion", "tour"), "huw"))


def test_what_others_confirm_is_not_ticked_and_waits_for_them() -> None:
    for wanted in ("tour", "review"):
        assert "Only the {signer}" in refusal(by(Evidence.CODE, tick_step("ffion", StepId(wanted))))
        assert line(SCHOOL, wanted).awaits
        assert not line(SCHOOL, wanted).may_tick
    known = after(SCHOOL, NOW, by(Evidence.BADGE, confirm_step("ffion", "tour"), "huw"))
    assert line(known, "tour").due is Urgency.DONE
    assert not line(known, "tour").awaits


def test_a_countersigned_step_is_done_when_the_other_has_confirmed_it() -> None:
    assert line(SCHOOL, "policy").may_tick
    assert not line(SCHOOL, "policy").awaits
    known = after(SCHOOL, NOW, by(Evidence.CODE, tick_step("ffion", "policy")))
    assert line(known, "policy").due is Urgency.THIS_WEEK
    assert line(known, "policy").awaits
    known = after(known, NOW, by(Evidence.TUTOR, confirm_step("ffion", "policy"), "tutor"))
    assert line(known, "policy").due is Urgency.DONE
    assert "already confirmed" in refusal(by(Evidence.CODE, tick_step("ffion", "policy")), known)
    known = after(known, NOW, by(Evidence.TUTOR, confirm_step("ffion", "policy"), "tutor"))
    assert line(known, "policy").due is Urgency.THIS_WEEK


def test_nobody_confirms_their_own_step_nor_one_of_another_track() -> None:
    assert "own step" in refusal(by(Evidence.BADGE, confirm_step("ffion", "tour"), "ffion"))
    assert "isn't on the track" in refusal(by(Evidence.BADGE, confirm_step("old", "tour"), "huw"))
    assert "isn't on the track" in refusal(by(Evidence.CODE, tick_step("ffion", "no such step")))
    assert "Nobody here" in refusal(by(Evidence.CODE, tick_step("zed", "read")))

"""What a decision costs grows as the school does: counted in calls, which no machine alters."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, time

import pytest

from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.day_changes import move_day
from kiosk.rules.choosing.lottery import run_lottery
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.rules.follow_up.closing import close_day, reopen_day
from kiosk.rules.follow_up.day_account import day_account
from kiosk.rules.follow_up.figures import figures_of_day
from kiosk.rules.follow_up.person_page import person_page
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import ReopenReason
from tests.bench.schools import Plan, at

SMALL, TWICE = Plan(120, 24), Plan(240, 48)
EARLY, EVENING = time(7, 30), time(15, 45)


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions were called, those of the interpreter included."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    work()  # what is worked out once for a programme is known from then on
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def asked(decide: Callable[[Plan, School], Decision], clock: time, plan: Plan) -> int:
    school = plan.school()
    decision, now = decide(plan, school), at(plan.day, clock)
    return calls_of(lambda: decision(school, now, TUTOR))


def drawn(plan: Plan) -> Plan:
    return Plan(plan.people, plan.sessions, wishes=4)


def over(plan: Plan) -> Plan:
    return Plan(plan.people, plan.sessions, is_over=True)


def new_choice(plan: Plan, school: School) -> Decision:
    """Return a choice of somebody who has nothing in that slot yet."""
    wanted = plan.chosen[1]
    in_slot = {who for one in school.sessions_on(plan.day, wanted.slot)
               for who in (*plan.held[one.id], *one.leaders)}  # fmt: skip
    return choose(next(who for who in plan.ids() if who not in in_slot), wanted.id)


def first_holder(plan: Plan, school: School, session: int) -> Decision:
    full = plan.chosen[session]
    return give_up_place(bookings_in(school, full)[0].person, full.id)


@pytest.mark.parametrize(
    ("decide", "clock", "as_plan"),
    [
        (lambda plan, _: run_lottery(plan.day), EARLY, drawn),
        (lambda plan, _: move_day(plan.day, DayId("2026-09-08")), EARLY, drawn),
        (lambda plan, _: close_day(plan.day), EVENING, over),
        (lambda plan, _: reopen_day(plan.day, ReopenReason.TOO_EARLY), EVENING, over),
    ],
    ids=["draw", "move a day", "close", "reopen"],
)
def test_a_decision_about_everybody_costs_twice_as_much_in_a_school_twice_as_large(
    decide: Callable[[Plan, School], Decision], clock: time, as_plan: Callable[[Plan], Plan]
) -> None:
    small, twice = (asked(decide, clock, as_plan(plan)) for plan in (SMALL, TWICE))
    assert twice < 2.3 * small


@pytest.mark.parametrize("count", [day_account, figures_of_day])
def test_the_account_and_the_figures_cost_twice_as_much_in_a_school_twice_as_large(
    count: Callable[[School, datetime, InsetDay], object],
) -> None:
    def account(plan: Plan) -> int:
        school, now = plan.school(), at(plan.day, EVENING)
        return calls_of(lambda: count(school, now, school.day(plan.day)))

    small, twice = (account(over(plan)) for plan in (SMALL, TWICE))
    assert twice < 2.3 * small


@pytest.mark.parametrize(
    "decide",
    [
        new_choice,
        lambda plan, school: first_holder(plan, school, 0),
        lambda plan, school: first_holder(plan, school, 1),
    ],
    ids=["choose", "leave, and one moves up", "leave"],
)
def test_one_person_s_choice_costs_the_same_in_a_school_twice_as_large(
    decide: Callable[[Plan, School], Decision],
) -> None:
    small, twice = (asked(decide, EARLY, plan) for plan in (SMALL, TWICE))
    assert twice < 1.2 * small


def test_a_person_s_page_costs_the_same_in_a_school_twice_as_large() -> None:
    def page(plan: Plan) -> int:
        school, now, who = plan.school(), at(plan.day, EVENING), plan.ids()[0]
        return calls_of(lambda: person_page(school, now, who, school.day(plan.day)))

    small, twice = (page(over(plan)) for plan in (SMALL, TWICE))
    assert twice < 1.2 * small


def test_a_session_is_cancelled_at_the_cost_of_its_own_people_and_one_look_at_the_others() -> None:
    def cancel(plan: Plan, _: School) -> Decision:
        return cancel_session(plan.chosen[0].id)

    small, twice = (asked(cancel, EARLY, plan) for plan in (SMALL, TWICE))
    assert twice < 2.3 * small

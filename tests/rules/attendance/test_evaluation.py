"""Evaluation: which sessions may be evaluated, and that a tally does not show who came when."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.rules.attendance.evaluation import (
    MIN_REPLIES,
    Tally,
    add_rating,
    add_remark,
    may_be_opened,
    sessions_to_evaluate,
)
from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.personal_items import count_waiting_items
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from tests.builders import after, at, by, day, person, school, session, slot

TODAY = day(slot("one", "09:00-10:00", SlotKind.TOGETHER), slot("two", "10:00-11:00"))
SCHOOL = after(
    school(
        TODAY, session("A", "one", "09:00-10:00"), session("B", "two", "10:00-11:00"),
        session("C", "two", "10:00-11:00", leaders=("ann",)), person("ann"), person("bob"),
    ),
    at("10:05"),
    by(Evidence.TUTOR, mark("ann", "A", MarkState.LATE)),
    by(Evidence.TUTOR, mark("ann", "C", MarkState.PRESENT)),
    by(Evidence.TUTOR, mark("bob", "A", MarkState.ABSENT)),
    by(Evidence.TUTOR, mark("bob", "B", MarkState.PRESENT)),
)  # fmt: skip


def offered(who: PersonId, clock: str) -> list[str]:
    return [one.id for one in sessions_to_evaluate(SCHOOL, at(clock), who, Evidence.BADGE, ())]


@pytest.mark.parametrize(
    ("who", "clock", "sessions"),
    [
        ("ann", "09:54:59", []),
        ("ann", "09:55", ["A"]),
        ("ann", "11:30", ["A"]),  # nobody evaluates what they led
        ("bob", "10:30", []),  # nor what they were not in
        ("bob", "10:55", ["B"]),
        ("nobody", "11:30", []),
    ],
)
def test_a_session_that_is_as_good_as_over_is_evaluated_by_who_was_in_it(
    who: PersonId, clock: str, sessions: list[str]
) -> None:
    assert offered(who, clock) == sessions


def test_once_the_day_is_closed_nothing_is_evaluated() -> None:
    closed = SCHOOL.apply([put(replace(TODAY, closed_at=at("11:30")))])
    assert sessions_to_evaluate(closed, at("11:31"), "bob", Evidence.BADGE, ()) == []


def test_what_was_replied_about_does_not_wait_nor_anything_for_a_typed_name() -> None:
    now = at("11:30")
    assert count_waiting_items(SCHOOL, now, "bob", Evidence.BADGE, set()) == 1
    assert count_waiting_items(SCHOOL, now, "bob", Evidence.BADGE, {"B"}) == 0
    assert count_waiting_items(SCHOOL, now, "bob", Evidence.TYPED, set()) == 0


@pytest.mark.parametrize("evidence", Evidence)
def test_only_a_badge_or_an_own_code_lets_somebody_reply(evidence: Evidence) -> None:
    may = evidence in (Evidence.BADGE, Evidence.CODE)
    found = sessions_to_evaluate(SCHOOL, at("11:30"), "bob", evidence, ())
    assert [one.id for one in found] == ["B"] * may


def test_replies_are_opened_when_the_day_is_closed_or_past() -> None:
    assert not may_be_opened(TODAY, date(2026, 9, 1))
    assert may_be_opened(TODAY, date(2026, 9, 2))
    assert may_be_opened(replace(TODAY, closed_at=at("15:30")), date(2026, 9, 1))


REPLIES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.text(max_size=5)), max_size=12
)


def tallied(replies: list[tuple[int, int, str]]) -> Tally:
    tally = Tally()
    for useful, will_use, line in replies:
        tally = add_remark(add_rating(tally, useful, will_use), line)
    return tally


@given(REPLIES, st.randoms())
def test_in_whatever_order_people_reply_the_same_is_kept(
    replies: list[tuple[int, int, str]], random: Random
) -> None:
    shuffled = list(replies)
    random.shuffle(shuffled)
    assert tallied(shuffled) == tallied(replies)


@given(REPLIES)
def test_every_reply_counts_once_in_each_question(replies: list[tuple[int, int, str]]) -> None:
    tally = tallied(replies)
    assert sum(tally.useful) == sum(tally.will_use) == tally.replies == len(replies)
    assert tally.may_be_shown == (len(replies) >= MIN_REPLIES)
    assert sorted(line for *_, line in replies) == list(tally.lines)

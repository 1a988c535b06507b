"""The account of a day: everybody in one of five places, which agree with the board's figures."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.board import BoardState, headcount, person_lines
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark, sign_in_to_session
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.day_account import Outcome, day_account
from kiosk.rules.follow_up.figures import By, figures_of_day
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.requirement import expected_from
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState, Role, SlotKind
from tests.builders import DAY, after, at, by, day, person, school, session, slot
from tests.rules.accounts import account_at, missed_in, outcomes_of
from tests.rules.any_school import schools

EVENING = at("16:00")
TOGETHER = SlotKind.TOGETHER
SCHOOL = school(
    day(
        slot("talk", "09:00-10:00", TOGETHER),
        slot("choice", "10:30-11:30"),
        slot("plan", "13:00-14:00", SlotKind.DEPARTMENT),
        slot("visit", "14:10-15:00", TOGETHER, required=("TA",)),
    ),
    session("T", "talk", "09:00-10:00"),
    session("A", "choice", "10:30-11:30", leaders=("huw",)),
    session("B", "choice", "10:30-11:30"),
    session("V", "visit", "14:10-15:00", off_site=True, audience=("TA",)),
    *(person(name) for name in ("ann", "bob", "huw")),
    person("nia", Role.TA),
    person("rebecca", hours={"wed": "08:30-15:30"}),
    person("tunde", Role.SUPPLY, None),
)


def tutor(act: Decision) -> Decision:
    return by(Evidence.TUTOR, act)


def marks(who: str, **states: MarkState) -> list[Decision]:
    return [tutor(mark(PersonId(who), SessionId(one), state)) for one, state in states.items()]


def outcome(who: str, *acts: Decision, now: datetime = EVENING) -> Outcome:
    return outcomes_of(account_at(after(SCHOOL, EVENING, *acts), now))[PersonId(who)]


PRESENT, LATE, LEFT, ABSENT, RELEASED = (
    MarkState.PRESENT, MarkState.LATE, MarkState.LEFT, MarkState.ABSENT, MarkState.RELEASED,
)  # fmt: skip
HERE = tutor(sign_in("ann"))


@pytest.mark.parametrize(
    ("acts", "wanted"),
    [
        ([HERE, *marks("ann", T=PRESENT, A=LATE)], Outcome.ALL),
        # planning has no register: being at the school is all that is asked
        (marks("ann", T=PRESENT, A=PRESENT), Outcome.PART),
        ([HERE, *marks("ann", T=PRESENT, A=LEFT)], Outcome.PART),
        ([HERE, *marks("ann", T=PRESENT, A=ABSENT)], Outcome.PART),
        ([HERE], Outcome.PART),
        ([], Outcome.NONE),
        (marks("ann", T=ABSENT, A=ABSENT), Outcome.NONE),
        ([tutor(report_absent("ann", DAY))], Outcome.REPORTED_ABSENT),
        ([tutor(report_absent("ann", DAY)), HERE], Outcome.PART),
    ],
)
def test_what_came_of_a_day_is_all_part_none_or_reported_absent(
    acts: list[Decision], wanted: Outcome
) -> None:
    assert outcome("ann", *acts) is wanted


def test_who_was_in_a_session_to_the_end_of_their_hours_did_not_leave_early() -> None:
    known = after(SCHOOL, at("09:00"), by(Evidence.BADGE, sign_in_to_session("nia", "T")))
    known = after(known, at("09:58"), by(Evidence.TYPED, leave_site("nia")))
    (line,) = (one for one in account_at(known, at("10:00")).lines if one.person.id == "nia")
    assert (line.outcome, line.left_early) == (Outcome.ALL, ())
    early = after(SCHOOL, at("09:00"), by(Evidence.BADGE, sign_in_to_session("nia", "T")))
    early = after(early, at("09:20"), by(Evidence.TYPED, leave_site("nia")))
    (line,) = (one for one in account_at(early, at("10:00")).lines if one.person.id == "nia")
    assert line.outcome is Outcome.PART
    assert [one.id for one in line.left_early] == ["talk"]


def test_who_is_not_asked_on_site_is_not_required_even_if_they_came() -> None:
    assert outcome("rebecca") is outcome("tunde") is Outcome.NOT_REQUIRED
    assert outcome("rebecca", *marks("rebecca", T=PRESENT)) is Outcome.NOT_REQUIRED


def test_an_off_site_session_counts_only_where_a_tutor_says_that_they_were_not_there() -> None:
    here = [tutor(sign_in("nia")), *marks("nia", T=PRESENT, B=PRESENT)]
    assert outcome("nia", *here) is Outcome.ALL
    assert outcome("nia", *here, *marks("nia", V=ABSENT)) is Outcome.PART


def test_any_session_of_a_slot_fulfils_it() -> None:
    known = after(SCHOOL, EVENING, HERE, *marks("ann", A=PRESENT, B=ABSENT))
    assert "choice" not in missed_in(account_at(known, EVENING)).get(PersonId("ann"), [])


def test_while_the_day_runs_only_what_is_over_counts() -> None:
    came = by(Evidence.BADGE, sign_in_to_session("ann", "T"))
    known = after(SCHOOL, at("09:00"), came)
    assert outcomes_of(account_at(known, at("10:15")))["ann"] is Outcome.ALL
    assert outcomes_of(account_at(known, at("12:00")))["ann"] is Outcome.PART
    assert outcomes_of(account_at(SCHOOL, at("08:00")))["ann"] is Outcome.NONE


def test_a_session_that_others_attended_and_whose_leader_has_no_mark_is_told() -> None:
    def told(*acts: Decision) -> list[SessionId]:
        known = after(SCHOOL, EVENING, *acts)
        return [one.id for one in account_at(known, EVENING).without_leader]

    assert told() == []
    others = marks("ann", A=PRESENT, B=PRESENT)
    assert told(*others) == ["A"]
    assert told(*others, *marks("huw", A=RELEASED)) == []


CLOCKS = st.sampled_from(["07:00", "09:15", "11:00", "23:59"])


@given(schools(), CLOCKS, st.booleans())
def test_of_every_day_the_account_the_tiles_and_the_figures_add_up(
    known: School, clock: str, is_closed: bool
) -> None:
    for today in [*known.programme.days.values()]:
        now = at(clock, today.id)
        if is_closed:
            known = after(known, now, tutor(close_day(today.id)))
            today = known.day(today.id)
        account = day_account(known, now, today)
        listed = known.people_on(today.date)
        # everybody listed is in exactly one of five
        assert Counter(line.person.id for line in account.lines) == Counter([*listed])
        assert sum(account.counts.values()) == len(listed)
        # the board's tiles
        tiles, standing = headcount(known, today), person_lines(known, now, today)
        free = account.counts[Outcome.NOT_REQUIRED]
        assert len(listed) - free == tiles.due
        assert free == sum(expected_from(known, who, today) is None for who in listed.values())
        outcomes = outcomes_of(account)
        accounted = {one.person.id for one in standing if one.presence is BoardState.ACCOUNTED}
        away = {who for who, came in outcomes.items() if came is Outcome.REPORTED_ABSENT}
        came = {who for who, one in outcomes.items() if one in (Outcome.ALL, Outcome.PART)}
        assert away == accounted - came
        assert tiles.accounted == len(accounted)
        # the figures, where no group is too small to show
        for by_group in (By.ROLE, By.REQUIREMENT):
            lines = [one for one in figures_of_day(known, now, today) if one.by is by_group]
            counts = [one.counts for one in lines if one.counts is not None]
            if any(one.is_small for one in lines):
                assert len(lines) == 1  # all of them together are too few
                continue
            assert sum(one.required for one in counts) == tiles.due
            assert sum(one.not_required for one in counts) == free
            assert sum(one.attended for one in counts) == len(came)

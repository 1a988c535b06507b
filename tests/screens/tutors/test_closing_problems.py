"""What to look at before a day is closed: on the day, and on a past one."""

from __future__ import annotations

from datetime import datetime

from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from kiosk.screens.tutors.closing_problems import problems_of, question_for
from kiosk.screens.tutors.day_account import account_for
from kiosk.text import Both
from tests.builders import DAY, after, at, by, day, person, school, session, slot

SCHOOL = school(
    day(slot("one", "09:00-10:00", SlotKind.TOGETHER), slot("two", "10:00-11:00")),
    session("A", "one", "09:00-10:00", leaders=("bob",)),
    session("B", "two", "10:00-11:00"),
    person("ann"),
    person("bob"),
)
CAME = after(
    SCHOOL,
    at("08:50"),
    by(Evidence.TYPED, sign_in("ann")),
    by(Evidence.TUTOR, mark("ann", "A", MarkState.PRESENT)),
)


def told(known: School, now: datetime) -> list[str]:
    account = account_for(known, now, known.day(DAY), "en")
    titles = {one.id: Both(one.id) for one in known.sessions_on(DAY)}
    return [Language("en").say(problem.text) for problem in problems_of(account, titles)]


def test_what_is_not_clear_comes_first() -> None:
    found = told(CAME, at("12:00"))
    assert found[0] == "1 person has not signed out: still here?"
    # there may be dozens of registers: they come after what is one line each
    assert found[-2:] == ["Register not taken: B, 10:00", "Leader not marked: A, 09:00"]


def test_while_sessions_run_nobody_is_asked_whether_they_are_still_here() -> None:
    assert told(CAME, at("09:30"))[0].startswith("2 sessions are running or to come")
    assert not any("signed out" in text for text in told(CAME, at("09:30")))


def test_of_a_past_day_nobody_is_asked_and_once_it_is_closed_it_is_no_question_any_more() -> None:
    morning = at("08:00", "2026-09-02")
    assert told(CAME, morning)[0] == "1 person did not sign out"
    closed = after(CAME, morning, by(Evidence.TUTOR, close_day(DAY)))
    assert not any("sign out" in text for text in told(closed, morning))
    assert closed.day_record(DAY).movements == CAME.day_record(DAY).movements


def test_the_question_says_that_no_time_of_leaving_is_made_up() -> None:
    known = after(CAME, at("12:00"), by(Evidence.TUTOR, mark("bob", "B", MarkState.PRESENT)))
    asked = Language("en").say(question_for(account_for(known, at("12:00"), known.day(DAY), "en")))
    assert "has not signed out. No time of leaving is made up" in asked

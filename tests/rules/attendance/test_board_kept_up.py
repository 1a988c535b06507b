"""What one person does makes the board look at that person again, and at nobody else."""

from __future__ import annotations

from datetime import time

import pytest
from msgspec.structs import replace

from kiosk.rules.attendance import board
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.board import headcount, person_lines
from kiosk.rules.attendance.session_lines import expected_by_session, session_line
from kiosk.rules.attention.day_check import attention
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.closing import close_day, reopen_day
from kiosk.rules.model.ids import PersonId, join_ids
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.records import InsetDay, Person, Window
from kiosk.rules.model.requirement import RequiredTimes, required_times_of
from kiosk.rules.model.school import School, put, remove
from kiosk.rules.model.terms import ReopenReason, SlotKind
from kiosk.settings import Settings
from tests.builders import DAY, after, at, day, person, school, session, slot

NOW = at("08:30")
NAMES = [f"p{number}" for number in range(30)]
SCHOOL = school(
    day(slot("all", "09:00-10:00", SlotKind.TOGETHER), slot("one", "10:00-11:00")),
    session("ALL", "all", "09:00-10:00"),
    session("A", "one", "10:00-11:00", 5, leaders=(PersonId("p1"),)),
    session("B", "one", "10:00-11:00", 5),
    *map(person, NAMES),
)
INVITATION = Invitation(
    join_ids(DAY, "p7"), DAY, PersonId("p7"), Window(time(9), time(12)), Terms.PAID,
    PersonId("p1"), accepted=True,
)  # fmt: skip


def shown(known: School) -> None:
    """Work out everything that the board shows."""
    today = known.day(DAY)
    headcount(known, today)
    person_lines(known, NOW, today)
    for one in known.sessions_on(DAY):
        session_line(known, one)
    attention(known, DAY)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that will hold everybody whose required times are found."""
    people: list[str] = []

    def noted(school: School, person: Person, day: InsetDay) -> RequiredTimes:
        people.append(person.id)
        return required_times_of(school, person, day)

    monkeypatch.setattr(board, "required_times_of", noted)
    return people


def test_a_choice_or_a_sign_in_looks_at_one_person_again(asked: list[str]) -> None:
    known = SCHOOL.apply([put(SCHOOL.settings)])
    shown(known)
    assert len(asked) == len(NAMES)
    for made in (choose("p5", "A"), sign_in("p5"), report_absent("p5", DAY)):
        asked.clear()
        known = after(known, NOW, made)
        shown(known)
        assert asked == ["p5"]
        shown(known)
        assert asked == ["p5"]


def test_the_answer_to_an_invitation_looks_at_one_person_again(asked: list[str]) -> None:
    shown(SCHOOL)
    asked.clear()
    shown(SCHOOL.apply([put(INVITATION)]))
    assert asked == ["p7"]


@pytest.mark.parametrize("id", ["p7", "guest"])
def test_a_new_badge_or_a_guest_at_the_desk_looks_at_one_person_again(
    asked: list[str], id: str
) -> None:
    shown(SCHOOL)
    asked.clear()
    known = SCHOOL.apply([put(person(id, badge="INSET-7"))])
    shown(known)
    assert asked == [id]
    assert [line.person.id for line in person_lines(known, NOW, known.day(DAY))] == sorted(
        {*NAMES, id}
    )


def test_closing_the_day_and_a_notice_look_at_nobody_again(asked: list[str]) -> None:
    known = after(SCHOOL, at("11:00"), sign_in("p5"))
    shown(known)
    asked.clear()
    known = after(known, at("11:00"), close_day(DAY), reopen_day(DAY, ReopenReason.TOO_EARLY))
    known = known.apply([put(replace(known.day(DAY), notice="Lunch is late."))])
    shown(known)
    assert not asked


def test_other_hours_for_everybody_look_at_everybody_again(asked: list[str]) -> None:
    shown(SCHOOL)
    asked.clear()
    shown(SCHOOL.apply([put(Settings(part_from=30))]))
    assert len(asked) == len(NAMES)


def test_what_follows_in_one_go_is_looked_at_once(asked: list[str]) -> None:
    shown(SCHOOL)
    asked.clear()
    made = [choose("p5", "A"), choose("p6", "A"), choose("p5", "B"), sign_in("p5")]
    shown(after(SCHOOL, NOW, *made))
    assert sorted(asked) == ["p5", "p6"]


def test_the_programme_and_the_sessions_nobody_touched_stay_as_they_are() -> None:
    today = SCHOOL.day(DAY)
    before = expected_by_session(SCHOOL, today)
    known = after(SCHOOL, NOW, choose("p5", "A"), sign_in("p6"))
    assert known.programme is SCHOOL.programme
    now = expected_by_session(known, today)
    assert now["ALL"] is before["ALL"]
    assert now["B"] is before["B"]
    assert set(now["A"]) == {"p1", "p5"}


def test_an_older_school_still_says_what_it_said() -> None:
    known = after(SCHOOL, NOW, sign_in("p5"))
    shown(known)
    later = after(known, NOW, sign_in("p6"))
    today = known.day(DAY)
    assert headcount(later, today).on_site == 2
    assert headcount(known, today).on_site == 1
    shown(after(known, NOW, sign_in("p7")))
    assert headcount(later, today).on_site == 2


def test_a_school_that_nobody_has_asked_shares_no_results_with_the_next() -> None:
    known = school(SCHOOL.day(DAY), *map(person, NAMES))
    later = known.apply([remove(known.person(PersonId("p3")))])
    assert len(person_lines(known, NOW, known.day(DAY))) == len(NAMES)
    assert len(person_lines(later, NOW, later.day(DAY))) == len(NAMES) - 1

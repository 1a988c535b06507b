"""An absence that is reported for a part of a day, on the board and where the day is closed."""

from __future__ import annotations

from datetime import time

from kiosk.language import Language
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.board import person_lines
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.day_account import Outcome
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, SlotKind
from tests.builders import DAY, after, at, by, day, person, school, session, slot
from tests.rules.accounts import account_at, outcomes_of

SCHOOL = school(
    day(slot("talk", "09:00-10:00", SlotKind.TOGETHER), slot("two", "10:30-11:30",
        SlotKind.TOGETHER), slot("end", "14:00-15:00", SlotKind.TOGETHER)),
    session("T", "talk", "09:00-10:00"),
    session("U", "two", "10:30-11:30"),
    session("V", "end", "14:00-15:00"),
    *(person(name) for name in ("aled", "bron", "cai")),
)  # fmt: skip
HOURS = {"aled": (None, time(10)), "bron": (time(12), None), "cai": (time(8), time(16))}
"""From when and until when each is away."""
AWAY = after(
    SCHOOL,
    at("08:00"),
    *(
        by(Evidence.TUTOR, report_absent(PersonId(name), DAY, *hours))
        for name, hours in HOURS.items()
    ),
)


def outcomes(here: School, now: str) -> dict[PersonId, Outcome]:
    return outcomes_of(account_at(here, at(now)))


def test_another_absence_on_the_day_says_which_one_it_replaces() -> None:
    asked = by(Evidence.TUTOR, report_absent(PersonId("aled"), DAY, time(14)))
    said = asked(AWAY, at("09:00")).message
    assert said is not None
    assert Language("en").say(said) == "aled is reported absent from 14:00. Before: until 10:00."


def test_who_comes_later_is_due_at_the_first_time_that_the_absence_does_not_cover() -> None:
    lines = person_lines(AWAY, at("09:10"), AWAY.day(DAY))
    due = {line.person.id: (line.presence.name, line.due) for line in lines}
    assert due == {
        "aled": ("EXPECTED", time(10, 30)),
        "bron": ("LATE", time(9)),
        "cai": ("ACCOUNTED", time(9)),
    }


def test_who_is_away_for_all_that_is_required_is_reported_absent() -> None:
    none, away = Outcome.NONE, Outcome.REPORTED_ABSENT
    assert outcomes(AWAY, "09:10") == {"aled": none, "bron": none, "cai": away}
    closed = after(AWAY, at("15:30"), by(Evidence.TUTOR, close_day(DAY)))
    assert outcomes(closed, "15:31") == {"aled": none, "bron": none, "cai": away}

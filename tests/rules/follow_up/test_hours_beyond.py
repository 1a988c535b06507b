"""Time beyond paid hours: what the office owes, and what the person may read of themselves."""

from __future__ import annotations

import pytest

from kiosk.rules.attendance.invitations import accept_invitation
from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.hours_beyond import HoursBeyond, hours_beyond
from kiosk.rules.follow_up.training import attendance_of
from kiosk.rules.model.ids import PersonId, SessionId, join_ids
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Evidence, MarkState, Role, SlotKind
from tests.builders import DAY, after, at, by, day, person, school, session, slot

EVENING = at("16:00")
SCHOOL = school(
    day(slot("one", "09:00-10:00", SlotKind.TOGETHER), slot("two", "15:00-16:00")),
    session("A", "one", "09:00-10:00"),
    session("B", "two", "15:00-16:00"),
    person("full"),
    person("part", Role.TA, "08:30-09:30"),
    person("off", hours={"wed": "08:30-15:30"}),
    person("unknown", Role.SUPPLY, None),
    person("agreed", hours={}, agreed={DAY: parse_hours("08:30-16:00")}),
)
BOTH = ("A", "B")


@pytest.mark.parametrize(
    ("who", "sessions", "minutes"),
    [
        ("full", BOTH, 30),
        ("full", ("A",), 0),
        ("part", BOTH, 90),
        ("off", BOTH, 120),
        ("off", (), 0),
        ("unknown", ("A",), None),
        ("agreed", BOTH, 0),
    ],
)
def test_time_beyond_own_hours_is_counted(
    who: str, sessions: tuple[str, ...], minutes: int | None
) -> None:
    acts = (mark(PersonId(who), SessionId(one), MarkState.PRESENT) for one in sessions)
    known = after(SCHOOL, EVENING, *(by(Evidence.TUTOR, act) for act in acts))
    found = hours_beyond(known, known.person(PersonId(who)), known.day(DAY))
    wanted = None if minutes == 0 else HoursBeyond(DAY, minutes, None)
    assert found == wanted
    for own in attendance_of(known, at("17:00"), PersonId(who)):
        assert own.beyond == wanted


def test_an_accepted_invitation_says_on_what_terms() -> None:
    off = PersonId("off")
    asked = Invitation(join_ids(DAY, off), DAY, off, parse_hours("08:30-15:30"), Terms.LIEU, off)
    known = SCHOOL.apply([put(asked)])
    known = after(known, at("08:00"), by(Evidence.CODE, accept_invitation(off, DAY), id="off"))
    known = after(known, EVENING, by(Evidence.TUTOR, mark(off, "A", MarkState.PRESENT)))
    assert hours_beyond(known, known.person(off), known.day(DAY)) == HoursBeyond(
        DAY, 60, Terms.LIEU
    )

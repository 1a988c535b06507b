"""What a certificate states where a person was marked in two places at once."""

from __future__ import annotations

from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.certificates import certificate_lines
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from tests.builders import DAY, after, at, by, day, person, school, session, slot


def test_two_sessions_at_one_time_do_not_make_the_day_longer() -> None:
    known = school(
        day(slot("am", "09:00-10:00"), slot("side", "09:00-09:40", SlotKind.TOGETHER)),
        session("A", "am", "09:00-10:00"),
        session("S", "side", "09:00-09:40"),
        person("ann"),
    )
    first = after(known, at("10:00"), by(Evidence.TUTOR, mark("ann", "S", MarkState.PRESENT)))
    both = after(first, at("10:01"), by(Evidence.TUTOR, mark("ann", "A", MarkState.PRESENT)))
    assert [(one.session, one.minutes) for one in certificate_lines(both, "ann", DAY)] == [
        ("A", 60)
    ]
    other = after(known, at("10:00"), by(Evidence.TUTOR, mark("ann", "A", MarkState.PRESENT)))
    other = after(other, at("10:01"), by(Evidence.TUTOR, mark("ann", "S", MarkState.PRESENT)))
    assert sum(one.minutes for one in certificate_lines(other, "ann", DAY)) == 60

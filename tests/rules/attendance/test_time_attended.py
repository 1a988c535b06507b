"""On time, late, left early; and the share of minutes that a certificate needs."""

from __future__ import annotations

import pytest

from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark, sign_in_to_session
from kiosk.rules.attendance.session_lines import session_line
from kiosk.rules.attendance.time_attended import final_state, minutes_attended
from kiosk.rules.follow_up.certificates import certificate_lines, withheld_sessions
from kiosk.rules.model.changes import Remove
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, Role, SlotKind
from kiosk.settings import Settings
from tests.builders import DAY, after, at, by, day, person, school, session, slot

TYPED, TUTOR = Evidence.TYPED, Evidence.TUTOR
SCHOOL = school(
    day(slot("am", "09:00-10:00", SlotKind.TOGETHER), slot("ta", "11:20-12:20")),
    session("am", "am", "09:00-10:00"),
    session("A", "ta", "11:20-12:20"),
    session("B", "ta", "11:20-12:20"),
    person("ann"),
    person("nia", Role.TA, "09:30-12:15"),
    person("reb", hours={"wed": "08:30-15:30"}),
)


def stayed(
    who: PersonId, wanted: SessionId, came: str, left: str, known: School = SCHOOL
) -> School:
    if wanted == "A":  # the last minutes lie outside the hours, so the place is the tutor's to give
        known = after(known, at(came), by(TUTOR, mark(who, wanted, MarkState.PRESENT)))
    else:
        known = after(known, at(came), by(TYPED, sign_in_to_session(who, wanted)))
    return after(known, at(left), by(TYPED, leave_site(who)))


@pytest.mark.parametrize(
    ("who", "wanted", "came", "left", "stands"),
    [
        ("ann", "am", "09:00", "09:54:59", MarkState.LEFT),
        ("ann", "am", "09:00", "09:55", MarkState.PRESENT),
        ("ann", "am", "09:06", "09:58", MarkState.LATE),
        ("nia", "am", "09:31", "09:40", MarkState.LEFT),
        ("nia", "am", "09:31", "09:56", MarkState.PRESENT),
        ("nia", "A", "11:20", "12:15", MarkState.PRESENT),
        ("nia", "A", "11:20", "12:09", MarkState.LEFT),
        ("ann", "A", "11:20", "12:10", MarkState.LEFT),
        ("reb", "am", "09:00", "09:30", MarkState.LEFT),
    ],
)
def test_leaving_is_early_or_not_by_ones_own_hours(
    who: PersonId, wanted: SessionId, came: str, left: str, stands: MarkState
) -> None:
    known = stayed(who, wanted, came, left)
    assert final_state(known, who, known.session(wanted)) is stands


def test_marks_of_somebody_who_is_gone_are_still_counted() -> None:
    known = stayed("ann", "am", "09:00", "09:58").apply([Remove("people", "ann")])
    assert session_line(known, known.session("am")).figures.on_site == 1


def test_what_a_professional_tutor_says_afterwards_is_left_early() -> None:
    known = after(SCHOOL, at("10:30"), by(TUTOR, mark("ann", "am", MarkState.LEFT)))
    assert final_state(known, "ann", known.session("am")) is MarkState.LEFT
    assert final_state(known, "ann", known.session("A")) is None


def test_minutes_follow_coming_late_leaving_and_coming_back() -> None:
    known = after(SCHOOL, at("09:20"), by(TYPED, sign_in_to_session("ann", "am")))
    known = after(known, at("09:30"), by(TYPED, leave_site("ann")))
    known = after(known, at("09:45"), by(TYPED, sign_in_to_session("ann", "am")))
    assert len(minutes_attended(known, "ann", known.session("am"))) == 10 + 15
    known = after(known, at("09:50"), by(TUTOR, mark("ann", "am", MarkState.PRESENT)))
    assert len(minutes_attended(known, "ann", known.session("am"))) == 60


def test_the_time_between_leaving_and_coming_back_is_not_presence() -> None:
    known = stayed("ann", "am", "09:00", "09:10")
    known = after(known, at("09:30"), by(TYPED, sign_in_to_session("ann", "am")))
    assert final_state(known, "ann", known.session("am")) is MarkState.PRESENT
    assert len(minutes_attended(known, "ann", known.session("am"))) == 10 + 30


@pytest.mark.parametrize(
    ("who", "wanted", "left", "certified"),
    [
        ("ann", "am", "09:48", True),
        ("ann", "am", "09:47", False),
        ("nia", "A", "12:15", True),
        ("nia", "A", "12:04", True),
        ("nia", "A", "12:03", False),
    ],
)
def test_a_certificate_needs_the_share_of_what_lies_in_ones_hours(
    who: PersonId, wanted: SessionId, left: str, certified: bool
) -> None:
    known = stayed(who, wanted, "09:00" if wanted == "am" else "11:20", left)
    assert bool(certificate_lines(known, who, DAY)) is certified
    reasons = [text.params["share"] for text in withheld_sessions(known, who, DAY)]
    assert reasons == [] if certified else [80]


def test_the_share_is_a_setting() -> None:
    known = stayed("ann", "am", "09:00", "09:30")
    assert not certificate_lines(known, "ann", DAY)
    half = known.apply([put(Settings(certificate_share=50))])
    assert certificate_lines(half, "ann", DAY)


def test_minutes_of_presence_are_told_only_where_the_school_keeps_them() -> None:
    known = stayed("ann", "am", "09:00", "09:50")
    assert [line.minutes for line in certificate_lines(known, "ann", DAY)] == [60]
    keeps = known.apply([put(Settings(keep_minutes=True))])
    assert [line.minutes for line in certificate_lines(keeps, "ann", DAY)] == [50]


def test_a_session_that_gave_way_says_so_and_the_minutes_never_exceed_the_day() -> None:
    known = after(SCHOOL, at("13:00"), by(TUTOR, mark("ann", "B", MarkState.PRESENT)))
    known = after(known, at("13:01"), by(TUTOR, mark("ann", "A", MarkState.PRESENT)))
    assert [(one.session, one.minutes) for one in certificate_lines(known, "ann", DAY)] == [
        ("A", 60)
    ]
    assert "overlaps" in withheld_sessions(known, "ann", DAY)[0].msgid


def test_who_is_late_too_long_has_no_certificate_and_who_was_not_there_no_reason() -> None:
    known = after(SCHOOL, at("09:13"), by(TYPED, sign_in_to_session("ann", "am")))
    assert not certificate_lines(known, "ann", DAY)
    assert withheld_sessions(SCHOOL, "ann", DAY) == []

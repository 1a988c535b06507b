"""What was caught up with stands on the record and on the certificate, with its date."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.catch_up import catch_ups_of
from kiosk.rules.follow_up.catch_up_acts import choose_catch_up, complete_catch_up
from kiosk.rules.follow_up.certificates import certificate_lines, issue_certificates
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.outstanding import finish_catch_ups, waive_catch_ups
from kiosk.rules.follow_up.person_page import person_page
from kiosk.rules.follow_up.putting_right import put_right
from kiosk.rules.follow_up.stubs import hand_in_stub
from kiosk.rules.follow_up.training import attendance_of
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId, WorkshopId
from kiosk.rules.model.personal_records import Certificate
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind, WaiveReason
from kiosk.screens.staff.personal_pages import training_lines
from kiosk.text import Both
from tests.builders import DAY, after, at, by, day, person, school, session, slot
from tests.rules.follow_up.test_stubs import EVENING, SCHOOL, owed, printed

ANN = PersonId("ann")
LATER = at("08:30", "2026-09-14")
PRESENT = by(Evidence.TUTOR, mark(ANN, SessionId("talk"), MarkState.PRESENT))
ATTENDED = after(SCHOOL, at("11:05"), PRESENT)


def done(known: School, decision: Decision, now: datetime = LATER, who: str = "ann") -> School:
    return known.apply(decision(known, now, Actor(who, Evidence.TYPED)).items)


def certificate(known: School) -> Certificate:
    return known.day_record(DAY).certificates[ANN]


def test_a_certificate_that_is_issued_again_says_by_catch_up_with_the_date() -> None:
    known = printed(after(ATTENDED, EVENING, issue_certificates(DAY)))
    first = certificate(known)
    assert [(one.session, one.minutes) for one in first.lines] == [("talk", 60)]
    stub = owed(known, "ann", "safe").stub
    known = done(known, hand_in_stub(stub))
    known = after(known, LATER, issue_certificates(DAY))
    assert certificate(known) == first  # handed in, it still has to be confirmed
    safe = owed(known, "ann", "safe")
    known = known.apply(finish_catch_ups((safe.id,))(known, at("09:00", "2026-09-18"), TUTOR).items)
    known = after(known, LATER, issue_certificates(DAY))
    again = certificate(known)
    assert (again.id, again.revision, again.minutes) == (first.id, 2, 60)
    assert [(one.session, one.title, one.caught_up_on) for one in again.lines] == [
        ("talk", Both("Talk"), None),
        ("", Both("Safeguarding"), date(2026, 9, 14)),
    ]


def test_whoever_was_away_all_day_has_a_certificate_of_what_they_caught_up_with() -> None:
    known = printed(SCHOOL)
    assert certificate_lines(known, ANN, DAY) == ()
    known = done(known, hand_in_stub(owed(known, "ann", "talk").stub))
    known = after(known, LATER, issue_certificates(DAY))
    assert [one.caught_up_on for one in certificate(known).lines] == [date(2026, 9, 14)]


def test_what_is_waived_is_on_no_certificate() -> None:
    known = printed(SCHOOL)
    waived = waive_catch_ups((owed(known, "ann", "talk").id,), WaiveReason.AGREED)
    known = known.apply(waived(known, LATER, TUTOR).items)
    assert certificate_lines(known, ANN, DAY) == ()


def test_after_closing_a_catch_up_contradicts_nothing_of_the_registers() -> None:
    known = after(ATTENDED, EVENING, close_day(DAY))
    known = printed(known)
    known = done(known, hand_in_stub(owed(known, "bob", "talk").stub), who="bob")
    known = known.apply(finish_catch_ups((owed(known, "ann", "safe").id,))(
        known, LATER, TUTOR).items)  # fmt: skip
    notes = put_right(DAY)(known, LATER, TUTOR).notes
    assert [note.params["name"] for note in notes] == ["bob"]  # a first certificate is due
    closed = after(known, LATER, close_day(DAY))
    assert certificate(closed).revision == 2
    assert put_right(DAY)(closed, LATER, TUTOR).notes == ()


def test_the_day_counts_what_was_attended_and_the_tutors_page_names_both() -> None:
    known = printed(after(ATTENDED, EVENING, issue_certificates(DAY)))
    known = known.apply(finish_catch_ups((owed(known, "ann", "safe").id,))(
        known, LATER, TUTOR).items)  # fmt: skip
    known = after(known, LATER, issue_certificates(DAY))
    (own,) = attendance_of(known, LATER, ANN)
    assert ([one.session for one in own.lines], own.minutes) == (["talk"], 60)
    (earlier,) = person_page(known, LATER, ANN, None).earlier
    assert earlier.caught_up == ((Both("Safeguarding"), date(2026, 9, 14)),)


def test_what_was_attended_is_not_on_the_certificate_a_second_time_as_caught_up_with() -> None:
    twice = school(
        day(slot("one", "09:00-10:00", SlotKind.TOGETHER), slot("two", "11:00-12:00")),
        session("art", "one", "09:00-10:00"),
        session("art2", "two", "11:00-12:00", workshop="W-art"),
        session("music", "two", "11:00-12:00"),
        person("ann"),
    )
    came = by(Evidence.TUTOR, mark(ANN, SessionId("art"), MarkState.PRESENT))
    known = after(twice, EVENING, came, close_day(DAY))
    (choice,) = (one.id for one in catch_ups_of(known, ANN))
    known = after(
        known, LATER,
        by(Evidence.BADGE, choose_catch_up(ANN, choice, WorkshopId("W-art")), "ann"),
        by(Evidence.BADGE, complete_catch_up(ANN, choice), "ann"),
    )  # fmt: skip
    assert [one.caught_up_on for one in certificate_lines(known, ANN, DAY)] == [None]


def test_what_was_handed_in_and_then_waived_is_not_shown_as_caught_up_with() -> None:
    known = printed(SCHOOL)
    safe, talk = owed(known, "ann", "safe"), owed(known, "ann", "talk")
    known = done(done(known, hand_in_stub(safe.stubs[-1])), hand_in_stub(talk.stubs[-1]))
    before = [*training_lines(Language("en"), known, LATER, ANN)]
    waived = waive_catch_ups((safe.id,), WaiveReason.ELSEWHERE)
    known = known.apply(waived(known, LATER, TUTOR).items)
    (only,) = training_lines(Language("en"), known, LATER, ANN)
    assert "Safeguarding" in before[0].plain
    assert "Safeguarding" not in only.plain
    with pytest.raises(Refused):
        complete_catch_up(ANN, safe.id)(reopened(known, safe), LATER, Actor("ann", Evidence.CODE))


def reopened(known: School, catch_up: CatchUp) -> School:
    """Return the School as if it had been waived while it was to do."""
    waived = known.day_record(DAY).catch_ups[ANN][catch_up.id]
    return known.apply([put(replace(waived, done_at=None))])

"""After a correction on a closed day: what no longer holds is told, and is put right as asked."""

from __future__ import annotations

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.marks import mark, sign_in_to_session
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.certificates import certificates_of
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.putting_right import put_right
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.personal_records import CertificateLine
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Correction, Evidence, MarkState, Role, SlotKind
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot

LATER, EVENING = at("10:30", "2026-09-03"), at("16:00")
PRESENT, ABSENT = MarkState.PRESENT, MarkState.ABSENT
PEOPLE = ("ann", "bob", "huw", "nia")
SESSIONS = ("hall", "A", "talk")
SCHOOL = school(
    day(
        slot("hall", "09:00-10:00", SlotKind.TOGETHER),
        slot("choice", "11:00-12:00"),
        slot("talk", "13:00-14:00", SlotKind.TOGETHER, required=("teacher",)),
    ),
    session("hall", "hall", "09:00-10:00"),
    session("A", "choice", "11:00-12:00", leaders=("huw",)),
    session("talk", "talk", "13:00-14:00"),
    person("ann"),
    person("bob"),
    person("huw"),
    person("nia", Role.TA, "08:45-12:15"),
)
KNOWN = after(SCHOOL, at("08:30"), choose("ann", "A"), choose("bob", "A"))
MARKS = st.dictionaries(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SESSIONS)), st.sampled_from(MarkState)
)
Marks: TypeAlias = "dict[tuple[PersonId, SessionId], MarkState]"


def marked(known: School, marks: Marks, why: Correction | None = None) -> School:
    """Return the School after a tutor's marks in the evening, or days later with a reason."""
    asked = (by(Evidence.TUTOR, mark(*where, state, why)) for where, state in sorted(marks.items()))
    return after(known, LATER if why else EVENING, *asked)


Account: TypeAlias = (
    "tuple[dict[PersonId, tuple[CertificateLine, ...]], dict[PersonId, dict[str, CatchUp]]]"
)


def account(known: School) -> Account:
    """Return what a closed day gave everybody: what is certified, and what is to catch up on."""
    catch_ups = known.day_record(DAY).catch_ups
    return (
        {one.person: one.lines for one in certificates_of(known, DAY)},
        {who: dict(theirs) for who, theirs in catch_ups.items() if theirs},
    )


def numbers(known: School) -> dict[PersonId, str]:
    return {who: one.id for who, one in known.day_record(DAY).certificates.items()}


def said(known: School) -> list[str]:
    return [Language("en").say(note) for note in put_right(DAY)(known, LATER, SOMEBODY).notes]


@given(MARKS, MARKS)
def test_corrected_and_closed_again_is_what_the_right_marks_had_given(
    wrong: Marks, right: Marks
) -> None:
    # who is in the right register and not in the wrong one was forgotten, and the other way round
    # who should not be there is marked absent
    corrections = dict.fromkeys(wrong, ABSENT) | right
    closed = after(marked(KNOWN, wrong), EVENING, close_day(DAY))
    corrected = marked(closed, corrections, Correction.REGISTER_LATE)
    again = after(corrected, LATER, put_right(DAY))
    at_first = after(marked(KNOWN, corrections), EVENING, close_day(DAY))
    assert account(again) == account(at_first)
    # certificates keep their numbers, and the day its time
    assert numbers(closed).items() <= numbers(again).items()
    assert again.day(DAY).closed_at == closed.day(DAY).closed_at
    assert put_right(DAY)(again, LATER, SOMEBODY).items == ()
    assert (said(corrected) == []) == (account(closed) == account(again))


def test_each_thing_that_no_longer_holds_is_named() -> None:
    came: Marks = {(PersonId("ann"), SessionId("hall")): PRESENT,
                   (PersonId("bob"), SessionId("hall")): PRESENT,
                   (PersonId("bob"), SessionId("A")): PRESENT}  # fmt: skip
    closed = after(marked(KNOWN, came), EVENING, close_day(DAY))
    assert said(closed) == []
    why = Correction.WRONG_PERSON
    wrong = marked(closed, {(PersonId("ann"), SessionId("hall")): ABSENT}, why)
    assert said(wrong) == [
        "ann: certificate INSET-2026-0001 no longer holds", "ann: to catch up on W-hall"
    ]  # fmt: skip
    less = marked(closed, {(PersonId("bob"), SessionId("A")): ABSENT}, why)
    assert said(less)[0] == "bob: certificate INSET-2026-0002 changes, and keeps its number"
    more = marked(closed, {(PersonId("nia"), SessionId("hall")): PRESENT}, why)
    assert said(more) == ["nia: a certificate is due", "nia: no longer to catch up on W-hall"]


def test_an_open_day_has_nothing_to_put_right() -> None:
    with pytest.raises(Refused, match="The day is open"):
        put_right(DAY)(KNOWN, LATER, SOMEBODY)


def test_a_scan_of_the_wrong_badge_is_corrected_without_losing_it() -> None:
    scan: Decision = by(Evidence.BADGE, sign_in_to_session("ann", "hall"), "ann")
    closed = after(after(KNOWN, at("09:00"), scan), EVENING, close_day(DAY))
    wrong = {(PersonId("ann"), SessionId("hall")): ABSENT}
    corrected = after(marked(closed, wrong, Correction.WRONG_PERSON), LATER, put_right(DAY))
    marks = corrected.day_record(DAY).marks[SessionId("hall")][PersonId("ann")]
    assert [(one.state, one.evidence, one.correction) for one in marks] == [
        (PRESENT, Evidence.BADGE, None), (ABSENT, Evidence.TUTOR, Correction.WRONG_PERSON)
    ]  # fmt: skip

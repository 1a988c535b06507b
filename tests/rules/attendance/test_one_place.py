"""One place at a time: signing in to a session ends any other; so does leaving the site."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import (
    attended,
    current_mark,
    mark,
    marks_of,
    sign_in_to_session,
)
from kiosk.rules.attendance.session_lines import session_line
from kiosk.rules.attendance.undone_marks import undo_session_sign_in
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.eligibility import is_in_the_room
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.requirement import overlap
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from tests.builders import DAY, after, at, by, day, person, school, session, slot

TYPED, TUTOR = Evidence.TYPED, Evidence.TUTOR
TOGETHER = SlotKind.TOGETHER
SCHOOL = school(
    day(
        slot("am", "09:00-10:00", TOGETHER),
        slot("side", "09:00-10:30", TOGETHER),
        slot("next", "10:00-11:00"),
        slot("trip", "09:30-11:00", TOGETHER),
    ),
    session("am", "am", "09:00-10:00"),
    session("side", "side", "09:20-10:30", audience=("TA",)),
    session("A", "next", "10:00-11:00", 1),
    session("B", "next", "10:00-11:00"),
    session("trip", "trip", "09:30-11:00", audience=("visitor",), off_site=True),
    person("ann"),
    person("bob"),
)


def states(known: School, who: PersonId, wanted: SessionId) -> list[MarkState]:
    return [one.state for one in marks_of(known, who, known.session(wanted))]


def test_signing_in_to_one_session_ends_the_other_at_that_moment() -> None:
    known = after(SCHOOL, at("10:02"), by(TYPED, sign_in_to_session("ann", "A")))
    known = after(known, at("10:20"), by(TYPED, sign_in_to_session("ann", "B")))
    left = current_mark(known, "ann", known.session("A"))
    assert left is not None
    assert (left.state, left.at, left.evidence) == (MarkState.LEFT, at("10:20"), TYPED)
    assert states(known, "ann", "B") == [MarkState.LATE]
    assert [session_line(known, known.session(SessionId(one))).figures.on_site for one in "AB"] == [
        0,
        1,
    ]


def test_a_session_that_begins_when_the_other_ends_is_no_second_place() -> None:
    known = after(SCHOOL, at("09:00"), by(TYPED, sign_in_to_session("ann", "am")))
    known = after(known, at("09:52"), by(TYPED, sign_in_to_session("ann", "A")))
    assert states(known, "ann", "am") == [MarkState.PRESENT]


def test_a_professional_tutor_who_marks_somebody_there_ends_the_other_session() -> None:
    known = after(SCHOOL, at("09:00"), by(TYPED, sign_in_to_session("ann", "am")))
    marked = by(TUTOR, mark("ann", "side", MarkState.PRESENT))(known, at("09:25"))
    assert marked.message is not None
    assert Language("en").say(marked.message) == "ann: here, W-side. Signed out of W-am."
    known = known.apply(marked.items)
    assert states(known, "ann", "am") == [MarkState.PRESENT, MarkState.LEFT]


def test_a_correction_of_what_is_over_ends_nothing() -> None:
    known = after(SCHOOL, at("09:25"), by(TUTOR, mark("ann", "side", MarkState.PRESENT)))
    known = after(known, at("10:05"), by(TUTOR, mark("ann", "am", MarkState.PRESENT)))
    assert states(known, "ann", "side") == [MarkState.PRESENT]
    known = after(known, at("10:10"), by(TUTOR, mark("ann", "A", MarkState.ABSENT)))
    assert states(known, "ann", "side") == [MarkState.PRESENT]


def test_the_undo_takes_both_back_and_the_place_that_was_given_up() -> None:
    known = after(SCHOOL, at("09:55"), choose("ann", "A"))
    known = after(known, at("10:02"), by(TYPED, sign_in_to_session("ann", "A")))
    known = after(known, at("10:20"), by(TYPED, sign_in_to_session("ann", "B")))
    assert booking_of(known, "ann", known.session("A")) is None
    known = after(known, at("10:20:05"), undo_session_sign_in("ann", "B"))
    assert states(known, "ann", "A") == [MarkState.PRESENT]
    assert states(known, "ann", "B") == []
    held = booking_of(known, "ann", known.session("A"))
    assert held is not None
    assert held.confirmed
    assert booking_of(known, "ann", known.session("B")) is None


def test_the_undo_leaves_what_a_professional_tutor_marked_since() -> None:
    known = after(SCHOOL, at("10:02"), by(TYPED, sign_in_to_session("ann", "A")))
    known = after(known, at("10:20"), by(TYPED, sign_in_to_session("ann", "B")))
    known = after(known, at("10:20:03"), by(TUTOR, mark("ann", "A", MarkState.ABSENT)))
    known = after(known, at("10:20:05"), undo_session_sign_in("ann", "B"))
    assert states(known, "ann", "A") == [MarkState.PRESENT, MarkState.LEFT, MarkState.ABSENT]


def test_the_undo_leaves_what_a_professional_tutor_marked_at_the_same_moment() -> None:
    known = after(SCHOOL, at("10:02"), by(TUTOR, mark("ann", "am", MarkState.ABSENT)))
    known = after(
        known,
        at("10:02"),
        by(TYPED, sign_in_to_session("ann", "A")),
        undo_session_sign_in("ann", "A"),
    )
    assert states(known, "ann", "am") == [MarkState.ABSENT]
    assert states(known, "ann", "A") == []


def test_whoever_left_a_session_comes_back_to_it() -> None:
    known = after(SCHOOL, at("10:02"), by(TYPED, sign_in_to_session("ann", "A")))
    known = after(known, at("10:10"), by(TYPED, sign_in_to_session("ann", "B")))
    known = after(known, at("10:20"), by(TYPED, sign_in_to_session("ann", "A")))
    assert states(known, "ann", "A") == [MarkState.PRESENT, MarkState.LEFT, MarkState.PRESENT]
    assert states(known, "ann", "B") == [MarkState.LATE, MarkState.LEFT]


def test_leaving_the_site_ends_the_session_one_is_in_and_none_off_site() -> None:
    known = after(SCHOOL, at("09:00"), by(TYPED, sign_in_to_session("ann", "am")))
    known = after(known, at("09:40"), by(TYPED, leave_site("ann")))
    assert states(known, "ann", "am") == [MarkState.PRESENT, MarkState.LEFT]
    away = after(SCHOOL, at("09:30"), by(TYPED, sign_in("bob")))
    away = after(away, at("09:31"), by(TUTOR, mark("bob", "trip", MarkState.PRESENT)))
    away = after(away, at("09:35"), by(TYPED, leave_site("bob")))
    assert states(away, "bob", "trip") == [MarkState.PRESENT]


def test_leaving_the_site_says_nothing_of_a_session_that_is_over() -> None:
    known = after(SCHOOL, at("09:00"), by(TYPED, sign_in_to_session("ann", "am")))
    known = after(known, at("10:00"), by(TYPED, leave_site("ann")))
    assert states(known, "ann", "am") == [MarkState.PRESENT]


def test_whoever_signed_in_ahead_and_left_before_it_began_was_not_there() -> None:
    known = after(SCHOOL, at("08:52"), by(TYPED, sign_in_to_session("ann", "am")))
    known = after(known, at("08:55"), by(TYPED, leave_site("ann")))
    assert states(known, "ann", "am") == [MarkState.PRESENT, MarkState.LEFT]
    assert not attended(known, "ann", known.session("am"))


CLOCKS = [f"{hour:02}:{minute:02}" for hour in (8, 9, 10) for minute in range(0, 60, 5)]
WHO = st.sampled_from(["ann", "bob"]).map(PersonId)
WHAT = st.sampled_from(["am", "side", "A", "B", "trip"]).map(SessionId)
ACTS: st.SearchStrategy[Decision] = st.one_of(
    st.tuples(WHO, WHAT).map(lambda asked: by(TYPED, sign_in_to_session(*asked))),
    st.tuples(WHO, WHAT).map(lambda asked: undo_session_sign_in(*asked)),
    WHO.map(lambda who: by(TYPED, leave_site(who))),
    WHO.map(lambda who: by(TYPED, sign_in(who))),
)


@given(st.lists(st.tuples(st.sampled_from(CLOCKS), ACTS), max_size=14))
def test_nobody_is_ever_signed_in_to_two_sessions_at_one_time(
    acts: list[tuple[str, Decision]],
) -> None:
    known = SCHOOL
    for clock, act in sorted(acts, key=lambda one: one[0]):
        try:
            known = after(known, at(clock), act)
        except Refused:
            continue
        for who in ("ann", "bob"):
            here = [
                one for one in known.sessions_on(DAY) if is_in_the_room(known, PersonId(who), one)
            ]
            assert not [1 for one in here for two in here if one != two and overlap(one, two)]

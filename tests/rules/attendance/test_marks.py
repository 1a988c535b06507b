"""Arriving, signing in to sessions, and marks: on time, undone, corrected, reported absent."""

from __future__ import annotations

from datetime import UTC

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import (
    doubt_sign_in,
    has_arrived,
    is_on_site,
    latest_arrivals,
    on_site_since,
    resolve_doubt,
    roll_call,
    sign_in,
    undo_sign_in,
)
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import (
    EntryState,
    attended,
    current_mark,
    entry_state,
    mark,
    marks_of,
    sign_in_to_session,
)
from kiosk.rules.attendance.time_attended import minutes_attended
from kiosk.rules.attendance.undone_marks import undo_session_sign_in
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Correction, Evidence, MarkState, Role, SlotKind
from kiosk.settings import Settings
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot

TYPED, TUTOR, BADGE = Evidence.TYPED, Evidence.TUTOR, Evidence.BADGE
SCHOOL = school(
    Settings(moves_until=0),
    day(
        slot("hall", "09:00-10:00", SlotKind.TOGETHER),
        slot("one", "11:00-12:00", invited=("visitor",)),
        slot("two", "13:00-14:00"),
    ),
    session("hall", "hall", "09:00-10:00"),
    session("A", "one", "11:00-12:00", 1),
    session("B", "one", "11:00-12:00", 1, leaders=("huw",)),
    session("C", "two", "13:00-14:00", audience=("TA",)),
    person("ann"),
    person("bob"),
    person("huw"),
    person("nia", Role.TA, "09:30-12:15"),
    person("tunde", Role.SUPPLY, None),
)


def state(known: School, person: PersonId, wanted: SessionId) -> MarkState | None:
    last = current_mark(known, person, known.session(wanted))
    return last.state if last else None


def refusal(known: School, clock: str, decision: Decision) -> str:
    with pytest.raises(Refused) as refused:
        decision(known, at(clock), SOMEBODY)
    return refused.value.reason.msgid


def entered(who: PersonId, wanted: SessionId, clock: str) -> MarkState | None:
    return state(after(SCHOOL, at(clock), by(TYPED, sign_in_to_session(who, wanted))), who, wanted)


# -- arriving ---------------------------------------------------------------------------------


def test_arriving_is_recorded_once_and_told_again() -> None:
    first = after(SCHOOL, at("08:41"), by(BADGE, sign_in("ann")))
    assert on_site_since(first, "ann", DAY) == at("08:41")
    again = by(TYPED, sign_in("ann"))(first, at("08:50"))
    assert again.items == ()
    assert again.message is not None
    assert again.message.params["time"] == at("08:41")


def test_what_was_taken_back_gives_no_number_twice() -> None:
    known = after(SCHOOL, at("08:00"), by(TYPED, sign_in("ann")), doubt_sign_in("ann"))
    known = after(known, at("08:10"), by(TYPED, leave_site("ann")))
    known = after(known, at("08:30"), by(BADGE, sign_in("ann")))
    known = after(known, at("08:40"), resolve_doubt("ann", DAY, was_in=False))
    known = after(known, at("12:00"), by(BADGE, leave_site("ann")))
    moves = known.day_record(DAY).movements["ann"]
    assert [(one.at, one.inward) for one in moves] == [
        (at("08:10"), False), (at("08:30"), True), (at("12:00"), False),
    ]  # fmt: skip


def test_the_roll_call_is_whoever_arrived_and_has_not_left() -> None:
    known = after(SCHOOL, at("08:30"), by(TYPED, sign_in("ann")), by(TYPED, sign_in("bob")))
    known = after(known, at("12:00"), by(TYPED, leave_site("ann")))
    assert [who.id for who in roll_call(known, DAY)] == ["bob"]
    assert has_arrived(known, "ann", DAY)
    known = after(known, at("12:40"), by(TYPED, sign_in("ann")))
    assert [who.id for who in latest_arrivals(known, DAY, 5)] == ["ann", "bob"]
    assert by(TYPED, leave_site("huw"))(known, at("12:40")).items == ()


@pytest.mark.parametrize(("clock", "may"), [("08:30:10", True), ("08:32:10", True),
                                            ("08:32:11", False)])  # fmt: skip
def test_an_arrival_can_be_undone_for_ten_seconds_and_as_long_as_a_key_gives_more_time(
    clock: str, may: bool
) -> None:
    known = after(SCHOOL, at("08:30"), by(TYPED, sign_in("ann")))
    if may:
        assert not has_arrived(after(known, at(clock), undo_sign_in("ann")), "ann", DAY)
    else:
        assert "too late" in refusal(known, clock, undo_sign_in("ann"))


def test_an_undo_takes_back_the_last_arrival_only() -> None:
    known = after(SCHOOL, at("08:30"), by(TYPED, sign_in("ann")))
    known = after(known, at("12:00"), by(TYPED, leave_site("ann")))
    assert "not signed in" in refusal(known, "12:00:01", undo_sign_in("ann"))
    known = after(known, at("12:30"), by(TYPED, sign_in("ann")), undo_sign_in("ann"))
    assert has_arrived(known, "ann", DAY)
    assert not is_on_site(known, "ann", DAY)


def test_an_arrival_is_not_undone_after_signing_in_to_a_session() -> None:
    known = after(SCHOOL, at("08:55"), by(TYPED, sign_in_to_session("ann", "hall")))
    assert "signed in to a session" in refusal(known, "08:55:05", undo_sign_in("ann"))


def test_on_another_day_and_by_nobody_there_is_no_arrival() -> None:
    with pytest.raises(Refused, match="no INSET day today"):
        by(TYPED, sign_in("ann"))(SCHOOL, at("08:30", "2026-09-02"))
    assert "Nobody here" in refusal(SCHOOL, "08:30", by(TYPED, sign_in("zed")))


def test_the_day_is_judged_in_the_schools_zone() -> None:
    known = after(SCHOOL, at("00:20").astimezone(UTC), by(TYPED, sign_in("ann")))
    assert is_on_site(known, "ann", DAY)


# -- signing in to a session ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "stands"),
    [
        ("08:49:59", EntryState.SHUT),
        ("08:50", EntryState.OPEN),
        ("09:59:59", EntryState.OPEN),
        ("10:00", EntryState.OVER),
    ],
)
def test_the_door_opens_ten_minutes_before_and_shuts_at_the_end(
    clock: str, stands: EntryState
) -> None:
    assert entry_state(SCHOOL, at(clock), SCHOOL.session("hall")) is stands


@pytest.mark.parametrize(
    ("who", "clock", "stands"),
    [
        ("ann", "08:50", MarkState.PRESENT),
        ("ann", "09:05", MarkState.PRESENT),
        ("ann", "09:05:01", MarkState.LATE),
        ("nia", "09:35", MarkState.PRESENT),
        ("nia", "09:35:01", MarkState.LATE),
        ("tunde", "09:59", MarkState.PRESENT),
    ],
)
def test_late_is_five_minutes_after_the_start_or_the_start_of_ones_hours(
    who: PersonId, clock: str, stands: MarkState
) -> None:
    assert entered(who, "hall", clock) is stands


def test_signing_in_to_a_session_is_arriving_and_taking_a_free_place() -> None:
    known = after(SCHOOL, at("11:05"), by(TYPED, sign_in_to_session("ann", "A")))
    assert is_on_site(known, "ann", DAY)
    held = booking_of(known, "ann", known.session("A"))
    assert held is not None
    assert held.confirmed
    assert by(TYPED, sign_in_to_session("ann", "A"))(known, at("11:06")).items == ()


def test_walking_in_to_another_session_gives_up_the_place_in_the_first() -> None:
    known = after(SCHOOL, at("10:00"), choose("ann", "A"), choose("bob", "A"))
    known = after(known, at("10:55"), by(TYPED, sign_in_to_session("ann", "B")))
    moved = booking_of(known, "bob", known.session("A"))
    assert moved is not None
    assert moved.confirmed
    assert moved.promoted


@pytest.mark.parametrize(
    ("who", "wanted", "clock", "reason"),
    [
        ("ann", "A", "10:49", "Sign-in for"),
        ("ann", "A", "12:00", "is over"),
        ("ann", "C", "13:00", "or other staff groups"),
        ("ann", "X", "13:00", "No session has the id"),
        ("zed", "A", "11:00", "Nobody here has the id"),
        ("bob", "A", "11:00", "is full"),
        ("nia", "C", "13:00", "Outside your hours"),
    ],
)
def test_why_one_cannot_sign_in_is_one_sentence(
    who: PersonId, wanted: SessionId, clock: str, reason: str
) -> None:
    known = after(SCHOOL, at("10:00"), choose("ann", "A"))
    said = refusal(known, clock, by(TYPED, sign_in_to_session(who, wanted)))
    assert reason in said
    assert "\n" not in said


def test_nobody_signs_in_on_a_closed_day_and_the_tutor_still_marks() -> None:
    known = after(SCHOOL, at("11:00"), close_day(DAY))
    assert "closed" in refusal(known, "11:00", by(TYPED, sign_in_to_session("ann", "A")))
    present, late = MarkState.PRESENT, Correction.REGISTER_LATE
    assert "needs a reason" in refusal(known, "16:00", by(TUTOR, mark("ann", "A", present)))
    known = after(known, at("16:00"), by(TUTOR, mark("ann", "A", present, late)))
    last = current_mark(known, "ann", known.session("A"))
    assert last is not None
    assert (last.state, last.correction) == (present, late)
    assert not has_arrived(known, "ann", DAY)


def test_who_is_signed_in_is_not_moved_up_elsewhere_and_cannot_choose_or_leave() -> None:
    known = after(SCHOOL, at("10:00"), choose("ann", "A"), choose("bob", "B"), choose("ann", "B"))
    known = after(
        known, at("10:55"), by(TYPED, sign_in_to_session("ann", "A")), give_up_place("bob", "B")
    )
    held = booking_of(known, "ann", known.session("B"))
    assert held is not None
    assert not held.confirmed
    assert "signed in" in refusal(known, "10:56", give_up_place("ann", "A"))
    assert "signed in" in refusal(known, "10:56", choose("ann", "B"))
    known = after(known, at("10:55:05"), undo_session_sign_in("ann", "A"))
    held = booking_of(known, "ann", known.session("B"))
    assert held is not None
    assert held.confirmed


# -- marks ------------------------------------------------------------------------------------


def test_marks_are_added_the_last_counts_and_the_first_stays() -> None:
    known = after(SCHOOL, at("09:10"), by(TYPED, sign_in_to_session("ann", "hall")))
    known = after(known, at("09:20"), by(TUTOR, mark("ann", "hall", MarkState.ABSENT)))
    known = after(known, at("09:30"), by(TUTOR, mark("ann", "hall", MarkState.PRESENT)))
    assert [one.state for one in marks_of(known, "ann", known.session("hall"))] == [
        MarkState.LATE, MarkState.ABSENT, MarkState.PRESENT
    ]  # fmt: skip
    assert attended(known, "ann", known.session("hall"))
    assert by(TUTOR, mark("ann", "hall", MarkState.PRESENT))(known, at("09:31")).items == ()


@pytest.mark.parametrize(("clock", "may"), [("09:02:10", True), ("09:02:11", False)])
def test_a_sign_in_can_be_undone_for_ten_seconds_and_as_long_as_a_key_gives_more_time(
    clock: str, may: bool
) -> None:
    known = after(SCHOOL, at("09:00"), by(TYPED, sign_in_to_session("ann", "hall")))
    if may:
        assert (
            state(after(known, at(clock), undo_session_sign_in("ann", "hall")), "ann", "hall")
            is None
        )
    else:
        assert "too late" in refusal(known, clock, undo_session_sign_in("ann", "hall"))


@pytest.mark.parametrize("proof", [TUTOR, Evidence.COMMAND])
def test_nobody_undoes_what_the_tutor_marked(proof: Evidence) -> None:
    known = after(SCHOOL, at("09:10"), by(proof, mark("ann", "hall", MarkState.ABSENT)))
    assert "nothing to undo" in refusal(known, "09:10:01", undo_session_sign_in("ann", "hall"))


def test_to_be_marked_as_there_is_to_have_arrived_while_the_session_runs() -> None:
    during = after(SCHOOL, at("09:10"), by(TUTOR, mark("ann", "hall", MarkState.PRESENT)))
    afterwards = after(SCHOOL, at("10:10"), by(TUTOR, mark("ann", "hall", MarkState.PRESENT)))
    absent = after(SCHOOL, at("09:10"), by(TUTOR, mark("ann", "hall", MarkState.ABSENT)))
    assert [has_arrived(one, "ann", DAY) for one in (during, afterwards, absent)] == [
        True, False, False
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clock", "day", "said"), [("08:59:59", DAY, "(09:00)"),
    ("09:30", "2026-08-31", "(Tuesday 1 September 2026)")],
)  # fmt: skip
def test_nobody_is_marked_as_gone_from_a_session_that_has_not_begun(
    clock: str, day: str, said: str
) -> None:
    gone = by(TUTOR, mark("ann", "hall", MarkState.LEFT))
    with pytest.raises(Refused) as caught:
        gone(SCHOOL, at(clock, day), SOMEBODY)
    assert said in Language("en").say(caught.value.reason)
    assert state(after(SCHOOL, at("09:00"), gone), "ann", "hall") is MarkState.LEFT
    for known in set(MarkState) - {MarkState.LEFT}:
        early = after(SCHOOL, at("07:00"), by(TUTOR, mark("ann", "hall", known)))
        assert state(early, "ann", "hall") is known


def test_who_has_left_the_site_is_not_put_on_the_roll_call_by_the_mark_left() -> None:
    known = after(SCHOOL, at("09:00"), by(TYPED, sign_in_to_session("ann", "hall")))
    known = after(known, at("09:20"), by(TYPED, leave_site("ann")))
    known = after(known, at("09:25"), by(TUTOR, mark("ann", "hall", MarkState.LEFT)))
    assert not is_on_site(known, "ann", DAY)


@pytest.mark.parametrize(
    ("marks", "minutes"),
    [
        ([("09:00", MarkState.PRESENT)], 60),
        ([("09:30", MarkState.LATE)], 60),
        ([("09:00", MarkState.PRESENT), ("09:25", MarkState.LEFT)], 25),
        ([("09:00", MarkState.PRESENT), ("10:25", MarkState.LEFT)], 0),
        ([("09:00", MarkState.PRESENT), ("09:40", MarkState.ABSENT)], 0),
        ([("09:00", MarkState.RELEASED)], 0),
        ([], 0),
    ],
)
def test_a_certificate_may_state_the_minutes_attended(
    marks: list[tuple[str, MarkState]], minutes: int
) -> None:
    known = SCHOOL
    for clock, what in marks:
        known = after(known, at(clock), by(TUTOR, mark("ann", "hall", what)))
    assert len(minutes_attended(known, "ann", known.session("hall"))) == minutes


def test_marks_are_kept_with_how_the_kiosk_knew_and_when() -> None:
    known = after(SCHOOL, at("09:00"), by(BADGE, sign_in_to_session("ann", "hall")))
    last = current_mark(known, "ann", known.session("hall"))
    assert last is not None
    assert (last.evidence, last.at, last.id) == (BADGE, at("09:00"), "hall/ann/test/1")


def test_settings_move_the_door_and_the_grace() -> None:
    known = SCHOOL.apply([put(replace(SCHOOL.settings, opens_before=0, late_after=0))])
    assert entry_state(known, at("08:59:59"), known.session("hall")) is EntryState.SHUT
    assert state(
        after(known, at("09:00:01"), by(TYPED, sign_in_to_session("ann", "hall"))), "ann", "hall"
    ) is MarkState.LATE  # fmt: skip

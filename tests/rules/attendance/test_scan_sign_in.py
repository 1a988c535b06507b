"""One scan of a badge: one decision, and where to go."""

from __future__ import annotations

import pytest

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import current_mark, mark, sign_in_to_session
from kiosk.rules.attendance.scan_sign_in import sign_in_by_scan, undo_scan
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState, Role, SlotKind
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot

BADGE, TYPED = Evidence.BADGE, Evidence.TYPED
TOGETHER = SlotKind.TOGETHER
SCHOOL = school(
    day(
        slot("am", "09:00-10:00", TOGETHER),
        slot("safe", "10:00-11:00", TOGETHER),
        slot("TAs", "11:20-12:00", TOGETHER, ("TA",)),
        slot("one", "11:20-12:20", required=("teacher",), invited=("TA",)),
        slot("team", "14:00-15:00", SlotKind.DEPARTMENT, ("teacher",)),
    ),
    session("brief", "am", "09:00-10:00", room="Hall"),
    session("safe", "safe", "10:00-11:00", room="Hall"),
    session("ta", "TAs", "11:20-12:00", room="Room 16", audience=("TA",)),
    session("A", "one", "11:20-12:20", room="Room 4", leaders=("huw",)),
    session("B", "one", "11:20-12:20"),
    person("ann"),
    person("huw"),
    person("nia", Role.TA, "08:45-12:15"),
    person("tunde", Role.SUPPLY, None),
)


def message_of_scan(known: School, clock: str, who: PersonId) -> str:
    told = by(BADGE, sign_in_by_scan(who))(known, at(clock)).message
    assert told is not None
    return Language("en").say(told)


def scanned(known: School, clock: str, who: PersonId) -> School:
    return after(known, at(clock), by(BADGE, sign_in_by_scan(who)))


def state(known: School, who: PersonId, wanted: SessionId) -> MarkState | None:
    last = current_mark(known, who, known.session(wanted))
    return last.state if last else None


def test_the_first_scan_signs_in_for_the_day_and_says_where_to_be() -> None:
    assert (
        message_of_scan(SCHOOL, "08:30", "ann")
        == "ann signed in at 08:30.\nNext: 09:00 W-brief · Hall"
    )
    known = scanned(SCHOOL, "08:30", "ann")
    assert is_on_site(known, "ann", DAY)
    assert state(known, "ann", "brief") is None


def test_a_scan_of_who_is_in_signs_in_to_the_session_whose_door_is_open() -> None:
    known = scanned(SCHOOL, "08:30", "ann")
    assert message_of_scan(known, "08:55", "ann") == "ann: 09:00 W-brief · Hall, signed in"
    known = scanned(known, "08:55", "ann")
    last = current_mark(known, "ann", known.session("brief"))
    assert last is not None
    assert (last.state, last.evidence) == (MarkState.PRESENT, BADGE)
    assert message_of_scan(known, "09:20", "ann") == "ann: Next: 10:00 W-safe · Hall"
    assert message_of_scan(known, "09:52", "ann") == "ann: 10:00 W-safe · Hall, signed in"


def test_whoever_comes_late_scans_once_for_the_day_and_the_session() -> None:
    assert message_of_scan(SCHOOL, "09:20", "ann") == (
        "ann signed in at 09:20.\n09:00 W-brief · Hall, signed in late"
    )
    known = scanned(SCHOOL, "09:20", "ann")
    assert is_on_site(known, "ann", DAY)
    assert state(known, "ann", "brief") is MarkState.LATE


def test_a_second_scan_in_the_undo_time_does_no_more_than_the_first() -> None:
    known = scanned(SCHOOL, "09:52", "ann")
    assert state(known, "ann", "brief") is MarkState.LATE
    assert by(BADGE, sign_in_by_scan("ann"))(known, at("09:52:10")).items == ()
    assert message_of_scan(known, "09:52:10", "ann") == message_of_scan(SCHOOL, "09:52", "ann")
    assert state(scanned(known, "09:52:11", "ann"), "ann", "safe") is MarkState.PRESENT
    early = scanned(SCHOOL, "08:49:55", "ann")
    assert by(BADGE, sign_in_by_scan("ann"))(early, at("08:50:02")).items == ()


def test_a_choice_that_is_open_is_told_and_one_that_was_made_is_signed_in_to() -> None:
    known = scanned(SCHOOL, "10:55", "ann")
    assert message_of_scan(known, "11:15", "ann") == "ann: Next: 11:20 one, not chosen yet"
    known = after(known, at("11:10"), choose("ann", "B"))
    assert message_of_scan(known, "11:15", "ann") == "ann: 11:20 W-B, signed in"


def test_a_leader_is_signed_in_to_what_they_lead_and_a_ta_to_what_is_required() -> None:
    for who, wanted in (("huw", "A"), ("nia", "ta")):
        known = after(SCHOOL, at("08:30"), by(TYPED, sign_in(PersonId(who))))
        assert (
            state(scanned(known, "11:15", PersonId(who)), PersonId(who), SessionId(wanted))
            is MarkState.PRESENT
        )


def test_a_place_that_one_holds_counts_though_the_slot_is_not_for_the_role() -> None:
    known = after(SCHOOL, at("10:55"), by(TYPED, sign_in("tunde")), choose("tunde", "B"))
    assert state(scanned(known, "11:15", "tunde"), "tunde", "B") is MarkState.PRESENT


def test_of_two_at_one_time_the_required_one_comes_first() -> None:
    known = school(
        day(
            slot("more", "09:00-10:00", TOGETHER, (), invited=("teacher",)),
            slot("must", "09:00-10:00", TOGETHER, ("teacher",)),
        ),
        session("more", "more", "09:00-10:00"),
        session("must", "must", "09:00-10:00"),
        person("ann"),
    )
    assert state(scanned(known, "08:55", "ann"), "ann", "must") is MarkState.PRESENT


def test_whoever_comes_as_a_session_ends_comes_for_the_one_that_is_open() -> None:
    known = after(SCHOOL, at("08:30"), by(TYPED, sign_in("ann")))
    assert state(scanned(known, "09:54:59", "ann"), "ann", "brief") is MarkState.LATE
    known = scanned(known, "09:55", "ann")
    assert state(known, "ann", "brief") is None
    assert state(known, "ann", "safe") is MarkState.PRESENT
    again = scanned(known, "09:58", "ann")
    assert state(again, "ann", "brief") is None
    assert message_of_scan(known, "09:58", "ann") == "ann: Next: 11:20 one, not chosen yet"


def test_whoever_comes_as_a_session_ends_is_signed_in_to_it_while_nothing_else_is_open() -> None:
    known = after(SCHOOL, at("08:30"), by(TYPED, sign_in("ann")))
    assert state(scanned(known, "10:58", "ann"), "ann", "safe") is MarkState.LATE


def test_whoever_is_only_invited_is_signed_in_where_they_come() -> None:
    known = after(SCHOOL, at("08:30"), by(TYPED, sign_in("tunde")))
    assert state(scanned(known, "09:50", "tunde"), "tunde", "brief") is MarkState.PRESENT


def test_nobody_is_pulled_out_of_the_session_they_are_in() -> None:
    known = after(SCHOOL, at("11:20"), by(Evidence.TUTOR, mark("nia", "A", MarkState.PRESENT)))
    assert message_of_scan(known, "11:30", "nia") == "nia: That's everything for you today."
    assert state(scanned(known, "11:30", "nia"), "nia", "A") is MarkState.PRESENT


def test_whoever_comes_back_on_site_is_in_the_session_again() -> None:
    known = after(SCHOOL, at("09:00"), by(TYPED, sign_in_to_session("ann", "brief")))
    known = after(known, at("09:10"), by(TYPED, leave_site("ann")))
    known = scanned(known, "09:30", "ann")
    assert is_on_site(known, "ann", DAY)
    assert state(known, "ann", "brief") is MarkState.PRESENT


def test_a_slot_without_sessions_and_the_end_of_the_day_are_told() -> None:
    known = after(SCHOOL, at("08:30"), by(TYPED, sign_in("ann")))
    assert message_of_scan(known, "13:30", "ann") == "ann: Next: 14:00 team"
    assert message_of_scan(known, "15:00", "ann") == "ann: That's everything for you today."


CLOSED = "This day is closed. For changes, please ask the professional tutor."


def test_on_a_closed_day_one_arrives_and_is_told_why_that_is_all() -> None:
    known = after(SCHOOL, at("09:30"), close_day(DAY))
    assert message_of_scan(known, "09:31", "ann") == "ann signed in at 09:31.\n" + CLOSED
    known = scanned(known, "09:31", "ann")
    assert message_of_scan(known, "09:40", "ann") == "ann: " + CLOSED


def test_the_undo_of_a_scan_takes_back_all_of_it_and_nothing_before() -> None:
    late = after(scanned(SCHOOL, "09:20", "ann"), at("09:20:09"), undo_scan("ann"))
    assert not is_on_site(late, "ann", DAY)
    assert state(late, "ann", "brief") is None
    known = scanned(scanned(SCHOOL, "08:30", "ann"), "08:55", "ann")
    known = after(known, at("08:55:09"), undo_scan("ann"))
    assert is_on_site(known, "ann", DAY)
    assert state(known, "ann", "brief") is None


@pytest.mark.parametrize(("clock", "reason"), [("08:29", "nothing to undo"), ("08:33", "too late")])
def test_an_undo_that_is_not_possible_says_why(clock: str, reason: str) -> None:
    known = SCHOOL if clock < "08:30" else scanned(SCHOOL, "08:30", "ann")
    with pytest.raises(Refused, match=reason):
        undo_scan("ann")(known, at(clock), SOMEBODY)

"""A cancelled session: nobody can book it, its people fall to their next wish or choose again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.marks import is_expected, mark, sign_in_to_session
from kiosk.rules.attendance.session_lines import session_line
from kiosk.rules.choosing.announcements import starting_soon
from kiosk.rules.choosing.bookings import (
    booking_of,
    bookings_in,
    confirmed_session,
    waiting_list_of,
    wishes_of,
)
from kiosk.rules.choosing.cancelled_sessions import cancelled_sessions
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.capacity import is_full
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.lottery import run_lottery
from kiosk.rules.choosing.personal_messages import messages_of, news_for
from kiosk.rules.choosing.places import choose, give_up_place, place_anyway
from kiosk.rules.choosing.promotion import promote_waiting
from kiosk.rules.follow_up.catch_up import catch_ups_owed
from kiosk.rules.follow_up.certificates import certificate_lines
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import PersonId, SessionId, WorkshopId
from kiosk.rules.model.requirement import expected_from, slot_requirement
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, Requirement, SlotKind
from kiosk.text import Text
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot
from tests.rules.accounts import account_at

SCHOOL = school(
    day(slot("one", "09:30-10:30"), slot("talk", "13:00-14:00", SlotKind.TOGETHER)),
    session("K1", "one", "09:30-10:30", 2, workshop=WorkshopId("K1"), leaders=("gruff",)),
    session("K2", "one", "09:30-10:30", 1, workshop=WorkshopId("K2")),
    session("K3", "one", "09:30-10:30", 10, workshop=WorkshopId("K3")),
    session("talk", "talk", "13:00-14:00", workshop=WorkshopId("talk")),
    *(person(name) for name in ("aled", "bron", "cai", "delyth", "gruff")),
)
BOOKED = after(
    SCHOOL,
    at("08:00"),
    choose("aled", "K1"),
    choose("bron", "K1"),
    choose("cai", "K1"),
)
"""Two hold K1, one waits for it."""
CANCELLED = after(BOOKED, at("08:10"), cancel_session("K1"))


def english(text: Text) -> str:
    return Language("en").say(text)


def refusal(decided: Decision, school: School, now: str) -> str:
    with pytest.raises(Refused) as refused:
        decided(school, at(now), SOMEBODY)
    return english(refused.value.reason)


def said(school: School, name: str, now: str = "08:20") -> list[str]:
    return [english(one.text) for one in messages_of(school, at(now), PersonId(name))]


def test_nobody_can_book_a_cancelled_session() -> None:
    assert "is cancelled. There's space in K3" in refusal(
        choose("delyth", "K1"), CANCELLED, "08:20"
    )
    assert "is cancelled" in refusal(
        place_anyway("delyth", "K1", Private("asked")), CANCELLED, "08:20"
    )


def test_its_places_and_its_waiting_list_are_free() -> None:
    gone = CANCELLED.session("K1")
    assert not bookings_in(CANCELLED, gone)
    assert not waiting_list_of(CANCELLED, gone)
    assert booking_of(CANCELLED, "aled", gone) is None
    for name in ("aled", "bron", "cai"):
        assert confirmed_session(CANCELLED, PersonId(name), DAY, "one") is None
        assert not wishes_of(CANCELLED, PersonId(name), DAY, "one")


def test_each_person_is_told_at_the_next_sign_in() -> None:
    assert said(CANCELLED, "aled") == ["K1, 09:30, is cancelled. Please choose another."]
    assert said(CANCELLED, "cai") == ["K1, 09:30, is cancelled. You're off its waiting list."]
    assert said(CANCELLED, "gruff") == ["K1, 09:30, which you lead, is cancelled."]
    assert said(CANCELLED, "delyth") == []
    news = news_for(CANCELLED, at("08:20"), "aled", CANCELLED.day(DAY))
    assert news is not None
    assert english(news) == "a session is cancelled"


def test_what_happens_to_whom_is_listed_by_name() -> None:
    changes = cancel_session("K1")(BOOKED, at("08:10"), SOMEBODY)
    assert changes.message is not None
    assert english(changes.message) == "K1, 09:30, is cancelled."
    assert [english(note) for note in changes.notes] == [
        "gruff leads it.",
        "aled will be asked to choose at their next sign-in.",
        "bron will be asked to choose at their next sign-in.",
        "cai is off its waiting list.",
    ]


def test_cancelling_again_changes_nothing() -> None:
    assert not cancel_session("K1")(CANCELLED, at("08:30"), SOMEBODY).items


def test_who_lost_a_place_may_choose_though_choices_are_closed() -> None:
    closed = CANCELLED.apply([put(replace(CANCELLED.day(DAY), choices_close=at("08:15")))])
    chosen = after(closed, at("08:20"), choose("aled", "K3"))
    assert confirmed_session(chosen, "aled", DAY, "one") == chosen.session("K3")
    assert said(chosen, "aled") == ["K1, 09:30, is cancelled. You have a place in K3 instead."]
    assert "Choices are closed" in refusal(choose("delyth", "K3"), closed, "08:20")


def test_a_holder_falls_to_the_next_wish_of_the_draw() -> None:
    before = SCHOOL.apply([put(replace(SCHOOL.day(DAY), draw_at=at("08:05")))])
    wished = after(
        before, at("08:00"), choose("aled", "K1"), choose("aled", "K2"), choose("aled", "K3")
    )
    drawn = after(wished, at("08:06"), run_lottery(DAY))
    assert confirmed_session(drawn, "aled", DAY, "one") == drawn.session("K1")
    fallen = after(drawn, at("08:10"), cancel_session("K1"))
    assert confirmed_session(fallen, "aled", DAY, "one") == fallen.session("K2")
    assert said(fallen, "aled") == ["K1, 09:30, is cancelled. You have a place in K2 instead."]
    # and further, where that is cancelled too
    again = after(fallen, at("08:12"), cancel_session("K2"))
    assert confirmed_session(again, "aled", DAY, "one") == again.session("K3")


def test_a_holder_waits_for_a_full_wish_and_has_the_one_below() -> None:
    before = SCHOOL.apply([put(replace(SCHOOL.day(DAY), draw_at=at("08:05")))])
    wished = after(
        before, at("08:00"), choose("aled", "K1"), choose("aled", "K2"), choose("aled", "K3")
    )
    drawn = after(wished, at("08:06"), run_lottery(DAY), choose("bron", "K2"))
    fallen = after(drawn, at("08:10"), cancel_session("K1"))
    assert confirmed_session(fallen, "aled", DAY, "one") == fallen.session("K3")
    assert [wish.session for wish in wishes_of(fallen, "aled", DAY, "one")] == ["K2"]
    moved = after(fallen, at("08:20"), give_up_place("bron", "K2"))
    assert confirmed_session(moved, "aled", DAY, "one") == moved.session("K2")


def test_who_moved_up_falls_back_to_the_place_given_up_for_it() -> None:
    waiting = after(BOOKED, at("08:01"), choose("cai", "K3"))
    moved = after(waiting, at("08:02"), give_up_place("aled", "K1"))
    assert confirmed_session(moved, "cai", DAY, "one") == moved.session("K1")
    fallen = after(moved, at("08:10"), cancel_session("K1"))
    assert confirmed_session(fallen, "cai", DAY, "one") == fallen.session("K3")


def test_just_before_the_slot_nobody_is_sent_elsewhere_unasked() -> None:
    waiting = after(BOOKED, at("08:01"), choose("cai", "K3"))
    moved = after(waiting, at("08:02"), give_up_place("aled", "K1"))
    fallen = after(moved, at("09:25"), cancel_session("K1"))
    assert confirmed_session(fallen, "cai", DAY, "one") is None
    assert said(fallen, "cai", "09:26") == ["K1, 09:30, is cancelled. Please choose another."]


def test_nobody_is_absent_from_it_nor_signed_in_to_it() -> None:
    assert not any(
        is_expected(CANCELLED, one, CANCELLED.session("K1")) for one in CANCELLED.people.values()
    )
    assert session_line(CANCELLED, CANCELLED.session("K1")).figures.not_yet_in == 0
    for state in MarkState:
        assert "K1 is cancelled" in refusal(mark("aled", "K1", state), CANCELLED, "09:40")
    assert "K1 is cancelled" in refusal(sign_in_to_session("aled", "K1"), CANCELLED, "09:30")


def test_no_slip_asks_for_it_and_no_certificate_names_it() -> None:
    marked = after(BOOKED, at("08:05"), by(Evidence.TUTOR, mark("aled", "K1", MarkState.ABSENT)))
    closed = after(marked, at("08:10"), cancel_session("K1"))
    closed = after(closed, at("16:00"), close_day(DAY))
    today = closed.day(DAY)
    owed = catch_ups_owed(closed, at("16:00"), closed.person("aled"), today)
    assert "K1" not in {one.workshop for one in owed}
    assert not certificate_lines(closed, "aled", DAY)
    assert closed.session("K1") not in account_at(closed, at("16:00")).unattended


def test_a_slot_whose_only_session_is_cancelled_is_required_of_nobody() -> None:
    off = after(
        SCHOOL, at("08:10"), cancel_session("talk"), cancel_session("K1"), cancel_session("K2")
    )
    today, aled = off.day(DAY), off.person("aled")
    standing = slot_requirement(off, aled, today, today.slots[1])
    assert standing.requirement is Requirement.NOT_REQUIRED
    assert standing.reason is not None
    assert english(standing.reason) == "Cancelled"
    assert said(off, "aled") == ["talk, 13:00, is cancelled."]
    assert starting_soon(off, at("12:50"), today) == []
    off = after(off, at("08:11"), cancel_session("K3"))
    assert expected_from(off, aled, today) is None
    closed = after(off, at("16:00"), close_day(DAY))
    assert not catch_ups_owed(closed, at("16:00"), aled, closed.day(DAY))


def test_a_session_that_somebody_signed_in_to_takes_place() -> None:
    present = after(BOOKED, at("09:30"), sign_in_to_session("aled", "K1"))
    assert "1 person has signed in to K1" in refusal(cancel_session("K1"), present, "09:40")
    corrected = after(present, at("09:41"), mark("aled", "K1", MarkState.ABSENT))
    assert after(corrected, at("09:42"), cancel_session("K1")).session("K1").is_cancelled


def test_a_closed_day_keeps_its_sessions() -> None:
    closed = after(BOOKED, at("16:00"), close_day(DAY))
    assert "day is closed" in refusal(cancel_session("K1"), closed, "16:10")


def test_it_is_announced_until_it_would_be_over() -> None:
    today = CANCELLED.day(DAY)
    assert cancelled_sessions(CANCELLED, at("10:29"), today) == [CANCELLED.session("K1")]
    assert cancelled_sessions(CANCELLED, at("10:30"), today) == []


PEOPLE = tuple(map(PersonId, ("aled", "bron", "cai", "delyth")))
SESSIONS = tuple(map(SessionId, ("K1", "K2", "K3")))
WISHES = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SESSIONS)), max_size=12)


@given(WISHES, st.booleans(), st.lists(st.sampled_from(SESSIONS), unique=True, max_size=3))
def test_whatever_was_chosen_others_keep_their_places_and_no_free_place_is_waited_for(
    wishes: list[tuple[PersonId, SessionId]], is_drawn: bool, cancelled: list[SessionId]
) -> None:
    now, current = at("07:00"), SCHOOL
    if is_drawn:
        current = current.apply([put(replace(current.day(DAY), draw_at=at("07:30")))])
    for who, what in wishes:
        now += timedelta(seconds=1)
        current = after(current, now, choose(who, what))
    if is_drawn:
        current = after(current, at("07:30"), run_lottery(DAY))
    for what in cancelled:
        before = current
        current = after(before, at("08:00"), cancel_session(what))
        for who in PEOPLE:
            held = confirmed_session(before, who, DAY, "one")
            if held is not None and held.id != what and not wishes_of(before, who, DAY, "one"):
                assert confirmed_session(current, who, DAY, "one") == held
    assert not promote_waiting(current, at("08:01"), DAY)
    for one in current.sessions_on(DAY, "one"):
        assert one.id not in cancelled
        taken = len(bookings_in(current, one))
        assert one.places is None or taken <= one.places
        if waiting_list_of(current, one) and not is_full(current, one):
            waiting = [current.people[b.person] for b in waiting_list_of(current, one)]
            assert all(ineligibility(current, at("08:01"), who, one) for who in waiting)

"""A day that moves to another date, or is cancelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.choosing.announcements import countdown, starting_soon
from kiosk.rules.choosing.bookings import bookings_in, confirmed_session, waiting_list_of
from kiosk.rules.choosing.day_changes import cancel_day, move_day
from kiosk.rules.choosing.personal_messages import messages_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.catch_up import catch_ups_owed
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId, WorkshopId, join_ids
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.records import Window
from kiosk.rules.model.requirement import expected_from
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Text
from tests.builders import DAY, SOMEBODY, after, at, day, person, school, session, slot

LATER = DayId("2026-09-08")
NAMED = Invitation(
    join_ids(DAY, "reb"), DAY, PersonId("reb"), Window(at("09:00").time(), at("12:00").time()),
    Terms.PAID, PersonId("gruff"), accepted=True,
)  # fmt: skip
PLANNED = school(
    day(slot("one", "09:30-10:30"), slot("plan", "13:00-14:00", SlotKind.TOGETHER)),
    session("K1", "one", "09:30-10:30", 1, workshop=WorkshopId("K1"), leaders=("gruff",)),
    session("K2", "one", "09:30-10:30", 5, workshop=WorkshopId("K2")),
    *(person(name) for name in ("aled", "bron", "cai", "gruff")),
    person("reb", hours={"wed": "08:30-15:30"}),
    NAMED,
)
BOOKED = after(
    PLANNED,
    at("08:00", "2026-08-20"),
    choose("aled", "K1"),
    choose("bron", "K1"),
    report_absent("cai", DAY),
)
NOW = at("08:10", "2026-08-20")


def english(text: Text) -> str:
    return Language("en").say(text)


def refusal(decided: Decision, school: School, now: str = "08:10") -> str:
    with pytest.raises(Refused) as refused:
        decided(school, at(now), SOMEBODY)
    return english(refused.value.reason)


def test_a_moved_day_leaves_no_phantom_and_takes_its_places_along() -> None:
    moved = after(BOOKED, NOW, move_day(DAY, LATER))
    assert set(moved.programme.days) == {LATER}
    assert {one.id for one in moved.sessions_on(LATER)} == {"K1", "K2"}
    assert not moved.sessions_on(DAY)
    assert confirmed_session(moved, "aled", LATER, "one") == moved.session("K1")
    assert [one.person for one in waiting_list_of(moved, moved.session("K1"))] == ["bron"]
    assert not moved.day_record(DAY).bookings


def test_records_of_the_date_do_not_mean_the_new_one() -> None:
    changes = move_day(DAY, LATER)(BOOKED, NOW, SOMEBODY)
    moved = BOOKED.apply(changes.items)
    assert not moved.day_record(LATER).reported_absences
    assert not moved.day_record(DAY).invitations
    asked = moved.day_record(LATER).invitations["reb"]
    assert (asked.id, asked.day, asked.accepted) == (join_ids(LATER, "reb"), LATER, None)
    assert [english(note) for note in changes.notes] == [
        "reb will be invited again.",
        "cai was reported absent, but is expected on the new date.",
    ]


def test_whose_hours_do_not_fit_the_new_date_is_named() -> None:
    changes = move_day(DAY, DayId("2026-09-12"))(BOOKED, NOW, SOMEBODY)
    notes = [english(note) for note in changes.notes]
    assert notes[0] == "aled: K1 is outside their hours on the new date."


def test_everybody_concerned_has_a_message_and_going_back_takes_it_away() -> None:
    moved = after(BOOKED, NOW, move_day(DAY, LATER))
    told = [english(one.text) for one in messages_of(moved, NOW, PersonId("aled"))]
    assert told == ["INSET is now on Tuesday 8 September 2026 (was Tuesday 1 September 2026)."]
    back = after(moved, NOW, move_day(LATER, DAY))
    assert not messages_of(back, NOW, PersonId("aled"))
    assert back.programme.sessions == BOOKED.programme.sessions
    assert back.day_record(DAY).bookings == BOOKED.day_record(DAY).bookings


def test_a_day_stays_where_it_is_once_somebody_has_arrived() -> None:
    arrived = after(BOOKED, at("08:20"), sign_in("aled"))
    for asked in (move_day(DAY, LATER), cancel_day(DAY)):
        assert refusal(asked, arrived, "08:25").startswith("Someone has arrived on that day")
    closed = after(BOOKED, at("16:00"), close_day(DAY))
    assert refusal(move_day(DAY, LATER), closed, "16:10") == "The day is closed."


def test_a_date_that_has_a_day_or_is_past_is_refused() -> None:
    two = BOOKED.apply([put(day(id=LATER))])
    assert "already" in refusal(move_day(DAY, LATER), two)
    assert "is in the past" in refusal(move_day(DAY, DayId("2026-08-25")), BOOKED)
    assert "Is the year right?" in refusal(move_day(DAY, DayId("3026-09-01")), BOOKED)
    assert "There is no INSET day" in refusal(move_day(LATER, DAY), BOOKED)


def test_a_draw_stays_before_the_day() -> None:
    drawn = BOOKED.apply([put(replace(BOOKED.day(DAY), draw_at=at("08:00")))])
    sooner = DayId("2026-08-31")
    with pytest.raises(Refused) as refused:
        move_day(DAY, sooner)(drawn, NOW, SOMEBODY)
    assert "--moved" in english(refused.value.reason)


def test_a_cancelled_day_with_places_stays_readable_and_asks_nothing_of_anybody() -> None:
    changes = cancel_day(DAY)(BOOKED, NOW, SOMEBODY)
    assert [english(note) for note in changes.notes] == [
        "aled had a place in K1.",
        "bron was on the waiting list for K1.",
    ]
    off = BOOKED.apply(changes.items)
    today = off.day(DAY)
    assert all(one.is_cancelled for one in off.all_sessions_on(DAY))
    for who in off.people.values():
        assert expected_from(off, who, today) is None
        told = [english(one.text) for one in messages_of(off, NOW, who.id)]
        assert told == ["INSET, Tuesday 1 September 2026, is cancelled."]
    assert "is cancelled" in refusal(choose("cai", "K2"), off)
    assert starting_soon(off, at("12:50"), today) == []
    assert english(countdown(off, at("09:00"), today)) == "This day is cancelled"
    closed = after(off, at("16:00"), close_day(DAY))
    assert not any(
        catch_ups_owed(closed, at("16:00"), who, closed.day(DAY)) for who in off.people.values()
    )
    assert not cancel_day(DAY)(off, NOW, SOMEBODY).items


def test_a_day_without_places_is_removed_with_all_that_is_only_its_own() -> None:
    gone = after(PLANNED, NOW, report_absent("cai", DAY), cancel_day(DAY))
    assert not gone.programme.days
    assert not gone.programme.sessions
    assert not gone.programme.workshops
    assert not gone.day_record(DAY).invitations
    assert not gone.day_record(DAY).reported_absences


CHOICES = st.lists(
    st.tuples(
        st.sampled_from([PersonId("aled"), PersonId("bron"), PersonId("cai")]),
        st.sampled_from([SessionId("K1"), SessionId("K2")]),
    ),
    max_size=8,
)


@given(CHOICES, st.lists(st.integers(2, 28), max_size=4))
def test_however_often_a_day_moves_places_and_turns_stay(
    choices: list[tuple[PersonId, SessionId]], dates: list[int]
) -> None:
    before = after(PLANNED, NOW, *(choose(who, what) for who, what in choices))
    current, where = before, DAY
    for date in dates:
        to = DayId(f"2026-09-{date:02}")
        if to != where:
            current, where = after(current, NOW, move_day(where, to)), to
    assert set(current.programme.days) == {where}
    for name, one in current.programme.sessions.items():
        old = before.session(name)
        assert one.day == where
        assert bookings_in(current, one) == bookings_in(before, old)
        assert waiting_list_of(current, one) == waiting_list_of(before, old)

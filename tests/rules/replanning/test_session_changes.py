"""A session that is changed on the day: what it touches, who is told, and that it can be undone."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.choosing.bookings import booking_of, bookings_in
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.capacity import is_full
from kiosk.rules.choosing.personal_messages import messages_of, news_for
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import SlotKind
from kiosk.rules.replanning.session_changes import change_session
from kiosk.text import Text
from tests.builders import DAY, SOMEBODY, after, at, day, person, school, session, slot

SCHOOL = school(
    day(slot("one", "09:30-10:30"), slot("two", "11:00-12:00"),
        slot("talk", "13:00-14:00", SlotKind.TOGETHER)),
    session("K1", "one", "09:30-10:30", 1, room="Room 1", leaders=("gruff",)),
    session("K2", "one", "09:30-10:30", 5, room="Room 2", leaders=("hari",)),
    session("L1", "two", "11:00-12:00", 5, room="Room 1", leaders=("hari",)),
    session("talk", "talk", "13:00-14:00", room="Hall"),
    *(person(name) for name in ("aled", "bron", "cai", "gruff", "hari")),
    person("ieuan", hours="08:30-10:00"),
)  # fmt: skip
BOOKED = after(SCHOOL, at("08:00"), choose("aled", "K1"), choose("bron", "K1"))
"""One holds the only place of K1, one waits for it."""


def english(text: Text) -> str:
    return Language("en").say(text)


def notes(before: School, session: str, now: str = "08:30", **given: Any) -> list[str]:
    changes = change_session(SessionId(session), **given)(before, at(now), SOMEBODY)
    return [english(note) for note in changes.all_notes()]


def refusal(session: str, now: str = "08:30", before: School = BOOKED, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        change_session(SessionId(session), **given)(before, at(now), SOMEBODY)
    return english(refused.value.reason)


def told(before: School, name: str, now: str = "08:40") -> list[str]:
    return [english(one.text) for one in messages_of(before, at(now), PersonId(name))]


def test_it_says_what_changes_whom_it_touches_and_what_no_longer_fits() -> None:
    assert notes(BOOKED, "K1", room="Room 2") == [
        "Room: Room 2 (was Room 1)",
        "1 person has a place in it, and sees the change at the kiosk.",
        "Put a note on the door of Room 1: “W-K1: Room 2”.",
        "Room 2 is double-booked: W-K1, 09:30 and W-K2, 09:30.",
    ]


def test_a_leader_of_two_things_at_once_is_told_of_before_and_stays() -> None:
    assert notes(BOOKED, "K1", leaders=(PersonId("hari"),)) == [
        "Leader: hari (was gruff)",
        "1 person has a place in it, and sees the change at the kiosk.",
        "hari leads two sessions at once: W-K1, 09:30 and W-K2, 09:30.",
    ]


def test_who_holds_it_and_who_leads_it_are_told_until_it_is_over() -> None:
    moved = after(BOOKED, at("08:30"), change_session(SessionId("K1"), room="Room 9"))
    assert told(moved, "aled") == ["W-K1, 09:30, is now in Room 9 (was Room 1)."]
    assert told(moved, "gruff") == [
        "W-K1, 09:30, is now in Room 9 (was Room 1).", "1 person has a place in W-K1.",
    ]  # fmt: skip
    assert told(moved, "bron") == []
    assert told(moved, "aled", "10:30") == []


def test_old_and_new_leaders_are_told() -> None:
    covered = after(
        BOOKED, at("08:10"), change_session(SessionId("K1"), leaders=(PersonId("cai"),))
    )
    assert told(covered, "gruff") == ["You no longer lead W-K1, 09:30."]
    assert told(covered, "cai") == [
        "You now lead W-K1, 09:30. Room: Room 1.", "1 person has a place in W-K1.",
    ]  # fmt: skip
    news = news_for(covered, at("08:40"), PersonId("cai"), covered.day(DAY))
    assert news is not None
    assert english(news) == "what you lead has changed"


def test_of_several_leaders_one_after_the_other_each_is_told_how_it_stands() -> None:
    led = BOOKED
    for name in ("cai", "aled", "gruff"):
        asked = change_session(SessionId("L1"), leaders=(PersonId(name),))
        led = after(led, at("08:10"), asked)
    assert told(led, "cai") == ["You no longer lead W-L1, 11:00."]
    assert told(led, "gruff")[0].startswith("You now lead W-L1")
    both = change_session(SessionId("L1"), leaders=(PersonId("gruff"), PersonId("cai")))
    joined = after(led, at("08:20"), both)
    assert told(joined, "gruff") == told(led, "gruff")
    assert told(joined, "cai")[0].startswith("You now lead W-L1")


def test_a_leader_changed_back_is_no_news() -> None:
    there = change_session(SessionId("K1"), leaders=(PersonId("cai"),))
    back = change_session(SessionId("K1"), leaders=(PersonId("gruff"),))
    again = after(BOOKED, at("08:10"), there, back)
    assert told(again, "gruff") == told(again, "cai") == []
    assert again.session("K1") == BOOKED.session("K1")


def test_whoever_leads_a_session_gives_their_place_in_it_to_the_next() -> None:
    led = after(BOOKED, at("08:10"), change_session(SessionId("K1"), leaders=(PersonId("aled"),)))
    assert [one.person for one in bookings_in(led, led.session("K1"))] == ["bron"]
    assert "bron moves up: a place in W-K1." in notes(BOOKED, "K1", leaders=(PersonId("aled"),))


def test_more_places_go_to_who_waits_and_fewer_remove_nobody() -> None:
    assert notes(BOOKED, "K1", places=2) == [
        "Places: 2 (was 1)",
        "2 people have a place in it, and see the change at the kiosk.",
        "bron moves up: a place in W-K1.",
    ]
    more = after(BOOKED, at("08:10"), change_session(SessionId("K1"), places=2))
    fewer = after(more, at("08:20"), change_session(SessionId("K1"), places=1))
    assert len(bookings_in(fewer, fewer.session("K1"))) == 2
    assert notes(more, "K1", places=1)[-1].startswith("W-K1, 09:30: 2 people have a place, but")


def test_places_kept_back_are_nobodys_until_they_are_given_out() -> None:
    kept = after(SCHOOL, at("08:00"), change_session(SessionId("K2"), kept_back=5))
    assert is_full(kept, kept.session("K2"))
    waiting = after(kept, at("08:10"), choose("aled", "K2"))
    assert not bookings_in(waiting, waiting.session("K2"))
    given_out = after(waiting, at("08:20"), change_session(SessionId("K2"), kept_back=0))
    assert booking_of(given_out, "aled", given_out.session("K2")) is not None
    assert [one.person for one in bookings_in(given_out, given_out.session("K2"))] == ["aled"]
    assert "no limit" in refusal("talk", kept_back=2)


def test_another_time_stays_within_the_slot_and_says_whose_hours_it_passes() -> None:
    assert "outside its slot, 09:30 to 10:30" in refusal("K1", start=time(9, 20))
    assert "end before it starts" in refusal("K1", start=time(10, 30))
    short = replace(BOOKED.session("K2"), end=time(9, 55))
    booked = after(BOOKED.apply([put(short)]), at("08:00"), choose("ieuan", "K2"))
    assert "ieuan has a place in W-K2, 09:30: outside their hours, 08:30 to 10:00." in notes(
        booked, "K2", end=time(10, 20)
    )


def test_what_is_over_cancelled_closed_or_unknown_stays_as_it_is() -> None:
    assert refusal("K1", "10:30", room="x") == "W-K1 is over."
    cancelled = after(BOOKED, at("08:00"), cancel_session("K1"))
    assert refusal("K1", before=cancelled, room="x") == "W-K1 is cancelled."
    closed = BOOKED.apply([put(replace(BOOKED.day(DAY), closed_at=at("15:00")))])
    assert refusal("K1", before=closed, room="x") == "The day is closed."
    assert refusal("K1", leaders=(PersonId("nobody"),)) == "Nobody here has the id nobody."
    same = change_session(SessionId("K1"), room="Room 1")(BOOKED, at("08:30"), SOMEBODY)
    assert not same.items


ROOMS = st.sampled_from(("Room 1", "Room 2", "Room 3"))
LEADERS = st.sampled_from(("aled", "bron", "cai", "gruff", "hari"))


@given(
    st.lists(
        st.fixed_dictionaries(
            {"session": st.sampled_from(("K1", "K2", "L1"))},
            optional={
                "room": ROOMS, "leaders": LEADERS.map(lambda one: (PersonId(one),)),
                "places": st.integers(1, 4), "kept_back": st.integers(0, 2),
            },
        ),
        max_size=6,
    )
)  # fmt: skip
def test_no_sequence_of_changes_takes_a_place_or_overfills_a_session(acts: list[Any]) -> None:
    now = BOOKED
    for act in acts:
        before = {one.id: {b.person for b in bookings_in(now, one)} for one in now.sessions_on(DAY)}
        then = after(now, at("08:30"), change_session(**act))
        for one in then.sessions_on(DAY):
            held = {booking.person for booking in bookings_in(then, one)}
            lost = before[one.id] - held
            # only who leads it now, or moved up to a higher wish of theirs, holds it no more
            assert all(
                who in one.leaders
                or any(booking_of(then, who, other) for other in then.sessions_on(DAY))
                for who in lost
            )
            assert len(held) <= max(len(before[one.id]), one.open_places or 0) or one.places is None
        now = then


def test_a_leader_takes_the_place_of_a_visiting_speaker_and_is_named_once() -> None:
    spoken = SCHOOL.apply([put(replace(SCHOOL.session("talk"), speaker="Dr Pugh"))])
    assert "Leader: aled (was Dr Pugh)" in notes(spoken, "talk", leaders=(PersonId("aled"),) * 2)
    led = after(spoken, at("08:30"), change_session(SessionId("talk"), leaders=(PersonId("aled"),)))
    assert (led.session("talk").leaders, led.session("talk").speaker) == (("aled",), "")
    assert told(led, "aled") == ["You now lead W-talk, 13:00. Room: Hall."]


def test_a_session_that_lies_outside_its_slot_can_still_have_another_room() -> None:
    early = SCHOOL.apply([put(replace(SCHOOL.session("L1"), start=time(10, 45)))])
    assert notes(early, "L1", room="Room 4")[0] == "Room: Room 4 (was Room 1)"
    assert refusal("L1", before=early, end=time(11, 50)).startswith("That's outside its slot")

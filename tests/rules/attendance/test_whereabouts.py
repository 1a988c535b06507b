"""Where everyone on site is at a time of the day: there now, to be there, or last seen there."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark, sign_in_to_session
from kiosk.rules.attendance.whereabouts import Whereabouts, whereabouts
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, GuestKind, MarkState, Role, SlotKind
from tests.builders import DAY, after, at, by, day, person, school, session, slot

TOGETHER = SlotKind.TOGETHER
BRIEFING = session("ALL", "all", "09:00-10:00", room="Hall", audience=("staff",))
FIRST = session("A", "pick", "10:30-11:30", room="Room 1")
SECOND = session("B", "pick", "10:30-11:30", room="Room 2")
VISIT = session("V", "pick", "10:30-11:30", room="The Abbey", off_site=True)


def known(*records: Any) -> School:
    return school(
        day(
            slot("all", "09:00-10:00", TOGETHER),
            slot("pick", "10:30-11:30"),
            slot("lunch", "12:00-13:00", SlotKind.LUNCH),
            slot("late", "13:00-15:30", TOGETHER),
        ),
        BRIEFING, FIRST, SECOND, VISIT,
        *(records or (person("ann"),)),
    )  # fmt: skip


def arrived(before: School, *people: PersonId, clock: str = "08:30") -> School:
    return after(before, at(clock), *map(sign_in, people))


def found(at_school: School, clock: str) -> dict[str, Whereabouts]:
    return {one.person.id: one for one in whereabouts(at_school, at(clock), at_school.day(DAY))}


def rooms(at_school: School, clock: str) -> dict[str, str]:
    return {id: one.room for id, one in found(at_school, clock).items()}


def test_only_who_is_on_site_is_anywhere() -> None:
    here = arrived(known(person("ann"), person("bob"), person("cat")), "ann", "bob")
    here = after(here, at("08:50"), by(Evidence.BADGE, leave_site("bob")))
    assert set(found(here, "09:10")) == {"ann"}


def test_before_the_first_session_people_were_last_seen_signing_in() -> None:
    ann = found(arrived(known(), "ann"), "08:40")["ann"]
    assert (ann.room, ann.session, ann.seen.room) == ("", None, "")
    assert ann.seen.at == at("08:30")


def test_people_should_be_in_the_session_that_runs() -> None:
    ann = found(arrived(known(), "ann"), "09:10")["ann"]
    assert (ann.room, ann.session, ann.is_signed_in) == ("Hall", BRIEFING, False)


def test_who_has_signed_in_elsewhere_is_there() -> None:
    here = after(arrived(known(), "ann"), at("08:45"), choose("ann", "A"))
    assert rooms(here, "10:40") == {"ann": "Room 1"}
    here = after(here, at("10:35"), sign_in_to_session("ann", "B"))
    ann = found(here, "10:40")["ann"]
    assert (ann.room, ann.is_signed_in, ann.seen.at) == ("Room 2", True, at("10:35"))


def test_between_sessions_people_were_last_seen_where_they_signed_in_last() -> None:
    here = after(arrived(known(), "ann"), at("08:55"), sign_in_to_session("ann", "ALL"))
    ann = found(here, "10:10")["ann"]
    assert (ann.room, ann.session) == ("Hall", None)
    assert tuple(ann.seen) == (at("08:55"), "Hall")


def test_who_comes_back_to_the_site_was_last_seen_at_the_way_in() -> None:
    here = after(arrived(known(), "ann"), at("08:55"), sign_in_to_session("ann", "ALL"))
    here = after(here, at("12:05"), by(Evidence.BADGE, leave_site("ann")))
    here = arrived(here, "ann", clock="12:40")
    ann = found(here, "12:45")["ann"]
    assert (ann.room, ann.seen.at) == ("", at("12:40"))


@pytest.mark.parametrize("state", [MarkState.ABSENT, MarkState.RELEASED, MarkState.LEFT])
def test_who_is_marked_as_not_in_the_session_is_not_looked_for_there(state: MarkState) -> None:
    here = after(arrived(known(), "ann"), at("09:05"), mark("ann", "ALL", state))
    assert found(here, "09:10")["ann"].session is None


def test_a_mark_made_hours_beforehand_puts_nobody_into_the_room_yet() -> None:
    here = after(arrived(known(), "ann"), at("08:45"), choose("ann", "A"))
    here = after(here, at("08:46"), mark("ann", "A", MarkState.PRESENT))
    assert rooms(here, "09:10") == {"ann": "Hall"}


@pytest.mark.parametrize("clock", ["08:40", "14:00"])
def test_a_register_filled_in_at_another_time_does_not_say_that_somebody_was_seen_then(
    clock: str,
) -> None:
    here = arrived(known(), "ann")
    here = after(here, at("10:30"), by(Evidence.BADGE, sign_in_to_session("ann", "A")))
    here = after(here, at(clock), by(Evidence.TUTOR, mark("ann", "ALL", MarkState.PRESENT)))
    ann = found(here, "14:10")["ann"]
    assert (ann.seen.at, ann.seen.room) == (at("10:30"), "Room 1")


@pytest.mark.parametrize(
    ("one", "other", "room"),
    [(FIRST.id, SECOND.id, "Room 2"), (SECOND.id, FIRST.id, "Room 1")],
)
def test_who_changes_rooms_was_last_seen_in_the_new_one(
    one: SessionId, other: SessionId, room: str
) -> None:
    here = arrived(known(), "ann")
    here = after(here, at("10:30"), by(Evidence.BADGE, sign_in_to_session("ann", one)))
    here = after(here, at("10:50"), by(Evidence.BADGE, sign_in_to_session("ann", other)))
    assert found(here, "11:45")["ann"].seen.room == room


def test_people_who_are_off_site_now_are_left_out() -> None:
    here = after(arrived(known(), "ann"), at("08:45"), choose("ann", "V"))
    assert set(found(here, "09:10")) == {"ann"}
    assert found(here, "10:40") == {}
    assert set(found(here, "11:40")) == {"ann"}


def test_who_arrived_while_their_visit_ran_is_here_after_all() -> None:
    here = after(known(), at("08:45"), choose("ann", "V"))
    here = arrived(here, "ann", clock="10:50")
    assert rooms(here, "11:00") == {"ann": ""}


def test_visitors_and_guests_are_among_them_and_a_speaker_is_in_their_session() -> None:
    talk = session("T", "late", "13:00-14:00", room="Studio", speaker="Dr Elin Vaughan")
    people = (
        person("guest", Role.VISITOR, None, coming=GuestKind.VISITOR),
        person(
            "elin", Role.VISITOR, None, forename="Elin", surname="Vaughan",
            coming=GuestKind.SPEAKER,
        ),
    )  # fmt: skip
    here = arrived(known(talk, *people), "guest", "elin")
    assert rooms(here, "13:10") == {"guest": "", "elin": "Studio"}
    assert rooms(here, "12:30") == {"guest": "", "elin": ""}


def test_of_people_who_stay_after_their_hours_it_is_said_since_when() -> None:
    here = arrived(known(person("ann", hours="08:30-12:15"), person("bob")), "ann", "bob")
    assert found(here, "12:14")["ann"].hours_ended is None
    now = found(here, "12:15")
    assert f"{now['ann'].hours_ended:%H:%M}" == "12:15"
    assert now["bob"].hours_ended is None


def test_a_slot_without_sessions_has_its_own_place() -> None:
    here = arrived(known(), "ann")
    today = here.day(DAY)
    slots = tuple(replace(one, place="Bases") if one.id == "late" else one for one in today.slots)
    here = here.apply([put(replace(today, slots=slots))])
    assert rooms(here, "14:00") == {"ann": "Bases"}


STEPS: tuple[tuple[str, Decision], ...] = (
    ("08:40", sign_in("bob")),
    ("08:45", choose("ann", "A")),
    ("08:55", sign_in_to_session("ann", "ALL")),
    ("09:05", mark("bob", "ALL", MarkState.ABSENT)),
    ("09:20", choose("bob", "V")),
    ("10:35", sign_in_to_session("ann", "B")),
    ("11:00", by(Evidence.BADGE, leave_site("ann"))),
    ("12:30", sign_in("ann")),
)


@pytest.mark.parametrize("clock", ["08:50", "09:10", "10:40", "12:45", "14:00", "16:00"])
def test_what_is_kept_up_is_what_would_be_found_anew(clock: str) -> None:
    moving = arrived(known(person("ann"), person("bob")), "ann")
    for when, decided in STEPS:
        found(moving, clock)  # so that there is a result to bring up to date
        moving = after(moving, at(when), decided)
        anew = School(
            moving.settings, moving.people, moving.programme, day_records=moving.day_records
        )
        assert found(moving, clock) == found(anew, clock)


def test_a_session_at_the_same_time_that_must_be_attended_comes_first() -> None:
    optional = slot("extra", "13:30-14:30", TOGETHER, required=(), invited=("staff",))
    here = arrived(
        school(
            day(optional, slot("late", "13:00-15:30", TOGETHER)),
            session("X", "extra", "13:30-14:30", room="Studio"),
            session("L", "late", "13:00-15:30", room="Hall"),
            person("ann"),
        ),
        "ann",
    )
    assert rooms(here, "14:00") == {"ann": "Hall"}

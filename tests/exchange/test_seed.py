from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import combinations

import pytest

import seed
from kiosk.exchange.invitations import read_invitations
from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import read_staff
from kiosk.rules.attention.day_check import attention
from kiosk.rules.follow_up.catch_up_resources import pathway_for, resources_for
from kiosk.rules.induction.steps import steps_of
from kiosk.rules.loading.invitation_file import load_invitations
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import DayId, SlotId, WorkshopId
from kiosk.rules.model.namesakes import distinguishing_labels
from kiosk.rules.model.personal_records import Terms
from kiosk.rules.model.records import Session
from kiosk.rules.model.requirement import hours_on, is_part_time, overlap, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DayKind, Role, SlotKind
from tests.exchange.files import carried_out

TODAY = DayId("2026-09-01")
STAFF = read_staff(seed.folder() / seed.STAFF)
PROGRAMME = read_programme(seed.folder())


def laid(on: date | None = None) -> School:
    staff, programme = STAFF, PROGRAMME
    if on is not None and programme.flagship_date is not None:
        staff, programme = staff.moved(programme.flagship_date, on), programme.moved(on)
    school, _ = carried_out(School(), load_staff(staff))
    return carried_out(school, load_programme(programme))[0]


SCHOOL = laid()
DAYS = SCHOOL.programme.days


def test_the_sample_is_read_without_a_doubt_and_loading_it_again_changes_nothing() -> None:
    assert STAFF.doubts == ()
    assert (STAFF.ignored, PROGRAMME.ignored) == ((), ())
    for asked in (load_staff(STAFF), load_programme(PROGRAMME)):
        assert carried_out(SCHOOL, asked)[1].items == ()


def test_everything_in_the_sample_fits() -> None:
    assert [one.text for day in DAYS for one in attention(SCHOOL, day)] == []


def test_the_invitations_of_the_sample_can_be_loaded_and_ask_part_time_staff() -> None:
    file = read_invitations(seed.folder() / "invitations.csv")
    assert (file.ignored, file.problems) == ((), ())
    school, _ = carried_out(SCHOOL, load_invitations(file))
    invited = school.day_record(TODAY).invitations
    assert {one.terms for one in invited.values()} == set(Terms)
    assert all(is_part_time(school, school.people[who]) for who in invited)
    moved = file.moved(date(2026, 9, 1), date(2026, 11, 22))
    assert {row.record.day for row in moved.rows} == {"2026-11-22"}


def test_about_a_hundred_and_twenty_people_of_every_role_and_pattern() -> None:
    people = SCHOOL.people.values()
    assert len(people) == 120
    assert set(Counter(one.role for one in people)) == set(Role)
    assert sum(one.role is Role.TEACHER and is_part_time(SCHOOL, one) for one in people) >= 8
    assert sum(one.language == "cy" for one in people) >= 20
    flagship = DAYS[TODAY]
    staff = [one for one in people if one.role is not Role.VISITOR]
    assert 3 <= sum(not hours_on(SCHOOL, one, flagship).known for one in staff) <= 8


def test_four_people_share_a_name_and_role_and_department_tell_them_apart() -> None:
    shared = [one for one in SCHOOL.people.values() if one.name == "Siân Jones"]
    assert len(shared) == 4
    assert {one.id for one in shared} <= set(distinguishing_labels(SCHOOL.people.values()))
    assert len({(one.role, one.department) for one in shared}) == 4


def test_everybody_has_a_badge_of_their_own() -> None:
    badges = {one.badge for one in SCHOOL.people.values()}
    assert len(badges) == len(SCHOOL.people)
    assert all(re.fullmatch(r"INSET-[A-Z0-9]{10}", badge) for badge in badges)


def test_six_days_one_of_them_three_twilights() -> None:
    assert Counter(day.number for day in DAYS.values()) == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 3}
    twilights = [day for day in DAYS.values() if day.kind is DayKind.TWILIGHT]
    assert {day.number for day in twilights} == {6}
    assert all(len(SCHOOL.sessions_on(day)) >= 1 for day in DAYS)
    assert all(day.aims and day.title.en and day.title.cy for day in DAYS.values())


def test_today_has_two_slots_of_eight_workshops_with_room_for_all_who_must_choose() -> None:
    today = DAYS[TODAY]
    for name in ("workshops-1", "workshops-2"):
        slot = next(one for one in today.slots if one.id == name)
        sessions = SCHOOL.sessions_on(TODAY, SlotId(name))
        assert slot.kind is SlotKind.CHOICE
        assert len(sessions) == 8
        places = [session.places or 0 for session in sessions]
        assert (min(places) <= 16, max(places)) == (True, 40)
        people = SCHOOL.people.values()
        needed = sum(slot_requirement(SCHOOL, one, today, slot).required for one in people)
        assert 0 < needed < sum(places)
    again = {one.workshop for one in SCHOOL.sessions_on(TODAY, "workshops-1")} & {
        one.workshop for one in SCHOOL.sessions_on(TODAY, "workshops-2")
    }
    assert len(again) >= 3


def test_workshops_are_led_by_staff_of_every_level_and_one_is_in_welsh() -> None:
    chosen = [
        *SCHOOL.sessions_on(TODAY, "workshops-1"),
        *SCHOOL.sessions_on(TODAY, "workshops-2"),
    ]
    roles = {SCHOOL.people[leader].role for one in chosen for leader in one.leaders}
    assert roles >= {Role.LEADER, Role.TEACHER, Role.TA, Role.SUPPORT, Role.VISITOR}
    assert "cy" in {session.language for session in chosen}


def clashes() -> list[tuple[Session, Session]]:
    return [
        pair for day in DAYS for pair in combinations(SCHOOL.sessions_on(day), 2) if overlap(*pair)
    ]


def test_no_room_is_used_twice_at_a_time_and_every_session_has_one() -> None:
    assert all(session.room for session in SCHOOL.programme.sessions.values())
    assert [(a.id, b.id) for a, b in clashes() if a.room == b.room] == []


@pytest.mark.parametrize("on", [None, date(2026, 11, 21), date(2027, 3, 28)])
def test_every_leader_is_free_and_at_work_at_that_time(on: date | None) -> None:
    assert [(a.id, b.id) for a, b in clashes() if set(a.leaders) & set(b.leaders)] == []
    school = laid(on)
    days = [day for day in school.programme.days if on is None or day == on.isoformat()]
    for session in (one for day in days for one in school.sessions_on(day)):
        for leader in session.leaders:
            hours = hours_on(school, school.people[leader], school.programme.days[session.day])
            assert hours.allow(session.start, session.end), (session.id, leader)


def test_each_department_has_its_time_and_each_teacher_a_department_session() -> None:
    today = DAYS[TODAY]
    slot = next(one for one in today.slots if one.id == "department")
    sessions = SCHOOL.sessions_on(TODAY, slot.id)
    for one in SCHOOL.people.values():
        if one.role in (Role.TEACHER, Role.LEADER):
            assert sum(is_in_audience(one, session.audience) for session in sessions) == 1, one.id


def test_whoever_misses_something_has_a_resource_for_it() -> None:
    for session in SCHOOL.programme.sessions.values():
        assert SCHOOL.workshop(session).resources, session.id
    for one in SCHOOL.people.values():
        if one.role is not Role.VISITOR:
            for workshop in ("safeguarding", "briefing"):
                assert resources_for(SCHOOL, one, WorkshopId(workshop)), (one.id, workshop)
            assert pathway_for(SCHOOL, one), one.id
    assistants = [one for one in SCHOOL.people.values() if one.role is Role.TA]
    assert all("cy-talp-01" in pathway_for(SCHOOL, one) for one in assistants)


def test_an_address_stands_only_where_its_page_was_seen() -> None:
    for resource in SCHOOL.programme.resources.values():
        assert bool(resource.url) == ("address: seen" in resource.source), resource.id
        assert resource.url or (resource.hint.en and resource.hint.cy)


def test_four_new_colleagues_each_have_a_track_and_somebody_to_ask() -> None:
    new = [one for one in SCHOOL.people.values() if one.track]
    assert sorted(one.track for one in new) == [
        "experienced-teacher",
        "nqt-wales",
        "supply",
        "teaching-assistant",
    ]
    for one in new:
        assert one.started == date(2026, 9, 1)
        assert one.mentor in SCHOOL.people
        lines = steps_of(SCHOOL, one, date(2026, 9, 1))
        assert any(line.may_tick for line in lines)
        assert any(not line.may_tick for line in lines)
        assert all(line.step.source for line in lines)


def test_the_demonstrations_day_can_be_any_date_and_keeps_its_hours() -> None:
    school = laid(date(2026, 11, 21))
    day = school.programme.days["2026-11-21"]
    assert (day.weekday, len(school.sessions_on(day.id))) == ("tue", len(SCHOOL.sessions_on(TODAY)))
    assert len(school.programme.days) == len(DAYS)
    assert {one.started for one in school.people.values() if one.track} == {day.date}
    agreed = {name for one in school.people.values() for name in one.agreed}
    assert agreed <= set(school.programme.days)

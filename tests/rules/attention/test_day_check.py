"""What needs attention on a day is found by name, and what is new in it is told by every load."""

from __future__ import annotations

import csv
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.language import Language
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attention.day_check import (
    MOST_TOLD,
    attention,
    attention_notes,
    coming_days,
    new_attention,
)
from kiosk.rules.attention.findings import FindingKind
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.places import choose, give_up_place, place_anyway
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import DayId, PersonId, ResourceId, WorkshopId, join_ids
from kiosk.rules.model.names import clean
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.records import Resource, Session, Window, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, Role, SlotKind
from kiosk.text import Both
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot
from tests.rules.loading.test_loading_staff import file, row

ENGLISH = Language("en")
NOW = at("08:00", "2026-08-01")
LINK = Resource(ResourceId("link"), Both("A link"))
WHOLE = day(slot("am", "09:00-10:00"), slot("pm", "11:00-12:00"))
STAFF = (person("Ann"), person("Bo"), person("Lead"))


def fitting(id: str, slot: str = "am", hours: str = "09:00-10:00", **more: Any) -> Session:
    """Return a session with which nothing is wrong by itself: led by a guest, with catch-up."""
    return session(id, slot, hours, **{"speaker": "A guest", "workshop": "W", **more})


def of(*records: Any, workshop: Workshop | None = None) -> School:
    """Return a school of one day with these records."""
    days = [] if any(one.__class__ is WHOLE.__class__ for one in records) else [WHOLE]
    taught = workshop or Workshop(WorkshopId("W"), Both("Knots"), resources=(LINK.id,))
    beside = fitting("P", "pm", "11:00-12:00", room="Annexe")
    return school(LINK, taught, *STAFF, *days, *([beside] if days else []), *records)


def said(known: School) -> list[str]:
    return [ENGLISH.say(finding.text) for finding in attention(known, DAY)]


def kinds(known: School) -> list[FindingKind]:
    return [finding.kind for finding in attention(known, DAY)]


def cut(known: School, who: str, **more: Any) -> School:
    """Change a person, as a staff file does that says something new."""
    return known.apply([put(replace(known.people[PersonId(who)], **more))])


def test_a_day_on_which_all_fits_has_nothing_to_say() -> None:
    assert said(of(fitting("A", room="Hall", leaders=("Lead",)))) == []


def test_a_place_outside_hours_that_were_cut_is_listed_and_kept_until_it_is_given_up() -> None:
    known = after(of(fitting("A", places=1)), NOW, choose("Ann", "A"), choose("Bo", "A"))
    half = cut(known, "Ann", hours={"tue": Window(time(11), time(15))})
    assert said(half) == ["Ann has a place in Knots, 09:00: outside their hours, 11:00 to 15:00."]
    off = cut(known, "Ann", hours={"mon": Window(time(9), time(15))})
    assert said(off) == ["Ann has a place in Knots, 09:00: not one of their working days."]
    (finding,) = attention(off, DAY)
    assert (finding.kind, finding.people, finding.sessions) == (
        FindingKind.PLACE_OUTSIDE_HOURS,
        ("Ann",),
        ("A",),
    )
    assert booking_of(off, PersonId("Ann"), off.programme.sessions["A"]) is not None
    freed = after(off, NOW, give_up_place("Ann", "A"))
    assert said(freed) == []
    moved_up = booking_of(freed, PersonId("Bo"), freed.programme.sessions["A"])
    assert moved_up is not None
    assert moved_up.confirmed


def test_hours_agreed_by_an_invitation_mend_a_place_outside_hours() -> None:
    known = cut(after(of(fitting("A")), NOW, choose("Ann", "A")), "Ann", hours={})
    hours = Window(time(9), time(12))
    invited = Invitation(
        join_ids(DAY, "Ann"), DAY, PersonId("Ann"), hours, Terms.PAID, PersonId("Bo"), accepted=True
    )
    assert kinds(known) == [FindingKind.PLACE_OUTSIDE_HOURS]
    assert kinds(known.apply([put(invited)])) == []


def test_a_place_that_a_tutor_gave_whatever_stood_against_it_is_not_listed() -> None:
    known = cut(of(fitting("A", places=1)), "Ann", hours={})
    given = by(Evidence.TUTOR, place_anyway("Ann", "A", Private("asked by the head")))
    assert said(after(known, NOW, given)) == []


def test_a_place_not_for_the_role_or_at_the_time_of_another_is_listed() -> None:
    known = after(of(fitting("A")), NOW, choose("Ann", "A"), choose("Ann", "P"))
    for_tas = replace(known.programme.sessions["A"], audience=("TA",))
    ta = person("Tom", Role.TA)
    assert said(known.apply(map(put, (for_tas, ta)))) == [
        "Ann has a place in Knots, 09:00, which is not for their role."
    ]
    longer = replace(known.programme.sessions["A"], end=time(11, 30))
    wide = day(slot("am", "09:00-11:30"), slot("pm", "11:00-12:00", required=()))
    assert said(known.apply(map(put, (longer, wide))))[:2] == [
        "Ann: Knots, 09:00, clashes with Knots.",
        "Ann: Knots, 11:00, clashes with Knots.",
    ]


def test_more_booked_than_places_is_listed_and_is_new_only_as_it_grows() -> None:
    known = after(of(fitting("A", places=2)), NOW, choose("Ann", "A"), choose("Bo", "A"))
    one, none = (
        known.apply([put(replace(known.programme.sessions["A"], places=places))])
        for places in (1, 0)
    )
    assert said(one) == [
        "Knots, 09:00: 2 people have a place, but there is only 1. Nobody is removed: find a "
        "larger room or ask 1 to move."
    ]
    assert len(new_attention(known, one, DAY)) == 1
    assert len(new_attention(one, none, DAY)) == 1
    assert new_attention(none, one, DAY) == new_attention(one, one, DAY) == ()


def test_a_room_is_listed_once_for_each_session_that_comes_into_it_too_early() -> None:
    rooms = [fitting(room, room=room) for room in ("Hall", " hall", "HALL")]
    assert kinds(of(*rooms)) == [FindingKind.ROOM_TWICE] * 2
    assert said(of(*rooms[:2])) == ["Hall is double-booked: Knots, 09:00 and Knots, 09:00."]
    away = [replace(one, off_site=True) for one in rooms]
    after_another = fitting("D", room="Hall", hours="09:30-10:00")
    early = replace(rooms[0], end=time(9, 30))
    assert said(of(*away)) == said(of(early, after_another)) == []


def test_a_leader_of_two_sessions_at_once_is_listed() -> None:
    known = of(fitting("A", leaders=("Lead",)), fitting("B", leaders=("Bo", "Lead")))
    assert said(known) == ["Lead leads two sessions at once: Knots, 09:00 and Knots, 09:00."]


def test_a_leader_outside_their_hours_is_told_that_hours_have_to_be_agreed() -> None:
    known = of(fitting("A", leaders=("Lead",)))
    assert said(cut(known, "Lead", hours={})) == [
        "Lead leads Knots, 09:00: not one of their working days. Agree the hours with them."
    ]
    short = cut(known, "Lead", hours={"tue": Window(time(9, 30), time(12))})
    assert said(short) == [
        "Lead leads Knots, 09:00: outside their hours, 09:30 to 12:00. Agree the hours with them."
    ]
    assert said(cut(known, "Lead", hours=None)) == []


def test_who_has_left_by_then_neither_leads_nor_makes_an_audience() -> None:
    known = after(of(fitting("A", leaders=("Lead",))), NOW, choose("Ann", "A"))
    left = date(2026, 8, 31)
    assert said(cut(known, "Lead", left=left)) == [
        "Lead leads Knots, 09:00, but has left the school by then."
    ]
    assert said(cut(known, "Ann", left=left)) == [
        "Ann has a place in Knots, 09:00: they have left the school by then."
    ]
    gone = cut(cut(cut(of(fitting("A")), "Lead", left=left), "Ann", left=left), "Bo", left=left)
    assert kinds(gone) == [FindingKind.AUDIENCE_EMPTY] * 2 + [FindingKind.NOBODY_DUE] * 2


def test_a_cancelled_session_needs_no_attention() -> None:
    known = of(fitting("A", speaker="", room="Hall"), fitting("B", room="Hall"))
    cancelled = replace(known.programme.sessions["A"], cancelled_at=NOW)
    assert len(said(known)) == 2
    assert said(known.apply([put(cancelled)])) == []


def test_a_leader_who_is_reported_absent_is_listed_until_they_come() -> None:
    known = of(fitting("A", leaders=("Lead",)))
    assert said(known) == []
    away = after(known, at("08:00"), by(Evidence.TUTOR, report_absent("Lead", DAY)))
    assert said(away) == ["Lead leads Knots, 09:00, but is reported absent."]
    assert said(after(away, at("08:50"), by(Evidence.TUTOR, sign_in("Lead")))) == []


def test_a_session_needs_a_leader_except_for_department_time_and_visits() -> None:
    assert said(of(fitting("A", speaker=""))) == ["Knots, 09:00: no leader."]
    assert said(of(fitting("A", speaker="", off_site=True))) == []
    planning = day(slot("am", "09:00-10:00", SlotKind.DEPARTMENT))
    bare = Workshop(WorkshopId("W"), Both("Planning"))
    assert said(of(planning, fitting("A", speaker=""), workshop=bare)) == []


def test_a_session_needs_a_resource_that_exists_or_a_repeat() -> None:
    known = of(fitting("A"), workshop=Workshop(WorkshopId("W"), Both("Knots")))
    assert said(known) == [
        "Knots, 11:00: people who miss it have nothing to catch up with. Add a resource or a "
        "second session."
    ]
    lost = Workshop(WorkshopId("W"), Both("Knots"), resources=(ResourceId("gone"),))
    assert kinds(of(fitting("A"), workshop=lost)) == [FindingKind.NO_CATCH_UP]


def test_an_audience_nobody_is_in_and_one_that_is_not_at_work_are_told_apart() -> None:
    assert said(of(fitting("A", audience=("dept:Latin",)), fitting("B"))) == [
        "Knots, 09:00: it is for nobody on the staff list. Check who it is meant for."
    ]
    ta = person("Tom", Role.TA, "12:00-15:00")
    known = of(fitting("A", audience=("TA",)), fitting("B"), ta)
    assert said(known) == ["Knots, 09:00: outside everyone's hours."]


TWILIGHT = slot("late", "16:00-18:00", SlotKind.TOGETHER)


@pytest.mark.parametrize(
    ("evening", "why"),
    [
        (TWILIGHT, "it's outside everyone's hours"),
        (replace(TWILIGHT, required=("dept:Latin",)), "it is for no one on the staff list"),
        (replace(TWILIGHT, required=("supply",)), "no one's hours are known"),
        (
            replace(TWILIGHT, required=(), invited=("visitor",)),
            "it is for no one on the staff list",
        ),
    ],
)
def test_a_slot_to_which_nobody_is_due_is_listed_with_why(evening: Any, why: str) -> None:
    known = of(day(evening), person("Sam", Role.SUPPLY, None))
    assert said(known) == [f"late, 16:00: no one is expected: {why}."]


def test_who_leads_in_a_slot_does_not_make_somebody_due_in_it() -> None:
    led = fitting("A", "late", "16:00-18:00", leaders=("Lead",))
    assert FindingKind.NOBODY_DUE in kinds(of(day(TWILIGHT), led))


def test_a_slot_to_choose_in_with_nothing_on_offer_is_listed() -> None:
    assert said(of(day(slot("am", "09:00-10:00")))) == ["am, 09:00: nothing to choose from."]


def test_slots_that_overlap_are_listed_where_somebody_is_due_in_both() -> None:
    both = [
        slot("hall", "09:00-10:00", SlotKind.TOGETHER),
        slot("team", "09:30-10:30", SlotKind.TOGETHER),
    ]
    assert said(of(day(*both))) == [
        "hall, 09:00 and team, 09:30 overlap, and Ann, Bo, Lead are expected in both."
    ]
    for_tas = replace(both[1], required=("TA",))
    assert said(of(day(both[0], for_tas), person("Tom", Role.TA))) == [
        "hall, 09:00 and team, 09:30 overlap, and Tom is expected in both."
    ]
    apart = replace(both[0], required=("teacher",))
    assert said(of(day(apart, for_tas), person("Tom", Role.TA))) == []


def test_what_contradicts_itself_is_listed_and_nothing_else_about_it() -> None:
    astray = fitting("A", "gone")
    assert said(of(astray, fitting("B"))) == ["Knots, 09:00: its slot “gone” isn't on this day."]
    outside = fitting("A", hours="09:30-10:30")
    assert said(of(outside)) == [
        "Knots, 09:30: its time, until 10:30, doesn't fit its slot, 09:00 to 10:00."
    ]
    lost = Booking("P/Gone", "P", "Gone", True, NOW, 1)
    known = of(fitting("A", leaders=("Nobody",))).apply([put(lost)])
    assert said(known) == [
        "Knots, 11:00: Gone has a place, but no one has that id.",
        "Knots, 09:00: Nobody leads it, but no one has that id.",
    ]


def test_every_hard_name_is_said_as_it_is_written() -> None:
    names = Path(__file__).parents[2] / "data" / "names.csv"
    for name in csv.DictReader(names.open(encoding="utf-8-sig", newline="")):
        fore, sur = clean(name["forename"]), clean(name["surname"])  # as every entry does
        who = replace(STAFF[2], forename=fore, surname=sur, hours={})
        (finding,) = attention(of(fitting("A", leaders=("Lead",)), who), DAY)
        assert who.name in ENGLISH.say(finding.text)


def test_coming_days_are_those_from_today_that_are_not_closed() -> None:
    days = [replace(WHOLE, id=DayId(f"2026-0{month}-01")) for month in (7, 8, 9)]
    closed = replace(WHOLE, id=DayId("2026-10-01"), closed_at=NOW)
    assert [one.id for one in coming_days(school(closed, *days), NOW)] == [
        "2026-08-01",
        "2026-09-01",
    ]
    assert attention(school(), DAY) == ()


def test_a_load_tells_what_is_new_once_and_of_very_much_only_the_first() -> None:
    many = [fitting(f"A{number:02}", speaker="") for number in range(MOST_TOLD + 3)]
    before = of()
    notes = attention_notes(before, NOW, map(put, many))
    assert ENGLISH.say(notes[0]) == "2026-09-01: Knots, 09:00: no leader."
    assert [ENGLISH.say(note) for note in notes[MOST_TOLD:]] == ["And 3 more: kiosk attention"]
    assert attention_notes(of(*many), NOW, map(put, many)) == ()


def test_each_load_ends_with_what_it_made_not_fit() -> None:
    known = after(of(fitting("A", leaders=("Lead",))), NOW, choose("Ann", "A"))
    monday = {"mon": Window(time(9), time(15))}
    cut_hours = file(
        *(row(PersonId(who), hours=monday) for who in ("Ann", "Lead")),
        given=frozenset({"id", "hours"}),
    )
    asked = load_staff(cut_hours)
    assert [ENGLISH.say(note) for note in asked(known, NOW, SOMEBODY).all_notes()] == [
        "2026-09-01: Ann has a place in Knots, 09:00: not one of their working days.",
        "2026-09-01: Lead leads Knots, 09:00: not one of their working "
        "days. Agree the hours with them.",
    ]
    assert asked(after(known, NOW, asked), NOW, SOMEBODY).all_notes() == ()

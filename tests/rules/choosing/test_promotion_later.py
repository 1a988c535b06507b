"""What keeps somebody from a place may go in another decision, or on another day: they move up."""

from __future__ import annotations

from dataclasses import replace as with_fields
from datetime import timedelta

from msgspec.structs import replace

from kiosk.desk import Desk
from kiosk.rules.attendance.leaving import come_back, leave
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.session_lines import expected_people
from kiosk.rules.choosing.free_places import fill_free_places
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.file_contents import FileRecord, StaffFile
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.store.memory import MemoryLog, Shared
from kiosk.store.record_store import RecordStore
from tests.builders import (
    DAY,
    SOMEBODY,
    Ruled,
    after,
    at,
    by,
    day,
    person,
    school,
    session,
    slot,
    weekly,
)

ANN, BOB = person("ann"), person("bob")


def has_place(known: School, who: PersonId, what: str) -> bool:
    return known.day_record(DAY).bookings[SessionId(what)][who].confirmed


def test_whoever_comes_back_is_expected_again_where_they_kept_a_place() -> None:
    known = school(day(slot("one", "09:00-10:00")), session("A", "one", "09:00-10:00", 5), ANN)
    known = after(known, at("08:00"), choose(ANN.id, "A"))
    for rule, expected in ((leave, []), (come_back, [ANN.id])):
        assert expected_people(known, known.session(SessionId("A"))) is not None
        known = after(known, at("10:30"), rule(ANN.id))
        found = expected_people(known, known.session(SessionId("A")))
        assert [who.id for who in found] == expected
        anew = with_fields(known, plan_results={}, results={})
        assert found == expected_people(anew, anew.session(SessionId("A")))


def test_what_was_attended_lets_somebody_move_up_in_what_it_comes_before() -> None:
    before, then = session("A", "one", "09:00-10:00", 5), session("C", "two", "11:00-12:00", 1)
    plan = day(slot("one", "09:00-10:00"), slot("two", "11:00-12:00"))
    known = school(plan, before, then, ANN, BOB)
    workshop = known.workshop(known.session(SessionId("C")))
    missed = [mark(ANN.id, "A", MarkState.ABSENT)]
    known = after(known, at("08:00"), choose(BOB.id, "C"), choose(ANN.id, "C"))
    known = known.apply([put(replace(workshop, requires=(before.workshop,)))])
    known = after(known, at("09:05"), *(by(Evidence.TUTOR, one) for one in missed))
    known = after(known, at("09:06"), give_up_place(BOB.id, "C"))
    assert not has_place(known, ANN.id, "C")
    known = after(known, at("09:07"), by(Evidence.TUTOR, mark(ANN.id, "A", MarkState.PRESENT)))
    assert has_place(known, ANN.id, "C")


def test_a_session_in_a_slot_that_is_gone_stops_nobody() -> None:
    astray = session("X", "gone", "09:00-10:00", 5)
    known = school(day(slot("one", "09:00-10:00")), astray, ANN)
    assert fill_free_places()(known, at("08:00"), SOMEBODY).items == ()


def test_undoing_a_load_gives_a_free_place_to_whom_the_load_had_kept_from_it() -> None:
    now = at("08:00")
    desk = Desk(RecordStore(MemoryLog(Shared())), lambda: now)

    def does(decision: Decision) -> None:
        nonlocal now
        now += timedelta(minutes=1)
        desk.perform_now(decision, TUTOR)

    plan, what = day(slot("one", "10:00-11:00")), session("A", "one", "10:00-11:00", 1)
    base = school(plan, what, ANN, BOB)
    records = (plan, *base.programme.workshops.values(), what, ANN, BOB)
    does(Ruled("create_sample", {}, lambda *_: Changes(tuple(map(put, records)))))
    does(choose(ANN.id, "A"))
    does(choose(BOB.id, "A"))
    fewer = replace(BOB, hours=weekly("11:00-15:00"))
    row = FileRecord(fewer, "staff.csv", 2, frozenset({"id", "forename", "hours"}))
    does(load_staff(StaffFile("staff.csv", (row,))))
    load = desk.latest(1)[0].number
    does(give_up_place(ANN.id, "A"))
    assert not has_place(desk.school, BOB.id, "A")
    desk.undo_now(load, TUTOR)
    assert has_place(desk.school, BOB.id, "A")

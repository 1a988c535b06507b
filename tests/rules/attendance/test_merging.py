"""Two entries become one person: one stays, and has what was recorded of both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.exchange.staff import read_staff
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.leaving import leave
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.merging import merge_people
from kiosk.rules.choosing.bookings import bookings_in, waiting_list_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.catch_up import open_catch_ups, record_catch_ups
from kiosk.rules.follow_up.certificates import certificates_of, issue_certificates
from kiosk.rules.follow_up.outstanding import finish_catch_ups
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.records import Person
from kiosk.rules.model.references import records_of
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, Role
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot
from tests.exchange.files import write
from tests.rules.attendance.test_self_added import NAMED, NEW, known_as, mentions
from tests.rules.views import Documents, view

NOW = at("08:41")
OLD, ANN = PersonId("old"), PersonId("ann")
KNOWN = school(
    day(slot("one", "10:00-11:00"), slot("two", "11:00-12:00")),
    session("A", "one", "10:00-11:00", places=1),
    session("B", "two", "11:00-12:00"),
    session("C", "one", "10:00-11:00"),
    person("ann", hours=None),
    person("nia"),
    Person(
        OLD, "Ann", "Ann", Role.TEACHER, staff_code="AAN", department="Art", badge="INSET-9",
        hours={"tue": parse_hours("08:30-15:30")}, duties=("first aider",),
    ),
)  # fmt: skip


def said(known: School, who: PersonId = OLD, into: PersonId = ANN) -> str:
    notes = merge_people(who, into)(known, NOW, SOMEBODY).notes
    return "\n".join(map(Language("en").say, notes))


def merged(known: School) -> School:
    return after(known, at("12:30"), merge_people(OLD, ANN))


@given(st.sets(st.sampled_from(sorted(NAMED))), st.sampled_from(["ann", "nia"]))
def test_whoever_they_are_nothing_names_the_entry_that_is_gone(
    ways: set[str], into: PersonId
) -> None:
    known = known_as(*sorted(ways))
    known = known.apply([put(replace(known.people[NEW], to_confirm=False))])
    before = len(list(records_of(known, NEW))) + len(list(records_of(known, into)))
    known = after(known, NOW, merge_people(NEW, into))
    assert known.people[into].merged_ids == (NEW,)
    kept = known.apply([put(replace(known.people[into], merged_ids=()))])
    assert list(mentions(view(kept), NEW)) == []
    assert len(list(records_of(known, into))) <= before


@given(
    st.lists(st.tuples(st.sampled_from([OLD, ANN, "nia"]), st.sampled_from("sABCm")), max_size=8)
)
def test_marks_and_arrivals_of_both_are_all_kept_and_the_school_reads_the_same_again(
    steps: list[tuple[PersonId, str]],
) -> None:
    plan = KNOWN.programme
    planned = (*KNOWN.people.values(), *plan.days.values(), *plan.workshops.values())
    documents = Documents(map(put, (*planned, *plan.sessions.values())))
    known = KNOWN
    for number, (who, step) in enumerate(steps):
        asked = (
            sign_in(who)
            if step == "s"
            else by(Evidence.TUTOR, mark(who, "B", MarkState.PRESENT))
            if step == "m"
            else choose(who, SessionId(step))
        )
        try:
            changes = asked(known, at(f"08:{number:02}"), SOMEBODY)
        except Refused:
            continue
        known = known.apply(changes.items)
        documents.take(changes.items)
    counted = [
        sum(one.person in (OLD, ANN) for one in known.records(table))
        for table in ("marks", "movements")
    ]
    changes = merge_people(OLD, ANN)(known, NOW, SOMEBODY)
    known = known.apply(changes.items)
    documents.take(changes.items)
    assert view(documents.school()) == view(known)
    assert counted == [
        sum(one.person == ANN for one in known.records(table)) for table in ("marks", "movements")
    ]
    slots = [plan.sessions[one.session].slot for one in known.records("bookings")
             if one.person == ANN and one.confirmed]  # fmt: skip
    assert len(slots) == len(set(slots))


def test_the_entry_that_stays_gets_what_it_does_not_say_itself() -> None:
    known = KNOWN.apply([put(replace(KNOWN.people[ANN], department="Maths"))])
    ann = merged(known).people[ANN]
    assert (ann.department, ann.staff_code, ann.badge) == ("Maths", "AAN", "INSET-9")
    assert ann.hours == KNOWN.people[OLD].hours
    assert ann.duties == ("first aider",)
    assert "Taken from the other entry: staff code, hours." in said(known)


def test_a_preview_says_what_moves_and_what_does_not() -> None:
    known = after(KNOWN, NOW, choose(OLD, "A"), choose(ANN, "C"), sign_in(OLD))
    told = said(known)
    assert "Moves over: 1 arrival or departure." in told
    assert "Not kept, because ann has their own or is busy then: 1 place or choice." in told


def test_two_who_were_in_two_rooms_at_one_time_may_be_two_people() -> None:
    attended = (mark(OLD, "A", MarkState.PRESENT), mark(ANN, "C", MarkState.PRESENT))
    known = after(KNOWN, NOW, *(by(Evidence.TUTOR, one) for one in attended))
    assert "Check that they aren't two people" in said(known)
    assert "look whether" not in said(KNOWN)


def test_a_place_that_came_free_goes_to_whoever_waits() -> None:
    known = after(KNOWN, NOW, choose(OLD, "A"), choose(ANN, "C"), choose("nia", "A"))
    assert [one.person for one in waiting_list_of(known, known.session("A"))] == ["nia"]
    known = after(known, NOW, merge_people(OLD, ANN))
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["nia"]


def test_a_certificate_moves_with_its_number() -> None:
    known = after(KNOWN, NOW, by(Evidence.TUTOR, mark(OLD, "A", MarkState.PRESENT)))
    known = after(known, at("12:00"), issue_certificates(DAY))
    known = after(merged(known), at("12:31"), issue_certificates(DAY))
    assert [(one.id, one.person) for one in certificates_of(known, DAY)] == [
        ("INSET-2026-0001", ANN)
    ]


def test_what_one_entry_attended_the_other_need_not_catch_up_with() -> None:
    required = day(slot("one", "10:00-11:00", required=("all",)), slot("two", "11:00-12:00"))
    known = KNOWN.apply(
        [put(required), put(replace(KNOWN.people[ANN], hours=KNOWN.people[OLD].hours))]
    )
    known = after(known, NOW, by(Evidence.TUTOR, mark(OLD, "A", MarkState.PRESENT)))
    known = after(known, at("16:00"), record_catch_ups(DAY))
    assert "one" in {one.slot for one in open_catch_ups(known, ANN, DAY)}
    known = after(known, at("16:00"), merge_people(OLD, ANN))
    assert "one" not in {one.slot for one in open_catch_ups(known, ANN, DAY)}


def test_who_is_here_by_one_entry_has_not_left() -> None:
    known = after(KNOWN, NOW, leave(ANN, date(2026, 4, 1)))
    assert merged(known).people[ANN].left is None
    known = after(known, NOW, leave(OLD, date(2026, 6, 1)))
    assert merged(known).people[ANN].left == date(2026, 6, 1)


def test_what_files_said_of_the_entry_that_goes_is_not_said_of_the_other(tmp_path: Path) -> None:
    file = read_staff(write(tmp_path, "id,forename,surname,role\nold,Ann,Ann,teacher\n"))
    known = after(KNOWN, NOW, load_staff(file))
    assert [one.person for one in known.loaded.values()] == [OLD]
    assert merged(known).loaded == {}
    assert "other record" not in said(known)


def test_one_entry_is_not_two() -> None:
    for who, into in ((ANN, ANN), (ANN, PersonId("zoe")), (PersonId("zoe"), ANN)):
        with pytest.raises(Refused):
            merge_people(who, into)(KNOWN, NOW, SOMEBODY)


def test_a_file_with_the_old_id_means_the_entry_that_stays(tmp_path: Path) -> None:
    known = merged(KNOWN)
    heading = "id,forename,surname,role,department\n"
    for rows, department in (
        ("old,Ann,Ann,teacher,Drama\n", "Drama"),
        ("old,Ana,Ann,teacher,Dance\nann,Ann,Ann,teacher,Music\n", "Music"),
    ):
        file = read_staff(write(tmp_path, heading + rows))
        known = after(known, NOW, load_staff(file))
        assert OLD not in known.people
        assert known.people[ANN].department == department


@pytest.mark.parametrize("done", [OLD, ANN])
def test_what_either_entry_caught_up_with_stays_done(done: PersonId) -> None:
    known = after(KNOWN, at("16:00"), record_catch_ups(DAY))
    mine = open_catch_ups(known, done, DAY)[0]
    known = after(known, at("16:00"), by(Evidence.TUTOR, finish_catch_ups((mine.id,))))
    left = [one.id for one in open_catch_ups(known, done, DAY)]
    one = merged(known)
    assert [one.id.replace(ANN, done) for one in open_catch_ups(one, ANN, DAY)] == left
    kept = one.day_record(DAY).catch_ups[ANN][mine.id.replace(done, ANN)]
    assert (kept.done_at, kept.confirmed_at) == (at("16:00"), at("16:00"))

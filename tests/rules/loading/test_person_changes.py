"""A person's entry changed or added by a form: checked as by loading, kept by later loads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import BadInput
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.badges import give_badge
from kiosk.rules.choosing.places import choose
from kiosk.rules.loading.person_changes import add_person, change_person, free_person_id
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.file_contents import FileRecord
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, Role
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot
from tests.rules.loading.test_loading_staff import BARE, file, row

NOW = at("08:00")
SIAN, BOB = PersonId("SJO"), PersonId("BOB")
LAID = after(
    school(day(slot("one", "13:00-14:00")), session("A", "one", "13:00-14:00", 1)),
    NOW,
    load_staff(file(row("SJO", code="SJO"), row("BOB", "Bob", "Hughes", "BHU"))),
)


def form(**fields: Any) -> FileRecord[Person]:
    record = replace(row(), **fields)
    return FileRecord(record, "", 0, frozenset(fields))


def wrong(known: School, asked: Decision) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        asked(known, NOW, SOMEBODY)
    return {one.column: Language("en").say(one.expected) for one in caught.value.problems}


def notes(known: School, asked: Decision) -> Sequence[str]:
    return [Language("en").say(one) for one in asked(known, NOW, SOMEBODY).all_notes()]


FIELDS = {
    "department": st.sampled_from(["", "Maths", "Art"]),
    "role": st.sampled_from(Role),
    "duties": st.sampled_from([(), ("alnco",)]),
    "display_name": st.sampled_from(["", "Siani"]),
    "hours": st.sampled_from([None, person("x", hours="09:00-12:00").hours]),
    "language": st.sampled_from(["", "cy"]),
}


@given(st.fixed_dictionaries({}, optional=FIELDS))
def test_what_a_form_changed_stays_when_the_file_is_loaded_again(changed: dict[str, Any]) -> None:
    staff = file(
        row("SJO", code="SJO", department="English", duties=("librarian",)),
        row("BOB", "Bob", "Hughes", "BHU"),
        given=frozenset({"id", "forename", "surname", "role", "staff_code", *FIELDS}),
    )
    known = after(LAID, NOW, load_staff(staff))
    known = after(known, NOW, change_person(SIAN, form(**changed)))
    for field, value in changed.items():
        assert getattr(known.people[SIAN], field) == value
    again = after(known, NOW, load_staff(staff))
    assert again.people[SIAN] == known.people[SIAN]
    assert again.people[BOB] == known.people[BOB]


def test_only_what_is_changed_is_told_and_a_badge_is_not_shown() -> None:
    asked = change_person(SIAN, form(department="Maths", badge="20394857"))
    assert notes(LAID, asked) == ["Department: Maths (was nothing)", "Badge changed"]
    assert asked.kept_arguments() == {"person": SIAN}, "no name in the history"
    assert change_person(SIAN, form(surname="Jones"))(LAID, NOW, SOMEBODY).items == ()


def test_other_hours_say_what_they_do_to_places() -> None:
    known = after(LAID, NOW, by(Evidence.BADGE, choose(SIAN, "A")))
    hours = person("x", hours={"tue": "08:30-12:00"}).hours
    told = notes(known, change_person(SIAN, form(hours=hours)))
    assert any("Siân Jones has a place in" in one for one in told)


def test_what_a_load_refuses_a_form_refuses_by_name() -> None:
    known = after(LAID, NOW, give_badge(BOB, Private("20394857")))
    assert wrong(known, change_person(SIAN, form(staff_code="BHU", badge="20394857"))) == {
        "staff_code": "one of its own: Bob Hughes has it",
        "badge": "a badge of its own: Bob Hughes has it",
    }
    assert "staff_code" in wrong(known, change_person(SIAN, form(staff_code="bhu")))
    gone = after(known, NOW, give_badge(BOB, Private("20394858")))
    assert "replaced" in wrong(gone, change_person(SIAN, form(badge="20394857")))["badge"]
    blank = replace(
        form(), record=row(forename="", surname=""), given=frozenset({"forename", "surname"})
    )
    assert wrong(known, change_person(SIAN, blank)) == {"surname": "a forename or a surname"}


def test_a_badge_is_somebodys_whoever_comes_first_in_the_file() -> None:
    known = after(LAID, NOW, give_badge(BOB, Private("20394857")))
    named = frozenset({"id", "badge"})
    assert "badge" in wrong(known, load_staff(file(row("SJO", badge="20394857"), given=named)))


def test_who_leaves_gives_up_their_place_and_who_comes_back_is_on_the_lists() -> None:
    known = after(
        LAID, NOW, by(Evidence.BADGE, choose(SIAN, "A")), by(Evidence.BADGE, choose(BOB, "A"))
    )
    left = after(known, NOW, change_person(SIAN, form(left=NOW.date())))
    assert list(left.day_record(DAY).bookings["A"]) == [BOB]
    back = after(left, NOW, change_person(SIAN, form(left=None)))
    assert back.people[SIAN].is_here(NOW.date())
    here = after(LAID, NOW, sign_in(SIAN))
    assert "was here on" in wrong(here, change_person(SIAN, form(left=NOW.date())))["left"]
    tomorrow = NOW.date() + timedelta(days=1)
    assert after(here, NOW, change_person(SIAN, form(left=tomorrow))).people[SIAN].left == tomorrow


def test_somebody_new_is_added_once_and_the_file_finds_them_by_their_code() -> None:
    new = free_person_id(LAID, "NEV", "new-1")
    asked = add_person(new, form(forename="Nia", surname="Evans", staff_code="NEV"))
    known = after(LAID, NOW, asked)
    assert asked(known, NOW, SOMEBODY).items == ()
    loaded = after(known, NOW, load_staff(file(row("", "Nia", "Evans", "NEV", department="Art"),
                                               given=frozenset({"forename", "surname", "staff_code",
                                                                "department"}))))  # fmt: skip
    assert [one.id for one in loaded.people.values()] == [SIAN, BOB, "NEV"]
    assert loaded.people[new].department == "Art"


def test_the_name_by_which_somebody_is_added_stays_when_the_file_has_another() -> None:
    peggy = form(forename="Margaret", surname="Roe", staff_code="MRO", preferred_forename="Peggy")
    known = after(LAID, NOW, add_person(PersonId("MRO"), peggy))
    given = BARE | {"preferred_forename"}
    rowed = row("", "Margaret", "Roe", "MRO", preferred_forename="Maggie")
    again = after(known, NOW, load_staff(file(rowed, given=given)))
    assert again.people["MRO"].name == "Peggy Roe"


@pytest.mark.parametrize(("code", "column"), [("SJO", "staff_code"), ("", "surname")])
def test_somebody_who_is_on_the_list_is_not_added_again(code: str, column: str) -> None:
    known = LAID if code else after(LAID, NOW, change_person(SIAN, form(staff_code="")))
    found = wrong(known, add_person(PersonId("new-1"), form(forename="Siân", surname="Jones",
                                                           staff_code=code)))  # fmt: skip
    assert "Siân Jones" in found[column]


def test_a_namesake_with_a_code_of_their_own_is_somebody_else() -> None:
    asked = add_person(PersonId("SJ2"), form(forename="Siân", surname="Jones", staff_code="SJ2"))
    assert len(after(LAID, NOW, asked).people) == 3
    assert free_person_id(LAID, "SJO", "new-1") == free_person_id(LAID, "tutor", "new-1") == "new-1"

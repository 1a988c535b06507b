from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import BadInput, Problem
from kiosk.language import Language
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.file_contents import FileRecord, StaffFile
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.records import Person, Window
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Role
from tests.builders import SOMEBODY, after, at, person, school

NOW = at("08:00")
ALL = frozenset(Person.__struct_fields__) - {"own_name"}
BARE = frozenset({"id", "forename", "surname", "role", "staff_code"})


def row(
    id: PersonId = PersonId(""),
    forename: str = "Siân",
    surname: str = "Jones",
    code: str = "",
    **more: Any,
) -> Person:
    return Person(id, forename, surname, more.pop("role", Role.TEACHER), staff_code=code, **more)


def file(*people: Person, given: frozenset[str] = BARE) -> StaffFile:
    rows = [FileRecord(one, "staff.csv", number, given) for number, one in enumerate(people, 2)]
    return StaffFile("staff.csv", tuple(rows))


def loaded(before: School, staff: StaffFile) -> School:
    return after(before, NOW, load_staff(staff))


def problems(before: School, asked: Any) -> Sequence[Problem]:
    with pytest.raises(BadInput) as caught:
        asked(before, NOW, SOMEBODY)
    return caught.value.problems


def message_of(before: School, asked: Any) -> str:
    return Language("en").say(asked(before, NOW, SOMEBODY).message)


# -- who a row is ---------------------------------------------------------------------------------


def test_the_id_is_the_key_whatever_else_changes() -> None:
    first = loaded(School(), file(row("7", code="SJO")))
    second = loaded(first, file(row("7", "Siân", "Evans", "SEV")))
    assert [(one.id, one.name) for one in second.people.values()] == [("7", "Siân Evans")]


def test_without_an_id_the_staff_code_is_the_key_and_becomes_the_id() -> None:
    first = loaded(School(), file(row(code="SJO"), row(code="SJE")))
    assert set(first.people) == {"SJO", "SJE"}
    second = loaded(first, file(row("", "Siân", "Evans", "SJO"), row(code="SJE")))
    assert [one.name for one in second.people.values()] == ["Siân Evans", "Siân Jones"]


def test_without_id_and_code_the_exact_name_is_the_key_and_makes_a_readable_id() -> None:
    first = loaded(School(), file(row("", "Gŵyn", "Llŷr"), row("", "", "小明"), row("", "%", "*")))
    assert set(first.people) == {"gwyn-llyr", "小明", "person"}
    changed = file(row("", "Gŵyn", "Llŷr", role=Role.TA))
    assert loaded(first, changed).people["gwyn-llyr"].role is Role.TA


def test_a_name_that_two_people_have_is_no_key() -> None:
    namesakes = file(row("", "A", "B"), row("", "A", "B"), row("", "C", "D"))
    assert [one.row for one in problems(School(), load_staff(namesakes))] == [2, 3]
    known = loaded(School(), file(row("1"), row("2")))
    assert [one.row for one in problems(known, load_staff(file(row())))] == [2]


def test_a_row_without_an_id_is_found_by_its_name_when_it_gains_a_code() -> None:
    first = loaded(School(), file(row()))
    second = loaded(first, file(row(code="SJO")))
    assert [(one.id, one.staff_code) for one in second.people.values()] == [("sian-jones", "SJO")]


def test_one_code_for_two_names_is_a_problem() -> None:
    two = file(row("", "Tariq", "Smith", "TSM"), row("", "Tunde", "Smith", "TSM"))
    assert [(one.row, one.column) for one in problems(School(), load_staff(two))] == [
        (3, "staff_code")
    ]


def test_one_id_for_two_names_is_a_problem() -> None:
    two = file(row("1", "A", "B"), row("1", "C", "D"))
    assert [(one.row, one.column) for one in problems(School(), load_staff(two))] == [(3, "id")]


def test_two_posts_of_one_person_are_one_person() -> None:
    hours = person("x", hours={"mon": "08:30-12:00"}).hours
    other = person("x", hours={"mon": "11:00-15:00", "fri": "09:00-10:00"}).hours
    posts = file(
        row("1", hours=hours, duties=("alnco",)),
        row("1", role=Role.SUPPORT, hours=other, department="Office"),
        given=ALL,
    )
    (one,) = loaded(School(), posts).people.values()
    assert (one.role, one.duties, one.department) == (Role.TEACHER, ("alnco",), "Office")
    assert one.hours == person("x", hours={"mon": "08:30-15:00", "fri": "09:00-10:00"}).hours


def test_a_new_id_for_a_known_name_and_code_is_asked_about_not_guessed() -> None:
    known = loaded(School(), file(row(code="SJO")))
    (problem,) = problems(known, load_staff(file(row("1234", code="SJO"))))
    assert (problem.column, problem.found) == ("id", "1234")
    assert "“SJO”" in Language("en").say(problem.expected)


def test_the_kiosks_own_id_is_nobodys() -> None:
    for one in ("tutor", "reception", "command", "kiosk"):
        assert problems(School(), load_staff(file(row(PersonId(one)))))
    assert set(loaded(School(), file(row("", "Tutor", ""))).people) == {"tutor-2"}


# -- loading again --------------------------------------------------------------------------------


def test_a_column_that_is_not_in_the_file_leaves_what_is_known_alone() -> None:
    known = school(person("1", hours="08:30-12:00", department="English", track="nqt"))
    again = loaded(known, file(row("1", "1", "Name")))
    (one,) = again.people.values()
    assert (one.name, one.department, one.track) == ("1 Name", "English", "nqt")
    assert one.hours == known.people["1"].hours


def test_a_blank_cell_takes_away_what_the_file_gave_but_not_what_the_desk_gave() -> None:
    known = school(
        person("1", department="English", preferred_forename="Mica", badge="INSET-A", forename="M")
    )
    (one,) = loaded(known, file(row("1", "M"), given=ALL)).people.values()
    assert (one.department, one.hours) == ("", None)
    assert (one.preferred_forename, one.badge) == ("Mica", "INSET-A")


def test_a_name_chosen_here_survives_every_file() -> None:
    known = school(person("1", forename="Michael", preferred_forename="Mica", own_name=True))
    legal = row("1", "Michael", "Brown", preferred_forename="Michael", display_name="M. Brown")
    (one,) = loaded(known, file(legal, given=ALL)).people.values()
    assert one.name == "Mica Brown"


def test_nobody_is_removed_and_the_summary_says_so() -> None:
    known = loaded(School(), file(row("1"), row("2", "A", "B"), row("3", "C", "D")))
    again = load_staff(file(row("1"), row("2", "A", "Z"), row("4", "E", "F")))
    assert message_of(known, again) == (
        "Staff: 1 added, 1 updated, 1 unchanged; 1 person not in the file stays."
    )
    assert set(after(known, NOW, again).people) == {"1", "2", "3", "4"}


def test_somebody_added_at_the_desk_is_not_merged_by_guess_but_told_of() -> None:
    known = school(person("walk-in", forename="Ffion", surname="Davies"))
    asked = load_staff(file(row("FDV", "Ffion", "Davies")))
    assert set(after(known, NOW, asked).people) == {"walk-in", "FDV"}
    assert message_of(known, asked).endswith(
        "; 1 person not in the file stays"
        "; 1 new person has the same name as one of them: check if it is the same person."
    )


def test_one_bad_row_and_nothing_is_loaded() -> None:
    mixed = file(
        row("1", mentor="nobody"),
        row("2", "A", "B", badge="INSET-A"),
        row("3", "C", "D", badge="INSET-A"),
        given=ALL,
    )
    assert [(one.row, one.column) for one in problems(School(), load_staff(mixed))] == [
        (2, "mentor"),
        (4, "badge"),
    ]


NAMES = st.sampled_from(["Siân", "Sian", "Gŵyn", ""])
ROWS = st.lists(
    st.builds(
        row,
        id=st.sampled_from(["", "", "1", "2", "sian-jones"]),
        forename=NAMES,
        surname=st.sampled_from(["Jones", "Llŷr"]),
        code=st.sampled_from(["", "", "SJO", "GLL", "1"]),
        role=st.sampled_from(Role),
    ),
    max_size=6,
)


@given(ROWS, ROWS)
def test_loading_a_file_twice_changes_nothing_the_second_time(
    before: list[Person], rows: list[Person]
) -> None:
    known = School()
    for people in (before, rows):
        asked = load_staff(file(*people))
        try:
            known = after(known, NOW, asked)
        except BadInput:
            continue
        assert asked(known, NOW, SOMEBODY).items == ()
        assert all(one.id == name for name, one in known.people.items())


def test_first_days_and_agreed_hours_have_a_likely_year_and_an_end_may_be_any_date() -> None:
    hours = {DayId("3026-09-01"): Window(time(9), time(12))}
    far = row("1", started=date(3026, 9, 1), left=date(9999, 12, 31), agreed=hours)
    found = problems(School(), load_staff(file(far, given=ALL)))
    assert [(one.row, one.column, one.found) for one in found] == [
        (2, "started", "3026-09-01"),
        (2, "agreed", "3026-09-01"),
    ]

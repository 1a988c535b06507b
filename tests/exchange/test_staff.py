from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from kiosk.exchange.role_words import WORDS, role_of
from kiosk.exchange.staff import look_at_staff, read_staff
from kiosk.rules.model.records import Window
from kiosk.rules.model.staff_mapping import StaffMapping
from kiosk.rules.model.terms import Role
from tests.exchange.files import HEADINGS, places, problems_of, said, sound, staff, write


def test_four_columns_are_enough(tmp_path: Path) -> None:
    (row,) = staff(tmp_path, "SJO,Siân,Jones,TA").rows
    person = row.record
    assert (person.id, person.name, person.role, person.hours) == (
        "SJO",
        "Siân Jones",
        Role.TA,
        None,
    )
    assert row.given == {"id", "forename", "surname", "role", "coming"}


def test_one_of_the_names_may_be_blank_but_not_both(tmp_path: Path) -> None:
    one, other = staff(tmp_path, "1,Lakshmi,,supply", "2,,Björk,supply").rows
    assert (one.record.name, other.record.name) == ("Lakshmi", "Björk")
    found = problems_of(lambda: staff(tmp_path, "1,,,supply"))
    assert places(found) == [(2, "surname", "")]


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("teaching assistant", Role.TA), ("HLTA", Role.TA), ("ta", Role.TA), ("NQT", Role.TEACHER),
        ("Classroom Teacher", Role.TEACHER), ("non-teaching", Role.SUPPORT), ("SLT", Role.LEADER),
        ("Headteacher", Role.LEADER), ("Agency", Role.SUPPLY), ("Ymwelydd", Role.VISITOR),
        ("SEN/ALN support staff", Role.TA), ("athrawes", Role.TEACHER), ("Governor", Role.VISITOR),
    ],
)  # fmt: skip
def test_roles_are_known_by_what_schools_call_them(tmp_path: Path, word: str, role: Role) -> None:
    assert staff(tmp_path, f"1,A,B,{word}").rows[0].record.role is role


def test_no_word_stands_for_two_roles() -> None:
    for role, words in WORDS.items():
        assert {role_of(word) for word in words.split(";")} == {role}


def test_an_unknown_role_is_a_problem_that_lists_the_roles(tmp_path: Path) -> None:
    found = problems_of(lambda: staff(tmp_path, "1,A,B,wizard", "2,C,D,"))
    assert places(found) == [(2, "role", "wizard"), (3, "role", "")]
    assert said(found[0].expected) == "one of: teacher, TA, leader, support, supply, visitor"


def test_hours_are_known_by_weekday_and_a_blank_day_among_others_is_not_worked(
    tmp_path: Path,
) -> None:
    rows = staff(
        tmp_path,
        "1,A,B,TA,08:45-12:15,no,8.45–12.15,,-",
        "2,C,D,TA,,,,,",
        "3,E,F,TA,off,off,off,off,off",
        headings=HEADINGS + ",Monday,tue,WED,works_thu,Dydd Gwener",
    ).rows
    morning = Window(time(8, 45), time(12, 15))
    assert [row.record.hours for row in rows] == [{"mon": morning, "wed": morning}, None, {}]


def test_without_columns_of_hours_nothing_is_said_of_them(tmp_path: Path) -> None:
    assert "hours" not in staff(tmp_path, "1,A,B,TA").rows[0].given


def test_every_column_a_school_may_keep_is_read(tmp_path: Path) -> None:
    headings = (
        "Title,Legal Forename,Legal Surname,Post,Staff Number,Known as,Display name,Initials,"
    )
    headings += "Faculty,Duties,Badge,Iaith,agreed,track,Start date,Induction mentor"
    row = "Mrs,Michael,Brown,NQT,7,Mica,Mica B,MBR,English,ALNCo; First aider,inset-ab12,Cymraeg,"
    row += "01/09/2026 09:00-12:00|2026-10-23 8.45–12.15,nqt,1/9/2026,SJO"
    file = staff(tmp_path, row, headings=headings)
    person = file.rows[0].record
    assert (person.name, person.staff_code, person.department) == ("Mica B", "MBR", "English")
    assert (person.duties, person.badge, person.language) == (
        ("alnco", "first aider"), "INSET-AB12", "cy",
    )  # fmt: skip
    assert person.agreed == {
        "2026-09-01": Window(time(9), time(12)),
        "2026-10-23": Window(time(8, 45), time(12, 15)),
    }
    assert (person.track, person.started, person.mentor) == ("nqt", date(2026, 9, 1), "SJO")
    assert file.ignored == ("Title",)


def test_a_language_that_is_not_given_is_not_made_up(tmp_path: Path) -> None:
    rows = staff(tmp_path, "1,A,B,TA,", "2,C,D,TA,English", headings=HEADINGS + ",iaith").rows
    assert [row.record.language for row in rows] == ["", "en"]


def test_a_preferred_surname_is_the_one_that_is_kept(tmp_path: Path) -> None:
    file = staff(tmp_path, "1,A,Legal,TA,Shown", headings=HEADINGS + ",preferred_surname")
    assert file.rows[0].record.name == "A Shown"


@pytest.mark.parametrize(
    "heading",
    [
        "NI Number",
        "Date of Birth",
        "dob",
        "Salary",
        "Ethnicity",
        "Reason for absence",
        "Sick days",
        "Trade union",
        "Disabled",
        "Maternity leave",
        "Faith",
        "Grievance",
        "Home address",
        "Mobile",
        "Emergency contact",
        "Rheswm absenoldeb",
    ],
)
def test_what_the_kiosk_must_not_know_is_left_out_and_named(tmp_path: Path, heading: str) -> None:
    file = staff(tmp_path, "1,A,B,TA,x", headings=f"{HEADINGS},{heading}")
    assert (file.private, file.ignored, len(file.rows)) == ((heading,), (), 1)
    assert [one.samples for one in file.columns if one.heading == heading] == [()]
    as_department = StaffMapping({heading: "department"})
    said = look_at_staff(tmp_path / file.name, as_department)
    assert [row.record.department for row in said.rows] == [""], "whatever a person says it is"


def test_where_only_some_posts_of_a_person_have_hours_that_is_said(tmp_path: Path) -> None:
    rows = ["1,A,B,TA,09:00-12:00,0.4", "1,A,B,TA,,0.6", "2,C,D,TA,09:00-12:00,0.4"]
    doubts = staff(tmp_path, *rows, headings=HEADINGS + ",mon,fte").doubts
    assert [one.found for one in doubts if one.column == "fte"] == ["A B"]


def test_all_problems_of_all_rows_are_listed_at_once(tmp_path: Path) -> None:
    headings = HEADINGS + ",badge,started,mon,agreed,language"
    found = problems_of(
        lambda: staff(
            tmp_path,
            "1.37508E+09,A,B,wizard,0417,09/31/2026,9-12,soon,fr",
            "2,,,TA,,,15:00-09:00,2026-09-01,",
            headings=headings,
        )
    )
    assert [(one.row, one.column) for one in found] == [
        (2, "id"), (2, "role"), (2, "badge"), (2, "language"), (2, "mon"), (2, "agreed"),
        (2, "started"), (3, "surname"), (3, "mon"), (3, "agreed"),
    ]  # fmt: skip
    assert {one.file for one in found} == {"staff.csv"}


@pytest.mark.parametrize("count", ["", "2", "2.0", "100 %"])
def test_a_total_below_the_list_is_nobody(tmp_path: Path, count: str) -> None:
    found = staff(tmp_path, "A,Ann,Adams,TA", f",,Total staff,{count}")
    assert [row.record.name for row in found.rows] == ["Ann Adams"]


def test_a_file_of_headings_alone_is_a_problem(tmp_path: Path) -> None:
    assert problems_of(lambda: staff(tmp_path))
    path = write(tmp_path, "Siân,Jones,TA\nGŵyn,Llŷr,TA\n")
    found = problems_of(lambda: sound(read_staff(path)))
    assert places(found) == [(1, "", "Siân, Jones, TA")]


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ("Siân,Jones,TA\nGŵyn,Llŷr,cook\n", 0),
        ("Siân,Jones\nGŵyn,Jones\n", 0),
        ("Siân,01/09/2024\nGŵyn,02/09/2024\n", 0),
        # headings that nobody knows can be named
        ("Nom,Fonction\nSiân Jones,TA\nNom,Fonction\nGŵyn Llŷr,cook\n", 2),
        ("Teacher,Subject area\nSiân Jones,Maths\n", 2),
    ],
)
def test_of_a_list_without_headings_nobody_is_asked_which_name_is_a_heading(
    tmp_path: Path, rows: str, columns: int
) -> None:
    assert len(look_at_staff(write(tmp_path, rows)).columns) == columns


def test_a_name_that_may_have_lost_a_letter_is_loaded_and_told(tmp_path: Path) -> None:
    file = staff(tmp_path, "1,G?yn,Ll_r,teacher", "2,Siân,Jones,TA")
    assert [(one.row, one.column, one.found) for one in file.doubts] == [
        (2, "forename", "G?yn"),
        (2, "surname", "Ll_r"),
    ]

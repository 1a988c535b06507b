"""What school systems put into the rows of an export besides people and their names."""

from __future__ import annotations

import csv
from datetime import time
from pathlib import Path

import pytest

from kiosk.exchange.part_time import parse_days, parse_share, parse_weeks
from kiosk.exchange.staff import TWO_PEOPLE, read_staff
from kiosk.exchange.whole_names import divide
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Window
from kiosk.rules.model.school import School
from kiosk.rules.model.staff_mapping import StaffMapping
from kiosk.rules.model.terms import Role
from tests.exchange.files import HEADINGS, carried_out, problems_of, sound, staff, write

NAMES = Path(__file__).parents[1] / "data" / "names.csv"


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Jones, Siân (Mrs)", ("Siân", "Jones", "")), ("Ms Siân Jones", ("Siân", "Jones", "")),
        ("Mr C Trevelyan", ("C", "Trevelyan", "")), ("Blacker,Adrian", ("Adrian", "Blacker", "")),
        ("Jones, Margaret (Peggy)", ("Margaret", "Jones", "Peggy")),
        ("Jones, Mrs Siân", ("Siân", "Jones", "")), ("Jones, Siân, Dr", ("Siân", "Jones", "")),
        ("Gwen ap Ifan", ("Gwen", "ap Ifan", "")), ("Björk", ("Björk", "", "")),
        ("Jan van der Berg", ("Jan", "van der Berg", "")), ("Dr", ("Dr", "", "")),
        ("Siân Wyn O'Brien", ("Siân Wyn", "O'Brien", "")),
    ],
)  # fmt: skip
def test_a_whole_name_is_divided(written: str, parts: tuple[str, str, str]) -> None:
    assert divide(written) == parts


def test_every_name_with_a_comma_comes_out_as_it_went_in() -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        names = [(row["forename"].strip(), row["surname"].strip()) for row in csv.DictReader(file)]
    plain = [one for one in names if all(one) and not any(char in "".join(one) for char in ",()[]")]
    assert len(plain) > 40
    for forename, surname in plain:
        divided = divide(f"{surname}, {forename}")
        assert (divided.forename, divided.surname) == (forename.removeprefix("Mr "), surname)


def test_lines_of_a_report_are_left_out_and_counted(tmp_path: Path) -> None:
    text = (
        "Staff of Ysgol Pretend\nPrinted on 28/08/2026\nCode,Name,Job title\n"
        'AHA,"Harcombe, Aled",Teacher of Maths\nCode,Name,Job title\n'
        'PAG,"Page, Susan",Cook\nTotal staff: 2,,\n,Page 1 of 3,\n,,\n'
    )
    file = sound(read_staff(write(tmp_path, text)))
    assert [one.record.name for one in file.rows] == ["Aled Harcombe", "Susan Page"]
    assert file.lines == 3


@pytest.mark.parametrize(
    ("text", "share"),
    [("0.6", 0.6), (".6", 0.6), ("60%", 0.6), ("3/5", 0.6), ("1", 1), ("1.00", 1), ("TTO", None),
     ("", None), ("1/0", None)],
)  # fmt: skip
def test_a_share_of_full_time_is_read(text: str, share: float | None) -> None:
    assert parse_share(text) == share


@pytest.mark.parametrize(
    ("text", "days"),
    [("Wed-Fri", "wed thu fri"), ("Mon, Tue & Thurs", "mon tue thu"), ("Monday to Friday",
     "mon tue wed thu fri"), ("Llun a Mawrth", "mon tue"), ("Mon am", ""), ("3 days", ""),
     ("Mon and some", ""), ("", ""), ("TTO", "")],
)  # fmt: skip
def test_days_are_read_or_asked_for(text: str, days: str) -> None:
    assert " ".join(parse_days(text)) == days


def test_nobody_becomes_full_time_in_silence(tmp_path: Path) -> None:
    rows = ("1,A,B,TA,0.6,,", "2,C,D,TA,1,,", "3,E,F,TA,,Wed-Fri,", "4,G,H,TA,1.0,,TTO",
            "5,I,J,TA,half,,")  # fmt: skip
    file = staff(tmp_path, *rows, headings="id,forename,surname,role,fte,days,weeks")
    assert [one.record.part_time for one in file.rows] == [True, False, True, True, True]
    assert [one.found for one in file.doubts] == ["A B", "E F", "G H", "I J"]
    assert {one.record.hours for one in file.rows} == {None}


def test_named_days_have_the_hours_of_a_whole_day_that_a_person_gives(tmp_path: Path) -> None:
    path = write(tmp_path, "id,name,role,fte,days\n1,Siân Jones,TA,0.4,Thu-Fri\n2,A B,TA,0.6,\n")
    window = Window(time(8, 30), time(15, 30))
    one, other = sound(read_staff(path, StaffMapping(day_hours=window))).rows
    assert one.record.hours == {"thu": window, "fri": window}
    assert (one.record.part_time, other.record.part_time) == (False, True)
    assert ("hours" in one.given, "hours" in other.given) == (True, False)


@pytest.mark.parametrize(
    ("text", "weeks"), [("39", 39), ("38+1", 39), ("52.14", 52.14), ("38 weeks", 38), ("TTO", None)]
)
def test_weeks_a_year_are_read(text: str, weeks: float | None) -> None:
    assert parse_weeks(text) == weeks


def test_whoever_works_fewer_weeks_or_hours_than_all_is_asked_for(tmp_path: Path) -> None:
    rows = ("1,A,B,TA,38,,", "2,C,D,TA,38+1,,", "3,E,F,TA,,20,37", "4,G,H,TA,,37,37",
            "5,I,J,TA,,some,")  # fmt: skip
    headings = HEADINGS + ",weeks,Hours per week,FTE hours per week"
    file = staff(tmp_path, *rows, headings=headings)
    assert [one.record.part_time for one in file.rows] == [True, False, True, False, True]


def test_the_shares_and_days_of_several_posts_are_added_up(tmp_path: Path) -> None:
    rows = (
        "1,A,B,Midday Supervisor,0.1,Mon-Fri", "1,A,B,Teacher,0.9,Mon-Fri",
        "2,C,D,TA,,Mon-Wed", "2,C,D,TA,,Thu-Fri", "3,E,F,TA,0.5,Mon-Wed", "3,E,F,Cook,0.4,Mon-Wed",
    )  # fmt: skip
    file = staff(tmp_path, *rows, headings=HEADINGS + ",fte,days")
    school, _ = carried_out(School(), load_staff(file))
    found = [(one.role, one.part_time) for one in school.people.values()]
    assert found == [(Role.TEACHER, False), (Role.TA, False), (Role.TA, True)]


def test_two_posts_with_time_between_them_are_told(tmp_path: Path) -> None:
    rows = ("1,A,B,TA,08:30-10:00,9:00-12:00", "1,A,B,Cook,11:30-13:30,12:00-13:00")
    file = staff(tmp_path, *rows, headings=HEADINGS + ",mon,tue")
    assert [(one.column, one.found) for one in file.doubts] == [("mon", "08:30-10:00, 11:30-13:30")]
    school, _ = carried_out(School(), load_staff(file))
    hours = school.people[PersonId("1")].hours
    assert hours == {"mon": Window(time(8, 30), time(13, 30)), "tue": Window(time(9), time(13))}


@pytest.mark.parametrize("name", ["Rhys & Elin", "Rhys/Elin Jones", "Rhys and Elin", "Rhys a Elin"])
def test_a_job_share_in_one_row_is_one_entry_and_told(tmp_path: Path, name: str) -> None:
    file = staff(tmp_path, f"1,{name},TA", headings="id,name,role")
    assert [one.record.name for one in file.rows] == [name]
    assert [one.found for one in file.doubts] == [name]


def test_no_single_person_is_taken_for_two() -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        names = [f"{row['forename']} {row['surname']}" for row in csv.DictReader(file)]
    assert [name for name in names if TWO_PEOPLE.search(name)] == []


HEADS = {
    "Payroll No,Forename,Surname,Post": ("id", "P1"),
    "Staff ID,Payroll Number,Legal first name,Preferred first name,Legal last name,Business role":
        ("id", "P1"),
    "Teacher_id,School_id,First_name,Last_name,Title,Password": ("id", "P1"),
    "Staff_id,School_id,First_name,Last_name,Title,Role": ("id", "P1"),
    "Staff Code,Legal Forename,Preferred First,Legal Surname,Preferred Last,Post (SWF)":
        ("staff_code", "P1"),
    "identifier,givenName,familyName,role": ("staff_code", "P1"),
}  # fmt: skip


@pytest.mark.parametrize("headings", HEADS)
def test_the_headings_of_school_systems_are_known(tmp_path: Path, headings: str) -> None:
    values = {"First": "Siân", "Forename": "Siân", "given": "Siân", "Last": "Jones",
              "Surname": "Jones", "family": "Jones", "Post": "Teacher", "ole": "Teacher",
              "Title": "Teacher"}  # fmt: skip
    names = headings.split(",")
    row = ["P1"]
    for name in names[1:]:
        known = (value for word, value in values.items() if word.casefold() in name.casefold())
        row.append(next(known, "x"))
    (one,) = staff(tmp_path, ",".join(row), headings=headings).rows
    column, value = HEADS[headings]
    assert getattr(one.record, column) == value
    assert (one.record.name, one.record.role) == ("Siân Jones", Role.TEACHER)


def test_a_day_may_be_ticked_where_it_is_said_what_a_whole_day_is(tmp_path: Path) -> None:
    text = "id,name,role,mon,tue,wed\n1,A B,TA,Y,0845-1215,All day\n"
    path, window = write(tmp_path, text), Window(time(8, 30), time(15, 30))
    (row,) = sound(read_staff(path, StaffMapping(day_hours=window))).rows
    assert row.record.hours == {"mon": window, "tue": Window(time(8, 45), time(12, 15)),
                                "wed": window}  # fmt: skip
    assert [(one.column, one.found) for one in read_staff(path).problems] == [
        ("mon", "Y"), ("wed", "All day"),
    ]  # fmt: skip


def test_a_title_is_the_job_only_where_it_is_no_honorific(tmp_path: Path) -> None:
    file = staff(tmp_path, "1,A,B,Mrs,Cook", headings="id,forename,surname,Title,Post")
    assert (file.rows[0].record.role, file.ignored) == (Role.SUPPORT, ("Title",))
    path = write(tmp_path, "id,forename,surname,Title\n1,A,B,Ms\n2,C,D,Dr.\n")
    assert [one.column for one in problems_of(lambda: read_staff(path))] == ["role"]

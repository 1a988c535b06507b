from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.exchange.role_words import duties_in, role_in
from kiosk.exchange.staff import read_staff
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School
from kiosk.rules.model.staff_mapping import StaffMapping
from kiosk.rules.model.terms import Role
from tests.exchange.files import HEADINGS, carried_out, said, sound, staff, write

TITLES = {
    Role.TEACHER: "Teacher of Maths; Head of Science; ALNCo; SENDCo; Class Teacher (Year 3); "
    "Teacher of Business and Finance; Assistant Head of Year 9; Part-time Teacher; "
    "Athrawes Gymraeg; Subject Leader - Art; ECT Teacher of English; Lead of Music; ICT Teacher; "
    "Teacher - ICT; Head of ICT; Deputy Head of Year 7",
    Role.TA: "Teaching Assistant Level 2; HLTA (Cover); Lead TA; Learning Support Assistant; "
    "Teaching Assistant - Finance; Cynorthwyydd Dosbarth; SEN Support Assistant; L3 TA",
    Role.LEADER: "Assistant Principal; Deputy Headteacher (Pastoral); Executive Head; Acting Head "
    "Teacher; Head of School; Assistant Headteacher and ALNCo; Dirprwy Bennaeth; Deputy Head "
    "Pastoral; Assistant Headteacher Data",
    Role.SUPPORT: "PA to Headteacher; Science Technician; Cook in Charge; Midday Supervisor; Head "
    "of Finance; Attendance Officer; ICT Network Manager; Cover Supervisor; Site Team Leader; "
    "Trainee Technician; Student Attendance Officer; PA to the Deputy Head; Secretary to Assistant "
    "Headteacher; ICT Technician; Headteacher's PA",
    Role.SUPPLY: "Supply Teacher of French; Agency TA",
    Role.VISITOR: "Student Teacher of PE; Chair Governor; Trainee Teacher; PGCE Student",
}


@pytest.mark.parametrize("role", TITLES)
def test_a_job_title_is_understood_by_the_words_in_it(role: Role) -> None:
    found = {title.strip(): role_in(title) for title in TITLES[role].split(";")}
    assert {title: got for title, got in found.items() if got is not role} == {}


def test_a_title_that_is_not_understood_is_nobodys_guess() -> None:
    titles = ("Lead Practitioner", "Wizard", "", "Director of Learning", "Coach", "Trainee",
              "Student Services Manager")  # fmt: skip
    assert {role_in(title) for title in titles} == {None}


def test_of_several_posts_in_a_cell_the_most_responsible_counts() -> None:
    assert role_in("Midday Supervisor; Teaching Assistant") is Role.TA
    assert role_in("Teacher of PE / Assistant Headteacher") is Role.LEADER


@pytest.mark.parametrize(
    ("title", "duties"),
    [
        ("Assistant Headteacher and ALNCo", ("alnco",)), ("SENDCo", ("senco",)),
        ("Teaching Assistant / First Aider", ("first aider",)), ("Deputy DSL", ()),
        ("Designated Safeguarding Person; Fire Warden", ("dsp", "fire marshal")),
        ("Cydlynydd ADY", ("alnco",)), ("Teacher of Maths", ()),
    ],
)  # fmt: skip
def test_a_duty_in_a_job_title_is_told_apart_from_the_role(
    title: str, duties: tuple[str, ...]
) -> None:
    assert duties_in(title) == duties


def test_a_duty_in_a_job_title_is_added_and_takes_none_away(tmp_path: Path) -> None:
    first = staff(tmp_path, "1,A,B,Teacher,First aider", headings=HEADINGS + ",duties")
    school, _ = carried_out(School(), load_staff(first))
    school, _ = carried_out(school, load_staff(staff(tmp_path, "1,A,B,Teacher and ALNCo")))
    person = school.people[PersonId("1")]
    assert (person.role, person.duties) == (Role.TEACHER, ("first aider", "alnco"))
    posts = staff(tmp_path, "1,A,B,ALNCo", "1,A,B,Cook and first aider")
    (both,) = carried_out(School(), load_staff(posts))[0].people.values()
    assert (both.role, both.duties) == (Role.TEACHER, ("alnco", "first aider"))
    again, changes = carried_out(school, load_staff(staff(tmp_path, "1,A,B,Teacher")))
    assert again.people == school.people
    assert said(changes.message).startswith("Staff: 0 added, 0 updated")


def test_what_a_person_says_of_a_title_or_heading_counts(tmp_path: Path) -> None:
    path = write(tmp_path, "id,Full name,Post held\n1,Siân Jones,Wizard\n2,Rhys Jones,Coach\n")
    mapping = StaffMapping({"Post Held": "role"}, {"wizard": Role.TA}, Role.SUPPORT)
    file = sound(read_staff(path, mapping))
    assert [one.record.role for one in file.rows] == [Role.TA, Role.SUPPORT]
    assert file.titles == (("Wizard", Role.TA, 1), ("Coach", Role.SUPPORT, 1))


def test_one_role_for_all_needs_no_column(tmp_path: Path) -> None:
    path = write(tmp_path, "Name\nSiân Jones\n")
    (row,) = sound(read_staff(path, StaffMapping(for_all=Role.SUPPORT))).rows
    assert (row.record.name, row.record.role) == ("Siân Jones", Role.SUPPORT)


def test_the_mapped_of_two_headings_counts(tmp_path: Path) -> None:
    path = write(tmp_path, "id,name,Staff type,Job title\n1,Siân Jones,Teaching,Cook\n")
    (row,) = sound(read_staff(path, StaffMapping({"Job title": "role"}))).rows
    assert row.record.role is Role.SUPPORT


def test_the_titles_of_a_file_are_counted(tmp_path: Path) -> None:
    rows = ("1,A,B,Teacher of Art", "2,C,D,Teacher of Art", "3,E,F,Cook")
    titles = staff(tmp_path, *rows, headings=HEADINGS).titles
    assert titles == (("Teacher of Art", Role.TEACHER, 2), ("Cook", Role.SUPPORT, 1))

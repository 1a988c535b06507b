"""Staff from lines that somebody typed or pasted."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.exchange.typed_names import MAX_LINES, read_line, read_names
from kiosk.rules.loading.small_school import Draft, loading_of
from kiosk.rules.model.names import clean
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import GuestKind, Role
from tests.builders import after, at

NAMES = Path(__file__).parents[1] / "data" / "names.csv"


@pytest.mark.parametrize(
    ("line", "forename", "surname", "role"),
    [
        ("Jones, Siân (Mrs)", "Siân", "Jones", Role.SUPPORT),
        ("Ms Siân Jones", "Siân", "Jones", Role.SUPPORT),
        ("Siân Jones\tTeaching Assistant Level 2", "Siân", "Jones", Role.TA),
        ("Siân Jones, TA", "Siân", "Jones", Role.TA),
        ("Jones, Siân, teacher", "Siân", "Jones", Role.TEACHER),
        ("Jones, Siân, Mrs", "Siân", "Jones", Role.SUPPORT),
        ("van der Merwe, Olivia", "Olivia", "van der Merwe", Role.SUPPORT),
        ("Cook, Alice", "Alice", "Cook", Role.SUPPORT),
        ("Alice Cook, Cook", "Alice", "Cook", Role.SUPPORT),
        ("Bo Ek\tLollipop lady", "Bo", "Ek", Role.SUPPORT),
        ("Siân\tJones", "Siân", "Jones", Role.SUPPORT),
        ("Siân\tJones\tHead", "Siân", "Jones", Role.LEADER),
        ("Siân\tferch Dafydd", "Siân", "ferch Dafydd", Role.SUPPORT),
        ("Mrs\tSiân\tJones", "Siân", "Jones", Role.SUPPORT),
        ("SJO\tSiân\tJones", "Siân", "Jones", Role.SUPPORT),
        ("SJO\tSiân\tJones\tTA", "Siân", "Jones", Role.TA),
        ("SIÂN\tJONES\tTA", "SIÂN", "JONES", Role.TA),
        ("Gethin Bowen, chaplain", "Gethin", "Bowen", Role.SUPPORT),
        (", chaplain", "chaplain", "", Role.SUPPORT),
        ("12. Ann Lee", "Ann", "Lee", Role.SUPPORT),
        ("- Ann Lee, governor", "Ann", "Lee", Role.VISITOR),
        ("Björk", "Björk", "", Role.SUPPORT),
        ("(Mrs)", "(Mrs)", "", Role.SUPPORT),
    ],
)
def test_a_line_is_a_name_and_perhaps_a_role(
    line: str, forename: str, surname: str, role: Role
) -> None:
    person = read_line(line)
    assert person is not None
    assert (person.forename, person.surname, person.role) == (forename, surname, role)
    assert person.hours is None


def test_a_guest_is_what_the_word_says() -> None:
    person = read_line("Elin Prys, speaker")
    assert person is not None
    assert (person.role, person.coming) == (Role.VISITOR, GuestKind.SPEAKER)


def test_lines_without_a_letter_are_nobody_and_the_order_stays() -> None:
    rows = read_names("\n  \nZoe Ash\r\n , \n---\n12\nAnn Lee\n").rows
    assert [row.record.name for row in rows] == ["Zoe Ash", "Ann Lee"]


def test_two_lines_with_one_name_are_two_people() -> None:
    staff = read_names("Siân Jones\nSiân Jones, TA\nAnn Lee\nSian Jones\nSian Jones")
    people = after(School(), at("08:00"), loading_of(Draft(staff=staff))).people.values()
    assert sorted(one.name for one in people) == [
        "Ann Lee", "Sian Jones", "Sian Jones", "Siân Jones", "Siân Jones",
    ]  # fmt: skip


def test_names_that_differ_in_an_accent_alone_are_different_people() -> None:
    staff = read_names("Sian Jones\nSiân Jones\nSian Jones\nSiân Jones")
    people = after(School(), at("08:00"), loading_of(Draft(staff=staff))).people
    assert [one.forename for one in people.values()] == ["Sian", "Siân", "Sian", "Siân"]


def test_more_lines_than_a_list_has_are_not_read() -> None:
    assert len(read_names("Ann Lee\n" * (MAX_LINES + 5)).rows) == MAX_LINES


def test_every_hard_name_that_is_pasted_comes_in_exactly() -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    plain = [
        (clean(row["forename"]).removeprefix("Mr "), clean(row["surname"]), row["title"])
        for row in rows
        if row["forename"].strip() and row["surname"].strip()
        if not any(char in row["forename"] + row["surname"] for char in ",()[]\t\n")
    ]
    assert len(plain) > 80
    lines = [
        f"{surname}, {forename}" + (f" ({title})" if title else "") + "\tteacher" * (n % 2)
        for n, (forename, surname, title) in enumerate(plain)
    ]
    read = [row.record for row in read_names("\n".join(lines)).rows]
    assert [(one.forename, one.surname) for one in read] == [one[:2] for one in plain]
    assert {one.role for one in read[1::2]} == {Role.TEACHER}


@given(st.lists(st.text(max_size=60), max_size=8))
def test_no_text_is_refused_and_nobody_is_lost(lines: list[str]) -> None:
    """Whatever is pasted, each line with something to read is one person, and all can be loaded."""
    text = "\n".join(lines)
    staff = read_names(text)
    assert len(staff.rows) == sum(read_line(line) is not None for line in text.splitlines())
    assert all(row.record.forename or row.record.surname for row in staff.rows)
    made = after(School(), at("08:00"), loading_of(Draft(staff=staff)))
    assert len(made.people) == len(staff.rows)

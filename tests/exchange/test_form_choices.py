"""Answers to a form, as Google and Microsoft export them, and as people make them by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.exchange.form_choices import WISHES, read_choices
from kiosk.rules.model.file_contents import ChoicesFile, FormAnswer, WrittenWish
from tests.exchange.files import places, problems_of, said, sound, write


def answers(folder: Path, *rows: str) -> ChoicesFile:
    return sound(read_choices(write(folder, "\n".join(rows) + "\n", "choices.csv")))


def test_a_google_form_gives_who_when_and_wishes_in_the_order_of_the_columns(
    tmp_path: Path,
) -> None:
    file = answers(
        tmp_path,
        "Timestamp,Username,Your name,First choice,Second choice,Anything else?",
        "2026/08/24 9:05:31 pm GMT+1,sjo@hwb.cymru,Siân Jones,A3 Everyday Welsh,A1,tea",
        "2026/08/25 10:00:00 am BST,gbo@hwb.cymru,Gareth Bowen,,A1,",
    )
    first, second = (row.record for row in file.rows)
    assert first == FormAnswer(
        email="sjo@hwb.cymru",
        name="Siân Jones",
        at=datetime(2026, 8, 24, 21, 5, 31),
        at_month_first=datetime(2026, 8, 24, 21, 5, 31),
        written_at="2026/08/24 9:05:31 pm GMT+1",
        wishes=(
            WrittenWish("First choice", "A3 Everyday Welsh"),
            WrittenWish("Second choice", "A1"),
        ),
    )
    assert second.wishes == (WrittenWish("Second choice", "A1"),)
    assert file.ignored == ("Anything else?",)


def test_microsofts_numbers_of_answers_are_nobodys_ids(tmp_path: Path) -> None:
    head = "ID,Start time,Completion time,Email,Name,Rank the workshops"
    (row,) = answers(
        tmp_path, head, "1,24/08/2026 09:00,24/08/2026 09:05,anonymous,Gŵyn Llŷr,A3;A1;"
    ).rows
    assert (row.record.id, row.record.email, row.record.name) == ("", "anonymous", "Gŵyn Llŷr")
    assert row.record.at == datetime(2026, 8, 24, 9, 5)
    assert row.record.wishes == (WrittenWish("Rank the workshops", "A3;A1;"),)
    (own,) = answers(tmp_path, "ID,Choice 1", "SJO,A3").rows
    assert own.record.id == "SJO"


def test_two_questions_of_one_heading_are_two_wishes_and_names_may_stand_apart(
    tmp_path: Path,
) -> None:
    (row,) = answers(tmp_path, "Forename;Surname;First choice;First choice", "A;B;A1;B1").rows
    assert row.record.name == "A B"
    assert [wish.text for wish in row.record.wishes] == ["A1", "B1"]
    assert len({wish.column for wish in row.record.wishes}) == 2


@pytest.mark.parametrize(
    "heading",
    ["First choice", "Choice 2", "Morning: 3rd choice", "Wish 1", "Dewis cyntaf", "Ail ddewis",
     "Second preference", "Rank the workshops", "Workshops 1 (11:20) – first choice"],
)  # fmt: skip
def test_what_a_wish_may_be_headed(heading: str) -> None:
    assert WISHES.search(heading)


@pytest.mark.parametrize("heading", ["Name", "Preferred name", "Language preference", "Comments"])
def test_what_is_no_wish(heading: str) -> None:
    assert not WISHES.search(heading)


def test_what_is_missing_or_unreadable_is_told(tmp_path: Path) -> None:
    found = problems_of(lambda: answers(tmp_path, "Name,Workshop", "A B,A1"))
    assert "First choice" in said(found[0].expected)
    found = problems_of(lambda: answers(tmp_path, "Whom,First choice", "A B,A1"))
    assert "staff code" in said(found[0].expected)
    found = problems_of(lambda: answers(tmp_path, "Name,First choice"))
    assert "a row for each answer" in said(found[0].expected)
    found = problems_of(lambda: answers(tmp_path, "Name,Timestamp,Wish 1", "A,31/31/26 9:00,A1"))
    assert places(found) == [(2, "at", "31/31/26 9:00")]


def test_what_the_kiosk_must_not_know_is_left_out_here_too(tmp_path: Path) -> None:
    file = answers(tmp_path, "Name,First choice,Absence reason", "A,A1,x")
    assert (file.ignored, len(file.rows)) == (("Absence reason",), 1)


@pytest.mark.parametrize(
    ("written", "day_first", "month_first"),
    [
        ("8/24/26 9:05:31", None, (8, 24)),
        ("24/08/2026, 18:00", (8, 24), None),
        ("03/04/2026 9:05 am", (4, 3), (3, 4)),
        ("2026-08-04T09:00", (8, 4), (8, 4)),
    ],
)
def test_both_readings_of_a_date_are_given(
    tmp_path: Path, written: str, day_first: Any, month_first: Any
) -> None:
    (row,) = answers(tmp_path, "Name,Timestamp,Wish 1", f'A,"{written}",A1').rows
    for found, expected in ((row.record.at, day_first), (row.record.at_month_first, month_first)):
        assert (found and (found.month, found.day)) == expected
    assert row.record.written_at == written


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Rank the workshops [First aid],Rank the workshops [Knots],Rank the workshops [Maps]",
         "2,1,"),
        ("First aid,Knots,Maps", "2nd choice,First choice,-"),
        ("Slot 1 [First aid],Slot 1 [Knots],Slot 1 [Maps]", "Choice 2,Choice 1,0"),
    ],
)  # fmt: skip
def test_a_grid_of_ranks_gives_the_wishes_in_the_order_of_their_numbers(
    tmp_path: Path, headings: str, cells: str
) -> None:
    (row,) = answers(tmp_path, f"Name,{headings}", f"A,{cells}").rows
    assert [(wish.text, wish.rank) for wish in row.record.wishes] == [
        ("Knots", 1),
        ("First aid", 2),
    ]


def test_numbers_below_first_choice_are_ids_of_sessions(tmp_path: Path) -> None:
    (row,) = answers(tmp_path, "Name,First choice,Second choice", "A,2,1").rows
    assert row.record.wishes == (
        WrittenWish("First choice", "2"),
        WrittenWish("Second choice", "1"),
    )


def test_of_a_missing_heading_nothing_is_said_about_the_rows(tmp_path: Path) -> None:
    rows = ("Name,Timestamp,Favourite", "A,never,x", "B,never,y")
    (problem,) = problems_of(lambda: answers(tmp_path, *rows))
    assert "First choice" in said(problem.expected)

"""Answers to a form, as Google and Microsoft export them, and as people make them by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

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
    found = problems_of(lambda: answers(tmp_path, "Name,Timestamp,Wish 1", "A,8/24/26 9:00,A1"))
    assert places(found) == [(2, "at", "8/24/26 9:00")]


def test_what_the_kiosk_must_not_know_is_refused_here_too(tmp_path: Path) -> None:
    found = problems_of(lambda: answers(tmp_path, "Name,First choice,Absence reason", "A,A1,x"))
    assert places(found) == [(1, "Absence reason", "Absence reason")]

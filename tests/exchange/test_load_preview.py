"""What a person reads before a load: what would be done, or what is wrong, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.errors import BadInput
from kiosk.exchange.load_preview import (
    LoadPreview,
    preview_programme,
    preview_staff,
    unreadable,
)
from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import look_at_staff
from kiosk.language import Language
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School, put
from tests.exchange.books import xlsx
from tests.exchange.exports import PEOPLE, SYSTEMS
from tests.exchange.files import NOW, carried_out, write

SAY = Language("en").say


def said(preview: LoadPreview) -> dict[str, list[str]]:
    return {SAY(one.heading): [*map(SAY, one.lines)] for one in preview.sections}


def test_people_are_counted_by_role_and_what_is_left_out_too(tmp_path: Path) -> None:
    text = (
        "Name,Role,Department,Days,Status,NI number,Shoe size\n"
        "Ann Ffug,Teacher,Maths,,,QQ,5\nBea Ffug,Cook,,Mon,,QQ,5\n"
        "Cai Ffug,Cook,,,Leaver,QQ,5\nDis Gybl,Student,,,,QQ,5\nTotal: 4,,,,,,\n"
    )
    preview = preview_staff(School(), NOW, look_at_staff(write(tmp_path, text)))
    assert preview.is_sound
    found = said(preview)
    assert next(iter(found)).startswith("Staff: 2 added")
    assert found["2 people"] == ["Teacher: 1", "Support staff: 1"]
    assert found["Left out:"] == [
        "1 row of a pupil", "1 row of somebody who has left",
        "1 row is of nobody (a total, a date or headings) and was left out.",
        "staff.csv: private columns were left out: NI number. The kiosk keeps none of this: "
        "please take them out of the export.",
        "staff.csv: columns the kiosk doesn't use were left out: Shoe size.",
    ]  # fmt: skip
    assert found["To look at:"] == [
        "1 person works part of the week, and the hours are not in the file. They are invited, "
        "and never expected, until their hours are known."
    ]
    assert found["The first people, as they will be:"] == [
        "Ann Ffug: Teacher, Maths", "Bea Ffug: Support staff",
    ]  # fmt: skip
    assert found["New:"] == ["Ann Ffug (ann-ffug)", "Bea Ffug (bea-ffug)"]


def test_people_are_counted_and_not_their_posts(tmp_path: Path) -> None:
    staff = look_at_staff(SYSTEMS[1](tmp_path))
    assert len(staff.rows) > PEOPLE
    preview = preview_staff(School(), NOW, staff)
    assert not preview.is_sound, "a title is not understood"
    assert f"{PEOPLE} people" not in said(preview), "nor is it said what people would be"


def test_a_preview_says_what_loading_says(tmp_path: Path) -> None:
    path = write(tmp_path, "Name,Role\nAnn Ffug,TA\n")
    school, changes = carried_out(School(), load_staff(look_at_staff(path)))
    assert changes.message is not None
    found = said(preview_staff(School(), NOW, look_at_staff(path)))
    assert SAY(changes.message) in found
    write(tmp_path, "Name,Role\nAnn Ffug,Teacher\n")
    found = said(preview_staff(school, NOW, look_at_staff(path)))
    assert found["Changed:"] == ["Ann Ffug (ann-ffug): role: TA → teacher"]


def test_the_first_people_are_shown_as_they_will_be_and_not_as_the_file_has_them(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, "Name,Role,Department\nAnn Ffug,TA,Maths\n")
    school, _ = carried_out(School(), load_staff(look_at_staff(path)))
    ann = school.people[PersonId("ann-ffug")]
    school = school.apply([put(replace(ann, department="Art"))])
    found = said(preview_staff(school, NOW, look_at_staff(path)))
    assert found["The first people, as they will be:"] == ["Ann Ffug: Teaching assistant, Art"]


def test_problems_of_a_workbook_are_named_by_cell(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "staff.xlsx", {"Staff": [["Name", "Role"], ["Ann Ffug", "Wizard"]]})
    preview = preview_staff(School(), NOW, look_at_staff(book))
    assert not preview.is_sound
    [lines] = [lines for head, lines in said(preview).items() if "Please correct" in head]
    assert lines == [
        "staff.xlsx, Staff!B2, Role: found “Wizard”; expected one of: teacher, TA, leader, "
        "support, supply, visitor."
    ]


def test_a_programme_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = write(tmp_path, "room,capacity\nHall,9\n", "rooms.csv")
    assert preview_programme(School(), NOW, read_programme(path)).is_sound
    empty = write(tmp_path, "", "days.toml")
    with pytest.raises(BadInput) as caught:
        read_programme(empty)
    preview = unreadable(caught.value)
    assert not preview.is_sound
    [lines] = said(preview).values()
    assert lines
    assert all("days.toml" in line for line in lines)

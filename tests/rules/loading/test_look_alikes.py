"""Ids that a person cannot tell apart are loaded, and told by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.loading.look_alikes import skeleton
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.school import School
from tests.commands.conftest import DAY
from tests.exchange.files import carried_out, programme, said, staff, write


def notes(folder: Path, *rows: str, known: School | None = None, headings: str = "") -> list[str]:
    file = staff(folder, *rows, headings=headings or "id,forename,surname,role,staff code")
    return [said(one) for one in carried_out(known or School(), load_staff(file))[1].all_notes()]


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        ("SJО", "SJО: Cyrillic capital letter o"),
        ("ＳＪＯ", "Fullwidth latin capital letter s"),
        ("sjo", "Sam Joy (sjo)"),
        ("S\u200dJO", "Zero width joiner"),
        ("SJΟ", "Greek capital letter omicron"),
    ],
)
def test_ids_that_look_alike_are_told_by_name(tmp_path: Path, other: str, shown: str) -> None:
    (note,) = notes(tmp_path, "SJO,Siân,Jones,TA,", f"{other},Sam,Joy,TA,", "AB,A,B,TA,")
    assert note.startswith("These people have ids that look alike: Siân Jones (SJO), Sam Joy (")
    assert shown in note


def test_an_id_that_looks_like_that_of_somebody_known_is_told_as_well(tmp_path: Path) -> None:
    first = staff(tmp_path, "SJO,Siân,Jones,TA")
    known, _ = carried_out(School(), load_staff(first))
    assert notes(tmp_path, "SJО,Siân,Jones,TA,", known=known)
    assert not notes(tmp_path, "AB,A,B,TA,", known=known)


def test_one_staff_code_of_two_people_is_told_by_name(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, "1,Siân,Jones,TA,SJO", "2,Sam,Joy,TA,sjo", "3,A,B,TA,AB")
    assert "Siân Jones (SJO), Sam Joy (sjo)" in note
    assert "the same staff code" in note
    assert not notes(tmp_path, "SJO,Siân,Jones,TA,SJO", "SJ1,Siân,Jones,TA,SJ1")
    (note,) = notes(tmp_path, "SJO,Siân,Jones,TA,X", "2,Sam,Joy,TA,SJO")
    assert "one has the other's id" in note


def test_ids_of_sessions_that_look_alike_are_told_by_title(tmp_path: Path) -> None:
    folder = tmp_path / "programme"
    folder.mkdir()
    write(folder, DAY, "days.toml")
    sessions = "id,day,slot,title\nA1,2026-09-01,pick,Knots\nА1,2026-09-01,pick,Ropes\n"
    write(folder, sessions, "workshops.csv")
    known, _ = carried_out(School(), load_staff(staff(tmp_path, "X,A,B,TA")))
    _, changes = carried_out(known, load_programme(programme(folder)))
    assert said(changes.all_notes()[0]) == (
        "These ids look alike: Knots (A1), Ropes (А1: Cyrillic capital letter a)."
    )


@given(st.text())
def test_what_a_text_looks_like_does_not_change_when_it_is_looked_at_again(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(skeleton(skeleton(text)))
    assert skeleton(text.upper().lower()) == skeleton(text.upper().lower().casefold())

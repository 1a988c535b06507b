from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from kiosk.errors import BadInput
from kiosk.exchange.invitations import read_invitations
from kiosk.rules.model.file_contents import InvitationFile
from kiosk.rules.model.personal_records import Terms
from kiosk.rules.model.records import Window
from tests.exchange.files import places, problems_of, write

HEADINGS = "day,person,from,to,terms,agreed by"


def read(folder: Path, *rows: str, headings: str = HEADINGS) -> InvitationFile:
    text = "\n".join((headings, *rows)) + "\n"
    return read_invitations(write(folder, text, "invitations.csv"))


def test_a_row_says_who_is_asked_when_and_on_what_terms(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "01/09/2026,RHU,9.30,12:30,Paid,EPR").rows
    found = row.record
    assert (found.day, found.person, found.agreed_by) == ("2026-09-01", "RHU", "EPR")
    assert (found.hours, found.terms) == (Window(time(9, 30), time(12, 30)), Terms.PAID)
    assert (row.row, found.accepted) == (2, None)


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("TOIL", Terms.LIEU), ("time off in lieu", Terms.LIEU), ("unpaid", Terms.VOLUNTARY),
        ("Gwirfoddol", Terms.VOLUNTARY), ("PAID", Terms.PAID), ("â thâl", Terms.PAID),
    ],
)  # fmt: skip
def test_terms_are_known_by_what_people_write(tmp_path: Path, word: str, terms: Terms) -> None:
    (row,) = read(tmp_path, f"2026-09-01,RHU,09:30,12:30,{word},EPR").rows
    assert row.record.terms is terms


def test_every_problem_is_told_by_row_and_column(tmp_path: Path) -> None:
    file = read(tmp_path, "soon,RHU,9,12:30,maybe,EPR", ",,,,,", "01/09/2026,A,12:30,09:30,paid,",
                "01/09/2026,,,,,EPR")  # fmt: skip
    assert places(list(file.problems)) == [
        (2, "day", "soon"), (2, "from", "9"), (2, "terms", "maybe"),
        (4, "to", "09:30"), (4, "agreed_by", ""),
        (5, "from", ""), (5, "to", ""), (5, "person", ""), (5, "terms", ""),
    ]  # fmt: skip


def test_a_column_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    rows = ("01/09/2026,A,B", "01/09/2026,C,B")
    found = problems_of(lambda: read(tmp_path, *rows, headings="day,person,agreed by"))
    assert [column for _, column, _ in places(found)] == ["from", "to", "terms"]


def test_a_column_of_reasons_is_refused(tmp_path: Path) -> None:
    file = read(tmp_path, "01/09/2026,A,9:30,12:30,paid,B,ill", headings=f"{HEADINGS},Reason")
    assert [column for _, column, _ in places(list(file.problems))] == ["Reason"]


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    assert problems_of(lambda: read(tmp_path))
    with pytest.raises(BadInput):
        read_invitations(tmp_path / "nowhere.csv")

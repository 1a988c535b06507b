"""One problem is one line, however many rows have it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Problem
from kiosk.exchange.form_choices import COLUMNS
from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import read_staff
from kiosk.exchange.tables import gather_table
from kiosk.language import Language
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.loading.school_files import load_programme
from kiosk.rules.model.school import School
from kiosk.text import t
from tests.builders import SOMEBODY
from tests.commands.conftest import DAY
from tests.exchange.files import NOW, problems_of, sound, write


def lines(*problems: Problem) -> list[str]:
    return [Language("en").say(one) for one in describe_all(problems)]


def wrong(row: int, found: str, column: str = "role") -> Problem:
    return Problem("a.csv", row, column, found, t("a role"))


def test_one_problem_in_many_rows_is_said_once_with_its_rows() -> None:
    rows = (2, 3, 4, 5, 9, 11, 12)
    assert lines(*(wrong(row, "wizard") for row in rows), wrong(6, "elf")) == [
        "a.csv, rows 2–5, 9, 11, 12, role: found “wizard”; expected a role.",
        "a.csv, row 6, role: found “elf”; expected a role.",
    ]


def test_many_different_cells_with_one_expectation_are_listed_on_one_line() -> None:
    (line,) = lines(*(wrong(row, f"job {row % 5}") for row in range(2, 12)))
    assert line.startswith("a.csv, role, 10 rows: found “job 2” (rows 2, 7), ")
    (line,) = lines(*(wrong(row, f"job {row}") for row in range(2, 999)))
    assert line.endswith("and 985 more; expected a role.")


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from("abcdefgh"), st.sampled_from(["role", ""]))
    )
)
def test_no_kind_of_problem_is_lost_and_none_is_said_twice(
    problems: list[tuple[int, str, str]],
) -> None:
    told = lines(*(wrong(*one) for one in problems))
    assert len(told) == len(set(told)) <= 8
    for _, found, column in problems:
        assert any(f"“{found}”" in one and ("role:" in one or ", role" in one or not column)
                   for one in told)  # fmt: skip


def test_a_column_is_called_what_the_file_calls_it(tmp_path: Path) -> None:
    path = write(
        tmp_path, "Forename,Surname,Job Title,Start Date\nAnn,Price,TA,31/2/2024\n,,Cook,\n"
    )
    assert lines(*problems_of(lambda: sound(read_staff(path)))) == [
        "staff.csv, row 2, Start Date: found “31/2/2024”; expected a date such as 01/09/2026 (the "
        "day first) or 2026-09-01.",
        "staff.csv, row 3, Surname: found nothing; expected a forename or a surname.",
    ]


def test_columns_of_a_form_are_told_apart(tmp_path: Path) -> None:
    long = "Morning session: which of these workshops would you like the most [{n} choice]"
    told = lines(wrong(2, "Foo", long.format(n="First")), wrong(2, "Foo", long.format(n="Second")))
    assert ["[First choice]" in told[0], "[Second choice]" in told[1]] == [True, True]
    path = write(tmp_path, "Timestamp,Email,First choice,First choice\n,,Foo,Foo\n")
    table = gather_table(path, COLUMNS, [])
    places = [table.places.cell(one, 2).problem("f", one, "Foo", t("a session"))
              for one in table.columns if one.startswith("First")]  # fmt: skip
    assert len(lines(*places)) == 2


def test_one_wrong_cell_is_one_problem_though_more_would_follow(tmp_path: Path) -> None:
    write(tmp_path, DAY, "days.toml")
    rows = (
        "A1,2026-09-01,pick,11:00,9:00,One",
        "A2,2026-09-01,pick,,,Two",
        "A2,2026-09-01,pick,,,Another title",
        "A3,soon,pick,25:00,,Three",
    )
    write(tmp_path, "id,day,slot,start,end,title\n" + "\n".join(rows), "workshops.csv")
    asked = load_programme(read_programme(tmp_path))
    found = problems_of(lambda: asked(School(), NOW, SOMEBODY))
    assert [(one.row, one.column) for one in found] == [
        (2, "end"), (5, "day"), (5, "start"), (4, "id"),
    ]  # fmt: skip

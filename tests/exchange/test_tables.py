from __future__ import annotations

import csv
import io
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import BadInput, Problem
from kiosk.exchange.cells import (
    parse_date,
    parse_list,
    parse_number,
    parse_time,
    parse_window,
    squeeze_heading,
)
from kiosk.exchange.columns import Columns
from kiosk.exchange.decoding import undamaged
from kiosk.exchange.tables import Table, gather_table
from kiosk.rules.model.names import clean
from kiosk.rules.model.records import Window
from tests.exchange.files import places, problems_of, said, write


def read_table(path: Path, columns: Columns) -> Table:
    problems: list[Problem] = []
    table = gather_table(path, columns, problems)
    if problems:
        raise BadInput(problems)
    return table


COLUMNS = Columns({"id": ("staff code",), "forename": (), "role": ()}, ("id", "role"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be",
                                      "cp1252"])  # fmt: skip
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_file_is_read_in_whatever_encoding_and_delimiter_it_was_saved(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = f"id{delimiter}forename{delimiter}role\r\n1{delimiter}Siân{delimiter}TA\r\n"
    table = read_table(write(tmp_path, text, encoding=encoding), COLUMNS)
    assert [dict(row.cells) for row in table.rows] == [
        {"id": "1", "forename": "Siân", "role": "TA"}
    ]


def test_a_delimiter_inside_quotation_marks_belongs_to_the_cell(tmp_path: Path) -> None:
    text = 'id;forename;role\n1;"Anna;Maria, the, one";TA\n2;"Robert ""Bob""";TA\n'
    rows = read_table(write(tmp_path, text), COLUMNS).rows
    assert [row.cells["forename"] for row in rows] == ["Anna;Maria, the, one", 'Robert "Bob"']


@pytest.mark.parametrize("heading", ["Staff Code", "STAFF_CODE", "staff-code", " ID ", "\ufeffId"])
def test_headings_are_known_whatever_their_case_spaces_and_hyphens(
    tmp_path: Path, heading: str
) -> None:
    table = read_table(write(tmp_path, f"Role,{heading},Shoe size\nTA,7,44\n"), COLUMNS)
    assert table.rows[0].cells == {"id": "7", "role": "TA"}
    assert table.ignored == ("Shoe size",)


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    text = 'Staff list,,\nPrinted on 28/08/2026,,\nid,forename,role\n1,"Two\nlines",TA\n\n2,B,TA\n'
    rows = read_table(write(tmp_path, text), COLUMNS).rows
    assert [(row.number, row.cells["forename"]) for row in rows] == [(4, "Two lines"), (6, "B")]


def test_excels_note_of_its_delimiter_is_no_row(tmp_path: Path) -> None:
    rows = read_table(write(tmp_path, "sep=;\nid;role\n1;TA\n"), COLUMNS).rows
    assert [(row.number, row.cells["id"]) for row in rows] == [(2, "1")]


def test_a_columns_own_name_goes_before_its_other_names(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "Staff code,id,role\nX,7,TA\n"), COLUMNS)
    assert table.rows[0].cells["id"] == "7"
    assert table.ignored == ("Staff code",)


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, "Id,role,forename\n1,TA,SiÃ¢n\n3,TA,Ŵyn,left over\n")
    found = places(problems_of(lambda: read_table(path, COLUMNS)))
    assert found == [(2, "forename", "SiÃ¢n"), (3, "", "left over")]


def test_wrong_headings_are_told_and_nothing_about_the_rows_below_them(tmp_path: Path) -> None:
    path = write(tmp_path, "Id,ID,forename\n1,2,SiÃ¢n\n3,4,B,left over\n")
    found = places(problems_of(lambda: read_table(path, COLUMNS)))
    assert found == [(1, "id", "Id, ID"), (1, "role", "Id, ID, forename")]


def test_a_list_without_any_heading_is_one_problem_that_says_what_is_expected(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, "7,Siân,cook\n8,Gŵyn,TA\n")
    (problem,) = problems_of(lambda: read_table(path, COLUMNS))
    assert (problem.row, problem.column, problem.found) == (1, "", "7, Siân, cook")
    assert said(problem.expected) == "a row of headings above the list, such as: id, role"


def test_a_file_that_was_saved_in_the_wrong_encoding_as_a_whole_is_read_as_it_was(
    tmp_path: Path,
) -> None:
    rows = "id,forename,role\n1,Gŵyn,TA\n2,Siân,TA\n3,Rhys,TA\n"
    broken = rows.encode().decode("cp1252")
    found = read_table(write(tmp_path, broken), COLUMNS).rows
    assert [row.cells["forename"] for row in found] == ["Gŵyn", "Siân", "Rhys"]


def test_a_cell_in_the_wrong_encoding_is_shown_as_it_should_be(tmp_path: Path) -> None:
    path = write(tmp_path, "id,forename,role\n1,GÅµyn,TA\n2,Siân,TA\n")
    (problem,) = problems_of(lambda: read_table(path, COLUMNS))
    assert "“Gŵyn”" in said(problem.expected)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"PK\x03\x04rest of a workbook",
        b"id,role\n1,\x81\n",
        b"i\0d\0,\0r\0",
        b'id,role\n1,"TA\n',
    ],
)
def test_what_is_no_table_of_text_is_refused_with_a_reason(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(raw)
    assert problems_of(lambda: read_table(path, COLUMNS))


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems_of(lambda: read_table(tmp_path / "none.csv", COLUMNS))
    assert problem.file == "none.csv"


def test_dates_are_never_read_with_the_month_first() -> None:
    first = date(2026, 9, 1)
    written = ("01/09/2026", "1/9/2026", "2026-09-01", "1.9.2026", "01-09-2026")
    assert [parse_date(text) for text in (*written, "01/09/2026 00:00")] == [first] * 6
    for text in (
        "1/9/26",
        "46266",
        "46266.0",
        "1 Sep 2026",
        "Tuesday 1st September 2026",
        "1 Medi 2026",
    ):
        assert parse_date(text) == first
    for text in ("09/31/2026", "4626", "1 Sep", "1 Mud 2026", "31/02/2026", ""):
        assert parse_date(text) is None


def test_times_are_read_as_spreadsheets_write_them() -> None:
    written = ("08:30", "8:30", "08:30:00", "8.30")
    assert [parse_time(text) for text in written] == [time(8, 30)] * 4
    assert [parse_time(text) for text in ("8.30 am", "8:30am", "8.30 a.m.")] == [time(8, 30)] * 3
    assert [parse_time(text) for text in ("12 noon", "0 am", "13 pm")] == [None] * 3
    assert (parse_time("3pm"), parse_time("12:20 AM")) == (time(15), time(0, 20))
    assert [parse_time(text) for text in ("8.3", "24:00", "830", "")] == [None] * 4


@pytest.mark.parametrize(
    "text", ["08:30-15:30", "8.30 – 15.30", "08:30:00—15:30:00", "8:30 to 15:30"]
)
def test_hours_have_any_dash_between(text: str) -> None:
    assert parse_window(text) == Window(time(8, 30), time(15, 30))


@pytest.mark.parametrize("text", ["15:30-08:30", "08:30", "08:30-", "08:30-12:00-15:00"])
def test_hours_that_do_not_go_forward_are_not_hours(text: str) -> None:
    assert parse_window(text) is None


def test_numbers_and_lists_are_read_as_people_write_them() -> None:
    assert [parse_number(text) for text in ("30", "30.0", "-1", "3O", "")] == [
        30,
        30,
        -1,
        None,
        None,
    ]
    assert parse_list(" a; b |a;; ") == ("a", "b")


@given(st.dates())
def test_each_date_is_read_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day:02}/{day.month:02}/{day.year:04}") == day


@given(st.text("âêîôûŵŷÂŴŶáéíłŁşŽÞ'’- aB", min_size=1))
def test_a_double_encoded_text_is_seen_and_mended(name: str) -> None:
    broken = "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in name.encode()
    )
    assert undamaged(broken) == (None if name.isascii() else name)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(CELLS, min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_any_cell_comes_through_clean_and_otherwise_unchanged(
    tmp_path: Path, names: list[str], delimiter: str
) -> None:
    names = [name for name in names if undamaged(name) is None and "\ufffd" not in name]
    buffer = io.StringIO(newline="")
    rows = [["id", "forename", "role"], *([str(n), name, "TA"] for n, name in enumerate(names))]
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    table = read_table(write(tmp_path, buffer.getvalue(), encoding="utf-8-sig"), COLUMNS)
    assert [row.cells["forename"] for row in table.rows] == [clean(name) for name in names]


def test_headings_are_compared_without_accents() -> None:
    assert squeeze_heading("Rôl / Swydd") == "rolswydd"

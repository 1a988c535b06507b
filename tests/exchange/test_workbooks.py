"""Workbooks are read as the spreadsheets they are, and never beyond what a school's list can be."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from kiosk.exchange.form_choices import read_choices
from kiosk.exchange.invitations import read_invitations
from kiosk.exchange.staff import read_staff
from kiosk.exchange.workbooks import letters_of
from kiosk.rules.loading.problems import describe_all
from tests.exchange.books import HEAD, TAIL, Formula, ods, with_member, xlsx
from tests.exchange.files import problems_of, said, sound

DATA = Path(__file__).parents[1] / "data"
HEADINGS: list[object] = ["Staff Code", "Forename", "Surname", "Role", "Start date", "Mon"]
ROWS: list[list[object]] = [
    ["Staff report", "", "", "", "", ""],
    [],
    HEADINGS,
    ["GWA", "Gŵyn", "Ap Ifan", "Teacher", date(2026, 9, 1), "08:30-15:30"],
    [],
    ["LZA", "Łucja", "Żak", "TA", date(2025, 9, 1), "off"],
]


def lines(path: Path) -> list[str]:
    problems = problems_of(lambda: sound(read_staff(path)))
    return [said(line) for line in describe_all(problems)]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_the_sheet_that_fits_is_read_with_its_real_dates(
    tmp_path: Path, write: Callable[..., Path]
) -> None:
    path = write(tmp_path / "a file", {"Notes": [["Ask Elin"]], "Staff list": ROWS})
    file = sound(read_staff(path))
    assert [one.record.name for one in file.rows] == ["Gŵyn Ap Ifan", "Łucja Żak"]
    assert [one.row for one in file.rows] == [4, 6]
    assert file.rows[0].record.started == date(2026, 9, 1)
    assert (file.sheet, file.others) == ("Staff list", ("Notes",))


def test_an_older_workbook_is_read_too() -> None:
    file = sound(read_staff(DATA / "staff.xls"))
    assert [one.record.name for one in file.rows] == ["Gŵyn Ap Ifan", "Łucja Żak"]
    assert [one.record.staff_code for one in file.rows] == ["GWA", "12"]
    assert file.rows[1].record.started == date(2026, 9, 1)


def test_values_of_formulas_are_read_and_merged_titles_passed_over(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Staff of Ysgol Pretend"], ["id", "forename", "surname", "role"],
            [Formula("=3+4"), "Siân", "Jones", "TA"], [12, "Rhys", "Jones", "TA"]]  # fmt: skip
    file = sound(read_staff(xlsx(tmp_path / "staff.xlsx", {"Sheet1": rows}, merged="A1:D1")))
    assert [one.record.id for one in file.rows] == ["7", "12"]


def test_a_problem_is_named_by_the_cell_as_the_spreadsheet_calls_it(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEADINGS, ["A", "Siân", "Jones", "wizard", time(8, 30), "08:30"]]
    found = lines(xlsx(tmp_path / "staff.xlsx", {"Staff": rows}))
    assert found[0].startswith("staff.xlsx, Staff!D2, Role: found “wizard”; expected one of")
    assert found[1].startswith("staff.xlsx, Staff!F2, Mon: found “08:30”; expected hours")
    assert found[2].startswith(
        "staff.xlsx, Staff!E2, Start date: found “08:30:00”; expected a date"
    )


def test_what_loading_finds_is_named_by_its_cell_as_well(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "staff.xlsx", {"Staff": [HEADINGS, ["A", "", "", "TA"]]})
    (line,) = lines(path)
    assert line == "staff.xlsx, Staff!C2, Surname: found nothing; expected a forename or a surname."


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [letters_of(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_every_name_comes_in_unchanged(tmp_path: Path) -> None:
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as file:
        names = [(row["forename"], row["surname"]) for row in csv.DictReader(file)]
    rows: list[list[object]] = [[f"P{number}", *name, "TA"] for number, name in enumerate(names)]
    plain = tmp_path / "names.csv"
    with plain.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS[:4], *rows])
    expected = [one.record for one in read_staff(plain).rows]
    for write in (xlsx, ods):
        path = write(tmp_path / "names", {"Staff": [HEADINGS[:4], *rows]})
        assert [one.record for one in read_staff(path).rows] == expected


def far_xlsx(path: Path) -> Path:
    xlsx(path, {"Staff": ROWS})
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as book:
        held = book.read(part)
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return with_member(path, part, held.replace(b"</sheetData>", far))


def far_ods(path: Path) -> Path:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p>'
    row = '<table:table-row table:number-rows-repeated="1048576">'
    return ods(path, {"Staff": ROWS}, f"{row}{cell}</table:table-cell></table:table-row>")


def test_a_cell_beyond_any_list_is_refused_before_it_takes_the_memory(tmp_path: Path) -> None:
    for write in (far_xlsx, far_ods):
        (line,) = lines(write(tmp_path / "far"))
        assert "cells within 50000 rows and 1000 columns" in line


def test_blank_cells_to_the_end_of_the_sheet_are_no_rows(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
    blank += 'table:number-columns-repeated="16384"/></table:table-row>'
    assert len(sound(read_staff(ods(tmp_path / "a.ods", {"Staff": ROWS}, blank))).rows) == 2


def test_a_workbook_that_unfolds_into_too_much_is_refused(tmp_path: Path) -> None:
    path = with_member(xlsx(tmp_path / "a.xlsx", {"Staff": ROWS}), "xl/a.bin", b"0" * 210_000_000)
    (line,) = lines(path)
    assert line == "a.xlsx: this is an Excel workbook; expected at most 200 MB when unpacked."


def test_macros_and_links_to_other_files_are_left_where_they_are(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsm", {"Staff": ROWS})
    with_member(path, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Shell(1)")
    with_member(path, "xl/externalLinks/externalLink1.xml", b"<externalLink href='file:///x'/>")
    assert len(sound(read_staff(path)).rows) == 2


def test_a_damaged_workbook_says_so(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Staff": ROWS})
    with_member(path, "xl/workbook.xml", b"<workbook")
    assert "a workbook that is not damaged" in lines(path)[0]
    cut = ods(tmp_path / "b.ods", {"Staff": ROWS})
    with_member(cut, "content.xml", (HEAD + TAIL)[:-40].encode())
    assert lines(cut)


def test_half_a_workbook_is_a_damaged_one(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "a.xlsx", {"Staff": ROWS}).read_bytes()
    (tmp_path / "a.xlsx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "a.xls").write_bytes((DATA / "staff.xls").read_bytes()[:2000])
    for name in ("a.xlsx", "a.xls"):
        (line,) = lines(tmp_path / name)
        assert "a workbook that is not damaged" in line


def test_a_workbook_with_a_password_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(signature + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"))
    assert "this is a workbook with a password; expected" in lines(path)[0]


def test_an_open_document_with_a_password_says_so(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", {"Staff": ROWS})
    entry = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with_member(path, "META-INF/manifest.xml", entry)
    assert "this is a workbook with a password; expected" in lines(path)[0]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_every_kind_of_file_names_the_cell(tmp_path: Path, write: Callable[..., Path]) -> None:
    invited = [["Date", "Id", "From", "To", "Terms", "Agreed by"],
               ["1 Sep 2026", "A", "9:30", "12.30", "gratis", "B"]]  # fmt: skip
    wishes = [["Timestamp", "Name", "First choice"], ["soon", "Siân", "A1"]]
    for reader, rows, cell in (
        (read_invitations, invited, "Sheet1!E2"), (read_choices, wishes, "Sheet1!A2"),
    ):  # fmt: skip
        path = write(tmp_path / "file", {"Sheet1": rows})
        (line,) = describe_all(reader(path).problems)
        assert said(line).startswith(f"file, {cell}, ")


def test_a_workbook_without_anything_in_it_says_what_is_expected(tmp_path: Path) -> None:
    (line,) = lines(xlsx(tmp_path / "a.xlsx", {"Sheet1": []}))
    assert line.endswith("expected a row of headings and rows below it.")

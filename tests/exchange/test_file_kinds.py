"""What a file is, is recognised by its content, whatever its name says."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from kiosk.errors import Problem
from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import read_staff
from kiosk.rules.loading.problems import describe_all
from tests.exchange.files import problems_of, said

ODS = "application/vnd.oasis.opendocument.spreadsheet"


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


KINDS = {
    "Excel workbook": zipped(**{"[Content_Types].xml": "", "xl__workbook.xml": ""}),
    "OpenDocument spreadsheet (ODS)": zipped(mimetype=ODS, **{"content.xml": ""}),
    "Word document": zipped(word__document=""),
    "Numbers": zipped(Index__Document=""),
    "a zip file": zipped(days=""),
    "looks": b"",
    "older Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "PDF": b"%PDF-1.7\n",
    "SQLite": b"SQLite format 3\0",
    "JSON": json.dumps({"users": [{"role": "teacher"}]}, indent=1).encode(),
    "a JSON file": b'[\r\n {"id": 1}\r\n]',
    "JSON file": '\ufeff{"a": [1, 2'.encode(),
    "XML": b'<?xml version="1.0"?><staff><person/></staff>',
    "web page": b"<html><table><tr><td>id</td></tr></table></html>",
    "Excel workbook (XML)": b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:'
    b'office:spreadsheet">',
    "a link to a Google document": b'{"url": "https://docs.google.com/open?id=x"}',
    "calendar (iCalendar)": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
    "vCard": b"BEGIN:VCARD\r\n",
    "YAML": b"---\nstaff:\n- id: 1\n",
    "TOML": b'# days\n\n[[day]]\ndate = 2026-09-01\ntitle_en = "A, b"\n',
}
del KINDS["looks"]


def one_sentence(problems: list[Problem]) -> str:
    (line,) = describe_all(problems)
    return said(line)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_another_kind_is_named_in_one_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(KINDS[kind])
    sentence = one_sentence(problems_of(lambda: read_staff(path)))
    assert sentence.startswith("staff.csv: this is ")
    assert kind in sentence


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"TOML"}))
@pytest.mark.parametrize("name", ["days.toml", "workshops.csv", "plan.bin"])
def test_a_file_of_another_kind_is_named_inside_a_folder_too(
    tmp_path: Path, kind: str, name: str
) -> None:
    (tmp_path / name).write_bytes(KINDS[kind])
    sentence = one_sentence(problems_of(lambda: read_programme(tmp_path)))
    assert sentence.startswith(f"{name}: this is ")
    assert kind in sentence


@pytest.mark.parametrize("name", ["~$staff.xlsx", ".~lock.staff.ods#"])
def test_the_mark_of_an_open_spreadsheet_is_told_from_the_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x0bMrs Example" + b" " * 150)
    for read in (read_staff, read_programme):
        sentence = one_sentence(problems_of(lambda read=read: read(path)))  # type: ignore[misc]
        assert "only a mark that a spreadsheet is open" in sentence


def test_a_workbook_beside_the_other_files_is_not_left_out_in_silence(tmp_path: Path) -> None:
    (tmp_path / "school.toml").write_text('name_en = "A"\n')
    (tmp_path / "workshops.xlsx").write_bytes(KINDS["Excel workbook"])
    found = read_programme(tmp_path).problems
    assert "workshops.xlsx: this is an Excel workbook" in one_sentence(list(found))
    (tmp_path / "workshops.csv").write_text("id,day,slot\n")
    assert not read_programme(tmp_path).problems


@pytest.mark.parametrize(
    "text",
    ["sep=;\nid;forename;surname;role\nA;B;C;TA\n",
     '"id","forename","surname","role"\nA,B,C,TA\n',
     "[id],forename,surname,role\nA,B,C,TA\n",
     "<id>,forename,surname,role\nA,B,C,TA\n",
     "Staff = all\nid,forename,surname,role\nA,B,C,TA\n"],
)  # fmt: skip
def test_a_table_is_not_taken_for_another_kind(tmp_path: Path, text: str) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(text, encoding="utf-8")
    assert read_staff(path).rows[0].record.surname == "C"


def test_a_file_or_folder_is_named_also_where_its_path_has_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for read in (read_programme, read_staff):
        (problem,) = problems_of(lambda read=read: read(Path()))  # type: ignore[misc]
        assert problem.file == tmp_path.name


@pytest.mark.parametrize("name", ["workshops.csv", "resources.csv"])
def test_headings_with_no_row_below_them_are_refused_with_a_reason(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("id,day,slot,title_en\n")
    for path in (tmp_path, tmp_path / name):
        assert "rows below it" in one_sentence(problems_of(lambda path=path: read_programme(path)))  # type: ignore[misc]

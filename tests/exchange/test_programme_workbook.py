from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import time
from functools import partial
from pathlib import Path

import pytest

from kiosk.exchange.programme import read_programme
from kiosk.exchange.workbook_writing import empty_programme, programme_workbook, staff_workbook
from kiosk.language import Language
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.loading.school_files import load_both, load_programme, load_staff
from kiosk.rules.model.file_contents import ProgrammeFile
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School
from kiosk.sample.school import read_sample
from kiosk.text import t
from tests.exchange.books import ods, xlsx
from tests.exchange.files import carried_out, problems_of, said, staff

NAMES = Path(__file__).parents[1] / "data" / "names.csv"
Rows = list[list[str | int]]
TABLES = ("resources", "tracks", "rooms", "days", "workshops", "sessions")
DAYS: Rows = [["Date", "Number", "Title", "Kind"], ["1 Sep 2026", 1, "Start", "whole day"]]
SLOTS: Rows = [
    ["Date", "Short name", "Title", "Kind", "Time", "Required"],
    ["1/9/26", "am", "Morning", "choice", "11.20-12.20", "All staff"],
]


def book(folder: Path, sheets: Mapping[str, Rows]) -> Path:
    return xlsx(folder / "programme.xlsx", sheets)


def school_of(folder: Path, *rows: str, headings: str = "id,forename,surname,role") -> School:
    return carried_out(School(), load_staff(staff(folder, *rows, headings=headings)))[0]


def sample() -> School:
    people, programme, _ = read_sample()
    return carried_out(School(), load_both(people, programme))[0]


def written(folder: Path, content: bytes) -> ProgrammeFile:
    path = folder / "programme.xlsx"
    path.write_bytes(content)
    return read_programme(path)


@pytest.mark.parametrize("code", ["en", "cy"])
def test_the_sample_workbook_and_the_sample_folder_make_the_same_school(
    tmp_path: Path, code: str
) -> None:
    people, _, _ = read_sample()
    by_folder = sample()
    file = written(tmp_path, programme_workbook(by_folder, Language(code)))
    assert (file.problems, file.ignored) == ((), ())
    by_workbook, _ = carried_out(School(), load_both(people, file))
    assert by_workbook.settings == by_folder.settings
    for table in TABLES:
        assert getattr(by_workbook.programme, table) == getattr(by_folder.programme, table)


def test_a_workbook_out_and_in_again_changes_nothing(tmp_path: Path) -> None:
    school = sample()
    file = written(tmp_path, programme_workbook(school, Language("en")))
    _, changes = carried_out(school, load_programme(file))
    assert said(changes.message).startswith("Programme: 0 added, 0 updated")


@pytest.mark.parametrize("code", ["en", "cy"])
def test_the_examples_of_an_empty_workbook_are_not_loaded(tmp_path: Path, code: str) -> None:
    (problem,) = problems_of(lambda: written(tmp_path, empty_programme(Language(code))))
    assert problem.found == ""


def lesson(folder: Path, school: School, **cells: str | int) -> Session:
    rows: Rows = [
        ["Date", "Slot", "Title", *cells],
        ["01/09/2026", "Morning", "Maths", *cells.values()],
    ]
    file = read_programme(book(folder, {"Days": DAYS, "Slots": SLOTS, "Workshops": rows}))
    after, _ = carried_out(school, load_programme(file))
    (session,) = after.programme.sessions.values()
    return session


def test_what_tutors_write_is_read(tmp_path: Path) -> None:
    headings = "id,forename,surname,role,department,duties"
    school = school_of(
        tmp_path,
        "SJO,Siân,Jones,teacher,Mathematics,",
        "GBO,Gareth,Bowen,TA,Science,first aider",
        headings=headings,
    )
    session = lesson(
        tmp_path, school, Leaders="Mrs Siân Jones and Gareth Bowen", Places="8 max",
        Start="11:20 AM", For="Maths, Science",
    )  # fmt: skip
    assert session.leaders == ("SJO", "GBO")
    assert (session.places, session.slot) == (8, "am")
    assert (session.start, session.end) == (time(11, 20), time(12, 20))
    assert session.audience == ("dept:Mathematics", "dept:Science")
    for words, tokens in (
        ("TAs and cover supervisors", ("TA", "support")),
        ("Teachers", ("teacher",)),
        ("first aider; All staff", ("first aider", "staff")),
    ):
        assert lesson(tmp_path, school, For=words).audience == tokens


def test_of_a_single_day_the_date_need_not_stand_in_each_row(tmp_path: Path) -> None:
    rows: Rows = [["Date", "Slot", "Title"], ["", "Morning", "Maths"]]
    slots: Rows = [SLOTS[0], ["", *SLOTS[1][1:]]]
    file = read_programme(book(tmp_path, {"Days": DAYS, "Slots": slots, "Workshops": rows}))
    assert [(one.record.day, one.record.slot) for one in file.sessions] == [
        ("2026-09-01", "Morning")
    ]
    assert file.problems == ()


def test_a_single_sheet_that_fits_is_read_whatever_its_name(tmp_path: Path) -> None:
    school = school_of(tmp_path, "A,Siân,Jones,teacher")
    days = read_programme(book(tmp_path, {"Days": DAYS, "Slots": SLOTS}))
    school, _ = carried_out(school, load_programme(days))
    rows: Rows = [["Date", "Slot", "Title", "Led by"], ["1/9/26", "Morning", "Maths", "S Jones"]]
    for sheet in ("Sheet1", "What we offer"):
        file = read_programme(book(tmp_path, {sheet: rows, "Notes": [["Ask Elin"]]}))
        after, _ = carried_out(school, load_programme(file))
        (session,) = after.programme.sessions.values()
        assert (session.slot, session.leaders, session.start) == ("am", ("A",), time(11, 20))


def test_an_open_document_is_read_as_an_excel_workbook_is(tmp_path: Path) -> None:
    school = school_of(tmp_path, "A,Siân,Jones,teacher")
    rows: Rows = [["Date", "Slot", "Title", "Leaders"], ["1/9/26", "am", "Maths", "Siân Jones"]]
    sheets = {"Days": DAYS, "Slots": SLOTS, "Workshops": rows}
    schools = [
        carried_out(school, load_programme(read_programme(path)))[0]
        for path in (book(tmp_path, sheets), ods(tmp_path / "programme.ods", sheets))
    ]
    for table in TABLES:
        first, second = (getattr(one.programme, table) for one in schools)
        assert first == second
    assert schools[0].programme.sessions


def test_a_name_that_two_people_have_is_told_with_its_cell(tmp_path: Path) -> None:
    school = school_of(tmp_path, "A,Siân,Jones,teacher", "B,Siân,Jones,TA")
    problems = problems_of(lambda: lesson(tmp_path, school, Leaders="Siân Jones"))
    (line,) = map(said, describe_all(problems))
    assert line.startswith("programme.xlsx, Workshops!D2, Leaders: found “Siân Jones”")


def test_every_problem_names_its_cell(tmp_path: Path) -> None:
    school = school_of(tmp_path, "A,Siân,Jones,teacher")
    slots: Rows = [*SLOTS, ["3 Sep 2026", "x", "X", "choice", "soon", "Martians"]]
    rows: Rows = [["Date", "Slot", "Title", "Places"], ["1/9/26", "nowhere", "One", "lots"]]
    rows += [["1/9/26", "am", "Two", 5]]
    file = read_programme(
        book(tmp_path, {"Days": DAYS, "Slots": slots, "Workshops": rows,
                        "School": [["Setting", "Value"], ["Late after", "99"]]})
    )  # fmt: skip
    problems = problems_of(lambda: carried_out(school, load_programme(file)))
    lines = "\n".join(map(said, describe_all(problems)))
    for cell in ("Slots!A3", "Slots!E3", "Workshops!D2", "School!B2"):
        assert cell in lines
    unknown: Rows = [SLOTS[0], [*SLOTS[1][:-1], "Martians"]]
    file = read_programme(book(tmp_path, {"Days": DAYS, "Slots": unknown}))
    problems = problems_of(lambda: carried_out(school, load_programme(file)))
    assert "Slots!F2" in said(describe_all(problems)[0])


def test_a_track_without_a_title_is_told_with_the_cell_that_is_blank(tmp_path: Path) -> None:
    rows: Rows = [["Track", "Track's title", "Step", "Title", "Due"]]
    rows += [["NEW", "", "S1", "Meet your mentor", "first week"]]
    found = read_programme(book(tmp_path, {"Days": DAYS, "Slots": SLOTS, "Induction": rows}))
    lines = "\n".join(map(said, describe_all(found.problems)))
    assert "Induction!B2, Track's title: found nothing" in lines
    assert "!D2" not in lines


def setting_problems(folder: Path, setting: str, value: str) -> list[str]:
    sheet: Rows = [["Setting", "Value"], [setting, value]]
    file = read_programme(book(folder, {"School": sheet, "Days": DAYS, "Slots": SLOTS}))
    return [said(line) for line in describe_all(file.problems)]


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("Late afer", "5", "School!A2, Setting: found “Late afer”; expected the name of a setting; "
         "the nearest is “Late after”."),
        ("Hwyr ar ol", "5", "School!A2, Setting: found “Hwyr ar ol”; expected the name of a "
         "setting; the nearest is “Late after”."),
        ("Zzz", "5", "School!A2, Setting: found “Zzz”; expected the name of a setting; an empty "
         "workbook lists them all."),
        ("Late after", "99", "School!B2, Late after: found “99”; expected a whole number"),
        ("Nation", "Whales", "School!B2, Nation: found “Whales”; expected one of: wales, england; "
         "the nearest is wales."),
    ],
)  # fmt: skip
def test_a_setting_that_is_not_understood_is_called_as_in_the_sheet_and_the_nearest_is_named(
    tmp_path: Path, setting: str, value: str, told: str
) -> None:
    [line] = setting_problems(tmp_path, setting, value)
    assert line.startswith(f"programme.xlsx, {told}")


@pytest.mark.parametrize(
    ("setting", "value", "name", "read"),
    [
        ("Nation", "England", "nation", "england"),
        ("Gwlad", "Lloegr", "nation", "england"),
        ("Theme", "High contrast", "theme", "contrast"),
        ("keep_minutes", "Yes", "keep_minutes", True),
    ],
)
def test_a_value_may_be_called_as_on_the_screen(
    tmp_path: Path, setting: str, value: str, name: str, read: object
) -> None:
    file = read_programme(book(tmp_path, {"School": [["Setting", "Value"], [setting, value]]}))
    assert file.settings is not None
    assert (file.problems, getattr(file.settings.record, name)) == ((), read)


def test_usual_hours_are_for_a_role_in_any_of_its_words(tmp_path: Path) -> None:
    rows: Rows = [
        ["Role", "Mon"],
        ["Teachers", "08:30-15:30"],
        ["TA", "9.00-12.00"],
        ["Wizard", ""],
    ]
    file = read_programme(book(tmp_path, {"Usual hours": rows}))
    assert file.settings is not None
    assert file.settings.record.usual_hours == {
        "teacher": {"mon": "08:30-15:30"}, "TA": {"mon": "09:00-12:00"},
    }  # fmt: skip
    [line] = map(said, describe_all(file.problems))
    assert "Usual hours!A4, Role: found “Wizard”; expected one of: teacher" in line


def test_a_day_without_a_date_is_told_with_its_cell(tmp_path: Path) -> None:
    school = school_of(tmp_path, "A,Siân,Jones,teacher")
    for written_as in ("", "32/13/2026"):
        days: Rows = [DAYS[0], [written_as, *DAYS[1][1:]]]
        path = book(tmp_path, {"Days": days, "Slots": SLOTS, "Rooms": [["Room"], ["Hall"]]})
        asked = load_programme(read_programme(path))
        problems = problems_of(partial(carried_out, school, asked))
        assert "Days!A2" in "\n".join(map(said, describe_all(problems)))


def test_the_folder_or_another_ending_will_do_as_well(tmp_path: Path) -> None:
    path = book(tmp_path, {"Days": DAYS, "Slots": SLOTS})
    (tmp_path / "staff.xlsx").write_bytes(b"not this one")
    assert len(read_programme(tmp_path).days) == 1
    assert len(read_programme(path.rename(tmp_path / "plan.csv")).days) == 1


def test_a_damaged_workbook_is_one_problem(tmp_path: Path) -> None:
    whole = programme_workbook(sample(), Language("en"))
    for content in (b"", b"PK\x03\x04", whole[:3000], b"no workbook"):
        assert problems_of(partial(written, tmp_path, content))


def test_a_twilight_outside_everyones_hours_is_told_with_the_ways(tmp_path: Path) -> None:
    headings = "id,forename,surname,role,tue"
    school = school_of(tmp_path, "A,Siân,Jones,teacher,08:30-15:30", headings=headings)
    days: Rows = [DAYS[0], [*DAYS[1][:-1], "twilight"]]
    slots: Rows = [SLOTS[0], ["1/9/26", "pm", "Twilight", "together", "15:45-17:45", "staff"]]
    file = read_programme(book(tmp_path, {"Days": days, "Slots": slots}))
    _, changes = carried_out(school, load_programme(file))
    told = " ".join(map(said, changes.notes))
    assert told.index("counts_for_everyone = true") < told.index("01/09/2026 15:45-17:45")


@pytest.mark.parametrize("code", ["en", "cy"])
def test_hours_that_count_for_everyone_go_out_and_come_in_again(tmp_path: Path, code: str) -> None:
    first = "Date", "Number", "Title", "Kind", Language(code).say(t("Counts for everyone"))
    days: Rows = [[*first], ["1 Sep 2026", 1, "Start", "twilight", "yes"]]
    school = school_of(tmp_path, "A,Siân,Jones,teacher")
    file = read_programme(book(tmp_path, {"Days": days, "Slots": SLOTS}))
    school, _ = carried_out(school, load_programme(file))
    assert [one.counts_for_everyone for one in school.programme.days.values()] == [True]
    again = written(tmp_path, programme_workbook(school, Language(code)))
    again_school, changes = carried_out(school, load_programme(again))
    assert said(changes.message).startswith("Programme: 0 added, 0 updated")
    assert again_school.programme.days == school.programme.days


def test_any_name_goes_out_to_a_workbook_and_comes_in_again(tmp_path: Path) -> None:
    from kiosk.exchange.staff import read_staff

    with NAMES.open(encoding="utf-8", newline="") as file:
        people = [
            {"id": f"P{row['n']}", "forename": row["forename"], "surname": row["surname"],
             "role": "teacher"}
            for row in csv.DictReader(file)
        ]  # fmt: skip
    path = tmp_path / "staff.xlsx"
    path.write_bytes(staff_workbook(Language("cy"), people))
    as_csv = io.StringIO()
    writer = csv.DictWriter(as_csv, ["id", "forename", "surname", "role"])
    writer.writeheader()
    writer.writerows(people)
    other = tmp_path / "staff.csv"
    other.write_text(as_csv.getvalue(), encoding="utf-8", newline="")
    records = [[row.record for row in read_staff(one).rows] for one in (path, other)]
    assert records[0] == records[1]
    assert len(records[0]) == len(people)

"""A sheet whose columns are slots, and whose cells are sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from pathlib import Path

from kiosk.exchange.programme import read_programme
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.file_contents import ProgrammeFile
from kiosk.rules.model.school import School
from tests.exchange.books import Rows, ods, xlsx
from tests.exchange.files import carried_out, problems_of, said, staff

ONE_DAY: Rows = [["Date", "Number", "Title", "Kind"], ["1 Sep 2026", 1, "Start", "whole day"]]
TWO_DAYS: Rows = [*ONE_DAY, ["2 Sep 2026", 2, "Next", "whole day"]]
SLOTS: Rows = [
    ["Date", "Short name", "Title", "Kind", "Time"],
    ["1/9/26", "am", "Morning", "choice", "9.30-10.30"],
    ["1/9/26", "break", "Break", "break", "10.30-10.45"],
    ["1/9/26", "pm", "Afternoon", "choice", "13.00-14.00"],
]
ROOMS: Rows = [["Room"], ["Room 12"], ["Hall"]]


def read(folder: Path, rows: Rows, name: str = "Timetable", days: Rows = ONE_DAY) -> ProgrammeFile:
    sheets: Mapping[str, Rows] = {"Days": days, "Slots": SLOTS, "Rooms": ROOMS, name: rows}
    return read_programme(xlsx(folder / "programme.xlsx", sheets))


def people(folder: Path) -> School:
    rows = ("SJO,Siân,Jones,teacher", "GBO,Gareth,Bowen,TA")
    return carried_out(School(), load_staff(staff(folder, *rows)))[0]


def planned(folder: Path, rows: Rows, name: str = "Timetable", days: Rows = ONE_DAY) -> School:
    return carried_out(people(folder), load_programme(read(folder, rows, name, days)))[0]


def wrong(folder: Path, rows: Rows, name: str = "Timetable", days: Rows = ONE_DAY) -> list[str]:
    file = read(folder, rows, name, days)
    problems = problems_of(lambda: carried_out(people(folder), load_programme(file)))
    return [said(line) for line in describe_all(problems)]


def shown(school: School) -> set[tuple[str, str, str, tuple[str, ...], int | None]]:
    return {
        (school.programme.workshops[one.workshop].title.en, one.slot, one.room, one.leaders,
         one.places)
        for one in school.programme.sessions.values()
    }  # fmt: skip


EXPECTED = {
    ("Coaching", "am", "Room 12", ("SJO",), 12),
    ("Maths, but fun", "am", "Hall", ("GBO", "SJO"), None),
    ("Coaching", "pm", "Hall", ("SJO",), None),
}


def test_each_cell_below_a_slot_is_a_session(tmp_path: Path) -> None:
    school = planned(
        tmp_path,
        [
            ["", "Morning", "13.00-14.00"],
            ["", "Coaching, Room 12, Siân Jones, 12 max", "Coaching, Siân Jones, hall"],
            ["", "Maths, but fun\nHall\nGareth Bowen and Siân Jones", ""],
        ],
    )
    assert shown(school) == EXPECTED
    assert len(school.programme.workshops) == 2
    assert {one.start for one in school.programme.sessions.values()} == {time(9, 30), time(13)}


def test_rooms_may_stand_at_the_side_and_the_sheet_be_called_anything(tmp_path: Path) -> None:
    rows: Rows = [
        ["Ystafell", "am", "pm"],
        ["Room 12", "Coaching; Siân Jones; 12 max", ""],
        ["Hall", "Maths, but fun; Gareth Bowen & Siân Jones", "Coaching, S Jones"],
    ]
    assert shown(planned(tmp_path, rows, "What is where")) == EXPECTED
    sheets = {"Days": ONE_DAY, "Slots": SLOTS, "Rooms": ROOMS, "What is where": rows}
    file = read_programme(ods(tmp_path / "programme.ods", sheets))
    assert shown(carried_out(people(tmp_path), load_programme(file))[0]) == EXPECTED


def test_loading_it_again_changes_nothing(tmp_path: Path) -> None:
    rows: Rows = [["am", "pm"], ["Coaching, Room 12, Siân Jones", "Coaching, Hall, Siân Jones"]]
    school = planned(tmp_path, rows)
    _, changes = carried_out(school, load_programme(read(tmp_path, rows)))
    assert said(changes.message).startswith("Programme: 0 added, 0 updated")


def test_of_several_days_each_row_has_a_date_or_the_one_above(tmp_path: Path) -> None:
    rows: Rows = [["Date", "am"], ["1/9/26", "Coaching, Hall"], ["", "Knots, Room 12"]]
    found = {one.day for one in planned(tmp_path, rows, name="Grid").programme.sessions.values()}
    assert found == {"2026-09-01"}
    lines = wrong(tmp_path, [["am"], ["Coaching"]], days=TWO_DAYS)
    assert lines[1].startswith("programme.xlsx, Timetable!A2, day: found “Coaching”")


def test_what_is_neither_a_room_nor_a_person_is_told_by_its_cell(tmp_path: Path) -> None:
    (line,) = wrong(tmp_path, [["am", "pm"], ["Coaching, Siân Jones", "Knots, Room 99, S Jones"]])
    assert line.startswith("programme.xlsx, Timetable!B2, leaders: found “Room 99”")


def test_the_same_title_twice_in_a_slot_is_told_by_its_cell(tmp_path: Path) -> None:
    (line,) = wrong(tmp_path, [["am"], ["Coaching, Hall"], ["Coaching, Room 12"]])
    assert line.startswith("programme.xlsx, Timetable!A3, id: found “coaching-am”")
    assert "Timetable!A2 has it" in line


def test_a_heading_that_is_no_slot_is_told_in_a_timetable(tmp_path: Path) -> None:
    lines = wrong(tmp_path, [["am", "Teatime"], ["Coaching, Hall", "Cake"]])
    assert lines[0].startswith("programme.xlsx, Timetable!B1, slot: found “Teatime”")


def test_a_sheet_of_workshops_may_be_a_timetable(tmp_path: Path) -> None:
    rows: Rows = [["am", "pm"], ["Coaching, Room 12, Siân Jones", ""]]
    assert shown(planned(tmp_path, rows, "Workshops")) == {
        ("Coaching", "am", "Room 12", ("SJO",), None)
    }


def test_a_timetable_without_its_days_says_what_belongs_to_it(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "programme.xlsx", {"Timetable": [["am"], ["Coaching"]]})
    (problem,) = problems_of(lambda: read_programme(path))
    assert "the sheets Days and Slots too" in said(problem.expected)


def test_a_sheet_of_notes_is_left_alone(tmp_path: Path) -> None:
    file = read(tmp_path, [["am", "To do"], ["Coaching", "Ask Elin"]], "Notes")
    assert (file.problems, file.sessions, file.ignored) == ((), (), ("Notes",))

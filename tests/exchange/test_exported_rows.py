"""What school systems put into the rows of an export besides people and their names."""

from __future__ import annotations

import csv
from datetime import time
from pathlib import Path

import pytest

from kiosk.exchange.part_time import parse_days, parse_share
from kiosk.exchange.staff import read_staff
from kiosk.exchange.staff_mapping import StaffMapping
from kiosk.exchange.whole_names import divide
from kiosk.rules.model.records import Window
from tests.exchange.files import sound, staff, write

NAMES = Path(__file__).parents[1] / "data" / "names.csv"


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Jones, Siân (Mrs)", ("Siân", "Jones", "")), ("Ms Siân Jones", ("Siân", "Jones", "")),
        ("Mr C Trevelyan", ("C", "Trevelyan", "")), ("Blacker,Adrian", ("Adrian", "Blacker", "")),
        ("Jones, Margaret (Peggy)", ("Margaret", "Jones", "Peggy")),
        ("Jones, Mrs Siân", ("Siân", "Jones", "")), ("Jones, Siân, Dr", ("Siân", "Jones", "")),
        ("Gwen ap Ifan", ("Gwen", "ap Ifan", "")), ("Björk", ("Björk", "", "")),
        ("Jan van der Berg", ("Jan", "van der Berg", "")), ("Dr", ("Dr", "", "")),
        ("Siân Wyn O'Brien", ("Siân Wyn", "O'Brien", "")),
    ],
)  # fmt: skip
def test_a_whole_name_is_divided(written: str, parts: tuple[str, str, str]) -> None:
    assert divide(written) == parts


def test_every_name_with_a_comma_comes_out_as_it_went_in() -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        names = [(row["forename"].strip(), row["surname"].strip()) for row in csv.DictReader(file)]
    plain = [one for one in names if all(one) and not any(char in "".join(one) for char in ",()[]")]
    assert len(plain) > 40
    for forename, surname in plain:
        divided = divide(f"{surname}, {forename}")
        assert (divided.forename, divided.surname) == (forename.removeprefix("Mr "), surname)


def test_lines_of_a_report_are_left_out_and_counted(tmp_path: Path) -> None:
    text = (
        "Staff of Ysgol Pretend\nPrinted on 28/08/2026\nCode,Name,Job title\n"
        'AHA,"Harcombe, Aled",Teacher of Maths\nCode,Name,Job title\n'
        'PAG,"Page, Susan",Cook\nTotal staff: 2,,\n,Page 1 of 3,\n,,\n'
    )
    file = sound(read_staff(write(tmp_path, text)))
    assert [one.record.name for one in file.rows] == ["Aled Harcombe", "Susan Page"]
    assert file.lines == 3


@pytest.mark.parametrize(
    ("text", "share"),
    [("0.6", 0.6), (".6", 0.6), ("60%", 0.6), ("3/5", 0.6), ("1", 1), ("1.00", 1), ("TTO", None),
     ("", None), ("1/0", None)],
)  # fmt: skip
def test_a_share_of_full_time_is_read(text: str, share: float | None) -> None:
    assert parse_share(text) == share


@pytest.mark.parametrize(
    ("text", "days"),
    [("Wed-Fri", "wed thu fri"), ("Mon, Tue & Thurs", "mon tue thu"), ("Monday to Friday",
     "mon tue wed thu fri"), ("Llun a Mawrth", "mon tue"), ("Mon am", ""), ("3 days", ""),
     ("Mon and some", ""), ("", ""), ("TTO", "")],
)  # fmt: skip
def test_days_are_read_or_asked_for(text: str, days: str) -> None:
    assert " ".join(parse_days(text)) == days


def test_nobody_becomes_full_time_in_silence(tmp_path: Path) -> None:
    rows = ("1,A,B,TA,0.6,,", "2,C,D,TA,1,,", "3,E,F,TA,,Wed-Fri,", "4,G,H,TA,1.0,,TTO",
            "5,I,J,TA,half,,")  # fmt: skip
    file = staff(tmp_path, *rows, headings="id,forename,surname,role,fte,days,weeks")
    assert [one.record.part_time for one in file.rows] == [True, False, True, True, True]
    assert [one.found for one in file.doubts] == ["A B", "E F", "G H", "I J"]
    assert {one.record.hours for one in file.rows} == {None}


def test_named_days_have_the_hours_of_a_whole_day_that_a_person_gives(tmp_path: Path) -> None:
    path = write(tmp_path, "id,name,role,fte,days\n1,Siân Jones,TA,0.4,Thu-Fri\n2,A B,TA,0.6,\n")
    window = Window(time(8, 30), time(15, 30))
    one, other = sound(read_staff(path, StaffMapping(day_hours=window))).rows
    assert one.record.hours == {"thu": window, "fri": window}
    assert (one.record.part_time, other.record.part_time) == (False, True)
    assert ("hours" in one.given, "hours" in other.given) == (True, False)

"""`kiosk figures`, and what `kiosk attendance` says of one day, of several, and beyond hours."""

from __future__ import annotations

import csv
import io
import json
import stat
import xml.etree.ElementTree as ET
from pathlib import Path
from zipfile import ZipFile

import pytest

from kiosk.factory import assemble
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.ids import PersonId
from tests.builders import DAY
from tests.commands.conftest import Shell
from tests.commands.test_lists import NAMES, rows_of


def closed(kiosk: Shell) -> None:
    with assemble(kiosk.folder, kiosk.clock) as opened:
        opened.desk.perform_now(close_day(DAY), COMMAND)


def texts_of(workbook: Path) -> list[str]:
    """Return every text of a workbook, unescaped; a formula would not be among them."""
    with ZipFile(workbook) as file:
        shared = ET.fromstring(file.read("xl/sharedStrings.xml"))
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    return ["".join(one.itertext()) for one in shared]


def test_figures_are_sentences_without_names(kiosk: Shell) -> None:
    kiosk("mark", "TAI", "BRIEF", "present")
    said = kiosk("figures", "2026-09-01", "--at", "10:00").out
    assert "  08:45 Welcome and the year's priorities: 1 of 96 required\n" in said
    assert "Safeguarding: annual update: 0 of 114 done" in said
    assert not any(person.name in said for person in kiosk.school.people.values())


def test_figures_as_json_and_csv_have_the_same_lines(kiosk: Shell) -> None:
    as_json, as_csv = kiosk("figures", "--json").json, rows_of(kiosk("figures", "--csv").out)
    assert [*as_json[0]] == [*as_csv[0]]
    assert [one["id"] for one in as_json] == [one["id"] for one in as_csv]
    assert {one["by"] for one in as_json} == {
        "session", "training", "role", "requirement", "national priority",
    }  # fmt: skip
    small = [one for one in as_json if one["small"]]
    assert small
    assert all(one["required"] is None for one in small)


def test_no_figures_without_an_inset_day(kiosk: Shell) -> None:
    assert kiosk("figures", "2026-09-02").status != 0


def test_on_a_day_without_inset_the_answer_says_what_can_be_typed(kiosk: Shell) -> None:
    kiosk.pass_time(days=1)
    said = kiosk("figures").sentence
    assert said == "There is no INSET day today. For another day, add 2026-10-08."
    assert kiosk("figures", said.split()[-1].rstrip(".")).status == 0
    # of the roll call there is no other day
    assert kiosk("print", "roll").sentence == "There is no INSET day today."


def test_attendance_says_what_was_done_and_what_is_to_do(kiosk: Shell) -> None:
    kiosk("mark", "TAI", "BRIEF", "present")
    kiosk("mark", "GBO", "BRIEF", "absent")
    kiosk("mark", "RHU", "BRIEF", "present")  # who does not work that day
    closed(kiosk)
    rows = {one["person"]: one for one in kiosk("attendance", "--json").json}
    told = ("title", "start", "end", "requirement", "done", "to_do")
    assert [rows["TAI"][one] for one in told] == [
        "Welcome and the year's priorities", "08:45", "09:45", "required", "attended", "",
    ]  # fmt: skip
    assert (rows["GBO"]["mark"], rows["GBO"]["to_do"]) == ("absent", "catch up")
    assert rows["GBO"]["due"] > "2026-09-01"
    assert rows["RHU"]["requirement"] == "not required"
    shown = kiosk("attendance").out
    assert "not required" in shown
    assert "to catch up by" in shown


def test_everyone_is_listed_also_without_a_mark_or_expected_nowhere(kiosk: Shell) -> None:
    kiosk("mark", "TAI", "BRIEF", "present")
    rows = kiosk("attendance", "--everyone", "--json").json
    assert {one["person"] for one in rows} == {*kiosk.school.people}
    assert [one["mark"] for one in rows if one["person"] == "RHU"] == [""]
    assert {one["mark"] for one in rows} == {"present", ""}


def test_a_list_of_several_days_never_says_that_somebody_was_absent(kiosk: Shell) -> None:
    kiosk("mark", "TAI", "BRIEF", "present")
    for state in ("absent", "released"):
        kiosk("mark", "GBO", "BRIEF", state)
        for options in ((), ("--csv",), ("--json",), ("--everyone", "--csv")):
            said = kiosk("attendance", "--from-day", "2026-09-01", *options).out
            assert "ab Ieuan" in said
            assert state not in said
    closed(kiosk)
    (row,) = [one for one in kiosk("attendance", "--from-day", "2026-09-01", "--json").json
              if one["person"] == "GBO" and one["session"] == "BRIEF"]  # fmt: skip
    assert (row["mark"], row["at"], row["day"]) == ("", "", "2026-09-01")


@pytest.mark.parametrize("options", [(), ("--everyone",)])
def test_an_absence_makes_no_line_in_a_list_of_several_days(
    kiosk: Shell, options: tuple[str, ...]
) -> None:
    asked = ("attendance", "--from-day", "2026-09-01", "--json", *options)
    kiosk("mark", "TAI", "BRIEF", "present")
    before = kiosk(*asked).json
    kiosk("mark", "BAD", "A6", "absent")
    kiosk("mark", "RAD", "A4", "released")
    kiosk("absent", "ADA")
    assert kiosk(*asked).json == before


def test_whoever_is_to_catch_up_is_in_a_list_of_several_days_without_a_mark(kiosk: Shell) -> None:
    kiosk("mark", "TAI", "BRIEF", "present")
    closed(kiosk)
    rows = kiosk("attendance", "--from-day", "2026-09-01", "--json").json
    found = [one for one in rows if one["person"] == "GBO" and one["session"] == "BRIEF"]
    assert [one["to_do"] for one in found] == ["catch up"]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--day", "2026-09-01", "--to-day", "2026-09-01"), "Give --day"),
        (("--from-day", "2020-01-01", "--to-day", "2020-02-01"), "no INSET day between"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(
    kiosk: Shell, options: tuple[str, ...], why: str
) -> None:
    assert why in kiosk("attendance", *options).sentence


def test_time_beyond_paid_hours_is_for_the_office_and_the_person(
    kiosk: Shell, tmp_path: Path
) -> None:
    kiosk("mark", "RHU", "BRIEF", "present")
    kiosk("mark", "TAI", "BRIEF", "present")
    (row,) = kiosk("attendance", "--beyond-hours", "--json").json
    assert (row["person"], row["minutes_beyond"], row["terms"]) == ("RHU", 60, "")
    for who, minutes in (("RHU", [60]), ("TAI", [])):
        file = tmp_path / f"{who}.json"
        kiosk("export", "person", who, str(file))
        found = json.loads(file.read_text(encoding="utf-8"))["beyond_paid_hours"]
        assert [one["minutes"] for one in found] == minutes


def test_every_hard_name_stays_a_text_in_a_workbook_and_in_csv(
    kiosk: Shell, tmp_path: Path
) -> None:
    rows = [*csv.DictReader(NAMES.open(encoding="utf-8-sig", newline=""))]
    staff = tmp_path / "staff.csv"
    with staff.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "forename", "surname", "preferred_forename", "display_name", "role"))
        for row in rows:
            name = (row["forename"], row["surname"], row["preferred_forename"], row["display_name"])
            writer.writerow((f"N{row['n']}", *name, "teacher"))
        writer.writerow(("N0", "=1+1", "@SUM(A1)", "", "", "teacher"))
    assert kiosk("load", "staff", str(staff)).status == 0
    for person in ("N0", *(f"N{row['n']}" for row in rows[:3])):
        assert kiosk("mark", person, "BRIEF", "present").status == 0
    book = tmp_path / "attendance.xlsx"
    told = kiosk("attendance", "--everyone", "--xlsx", str(book))
    assert f"rows are in {book}" in told.out
    assert stat.S_IMODE(book.stat().st_mode) == 0o600
    texts = {*texts_of(book)}
    assert {"=1+1", "@SUM(A1)"} <= texts
    listed = kiosk("attendance", "--everyone", "--json").json
    assert {one["forename"] for one in listed} | {one["surname"] for one in listed} <= texts | {""}
    (plain,) = [one for one in csv.DictReader(io.StringIO(
        kiosk("attendance", "--csv").out)) if one["person"] == PersonId("N0")]  # fmt: skip
    assert (plain["forename"], plain["surname"]) == ("'=1+1", "'@SUM(A1)")
    assert "already exists" in kiosk("attendance", "--xlsx", str(book)).sentence
    nowhere = kiosk("attendance", "--xlsx", str(tmp_path / "no" / "a.xlsx")).sentence
    assert nowhere == f"There is no folder {tmp_path / 'no'}. Make it first, or give another."


def test_a_workbook_that_cannot_be_written_is_named_with_the_mend(
    kiosk: Shell, tmp_path: Path
) -> None:
    # as long a name as a disk takes: what is written beside it first has none
    book = tmp_path / f"{'a' * 247}.xlsx"
    told = kiosk("attendance", "--xlsx", str(book))
    assert told.status == 1
    assert str(book) in told.sentence.replace("\n", "")
    assert told.sentence.endswith("Give another folder.")
    assert ".new" not in told.sentence

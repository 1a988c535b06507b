"""`kiosk check`: what does not fit, by name; and what each load adds to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Shell

HEADING = "id,forename,surname,role,mon,tue"
PLACE = "Aled Reed has a place in Many places, 10:30: not one of their working days."


@pytest.fixture
def shell(own: Callable[..., Shell], day_file: Path) -> Shell:
    """A small school with a day on a Tuesday, on which Aled has a place."""
    shell = own("AHA,Aled,Reed,teacher,8:30-15:30,8:30-15:30",
                "BMO,Bronwen,Moxham,teacher,8:30-15:30,8:30-15:30", heading=HEADING)  # fmt: skip
    shell.pass_time(days=-7)
    assert shell("load", "programme", str(day_file)).status == 0
    assert shell("choose", "AHA", "MANY", "--day", "2026-09-01").status == 0
    return shell


def cut_hours(shell: Shell, tmp_path: Path) -> str:
    """Load a list on which Aled works on Mondays only; return what is told on standard error."""
    staff = tmp_path / "cut.csv"
    staff.write_text(f"{HEADING}\nAHA,Aled,Reed,teacher,8:30-15:30,no\n", encoding="utf-8")
    result = shell("load", "staff", str(staff))
    assert result.status == 0
    return result.err


def test_hours_cut_after_booking_are_told_by_the_load_and_stay_in_the_check(
    shell: Shell, tmp_path: Path
) -> None:
    assert PLACE not in shell("check").out
    assert cut_hours(shell, tmp_path).count(f"2026-09-01: {PLACE}") == 1
    assert PLACE not in cut_hours(shell, tmp_path), "told once"
    result = shell("check")
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines()[0] == "2026-09-01: 7 for attention"
    assert f"  {PLACE}" in result.out.splitlines()
    booked = {
        one["id"]: one["booked"] for one in shell("sessions", "--day", "2026-09-01", "--json").json
    }
    assert booked["MANY"] == 1, "nobody loses a place for it"


def test_check_as_json_and_csv_has_the_ids(shell: Shell, tmp_path: Path) -> None:
    cut_hours(shell, tmp_path)
    found = shell("check", "--json").json
    assert found[0] == {
        "day": "2026-09-01",
        "kind": "place outside hours",
        "people": ["AHA"],
        "sessions": ["MANY"],
        "slots": [],
        "text": PLACE,
    }
    as_csv = list(csv.DictReader(io.StringIO(shell("check", "--csv").out)))
    assert [row["text"] for row in as_csv] == [one["text"] for one in found]


def test_a_day_can_be_named_also_one_that_is_past(shell: Shell) -> None:
    assert shell("check", "01/09/2026", "--json").json == shell("check", "--json").json != []
    assert shell("check", "2026-09-02").sentence == "There is no INSET day on 2026-09-02."
    shell.pass_time(days=30)
    assert shell("check").out == "There is no INSET day coming up.\n"
    assert shell("check", "--json").json == []
    assert "for attention" in shell("check", "2026-09-01").out


def test_where_everything_fits_it_is_said(kiosk: Shell) -> None:
    assert kiosk("check").out.splitlines()[0] == "Everything fits."


def test_what_has_one_language_only_is_counted_in_a_school_of_two(
    kiosk: Shell, shell: Shell, tmp_path: Path
) -> None:
    heading = "In one language only (the other is left blank in your files):"
    first, *rest = kiosk("check").out.splitlines()
    assert (first, rest) == (
        "Everything fits.",
        [heading, "  10 catch-up resources: cy-aln-01, cy-aln-04, cy-aln-05, …"],
    )
    lines = shell("check", "2026-09-01").out.splitlines()
    told = lines[lines.index(heading) + 1 :]
    assert [line.partition(":")[0] for line in told] == [
        "  1 day",
        "  2 parts of a day",
        "  3 workshops",
    ]
    english = tmp_path / "school.toml"
    english.write_text('languages = "en"\n', encoding="utf-8")
    assert shell("load", "programme", str(english)).status == 0
    assert heading not in shell("check", "2026-09-01").out

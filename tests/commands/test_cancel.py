"""`kiosk cancel`: a session is cancelled, or only told what that would do."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.factory import assemble
from kiosk.rules.choosing import places
from kiosk.rules.model.actors import COMMAND
from tests.commands.conftest import Shell

NAMES = Path(__file__).parent.parent / "data" / "names.csv"
DAYS = """
[[day]]
date = 2026-09-01
number = 1
title_en = "A day"

[[day.slot]]
id = "first"
title_en = "First"
kind = "choice"
start = "16:00"
end = "17:00"
required = ["teacher"]
"""
WORKSHOPS = """id,workshop,day,slot,start,end,title_en,room,leaders,places
K1,knots,2026-09-01,first,,,Knots,Room 1,,2
K2,maps,2026-09-01,first,,,Maps,Room 2,,10
"""


def load(shell: Shell, tmp_path: Path, workshops: str) -> None:
    folder = tmp_path / "knots"
    folder.mkdir(exist_ok=True)
    (folder / "days.toml").write_text(DAYS, encoding="utf-8")
    (folder / "workshops.csv").write_text(workshops, encoding="utf-8")
    assert shell("load", "programme", str(folder)).status == 0


@pytest.fixture
def booked(own: Callable[..., Shell], tmp_path: Path) -> Shell:
    """Two people hold K1 and one waits for it."""
    shell = own(*(f"P{one},Pat,Number {one},teacher" for one in range(4)))
    load(shell, tmp_path, WORKSHOPS)
    for one in range(3):
        assert shell("choose", f"P{one}", "K1").status == 0
    return shell


TOLD = """Knots, 16:00, is cancelled.
Pat Number 0 will be asked to choose at their next sign-in.
Pat Number 1 will be asked to choose at their next sign-in.
Pat Number 2 is off its waiting list.
"""


def test_a_dry_run_names_whom_it_touches_and_changes_nothing(booked: Shell) -> None:
    before = (booked.folder / "attendance.json").read_bytes()
    result = booked("cancel", "K1", "--dry-run")
    assert (result.status, result.err) == (0, "")
    assert result.out == f"Nothing has been changed. This is what would happen:\n{TOLD}"
    assert (booked.folder / "attendance.json").read_bytes() == before


def test_a_cancelled_session_is_listed_and_cannot_be_chosen(booked: Shell) -> None:
    result = booked("cancel", "K1")
    assert (result.status, result.out, result.err) == (0, TOLD, "")
    assert booked("cancel", "K1").out == "Knots is already cancelled.\n"
    listed = booked("sessions", "--json").json
    assert [(one["id"], one["booked"], one["queue"], one["status"]) for one in listed] == [
        ("K1", 0, 0, "cancelled"),
        ("K2", 0, 0, "on offer"),
    ]
    assert "cancelled" in booked("sessions").out
    refused = booked("choose", "P3", "K1")
    assert refused.status == 1
    assert refused.sentence.startswith("This session is cancelled. There's space in Maps")
    assert booked("choose", "P0", "K2").out == "You have a place in Maps.\n"


def test_a_load_neither_offers_it_again_nor_forgets_it(booked: Shell, tmp_path: Path) -> None:
    booked("cancel", "K1")
    for rows in (WORKSHOPS, WORKSHOPS.replace("K1,knots", "K9,knots")):
        load(booked, tmp_path, rows)
        status = {one["id"]: one["status"] for one in booked("sessions", "--json").json}
        assert status["K1"] == "cancelled"


def test_no_such_session_is_refused_in_one_sentence(booked: Shell) -> None:
    assert booked("cancel", "K7").sentence == "No session has the id K7."


def test_any_name_is_told_as_it_is_written(own: Callable[..., Shell], tmp_path: Path) -> None:
    with NAMES.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    staff = tmp_path / "names.csv"
    with staff.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "forename", "surname", "role"))
        writer.writerows(
            (f"N{row['n']}", row["forename"], row["surname"], "teacher") for row in rows
        )
    shell = own("P0,Pat,Number,teacher")
    assert shell("load", "staff", str(staff)).status == 0
    load(shell, tmp_path, WORKSHOPS.replace(",,2", ",,"))
    with assemble(shell.folder, shell.clock) as kiosk:
        people = [who for who in kiosk.desk.school.people.values() if who.id != "P0"]
        for who in people:
            kiosk.desk.perform_now(places.choose(who.id, "K1"), COMMAND)
    told = shell("cancel", "K1", "--dry-run").out.splitlines()
    for who in people:
        assert f"{who.name} will be asked to choose at their next sign-in." in told

"""`kiosk move-day`, `kiosk cancel-day` and `kiosk load programme --moved`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Shell

DAYS = """
[[day]]
date = {date}
number = 1
title_en = "A twilight"

[[day.slot]]
id = "first"
title_en = "First"
kind = "choice"
start = "16:00"
end = "17:00"
required = ["teacher"]
"""
WORKSHOPS = """id,workshop,day,slot,start,end,title_en,room,leaders,places
K1,knots,{date},first,,,Knots,Room 1,,2
K2,maps,{date},first,,,Maps,Room 2,,10
"""
OLD, NEW = "2027-01-20", "2027-01-27"


def programme(folder: Path, date: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "days.toml").write_text(DAYS.format(date=date), encoding="utf-8")
    (folder / "workshops.csv").write_text(WORKSHOPS.format(date=date), encoding="utf-8")
    return str(folder)


@pytest.fixture
def booked(own: Callable[..., Shell], tmp_path: Path) -> Shell:
    """A twilight on 20 January, with a place in K1."""
    shell = own("P0,Pat,Lee,teacher", "P1,Kim,Lee,teacher")
    assert shell("load", "programme", programme(tmp_path / "plan", OLD)).status == 0
    assert shell("choose", "P0", "K1").status == 0
    return shell


def booked_on(shell: Shell, day: str) -> dict[str, int]:
    return {one["id"]: one["booked"] for one in shell("sessions", "--json", "--day", day).json}


def test_a_day_that_moved_in_the_file_leaves_no_phantom(booked: Shell, tmp_path: Path) -> None:
    path = programme(tmp_path / "plan", NEW)
    dry = booked("load", "programme", path, "--moved", f"{OLD}={NEW}", "--dry-run")
    assert dry.status == 0
    assert list(booked.school.programme.days) == [OLD]
    result = booked("load", "programme", path, "--moved", f"20/01/2027={NEW}")
    assert result.status == 0
    assert "A twilight: moved from Wednesday 20 January 2027 to" in result.err
    assert list(booked.school.programme.days) == [NEW]
    assert booked_on(booked, NEW) == {"K1": 1, "K2": 0}
    again = booked("load", "programme", path)
    assert "0 added, 0 updated" in again.out


def test_a_day_is_moved_by_its_dates(booked: Shell) -> None:
    dry = booked("move-day", OLD, NEW, "--dry-run")
    assert dry.out.startswith(
        "Nothing has been changed. This is what would happen:\nA twilight: moved"
    )
    assert list(booked.school.programme.days) == [OLD]
    assert booked("move-day", OLD, NEW).status == 0
    assert booked_on(booked, NEW) == {"K1": 1, "K2": 0}
    assert booked("move-day", OLD, NEW).sentence == f"There is no INSET day on {OLD}."
    assert booked("move-day", "never", NEW).status == 2


def test_a_cancelled_day_names_who_had_a_place(booked: Shell) -> None:
    result = booked("cancel-day", OLD)
    assert result.out == (
        "A twilight, Wednesday 20 January 2027, is cancelled.\nPat Lee had a place in Knots.\n"
    )
    listed = booked("sessions", "--json", "--day", OLD).json
    assert {one["status"] for one in listed} == {"cancelled"}
    assert booked("choose", "P1", "K1").sentence.startswith("This session is cancelled.")


def test_a_day_without_places_is_removed(own: Callable[..., Shell], tmp_path: Path) -> None:
    shell = own("P0,Pat,Lee,teacher")
    shell("load", "programme", programme(tmp_path / "plan", OLD))
    assert "is removed" in shell("cancel-day", OLD).out
    assert not shell.school.programme.days


def test_a_load_that_leaves_an_empty_day_behind_says_so(
    own: Callable[..., Shell], tmp_path: Path
) -> None:
    shell = own("P0,Pat,Lee,teacher")
    shell("load", "programme", programme(tmp_path / "plan", OLD))
    result = shell("load", "programme", programme(tmp_path / "plan", NEW))
    assert f"--moved {OLD}={NEW}" in result.err
    assert "is removed" in shell("cancel-day", OLD).out
    assert {one.day for one in shell.school.programme.sessions.values()} == {NEW}


def test_the_old_file_loaded_again_moves_nothing_back_and_says_what_it_adds(
    booked: Shell, tmp_path: Path
) -> None:
    booked("move-day", OLD, NEW)
    result = booked("load", "programme", programme(tmp_path / "plan", OLD))
    assert result.status == 0, result.err
    assert booked_on(booked, NEW) == {"K1": 1, "K2": 0}
    assert f"{OLD} was moved to {NEW}, and the file adds it again" in result.err
    assert "is removed" in booked("cancel-day", OLD).out
    corrected = booked("load", "programme", programme(tmp_path / "plan", NEW))
    assert "0 added" in corrected.out
    assert list(booked.school.programme.days) == [NEW]

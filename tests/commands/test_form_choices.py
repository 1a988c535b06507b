"""`kiosk load choices` and `kiosk draw`."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from kiosk.rules.choosing.bookings import confirmed_session, wishes_of
from kiosk.rules.model.ids import DayId
from tests.commands.conftest import Shell
from tests.rules.views import view

DAY = DayId("2026-09-01")
DRAW = "choices_close = 2026-09-01T09:00:00\ndraw_at = 2026-09-01T09:30:00\n"
STAFF = "id,forename,surname,role\n" + "".join(
    f"{id},{name},,teacher\n" for id, name in (("ANN", "Ann"), ("BOB", "=Bob"), ("CAT", "Cât"))
)
FORM = "Name,First choice,Second choice\n=Bob,ONE,\nAnn,One place,MANY\ncât,ONE One place,\n"


@pytest.fixture
def shell(empty: Shell, day_file: Path, tmp_path: Path) -> Shell:
    """A small school whose wishes are drawn at half past nine on its day."""
    write(tmp_path / "staff.csv", STAFF)
    write(tmp_path / "choices.csv", FORM)
    days = day_file / "days.toml"
    text = days.read_text(encoding="utf-8")
    write(days, text.replace('title_en = "Autumn"\n', f'title_en = "Autumn"\n{DRAW}'))
    assert empty("load", "staff", str(tmp_path / "staff.csv")).status == 0
    assert empty("load", "programme", str(day_file)).status == 0
    return empty


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def wished(shell: Shell, tmp_path: Path) -> Shell:
    result = shell("load", "choices", str(tmp_path / "choices.csv"), "--at", "08:00")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(
        "Choices: 3 added, 0 updated, 0 unchanged. Places are drawn by lot on"
    )
    return shell


def test_a_form_is_loaded_for_the_day_that_is_named(shell: Shell, tmp_path: Path) -> None:
    shell.pass_time(days=-3)
    path = str(tmp_path / "choices.csv")
    assert "--day 2026-09-01" in shell("load", "choices", path).sentence
    assert shell("load", "choices", path, "--day", "01/09/2026").status == 0
    assert [one.session for one in wishes_of(shell.school, "ANN", DAY, "pick")] == ["ONE", "MANY"]


def test_good_answers_are_taken_and_the_others_listed(wished: Shell, tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", "Name,Wish 1,Hat\nAnn,MANY,x\nDan,ONE,\nCât,ALL,\n")
    result = wished("load", "choices", str(path), "--at", "08:00")
    assert result.status == 0
    assert result.out.startswith("Choices: 0 added, 1 updated, 0 unchanged. ")
    assert result.err.splitlines() == [
        "f.csv: columns the kiosk doesn't use were left out: Hat.",
        "2 answers are left out:",
        "f.csv, row 3, Name: found “Dan”; expected the id, the staff code or the exact name of "
        "one person.",
        "f.csv, row 4, Wish 1: found “ALL”; expected a choice that is possible "
        "(“You don't need a place. Just come along.”).",
    ]


def test_where_no_answer_is_good_every_problem_is_listed_and_nothing_is_lost(
    wished: Shell, tmp_path: Path
) -> None:
    before = wished.school.day_record(DAY).bookings
    path = write(tmp_path / "f.csv", "Name,Wish 1\nDan,ONE\nAnn,ALL\n")
    result = wished("load", "choices", str(path), "--at", "08:00")
    assert (result.status, result.out) == (1, "")
    assert len(result.err.splitlines()) == 3
    assert wished.school.day_record(DAY).bookings == before


def test_the_order_of_dates_is_an_option(wished: Shell, tmp_path: Path) -> None:
    rows = "Ann,03/04/2026 09:00,ONE\nAnn,02/05/2026 10:00,MANY\n"
    path = write(tmp_path / "f.csv", f"Name,Timestamp,Wish 1\n{rows}")
    words = ("load", "choices", str(path), "--at", "08:00")
    asked = wished(*words)
    assert asked.status == 1
    assert "--dates dmy" in asked.err
    assert "3 April 2026 with the day first" in asked.err
    assert "4 March 2026 with the month first" in asked.err
    for order, session in (("dmy", "MANY"), ("mdy", "ONE")):
        assert wished(*words, "--dates", order).status == 0
        assert [one.session for one in wishes_of(wished.school, "ANN", DAY, "pick")] == [session]
    assert wished(*words, "--dates", "ymd").status == 2


def test_without_a_school_a_form_is_not_loaded(empty: Shell) -> None:
    assert "There is no school" in empty("load", "choices", "x.csv").sentence


def test_a_dry_run_works_before_the_moment_changes_nothing_and_agrees_with_the_draw(
    wished: Shell,
) -> None:
    tried = wished("draw", DAY, "--dry-run", "--json", "--at", "08:30")
    assert tried.status == 0
    assert tried.err.startswith("Nothing has been changed. The draw would give: ")
    assert wished.school.day(DAY).awaits_draw
    assert "Places are drawn by lot on" in wished("draw", DAY, "--at", "09:29").sentence
    done = wished("draw", DAY, "--json", "--at", "09:30")
    assert done.json == tried.json
    assert done.err == tried.err.partition("would give: ")[2]
    for one in done.json:
        held = confirmed_session(wished.school, one["person"], DAY, "pick")
        assert one["session"] == (held.id if held else None)
        assert one["why"].endswith(".")


def test_what_a_form_and_a_draw_gave_somebody_is_in_their_history_and_can_be_undone(
    wished: Shell,
) -> None:
    before = view(wished.school)
    drawn = wished("draw", DAY, "--json", "--at", "09:30").json
    for one in drawn:
        told = wished("history", one["person"], "--json").json
        asked, given = (
            next(entry for entry in told if entry["decision"] == name)
            for name in ("load_choices", "run_lottery")
        )
        assert f"waiting ONE {one['person']}" in asked["effects"]
        got = [effect.split()[1:] for effect in given["effects"] if effect.startswith("place ")]
        assert [one["session"], one["person"]] in got or one["session"] is None
    number = wished("history", "--json").json[0]["number"]
    assert wished("undo", str(number)).status == 0
    assert view(wished.school) == before


def test_after_the_draw_it_is_said_when_it_was(wished: Shell) -> None:
    wished("draw", DAY, "--at", "09:30")
    for words in (["draw", DAY], ["draw", DAY, "--dry-run"]):
        result = wished(*words)
        assert (result.status, result.err) == (0, "")
        assert result.out == "Places were drawn by lot on Tuesday 1 September 2026 at 09:30.\n"
    assert wished("draw", DAY, "--json").json == []


def test_people_are_told_by_name_and_the_reason_stands_beside(wished: Shell) -> None:
    wished.pass_time(hours=-5)
    out = wished("draw", DAY, "--dry-run").out
    heading, *rows, last = out.splitlines()
    assert heading.split() == ["Starts", "Name", "Session", "Why"]
    assert {row.split()[1] for row in rows} == {"Ann", "=Bob", "Cât"}
    assert sum("1st choice, at turn 1 of 3." in row for row in rows) == 1
    assert "1 first choice" in last
    listed = list(csv.DictReader(StringIO(wished("draw", DAY, "--dry-run", "--csv").out)))
    assert {row["person"] for row in listed} == {"ANN", "BOB", "CAT"}
    assert {row["lost_last_time"] for row in listed} == {"false"}


def test_who_lost_last_time_goes_first_and_it_is_said(
    wished: Shell, day_file: Path, tmp_path: Path
) -> None:
    wished("draw", DAY, "--at", "09:30")
    later = "2026-10-23"
    for name in ("days.toml", "workshops.csv"):
        text = (day_file / name).read_text(encoding="utf-8").replace(DAY, later)
        for old in ("ALL", "ONE", "MANY"):
            text = text.replace(f"{old},{later}", f"{old}2,{later}")
        write(day_file / name, text.replace("T09:", "T08:").replace(f"{DAY}T", f"{later}T"))
    assert wished("load", "programme", str(day_file)).status == 0
    path = write(tmp_path / "f.csv", FORM.replace("ONE", "ONE2").replace("MANY", "MANY2"))
    assert wished("load", "choices", str(path), "--day", later).status == 0
    rows = wished("draw", later, "--dry-run", "--json").json
    assert [row["lost_last_time"] for row in rows] == [True, True, False]
    assert rows[0]["why"].startswith("Missed out last time, so goes first. ")


def test_a_day_without_a_draw_and_no_day_are_refused(kiosk: Shell) -> None:
    for more in ([], ["--dry-run"]):
        assert "first come, first served" in kiosk("draw", DAY, *more).sentence
    assert kiosk("draw", "2020-01-01").sentence == "There is no INSET day on 2020-01-01."

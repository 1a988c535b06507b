"""What a load shows: what it will do, what it did, what it takes away."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.commands.console import Console
from kiosk.factory import assemble
from kiosk.language import Language
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.text import Text, t
from tests.builders import moves
from tests.commands.conftest import DAY, WORKSHOPS, Shell
from tests.rules.views import view

NAMES = Path(__file__).parents[1] / "data" / "names.csv"
STAFF = "id,forename,surname,role\nANN,Ann,Lee,teacher\nBOB,Bob,Ray,TA\n"
ONE_ROW = "id,day,slot,title_en,room,places,audience\nNEW,2026-09-01,pick,New one,Hall,9,all\n"


@pytest.fixture
def files(day_file: Path) -> Path:
    (day_file.parent / "staff.csv").write_text(STAFF, encoding="utf-8")
    (day_file.parent / "row.csv").write_text(ONE_ROW, encoding="utf-8")
    return day_file.parent


@pytest.fixture
def laid_out(empty: Shell, files: Path) -> Shell:
    """A school of two people and one small day."""
    assert empty("load", "staff", str(files / "staff.csv")).status == 0
    assert empty("load", "programme", str(files / "programme")).status == 0
    return empty


def test_one_row_for_a_day_leaves_its_other_sessions_alone_and_names_them(
    laid_out: Shell, files: Path
) -> None:
    result = laid_out("load", "programme", str(files / "row.csv"))
    assert result.out.splitlines()[-4:] == [
        "Not in the file, left as it is:",
        "  session ALL, Briefing, 2026-09-01",
        "  session MANY, Many places, 2026-09-01",
        "  session ONE, One place, 2026-09-01",
    ]
    assert set(laid_out.school.programme.sessions) == {"ALL", "ONE", "MANY", "NEW"}


def test_to_replace_lists_what_goes_and_keeps_what_has_a_place(
    laid_out: Shell, files: Path
) -> None:
    laid_out.pass_time(hours=-10)
    assert laid_out("choose", "ANN", "ONE").status == 0
    tried = laid_out("load", "programme", str(files / "row.csv"), "--replace", "--dry-run")
    done = laid_out("load", "programme", str(files / "row.csv"), "--replace")
    goes = [
        "Not in the file, so removed:",
        "  session ALL, Briefing, 2026-09-01",
        "  session MANY, Many places, 2026-09-01",
    ]
    assert done.out.splitlines()[:3] == goes, "first of all"
    assert goes[1] in tried.out
    assert "because it is in use:\n  session ONE, One place, 2026-09-01\n" in done.out
    assert set(laid_out.school.programme.sessions) == {"ONE", "NEW"}


@pytest.mark.parametrize(("answer", "left"), [("y\n", 1), ("yes\n", 1), ("\n", 3), ("no\n", 3)])
def test_at_a_terminal_it_is_asked_before_anything_is_taken_away(
    laid_out: Shell, files: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    keys = io.StringIO(answer)
    monkeypatch.setattr(keys, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", keys)
    result = laid_out("load", "programme", str(files / "row.csv"), "--replace")
    assert "Remove all of this?" in result.err
    assert len(laid_out.school.programme.sessions) == left
    assert ("Nothing was loaded." in result.out) == (left == 3)


@pytest.mark.parametrize(("answer", "agreed"), [("ie\n", True), ("yes\n", True), ("na\n", False)])
def test_a_question_in_welsh_is_answered_in_welsh(
    monkeypatch: pytest.MonkeyPatch, answer: str, agreed: bool
) -> None:
    keys = io.StringIO(answer)
    monkeypatch.setattr(keys, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", keys)
    assert Console(Language("cy")).confirm(t("Remove all of this?")) == agreed


def test_what_somebody_chose_while_it_was_asked_is_not_taken_away(
    laid_out: Shell, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out.pass_time(hours=-10)

    def choose_meanwhile(console: Console, what: Text) -> bool:
        del console, what
        with assemble(laid_out.folder, laid_out.clock) as kiosk:
            kiosk.desk.perform_now(choose(PersonId("ANN"), SessionId("MANY")), TUTOR)
        return True

    monkeypatch.setattr(Console, "confirm", choose_meanwhile)
    result = laid_out("load", "programme", str(files / "row.csv"), "--replace")
    assert result.status == 1
    assert result.err == "What would be removed has changed since. Please try again.\n"
    assert set(laid_out.school.programme.sessions) == {"ALL", "ONE", "MANY"}


def test_a_dry_run_makes_no_folder_and_shows_what_would_be_new(empty: Shell, files: Path) -> None:
    result = empty("load", "staff", str(files / "staff.csv"), "--dry-run")
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines() == [
        "Nothing has been changed. This is what the load would do:",
        "Staff: 2 added, 0 updated, 0 unchanged.",
        "New:",
        "  Ann Lee (ANN)",
        "  Bob Ray (BOB)",
    ]
    assert not empty.folder.exists()


def answers(files: Path) -> Path:
    file = files / "answers.csv"
    file.write_text("id,First choice\nANN,ONE\n", encoding="utf-8")
    return file


def staff_changed(files: Path) -> Path:
    file = files / "later.csv"
    rows = "ANN,Ann,Lee,teacher,Maths,08:30-15:30\nCAI,Cai,Fry,TA,,\n"
    file.write_text("id,forename,surname,role,department,mon\n" + rows, encoding="utf-8")
    return file


def programme_changed(files: Path) -> Path:
    changed = WORKSHOPS.replace("Room 1,1", "Room 7,2").replace("MANY,", "MORE,")
    (files / "programme" / "workshops.csv").write_text(changed, encoding="utf-8")
    later = DAY.replace('"11:30"', '"11:45"')
    (files / "programme" / "days.toml").write_text(later, encoding="utf-8")
    return files / "programme"


def invited(files: Path) -> Path:
    file = files / "invited.csv"
    rows = "01/09/2026,BOB,09:00,12:00,paid,ANN\n"
    file.write_text("day,person,from,to,terms,agreed by\n" + rows, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("what", "make", "more", "lines"),
    [
        (
            "staff",
            staff_changed,
            [],
            [
                "  Cai Fry (CAI)",
                "  Ann Lee (ANN): department: nothing → Maths",
                "  Ann Lee (ANN): hours: not known → Mon 08:30-15:30",
                "  Bob Ray (BOB)",
            ],
        ),
        (
            "programme",
            programme_changed,
            [],
            [
                "  session MORE, Many places, 2026-09-01",
                "  session ONE, One place, 2026-09-01: room: Room 1 → Room 7",
                "  session ONE, One place, 2026-09-01: places: 1 → 2",
                "  session ONE, One place, 2026-09-01: end: 11:30 → 11:45",
                "  session MANY, Many places, 2026-09-01",
            ],
        ),
        ("invitations", invited, [], ["  Bob Ray, invited to 2026-09-01"]),
        (
            "choices",
            answers,
            ["--day", "2026-09-01"],
            ["  Ann Lee: a place in One place (ONE)"],
        ),
    ],
)
def test_a_dry_run_of_every_load_shows_what_the_load_then_shows_and_changes_nothing(
    laid_out: Shell,
    files: Path,
    what: str,
    make: Callable[[Path], Path],
    more: list[str],
    lines: list[str],
) -> None:
    laid_out.pass_time(hours=-10)
    words = ["load", what, str(make(files)), *more]
    before = view(laid_out.school)
    tried = laid_out(*words, "--dry-run")
    assert tried.status == 0
    assert not [line for line in lines if line not in tried.out.splitlines()]
    assert view(laid_out.school) == before
    done = laid_out(*words)
    first, *rest = tried.out.splitlines()
    assert first.startswith("Nothing has been changed")
    assert (done.out.splitlines(), done.err) == (rest, tried.err)
    assert view(laid_out.school) != before


def test_a_report_says_any_name_exactly(empty: Shell, tmp_path: Path) -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    given = [(row.get("forename") or "", row.get("surname") or "") for row in rows]
    given = [names for names in given if "".join(names).strip()]
    staff = tmp_path / "names.csv"
    with staff.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "forename", "surname", "role"])
        writer.writerows((f"P{n}", *names, "teacher") for n, names in enumerate(given))
    tried = empty("load", "staff", str(staff), "--dry-run")
    assert tried.status == 0
    assert empty("load", "staff", str(staff)).status == 0
    shown = tried.out.splitlines()
    people = empty.school.people.values()
    assert len(people) == len(given) > 50
    assert not [one.name for one in people if f"  {one.name} ({one.id})" not in shown]


def test_a_long_list_of_new_people_is_cut_once_it_is_loaded(empty: Shell, tmp_path: Path) -> None:
    staff = tmp_path / "many.csv"
    rows = [f"P{n},Person,{n},teacher" for n in range(50)]
    staff.write_text("id,forename,surname,role\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert len(empty("load", "staff", str(staff), "--dry-run").out.splitlines()) == 53
    done = empty("load", "staff", str(staff)).out.splitlines()
    assert (len(done), done[-1]) == (23, "  … and 30 more")
    assert len(empty.school.people) == 50


def test_what_was_changed_here_stays_unless_the_file_is_to_win(
    laid_out: Shell, files: Path
) -> None:
    with assemble(laid_out.folder, laid_out.clock) as kiosk:
        kiosk.desk.perform_now(moves(SessionId("ONE"), "Hall"), TUTOR)
    words = ("load", "programme", str(files / "programme"))
    line = "  session ONE, One place, 2026-09-01: room: Hall stays; the file says Room 1"
    before = view(laid_out.school)
    for more in (("--dry-run",), ()):
        result = laid_out(*words, *more)
        assert line in result.out.splitlines()
        assert "; 1 value changed here since the last load stays." in result.out
        assert view(laid_out.school) == before
    won = laid_out(*words, "--file-wins")
    assert "  session ONE, One place, 2026-09-01: room: Hall → Room 1" in won.out.splitlines()
    assert laid_out.school.session(SessionId("ONE")).room == "Room 1"


def test_files_loaded_twice_change_nothing_the_second_time(laid_out: Shell, files: Path) -> None:
    once = view(laid_out.school)
    history = laid_out("history", "ONE", "--json").json
    for _ in range(2):
        assert laid_out("load", "staff", str(files / "staff.csv")).status == 0
        assert laid_out("load", "programme", str(files / "programme")).status == 0
    assert view(laid_out.school) == once
    assert laid_out("history", "ONE", "--json").json == history


def test_an_id_that_means_another_workshop_or_person_is_refused_until_it_is_said(
    laid_out: Shell, files: Path
) -> None:
    laid_out.pass_time(hours=-10)
    assert laid_out("choose", "ANN", "ONE").status == 0
    text = WORKSHOPS.replace("One place", "x").replace("Many places", "One place")
    exchanged = files / "exchanged.csv"
    exchanged.write_text(text.replace(",x,", ",Many places,"), encoding="utf-8")
    before = view(laid_out.school)
    for more in ([], ["--dry-run"], ["--renamed", "MANY"]):
        refused = laid_out("load", "programme", str(exchanged), *more)
        assert (refused.status, refused.out) == (1, "")
        assert "“One place” as before, with 1 person in ONE." in refused.err
        assert refused.err.count("--renamed") == 1
    assert view(laid_out.school) == before
    assert laid_out("load", "programme", str(exchanged), "--renamed", "ONE").status == 0
    staff = files / "swapped.csv"
    staff.write_text(STAFF.replace("ANN", "x").replace("BOB", "ANN").replace("x", "BOB"), "utf-8")
    refused = laid_out("load", "staff", str(staff), "--renamed", "ANN")
    assert (refused.status, refused.err.count("Then add --renamed BOB")) == (1, 1)
    done = laid_out("load", "staff", str(staff), "--renamed", "ANN", "--renamed", "BOB")
    assert "  Bob Ray (ANN): forename: Ann → Bob" in done.out.splitlines()
    assert {one.person for one in laid_out.school.records("bookings")} == {"ANN"}


def test_hours_of_weekdays_that_a_file_has_no_column_for_stay(
    own: Callable[..., Shell], tmp_path: Path
) -> None:
    heading = "id,forename,surname,role,"
    shell = own("A,Ann,Lee,teacher,08:30-15:30,09:00-12:00", heading=f"{heading}mon,tue")
    for cell, weekdays in (("10:00-15:30", {"mon", "tue"}), ("no", {"tue"})):
        staff = tmp_path / "mondays.csv"
        staff.write_text(f"{heading}mon\nA,Ann,Lee,teacher,{cell}\n", encoding="utf-8")
        shell("load", "staff", str(staff))
        kept = shell.school.people[PersonId("A")].hours
        assert kept is not None
        assert f"{kept['tue'].start:%H:%M}" == "09:00"
        assert set(kept) == weekdays
        assert "0 updated, 1 unchanged" in shell("load", "staff", str(staff)).out

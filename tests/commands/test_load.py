from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.errors import Problem
from kiosk.language import Language
from kiosk.rules.loading.problems import describe
from kiosk.sample.school import open_demo
from kiosk.text import t
from tests.commands.conftest import TRUE_TIME, Shell

SEED = Path(__file__).parents[2] / "seed"


def test_the_sample_schools_own_files_are_loaded_by_the_commands(empty: Shell) -> None:
    staff = empty("load", "staff", str(SEED / "staff.csv"))
    assert (staff.status, staff.err) == (0, "")
    assert "120 added" in staff.out
    programme = empty("load", "programme", str(SEED))
    assert (programme.status, programme.err) == (0, "")
    assert len(empty("sessions", "--json", "--day", "01/09/2026").json) > 16


def test_invitations_are_loaded_and_again_without_a_change(kiosk: Shell) -> None:
    file = str(SEED / "invitations.csv")
    result = kiosk("load", "invitations", file)
    assert (result.status, result.err) == (0, "")
    assert result.out == "Invitations: 0 added, 0 updated, 4 unchanged.\n"


def test_in_a_sample_of_another_day_the_samples_own_invitations_are_loaded_as_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = TRUE_TIME + timedelta(days=52)  # the date of another of the sample's days
    shell = Shell(tmp_path / "demo", capsys, later)
    open_demo(shell.folder, shell.clock).close()
    result = shell("load", "invitations", str(SEED / "invitations.csv"))
    assert (result.err, result.out) == ("", "Invitations: 0 added, 0 updated, 4 unchanged.\n")
    own = tmp_path / "own.csv"
    rows = f"{later:%d/%m/%Y},NIA,08:45,15:30,voluntary,EPR\n,RHU,09:30,12:30,paid,EPR\n"
    own.write_text("day,person,from,to,terms,agreed by\n" + rows, encoding="utf-8")
    result = shell("load", "invitations", str(own))
    assert result.err.startswith("own.csv, row 3, day:")
    own.write_text(own.read_text("utf-8").rsplit("\n", 2)[0], encoding="utf-8")
    assert shell("load", "invitations", str(own)).out.startswith("Invitations: 0 added, 1 updated")


def test_an_invitation_of_nobody_is_told_by_file_row_and_column(
    kiosk: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "inv.csv"
    heading = "day,person,from,to,terms,agreed by"
    file.write_text(f"{heading}\n01/09/2026,NOBODY,09:30,12:30,paid,EPR\n", encoding="utf-8")
    result = kiosk("load", "invitations", str(file))
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("inv.csv, row 2, person: found “NOBODY”; expected ")


def test_a_programme_is_loaded_from_a_single_file(kiosk: Shell) -> None:
    result = kiosk("load", "programme", str(SEED / "resources.csv"))
    assert (result.status, result.err) == (0, "")


def test_loading_again_changes_nothing(empty: Shell) -> None:
    for _ in range(2):
        out = empty("load", "staff", str(SEED / "staff.csv")).out
    assert "0 added, 0 updated, 120 unchanged" in out
    assert len(empty("people", "--json").json) == 120


def test_every_problem_is_listed_on_a_line_and_nothing_is_loaded(
    empty: Shell, tmp_path: Path
) -> None:
    staff = tmp_path / "staff.csv"
    rows = ["id,forename,surname,role,started", "A,Ann,Lee,wizard,", "B,,,teacher,31/02/2026"]
    staff.write_text("\n".join(rows), encoding="utf-8")
    result = empty("load", "staff", str(staff))
    assert (result.status, result.out) == (1, "")
    hint, *problems, last = result.err.splitlines()
    assert "--role wizard=teacher" in hint
    assert [line.split(":")[0] for line in problems] == [
        "staff.csv, row 2, role", "staff.csv, row 3, surname", "staff.csv, row 3, started",
    ]  # fmt: skip
    assert "found “wizard”; expected" in problems[0]
    assert last == "Nothing was loaded. The file needs correcting first."
    assert empty("people").status == 1


def test_a_file_that_is_not_there_is_told(empty: Shell) -> None:
    result = empty("load", "staff", "nowhere.csv")
    assert (result.status, result.out) == (1, "")
    assert "nowhere.csv" in result.err
    assert "Traceback" not in result.err


def test_columns_that_mean_nothing_are_named(empty: Shell, tmp_path: Path) -> None:
    staff = tmp_path / "staff.csv"
    staff.write_text("id,forename,surname,role,Shoe size\nA,Ann,Lee,teacher,5\n", encoding="utf-8")
    result = empty("load", "staff", str(staff))
    assert result.status == 0
    assert "Shoe size" in result.err


def test_what_was_found_stays_on_one_line_and_short() -> None:
    said = Language("en").say(describe(Problem("a.csv", 2, "role", "x\ny" * 99, t("a role"))))
    assert "\n" not in said
    assert len(said) < 120


def test_where_a_problem_is_told_as_far_as_it_is_known() -> None:
    say = Language("en").say
    assert say(describe(Problem("a", 0, "", "", t("b")))) == "a: found nothing; expected b."
    assert say(describe(Problem("a", 3, "", "c", t("b")))) == "a, row 3: found “c”; expected b."
    assert say(describe(Problem("a", 0, "d", "c", t("b")))) == "a, d: found “c”; expected b."


def test_loading_makes_the_folder_that_only_this_account_may_enter(
    own: Callable[..., Shell],
) -> None:
    shell = own("A,Ann,Lee,teacher")
    assert shell.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("command", ["people", "sessions", "attendance", "sign-in X"])
def test_without_a_school_it_is_said_what_to_do_and_nothing_is_made(
    empty: Shell, command: str
) -> None:
    result = empty(*command.split())
    assert result.status == 1
    assert "kiosk load" in result.sentence
    assert "kiosk demo" in result.sentence
    assert not empty.folder.exists()


def test_a_damaged_school_is_told_in_a_sentence(kiosk: Shell) -> None:
    (kiosk.folder / "attendance.json").write_text('{"people": ')
    assert "is damaged" in kiosk("people").sentence


def test_a_folder_that_is_a_file_is_told_in_a_sentence(empty: Shell) -> None:
    shutil.copy(SEED / "staff.csv", empty.folder)
    result = empty("load", "staff", str(SEED / "staff.csv"))
    assert result.status == 1
    assert "Traceback" not in result.sentence


def test_job_titles_are_asked_for_once_and_said_on_the_command_line(
    empty: Shell, tmp_path: Path
) -> None:
    staff = tmp_path / "staff.csv"
    rows = ["Code,Name,Post held,NI Number", 'A,"Lee, Ann (Mrs)",Lead Practitioner,QQ',
            'B,"Ray, Bob",Teacher of Art,QQ', "Total: 2,,,"]  # fmt: skip
    staff.write_text("\n".join(rows), encoding="utf-8")
    mapped = ("load", "staff", str(staff), "--map", "Post held=role")
    asked = empty(*mapped)
    assert asked.status == 1
    assert "--role 'Lead Practitioner=teacher'" in asked.err
    assert "private columns were left out: NI Number" in asked.err
    shown = empty(*mapped, "--role", "Lead Practitioner=leader", "--dry-run")
    assert "Teacher of Art (1): teacher" in shown.out
    loaded = empty(*mapped, "--role", "Lead Practitioner=leader")
    assert loaded.status == 0
    assert "1 row is of nobody" in loaded.out
    assert "Ann Lee" in empty("people").out
    assert empty(*mapped, "--role-for-all", "TA").status == 0
    for wrong in (("--role", "A=wizard"), ("--map", "A=shoe size"), ("--day-hours", "9")):
        assert "write" in empty(*mapped, *wrong).err

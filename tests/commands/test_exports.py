"""The export of each school system comes in with at most one answer about its job titles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Shell
from tests.exchange.exports import PEOPLE, SYSTEMS, people


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.__name__)
def test_an_export_is_loaded_with_one_mapping(
    empty: Shell, tmp_path: Path, system: Callable[[Path], Path]
) -> None:
    load = ("load", "staff", str(system(tmp_path)))
    first = empty(*load)
    if first.status:
        assert "--role Coach=teacher" in first.err
        assert empty("people").status == 1, "nothing is half-loaded"
        first = empty(*load, "--role", "Coach=teacher")
    assert first.status == 0, first.err
    assert f"Staff: {PEOPLE} added" in first.out
    found = {one["id"]: one for one in empty("people", "--json").json}
    assert found.keys() == {one.code for one in people()}
    again = empty(*load, "--role", "Coach=teacher")
    assert f"0 added, 0 updated, {PEOPLE} unchanged" in again.out


def test_letters_that_were_lost_are_named_and_private_columns_left_out(
    empty: Shell, tmp_path: Path
) -> None:
    sims = SYSTEMS[0](tmp_path)
    result = empty("load", "staff", str(sims), "--role", "Coach=teacher")
    assert "G?yn" in result.err
    assert "private columns were left out: Date of Birth, NI Number" in result.err
    assert "2 rows are of nobody" in result.out


def test_pupils_and_leavers_are_left_out_and_counted(empty: Shell, tmp_path: Path) -> None:
    result = empty("load", "staff", str(SYSTEMS[4](tmp_path)))
    assert "20 rows are not for staff and are left out" in result.out
    assert "1 row for someone who has left is not added" in result.out


def test_what_was_said_once_holds_for_the_next_load_and_goes_with_its_own(
    empty: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Name,Post held\nAnn Ffug,Coach\n", encoding="utf-8")
    first = empty("load", "staff", str(path), "--map", "Post held=role", "--role", "Coach=teacher")
    assert first.status == 0, first.err
    assert "As last time" not in first.out
    told = "As last time: “Post held” is: Role; “Coach”: Teacher."
    shown = empty("load", "staff", str(path), "--dry-run")
    assert (shown.status, told in shown.out) == (0, True)
    again = empty("load", "staff", str(path))
    assert (again.status, told in again.out) == (0, True)
    changed = empty("load", "staff", str(path), "--role", "Coach=support")
    assert "As last time: “Post held” is: Role.\n" in changed.out
    assert empty("people", "--json").json[0]["role"] == "support"
    assert empty("undo").status == 0
    assert told in empty("load", "staff", str(path)).out
    assert empty("people", "--json").json[0]["role"] == "teacher"


def test_a_heading_can_be_left_out_and_one_that_is_not_there_is_told(
    empty: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Name,Role,Status\nAnn Ffug,TA,Leaver\n", encoding="utf-8")
    wrong = empty("load", "staff", str(path), "--map", "Post=role")
    assert wrong.status == 1
    assert "expected one of its headings: Name, Role, Status" in wrong.err
    assert empty("people").status == 1, "nothing is half-loaded"
    assert "Staff: 0 added" in empty("load", "staff", str(path), "--dry-run").out
    assert "Staff: 1 added" in empty("load", "staff", str(path), "--map", "Status=none").out

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

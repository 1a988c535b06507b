"""The log says where in the code an error happened, and nothing about people."""

from __future__ import annotations

import ast
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiosk
from kiosk.errors import NotSaved
from kiosk.system.log import KEPT, LARGEST, ErrorLog, describe_error
from kiosk.text import t

NAME = "Siân Llŵyd"


def fails(name: str) -> None:
    """Fail as a rule would, with a person's name in the error and in memory."""
    secret = {name: "ill"}
    try:
        raise ValueError(f"{name} is not here: {secret}")
    except ValueError as error:
        raise KeyError(name) from error


def caught(name: str) -> BaseException:
    try:
        fails(name)
    except KeyError as error:
        return error
    raise AssertionError


def test_it_tells_the_kind_the_lines_and_the_cause(tmp_path: Path) -> None:
    log = ErrorLog(tmp_path)
    log.note(caught(NAME))
    written = log.path.read_text(encoding="utf-8")
    assert "KeyError\n" in written
    assert "caused by ValueError\n" in written
    assert written.count("tests.system.test_log:") == 3


@given(st.text(min_size=4, alphabet="ÂÊŴŶâêŵŷßøł"))
def test_no_name_is_in_it(name: str) -> None:
    assert name not in "\n".join(describe_error(caught(name)))


def test_of_a_file_the_system_s_number_is_told_but_not_its_name(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=NAME) as found:
        (tmp_path / NAME).read_text()
    lines = "\n".join(describe_error(found.value))
    assert "FileNotFoundError 2" in lines
    assert NAME not in lines


def test_of_a_sentence_what_was_put_into_it_is_left_out() -> None:
    error = NotSaved(t("Not saved: {file} is full.", file=NAME))
    assert list(describe_error(error)) == ["kiosk.errors.NotSaved 'Not saved: {file} is full.'"]


def test_only_the_kiosk_s_account_can_read_it_and_it_stays_small(tmp_path: Path) -> None:
    log = ErrorLog(tmp_path)
    before = os.umask(0)
    try:
        for _ in range(10 * LARGEST // 400):
            log.note(caught(NAME))
    finally:
        os.umask(before)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + KEPT
    assert all(file.stat().st_size <= LARGEST for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_folder_that_cannot_be_written_is_no_second_error(tmp_path: Path) -> None:
    ErrorLog(tmp_path / "gone").note(caught(NAME))
    assert list(tmp_path.iterdir()) == []


def test_an_endless_recursion_is_told_briefly() -> None:
    def deep() -> None:
        deep()

    with pytest.raises(RecursionError) as found:
        deep()
    assert len(list(describe_error(found.value))) < 50


def test_nothing_but_the_log_makes_a_sentence_of_a_fault() -> None:
    """Whatever a screen or a command catches, it asks `explain` for the words."""
    package = Path(kiosk.__file__).parent
    files = [package / "app.py", *package.glob("screens/**/*.py"), *package.glob("commands/*.py")]
    found = [
        f"{file.name}:{use.lineno}"
        for file in files
        for caught in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(caught, ast.ExceptHandler) and ast.unparse(caught.type or caught) not in NONE
        for use in ast.walk(caught)
        if isinstance(use, ast.Attribute)
        and use.attr == "reason"
        and ast.unparse(use.value) == caught.name
    ]
    assert found == []


NONE = ("Refused", "WrongUsage")
"""Errors that are never a fault."""

"""The command line in Welsh: asked for by an option, or as the terminal is set."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from kiosk import language
from kiosk.commands.parser import ARGPARSE, language_code
from tests.commands.conftest import Shell

TITLE = "Ymarfer adalw"
"""The beginning of a title that the sample has in Welsh."""


@pytest.mark.parametrize(
    ("words", "environ", "code"),
    [
        ("", {}, "en"),
        ("people", {"LANG": "cy_GB.UTF-8"}, "cy"),
        ("people", {"LC_MESSAGES": "cy", "LANG": "en_GB.UTF-8"}, "cy"),
        ("people", {"LC_ALL": "C.UTF-8", "LC_MESSAGES": "cy_GB"}, "en"),
        ("people", {"LC_ALL": "", "LANG": "cy_GB"}, "cy"),
        ("people", {"LANG": "cynic"}, "en"),
        ("people --language cy", {"LANG": "en_GB.UTF-8"}, "cy"),
        ("--language=cy people", {}, "cy"),
        ("people --language en", {"LANG": "cy_GB.UTF-8"}, "en"),
        ("people --language", {"LANG": "cy_GB.UTF-8"}, "cy"),
    ],
)
def test_an_option_says_the_language_and_else_the_terminal(
    words: str, environ: dict[str, str], code: str
) -> None:
    assert language_code(words.split(), environ) == code


def test_a_schools_own_texts_are_said_in_the_language_of_the_command(kiosk: Shell) -> None:
    kiosk("mark", "TAI", "A1", "present")
    kiosk("choose", "RAD", "A1")
    for words in ("sessions", "attendance", "history RAD"):
        assert TITLE not in kiosk(*words.split()).out
        assert TITLE in kiosk(*words.split(), "--language", "cy").out
    kiosk.environ["LANG"] = "cy_GB.UTF-8"
    assert TITLE in kiosk("sessions").out


def test_rooms_and_departments_are_said_in_the_language_of_the_command(kiosk: Shell) -> None:
    for words, english, welsh in (
        ("sessions", "Main hall", "Prif neuadd"),
        ("people --find Rebecca", "Mathematics", "Mathemateg"),
    ):
        assert english in kiosk(*words.split()).out
        said = kiosk(*words.split(), "--language", "cy").out
        assert welsh in said
        assert english not in said


def test_a_language_that_there_is_not_is_refused(kiosk: Shell) -> None:
    result = kiosk("people", "--language", "fr")
    assert result.status == 2
    assert "fr" in result.err


@pytest.fixture
def translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue of some texts."""
    catalogue = Catalog("cy")
    catalogue.add("Options", "Dewisiadau")
    catalogue.add("the following arguments are required: %s", "mae angen: %s")
    catalogue.add("{message}. For help: {command} --help", "{message}. Cymorth: {command} --help")
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "kiosk.mo").open("wb") as out:
        write_mo(out, catalogue)
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)


@pytest.mark.usefixtures("translated")
def test_help_and_what_is_wrong_with_a_command_are_said_in_the_language(kiosk: Shell) -> None:
    assert "Dewisiadau" in kiosk("people", "--language", "cy", "--help").out
    assert "Dewisiadau" not in kiosk("people", "--help").out
    said = kiosk("choose", "--language", "cy").err
    assert said == "mae angen: PERSON, SESSION. Cymorth: kiosk choose --help\n"
    assert "are required" in kiosk("choose").err


def test_argparse_still_says_what_is_translated_for_it() -> None:
    import argparse
    from inspect import getsource

    written = getsource(argparse)
    assert not [words for words in ARGPARSE if f"'{words}'" not in written]

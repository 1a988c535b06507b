"""The command line in Welsh: asked for by an option, or as the terminal is set."""

from __future__ import annotations

import argparse
from gettext import NullTranslations
from inspect import getsource
from typing import ClassVar

import pytest

from kiosk.commands.parser import ARGPARSE, WrongUsage, language_code, read_arguments
from kiosk.language import Language
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


class Some(NullTranslations):
    """A catalogue of some texts."""

    TEXTS: ClassVar = {
        "Options": "Dewisiadau",
        "the following arguments are required: %s": "mae angen: %s",
        "{message}. For help: {command} --help": "{message}. Cymorth: {command} --help",
    }

    def gettext(self, message: str) -> str:
        return self.TEXTS.get(message, message)


def test_help_and_what_is_wrong_with_a_command_are_said_in_the_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    welsh = Language("cy", Some())
    with pytest.raises(SystemExit):
        read_arguments(["people", "--help"], welsh)
    assert "Dewisiadau:" in capsys.readouterr().out
    with pytest.raises(WrongUsage) as wrong:
        read_arguments(["choose"], welsh)
    said = welsh.say(wrong.value.reason)
    assert said == "mae angen: PERSON, SESSION. Cymorth: kiosk choose --help"
    with pytest.raises(WrongUsage) as wrong:
        read_arguments(["choose"], Language("en"))
    assert "are required" in Language("en").say(wrong.value.reason)


def test_argparse_still_says_what_is_translated_for_it() -> None:
    written = getsource(argparse)
    assert not [words for words in ARGPARSE if f"'{words}'" not in written]

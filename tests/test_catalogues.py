"""Where a language's messages come from: an installed package, and a source tree."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.catalogues import catalogue
from kiosk.language import Language
from kiosk.text import t, tc, tn
from tests.welsh.catalogue import HEADER

MESSAGES = """msgid "Help"
msgstr "Cymorth"

msgctxt "answer"
msgid "Help"
msgstr "help"

msgid "{n} dog"
msgid_plural "{n} dogs"
msgstr[0] "dim ci"
msgstr[1] "{n} ci"
msgstr[2] "{n} gi"
msgstr[3] "{n} chi"
msgstr[4] "{n} chi!"
msgstr[5] "{n} ci eraill"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "cy/LC_MESSAGES/kiosk.po"
    source.parent.mkdir(parents=True)
    source.write_text(HEADER + MESSAGES, encoding="utf-8")
    return source


def welsh(source: Path) -> Language:
    catalogue.cache_clear()
    return Language("cy", catalogue("cy", source.parents[2]))


def test_a_source_tree_compiles_its_catalogue_on_first_use_and_keeps_it(source: Path) -> None:
    assert welsh(source).say(t("Help")) == "Cymorth"
    kept = source.with_suffix(".mo")
    assert sorted(source.parent.iterdir()) == [kept, source]
    source.write_text("no longer read", encoding="utf-8")
    os.utime(source, ns=(0, 0))
    assert welsh(source).say(t("Help")) == "Cymorth"


def test_an_edited_source_is_compiled_again(source: Path) -> None:
    welsh(source)
    source.write_text(HEADER + MESSAGES.replace("Cymorth", "Help llaw"), encoding="utf-8")
    later = source.with_suffix(".mo").stat().st_mtime_ns + 1
    os.utime(source, ns=(later, later))
    assert welsh(source).say(t("Help")) == "Help llaw"


def test_an_installed_package_has_the_compiled_catalogue_alone(source: Path) -> None:
    welsh(source)
    source.unlink()
    assert welsh(source).say(t("Help")) == "Cymorth"


def test_a_tree_that_cannot_be_written_to_serves_as_well(source: Path) -> None:
    blocking = source.with_suffix(".mo")
    (blocking / "something").mkdir(parents=True)
    os.utime(blocking, ns=(0, 0))
    assert welsh(source).say(t("Help")) == "Cymorth"


def test_without_a_catalogue_and_for_what_it_lacks_english_is_said(source: Path) -> None:
    assert welsh(source).say(t("Theme")) == "Theme"
    assert Language("en").say(tn("{n} dog", "{n} dogs", 2)) == "2 dogs"


def test_a_number_has_the_form_that_welsh_has_for_it(source: Path) -> None:
    said = [welsh(source).say(tn("{n} dog", "{n} dogs", n)) for n in (0, 1, 2, 3, 4, 6, 106)]
    assert said == ["dim ci", "1 ci", "2 gi", "3 chi", "4 ci eraill", "6 chi!", "106 ci eraill"]


def test_two_senses_of_the_same_english_may_differ(source: Path) -> None:
    assert welsh(source).say(tc("answer", "Help")) == "help"


def test_english_reads_no_catalogue_and_welsh_only_when_something_is_said() -> None:
    script = (
        "import sys; from kiosk.language import Language; from kiosk.text import t\n"
        "english, welsh = Language('en'), Language('cy')\n"
        "english.say(t('Help'))\n"
        "from kiosk.catalogues import catalogue; print(catalogue.cache_info().currsize)\n"
        "print('babel' in sys.modules, welsh.say(t('Help')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "False", "Cymorth"]

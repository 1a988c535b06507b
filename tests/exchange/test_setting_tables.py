"""Usual hours and words in both languages, as forms: read as the files of a school are."""

from __future__ import annotations

import pytest

from kiosk.exchange.setting_tables import TableRow, tables
from kiosk.language import Language
from kiosk.rules.loading.setting_changes import change_settings
from kiosk.rules.model.school import School
from kiosk.sample.school import read_sample
from kiosk.settings import Settings
from kiosk.text import Both
from tests.builders import after, at

HALL, BASE = Both("Hall", "Neuadd"), Both("Base", "Safle")
KNOWN = Settings(
    usual_hours={"teacher": dict.fromkeys(("mon", "tue", "wed"), "08:30-15:30")},
    words={name: pair for pair in (HALL, BASE) for name in (pair.en, pair.cy)},
)
ROWS = {row.id: row for _, rows in tables(KNOWN) for row in rows}


def changed(row: TableRow, **typed: str) -> Settings:
    entry, problems = row.read(KNOWN, {one.name: one.value for one in row.fields} | typed)
    assert problems == []
    return after(School().apply([]), at("08:00"), change_settings(entry)).settings


def wrong(row: TableRow, **typed: str) -> list[str]:
    _, problems = row.read(KNOWN, {one.name: one.value for one in row.fields} | typed)
    return [one.column for one in problems]


def test_every_row_as_it_is_changes_nothing() -> None:
    settings = read_sample()[1].settings
    assert settings is not None
    for _, rows in tables(settings.record):
        for row in rows[:-1] if rows[-1].id == "word add" else rows:
            entry, problems = row.read(settings.record, {one.name: one.value for one in row.fields})
            [name] = entry.given
            assert (problems, getattr(entry.record, name)) == (
                [], getattr(settings.record, name),
            )  # fmt: skip


def test_hours_are_shown_by_stretches_of_days() -> None:
    sample = read_sample()[1].settings
    assert sample is not None
    shown = [Language("en").say(row.shown) for row in tables(sample.record)[0][1]]
    assert shown == [
        "Mon–Fri 08:30-15:30", "", "Mon–Thu 08:00-16:30, Fri 08:00-16:00",
        "Mon–Fri 08:00-16:00", "", "",
    ]  # fmt: skip


def test_usual_hours_are_typed_as_in_a_file_and_those_of_other_roles_stay() -> None:
    teacher = KNOWN.usual_hours["teacher"]
    assert changed(ROWS["hours TA"], mon="8.30-12.00", tue="no").usual_hours == {
        "teacher": teacher, "TA": {"mon": "08:30-12:00"},
    }  # fmt: skip
    assert changed(ROWS["hours teacher"], wed="off", thu="9.00-15.00").usual_hours["teacher"] == {
        "mon": "08:30-15:30", "tue": "08:30-15:30", "thu": "09:00-15:00",
    }  # fmt: skip
    blank = dict.fromkeys(teacher, "") | dict.fromkeys(("thu", "fri", "sat", "sun"), "")
    assert changed(ROWS["hours teacher"], **blank).usual_hours == {}
    assert wrong(ROWS["hours teacher"], mon="soon", fri="15:30-08:30") == ["mon", "fri"]


def test_a_word_is_added_changed_and_taken_off() -> None:
    assert changed(ROWS["word add"], english="Gym", welsh="Campfa").words == {
        **KNOWN.words, "Gym": (gym := Both("Gym", "Campfa")), "Campfa": gym,
    }  # fmt: skip
    great = Both("Great hall", "Neuadd")
    words = changed(ROWS["word 0"], english="Great hall").words
    assert (words["Great hall"], words["Neuadd"], "Hall" in words) == (great, great, False)
    assert {*changed(ROWS["word 0"], english="", welsh="").words.values()} == {BASE}


@pytest.mark.parametrize(
    ("row", "english", "welsh", "told"),
    [
        ("word add", "", "", ["english", "welsh"]),
        ("word add", "Gym", "", ["welsh"]),
        ("word 0", "", "Neuadd", ["english"]),
        ("word 0", "Base", "Neuadd", ["english"]),
        ("word add", "Gym", "Neuadd", ["welsh"]),
        ("word add", "x" * 5000, "Campfa", ["english"]),
    ],
)
def test_a_word_needs_both_languages_and_is_in_the_list_once(
    row: str, english: str, welsh: str, told: list[str]
) -> None:
    assert wrong(ROWS[row], english=english, welsh=welsh) == told

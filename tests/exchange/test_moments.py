"""The moments in days.toml at which choices open, close and are drawn: read, checked, moved."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.exchange.cells import parse_moment
from kiosk.exchange.programme import read_programme
from kiosk.rules.choosing.lottery import run_lottery
from kiosk.rules.loading.school_files import load_programme
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School, put
from kiosk.settings import Settings
from tests.builders import DAY, SOMEBODY, after, at
from tests.exchange.files import NOW, carried_out, places, problems_of, said, write

TEXT = """\
[[day]]
date = 2026-09-01
number = 1
title_en = "Start"
{moments}

[[day.slot]]
id = "one"
title_en = "One"
kind = "{kind}"
start = "10:00"
end = "11:00"
"""
ALL = """\
choices_open = 2026-08-24T08:00:00
choices_close = 2026-08-28T18:00:00+00:00
draw_at = "29/08/2026 12:00"
draw_seed = "lottery of 28 August"
"""


def loaded(folder: Path, moments: str, known: School | None = None, kind: str = "choice") -> School:
    path = write(folder, TEXT.format(moments=moments, kind=kind), "days.toml")
    return carried_out(known or School(), load_programme(read_programme(path)))[0]


def test_moments_are_local_unless_they_say_an_offset(tmp_path: Path) -> None:
    day = loaded(tmp_path, ALL).day(DAY)
    assert day.choices_open == at("08:00", "2026-08-24")
    assert day.choices_close == datetime(2026, 8, 28, 18, tzinfo=UTC)
    assert day.draw_at == at("12:00", "2026-08-29")
    assert day.draw_seed == "lottery of 28 August"


def test_local_is_where_the_school_is_also_where_the_setting_comes_with_the_file(
    tmp_path: Path,
) -> None:
    write(tmp_path, 'time_zone = "Pacific/Auckland"\n', "school.toml")
    write(tmp_path, TEXT.format(moments=ALL, kind="choice"), "days.toml")
    known, _ = carried_out(School(), load_programme(read_programme(tmp_path)))
    assert str(known.day(DAY).draw_at) == "2026-08-29 12:00:00+12:00"
    known = School().apply([put(Settings(time_zone="Asia/Tokyo"))])
    assert str(loaded(tmp_path, ALL, known).day(DAY).draw_at) == "2026-08-29 12:00:00+09:00"


def test_a_second_load_changes_nothing_and_a_draw_that_was_carried_out_stays(
    tmp_path: Path,
) -> None:
    known = loaded(tmp_path, ALL)
    again = load_programme(read_programme(tmp_path / "days.toml"))
    assert again(known, NOW, SOMEBODY).items == ()
    drawn = after(known, at("12:00", "2026-08-29"), run_lottery(DAY))
    known = loaded(tmp_path, ALL.replace("29/08", "30/08"), drawn)
    assert known.day(DAY).drawn_at == at("12:00", "2026-08-29")
    assert not known.day(DAY).awaits_draw


def test_what_the_file_leaves_out_stays_and_what_it_makes_blank_goes(tmp_path: Path) -> None:
    known = loaded(tmp_path, 'draw_at = ""', loaded(tmp_path, ALL))
    assert known.day(DAY).draw_at is None
    assert known.day(DAY).choices_open == at("08:00", "2026-08-24")


@pytest.mark.parametrize(
    ("moments", "wrong", "expected"),
    [
        ("draw_at = 2026-08-29", "draw_at", "a date and a time such as"),
        ('draw_at = "soon"', "draw_at", "a date and a time such as"),
        (
            "choices_open = 2026-08-24T08:00:00\nchoices_close = 2026-08-24T08:00:00",
            "choices_close",
            "a date and time after choices_open, 2026-08-24 08:00",
        ),
        (
            "choices_close = 2026-08-28T18:00:00\ndraw_at = 2026-08-28T17:59:59",
            "draw_at",
            "a date and time after choices_close",
        ),
        ("draw_at = 2026-09-01T10:00:01", "draw_at", "before the first choice, 2026-09-01 10:00"),
        ("choices_close = 2026-09-02T00:00:00", "choices_close", "before the day is over"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(
    tmp_path: Path, moments: str, wrong: str, expected: str
) -> None:
    [problem] = problems_of(lambda: loaded(tmp_path, moments))
    assert (problem.file, problem.column) == ("days.toml", wrong)
    assert problem.row >= 1
    assert expected in said(problem.expected)


def test_choices_may_close_at_the_moment_of_the_draw_and_a_draw_needs_no_opening(
    tmp_path: Path,
) -> None:
    same = "choices_close = 2026-09-01T10:00:00\ndraw_at = 2026-09-01T10:00:00"
    assert loaded(tmp_path, same).day(DAY).awaits_draw


def test_a_draw_needs_something_to_choose(tmp_path: Path) -> None:
    wrong = problems_of(lambda: loaded(tmp_path, "draw_at = 2026-08-29T12:00:00", kind="together"))
    assert places(wrong) == [(1, "draw_at", "2026-08-29 12:00")]


def test_the_moments_move_with_their_day(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.format(moments=ALL, kind="choice"), "days.toml")
    moved = read_programme(path).moved(date(2026, 12, 3))
    day = carried_out(School(), load_programme(moved))[0].day("2026-12-03")
    assert day.choices_open == at("08:00", "2026-11-25")
    assert day.draw_at == at("12:00", "2026-11-30")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("24/08/2026 09:05:31", "2026-08-24 09:05:31"),
        ("2026/08/24 9:05:31 pm", "2026-08-24 21:05:31"),
        ("2026-08-24T09:05", "2026-08-24 09:05:00"),
        ("24.8.2026 12.05 a.m.", "2026-08-24 00:05:00"),
        ("24/08/2026 12:05 PM", "2026-08-24 12:05:00"),
        ("24/08/2026 13:05 PM", "None"),
        ("08/24/2026 09:05", "None"),
        ("24/08/2026", "None"),
        ("", "None"),
    ],
)
def test_a_moment_is_read_as_people_and_forms_write_it(text: str, read: str) -> None:
    assert str(parse_moment(text)) == read


def test_a_day_that_is_there_gets_its_moments_without_losing_what_was_decided(
    tmp_path: Path,
) -> None:
    plain = loaded(tmp_path, "")
    day: InsetDay = replace(plain.day(DAY), closed_at=NOW)
    known = loaded(tmp_path, ALL, plain.apply([put(day)]))
    assert known.day(DAY).closed_at == NOW
    assert known.day(DAY).awaits_draw

"""Ids that were exchanged are errors to mypy, in calls of decisions and in queries."""

from __future__ import annotations

import re
from pathlib import Path

from mypy import api

HERE = Path(__file__).parents[2]

CALLS = """
from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.choosing.bookings import wishes_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.ids import DayId, PersonId, SessionId, SlotId
from kiosk.rules.model.school import School

def calls(school: School, person: PersonId, day: DayId, slot: SlotId, session: SessionId) -> None:
    choose(person, session)
    choose(session, person)  # wrong
    choose(person=session, session=person)  # wrong
    choose(str(person), session)  # wrong
    is_on_site(school, person, day)
    is_on_site(school, day, person)  # wrong
    wishes_of(school, person, day, slot)
    wishes_of(school, person, slot, day)  # wrong
    school.day_record(day).bookings[session][person]
    school.day_record(day).bookings[person][session]  # wrong
    school.person(person)
    school.person(session)  # wrong
"""
LITERALS = """
    choose("SJO", "A1")
    school.day_record("2026-09-01").bookings["A1"]["SJO"]
"""
CHECKED = f"[mypy]\nstrict = True\nplugins = {HERE / 'literal_ids.py'}\nmypy_path = {HERE.parent}\n"


def lines_of(text: str, pattern: str) -> set[int]:
    return {number for number, line in enumerate(text.split("\n"), 1) if re.search(pattern, line)}


def test_mypy_tells_ids_apart_and_accepts_literals_in_tests_only(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    config, product, test = (tmp_path / name for name in ("ini", "product.py", "tests/test_it.py"))
    config.write_text(CHECKED, encoding="utf-8")
    text = CALLS + LITERALS
    for file in (product, test):
        file.write_text(text, encoding="utf-8")
    said, trouble, _ = api.run([
        "--config-file", str(config), "--cache-dir", str(tmp_path / "cache"), "--no-pretty",
        str(product), str(test),
    ])  # fmt: skip
    assert not trouble
    reported = {
        file: {int(number) for number in re.findall(rf"{file.name}:(\d+): error", said)}
        for file in (product, test)
    }
    wrong = lines_of(text, "# wrong")
    assert wrong
    assert reported[test] == wrong, said
    assert reported[product] == wrong | lines_of(text, '"A1"'), said

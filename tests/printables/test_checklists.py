"""The lists to tick off: before, on and after the day."""

from __future__ import annotations

import re
from io import BytesIO

from kiosk.commands.parser import overview
from printables.checklists import LISTS, write_checklists
from tests.printables.sample import DAY, ENGLISH, Pages, school, squeezed


def test_every_line_is_on_one_page_of_a4_with_its_day_and_school() -> None:
    out = BytesIO()
    told: list[str] = []
    write_checklists(out, school(), DAY, ENGLISH, lambda text: told.append(ENGLISH.say(text)))
    pages = Pages(out.getvalue())
    assert len(pages) == 1
    assert pages.size(0) == (210.0, 297.0)
    assert told == []
    said = pages.squeezed(0)
    for heading, points in LISTS:
        for words in (heading, *points):
            assert squeezed(ENGLISH.say(words)) in said
    assert squeezed("Wednesday 2 September 2026") in said


def test_the_commands_that_it_names_are_there() -> None:
    lines = " ".join(ENGLISH.say(point) for _, points in LISTS for point in points)
    named = re.findall(r"kiosk ((?:load|print) [a-z]+|demo|attention|backups|training)\b", lines)
    assert len(named) == 9
    known = overview(ENGLISH)
    assert not [command for command in named if command not in known]

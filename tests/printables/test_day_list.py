"""A day on one page, to hand on."""

from __future__ import annotations

from io import BytesIO

import pytest

from kiosk.language import Language
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from printables.day_list import write_day_list
from tests.builders import DAY, at
from tests.printables.sample import DAY as OTHER_DAY
from tests.printables.sample import HOSTILE, Pages, person, squeezed
from tests.printables.sample import school as sample
from tests.rules.follow_up.test_day_summary import day_of


def page_of(school: School, day: DayId = DAY, language: str = "en") -> Pages:
    out = BytesIO()
    write_day_list(out, school, at("16:30"), day, Language(language))
    return Pages(out.getvalue())


def test_a_small_schools_day_is_one_page() -> None:
    pages = page_of(day_of({0, 1}, {1, 4}, "Safeguarding update", is_closed=True))
    assert len(pages) == 1
    said = pages.squeezed(0)
    for words in (
        "Who was here", "Here: 2 people", "Not here: 1 person", "Not expected: 2 people",
        "Still to do: Safeguarding update, 2 people", "Ask Mrs Price for the slides", "Ann Lee",
    ):  # fmt: skip
        assert squeezed(words) in said


def test_where_nothing_is_owed_nothing_is_said_of_it() -> None:
    said = page_of(day_of({0, 1, 2, 3, 4}, set(), "", is_closed=True)).squeezed(0)
    assert squeezed("Here: 5 people") in said
    assert "Stilltodo" not in said
    assert "Nothere" not in said


def test_in_welsh_it_is_welsh() -> None:
    said = page_of(day_of({0}, set(), "", is_closed=False), language="cy").squeezed(0)
    assert squeezed("Pwy oedd yma") in said


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_stays_on_the_page(name: str) -> None:
    pages = page_of(sample(person("bob", name, department=name)), OTHER_DAY)
    for page in range(len(pages)):
        for _, (left, _top, right, bottom) in pages.boxes(page):
            assert left >= 15
            assert right <= 195
            assert bottom < 290

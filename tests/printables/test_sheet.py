"""The list to sign on paper."""

from __future__ import annotations

from io import BytesIO

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School, put
from printables.sheet import write_sheet
from tests.printables.sample import DAY, ENGLISH, HOSTILE, Pages, person, school, squeezed
from tests.printables.test_fonts import everybody


def sheet(known: School, language: Language = ENGLISH, told: list[str] | None = None) -> Pages:
    out = BytesIO()
    told = [] if told is None else told
    report = lambda text: told.append(ENGLISH.say(text))  # noqa: E731
    write_sheet(out, known, DAY, language, report)
    return Pages(out.getvalue())


def test_everybody_is_there_once_from_a_to_z_with_room_for_two_times() -> None:
    people = [person("zoe", "Zoe", "Ash"), person("bob", "Bob", "Zeal", department="Maths")]
    pages = sheet(school(*people))
    assert len(pages) == 1
    assert pages.size(0) == (210.0, 297.0)
    said = pages.squeezed(0)
    for words in (
        "Signing in on paper", "Tick your name", "Came at", "Left at", "Everyone, A to Z: 3 people",
        "Teacher · Maths", "Not on this list?", "Wednesday 2 September 2026",
    ):  # fmt: skip
        assert squeezed(words) in said
    order = [said.index(squeezed(name)) for name in ("Zoe Ash", "Siân Jones", "Bob Zeal")]
    assert order == sorted(order)


def test_in_welsh_it_is_welsh_and_in_the_order_of_the_welsh_alphabet() -> None:
    people = [person("l", "Ann", "Llwyd"), person("x", "Ann", "Lyn")]
    said = sheet(school(*people), Language("cy")).squeezed(0)
    assert squeezed("Arwyddo i mewn ar bapur") in said
    assert said.index("AnnLyn") < said.index("AnnLlwyd")


def test_of_a_name_in_two_scripts_the_form_that_can_be_printed_is_there() -> None:
    said = sheet(school(person("wxm", "王小明", "(Wang Xiaoming)"))).squeezed(0)
    assert "WangXiaoming" in said
    assert "(Wang" not in said


def test_whoever_has_left_is_not_there() -> None:
    known = school(person("bob", "Bob", "Zeal"))
    gone = replace(known.people["bob"], left=known.day(DAY).date)
    assert "BobZeal" not in sheet(known.apply([put(gone)])).squeezed(0)


def test_a_large_school_goes_on_over_the_page_with_its_headings() -> None:
    pages = sheet(school(*(person(f"p{n:03}", f"Forename{n:03}", "Surname") for n in range(100))))
    assert len(pages) == 4
    for page in range(len(pages)):
        assert squeezed("Came at") in pages.squeezed(page)


def test_every_hard_name_has_its_row() -> None:
    people = everybody()
    pages = sheet(school(*people))
    said = "".join(pages.squeezed(page) for page in range(len(pages)))
    plain = [one.name for one in people if one.name.isascii() and len(one.name) < 30]
    assert len(plain) > 20
    assert [name for name in plain if squeezed(name) not in said] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_stays_on_the_page(name: str) -> None:
    pages = sheet(school(person("bob", name, department=name)))
    for page in range(len(pages)):
        for _, (left, _top, right, bottom) in pages.boxes(page):
            assert left >= 15
            assert right <= 195
            assert bottom < 290


def test_a_day_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused):
        write_sheet(BytesIO(), school(), DayId("2031-01-01"), ENGLISH)

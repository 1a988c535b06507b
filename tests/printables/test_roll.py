"""The roll call on paper."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.records import Session
from kiosk.rules.model.rooms import Room, RoomId
from kiosk.rules.model.school import School, put
from kiosk.text import Both
from printables.roll import write_roll
from printables.text import drawn_name, printable, uncovered_names
from tests.printables.sample import DAY, ENGLISH, HOSTILE, Pages, person, school, squeezed
from tests.printables.test_fonts import LEFTWARD, everybody

ARRIVED = datetime(2026, 9, 2, 7, 55, tzinfo=UTC)
NOW = datetime(2026, 9, 2, 8, 20, tzinfo=UTC)
"""20 past nine in summer, while the first session runs."""
HALL = Session("SG1", DAY, "brief", "w1", time(9), time(10), "Main hall", audience=("all",))


def here(*people: Any, room: str = "Main hall") -> School:
    """Return a school in which these people and Siân Jones have arrived."""
    known = school(*people)
    known = known.apply(
        [
            put(replace(HALL, room=room)),
            put(Room(RoomId("Main hall"), zone="Upper")),
            put(replace(known.day(DAY), slots=tuple(
                replace(one, required=("all",)) for one in known.day(DAY).slots))),
        ]
    )  # fmt: skip
    for who in known.people:
        known = known.apply(sign_in(who)(known, ARRIVED, TUTOR).items)
    return known


def roll(known: School, language: Language = ENGLISH, told: list[str] | None = None) -> Pages:
    out = BytesIO()
    told = [] if told is None else told
    report = lambda text: told.append(ENGLISH.say(text))  # noqa: E731
    write_roll(out, known, known.day(DAY), NOW, language, report)
    return Pages(out.getvalue())


def test_it_is_a_page_of_a4_with_everybody_below_their_room_and_the_time_it_was_known() -> None:
    pages = roll(here(person("bob", "Bob", "Ash", department="Maths")))
    assert len(pages) == 1
    assert pages.size(0) == (210.0, 297.0)
    said = pages.squeezed(0)
    for words in (
        "Roll call", "Known at 09:20. Check it against the people in front of you.", "2 people",
        "Upper · Main hall: 2 people", "Bob Ash", "Teacher · Maths", "in since 08:55",
        "Found, and not on this list",
    ):  # fmt: skip
        assert squeezed(words) in said
    assert said.index("BobAsh") < said.index(squeezed("Siân Jones"))


def test_in_welsh_it_is_welsh_with_the_schools_own_words() -> None:
    known = here()
    words = {"Main hall": Both("Main hall", "Prif neuadd"), "Upper": Both("Upper", "Llawr uchaf")}
    known = known.apply([put(replace(known.settings, words=words))])
    said = roll(known, Language("cy")).squeezed(0)
    assert squeezed("Galw'r enwau") in said
    assert squeezed("Llawr uchaf · Prif neuadd") in said
    assert "Mainhall" not in said


def test_many_people_go_on_over_the_page_where_the_time_is_said_again() -> None:
    people = [person(f"p{n:03}", f"Forename{n:03}", "Surname") for n in range(100)]
    pages = roll(here(*people))
    assert len(pages) == 3
    for number in range(len(pages)):
        said = pages.squeezed(number)
        assert squeezed("Known at 09:20") in said
        assert squeezed(f"page {number + 1} of 3") in said
        assert max(box[3] for _, box in pages.boxes(number)) < 290
    whole = "".join(pages.squeezed(number) for number in range(len(pages)))
    assert all(whole.count(f"Forename{n:03}Surname") == 1 for n in range(100))
    assert squeezed("Main hall: 101 people, continued") in pages.squeezed(1)


def test_every_hard_name_is_printed_or_is_one_that_no_font_draws() -> None:
    people = everybody()
    known = here(*people)
    listed = uncovered_names(known, [one.id for one in people])
    told: list[str] = []
    pages = roll(known, told=told)
    said = "".join(pages.squeezed(number) for number in range(len(pages)))
    for one in people:
        is_leftward = any(LEFTWARD[0] <= char <= LEFTWARD[1] for char in one.name)
        is_cut = any(one.name in words for words in told)
        if one.id not in listed and not is_leftward and not is_cut:
            assert squeezed(printable(drawn_name(one.name))) in said


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_is_printed_as_it_is_and_stays_on_the_page(name: str) -> None:
    pages = roll(here(person("bob", name, department=name), room=name))
    for page in range(len(pages)):
        for _, (left, _top, right, bottom) in pages.boxes(page):
            assert left >= 15
            assert right <= 195
            assert bottom < 290

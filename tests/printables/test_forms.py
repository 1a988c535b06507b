"""The form on which people choose before the day."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.errors import CannotPrint, Refused
from kiosk.language import Language
from kiosk.rules.model.records import Session, Workshop
from kiosk.rules.model.school import School, put
from kiosk.text import Both
from printables.forms import write_form
from tests.printables.sample import DAY, ENGLISH, HOSTILE, Pages, person, school, squeezed

FULL = Workshop("w3", Both("Oracy in every subject", "Llafaredd ym mhob pwnc"))
FULLY = Session(
    "OR1", DAY, "am", "w3", time(10), time(11), "Room 12", ("siân",), places=16,
    audience=("TA", "dept:Maths", "person:siân", "alnco"),
)  # fmt: skip


def with_more(*records: Any, **day: Any) -> School:
    known = school()
    moments = replace(known.day(DAY), **day)
    return known.apply([put(record) for record in (moments, FULL, FULLY, *records)])


def form(known: School, language: Language = ENGLISH, told: list[str] | None = None) -> Pages:
    out = BytesIO()
    told = [] if told is None else told
    write_form(out, known, DAY, language, lambda text: told.append(ENGLISH.say(text)))
    return Pages(out.getvalue())


def test_a_form_is_a_page_of_a4_with_what_one_must_know_of_each_session() -> None:
    pages = form(with_more())
    assert len(pages) == 1
    assert pages.size(0) == (210.0, 297.0)
    said = pages.squeezed(0)
    for words in (
        "My choices", "Name", "Staff code", "10:00 to 11:30", "Morning workshops",
        "OR1 Oracy in every subject", "Llafaredd ym mhob pwnc", "10:00 to 11:00",
        "Room 12 · Siân Jones", "16 places", "for: Teaching assistant, Maths, Siân Jones, alnco",
        "PH2 Phonics fidelity: keep-up, not catch-up", "no limit",
        "First come, first served", "give this form to Tomos Llŷr before Wednesday 2 September",
    ):  # fmt: skip
        assert squeezed(words) in said
    assert "Safeguarding" not in said
    assert "Afternoon" not in said
    assert said.count("123") == 2


def test_the_other_language_leads_where_the_form_is_in_it() -> None:
    said = form(with_more(), Language("cy")).squeezed(0)
    first, other = squeezed("Llafaredd ym mhob pwnc"), squeezed("Oracy in every subject")
    assert said.index(first) < said.index(other)


def test_it_is_said_until_when_and_that_wishes_are_drawn() -> None:
    closes = datetime(2026, 8, 28, 17, tzinfo=UTC)
    drawn = datetime(2026, 8, 29, 11, tzinfo=UTC)
    said = form(with_more(choices_close=closes, draw_at=drawn)).squeezed(0)
    assert squeezed("by Friday 28 August 2026, 18:00.") in said
    assert squeezed("drawn by lot on Saturday 29 August 2026 at 12:00") in said
    assert "Firstcome" not in said
    said = form(with_more(draw_at=drawn)).squeezed(0)
    assert squeezed("by Saturday 29 August 2026, 12:00.") in said
    said = form(with_more(draw_at=drawn, drawn_at=drawn)).squeezed(0)
    assert "Firstcome" in said


def test_many_sessions_go_on_over_the_page_and_none_is_lost() -> None:
    many = [replace(FULLY, id=f"X{number:02}") for number in range(25)]
    pages = form(with_more(*many))
    assert len(pages) == 2
    first, second = pages.squeezed(0), pages.squeezed(1)
    assert squeezed("Morning workshops, continued") in second
    assert squeezed("page 2 of 2") in second
    assert "Name" in second
    for one in many:
        assert (f"{one.id}Oracy" in first) != (f"{one.id}Oracy" in second)
    for page in range(2):
        assert max(box[3] for _, box in pages.boxes(page)) < 290


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_is_printed_as_it_is_and_stays_on_the_page(name: str) -> None:
    known = with_more(
        Workshop("w3", Both(name, name[::-1])), person("siân", name), replace(FULLY, room=name)
    )
    pages = form(known)
    for page in range(len(pages)):
        for _, (left, _top, right, bottom) in pages.boxes(page):
            assert left >= 15
            assert right <= 195
            assert bottom < 290


def test_a_day_with_nothing_to_choose_has_no_form() -> None:
    known = school()
    slots = tuple(slot for slot in known.day(DAY).slots if slot.id != "am")
    with pytest.raises(CannotPrint, match="nothing to choose"):
        form(known.apply([put(replace(known.day(DAY), slots=slots))]))
    with pytest.raises(Refused):
        write_form(BytesIO(), known, "2020-01-01", ENGLISH)

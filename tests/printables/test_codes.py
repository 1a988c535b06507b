"""The sheet of codes beside the kiosk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.scan_codes import ScanAction, meaning_of_code, session_code
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.records import Workshop
from kiosk.rules.model.school import School, put
from kiosk.text import Both
from printables.codes import ACTIONS, write_codes
from tests.builders import at
from tests.printables.sample import (
    DAY,
    ENGLISH,
    HOSTILE,
    SESSIONS,
    Pages,
    person,
    school,
    squeezed,
)

PHONICS, SAFEGUARDING = SESSIONS


def sheet(known: School, language: Language = ENGLISH, day: DayId = DAY) -> Pages:
    out = BytesIO()
    write_codes(out, known, day, language)
    return Pages(out.getvalue())


def with_more(*records: Any) -> School:
    return school().apply([put(record) for record in records])


def test_every_code_is_read_clear_of_others_and_means_what_stands_beside_it() -> None:
    known = with_more(replace(PHONICS, id="PH3", workshop="w1", room="Room 9"))
    pages = sheet(known)
    assert len(pages) == 1
    assert pages.size(0) == (210.0, 297.0)
    codes = pages.codes(0)
    found = [meaning_of_code(known, at("09:00", DAY), code.text) for code in codes]
    sessions = known.sessions_on(DAY, "am")
    assert len(found) == len(ScanAction) + 2
    assert all(one in found for one in (*ScanAction, *sessions))
    assert all(code.module >= 0.8 and code.is_clear for code in codes)
    said = pages.squeezed(0)
    for words in (
        "Codes to scan", "My day", "Yes, this", "No, back, done", "Undo", "Leave site",
        "10:00 to 11:30 Morning workshops", "Phonics fidelity", "Room 9 · Siân Jones",
    ):  # fmt: skip
        assert squeezed(words) in said
    assert "Safeguardingupdate" not in said


def test_every_act_is_printed() -> None:
    assert list(ACTIONS) == list(ScanAction)


def test_the_title_in_the_other_language_stands_below_and_leads_where_the_sheet_is_in_it() -> None:
    known = with_more(Workshop("w2", Both("Oracy", "Llafaredd")))
    for language, first, second in ((ENGLISH, "Oracy", "Llafaredd"),
                                    (Language("cy"), "Llafaredd", "Oracy")):  # fmt: skip
        said = sheet(known, language).text(0)
        assert 0 < said.index(first) < said.index(second)


def test_a_day_with_nothing_to_choose_has_the_codes_in_place_of_keys() -> None:
    known = school()
    slots = tuple(slot for slot in known.day(DAY).slots if slot.id != "am")
    pages = sheet(known.apply([put(replace(known.day(DAY), slots=slots))]))
    assert {code.text for code in pages.codes(0)} == {act.code for act in ScanAction}
    with pytest.raises(Refused):
        sheet(known, day="2020-01-01")


def test_many_sessions_go_on_over_the_page_and_none_is_lost() -> None:
    many = [replace(PHONICS, id=f"X{number:02}") for number in range(25)]
    pages = sheet(with_more(*many))
    assert len(pages) == 2
    assert squeezed("Morning workshops, continued") in pages.squeezed(1)
    read = [code.text for page in range(2) for code in pages.codes(page)]
    assert len(read) == len(set(read))
    assert {session_code(one) for one in many} < set(read)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_stays_beside_its_code(name: str) -> None:
    titled = Workshop("w2", Both(name, name[::-1]))
    also = replace(PHONICS, id="PH3", room=name)
    pages = sheet(with_more(titled, also, person("siân", name)))
    codes = [code for page in range(len(pages)) for code in pages.codes(page)]
    assert len(codes) == len(ScanAction) + 2
    assert all(code.is_clear for code in codes)
    for page in range(len(pages)):
        for _, (left, _top, right, bottom) in pages.boxes(page):
            assert left >= 15
            assert right <= 195
            assert bottom < 290

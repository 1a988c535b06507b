"""Pages in English, in Welsh, and in both."""

from __future__ import annotations

from io import BytesIO

import pytest
from msgspec.structs import replace

from kiosk.language import Language
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.personal_records import CertificateLine
from kiosk.rules.model.records import Person, Workshop
from kiosk.rules.model.school import School, put
from kiosk.text import Both
from printables.certificates import certificate_text
from printables.forms import write_form
from printables.slips import Slip
from tests.printables.sample import (
    DAY,
    ENGLISH,
    HOSTILE,
    RESOURCES,
    SESSIONS,
    SETTINGS,
    WORKSHOPS,
    Pages,
    catch_up,
    certificate,
    certificates_of,
    person,
    school,
    slips_of,
    squeezed,
)
from tests.printables.test_certificates import stays_inside
from tests.printables.test_slips import stays_inside as slip_stays_inside
from tests.screens.pseudo import FIRST, Catalogue, alter

WELSH = Language("cy", Catalogue(FIRST))
"""Dates in Welsh, messages in letters that no other text has."""
BOTH = (ENGLISH, WELSH)

SIAN = person("1", "Siân", "Llŵyd", language="cy")
JAMES = person("2", "James", "Hill")
NAMED = replace(SETTINGS, name=Both("Glan High School", "Ysgol Glan Tŵyn"))
ATTENDED = [
    CertificateLine(SessionId("A1"), Both("Retrieval practice", "Ymarfer adalw"), 60),
    CertificateLine(SessionId("A2"), Both("Coaching"), 45),
    CertificateLine(SessionId("A3"), Both("", "Cymraeg bob dydd"), 45),
]
OWED = (catch_up("1", "brief", "w1", ["r1"]), catch_up("1", "am", "w2", ["r3"]))


def known(*people: Person, **settings: str) -> School:
    titled = replace(WORKSHOPS[1], title=Both("Phonics fidelity", "Ffoneg yn gywir"))
    return school(*people, settings=replace(NAMED, **settings)).apply([put(titled)])


def certificates(at: School, *people: Person) -> Pages:
    issued = [certificate(one.id, ATTENDED) for one in people]
    return certificates_of(at, issued, languages=BOTH)


def test_a_certificate_in_wales_is_one_page_in_both_with_the_persons_own_language_first() -> None:
    at = known(SIAN, JAMES)
    pages = certificates(at, SIAN, JAMES)
    assert len(pages) == 2
    english, welsh = "Certificate of Attendance", alter("Certificate of Attendance")
    assert squeezed(f"{welsh} / {english}") in pages.squeezed(0)
    assert squeezed(f"{english} / {welsh}") in pages.squeezed(1)
    for page, one in enumerate((SIAN, JAMES)):
        said = pages.squeezed(page)
        for words in (
            "Wednesday 2 September 2026", "dydd Mercher 2 Medi 2026", "GLAN HIGH SCHOOL",
            "YSGOL GLAN TŴYN", "Retrieval practice", "Ymarfer adalw", "0:45", "2:30",
        ):  # fmt: skip
            assert squeezed(words) in said
        assert said.count("Coaching") == said.count(squeezed("Cymraeg bob dydd")) == 1
        (code,) = pages.codes(page)
        own = WELSH if one is SIAN else ENGLISH
        assert code.text == certificate_text(at, certificate(one.id, ATTENDED), own)
        assert code.is_clear
    stays_inside(pages)


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ({"languages": "cy+en"}, ("cy", "en")),
        ({"languages": "en"}, ("en",)),
        ({"languages": "cy"}, ("cy",)),
        ({"nation": "england"}, ("cy",)),
    ],
)
def test_the_schools_settings_say_in_which_languages_a_certificate_is(
    settings: dict[str, str], codes: tuple[str, ...]
) -> None:
    said = certificates(known(SIAN, **settings), SIAN).squeezed(0)
    found = {"en": said.find("Certificateof"), "cy": said.find(squeezed(alter("Certificate of")))}
    present = [code for code in sorted(found, key=found.__getitem__) if found[code] >= 0]
    assert tuple(present) == codes


def test_each_part_of_a_page_is_marked_with_its_language_for_a_screen_reader() -> None:
    pages = certificates(known(SIAN), SIAN)
    assert b"/Lang (en)" in pages.data
    marked = pages.marked(0)
    # a title that has no English is Welsh on the English side too
    for welsh in (alter("Certificate of Attendance"), "Ymarfer adalw", "Cymraeg bob dydd"):
        assert squeezed(welsh) in marked["cy"]
    for other in ("Certificate of Attendance", "Retrieval practice", "Coaching", "Siân Llŵyd"):
        assert squeezed(other) in marked[""]


def test_a_page_in_welsh_alone_says_so_and_marks_the_english_in_it() -> None:
    pages = certificates_of(known(SIAN), [certificate("1", ATTENDED)], languages=[WELSH])
    assert b"/Lang (cy)" in pages.data
    marked = pages.marked(0)
    assert marked["en"] == "Coaching"
    assert squeezed("Ymarfer adalw") in marked[""]


def test_lines_in_both_languages_stay_clear_of_each_other() -> None:
    at = known(SIAN, JAMES)
    slips = slips_of(at, [Slip("1", DAY, OWED)], languages=BOTH)
    for pages in (certificates(at, SIAN, JAMES), slips):
        assert [pages.touching(page) for page in range(len(pages))] == [[]] * len(pages)


def test_a_slip_in_both_still_is_one_page_whose_codes_are_read() -> None:
    at = known(SIAN)
    pages = slips_of(at, [Slip("1", DAY, OWED)], languages=BOTH)
    assert len(pages) == len(slips_of(at, [Slip("1", DAY, OWED)])) == 1
    said = pages.squeezed(0)
    for words in (
        f"{alter('Catch-up slip')} / Catch-up slip", "Gwen 18 Medi", "Fri 18 Sept",
        "Ffoneg yn gywir / Phonics fidelity", f"{alter('REQUIRED')} / REQUIRED",
    ):  # fmt: skip
        assert squeezed(words) in said
    (code,) = pages.addresses(0)
    assert code.text == RESOURCES[0].url
    assert code.is_clear
    assert squeezed("Ffoneg yn gywir") in pages.marked(0)["cy"]
    slip_stays_inside(pages)


def test_a_slip_in_both_that_goes_on_says_so_once() -> None:
    owed = catch_up("1", "am", "w2", [one.id for one in RESOURCES] * 3)
    pages = slips_of(known(SIAN), [Slip("1", DAY, (owed,))], languages=BOTH)
    assert len(pages) == 2
    assert squeezed(alter("continued")) in pages.squeezed(1)
    assert all(code.is_clear for page in range(len(pages)) for code in pages.codes(page))
    slip_stays_inside(pages)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_and_title_leave_pages_in_both_whole(name: str) -> None:
    somebody = person("1", name, department=name)
    at = known(somebody).apply([put(replace(WORKSHOPS[1], title=Both(name, name[::-1])))])
    attended = [CertificateLine(SessionId("A1"), Both(name, name[::-1]), 60)] * 12
    pages = certificates_of(at, [certificate("1", attended)], languages=BOTH)
    assert len(pages) == 1
    stays_inside(pages)
    slip_stays_inside(slips_of(at, [Slip("1", DAY, OWED)], languages=BOTH))


def test_where_both_languages_have_no_room_a_certificate_lists_the_first() -> None:
    title = Both("A long English title of a session " * 3, "Teitl Cymraeg hir i sesiwn " * 3)
    attended = [CertificateLine(SessionId(f"S{n}"), title, 45) for n in range(8)]
    pages = certificates_of(known(SIAN), [certificate("1", attended)], languages=BOTH)
    assert squeezed(title.cy) in pages.squeezed(0)
    assert squeezed(title.en) not in pages.squeezed(0)
    stays_inside(pages)


def test_a_room_and_a_department_are_printed_in_the_pages_language() -> None:
    pairs = (Both("Room 9", "Ystafell 9"), Both("Maths", "Mathemateg"))
    words = {name: pair for pair in pairs for name in (pair.en, pair.cy)}
    at = school(
        person("1", "Siân", "Llŵyd", department="Maths", language="cy"),
        settings=replace(NAMED, words=words),
    )
    at = at.apply([put(replace(SESSIONS[0], room="Ystafell 9"))])
    for language, room in ((ENGLISH, "Room9"), (WELSH, "Ystafell9")):
        out = BytesIO()
        write_form(out, at, DAY, language)
        assert room in Pages(out.getvalue()).squeezed(0)
    said = slips_of(at, [Slip("1", DAY, OWED)], languages=BOTH).squeezed(0)
    assert squeezed(f"{alter('Teacher')} · Mathemateg · 1 / Teacher · Maths · 1") in said


def test_a_form_in_one_language_marks_the_titles_in_the_other() -> None:
    out = BytesIO()
    titled = Workshop("w2", Both("Oracy", "Llafaredd"))
    write_form(out, known().apply([put(titled)]), DAY, ENGLISH)
    marked = Pages(out.getvalue()).marked(0)
    assert marked["cy"] == "Llafaredd"
    assert "PH2Oracy" in marked[""]

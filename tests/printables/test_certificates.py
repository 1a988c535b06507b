from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import CannotPrint, Refused
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.personal_records import CertificateLine
from kiosk.rules.model.records import Person
from kiosk.text import Both
from printables import qr
from printables.certificates import certificate_text, write_certificates
from printables.statement import MOST_BYTES
from tests.printables.sample import (
    ENGLISH,
    HOSTILE,
    SETTINGS,
    Pages,
    certificate,
    certificates_of,
    lines,
    person,
    school,
    squeezed,
)

WELSH = person("1", "Siân", "Llŵyd-Fitzgerald")
LONG_TITLE = (
    "Additional learning needs: a very long title about person-centred practice, individual "
    "development plans and what teaching assistants do in class"
)


def test_a_certificate_is_one_a4_page_that_says_who_attended_what_and_how_long() -> None:
    pages = certificates_of(school(WELSH), [certificate("1")])
    assert len(pages) == 1
    assert pages.size(0) == (297.0, 210.0)
    said = pages.squeezed(0)
    for words in (
        "YSGOL UWCHRADD GLAN TŴYN",
        "Siân Llŵyd-Fitzgerald",
        "day on Wednesday 2 September 2026",
        "S1",
        "Planning, marking and wellbeing 4",
        "45 min",
        "Total training time",
        "3 h",
        "Meera Kapoor",
        "Headteacher",
        "Tomos Llŷr",
        "Professional tutor",
        "Certificate INSET-2026-1",
    ):
        assert squeezed(words) in said


def test_the_code_read_back_says_the_certificate_and_every_page_has_its_own() -> None:
    people = [WELSH, person("2", "محمد", "العلي"), person("3", "小明", "王")]
    at = school(*people)
    issued = [certificate(one.id) for one in people]
    pages = certificates_of(at, issued)
    for page, one in enumerate(issued):
        (code,) = pages.codes(page)
        assert code.text == certificate_text(at, one, ENGLISH)


def test_the_words_of_the_code_stand_one_to_a_line() -> None:
    words = certificate_text(school(WELSH), certificate("1", lines(2)), ENGLISH)
    assert words.splitlines() == [
        "Certificate of attendance",
        "Number: INSET-2026-1",
        "Name: Siân Llŵyd-Fitzgerald",
        "School: Ysgol Uwchradd Glan Tŵyn",
        "Date: Wednesday 2 September 2026",
        "S1 Planning, marking and wellbeing 1 0:45",
        "S2 Planning, marking and wellbeing 2 0:45",
        "Total: 1:30",
    ]


def test_a_revision_is_named_only_from_the_second_on() -> None:
    at = school(WELSH)
    first, second = certificate("1"), certificate("1", revision=2)
    pages = certificates_of(at, [first, second])
    assert "revision" not in pages.text(0)
    assert squeezed("INSET-2026-1, revision 2") in pages.squeezed(1)
    assert "revision" not in certificate_text(at, first, ENGLISH)
    assert "Number: INSET-2026-1, revision 2" in certificate_text(at, second, ENGLISH)


def test_nothing_on_the_page_claims_that_the_code_is_signed() -> None:
    said = certificates_of(school(WELSH), [certificate("1")]).text(0).lower()
    assert "signed" not in said
    assert "verif" not in said


def test_a_blank_signer_leaves_the_line_and_the_title() -> None:
    nobody = replace(SETTINGS, head="", tutor="", tutor_title=Both("CPD lead"))
    pages = certificates_of(school(WELSH, settings=nobody), [certificate("1")])
    said = pages.squeezed(0)
    assert "Headteacher" in said
    assert "CPDlead" in said


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_printed_and_no_page_of_the_batch_is_lost(name: str) -> None:
    at = school(person("1", name), WELSH, person("2", "After", "All"))
    told: list[str] = []
    pages = certificates_of(at, [certificate("1"), certificate("2")], told)
    assert len(pages) == 2
    assert squeezed("After All") in pages.squeezed(1)
    stays_inside(pages)
    assert told or squeezed(at.people["1"].name.translate(UNSEEN)) in pages.squeezed(0)


UNSEEN = dict.fromkeys(map(ord, "\u202e\u2066\u2069\x07"))


@pytest.mark.parametrize("count", [0, 1, 4, 8, 12, 13, 40])
@pytest.mark.parametrize("title", ["Phonics", LONG_TITLE])
def test_any_number_of_sessions_stays_on_the_page_without_touching(count: int, title: str) -> None:
    pages = certificates_of(school(WELSH), [certificate("1", lines(count, title))])
    assert len(pages) == 1
    stays_inside(pages)
    (code,) = pages.codes(0)
    assert code.module >= 0.40
    assert code.is_clear
    total = squeezed("Total training time " + ENGLISH.long_time(45 * count))
    assert total in pages.squeezed(0)


def test_eight_sessions_are_all_named_in_full() -> None:
    told: list[str] = []
    pages = certificates_of(school(WELSH), [certificate("1", lines(8))], told)
    for line in lines(8):
        assert squeezed(line.title.en) in pages.squeezed(0)
    assert told == []


def test_a_title_that_is_shortened_is_reported_with_what_was_left_out() -> None:
    told: list[str] = []
    certificates_of(school(WELSH), [certificate("1", lines(12, LONG_TITLE))], told)
    assert len(told) == 12
    assert all(LONG_TITLE in sentence for sentence in told)


def test_a_long_name_takes_two_lines_and_is_not_shortened() -> None:
    told: list[str] = []
    long = "Wilhelmina Alexandra Gwendoline Persephone"
    longer = "Featherstonehaugh-Cholmondeley-Llanfairpwllgwyngyll"
    pages = certificates_of(school(person("1", long, longer)), [certificate("1")], told)
    assert squeezed(f"{long} {longer}") in pages.squeezed(0)
    assert told == []


@given(
    name=st.text(min_size=1, max_size=200),
    titles=st.lists(st.text(max_size=120), max_size=30),
    code=st.text(max_size=40),
)
@settings(max_examples=60, deadline=None)
def test_the_words_of_a_code_always_fit_a_code_that_can_be_read(
    name: str, titles: list[str], code: SessionId
) -> None:
    attended = [CertificateLine(code, Both(title), 60) for title in titles]
    at = school(person("1", name))
    words = certificate_text(at, certificate("1", attended), ENGLISH)
    assert len(words.encode()) <= MOST_BYTES
    assert qr.side_of(words) <= 105
    assert words.splitlines()[-1] == f"Total: {len(titles)}:00"


def test_the_same_certificates_give_the_same_bytes() -> None:
    people = [WELSH, person("2", "प्रिया", "शर्मा"), person("3", "עבד", "כהן")]
    at = school(*people)
    issued = [certificate(one.id) for one in people]
    first = certificates_of(at, issued).data
    # pages with other scripts in between must not change how glyphs are numbered
    certificates_of(school(person("9", "श्रीमती", "ज्ञानेश्वरी")), [certificate("9")])
    assert certificates_of(at, issued).data == first


def test_progress_is_told_after_each_page() -> None:
    seen: list[tuple[int, int]] = []
    issued = [certificate("1")] * 3

    def note(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    write_certificates(BytesIO(), school(WELSH), issued, [ENGLISH], note)
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_nothing_to_print_and_nobody_of_that_id_are_said_and_write_nothing() -> None:
    out = BytesIO()
    with pytest.raises(CannotPrint):
        write_certificates(out, school(WELSH), [], [ENGLISH])
    with pytest.raises(Refused):
        write_certificates(out, school(WELSH), [certificate("nobody")], [ENGLISH])
    assert out.getvalue() == b""


def test_only_embedded_fonts_are_used() -> None:
    data = certificates_of(school(WELSH), [certificate("1")]).data
    assert b"Helvetica" not in data
    assert b"ASCII85" not in data


def stays_inside(pages: Pages) -> None:
    """No character is drawn outside the inner frame."""
    for page in range(len(pages)):
        for char, (left, top, right, bottom) in pages.boxes(page):
            assert left >= 11, char
            assert top >= 11, char
            assert right <= 286, char
            assert bottom <= 199, char


def test_a_person_known_by_a_preferred_name_is_certified_by_it_alone() -> None:
    known: Person = person("1", "Michael", "Brown", preferred_forename="Mica")
    at = school(known)
    pages = certificates_of(at, [certificate("1")])
    assert "MicaBrown" in pages.squeezed(0)
    assert "Michael" not in pages.text(0) + certificate_text(at, certificate("1"), ENGLISH)


def test_what_was_caught_up_with_says_so_with_its_date_on_page_and_in_code() -> None:
    caught_up = CertificateLine(SessionId(""), Both("Safeguarding"), 0, date(2026, 9, 14))
    at = school(WELSH)
    both = certificate("1", (*lines(1), caught_up))
    pages = certificates_of(at, [both, certificate("1", (caught_up,))])
    for page in (0, 1):
        assert squeezed("Safeguarding, by catch-up") in pages.squeezed(page)
        assert "14/09/2026" in pages.squeezed(page)
    assert squeezed("took part in") in pages.squeezed(0)
    assert squeezed("caught up with the staff training (INSET) day") in pages.squeezed(1)
    assert squeezed("Total training time") not in pages.squeezed(1)
    words = certificate_text(at, both, ENGLISH).splitlines()
    assert words[-2:] == ["Safeguarding, by catch-up 14/09/2026", "Total: 0:45"]


def test_pages_written_at_the_same_time_are_those_written_alone() -> None:
    people = [person(str(n), "Ŵyn", f"Llŷr{n}") for n in range(3)]
    at, issued = school(*people), [certificate(one.id) for one in people]
    alone = certificates_of(at, issued).data
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads then change in the middle of anything
    try:
        with ThreadPoolExecutor(4) as pool:
            written = [pool.submit(certificates_of, at, issued) for _ in range(20)]
        assert {one.result().data for one in written} == {alone}
    finally:
        sys.setswitchinterval(often)

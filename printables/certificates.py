"""Certificates of attendance: A4 landscape, one document with a certificate on each page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import BinaryIO

from kiosk.errors import CannotPrint
from kiosk.language import Language
from kiosk.rules.model.labels import post_and_code, tutor_title
from kiosk.rules.model.personal_records import Certificate
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DayKind
from kiosk.text import Text, n_, t
from printables import fonts, qr
from printables.agreed_use import draw_agreed_use
from printables.certificate_lines import draw_sessions, is_caught_up
from printables.page import (
    GOLD,
    GREY,
    INK,
    MM,
    NAVY,
    Place,
    ReportUnprinted,
    Sheet,
    Style,
    languages_of_page,
)
from printables.statement import certificate_text
from printables.text import name_of, printable

__all__ = ["certificate_text", "write_certificates"]

WIDTH, HEIGHT = 297.0, 210.0
MIDDLE = WIDTH / 2
TITLE = t("Certificate of Attendance")

FRAMES = ((9.0, NAVY, 1.4), (11.0, GOLD, 0.5))
"""Each frame's distance from the edge in mm, its colour, and its line's width in points."""
NOTCH = 5.0

RING = (MIDDLE, 27.5, 7.6)
MONOGRAM = Style(fonts.SERIF_SEMIBOLD, 26, NAVY)

PLACES: dict[str, Place] = {
    "school": Place(
        MIDDLE,
        44.6,
        200,
        Style(fonts.SANS_SEMIBOLD, 11, NAVY, floor=8, tracking=2.2, capitals=True),
        "centre",
    ),
    "title": Place(MIDDLE, 60.4, 230, Style(fonts.SERIF, 31, INK, floor=20), "centre"),
    "lead": Place(MIDDLE, 71, 200, Style(fonts.SERIF_ITALIC, 13, GREY, floor=10), "centre"),
    "name": Place(
        MIDDLE,
        88.4,
        200,
        Style(fonts.SERIF_SEMIBOLD, 34, NAVY, floor=22, least=15),
        "centre",
        leading=8.7,
    ),
    "post": Place(MIDDLE, 98.2, 230, Style(fonts.SANS, 9.5, GREY, floor=9), "centre"),
    "sentence": Place(MIDDLE, 106.8, 230, Style(fonts.SERIF, 13, INK, floor=11), "centre"),
}

NAME_UP = 3.1
"""How far two lines of a name move up, in mm, to stay clear of the rule below."""
TWO_LINES_MOST = 24.0
"""The largest size of a name in two lines, in points."""

RULE_Y, RULE_HALF, DIAMOND = 94.0, 55.0, 1.25

SIGN_XS, SIGN_Y, SIGN_WIDTH = (26.0, 98.0), 176.0, 58.0
SIGNED = Style(fonts.SANS_SEMIBOLD, 10, INK, floor=7.5)
SIGNED_AS = Style(fonts.SANS, 9, INK, floor=7)

QR_RIGHT, QR_BOTTOM, QR_SIDE, QR_MOST = WIDTH - 26, HEIGHT - 24, 38.0, 44.0
MODULE = 0.5
"""The width in mm of a module that reads easily. The code grows for it, to `QR_MOST` at most."""
CAPTION_GAP, CAPTION_WIDTH, CAPTION_STEP = 5.0, 62.0, 4.1
CAPTION_HEAD = Style(fonts.SANS_SEMIBOLD, 9.5, NAVY, floor=7)
CAPTION = Style(fonts.SANS, 8.5, INK, floor=6.5)
NUMBER = Style(fonts.SANS, 8.5, INK, floor=7.5)

AGREED = Place(26.0, 193.0, 120.0, Style(fonts.SANS, 7.5, INK, floor=6))

SENTENCES = {
    DayKind.WHOLE: n_("took part in the staff training (INSET) day on {date}"),
    DayKind.HALF: n_("took part in the staff training (INSET) half day on {date}"),
    DayKind.TWILIGHT: n_("took part in the staff training (INSET) twilight on {date}"),
}


CAUGHT_UP = n_("caught up with the staff training (INSET) day on {date}")


def write_certificates(
    out: BinaryIO,
    school: School,
    certificates: Sequence[Certificate],
    languages: Sequence[Language],
    progress: Callable[[int, int], bool] | None = None,
    report: ReportUnprinted | None = None,
) -> None:
    """Write one PDF to `out`, with a page for each certificate, in the order given.

    Of the languages given, a page has those of `languages_of_page`. `progress` is called with
    (pages done, pages in all) after each page, and stops it there by False; `report` for each text
    that had to be shortened. Nothing is written until all pages are made. Raises `CannotPrint` if
    there is no certificate, `Refused` if the school does not have a person or day.
    """
    if not certificates:
        raise CannotPrint(t("There are no certificates to print."))
    sheet = Sheet(out, WIDTH, HEIGHT, languages, report)
    _describe(sheet, school, certificates)
    shown = [languages_of_page(languages, school, one.person) for one in certificates]
    for page_languages in dict.fromkeys(shown):
        # drawn once and referred to by each page: a page is then smaller and faster
        sheet.languages = page_languages
        sheet.canvas.beginForm(_form("background", page_languages))
        _draw_background(sheet, school)
        sheet.canvas.endForm()
        sheet.canvas.beginForm(_form("signatures", page_languages))
        _draw_signatures(sheet, school)
        draw_agreed_use(sheet, school, AGREED)
        sheet.canvas.endForm()
    for done, (certificate, page_languages) in enumerate(zip(certificates, shown, strict=True), 1):
        sheet.languages = page_languages
        sheet.canvas.doForm(_form("background", page_languages))
        _draw_certificate(sheet, school, certificate)
        # last, as it is read last: people sign what stands above
        sheet.canvas.doForm(_form("signatures", page_languages))
        sheet.end_page()
        if progress is not None and not progress(done, len(certificates)):
            break
    sheet.close()


# -- what is the same on every page -----------------------------------------------------------


def _form(part: str, languages: Iterable[Language]) -> str:
    return "-".join((part, *(language.code for language in languages)))


def _describe(sheet: Sheet, school: School, certificates: Sequence[Certificate]) -> None:
    """Set the document's title: the day, and whose certificate it is where it is one person's."""
    first, *others = certificates
    day = school.day(first.day).date
    title = t("Certificates of attendance · {date}", date=day)
    if not others:
        name = name_of(school.person(first.person), sheet.language)
        title = t("Certificate of attendance of {name} · {date}", name=name, date=day)
    made = max(one.issued_at for one in certificates)
    sheet.describe(title, school.settings.name, school.local(made).date())


def _draw_background(sheet: Sheet, school: School) -> None:
    name = printable(sheet.language.say(school.settings.name))
    for inset, colour, points in FRAMES:
        sheet.polygon(_notched(inset), colour, points)
    x, y, radius = RING
    sheet.ring(x, y, radius, NAVY, 1.1)
    sheet.ring(x, y, radius - 0.95, NAVY, 0.4)
    initial = next((letter for letter in fonts.clusters(name) if letter[0].isalpha()), "")
    # a capital's height is two thirds of the size
    sheet.line(initial.upper(), x, y + MONOGRAM.size / MM * 0.335, MONOGRAM, "centre")
    sheet.put(school.settings.name, PLACES["school"])
    sheet.put(TITLE, PLACES["title"])
    sheet.put(t("This is to certify that"), PLACES["lead"])
    sheet.rule(MIDDLE - RULE_HALF, RULE_Y, MIDDLE - 3, GOLD, 1)
    sheet.rule(MIDDLE + 3, RULE_Y, MIDDLE + RULE_HALF, GOLD, 1)
    x, y = MIDDLE, RULE_Y
    sheet.polygon([(x - DIAMOND, y), (x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND)], GOLD)


def _notched(inset: float) -> list[tuple[float, float]]:
    """Return the points of a frame with a square cut out of each corner."""
    left, top, right, bottom = inset, inset, WIDTH - inset, HEIGHT - inset
    points: list[tuple[float, float]] = []
    for x, y, inward_x, inward_y, level_first in (
        (left, top, NOTCH, NOTCH, False),
        (right, top, -NOTCH, NOTCH, True),
        (right, bottom, -NOTCH, -NOTCH, False),
        (left, bottom, NOTCH, -NOTCH, True),
    ):
        ends = [(x, y + inward_y), (x + inward_x, y + inward_y), (x + inward_x, y)]
        points += reversed(ends) if level_first else ends
    return points


def _draw_signatures(sheet: Sheet, school: School) -> None:
    settings = school.settings
    signers = (
        (settings.head, t("Headteacher")),
        (settings.tutor, tutor_title(settings.tutor_title)),
    )
    for x, (name, title) in zip(SIGN_XS, signers, strict=True):
        sheet.rule(x, SIGN_Y, x + SIGN_WIDTH, GREY, 0.6)
        below = SIGN_Y + 4.7
        if printable(name):
            sheet.put(name, Place(x, below, SIGN_WIDTH, SIGNED))
            below += 4.5
        sheet.put(title, Place(x, below, SIGN_WIDTH, SIGNED_AS))


# -- what is each person's own ----------------------------------------------------------------


def _draw_certificate(sheet: Sheet, school: School, certificate: Certificate) -> None:
    day = school.day(certificate.day)
    person = school.person(certificate.person)
    _draw_name(sheet, name_of(person, sheet.language))
    sheet.put(post_and_code(school, person), PLACES["post"])
    sentence = CAUGHT_UP if is_caught_up(certificate) else SENTENCES[day.kind]
    sheet.put(t(sentence, date=day.date), PLACES["sentence"])
    draw_sessions(sheet, school, certificate)
    _draw_code(sheet, certificate, certificate_text(school, certificate, sheet.language))


def _draw_name(sheet: Sheet, name: str) -> None:
    place = PLACES["name"]
    fitted = sheet.fit(name, place)
    y = place.y
    if len(fitted.rows) > 1:
        fitted = replace(fitted, size=min(fitted.size, TWO_LINES_MOST))
        y -= NAME_UP + place.leading / 2
    sheet.rows(fitted, place, y, place.leading)


def _draw_code(sheet: Sheet, certificate: Certificate, text: str) -> None:
    # a longer text makes a code of more modules, which must not become too small to read
    modules = qr.side_of(text)
    side = min(QR_MOST, max(QR_SIDE, modules * MODULE))
    left = QR_RIGHT - side
    sheet.code(text, left, QR_BOTTOM - side, side)
    number = t("Certificate {number}", number=certificate.id)
    if certificate.revision > 1:
        number = t(
            "Certificate {number}, revision {revision}",
            number=certificate.id,
            revision=certificate.revision,
        )
    captions: tuple[tuple[Text, Style], ...] = (
        (t("Scan to keep a copy"), CAPTION_HEAD),
        (t("The code holds the text of this certificate."), CAPTION),
        (number, NUMBER),
    )
    right = left - max(CAPTION_GAP, (qr.QUIET + 1) * side / modules)
    y = QR_BOTTOM - 0.2
    for words, style in reversed(captions):
        place = Place(right, y, CAPTION_WIDTH, style, "right")
        fitted = sheet.fit(words, place)
        y -= CAPTION_STEP * (len(fitted.rows) - 1)
        sheet.rows(fitted, place, y, CAPTION_STEP)
        y -= CAPTION_STEP

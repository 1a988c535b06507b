"""Certificates of attendance: A4 landscape, one document with a certificate on each page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from kiosk.errors import CannotPrint
from kiosk.language import Language
from kiosk.rules.model.ids import NO_SESSION
from kiosk.rules.model.labels import post_and_code, tutor_title
from kiosk.rules.model.personal_records import Certificate, CertificateLine
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DayKind
from kiosk.text import Both, Text, n_, t, tn
from printables import fonts, qr
from printables.agreed_use import draw_agreed_use
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
from printables.statement import certificate_text, hours, in_figures, title_of
from printables.text import FittedRows, Row, fit_said, name_of, printable, side_by_side, text_of

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
    "post": Place(MIDDLE, 98.4, 200, Style(fonts.SANS, 9.5, GREY, floor=9), "centre"),
    "sentence": Place(MIDDLE, 105.3, 230, Style(fonts.SERIF, 13, INK, floor=11), "centre"),
}

NAME_UP = 3.1
"""How far two lines of a name move up, in mm, to stay clear of the rule below."""
TWO_LINES_MOST = 24.0
"""The largest size of a name in two lines, in points."""

RULE_Y, RULE_HALF, DIAMOND = 94.0, 55.0, 1.25

LIST_LEFTS, LIST_RIGHT, LIST_Y = {1: 73.5, 2: 58.0}, 223.5, 117.5
"""Where the list of sessions begins, by the number of languages; where it ends, clear of the code;
and its first baseline. In mm."""
CODE_WIDTH, CODE_MOST = 14.0, 34.0
LEADER_LEAST = 6.0
STEP = 7.5
LIST_ROOM = 40.5
"""The most mm from the first session's baseline to the last one's."""
MOST_ROWS = 12
CLEAR = 1.15
"""The least distance of two baselines, in sizes of the type."""
SIZES, BROKEN_SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0), (10.5, 10.0, 9.5, 9.0)

CODE = Style(fonts.SANS_SEMIBOLD, 8.5, INK, floor=6.5)
TOTAL = Style(fonts.SANS_SEMIBOLD, 11.5, NAVY)

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
    progress: Callable[[int, int], None] | None = None,
    report: ReportUnprinted | None = None,
) -> None:
    """Write one PDF to `out`, with a page for each certificate, in the order given.

    Of the languages given, a page has those of `languages_of_page`. `progress` is called with
    (pages done, pages in all) after each page, `report` for each text that had to be shortened.
    Nothing is written until all pages are made. Raises `CannotPrint` if there is no certificate,
    `Refused` if the school does not have a person or day.
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
        if progress is not None:
            progress(done, len(certificates))
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
    sentence = CAUGHT_UP if _is_caught_up(certificate) else SENTENCES[day.kind]
    sheet.put(t(sentence, date=day.date), PLACES["sentence"])
    _draw_sessions(sheet, school, certificate)
    _draw_code(sheet, certificate, certificate_text(school, certificate, sheet.language))


def _is_caught_up(certificate: Certificate) -> bool:
    """Return whether the person was at none of it."""
    lines = certificate.lines
    return bool(lines) and all(line.caught_up_on is not None for line in lines)


def _draw_name(sheet: Sheet, name: str) -> None:
    place = PLACES["name"]
    fitted = sheet.fit(name, place)
    y = place.y
    if len(fitted.rows) > 1:
        fitted = replace(fitted, size=min(fitted.size, TWO_LINES_MOST))
        y -= NAME_UP + place.leading / 2
    sheet.rows(fitted, place, y, place.leading)


@dataclass(frozen=True, slots=True)
class _SessionLayout:
    """How the sessions are laid out: one size, one step from row to row, each title's lines."""

    size: float
    step: float
    titles: tuple[FittedRows, ...]

    @property
    def leading(self) -> float:
        return 1.2 * self.size / MM


def _draw_sessions(sheet: Sheet, school: School, certificate: Certificate) -> None:
    left, right = LIST_LEFTS[len(sheet.languages)], LIST_RIGHT
    lines = _lines_to_show(sheet, certificate)
    times = [_length(sheet, line.minutes) if line.caught_up_on is None else
             in_figures(line.caught_up_on) for line in lines]  # fmt: skip
    codes = [printable(line.session) for line in lines]
    column = _code_column(codes)
    # by the largest size, so that the room for titles is the same whatever size they get
    widest = max(fonts.width(time, fonts.SANS, SIZES[0]) for time in [*times, ""]) / MM
    titles = [_said_title(sheet, school, certificate, line) for line in lines]
    layout = _layout(titles, (right - left - column - widest - LEADER_LEAST) * MM)
    y = LIST_Y
    for title, fitted in zip(titles, layout.titles, strict=True):
        if fitted.cut:
            sheet.report_cut(title[0].text)
    for code, fitted, time in zip(codes, layout.titles, times, strict=True):
        if code:  # what was caught up with has none
            sheet.put(code, Place(left, y, column - 2, CODE))
        _draw_row(sheet, fitted.rows, time, (left + column, right), y, layout)
        y += layout.step + layout.leading * (len(fitted.rows) - 1)
    if not _is_caught_up(certificate):
        _draw_total(sheet, certificate, (left, left + column, right), y - layout.step, layout)


def _said_title(
    sheet: Sheet, school: School, certificate: Certificate, line: CertificateLine
) -> Row:
    """Return the title of a session in the page's languages, and whether the person led it."""
    session = school.programme.sessions.get(line.session)
    if session is None or certificate.person not in session.leaders:
        return sheet.said(title_of(line))
    return sheet.said(t("{title} (led)", title=line.title))


def _length(sheet: Sheet, minutes: int) -> str:
    """Return a length of time: in words, or in figures where they differ in the two languages."""
    said = sheet.said(lambda language: language.long_time(minutes))
    return said[0].text if len(said) == 1 else hours(minutes)


def _lines_to_show(sheet: Sheet, certificate: Certificate) -> list[CertificateLine]:
    """Return the lines to show. If there are too many, the last one sums up the rest."""
    lines = list(certificate.lines)
    if len(lines) <= MOST_ROWS:
        return lines
    rest = lines[MOST_ROWS - 1 :]
    more = tn("and {n} more session", "and {n} more sessions", len(rest))
    said = {language.code: language.say(more) for language in sheet.languages}
    minutes = sum(line.minutes for line in rest)
    return [*lines[: MOST_ROWS - 1], CertificateLine(NO_SESSION, Both(**said), minutes)]


def _code_column(codes: Sequence[str]) -> float:
    """Return the width of the column of codes, in mm, with the gap after it."""
    widest = max((fonts.width(code, CODE.face, CODE.size) / MM for code in codes), default=0)
    return min(CODE_MOST, max(CODE_WIDTH, widest + 4)) if widest else 0


def _layout(titles: Sequence[Row], room: float) -> _SessionLayout:
    """Return the layout of the largest size in which no title is cut; else the smallest one."""
    # titles on one line look better, even in a smaller size, than titles that are broken
    for most, sizes in ((1, SIZES), (2, BROKEN_SIZES)):
        for size in sizes:
            fitted = tuple(fit_said(one, fonts.SANS, (size, size), room, most) for one in titles)
            step = _step(fitted, size)
            is_whole = not any(title.cut or len(title.rows) > most for title in fitted)
            if step * MM >= CLEAR * size and is_whole:
                return _SessionLayout(size, step, fitted)
    if any(len(title) > 1 for title in titles):
        # no room for both languages
        return _layout([title[:1] for title in titles], room)
    size = SIZES[-1]
    fitted = tuple(fit_said(one, fonts.SANS, (size, size), room, 1) for one in titles)
    return _SessionLayout(size, _step(fitted, size), fitted)


def _step(fitted: Sequence[FittedRows], size: float) -> float:
    """Return the distance between rows, in mm, with which all fit."""
    extra = sum(len(title.rows) - 1 for title in fitted)
    return min(STEP, (LIST_ROOM - extra * 1.2 * size / MM) / max(1, len(fitted) - 1))


def _draw_row(
    sheet: Sheet,
    title: Sequence[Row],
    time: str,
    ends: tuple[float, float],
    y: float,
    layout: _SessionLayout,
) -> None:
    x, right = ends
    style = Style(fonts.SANS, layout.size, INK)
    for place, row in enumerate(title):
        sheet.row(row, x, y + place * layout.leading, style)
    bottom = y + (len(title) - 1) * layout.leading
    sheet.line(time, right, bottom, style, "right")
    start = x + fonts.width(text_of(title[-1]), fonts.SANS, layout.size) / MM + 2
    end = right - fonts.width(time, fonts.SANS, layout.size) / MM - 2
    if end - start > 2:
        sheet.dots(start, bottom, end, GREY)


def _draw_total(
    sheet: Sheet,
    certificate: Certificate,
    xs: tuple[float, float, float],
    last: float,
    layout: _SessionLayout,
) -> None:
    left, x, right = xs
    line = last + 1.1 + 0.35 * layout.step
    sheet.rule(left, line, right, NAVY, 0.7)
    style = Style(TOTAL.face, min(TOTAL.size, layout.size + 1), TOTAL.colour)
    y = line + 0.35 * layout.step + 0.75 * style.size / MM
    sheet.row(side_by_side(sheet.said(t("Total training time"))), x, y, style)
    sheet.line(_length(sheet, certificate.minutes), right, y, style, "right")


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

"""The list of sessions on a certificate, in the largest size in which no title is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.rules.model.ids import NO_SESSION
from kiosk.rules.model.personal_records import Certificate, CertificateLine
from kiosk.rules.model.school import School
from kiosk.text import Both, t, tn
from printables import fonts
from printables.page import GREY, INK, MM, NAVY, Place, Sheet, Style
from printables.statement import hours, in_figures, title_of
from printables.text import FittedRows, Row, fit_said, printable, side_by_side, text_of

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


def is_caught_up(certificate: Certificate) -> bool:
    """Return whether the person was at none of it."""
    lines = certificate.lines
    return bool(lines) and all(line.caught_up_on is not None for line in lines)


@dataclass(frozen=True, slots=True)
class _SessionLayout:
    """How the sessions are laid out: one size, one step from row to row, each title's lines."""

    size: float
    step: float
    titles: tuple[FittedRows, ...]

    @property
    def leading(self) -> float:
        return 1.2 * self.size / MM


def draw_sessions(sheet: Sheet, school: School, certificate: Certificate) -> None:
    """Draw what a certificate states: each session, and the time in all."""
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
    if not is_caught_up(certificate):
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

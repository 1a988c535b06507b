"""Lines of text, laid out and measured before they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kiosk.text import t
from printables import fonts
from printables.page import MM, Sheet, Style, Words
from printables.text import ELLIPSIS, Part, Row, side_by_side, text_of, wrap

MOST_LINES = 6
"""The most lines of one text."""
LEADING = 1.22
"""From baseline to baseline, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block; `before` is the space above it in mm."""

    row: Row
    style: Style
    before: float = 0

    @property
    def height(self) -> float:
        """Its height with the space before it, in mm."""
        return self.before + self.style.size * LEADING / MM

    def continued(self, sheet: Sheet) -> Line:
        """Return it as the heading of what goes on from the page before."""
        first, *others = self.row
        by_code = {language.code: language for language in sheet.languages}
        language = by_code.get(first.language, sheet.language)
        words = language.say(t("{title}, continued", title=first.text))
        return replace(self, row=(Part(words, language.code), *others))


def height_of(lines: Sequence[Line]) -> float:
    """Return the height of some lines, in mm."""
    return sum(line.height for line in lines)


def wrapped(
    sheet: Sheet, what: Words, style: Style, width: float, before: float = 0
) -> tuple[Line, ...]:
    """Return a text as lines of at most `width` mm, in each language of the page."""
    return wrapped_said(sheet, sheet.said(what), style, width, before)


def wrapped_said(
    sheet: Sheet, said: Row, style: Style, width: float, before: float = 0
) -> tuple[Line, ...]:
    """Return a text that is `said` in one or two languages as lines of at most `width` mm.

    Two languages share a line where both have room on it. Of each, `MOST_LINES` at most are shown;
    what is cut is reported.
    """
    beside, style = side_by_side(said), sheet.sized(style)
    if fonts.width(text_of(beside), style.face, style.size) <= width * MM:
        return (Line(beside, style, before),) if text_of(beside) else ()
    rows = [row for part in said for row in _rows(sheet, part, style, width)]
    return tuple(Line(row, style, 0 if place else before) for place, row in enumerate(rows))


def _rows(sheet: Sheet, part: Part, style: Style, width: float) -> list[Row]:
    lines = wrap(part.text, style.face, style.size, width * MM)
    if len(lines) > MOST_LINES:
        sheet.report_cut(part.text)
        lines = (*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + ELLIPSIS)
    return [(Part(line, part.language),) for line in lines if line]


def joined(sheet: Sheet, parts: Sequence[Words], between: str = " · ") -> Row:
    """Return one line of several texts, each in the languages of the page where they differ.

    "25 min · at any time / unrhyw bryd" takes one line where two whole ones would take two.
    """
    row: list[Part] = []
    for part in parts:
        said = side_by_side(tuple(one for one in sheet.said(part) if one.text) or (Part(""),))
        if text_of(said):
            row += [*([Part(between)] if row else []), *said]
    return tuple(row)


def flowed(
    sheet: Sheet, row: Row, style: Style, width: float, before: float = 0
) -> tuple[Line, ...]:
    """Return a line of several parts, broken into lines of at most `width` mm.

    `MOST_LINES` at most are shown; what is cut is reported.
    """
    style, text = sheet.sized(style), text_of(row)
    lines = wrap(text, style.face, style.size, width * MM) if text else ()
    letters = [(letter, part.language) for part in row for letter in part.text]
    rows: list[Row] = []
    for line in lines[:MOST_LINES]:
        while letters[0][0] == " " != line[0]:
            letters.pop(0)
        taken, letters = letters[: len(line)], letters[len(line) :]
        by_language = groupby(taken, key=lambda one: one[1])
        rows.append(tuple(Part("".join(one for one, _ in run), code) for code, run in by_language))
    if len(lines) > MOST_LINES:
        sheet.report_cut(text)
        rows[-1] = (*rows[-1], Part(ELLIPSIS))
    return tuple(Line(one, style, 0 if place else before) for place, one in enumerate(rows))


def draw_lines(
    sheet: Sheet, lines: Sequence[Line], x: float, y: float, align: str = "left"
) -> None:
    """Draw lines one below the other, the first one's upper edge at `y`."""
    for line in lines:
        y += line.height
        sheet.row(line.row, x, y - 0.26 * line.style.size * LEADING / MM, line.style, align)

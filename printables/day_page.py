"""What the A4 pages about an INSET day share: header, footer, and rows put on pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol, TypeAlias, TypeVar

from kiosk.language import Language
from kiosk.rules.model.labels import room_and_leaders
from kiosk.rules.model.records import InsetDay, Session, Slot
from kiosk.rules.model.school import School
from kiosk.text import Both, Sayable, Text, t
from printables import fonts
from printables.agreed_use import draw_agreed_use
from printables.lines import Line, draw_lines, height_of, wrapped, wrapped_said
from printables.page import (
    GOLD,
    GREY,
    INK,
    NAVY,
    Place,
    ReportUnprinted,
    Sheet,
    Style,
    code_of,
)
from printables.text import Part, Row, printable

T = TypeVar("T")

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT = 16.0, WIDTH - 16.0
WHOLE = RIGHT - LEFT

PLACES: dict[str, Place] = {
    "school": Place(
        LEFT, 15.2, 90, Style(fonts.SANS_SEMIBOLD, 9, NAVY, floor=6, tracking=1.4, capitals=True)
    ),
    "day": Place(RIGHT, 15.2, 80, Style(fonts.SANS, 9.5, GREY, floor=6.5), "right"),
    "title": Place(LEFT, 29.6, WHOLE, Style(fonts.SERIF, 24, NAVY, floor=14)),
    "agreed": Place(LEFT, 286, 110, Style(fonts.SANS, 7.5, INK, floor=6)),
    "number": Place(RIGHT, 286, 60, Style(fonts.SANS, 7.5, INK, floor=6), "right"),
}
HEADER_RULE = 18.2
BOTTOM = 282.0

SLOT = Style(fonts.SANS_SEMIBOLD, 12, NAVY)
"""The heading of a slot."""
SLOT_GAP = 4.5
"""The space above it, in mm."""


class PageRow(Protocol):
    """Anything that takes up room on a page, over its whole width."""

    @property
    def height(self) -> float:
        """Its height in mm."""

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it, its upper edge at `y`."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section, with a rule under it."""

    words: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Its height in mm."""
        return SLOT_GAP + height_of(self.words) + 1

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it, its upper edge at `y`."""
        draw_lines(sheet, self.words, LEFT, y + SLOT_GAP)
        sheet.rule(LEFT, y + self.height, RIGHT, NAVY, 0.8)


Section: TypeAlias = tuple[Heading, Sequence[PageRow]]
"""A heading, with the rows below it."""


def a4_sheet(out: BinaryIO, language: Language, report: ReportUnprinted | None) -> Sheet:
    """Return a new A4 document in one language, to be written to `out`."""
    return Sheet(out, WIDTH, HEIGHT, (language,), report)


def section(sheet: Sheet, words: Sayable, rows: Sequence[PageRow], width: float = WHOLE) -> Section:
    """Return rows under a heading of these words, wrapped to a width in mm."""
    return Heading(wrapped(sheet, words, SLOT, width)), rows


def write_sections(
    sheet: Sheet,
    school: School,
    day: InsetDay,
    title: Text,
    sections: Sequence[Section],
    starts: tuple[float, float],
    draw_head: Callable[[int], None] = lambda _number: None,
) -> None:
    """Draw a document of sections, on as many pages as they need, and write it.

    `starts` is where the rows begin on the first page and on the others, in mm from the top.
    `draw_head` draws what else stands above them on the page of a number.
    """
    sheet.describe(title, school.settings.name)
    pages = _paginate(sheet, sections, starts)
    for number, rows in enumerate(pages, 1):
        _draw_header(sheet, school, day)
        if number == 1:
            sheet.put(title, PLACES["title"])
        draw_head(number)
        y = starts[number > 1]
        for row in rows:
            row.draw(sheet, y)
            y += row.height
        _draw_footer(sheet, school, (number, len(pages)))
        sheet.canvas.showPage()
    sheet.close()


def _paginate(
    sheet: Sheet, sections: Sequence[Section], starts: tuple[float, float]
) -> list[list[PageRow]]:
    """Return the rows of each page. A heading is never the last on its page.

    Where a section goes on to another page, its heading is repeated there.
    """
    pages: list[list[PageRow]] = [[]]
    y = starts[0]
    for heading, rows in sections:
        pending: list[PageRow] = [heading]
        for row in rows:
            needed = sum(one.height for one in (*pending, row))
            # a row higher than a page gets one of its own, instead of empty pages without end
            if y + needed > BOTTOM and pages[-1]:
                pages.append([])
                pending = pending or [Heading((heading.words[0].continued(sheet),))]
                y, needed = starts[1], sum(one.height for one in (*pending, row))
            pages[-1] += [*pending, row]
            pending = []
            y += needed
    return pages


def in_rows(cells: Sequence[T], columns: int) -> list[tuple[T, ...]]:
    """Return cells as rows of so many columns; the last row may be shorter."""
    return [tuple(cells[at : at + columns]) for at in range(0, len(cells), columns)]


def slot_heading(sheet: Sheet, slot: Slot) -> Heading:
    """Return a slot's times and title, in both languages where it has two."""
    times = sheet.language.say(t("{start} to {end}", start=slot.start, end=slot.end))
    return Heading(wrapped_said(sheet, in_both(sheet, slot.title, f"{times}   "), SLOT, WHOLE))


def detail_of(sheet: Sheet, school: School, slot: Slot, session: Session) -> str:
    """Return a session's room and leaders, after its times if they are not the slot's."""
    detail = sheet.language.say(room_and_leaders(school, session))
    if (session.start, session.end) == (slot.start, slot.end):
        return detail
    times = sheet.language.say(t("{start} to {end}", start=session.start, end=session.end))
    return " · ".join(filter(None, (times, detail)))


def in_both(sheet: Sheet, text: Both, before: str = "") -> Row:
    """Return a school's own text in both languages, that of the page first, after some words."""
    first = sheet.language.say(text)
    said: Row = (Part(printable(before + first), code_of(text, sheet.language)),)
    for code, other in (("en", text.en), ("cy", text.cy)):
        if printable(other) and other != first:
            said += (Part(printable(other), code),)
    return said


def _draw_header(sheet: Sheet, school: School, day: InsetDay) -> None:
    """Draw the school's name and the day."""
    sheet.put(school.settings.name, PLACES["school"])
    sheet.put(t("{title} · {date}", title=day.title, date=day.date), PLACES["day"])
    sheet.rule(LEFT, HEADER_RULE, RIGHT, GOLD, 1)


def _draw_footer(sheet: Sheet, school: School, page: tuple[int, int]) -> None:
    """Draw what the school has agreed, if it has, and the page's number, unless it is the only."""
    draw_agreed_use(sheet, school, PLACES["agreed"])
    number, count = page
    if count > 1:
        sheet.put(t("page {page} of {pages}", page=number, pages=count), PLACES["number"])

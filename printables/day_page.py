"""What the A4 pages about an INSET day share: header, footer, and rows put on pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from kiosk.language import Language
from kiosk.rules.model.labels import room_and_leaders
from kiosk.rules.model.records import InsetDay, Session, Slot
from kiosk.rules.model.school import School
from kiosk.text import Both, t
from printables import fonts
from printables.agreed_use import draw_agreed_use
from printables.page import GOLD, GREY, MM, NAVY, Place, Sheet, Style
from printables.slip_blocks import LEADING, Line
from printables.text import printable

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT = 16.0, WIDTH - 16.0
WHOLE = RIGHT - LEFT

PLACES: dict[str, Place] = {
    "school": Place(LEFT, 15.2, 90, Style(fonts.SANS_SEMIBOLD, 9, NAVY, floor=6, tracking=1.4)),
    "day": Place(RIGHT, 15.2, 80, Style(fonts.SANS, 9.5, GREY, floor=6.5), "right"),
    "title": Place(LEFT, 29.6, WHOLE, Style(fonts.SERIF, 24, NAVY, floor=14)),
    "agreed": Place(LEFT, 286, 110, Style(fonts.SANS, 7.5, GREY, floor=6)),
    "number": Place(RIGHT, 286, 60, Style(fonts.SANS, 7.5, GREY, floor=6), "right"),
}
HEADER_RULE = 18.2
BOTTOM = 282.0

SLOT = Style(fonts.SANS_SEMIBOLD, 12, NAVY)
"""The heading of a slot."""


class HasHeight(Protocol):
    """Anything that takes up room on a page."""

    @property
    def height(self) -> float:
        """Its height in mm."""


R = TypeVar("R", bound=HasHeight)


def paginate_rows(
    slots: Sequence[Sequence[R]], starts: tuple[float, float], continued: Callable[[R], R]
) -> list[list[R]]:
    """Return the rows of each page. Each slot's first row is its heading, never last on a page.

    `starts` is where the rows begin on the first page and on the others, in mm from the top. Where
    a slot goes on to another page, its heading is repeated there as `continued` returns it.
    """
    pages: list[list[R]] = [[]]
    y = starts[0]
    for heading, *rows in slots:
        pending = [heading]
        for row in rows:
            needed = sum(one.height for one in (*pending, row))
            # a row higher than a page gets one of its own, instead of empty pages without end
            if y + needed > BOTTOM and pages[-1]:
                pages.append([])
                pending = pending or [continued(heading)]
                y, needed = starts[1], sum(one.height for one in (*pending, row))
            pages[-1] += [*pending, row]
            pending = []
            y += needed
    return pages


def heading_of(slot: Slot, language: Language) -> str:
    """Return a slot's times and title, in both languages where it has two."""
    titles = " · ".join(
        filter(None, (language.say(slot.title), in_other_language(slot.title, language)))
    )
    times = language.say(t("{start} to {end}", start=slot.start, end=slot.end))
    return f"{times}   {titles}"


def detail_of(school: School, slot: Slot, session: Session, language: Language) -> str:
    """Return a session's room and leaders, after its times if they are not the slot's."""
    detail = room_and_leaders(school, session)
    if (session.start, session.end) == (slot.start, slot.end):
        return detail
    times = language.say(t("{start} to {end}", start=session.start, end=session.end))
    return " · ".join(filter(None, (times, detail)))


def continued_heading(heading: Line, language: Language) -> Line:
    """Return the heading of a slot that goes on from the page before."""
    return Line(language.say(t("{title}, continued", title=heading.text)), SLOT)


def in_other_language(text: Both, language: Language) -> str:
    """Return a text in the other of the two languages; blank if it has none or is the same."""
    found = text.en if language.code == "cy" else text.cy
    return "" if found == language.say(text) else found


def draw_header(sheet: Sheet, school: School, day: InsetDay, language: Language) -> None:
    """Draw the school's name and the day."""
    sheet.put(printable(language.say(school.settings.name)).upper(), PLACES["school"])
    sheet.put(language.say(t("{title} · {date}", title=day.title, date=day.date)), PLACES["day"])
    sheet.rule(LEFT, HEADER_RULE, RIGHT, GOLD, 1)


def draw_lines(
    sheet: Sheet, lines: Sequence[Line], x: float, y: float, align: str = "left"
) -> None:
    """Draw lines one below the other, the first one's upper edge at `y`."""
    for line in lines:
        y += line.height
        sheet.line(line.text, x, y - 0.26 * line.style.size * LEADING / MM, line.style, align)


def draw_footer(sheet: Sheet, school: School, page: tuple[int, int], language: Language) -> None:
    """Draw what the school has agreed, if it has, and the page's number, unless it is the only."""
    draw_agreed_use(sheet, school, PLACES["agreed"], language)
    number, count = page
    if count > 1:
        words = t("page {page} of {pages}", page=number, pages=count)
        sheet.put(language.say(words), PLACES["number"])

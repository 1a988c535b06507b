"""The sheet of codes that hangs beside the kiosk: with it, people need a scanner only, no keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from kiosk.language import Language
from kiosk.rules.attendance.scan_codes import ScanAction, session_code
from kiosk.rules.choosing.bookings import slots_to_choose
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.records import Session, Slot
from kiosk.rules.model.school import School
from kiosk.text import Text, t
from printables import fonts
from printables.day_page import (
    HEIGHT,
    LEFT,
    PLACES,
    SLOT,
    WHOLE,
    WIDTH,
    continued_heading,
    detail_of,
    draw_footer,
    draw_header,
    draw_lines,
    heading_of,
    in_other_language,
    paginate_rows,
)
from printables.page import GREY, INK, LINE, NAVY, ReportUnprinted, Sheet, Style
from printables.slip_blocks import Line, wrapped

HOW = Style(fonts.SANS, 10, INK)
HOW_Y, HOW_GAP, AGAIN_Y = 34.0, 1.0, 21.0

COLUMNS, BETWEEN = 2, 6.0
CELL = (WHOLE - BETWEEN * (COLUMNS - 1)) / COLUMNS
SIDE, APART = 18.0, 8.0
"""A code's side and the white between two codes, in mm. The white is more than the quiet zone, so
that an unsteady hand does not scan the neighbour."""
TEXT_X = SIDE + 4.5

TITLE = Style(fonts.SANS_SEMIBOLD, 10.5, INK)
DETAIL = Style(fonts.SANS, 8.5, GREY)
SLOT_GAP = 4.5
"""The space above the heading of a slot, in mm."""

ACTIONS: dict[ScanAction, tuple[Text, Text]] = {
    ScanAction.MY_DAY: (t("My day"), t("after your badge: your day, and what's on offer")),
    ScanAction.YES: (t("Yes, this"), t("says yes, or picks the highlighted line")),
    ScanAction.NO: (t("No, back, done"), t("changes nothing and goes back")),
    ScanAction.NEXT: (t("Next line"), t("moves one line down")),
    ScanAction.UNDO: (t("Undo"), t("undoes your last sign-in")),
    ScanAction.SITE: (t("Leave site, come back"), t("from My day")),
    ScanAction.YOURS: (
        t("My items"),
        t("from My day: catch-ups, induction, invitations, feedback"),
    ),
}
"""What is printed beside the code of each action."""


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A code with the words beside it."""

    code: str
    words: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A row of codes; or, without codes, the heading of a slot."""

    cells: tuple[CodeCell, ...] = ()
    heading: tuple[Line, ...] = ()

    @property
    def height(self) -> float:
        """Its height in mm."""
        if self.heading:
            return SLOT_GAP + sum(line.height for line in self.heading) + 1
        return APART + max(SIDE, *(_height(cell.words) for cell in self.cells))


def write_codes(
    out: BinaryIO,
    school: School,
    day: DayId,
    language: Language,
    report: ReportUnprinted | None = None,
) -> None:
    """Write the sheet of a day to `out`, one PDF of as many pages as it needs.

    `report` is called for each text that had to be shortened. Raises `Refused` if there is no such
    day.
    """
    today = school.day(day)
    sheet = Sheet(out, WIDTH, HEIGHT, report)
    title = language.say(t("Codes to scan"))
    sheet.describe(title, language.say(school.settings.name))
    how = wrapped(sheet, language.say(_instructions()), HOW, WHOLE)
    slots = [_action_rows(sheet, language)]
    for slot, sessions in slots_to_choose(school, today):
        slots.append(_slot_rows(sheet, school, slot, sessions, language))
    starts = (HOW_Y + _height(how) + HOW_GAP, AGAIN_Y)
    pages = paginate_rows(
        slots, starts, lambda row: CodeRow(heading=(continued_heading(row.heading[0], language),))
    )
    for number, rows in enumerate(pages, 1):
        draw_header(sheet, school, today, language)
        if number == 1:
            sheet.put(title, PLACES["title"])
            draw_lines(sheet, how, LEFT, HOW_Y)
        y = starts[number > 1]
        for row in rows:
            _draw_row(sheet, row, y)
            y += row.height
        draw_footer(sheet, school, (number, len(pages)), language)
        sheet.canvas.showPage()
    sheet.close()


def _instructions() -> Text:
    return t(
        "Scan your badge, then “My day”, then a workshop. You get a place, "
        "or go on its waiting list. Changed your mind? Scan the workshop "
        "again."
    )


def _height(lines: Sequence[Line]) -> float:
    return sum(line.height for line in lines)


# -- from records to rows ---------------------------------------------------------------------


def _action_rows(sheet: Sheet, language: Language) -> list[CodeRow]:
    cells = []
    for action, (name, does) in ACTIONS.items():
        words = _words(sheet, language.say(name), language.say(does))
        cells.append(CodeCell(action.code, words))
    return _rows(sheet, language.say(t("Instead of keys")), cells)


def _slot_rows(
    sheet: Sheet, school: School, slot: Slot, sessions: Sequence[Session], language: Language
) -> list[CodeRow]:
    cells = []
    for session in sessions:
        title = school.workshop(session).title
        detail = detail_of(school, slot, session, language)
        words = _words(sheet, language.say(title), in_other_language(title, language), detail)
        cells.append(CodeCell(session_code(session), words))
    return _rows(sheet, heading_of(slot, language), cells)


def _words(sheet: Sheet, title: str, *details: str) -> tuple[Line, ...]:
    words = wrapped(sheet, title, TITLE, CELL - TEXT_X)
    for detail in details:
        words += wrapped(sheet, detail, DETAIL, CELL - TEXT_X, before=0.6)
    return words


def _rows(sheet: Sheet, heading: str, cells: Sequence[CodeCell]) -> list[CodeRow]:
    first = CodeRow(heading=wrapped(sheet, heading, SLOT, WHOLE))
    return [
        first,
        *(CodeRow(tuple(cells[at : at + COLUMNS])) for at in range(0, len(cells), COLUMNS)),
    ]


# -- drawing ----------------------------------------------------------------------------------


def _draw_row(sheet: Sheet, row: CodeRow, y: float) -> None:
    under = y + row.height
    if row.heading:
        draw_lines(sheet, row.heading, LEFT, y + SLOT_GAP)
        sheet.rule(LEFT, under, LEFT + WHOLE, NAVY, 0.8)
        return
    top = y + APART / 2
    for place, cell in enumerate(row.cells):
        x = LEFT + place * (CELL + BETWEEN)
        sheet.code(cell.code, x, top, SIDE)
        draw_lines(sheet, cell.words, x + TEXT_X, top)
    sheet.rule(LEFT, under, LEFT + WHOLE, LINE, 0.5)

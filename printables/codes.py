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
    LEFT,
    WHOLE,
    Section,
    a4_sheet,
    detail_of,
    in_both,
    in_rows,
    section,
    slot_heading,
    write_sections,
)
from printables.lines import Line, draw_lines, height_of, wrapped, wrapped_said
from printables.page import INK, LINE, ReportUnprinted, Sheet, Style
from printables.text import Row

HOW = Style(fonts.SANS, 10, INK)
HOW_Y, HOW_GAP, AGAIN_Y = 34.0, 1.0, 21.0

COLUMNS, BETWEEN = 2, 6.0
CELL = (WHOLE - BETWEEN * (COLUMNS - 1)) / COLUMNS
SIDE, APART = 18.0, 8.0
"""A code's side and the white between two codes, in mm. The white is more than the quiet zone, so
that an unsteady hand does not scan the neighbour."""
TEXT_X = SIDE + 4.5

TITLE = Style(fonts.SANS_SEMIBOLD, 10.5, INK)
DETAIL = Style(fonts.SANS, 8.5, INK)

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
    """A row of codes."""

    cells: tuple[CodeCell, ...]

    @property
    def height(self) -> float:
        """Its height in mm."""
        return APART + max(SIDE, *(height_of(cell.words) for cell in self.cells))

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it, its upper edge at `y`."""
        top = y + APART / 2
        for place, cell in enumerate(self.cells):
            x = LEFT + place * (CELL + BETWEEN)
            sheet.code(cell.code, x, top, SIDE)
            draw_lines(sheet, cell.words, x + TEXT_X, top)
        sheet.rule(LEFT, y + self.height, LEFT + WHOLE, LINE, 0.5)


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
    sheet = a4_sheet(out, language, report)
    how = wrapped(sheet, _instructions(), HOW, WHOLE)
    sections = [_actions(sheet)]
    sections += [_slot(sheet, school, *found) for found in slots_to_choose(school, today)]

    def draw_head(number: int) -> None:
        if number == 1:
            draw_lines(sheet, how, LEFT, HOW_Y)

    starts = (HOW_Y + height_of(how) + HOW_GAP, AGAIN_Y)
    write_sections(sheet, school, today, t("Codes to scan"), sections, starts, draw_head)


def _instructions() -> Text:
    return t(
        "Scan your badge, then “My day”, then a workshop. You get a place, "
        "or go on its waiting list. Changed your mind? Scan the workshop "
        "again."
    )


# -- from records to rows ---------------------------------------------------------------------


def _actions(sheet: Sheet) -> Section:
    cells = [
        CodeCell(action.code, _words(sheet, sheet.said(name), sheet.said(does)))
        for action, (name, does) in ACTIONS.items()
    ]
    return section(sheet, t("Instead of keys"), _rows(cells))


def _slot(sheet: Sheet, school: School, slot: Slot, sessions: Sequence[Session]) -> Section:
    cells = []
    for session in sessions:
        title, *other = in_both(sheet, school.workshop(session).title)
        detail = sheet.said(detail_of(sheet, school, slot, session))
        words = _words(sheet, (title,), tuple(other), detail)
        cells.append(CodeCell(session_code(session), words))
    return slot_heading(sheet, slot), _rows(cells)


def _words(sheet: Sheet, title: Row, *details: Row) -> tuple[Line, ...]:
    words = wrapped_said(sheet, title, TITLE, CELL - TEXT_X)
    for detail in filter(None, details):
        words += wrapped_said(sheet, detail, DETAIL, CELL - TEXT_X, before=0.6)
    return words


def _rows(cells: Sequence[CodeCell]) -> list[CodeRow]:
    return [CodeRow(row) for row in in_rows(cells, COLUMNS)]

"""The roll call on paper: everyone on site, room by room, with boxes to tick. A4 pages."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from kiosk.language import Language
from kiosk.rules.attendance.roll_call import (
    Group,
    group_words,
    grouped,
    roll_lines,
    seen_words,
)
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import Sayable, t, tn
from printables import fonts
from printables.day_page import (
    LEFT,
    RIGHT,
    WHOLE,
    Section,
    a4_sheet,
    section,
    write_sections,
)
from printables.page import GREY, INK, Place, ReportUnprinted, Sheet, Style
from printables.person_rows import BLANK_ROWS, NAME, NAME_X, PersonRow
from printables.text import name_of

KNOWN = Style(fonts.SANS_SEMIBOLD, 11, INK, floor=7)
KNOWN_Y, KNOWN_AGAIN_Y = 38.5, 25.5
BEGINS, AGAIN = 40.5, 27.0
"""Where the rooms begin, on the first page and on others, in mm."""

ROLE = Style(fonts.SANS, 9, GREY, floor=6.5)
ROLE_X, SEEN_WIDTH = LEFT + 66, 50.0
ROW = 6.6


def write_roll(
    out: BinaryIO,
    school: School,
    day: InsetDay,
    now: datetime,
    language: Language,
    report: ReportUnprinted | None = None,
) -> None:
    """Write the roll of a day as it stands now to `out`, as one PDF.

    `report` is called for each text that had to be shortened.
    """
    sheet = a4_sheet(out, language, report)
    lines = roll_lines(school, now, day)
    groups = grouped(lines, sort_key_for(language.code))
    sections = [_section(sheet, school, group) for group in groups]
    others = t("Found, and not on this list: write the names here")
    sections.append(section(sheet, others, [_row()] * BLANK_ROWS))
    known = t(
        "Known at {time}. Check it against the people in front of you.", time=school.local(now)
    )
    count = tn("{n} person", "{n} people", len(lines))

    def draw_head(number: int) -> None:
        y = KNOWN_Y if number == 1 else KNOWN_AGAIN_Y
        sheet.put(known, Place(LEFT, y, WHOLE - 32, KNOWN))
        sheet.put(count, Place(RIGHT, y, 30, KNOWN, "right"))

    write_sections(sheet, school, day, t("Roll call"), sections, (BEGINS, AGAIN), draw_head)


def _section(sheet: Sheet, school: School, group: Group) -> Section:
    place, number = group_words(school, group), len(group.lines)
    count = tn("{place}: {n} person", "{place}: {n} people", number, place=place)
    rows = [
        _row(
            name_of(line.person, sheet.language),
            role_and_department(school, line.person),
            seen_words(school, line.where, names_room=not group.is_first),
        )
        for line in group.lines
    ]
    return section(sheet, count, rows)


def _row(name: str = "", role: Sayable = "", seen: Sayable = "") -> PersonRow:
    texts: tuple[tuple[Sayable, Place], ...] = (
        (name, Place(NAME_X, 0, ROLE_X - NAME_X - 3, NAME)),
        (role, Place(ROLE_X, 0, RIGHT - SEEN_WIDTH - ROLE_X - 3, ROLE)),
        (seen, Place(RIGHT, 0, SEEN_WIDTH, ROLE, "right")),
    )
    return PersonRow(ROW, texts, RIGHT)

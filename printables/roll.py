"""The roll call on paper: everyone on site, room by room, with boxes to tick. A4 pages."""

from __future__ import annotations

from dataclasses import dataclass
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
    HEIGHT,
    LEFT,
    RIGHT,
    SLOT,
    WHOLE,
    WIDTH,
    Heading,
    Section,
    write_sections,
)
from printables.lines import wrapped
from printables.page import GREY, INK, LINE, Place, ReportUnprinted, Sheet, Style
from printables.text import drawn_name

KNOWN = Style(fonts.SANS_SEMIBOLD, 11, INK, floor=7)
KNOWN_Y, KNOWN_AGAIN_Y = 38.5, 25.5
BEGINS, AGAIN = 40.5, 27.0
"""Where the rooms begin, on the first page and on others, in mm."""

NAME = Style(fonts.SANS_SEMIBOLD, 10.5, INK, floor=7)
ROLE = Style(fonts.SANS, 9, GREY, floor=6.5)
BOX = 4.2
NAME_X = LEFT + BOX + 3
ROLE_X, SEEN_WIDTH = LEFT + 66, 50.0
ROW = 6.6
BLANK_ROWS = 3
"""How many rows there are for people who are found and not listed."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with a box; blank texts leave room to write."""

    name: str = ""
    role: Sayable = ""
    seen: Sayable = ""

    @property
    def height(self) -> float:
        """Its height in mm."""
        return ROW

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it, its upper edge at `y`."""
        base = y + ROW * 0.68
        sheet.box(LEFT, y + (ROW - BOX) / 2, (BOX, BOX), INK, 0.7, 0.6)
        for what, place in (
            (self.name, Place(NAME_X, base, ROLE_X - NAME_X - 3, NAME)),
            (self.role, Place(ROLE_X, base, RIGHT - SEEN_WIDTH - ROLE_X - 3, ROLE)),
            (self.seen, Place(RIGHT, base, SEEN_WIDTH, ROLE, "right")),
        ):
            if what:
                sheet.put(what, place)
        sheet.rule(NAME_X, y + ROW, RIGHT, LINE, 0.4)


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
    sheet = Sheet(out, WIDTH, HEIGHT, (language,), report)
    lines = roll_lines(school, now, day)
    groups = grouped(lines, sort_key_for(language.code))
    sections = [_section(sheet, school, group) for group in groups]
    others = t("Found, and not on this list: write the names here")
    sections.append((Heading(wrapped(sheet, others, SLOT, WHOLE)), [PersonRow()] * BLANK_ROWS))
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
        PersonRow(
            drawn_name(line.person.name),
            role_and_department(school, line.person),
            seen_words(school, line.where, names_room=not group.is_first),
        )
        for line in group.lines
    ]
    return Heading(wrapped(sheet, count, SLOT, WHOLE)), rows

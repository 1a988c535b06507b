"""A day on one page, to hand on: who was here, who was not, and who still has what to do. A4."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from kiosk.language import Language
from kiosk.rules.follow_up.day_summary import Owed, day_summary
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.namesakes import labels_of_namesakes
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import Sayable, Text, t, tn
from printables import fonts
from printables.day_page import (
    LEFT,
    WHOLE,
    PageRow,
    Section,
    a4_sheet,
    in_rows,
    section,
    write_sections,
)
from printables.lines import Line, draw_lines, height_of, wrapped
from printables.page import GREY, INK, Place, ReportUnprinted, Sheet, Style
from printables.text import name_of

BEGINS, AGAIN = 34.0, 21.0
"""Where the lists begin, on the first page and on others, in mm."""

NAME = Style(fonts.SANS, 10, INK, floor=6.5)
HOW = Style(fonts.SANS, 9.5, GREY)
COLUMNS = 3
COLUMN = WHOLE / COLUMNS
ROW = 5.6
BOX = 3.6


@dataclass(frozen=True, slots=True)
class NamesRow:
    """A few names beside each other, each with a box to tick where something is to be done."""

    names: tuple[Sayable, ...]
    has_boxes: bool = False

    @property
    def height(self) -> float:
        """Its height in mm."""
        return ROW

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it, its upper edge at `y`."""
        indent = BOX + 2 if self.has_boxes else 0.0
        for place, name in enumerate(self.names):
            x = LEFT + place * COLUMN
            if self.has_boxes:
                sheet.box(x, y + (ROW - BOX) / 2 + 0.3, (BOX, BOX), INK, 0.7, 0.6)
            sheet.put(name, Place(x + indent, y + ROW * 0.72, COLUMN - indent - 3, NAME))


@dataclass(frozen=True, slots=True)
class WordsRow:
    """What people can do it with, below a heading."""

    words: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Its height in mm."""
        return height_of(self.words) + 1

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it, its upper edge at `y`."""
        draw_lines(sheet, self.words, LEFT, y + 0.5)


def write_day_list(
    out: BinaryIO,
    school: School,
    now: datetime,
    day: DayId,
    language: Language,
    report: ReportUnprinted | None = None,
) -> None:
    """Write the lists of a day as it stands to `out`, as one PDF.

    `report` is called for each text that had to be shortened. Raises `Refused` if there is no such
    day.
    """
    today = school.day(day)
    sheet = a4_sheet(out, language, report)
    lists, more = day_summary(school, now, today), labels_of_namesakes(school)
    by_name = sort_key_for(language.code)

    def names(people: Iterable[Person], *, has_boxes: bool = False) -> list[PageRow]:
        written = [
            _name(name_of(one, language), more.get(one.id)) for one in sorted(people, key=by_name)
        ]
        return [NamesRow(row, has_boxes) for row in in_rows(written, COLUMNS)]

    def owed(one: Owed) -> Section:
        n = len(one.people)
        heading = tn("Still to do: {what}, {n} person", "Still to do: {what}, {n} people", n,
                     what=one.what)  # fmt: skip
        how = " · ".join(language.say(resource.title) for resource in one.how)
        words = [WordsRow(wrapped(sheet, how, HOW, WHOLE))] if how else []
        return section(sheet, heading, [*words, *names(one.people, has_boxes=True)])

    kept = (
        (lists.here, tn("Here: {n} person", "Here: {n} people", len(lists.here))),
        (lists.not_here, tn("Not here: {n} person", "Not here: {n} people", len(lists.not_here))),
        (lists.not_expected,
         tn("Not expected: {n} person", "Not expected: {n} people", len(lists.not_expected))),
    )  # fmt: skip
    sections = [section(sheet, heading, names(people)) for people, heading in kept if people]
    sections += map(owed, lists.owed)
    write_sections(sheet, school, today, t("Who was here"), sections, (BEGINS, AGAIN))


def _name(name: str, more: Text | str | None) -> Sayable:
    return name if more is None else t("{name} · {more}", name=name, more=more)

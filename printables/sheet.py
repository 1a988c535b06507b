"""The list to sign on paper in place of the kiosk: everybody from A to Z, a row each. A4 pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from kiosk.language import Language
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.namesakes import labels_of_namesakes
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import Sayable, t, tn
from printables import fonts
from printables.day_page import HEIGHT, LEFT, RIGHT, SLOT, WHOLE, WIDTH, Heading, write_sections
from printables.lines import wrapped
from printables.page import GREY, INK, LINE, Place, ReportUnprinted, Sheet, Style

HOW = Style(fonts.SANS, 10, INK, floor=7)
HOW_Y, HOW_AGAIN_Y = 37.5, 25.5
BEGINS, AGAIN = 40.5, 28.0
"""Where the rows begin, on the first page and on others, in mm."""

NAME = Style(fonts.SANS_SEMIBOLD, 10.5, INK, floor=7)
ROLE = Style(fonts.SANS, 8.5, GREY, floor=5.5)
LABEL = Style(fonts.SANS, 8.5, GREY, floor=6)
BOX = 4.6
NAME_X, ROLE_X = LEFT + BOX + 3, LEFT + 62
CAME, LEFT_AT = (LEFT + 121, LEFT + 146), (LEFT + 152, RIGHT)
"""From where to where the times are written, in mm."""
ROW = 7.4
BLANK_ROWS = 3
"""How many rows there are for people who are not listed."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with a box and two times; blank texts leave room to write."""

    name: str = ""
    role: Sayable = ""

    @property
    def height(self) -> float:
        """Its height in mm."""
        return ROW

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it, its upper edge at `y`."""
        base = y + ROW * 0.68
        sheet.box(LEFT, y + (ROW - BOX) / 2, (BOX, BOX), INK, 0.7, 0.6)
        for what, place in (
            (self.name, Place(NAME_X, base, ROLE_X - NAME_X - 2, NAME)),
            (self.role, Place(ROLE_X, base, CAME[0] - ROLE_X - 3, ROLE)),
        ):
            if what:
                sheet.put(what, place)
        sheet.rule(NAME_X, y + ROW, CAME[0] - 3, LINE, 0.4)
        for start, end in (CAME, LEFT_AT):
            sheet.rule(start, y + ROW, end, GREY, 0.6)


def write_sheet(
    out: BinaryIO,
    school: School,
    day: DayId,
    language: Language,
    report: ReportUnprinted | None = None,
) -> None:
    """Write the list of a day to `out`, as one PDF.

    `report` is called for each text that had to be shortened. Raises `Refused` if there is no such
    day.
    """
    today = school.day(day)
    sheet = Sheet(out, WIDTH, HEIGHT, (language,), report)
    people = sorted(school.people_on(today.date).values(), key=sort_key_for(language.code))
    rows = [PersonRow(one.name, _about(school, one)) for one in people]
    everyone = tn("Everyone, A to Z: {n} person", "Everyone, A to Z: {n} people", len(people))
    others = t("Not on this list? Write your name here")
    sections = [
        (Heading(wrapped(sheet, words, SLOT, CAME[0] - LEFT - 4)), written)
        for words, written in ((everyone, rows), (others, [PersonRow()] * BLANK_ROWS))
    ]

    def draw_head(number: int) -> None:
        y = HOW_Y if number == 1 else HOW_AGAIN_Y
        sheet.put(t("Tick your name, and write when you came and when you left."),
                  Place(LEFT, y, WHOLE, HOW))  # fmt: skip
        begins = BEGINS if number == 1 else AGAIN
        for label, (start, end) in ((t("Came at"), CAME), (t("Left at"), LEFT_AT)):
            sheet.put(label, Place(start, begins + 5.6, end - start, LABEL))

    write_sections(sheet, school, today, t("Signing in on paper"), sections, (BEGINS, AGAIN),
                   draw_head)  # fmt: skip


def _about(school: School, person: Person) -> Sayable:
    """Return a person's post, and what tells them from another of the same name."""
    post, more = role_and_department(school, person), labels_of_namesakes(school).get(person.id)
    return post if more is None else t("{post} · {more}", post=post, more=more)

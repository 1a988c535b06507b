"""The list to sign on paper in place of the kiosk: everybody from A to Z, a row each. A4 pages."""

from __future__ import annotations

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
from printables.day_page import LEFT, RIGHT, WHOLE, a4_sheet, section, write_sections
from printables.page import GREY, INK, Place, ReportUnprinted, Style
from printables.person_rows import BLANK_ROWS, NAME, NAME_X, PersonRow
from printables.text import name_of

HOW = Style(fonts.SANS, 10, INK, floor=7)
HOW_Y, HOW_AGAIN_Y = 37.5, 25.5
BEGINS, AGAIN = 40.5, 28.0
"""Where the rows begin, on the first page and on others, in mm."""

ROLE = Style(fonts.SANS, 8.5, GREY, floor=5.5)
LABEL = Style(fonts.SANS, 8.5, GREY, floor=6)
ROLE_X = LEFT + 62
CAME, LEFT_AT = (LEFT + 121, LEFT + 146), (LEFT + 152, RIGHT)
"""From where to where the times are written, in mm."""
ROW = 7.4


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
    sheet = a4_sheet(out, language, report)
    people = sorted(school.people_on(today.date).values(), key=sort_key_for(language.code))
    rows = [_row(name_of(one, language), _about(school, one)) for one in people]
    everyone = tn("Everyone, A to Z: {n} person", "Everyone, A to Z: {n} people", len(people))
    others = t("Not on this list? Write your name here")
    sections = [
        section(sheet, words, written, CAME[0] - LEFT - 4)
        for words, written in ((everyone, rows), (others, [_row()] * BLANK_ROWS))
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


def _row(name: str = "", about: Sayable = "") -> PersonRow:
    texts: tuple[tuple[Sayable, Place], ...] = (
        (name, Place(NAME_X, 0, ROLE_X - NAME_X - 2, NAME)),
        (about, Place(ROLE_X, 0, CAME[0] - ROLE_X - 3, ROLE)),
    )
    return PersonRow(ROW, texts, CAME[0] - 3, (CAME, LEFT_AT))


def _about(school: School, person: Person) -> Sayable:
    """Return a person's post, and what tells them from another of the same name."""
    post, more = role_and_department(school, person), labels_of_namesakes(school).get(person.id)
    return post if more is None else t("{post} · {more}", post=post, more=more)

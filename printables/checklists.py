"""Three lists to tick off: a week before an INSET day, on the day, and afterwards. One A4 page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from kiosk.language import Language
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.text import Text, t
from printables import fonts
from printables.day_page import LEFT, RIGHT, a4_sheet, section, write_sections
from printables.lines import Line, draw_lines, height_of, wrapped
from printables.page import INK, ReportUnprinted, Sheet, Style

LISTS: tuple[tuple[Text, tuple[Text, ...]], ...] = (
    (t("A week before"), (
        t("Load the newest staff list and the programme. Ask IT: kiosk load staff, "
          "kiosk load programme."),
        t("Read what needs attention: F9, then K. Ask each leader whether room and times are "
          "right."),
        t("Invite part-time staff who would come on a day off. Ask IT: "
          "kiosk load invitations."),
        t("Tell staff how to choose, what is kept and who sees it. For people who cannot "
          "come to the kiosk there is a form. Ask IT: kiosk print form."),
        t("Ask staff who have a badge to set their PIN: My day, F8."),
        t("Ask IT to set a second folder and a passphrase for the copies: kiosk backups. Put the "
          "passphrase in the school safe."),
        t("Ask IT for the codes that hang beside the kiosk: kiosk print codes. Try scanner and "
          "printer with two colleagues, on the sample school: kiosk demo."),
    )),
    (t("On the day"), (
        t("An hour before: plug the machine in, stop it from going to sleep, check date and time, "
          "start the kiosk. Press F9 and type the PIN once."),
        t("Hang the codes up. Have somebody stand by for the first half hour."),
        t("Ten minutes after the start: F9, then N for who is not yet in. Phone, and press A for "
          "each who is not coming."),
        t("T, to check: who was not on the list, or said “not me”. Look at their ID."),
        t("K, attention: what does not fit today, such as a room used twice."),
        t("Ten minutes after the start, and after lunch: the roll call is printed, or waits in the "
          "folder of pages (Y says where). Keep it by the door."),
        t("If the fire alarm goes: take the printed roll call out with you. On a screen it is F9, "
          "a PIN, then Y."),
        t("Before you print: F9, C, then U. Confirm who was really there; otherwise they get no "
          "certificate."),
        t("At the end: look at what else C lists first, then close the day and print."),
    )),
    (t("Afterwards"), (
        t("Hand out certificates. Give each catch-up slip to its owner only."),
        t("Arrange the required training that people still owe. Ask IT for the list: "
          "kiosk training."),
        t("F9, C, then J: the figures for the head, the governors or a grant, without names."),
        t("B, feedback: read it. You see it where five or more people answered."),
        t("Ask IT whether the copies are up to date: kiosk backups. Put the stick in the safe."),
        t("Shred the lists of names that you no longer need."),
    )),
)  # fmt: skip
"""The headings, each with its lines."""

POINT = Style(fonts.SANS, 10.5, INK)
BOX = 4.2
TEXT_X = LEFT + BOX + 3.5
PAD = 3.0
"""The space between two lines to tick, in mm."""
BEGINS, AGAIN = 34.0, 21.0
"""Where the lists begin, on the first page and on others, in mm."""


@dataclass(frozen=True, slots=True)
class PointRow:
    """A line to tick."""

    words: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Its height in mm."""
        return max(height_of(self.words), BOX) + PAD

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it, its upper edge at `y`."""
        top = y + PAD / 2
        sheet.box(LEFT, top + 0.3, (BOX, BOX), INK, 0.7, 0.6)
        draw_lines(sheet, self.words, TEXT_X, top)


def write_checklists(
    out: BinaryIO,
    school: School,
    day: DayId,
    language: Language,
    report: ReportUnprinted | None = None,
) -> None:
    """Write the lists for a day to `out`, as one PDF.

    `report` is called for each text that had to be shortened. Raises `Refused` if there is no such
    day.
    """
    today = school.day(day)
    sheet = a4_sheet(out, language, report)
    lists = [
        section(
            sheet,
            heading,
            [PointRow(wrapped(sheet, point, POINT, RIGHT - TEXT_X)) for point in points],
        )
        for heading, points in LISTS
    ]
    write_sections(sheet, school, today, t("Before, on and after the day"), lists, (BEGINS, AGAIN))

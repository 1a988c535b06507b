"""The form on which people give their wishes for a day on paper: A4, the same for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from kiosk.errors import CannotPrint
from kiosk.language import Language
from kiosk.rules.choosing.bookings import slots_to_choose
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.labels import audience_label, the_tutor
from kiosk.rules.model.records import InsetDay, Session, Slot
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn
from printables import fonts
from printables.day_page import (
    HEIGHT,
    LEFT,
    PLACES,
    RIGHT,
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
from printables.page import GREY, INK, LINE, MM, NAVY, Place, ReportUnprinted, Sheet, Style
from printables.slip_blocks import Line, wrapped
from printables.text import printable

LABEL = Style(fonts.SANS, 9, GREY, floor=7)
NAME_Y, NAME_AGAIN_Y, NAME_RULE = 40.0, 28.0, 1.0
NAME_X, CODE_X = (LEFT + 13, LEFT + 118), (LEFT + 140, RIGHT)
"""From where to where the lines for the name and the staff code go, in mm."""

HOW = Style(fonts.SANS, 10, INK)
UNTIL = Style(fonts.SANS_SEMIBOLD, 10, INK)
HOW_Y, HOW_GAP = 45.5, 0.5
AGAIN_Y = 34.0

TITLE = Style(fonts.SANS_SEMIBOLD, 10, INK)
OTHER = Style(fonts.SANS, 10, GREY)
DETAIL = Style(fonts.SANS, 8.5, GREY)

BOXES, BOX, BOX_STEP = 3, 5.4, 7.0
DIGIT = Style(fonts.SANS, 9, GREY)
TEXT_X = LEFT + BOXES * BOX_STEP + 3
ASIDE_WIDTH = 34.0
TEXT_WIDTH = RIGHT - ASIDE_WIDTH - 4 - TEXT_X
PAD = 2.4
"""The space above and below the words of a row, together, in mm."""
SLOT_GAP = 4.5
"""The space above the heading of a slot, in mm."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One session with its boxes, or the heading of a slot, which has none."""

    words: tuple[Line, ...]
    aside: tuple[Line, ...] = ()
    """At the right: the number of places, and for whom they are."""
    after: str = ""
    """The title in the other language, where it fits on the first line."""
    is_heading: bool = False

    @property
    def height(self) -> float:
        """Its height in mm."""
        words = sum(line.height for line in self.words)
        if self.is_heading:
            return SLOT_GAP + words + 1
        return max(words, sum(line.height for line in self.aside), BOX) + PAD


def write_form(
    out: BinaryIO,
    school: School,
    day: DayId,
    language: Language,
    report: ReportUnprinted | None = None,
) -> None:
    """Write the form of a day to `out`, one PDF of as many pages as it needs.

    `report` is called for each text that had to be shortened. Raises `CannotPrint` if there is
    nothing to choose on that day, `Refused` if there is no such day.
    """
    today = school.day(day)
    sheet = Sheet(out, WIDTH, HEIGHT, report)
    slots = [
        _slot_rows(sheet, school, slot, sessions, language)
        for slot, sessions in slots_to_choose(school, today)
    ]
    if not slots:
        raise CannotPrint(t("Nothing to print: there is nothing to choose on {day}.", day=day))
    sheet.describe(language.say(t("My choices")), language.say(school.settings.name))
    how = _instructions(sheet, school, today, language)
    begins = HOW_Y + sum(line.height for line in how) + HOW_GAP
    pages = paginate_rows(slots, (begins, AGAIN_Y), lambda row: _continued(row, language))
    for number, rows in enumerate(pages, 1):
        draw_header(sheet, school, today, language)
        _draw_name(sheet, NAME_Y if number == 1 else NAME_AGAIN_Y, language)
        if number == 1:
            sheet.put(language.say(t("My choices")), PLACES["title"])
            draw_lines(sheet, how, LEFT, HOW_Y)
        y = begins if number == 1 else AGAIN_Y
        for row in rows:
            _draw_row(sheet, row, y)
            y += row.height
        draw_footer(sheet, school, (number, len(pages)), language)
        sheet.canvas.showPage()
    sheet.close()


# -- from records to rows ---------------------------------------------------------------------


def _instructions(
    sheet: Sheet, school: School, day: InsetDay, language: Language
) -> tuple[Line, ...]:
    """Return what to do, how wishes are served, and by when to hand the form in to whom."""
    ticking = t(
        "In each part of the day, tick 1 beside the session you'd like "
        "most, then 2 and 3 beside your next choices."
    )
    how = " ".join(language.say(part) for part in (ticking, _how_wishes_are_served(school, day)))
    return (
        *wrapped(sheet, how, HOW, WHOLE),
        *wrapped(sheet, language.say(_hand_in_by(school, day)), UNTIL, WHOLE, before=1.2),
    )


def _how_wishes_are_served(school: School, day: InsetDay) -> Text:
    if day.awaits_draw and day.draw_at is not None:
        moment = school.local(day.draw_at)
        return t(
            "Places are drawn by lot on {date} at {time}, so it doesn't matter who answers first.",
            date=moment.date(),
            time=moment,
        )
    return t("First come, first served: forms count in the order they come in.")


def _hand_in_by(school: School, day: InsetDay) -> Text:
    settings = school.settings
    tutor = settings.tutor or the_tutor(settings)
    last = day.choices_close or (day.draw_at if day.awaits_draw else None)
    if last is None:
        return t("Please give this form to {tutor} before {date}.", tutor=tutor, date=day.date)
    moment = school.local(last)
    return t(
        "Please give this form to {tutor} by {date}, {time}.",
        tutor=tutor,
        date=moment.date(),
        time=moment,
    )


def _slot_rows(
    sheet: Sheet, school: School, slot: Slot, sessions: Sequence[Session], language: Language
) -> list[FormRow]:
    """Return the heading of a slot and a row for each of its sessions."""
    words = wrapped(sheet, heading_of(slot, language), SLOT, WHOLE)
    heading = FormRow(words, is_heading=True)
    return [
        heading,
        *(_session_row(sheet, school, slot, session, language) for session in sessions),
    ]


def _session_row(
    sheet: Sheet, school: School, slot: Slot, session: Session, language: Language
) -> FormRow:
    title = school.workshop(session).title
    first, after = (
        f"{session.id}  {language.say(title)}",
        printable(in_other_language(title, language)),
    )
    room = TEXT_WIDTH - fonts.width(printable(first) + "  ", TITLE.face, TITLE.size) / MM
    words = wrapped(sheet, first, TITLE, TEXT_WIDTH)
    if after and fonts.width(after, OTHER.face, OTHER.size) / MM > room:
        words, after = (*words, *wrapped(sheet, after, OTHER, TEXT_WIDTH)), ""
    detail = detail_of(school, slot, session, language)
    return FormRow(
        (*words, *wrapped(sheet, detail, DETAIL, TEXT_WIDTH)),
        _aside(sheet, school, session, language),
        after,
    )


def _aside(sheet: Sheet, school: School, session: Session, language: Language) -> tuple[Line, ...]:
    places = t("no limit")
    if session.places is not None:
        places = tn("{n} place", "{n} places", session.places)
    lines = (Line(language.say(places), OTHER),)
    if {"all", "staff"} & set(session.audience):
        return lines
    names = ", ".join(language.say(one) for one in audience_label(school, session))
    for_whom = language.say(t("for: {names}", names=names))
    return (*lines, *wrapped(sheet, for_whom, DETAIL, ASIDE_WIDTH))


def _continued(heading: FormRow, language: Language) -> FormRow:
    return replace(heading, words=(continued_heading(heading.words[0], language),))


# -- drawing ----------------------------------------------------------------------------------


def _draw_name(sheet: Sheet, y: float, language: Language) -> None:
    for label, (start, end), x in (
        (t("Name"), NAME_X, LEFT),
        (t("Staff code"), CODE_X, NAME_X[1] + 4),
    ):
        sheet.put(language.say(label), Place(x, y, start - x - 1, LABEL))
        sheet.rule(start, y + NAME_RULE, end, GREY, 0.6)


def _draw_row(sheet: Sheet, row: FormRow, y: float) -> None:
    if row.is_heading:
        draw_lines(sheet, row.words, LEFT, y + SLOT_GAP)
        sheet.rule(LEFT, y + row.height, RIGHT, NAVY, 0.8)
        return
    top = y + PAD / 2
    draw_lines(sheet, row.words, TEXT_X, top)
    draw_lines(sheet, row.aside, RIGHT, top, "right")
    if row.after:
        first = row.words[0]
        x = TEXT_X + fonts.width(first.text + "  ", first.style.face, first.style.size) / MM
        draw_lines(sheet, (Line(row.after, OTHER),), x, top)
    for number in range(BOXES):
        x = LEFT + number * BOX_STEP
        sheet.box(x, top + 0.3, (BOX, BOX), INK, 0.7, 0.6)
        sheet.line(str(number + 1), x + BOX / 2, top + 0.3 + BOX * 0.7, DIGIT, "centre")
    sheet.rule(LEFT, y + row.height, RIGHT, LINE, 0.5)

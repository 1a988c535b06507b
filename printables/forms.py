"""The form on which people give their wishes for a day on paper: A4, the same for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    LEFT,
    RIGHT,
    WHOLE,
    Section,
    a4_sheet,
    detail_of,
    in_both,
    slot_heading,
    write_sections,
)
from printables.lines import Line, draw_lines, height_of, wrapped, wrapped_said
from printables.page import GREY, INK, LINE, Place, ReportUnprinted, Sheet, Style

LABEL = Style(fonts.SANS, 9, GREY, floor=7)
NAME_Y, NAME_AGAIN_Y, NAME_RULE = 40.0, 28.0, 1.0
NAME_X, CODE_X = (LEFT + 13, LEFT + 118), (LEFT + 140, RIGHT)
"""From where to where the lines for the name and the staff code go, in mm."""

HOW = Style(fonts.SANS, 10, INK)
UNTIL = Style(fonts.SANS_SEMIBOLD, 10, INK)
HOW_Y, HOW_GAP = 45.5, 0.5
AGAIN_Y = 34.0

TITLE = Style(fonts.SANS_SEMIBOLD, 10, INK)
PLACES = Style(fonts.SANS, 10, GREY)
DETAIL = Style(fonts.SANS, 8.5, INK)

BOXES, BOX, BOX_STEP = 3, 5.4, 7.0
DIGIT = Style(fonts.SANS, 9, GREY)
TEXT_X = LEFT + BOXES * BOX_STEP + 3
ASIDE_WIDTH = 34.0
TEXT_WIDTH = RIGHT - ASIDE_WIDTH - 4 - TEXT_X
PAD = 2.4
"""The space above and below the words of a row, together, in mm."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One session with its boxes."""

    words: tuple[Line, ...]
    aside: tuple[Line, ...]
    """At the right: the number of places, and for whom they are."""

    @property
    def height(self) -> float:
        """Its height in mm."""
        return max(height_of(self.words), height_of(self.aside), BOX) + PAD

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw it, its upper edge at `y`."""
        top = y + PAD / 2
        draw_lines(sheet, self.words, TEXT_X, top)
        draw_lines(sheet, self.aside, RIGHT, top, "right")
        for number in range(BOXES):
            x = LEFT + number * BOX_STEP
            sheet.box(x, top + 0.3, (BOX, BOX), INK, 0.7, 0.6)
            sheet.line(str(number + 1), x + BOX / 2, top + 0.3 + BOX * 0.7, DIGIT, "centre")
        sheet.rule(LEFT, y + self.height, RIGHT, LINE, 0.5)


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
    sheet = a4_sheet(out, language, report)
    slots = [_slot(sheet, school, *found) for found in slots_to_choose(school, today)]
    if not slots:
        raise CannotPrint(t("Nothing to print: there is nothing to choose on {day}.", day=day))
    how = _instructions(sheet, school, today)

    def draw_head(number: int) -> None:
        _draw_name(sheet, NAME_Y if number == 1 else NAME_AGAIN_Y)
        if number == 1:
            draw_lines(sheet, how, LEFT, HOW_Y)

    starts = (HOW_Y + height_of(how) + HOW_GAP, AGAIN_Y)
    write_sections(sheet, school, today, t("My choices"), slots, starts, draw_head)


# -- from records to rows ---------------------------------------------------------------------


def _instructions(sheet: Sheet, school: School, day: InsetDay) -> tuple[Line, ...]:
    """Return what to do, how wishes are served, and by when to hand the form in to whom."""
    ticking = t(
        "In each part of the day, tick 1 beside the session you'd like "
        "most, then 2 and 3 beside your next choices."
    )
    how = " ".join(
        sheet.language.say(part) for part in (ticking, _how_wishes_are_served(school, day))
    )
    return (
        *wrapped(sheet, how, HOW, WHOLE),
        *wrapped(sheet, _hand_in_by(school, day), UNTIL, WHOLE, before=1.2),
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


def _slot(sheet: Sheet, school: School, slot: Slot, sessions: Sequence[Session]) -> Section:
    rows = [_session_row(sheet, school, slot, session) for session in sessions]
    return slot_heading(sheet, slot), rows


def _session_row(sheet: Sheet, school: School, slot: Slot, session: Session) -> FormRow:
    title = in_both(sheet, school.workshop(session).title, f"{session.id}  ")
    detail = detail_of(sheet, school, slot, session)
    words = wrapped_said(sheet, title, TITLE, TEXT_WIDTH)
    return FormRow(
        (*words, *wrapped(sheet, detail, DETAIL, TEXT_WIDTH)), _aside(sheet, school, session)
    )


def _aside(sheet: Sheet, school: School, session: Session) -> tuple[Line, ...]:
    places = t("no limit")
    if session.places is not None:
        places = tn("{n} place", "{n} places", session.places)
    lines = wrapped(sheet, places, PLACES, ASIDE_WIDTH)
    if {"all", "staff"} & set(session.audience):
        return lines
    names = ", ".join(sheet.language.say(one) for one in audience_label(school, session))
    return (*lines, *wrapped(sheet, t("for: {names}", names=names), DETAIL, ASIDE_WIDTH))


def _draw_name(sheet: Sheet, y: float) -> None:
    for label, (start, end), x in (
        (t("Name"), NAME_X, LEFT),
        (t("Staff code"), CODE_X, NAME_X[1] + 4),
    ):
        sheet.put(label, Place(x, y, start - x - 1, LABEL))
        sheet.rule(start, y + NAME_RULE, end, GREY, 0.6)

"""Catch-up slips: A5 portrait, one document. Each says what a person missed and how to catch up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from kiosk.errors import CannotPrint
from kiosk.language import Language
from kiosk.rules.follow_up.catch_up_resources import minutes_needed
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.labels import role_and_department, the_tutor
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import t
from printables import fonts
from printables.agreed_use import draw_agreed_use
from printables.page import (
    GOLD,
    GREY,
    INK,
    NAVY,
    PALE,
    Place,
    ReportUnprinted,
    Sheet,
    Style,
    Words,
    languages_of_page,
)
from printables.slip_blocks import Block, blocks_of
from printables.slip_cards import Card, draw_card, height_of, paginate_cards
from printables.text import name_of

TITLE = t("Catch-up slip")

WIDTH, HEIGHT = 148.0, 210.0
LEFT, RIGHT = 12.0, WIDTH - 12.0
MIDDLE = (LEFT + RIGHT) / 2

PLACES: dict[str, Place] = {
    "school": Place(
        LEFT, 15.2, 56, Style(fonts.SANS_SEMIBOLD, 8.5, NAVY, floor=6, tracking=1.4, capitals=True)
    ),
    "day": Place(RIGHT, 15.2, 64, Style(fonts.SANS, 9, GREY, floor=6.5), "right"),
    "title": Place(LEFT, 30.2, 86, Style(fonts.SERIF, 25, NAVY, floor=16)),
    "name": Place(
        LEFT, 39.4, 86, Style(fonts.SANS_SEMIBOLD, 13.5, INK, floor=10, least=7), leading=4.3
    ),
    "role": Place(LEFT, 44.4, 86, Style(fonts.SANS, 9.5, GREY, floor=7)),
    "continued": Place(
        LEFT, 25.2, RIGHT - LEFT, Style(fonts.SANS_SEMIBOLD, 11, INK, floor=8, least=7), leading=4
    ),
    "finished": Place(LEFT, 171.8, RIGHT - LEFT, Style(fonts.SANS_SEMIBOLD, 9.5, INK, floor=8)),
    "return": Place(LEFT, 177.6, RIGHT - LEFT, Style(fonts.SANS, 9.5, INK, floor=7)),
    "agreed": Place(LEFT, 197.4, RIGHT - LEFT, Style(fonts.SANS, 7.5, GREY, floor=6)),
    "help": Place(LEFT, 201.7, 84, Style(fonts.SANS, 7.5, GREY, floor=6)),
    "number": Place(RIGHT, 201.7, 38, Style(fonts.SANS, 7.5, GREY, floor=5.5), "right"),
}

HEADER_RULE = 18.2
TWO_LINE_NAME_UP = 1.0
TWO_LINE_NAME_MOST = 11.0

BOX_X, BOX_Y, BOX_WIDTH, BOX_RADIUS = RIGHT - 34, 26.0, 34.0, 2.0
BOX_MIDDLE = BOX_X + BOX_WIDTH / 2
BOX_SMALL = Style(fonts.SANS, 8, GREY, floor=6.5)
BOX_DATE = Style(fonts.SERIF_SEMIBOLD, 14.5, NAVY, floor=9, size_in_two=11)
BOXES: dict[int, tuple[float, tuple[tuple[float, Style], ...]]] = {
    1: (19.6, ((31.4, BOX_SMALL), (37.4, BOX_DATE), (42.9, BOX_SMALL))),
    2: (24.5, ((30.8, BOX_SMALL), (39.0, BOX_DATE), (46.6, BOX_SMALL))),
}
"""By the number of languages: the height of the box, and where its three texts go, in mm."""

BOX_SHIFT = 2.6

CARDS_Y, CARDS_CONTINUED_Y = 52.5, 30.5
CARDS_END, CARDS_END_LAST = 195.0, 168.0
"""Where the cards end: on a page that is followed by another, and above the signature."""

SIGN_Y, SIGN_LABEL = 191.0, Style(fonts.SANS, 8, GREY, floor=7)
SIGN_LINES = ((LEFT, LEFT + 70), (RIGHT - 42, RIGHT))


@dataclass(frozen=True, slots=True)
class Slip:
    """What one person must do, or is offered, for one INSET day, in the order of printing."""

    person: PersonId
    day: DayId
    catch_ups: tuple[CatchUp, ...]


def write_slips(
    out: BinaryIO,
    school: School,
    slips: Sequence[Slip],
    languages: Sequence[Language],
    progress: Callable[[int, int], None] | None = None,
    report: ReportUnprinted | None = None,
) -> None:
    """Write one PDF to `out`, with as many pages as each slip needs.

    Of the languages given, a slip has those of `languages_of_page`. A slip without a catch-up is
    left out. `progress` is called with (slips done, slips in all) after each, `report` for each
    text that had to be shortened. Nothing is written until all pages are made. Raises `CannotPrint`
    if there is no catch-up, `Refused` if the school does not have a person or day.
    """
    wanted = [slip for slip in slips if slip.catch_ups]
    if not wanted:
        raise CannotPrint(t("There are no catch-up slips to print."))
    sheet = Sheet(out, WIDTH, HEIGHT, languages, report)
    sheet.describe(TITLE, school.settings.name)
    for done, slip in enumerate(wanted, 1):
        sheet.languages = languages_of_page(languages, school, slip.person)
        _draw_slip(sheet, school, slip)
        if progress is not None:
            progress(done, len(wanted))
    sheet.close()


def _draw_slip(sheet: Sheet, school: School, slip: Slip) -> None:
    blocks: list[Block] = []
    for catch_up in slip.catch_ups:
        blocks += blocks_of(sheet, school, catch_up)
    starts = (CARDS_Y, CARDS_CONTINUED_Y)
    pages = paginate_cards(blocks, starts, CARDS_END, CARDS_END_LAST)
    for number, cards in enumerate(pages, 1):
        _draw_header(sheet, school, slip)
        if number == 1:
            _draw_person(sheet, school, slip)
        else:
            _draw_continued(sheet, school.person(slip.person))
        _draw_cards(sheet, cards, starts[number > 1])
        if number == len(pages):
            _draw_what_to_do(sheet, school)
        draw_agreed_use(sheet, school, PLACES["agreed"])
        _draw_footer(sheet, slip, (number, len(pages)))
        sheet.canvas.showPage()


def _draw_cards(sheet: Sheet, cards: Sequence[Card], y: float) -> None:
    for card in cards:
        draw_card(sheet, card, LEFT, y)
        y += height_of(card) + Card.GAP


# -- the parts of a page ----------------------------------------------------------------------


def _draw_header(sheet: Sheet, school: School, slip: Slip) -> None:
    sheet.put(school.settings.name, PLACES["school"])
    sheet.put(t("INSET day · {date}", date=school.day(slip.day).date), PLACES["day"])
    sheet.rule(LEFT, HEADER_RULE, RIGHT, GOLD, 1)


def _draw_person(sheet: Sheet, school: School, slip: Slip) -> None:
    person = school.person(slip.person)
    sheet.put(TITLE, PLACES["title"])
    place = PLACES["name"]
    fitted = sheet.fit(name_of(person, sheet.language), place)
    up = 0.0
    if len(fitted.rows) > 1:
        up = TWO_LINE_NAME_UP + place.leading / 2
        # smaller and higher, to stay clear of the role below
        fitted = replace(fitted, size=min(fitted.size, TWO_LINE_NAME_MOST))
    sheet.rows(fitted, place, place.y - up, place.leading)
    sheet.put(role_and_department(school, person), PLACES["role"])
    _draw_box(sheet, school, slip)


def _draw_box(sheet: Sheet, school: School, slip: Slip) -> None:
    height, places = BOXES[len(sheet.languages)]
    sheet.box(BOX_X, BOX_Y, (BOX_WIDTH, height), PALE, 0, BOX_RADIUS)
    lines = _box_words(school, slip)
    # where the first or the last of three lines is blank, the others move to the middle
    down = BOX_SHIFT * ((not lines[2]) - (not lines[0]))
    for (y, style), words in zip(places, lines, strict=True):
        if words:
            sheet.put(words, Place(BOX_MIDDLE, y + down, BOX_WIDTH - 4, style, "centre"))


def _box_words(school: School, slip: Slip) -> tuple[Words, Words, Words]:
    """Return the three lines of the box. The time in it is that of required catch-ups only."""
    required = [catch_up for catch_up in slip.catch_ups if catch_up.required]
    if not required:
        return ("", t("optional"), t("only if you'd like to"))
    dues = {catch_up.due for catch_up in required if catch_up.due}
    time = _time_needed(school, required)
    if not dues:
        return ("", t("required"), time)
    finish = t("please finish by") if len(dues) == 1 else t("first due by")
    return (finish, lambda language: language.short_date(min(dues)), time)


def _time_needed(school: School, catch_ups: Sequence[CatchUp]) -> Words:
    """Return the time that they take, alternatives counted once; blank if none is known."""
    minutes, is_complete = minutes_needed(school, catch_ups)
    if not minutes:
        return ""

    def words(language: Language) -> str:
        time = language.long_time(minutes)
        if not is_complete:
            return language.say(t("{time} or more", time=time))
        return language.say(t("about {time} in all", time=time))

    return words


def _draw_continued(sheet: Sheet, person: Person) -> None:
    words = t("Catch-up slip for {name}, continued", name=name_of(person, sheet.language))
    sheet.put(words, PLACES["continued"])


def _draw_what_to_do(sheet: Sheet, school: School) -> None:
    settings = school.settings
    words = t(
        "Tick what you've done, sign below and give this slip to {tutor}.",
        tutor=settings.tutor or the_tutor(settings),
    )
    sheet.put(t("Finished?"), PLACES["finished"])
    sheet.put(words, PLACES["return"])
    for (start, end), label in zip(SIGN_LINES, (t("Signed"), t("Date")), strict=True):
        sheet.rule(start, SIGN_Y, end, GREY, 0.6)
        sheet.put(label, Place(start, SIGN_Y + 3.6, end - start, SIGN_LABEL))


def _draw_footer(sheet: Sheet, slip: Slip, page: tuple[int, int]) -> None:
    sheet.put(
        t("Can't scan? Type the address. The office can print this slip again."), PLACES["help"]
    )
    number, count = page
    words = t("Slip {day} {person}", day=slip.day, person=slip.person)
    if count > 1:
        words = t(
            "Slip {day} {person} · {page} of {pages}",
            day=slip.day,
            person=slip.person,
            page=number,
            pages=count,
        )
    sheet.put(words, PLACES["number"])

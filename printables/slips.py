"""Catch-up slips: A5 portrait, one document. Each says what a person missed and how to catch up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO

from kiosk.errors import CannotPrint
from kiosk.language import Language, length_of_time
from kiosk.rules.follow_up.catch_up_resources import minutes_needed
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.labels import post_and_code, the_tutor
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn
from printables import fonts
from printables.agreed_use import draw_agreed_use
from printables.page import (
    INK,
    LINE,
    MM,
    NAVY,
    PALE,
    Place,
    ReportUnprinted,
    Sheet,
    Style,
    Words,
    languages_of_page,
)
from printables.slip_blocks import items_of
from printables.slip_cards import WORDS, Card, draw_cards, paginate, stub_height
from printables.text import fit_said, name_of

TITLE = t("Catch-up slip")

WIDTH, HEIGHT = 148.0, 210.0
LEFT, RIGHT = 10.0, 138.0

PLACES: dict[str, Place] = {
    "school": Place(
        LEFT,
        11.0,
        RIGHT - LEFT,
        Style(fonts.SANS_SEMIBOLD, 8.5, NAVY, floor=6, tracking=1.4, capitals=True),
    ),
    "name": Place(
        LEFT,
        18.6,
        RIGHT - LEFT,
        Style(fonts.SANS_SEMIBOLD, 16, INK, floor=11, least=7),
        leading=4.6,
    ),
    "post": Place(LEFT, 24.2, RIGHT - LEFT, Style(fonts.SANS, 9.5, INK, floor=7)),
    "title": Place(LEFT, 35.6, 84, Style(fonts.SERIF, 19, NAVY, floor=13)),
    "day": Place(LEFT, 42.8, 84, Style(fonts.SANS, 9.5, INK, floor=7)),
    "agreed": Place(LEFT, 202.5, RIGHT - LEFT, Style(fonts.SANS, 7.5, INK, floor=6)),
    "help": Place(LEFT, 205.9, 78, Style(fonts.SANS, 7.5, INK, floor=6)),
    "page": Place(RIGHT, 205.9, 46, Style(fonts.SANS, 7.5, INK, floor=5.5), "right"),
}

FOLD_Y = 28.4
"""Up to here the foot of the page is folded: only what is above it, the name, then shows."""
FOLD = Place(LEFT, FOLD_Y - 1.0, RIGHT - LEFT, Style(fonts.SANS, 7.5, INK, floor=6), "left")

BOX_WIDTH, BOX_Y, BOX_HEIGHT, BOX_RADIUS = 42.0, 29.6, 14.8, 2.0
BOX_X = RIGHT - BOX_WIDTH
BOX_SMALL = Style(fonts.SANS, 9, INK, floor=6.5)
BOX_DATE = Style(fonts.SERIF_SEMIBOLD, 14, NAVY, floor=8)
BOX_LINES = ((33.5, BOX_SMALL), (38.7, BOX_DATE), (43.0, BOX_SMALL))

STARTS, CARDS_END = (46.4, 30.8), 199.4
"""Where the cards begin on the first page and on the others, and where they end, in mm."""


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
    progress: Callable[[int, int], bool] | None = None,
    report: ReportUnprinted | None = None,
) -> None:
    """Write one PDF to `out`, with as many pages as each slip needs.

    Of the languages given, a slip has those of `languages_of_page`. A slip without a catch-up is
    left out. `progress` is called with (slips done, slips in all) after each, and stops it there
    by False; `report` for each text that had to be shortened. Nothing is written until all pages
    are made. Raises `CannotPrint` if there is no catch-up, `Refused` if the school does not have a
    person or day.
    """
    wanted = [slip for slip in slips if slip.catch_ups]
    if not wanted:
        raise CannotPrint(t("There are no catch-up slips to print."))
    sheet = Sheet(out, WIDTH, HEIGHT, languages, report, slips_on_a_sheet(school))
    _describe(sheet, school, wanted)
    for done, slip in enumerate(wanted, 1):
        sheet.languages = languages_of_page(languages, school, slip.person)
        _draw_slip(sheet, school, slip)
        if progress is not None and not progress(done, len(wanted)):
            break
    sheet.close()


def slips_on_a_sheet(school: School) -> int:
    """Return how many pages of slips stand beside each other on a sheet of paper."""
    return 2 if school.settings.slips_on == "a4" else 1


def count_pages(school: School, slips: Sequence[Slip], languages: Sequence[Language]) -> list[int]:
    """Return how many pages each slip takes, laid out as `write_slips` does, and not drawn.

    One whose layout fails counts as one page: the printing leaves it out and says so.
    """
    sheet = Sheet(BytesIO(), WIDTH, HEIGHT, languages, None)
    counts = []
    for slip in slips:
        sheet.languages = languages_of_page(languages, school, slip.person)
        try:
            counts.append(len(_paged(sheet, school, slip)))
        except Exception:  # an error in the layout of one must not keep the others
            counts.append(1)
    return counts


def _describe(sheet: Sheet, school: School, slips: Sequence[Slip]) -> None:
    """Set the document's title: the day, and whose slip it is where it is one person's."""
    first, *others = slips
    printed = [one.printed_on for slip in slips for one in slip.catch_ups if one.printed_on]
    day = school.day(first.day).date
    title = t("Catch-up slips · {date}", date=day)
    if not others:
        name = name_of(school.person(first.person), sheet.language)
        title = t("Catch-up slip of {name} · {date}", name=name, date=day)
    sheet.describe(title, school.settings.name, max(printed, default=day))


def _draw_slip(sheet: Sheet, school: School, slip: Slip) -> None:
    pages = _paged(sheet, school, slip)
    for number, cards in enumerate(pages, 1):
        _draw_person(sheet, school, slip)
        if number == 1:
            _draw_heading(sheet, school, slip)
        draw_cards(sheet, school, cards, STARTS[number > 1])
        draw_agreed_use(sheet, school, PLACES["agreed"])
        _draw_footer(sheet, school, (number, len(pages)))
        sheet.end_page()


def _paged(sheet: Sheet, school: School, slip: Slip) -> list[list[Card]]:
    """Return the cards of each page of a slip."""
    items = items_of(sheet, school, slip.catch_ups, WORDS)
    return paginate(items, stub_height(school), STARTS, CARDS_END)


# -- the parts of a page ----------------------------------------------------------------------


def _draw_person(sheet: Sheet, school: School, slip: Slip) -> None:
    """Draw all that shows when the slip is folded: school, name and post, and where to fold."""
    person = school.person(slip.person)
    sheet.put(school.settings.name, PLACES["school"])
    place = PLACES["name"]
    fitted = sheet.fit(name_of(person, sheet.language), place)
    size = min(fitted.size, place.leading * MM / 1.15) if len(fitted.rows) > 1 else fitted.size
    up = (len(fitted.rows) - 1) * place.leading / 2
    sheet.rows(replace(fitted, size=size), place, place.y - up, place.leading)
    sheet.put(post_and_code(school, person), PLACES["post"])
    with sheet.dashed():
        sheet.rule(0, FOLD_Y, WIDTH, LINE, 0.6)
    sheet.put(t("Private: fold the foot of the page up to this line."), FOLD)


def _draw_heading(sheet: Sheet, school: School, slip: Slip) -> None:
    sheet.put(TITLE, PLACES["title"])
    sheet.put(t("INSET day · {date}", date=school.day(slip.day).date), PLACES["day"])
    sheet.box(BOX_X, BOX_Y, (BOX_WIDTH, BOX_HEIGHT), PALE, 0, BOX_RADIUS)
    middle, words = BOX_X + BOX_WIDTH / 2, _box_words(school, slip)
    places = [Place(middle, y, BOX_WIDTH - 3, style, "centre") for y, style in BOX_LINES]
    lines = [sheet.fit(one, place) for one, place in zip(words, places, strict=True)]
    if any(len(line.rows) > 1 for line in lines):
        # no room for both languages in some line: the first one alone, in all three
        lines = [
            fit_said(sheet.said(one)[:1], style.face, (style.size, 6), (BOX_WIDTH - 3) * MM, 1)
            for one, (_, style) in zip(words, BOX_LINES, strict=True)
        ]
    for fitted, place in zip(lines, places, strict=True):
        sheet.rows(fitted, place, place.y, 0)


def _box_words(school: School, slip: Slip) -> tuple[Words, Words, Words]:
    """Return the three lines of the box. The time in it is that of required catch-ups only."""
    required = [catch_up for catch_up in slip.catch_ups if catch_up.required]
    if not required:
        return (t("nothing you must do"), t("optional"), t("only if you'd like to"))
    dues = {catch_up.due for catch_up in required if catch_up.due}
    count = tn("{n} to do", "{n} to do", len(required))
    time = _time_needed(school, required)
    total = t("{count} · {time}", count=count, time=time) if time else count
    if not dues:
        days = school.settings.catch_up_days
        return (total, tn("within {n} day", "within {n} days", days), t("of being back"))
    finish = t("please finish by") if len(dues) == 1 else t("first due by")
    return (finish, lambda language: language.short_date(min(dues)), total)


def _time_needed(school: School, catch_ups: Sequence[CatchUp]) -> Text | None:
    """Return the time that they take, alternatives counted once; None if none is known."""
    minutes, is_complete = minutes_needed(school, catch_ups)
    if not minutes:
        return None
    time = length_of_time(minutes)
    return t("about {time}", time=time) if is_complete else t("{time} or more", time=time)


def _draw_footer(sheet: Sheet, school: School, page: tuple[int, int]) -> None:
    tutor = school.settings.tutor or the_tutor(school.settings)
    sheet.put(t("Lost it? {tutor} can print it again.", tutor=tutor), PLACES["help"])
    number, count = page
    sheet.put(t("page {page} of {pages}", page=number, pages=count), PLACES["page"])

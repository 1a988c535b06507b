"""The cards of a catch-up slip: put on pages, drawn, each with a stub at the page's right edge.

The stubs stand below one another, divided by dashed lines that run to the edge of the paper: each
is torn off without touching its card or another stub.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

from kiosk.rules.follow_up.catch_up import missed_title
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.school import School
from kiosk.text import t
from printables import fonts, qr
from printables.lines import draw_lines
from printables.page import BLACK, INK, LINE, MM, NAVY, Place, Sheet, Style
from printables.slip_blocks import DUE, MAY, MUST, Item
from printables.slip_layout import MODULE, STUB_MODULE, STUB_SIDE, Block
from printables.text import fit, name_of, printable, side_by_side, text_of

LEFT, RIGHT = 10.0, 142.0
"""Where cards begin and end, in mm from the left of an A5 page."""
TEAR = 97.0
"""Where stubs are torn off."""
EDGE_OF_PAPER = 148.0
INSET, EDGE, RADIUS = 4.0, 1.5, 2.0
PAD = 3.0
"""From words and codes to the card's right edge, in mm: clear of its round corner."""
WIDTH = TEAR - 1.5 - LEFT
WORDS = WIDTH - INSET - PAD
"""The width of a card, and of its words, in mm."""
TOP, BOTTOM, TAG = 1.8, 2.7, 5.2

STUB_LEFT = TEAR + 1 + STUB_MODULE * qr.QUIET
STUB_TEXT = STUB_LEFT + STUB_SIDE + STUB_MODULE * qr.QUIET
STUB_NAME = Style(fonts.SANS_SEMIBOLD, 8.5, INK, floor=7.5)
STUB_ITEM = Style(fonts.SANS, 8, INK, floor=6.5)
STUB_CODE = Style(fonts.SANS_SEMIBOLD, 9, BLACK, floor=7)
STUB_TO = Style(fonts.SANS, 8, INK, floor=6.5)
STUB_STEP = 3.5
"""From line to line of a stub, in mm."""
STUB_HEIGHT, STUB_DONE = 27.0, 11.3


@dataclass(frozen=True, slots=True)
class Card:
    """An item, or the part of one that stands on one page."""

    GAP: ClassVar[float] = 2.0
    """Between two cards, in mm."""

    item: Item
    blocks: tuple[Block, ...]
    least: float = 0
    """The height that its stub needs, in mm."""
    continued: bool = False

    @property
    def height(self) -> float:
        """Its height in mm."""
        return max(self.least, self.start + _height(self.blocks) + BOTTOM)

    @property
    def start(self) -> float:
        """How far below its upper edge its blocks begin, in mm: clear of a code's quiet zone."""
        return TOP + TAG + (qr.QUIET * MODULE if self.blocks and self.blocks[0].code else 0)


def _height(blocks: Sequence[Block]) -> float:
    """Return the height of blocks below each other, with room around their codes, in mm."""
    return sum(block.height for block in blocks) + sum(
        _between(one, other) for one, other in pairwise(blocks)
    )


def _between(one: Block, other: Block) -> float:
    """Return the space between two blocks: where words or a code reach a code, its quiet zone."""
    if not (one.code or other.code):
        return 0
    is_near = (one.code and other.code) or one.reaches(other) or other.reaches(one)
    return qr.QUIET * MODULE + 0.2 if is_near else 0.4


# -- from items to pages ----------------------------------------------------------------------


def paginate(
    items: Sequence[Item], least: float, starts: tuple[float, float], end: float
) -> list[list[Card]]:
    """Return the cards of each page, in their order; a card is broken only if no page holds it.

    `least`: the height of a stub. `starts`: where the cards begin on the first page and on the
    others, and `end` where they must end, in mm from the top.
    """
    whole, room = end - starts[1], [end - starts[0]]
    pages: list[list[Card]] = [[]]
    for item in items:
        taken = _height_of(pages[-1]) + Card.GAP if pages[-1] else 0
        # what is only offered fills the page; a card with a stub stays whole if it can
        first = whole if item.is_required and pages[-1] else room[-1] - taken
        for card in _cards(item, least if item.is_required else 0, (first, whole)):
            if pages[-1] and _height_of([*pages[-1], card]) > room[-1]:
                pages.append([])
                room.append(whole)
            pages[-1].append(card)
    return _evened(pages, room)


def _cards(item: Item, least: float, rooms: tuple[float, float]) -> list[Card]:
    """Return an item as one card, or as several: the first in its room, the others in theirs."""
    cards, room = [Card(item, (), least)], rooms[0]
    for blocks in _kept_together(item.blocks):
        longer = replace(cards[-1], blocks=(*cards[-1].blocks, *blocks))
        if longer.height <= room:
            cards[-1] = longer
            continue
        room = rooms[1]
        if not cards[-1].blocks:  # no room here: all of it begins on the next page
            cards[-1] = longer
        else:
            cards.append(Card(item, blocks, continued=True))
    return cards


def _kept_together(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    groups: list[tuple[Block, ...]] = []
    for block in blocks:
        if block.is_kept:
            groups[-1] = (*groups[-1], block)
        else:
            groups.append((block,))
    return groups


def _height_of(cards: Sequence[Card]) -> float:
    return sum(card.height for card in cards) + Card.GAP * (len(cards) - 1)


def _evened(pages: list[list[Card]], room: list[float]) -> list[list[Card]]:
    """Return the pages without a single card on the last one, where the one before has several."""
    while len(pages) > 1 and len(pages[-1]) == 1 and len(pages[-2]) > 2:
        moved = _merged(pages[-2][-1], pages[-1][0])
        if _height_of(moved) > room[-1]:
            break
        pages[-2:] = [pages[-2][:-1], moved]
    return pages


def _merged(one: Card, other: Card) -> list[Card]:
    """Return two cards as one where they are parts of the same item."""
    if one.item is not other.item:
        return [one, other]
    return [replace(one, blocks=(*one.blocks, *other.blocks))]


# -- drawing ----------------------------------------------------------------------------------


def stub_height(school: School) -> float:
    """Return the height that a stub needs: more where it is handed in, with a date to fill in."""
    return STUB_HEIGHT + (STUB_DONE if school.settings.stub_to else 0)


def draw_cards(sheet: Sheet, school: School, cards: Sequence[Card], y: float) -> None:
    """Draw the cards of a page from `y` mm downwards."""
    for place, card in enumerate(cards):
        _draw_card(sheet, card, y)
        _draw_tear(sheet, card, y, is_first=place == 0)
        if card.item.catch_up is not None and not card.continued:
            _draw_stub(sheet, school, card.item.catch_up, y)
        _draw_small_stubs(sheet, school, card, y)
        y += card.height + Card.GAP


def _draw_card(sheet: Sheet, card: Card, y: float) -> None:
    sheet.box(LEFT, y, (WIDTH, card.height), LINE, 0.6, RADIUS)
    if card.item.is_required:
        sheet.edge(LEFT, y, (EDGE, card.height), NAVY, RADIUS)
    left, right = LEFT + INSET, LEFT + WIDTH - PAD
    _draw_tag(sheet, card, left, y + TOP, right)
    for top, block in _placed(card, y):
        draw_lines(sheet, block.lines, left, top)
        if block.code:
            sheet.code(block.code, right - block.side, top, block.side)
            sheet.link(block.code, left, top, (right - left, block.height))


def _placed(card: Card, y: float) -> Iterator[tuple[float, Block]]:
    """Yield where each block of a card begins whose upper edge is at `y`, in mm."""
    y += card.start
    for place, block in enumerate(card.blocks):
        if place:
            y += _between(card.blocks[place - 1], block)
        yield y, block
        y += block.height


def _draw_tag(sheet: Sheet, card: Card, x: float, y: float, right: float) -> None:
    """Draw whether one must or may, and by when: white on navy, or navy in a frame."""
    style = MUST if card.item.is_required else MAY
    words = side_by_side(sheet.said(card.item.must))
    width = fonts.width(text_of(words), style.face, style.size) / MM + 4
    sheet.box(x, y, (width, 4.6), NAVY, 0 if card.item.is_required else 0.8, 1)
    sheet.row(words, x + 2, y + 3.4, style)
    due = t("continued") if card.continued else card.item.due
    place = Place(right, y + 3.4, right - x - width - 2, DUE, "right")
    fitted = sheet.fit(due, place)
    for row in fitted.rows[:1] if len(fitted.rows) > 1 else fitted.rows:
        sheet.row(row, place.x, place.y, DUE, "right", fitted.size)


def _draw_tear(sheet: Sheet, card: Card, y: float, *, is_first: bool) -> None:
    """Draw the lines along which a stub is torn off, out to the edge of the paper."""
    top, bottom = y - Card.GAP / 2, y + card.height + Card.GAP / 2
    with sheet.dashed():
        sheet.upright(TEAR, top, bottom, INK, 0.6)
        for line in (top, bottom) if is_first else (bottom,):
            sheet.rule(TEAR, line, EDGE_OF_PAPER, INK, 0.6)
    if is_first:
        _draw_scissors(sheet, TEAR, top + 22)


def _draw_scissors(sheet: Sheet, x: float, y: float) -> None:
    for side in (-1, 1):
        sheet.box(x + 0.6 * side - 0.5, y - 2.7, (1, 1), INK, 0.6, 0.5)
        sheet.polygon([(x + 0.4 * side, y - 1.7), (x - 0.5 * side, y + 0.6)], INK, 0.6)


def _draw_stub(sheet: Sheet, school: School, catch_up: CatchUp, y: float) -> None:
    """Draw a stub in the person's own language: who, what, the code twice, where it goes."""
    language = sheet.language
    _draw_whose(sheet, school, catch_up, y + 1.6, 2)
    line = y + 1.6 + STUB_SIDE + 2.4 + 3.6
    below = RIGHT - STUB_LEFT
    sheet.put(catch_up.stub, Place(STUB_LEFT, line, below, STUB_CODE))
    to = school.settings.stub_to
    if to:
        line += 5.5
        words = language.say(t("Done on"))
        sheet.put(words, Place(STUB_LEFT, line, below, STUB_ITEM))
        start = STUB_LEFT + fonts.width(words, STUB_ITEM.face, STUB_ITEM.size) / MM + 2
        sheet.rule(start, line + 0.4, RIGHT, INK, 0.5)
    ends = [t("Finished? Scan this at the kiosk.")]
    if to:
        ends = [t("Hand in: {place}", place=to), t("It's then noted on your record.")]
    for words in map(language.say, ends):
        fitted = fit(printable(words), STUB_TO.face, (8, 6.5), below * MM)
        for part in fitted.lines:
            line += STUB_STEP + 0.3
            sheet.line(part, STUB_LEFT, line, replace(STUB_TO, size=fitted.size))


def _draw_small_stubs(sheet: Sheet, school: School, card: Card, y: float) -> None:
    """Draw a stub beside each thing that is only offered: who, what, the code twice."""
    for place, (top, block) in enumerate(_placed(card, y)):
        if block.stub is None:
            continue
        if place:
            with sheet.dashed():
                sheet.rule(TEAR, top, EDGE_OF_PAPER, INK, 0.6)
        line = _draw_whose(sheet, school, block.stub, top + STUB_MODULE * qr.QUIET, 1)
        sheet.put(block.stub.stub, Place(STUB_TEXT, line, RIGHT - STUB_TEXT, STUB_CODE))


def _draw_whose(
    sheet: Sheet, school: School, catch_up: CatchUp, y: float, name_lines: int
) -> float:
    """Draw a stub's code, its upper edge at `y`, and beside it who and what.

    Return the baseline of the line after that, in mm. The name has so many lines at most.
    """
    if catch_up.stub:
        sheet.code(catch_up.stub, STUB_LEFT, y, STUB_SIDE)
    name = name_of(school.person(catch_up.person), sheet.language)
    title = printable(sheet.language.say(missed_title(school, catch_up)))
    line, width = y + 2.4, (RIGHT - STUB_TEXT) * MM
    for text, style, most in ((name, STUB_NAME, name_lines), (title, STUB_ITEM, 2)):
        fitted = fit(text, style.face, (style.size, style.floor or style.size), width, most)
        for part in fitted.lines:
            sheet.line(part, STUB_TEXT, line, replace(style, size=fitted.size))
            line += STUB_STEP
    return line

"""The cards of a catch-up slip: puts blocks on pages and draws them.

A card is a frame around the blocks of one missed session.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar

from kiosk.text import t
from printables import fonts
from printables.lines import draw_lines
from printables.page import INK, LINE, MM, NAVY, Sheet, Style
from printables.slip_blocks import ADDRESS, ADDRESS_STEP, BELOW_GAP, DESCENT, INSET, WIDTH, Block
from printables.text import side_by_side, text_of

EDGE = 1.5
RADIUS = 2.0
TOP, BOTTOM = 5.0, 5.0
TICK, DONE_LINE = 3.6, 26.0

DONE = Style(fonts.SANS, 9.5, INK)


@dataclass(frozen=True, slots=True)
class Card:
    """The blocks of one missed session that stand on one page, under one heading."""

    GAP: ClassVar[float] = 4.0
    """Between two cards, in mm."""
    BETWEEN: ClassVar[float] = 8.0
    """Between two blocks of a card, in mm."""
    RULE: ClassVar[float] = 3.0
    """From a block to the rule below it, in mm. The rest of `BETWEEN` holds the next code's quiet
    zone, which is 4 mm at most."""

    blocks: tuple[Block, ...]
    continued: bool = False


def height_of(card: Card) -> float:
    """Return the height of a card in mm."""
    first, *others = card.blocks
    rest = sum(Card.BETWEEN + block.height(headed=False) for block in others)
    return TOP + first.height(headed=True) + rest + BOTTOM


# -- from blocks to pages ---------------------------------------------------------------------


def paginate_cards(
    blocks: Sequence[Block], starts: tuple[float, float], end: float, last_end: float
) -> list[list[Card]]:
    """Return the cards of each page, with as many blocks as fit, in their order.

    `starts`: where the cards begin on the first page and on the others. `end`: where they must end,
    and `last_end` where on the last page, which has room for a signature. All in mm from the top.
    """
    pages: list[list[Block]] = [[]]
    for block in blocks:
        room = end - starts[len(pages) > 1]
        # a block higher than a page is put on one all the same, as its first
        if pages[-1] and _height([*pages[-1], block]) > room:
            pages.append([])
        pages[-1].append(block)
    if _height(pages[-1]) > last_end - starts[len(pages) > 1]:
        # no room for the signature: it goes on a page of its own, with the last block unless that
        # is the only one here
        pages.append([pages[-1].pop()] if len(pages[-1]) > 1 else [])
    return _with_cards(pages)


def _height(blocks: Sequence[Block]) -> float:
    cards = _cards(blocks)
    return sum(height_of(card) for card in cards) + Card.GAP * (len(cards) - 1)


def _cards(blocks: Sequence[Block]) -> list[Card]:
    grouped = groupby(blocks, key=lambda block: block.catch_up)
    return [Card(tuple(group)) for _, group in grouped]


def _with_cards(pages: Sequence[Sequence[Block]]) -> list[list[Card]]:
    """Return each page's cards; a card that goes on from the page before is `continued`."""
    card_pages: list[list[Card]] = []
    before = ""
    for blocks in pages:
        cards = _cards(blocks)
        if cards and cards[0].blocks[0].catch_up == before:
            cards[0] = replace(cards[0], continued=True)
        card_pages.append(cards)
        before = blocks[-1].catch_up if blocks else ""
    return card_pages


# -- drawing ----------------------------------------------------------------------------------


def draw_card(sheet: Sheet, card: Card, x: float, y: float) -> None:
    """Draw a card with its upper left corner at (x, y) mm."""
    height = height_of(card)
    sheet.box(x, y, (WIDTH, height), LINE, 0.6, RADIUS)
    sheet.edge(x, y, (EDGE, height), NAVY, RADIUS)
    y += TOP
    for place, block in enumerate(card.blocks):
        if place:
            under = y - Card.BETWEEN + Card.RULE
            sheet.rule(x + INSET, under, x + WIDTH - INSET, LINE, 0.5)
        _draw_block(sheet, block, (x, y), (place == 0, card.continued))
        y += block.height(headed=place == 0) + Card.BETWEEN


def _draw_block(
    sheet: Sheet,
    block: Block,
    corner: tuple[float, float],
    state: tuple[bool, bool],
) -> None:
    x, y = corner
    headed, continued = state
    left, right = x + INSET, x + WIDTH - INSET
    lines = (*block.heading, *block.words) if headed else block.words
    if headed and continued:
        lines = (lines[0].continued(sheet), *lines[1:])
    draw_lines(sheet, lines, left, y)
    bottom = y + block.height(headed)
    below = len(block.below) * ADDRESS_STEP
    _draw_done(sheet, left, bottom - below - (BELOW_GAP if below else 0))
    for place, part in enumerate(block.below, 1):
        sheet.line(part, left, bottom - below + place * ADDRESS_STEP - DESCENT, ADDRESS)
    if block.code:
        sheet.code(block.code, right - block.side, y, block.side)
        under = y + block.side + block.quiet - DESCENT
        for place, part in enumerate(block.beneath, 1):
            sheet.line(part, right, under + place * ADDRESS_STEP, ADDRESS, "right")


def _draw_done(sheet: Sheet, x: float, bottom: float) -> None:
    """Draw the tick box and the line for a date, their lower edge at `bottom`."""
    corners = [(0.0, 0.0), (TICK, 0.0), (TICK, TICK), (0.0, TICK)]
    top = bottom - TICK - 0.4
    sheet.polygon([(x + right, top + down) for right, down in corners], INK, 0.9)
    words = side_by_side(sheet.said(t("Done on")))
    sheet.row(words, x + TICK + 1.8, bottom - 0.9, DONE)
    start = x + TICK + 3.6 + fonts.width(text_of(words), DONE.face, DONE.size) / MM
    sheet.rule(start, bottom - 0.4, start + DONE_LINE, INK, 0.5)

"""The cards of a catch-up slip: what was missed, and for each of its resources a block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar

from kiosk.language import Language
from kiosk.rules.records import CatchUp, Mode, Resource, Slot
from kiosk.rules.school import School
from kiosk.text import Both, Text, t
from printables import fonts, qr
from printables.page import GOLD_TEXT, GREY, INK, LINE, MM, NAVY, Sheet, Style
from printables.text import name_of, printable, wrap, wrap_address

WIDTH = 124.0
EDGE = 1.5
RADIUS = 2.0
INSET = 6.0
"""From the card's left to its text, from the code to its right."""
TOP, BOTTOM = 6.0, 6.0

QR_SIDE, QR_MOST = 32.0, 40.0
LEAST_MODULE, MOST_MODULE = 0.4, 1.0
"""Millimetres: the least module that reads, and the most, for the white around is four of them."""
MOST_MODULES = int(QR_MOST / LEAST_MODULE)

TEXT_WIDTH = WIDTH - 2 * INSET - QR_MOST + 3
BESIDE_WIDTH = 34.0
"""An address of at most two lines of this stands beneath its code, a longer one below both."""
ADDRESS_LINES = 2
MOST_ADDRESS = 14
"""Lines of an address that is printed; a longer one nobody types."""

TAG = Style(fonts.SANS_SEMIBOLD, 8.5, GOLD_TEXT)
MISSED = Style(fonts.SANS_SEMIBOLD, 12.5, INK)
TITLE = Style(fonts.SANS_SEMIBOLD, 10, INK)
DETAIL = Style(fonts.SANS, 8.5, GREY)
TASK = Style(fonts.SANS, 9.5, INK)
ADDRESS = Style(fonts.SANS, 8, INK)
DONE = Style(fonts.SANS, 9.5, INK)

LEADING = 1.22
"""Baseline to baseline, in sizes of the type."""
ADDRESS_STEP = ADDRESS.size * LEADING / MM
DESCENT = 0.8
"""From an address line's lower edge up to its baseline."""
BELOW_GAP = 1.4
"""Between the tick box and an address below it."""
TICK, DONE_LINE = 3.6, 26.0
DONE_ROOM = 8.5
"""Above and with the line of the tick box."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block: its words, their style, and the mm between it and the line before."""

    text: str
    style: Style
    before: float = 0

    @property
    def height(self) -> float:
        """Its height with the space before it, in mm."""
        return self.before + self.style.size * LEADING / MM


@dataclass(frozen=True, slots=True)
class Block:
    """One thing to do: the heading of what was missed, the words, and perhaps a code."""

    catch_up: str
    heading: tuple[Line, ...]
    words: tuple[Line, ...]
    code: str = ""
    """What the QR code holds; blank: no code."""
    beneath: tuple[str, ...] = ()
    """The address beneath the code."""
    below: tuple[str, ...] = ()
    """An address too long for that, below the words and the code."""

    @property
    def side(self) -> float:
        """The side of the code in mm; 0 without one."""
        if not self.code:
            return 0
        modules = qr.side_of(self.code)
        return max(min(QR_SIDE, modules * MOST_MODULE), modules * LEAST_MODULE)

    @property
    def quiet(self) -> float:
        """The white that must stay around the code, in mm."""
        return qr.QUIET * self.side / qr.side_of(self.code) if self.code else 0

    def height(self, headed: bool) -> float:
        """Return its height in mm, with or without its heading."""
        lines = (*self.heading, *self.words) if headed else self.words
        words = sum(line.height for line in lines) + DONE_ROOM
        below = len(self.below) * ADDRESS_STEP
        if below:
            return max(words + BELOW_GAP, self.side + self.quiet) + below
        beneath = len(self.beneath) * ADDRESS_STEP
        return max(words, self.side + (self.quiet + beneath if beneath else 0))


@dataclass(frozen=True, slots=True)
class Card:
    """Blocks of one missed thing that stand on one page, under one heading."""

    GAP: ClassVar[float] = 4.0
    """Between two cards, in mm."""
    BETWEEN: ClassVar[float] = 6.0
    """Between two blocks of a card, in mm."""

    blocks: tuple[Block, ...]
    continued: bool = False


def height_of(card: Card) -> float:
    """Return the height of a card in mm."""
    first, *others = card.blocks
    rest = sum(Card.BETWEEN + block.height(headed=False) for block in others)
    return TOP + first.height(headed=True) + rest + BOTTOM


# -- from records to blocks -------------------------------------------------------------------


def blocks_of(sheet: Sheet, school: School, catch_up: CatchUp, language: Language) -> list[Block]:
    """Return a block for each resource that the school still has, else one that says who to ask."""
    heading = _heading(school, catch_up, language)
    found = [school.programme.resources.get(one) for one in catch_up.resources]
    resources = [resource for resource in found if resource is not None]
    if not resources:
        ask = language.say(t("Ask {name}.", name=_whom(school, catch_up, language)))
        return [Block(catch_up.id, heading, _wrapped(ask, TASK, before=1))]
    return [
        _block(sheet, Block(catch_up.id, heading, ()), resource, language) for resource in resources
    ]


def _heading(school: School, catch_up: CatchUp, language: Language) -> tuple[Line, ...]:
    slot = _slot(school, catch_up)
    workshop = school.programme.workshops.get(catch_up.workshop)
    band = missed = ""
    if slot is not None:
        times = {"start": slot.start, "end": slot.end}
        band = language.say(t("{start} to {end}", **times))
        missed = language.say(slot.title)
    if catch_up.workshop:
        if slot is not None:
            band = language.say(t("{slot}, {start} to {end}", slot=slot.title, **times))
        missed = language.say(workshop.title) if workshop is not None else catch_up.workshop
    tag = language.say(_tag(catch_up, language))
    return (
        Line(tag, TAG),
        *_wrapped(band, DETAIL),
        *_wrapped(missed or catch_up.slot, MISSED, before=0.6),
    )


def _tag(catch_up: CatchUp, language: Language) -> Text:
    if not catch_up.required:
        return t("offered")
    if catch_up.due is None:
        return t("required")
    return t("required by {date}", date=language.short_date(catch_up.due))


def _slot(school: School, catch_up: CatchUp) -> Slot | None:
    day = school.programme.days.get(catch_up.day)
    slots = day.slots if day is not None else ()
    return next((slot for slot in slots if slot.id == catch_up.slot), None)


def _whom(school: School, catch_up: CatchUp, language: Language) -> str:
    """Return who can help: a leader of what was missed, else the professional tutor."""
    for session in school.sessions_on(catch_up.day, catch_up.slot):
        if session.workshop == catch_up.workshop:
            for leader in session.leaders:
                if leader in school.people:
                    return name_of(school.people[leader], language)
            if printable(session.speaker):
                return session.speaker
    title = language.say(school.settings.tutor_title)
    return school.settings.tutor or title or language.say(t("the professional tutor"))


def _block(sheet: Sheet, plain: Block, resource: Resource, language: Language) -> Block:
    """Return the block of one resource."""
    words = (
        *_wrapped(language.say(resource.title), TITLE, before=1.6),
        *_wrapped(_details(resource, language), DETAIL),
    )
    url = resource.url.strip()
    if not url:
        hint = language.say(resource.hint)
        return replace(plain, words=(*words, *_wrapped(hint, TASK, before=1)))
    beneath = wrap_address(printable(url), ADDRESS.face, ADDRESS.size, BESIDE_WIDTH * MM)
    below = wrap_address(printable(url), ADDRESS.face, ADDRESS.size, (WIDTH - 2 * INSET) * MM)
    if not _is_readable(url) or len(below) > MOST_ADDRESS:
        sheet.report_cut(url)
        office = language.say(t("Its address is too long for paper: ask the office for the link."))
        return replace(plain, words=(*words, *_wrapped(office, TASK, before=1)))
    if len(beneath) <= ADDRESS_LINES:
        return replace(plain, words=words, code=url, beneath=beneath)
    return replace(plain, words=words, code=url, below=below)


def _is_readable(url: str) -> bool:
    try:
        return qr.side_of(url) <= MOST_MODULES
    except ValueError:
        return False


def _details(resource: Resource, language: Language) -> str:
    """Return how long it takes, when, in which language and by whom, as one line."""
    parts: list[Text | Both | str] = []
    if resource.minutes:
        parts.append(language.long_time(resource.minutes))
    live = resource.mode is Mode.SYNCHRONOUS
    parts.append(t("live, at a set time") if live else t("at any time"))
    if resource.language in ("en", "cy") and resource.language != language.code:
        parts.append(t("in Welsh") if resource.language == "cy" else t("in English"))
    if printable(resource.provider):
        parts.append(resource.provider)
    return " · ".join(language.say(part) for part in parts)


def _wrapped(text: str, style: Style, before: float = 0) -> tuple[Line, ...]:
    lines = wrap(printable(text), style.face, style.size, TEXT_WIDTH * MM)
    return tuple(
        Line(line, style, 0 if place else before) for place, line in enumerate(lines) if line
    )


# -- from blocks to pages ---------------------------------------------------------------------


def paged(
    blocks: Sequence[Block], starts: tuple[float, float], end: float, last_end: float
) -> list[list[Card]]:
    """Return the cards of each page: as many blocks as fit, in their order.

    `starts` is where the cards begin on the first page and on the others, `end` where they must
    end, `last_end` where on the last page, all in mm from the top.
    """
    pages: list[list[Block]] = [[]]
    for block in blocks:
        room = end - starts[len(pages) > 1]
        if pages[-1] and _height([*pages[-1], block]) > room:
            pages.append([])
        pages[-1].append(block)
    if _height(pages[-1]) > last_end - starts[len(pages) > 1]:
        # the signature needs room: the last block goes with it, if it leaves one behind
        pages.append([pages[-1].pop()] if len(pages[-1]) > 1 else [])
    return _with_cards(pages)


def _height(blocks: Sequence[Block]) -> float:
    cards = _cards(blocks)
    return sum(height_of(card) for card in cards) + Card.GAP * (len(cards) - 1)


def _cards(blocks: Sequence[Block]) -> list[Card]:
    grouped = groupby(blocks, key=lambda block: block.catch_up)
    return [Card(tuple(group)) for _, group in grouped]


def _with_cards(pages: Sequence[Sequence[Block]]) -> list[list[Card]]:
    """Return each page's cards; the first says if it goes on from the page before."""
    found: list[list[Card]] = []
    before = ""
    for blocks in pages:
        cards = _cards(blocks)
        if cards and cards[0].blocks[0].catch_up == before:
            cards[0] = replace(cards[0], continued=True)
        found.append(cards)
        before = blocks[-1].catch_up if blocks else ""
    return found


# -- drawing ----------------------------------------------------------------------------------


def draw_card(sheet: Sheet, card: Card, x: float, y: float, language: Language) -> None:
    """Draw a card with its upper left corner at (x, y) mm."""
    height = height_of(card)
    sheet.box(x, y, (WIDTH, height), LINE, 0.6, RADIUS)
    sheet.edge(x, y, (EDGE, height), NAVY, RADIUS)
    y += TOP
    for place, block in enumerate(card.blocks):
        if place:
            middle = y - Card.BETWEEN / 2
            sheet.rule(x + INSET, middle, x + WIDTH - INSET, LINE, 0.5)
        _draw_block(sheet, block, (x, y), (place == 0, card.continued), language)
        y += block.height(headed=place == 0) + Card.BETWEEN


def _draw_block(
    sheet: Sheet,
    block: Block,
    corner: tuple[float, float],
    state: tuple[bool, bool],
    language: Language,
) -> None:
    x, y = corner
    headed, continued = state
    left, right = x + INSET, x + WIDTH - INSET
    lines = (*block.heading, *block.words) if headed else block.words
    if headed and continued:
        again = language.say(t("{tag}, continued", tag=lines[0].text))
        lines = (replace(lines[0], text=again), *lines[1:])
    down = y
    for line in lines:
        down += line.height
        sheet.line(line.text, left, down - 0.26 * line.style.size / MM, line.style)
    bottom = y + block.height(headed)
    below = len(block.below) * ADDRESS_STEP
    _draw_done(sheet, left, bottom - below - (BELOW_GAP if below else 0), language)
    for place, part in enumerate(block.below, 1):
        sheet.line(part, left, bottom - below + place * ADDRESS_STEP - DESCENT, ADDRESS)
    if block.code:
        sheet.code(block.code, right - block.side, y, block.side)
        under = y + block.side + block.quiet - DESCENT
        for place, part in enumerate(block.beneath, 1):
            sheet.line(part, right, under + place * ADDRESS_STEP, ADDRESS, "right")


def _draw_done(sheet: Sheet, x: float, bottom: float, language: Language) -> None:
    """Draw the tick box and the line for a date, their lower edge at `bottom`."""
    corners = [(0.0, 0.0), (TICK, 0.0), (TICK, TICK), (0.0, TICK)]
    top = bottom - TICK - 0.4
    sheet.polygon([(x + right, top + down) for right, down in corners], INK, 0.9)
    words = language.say(t("Done on"))
    sheet.line(words, x + TICK + 1.8, bottom - 0.9, DONE)
    start = x + TICK + 3.6 + fonts.width(words, DONE.face, DONE.size) / MM
    sheet.rule(start, bottom - 0.4, start + DONE_LINE, INK, 0.5)

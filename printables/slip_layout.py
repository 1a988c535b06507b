"""Words beside codes: the blocks of which the cards of a slip are made, measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kiosk.rules.model.attendance_records import CatchUp
from printables import fonts, qr
from printables.lines import Line, height_of
from printables.page import MM
from printables.text import text_of

MODULE, LEAST_MODULE = 0.5, 0.4
"""The side of a code's modules in mm; the least that readers manage, for a very long address."""
QR_MOST = 35.0
MOST_MODULES = int(QR_MOST / LEAST_MODULE)
GAP = 2.0
"""From words to the quiet zone of a code, in mm."""
STUB_MODULE = 0.6
STUB_SIDE = STUB_MODULE * 21
"""A stub's code has 21 modules."""
SMALL_STUB = STUB_SIDE + 2 * STUB_MODULE * qr.QUIET
"""The height of the stub of something that is only offered: its code, and the white around it."""
WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Block:
    """Words of a card that stay together, and perhaps a code to scan to their right."""

    lines: tuple[Line, ...]
    code: str = ""
    """The text of the QR code, and what a click opens; blank: no code."""

    width: float = 0
    """The width of the card's words, in mm."""
    stub: CatchUp | None = None
    """What the small stub is for that begins beside it; None: there is none."""
    least: float = 0
    """The height that it has at least, in mm."""
    is_kept: bool = False
    """Whether it stays on the page of the block before it."""

    def reaches(self, other: Block) -> bool:
        """Return whether its words are so wide that they stand above or below another's code."""
        room = (self.width - width_beside(other.code)) * MM
        return bool(other.code) and any(
            fonts.width(text_of(line.row), line.style.face, line.style.size) > room
            for line in self.lines
        )

    @property
    def side(self) -> float:
        """The side of the code in mm; 0 without a code."""
        return side_of(self.code)

    @property
    def height(self) -> float:
        """Its height in mm."""
        return max(height_of(self.lines), self.side, self.least)


Lines = Callable[[float], tuple[Line, ...]]
"""Returns a text as lines of a width in mm."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to catch up, or what is said about them, before its width is known."""

    lines: Lines
    code: str = ""


def side_of(code: str) -> float:
    """Return the side of a code in mm; 0 for none."""
    if not code:
        return 0
    modules = qr.side_of(code)
    return max(min(modules * MODULE, QR_MOST), modules * LEAST_MODULE)


def is_readable(url: str) -> bool:
    """Return whether an address is one of the web, and short enough for a code that is read."""
    try:
        return url.startswith(WEB) and qr.side_of(url) <= MOST_MODULES
    except ValueError:
        return False


def stacked(ways: Iterable[Way], width: float) -> list[Block]:
    """Return blocks below each other; beside a code go more words where that takes less height."""
    blocks: list[Block] = []
    for way in ways:
        below = Block(way.lines(width - width_beside(way.code)), way.code, width)
        last = blocks[-1] if blocks else below
        if last.code and not way.code:
            lines = way.lines(width - width_beside(last.code))
            beside = Block((*last.lines, *lines), last.code, width)
            if beside.height <= last.height + below.height + qr.QUIET * MODULE:
                blocks[-1] = beside
                continue
        blocks.append(below)
    return blocks


def beside_stub(blocks: Sequence[Block], stub: CatchUp, height: float) -> list[Block]:
    """Return blocks beside a small stub: kept together within its height, and as high at least."""
    placed: list[Block] = []
    top = 0.0
    for block in blocks:
        placed.append(replace(block, is_kept=0 < top < height))
        top += block.height
    placed[0] = replace(placed[0], stub=stub)
    placed[-1] = replace(placed[-1], least=placed[-1].height + max(0, height - top))
    return placed


def width_beside(code: str) -> float:
    """Return the width that a code takes from the words to its left, in mm."""
    return side_of(code) + qr.QUIET * MODULE + GAP if code else 0

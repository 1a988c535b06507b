"""Words to lines: cleaned, fitted, broken and, where nothing else helps, shortened.

Widths are in points. A text is fitted on one line by making it smaller down to a floor, then in
balanced halves, and only then shortened with an ellipsis, which the result says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kiosk.language import Language
from kiosk.rules.model.names import clean
from kiosk.rules.model.records import Person
from kiosk.text import t
from printables import fonts

ELLIPSIS = "…"
BLANK = "_"
"""Stands, repeated, for letters that no font can draw: a line to write them on by hand."""

ADDRESS_PARTS = re.compile(r"(?=.)[-._]*[^-._/?&=#]*[/?&=#]*")
"""Where an address may be broken: a hyphen or dot at a line's end would be taken for ours."""


def printable(text: str) -> str:
    """Return a text as one clean line in which every letter can be drawn.

    Letters that no installed font has become a ruled blank, twice as long as their number and at
    least four, at most sixteen: seen at once, and there to be filled in by hand.
    """
    parts = []
    for covered, letters in groupby(clean(text), fonts.is_covered):
        run = "".join(letters)
        parts.append(run if covered else BLANK * min(16, max(4, 2 * len(run))))
    return "".join(parts)


def name_of(person: Person, language: Language) -> str:
    """Return a person's name to print; the id follows where a part of it cannot be drawn.

    The same rule serves a name that is all invisible characters: then only the id is left.
    """
    name = printable(person.name)
    if not name:
        return printable(person.id)
    if fonts.uncovered(person.name):
        return language.say(t("{name} ({id})", name=name, id=printable(person.id)))
    return name


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text laid out: its lines and the one size, in points, that they are drawn at."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False
    """Whether an ellipsis stands for a part of it."""


def fit(
    text: str,
    face: str,
    sizes: tuple[float, float],
    width: float,
    most: int = 2,
    least: float = 0,
) -> Fitted:
    """Fit a clean text into `width`, on one line or in two where `most` is 2.

    `sizes` are the wanted size and the floor for one line, in points; `least`, where given, is the
    floor for two lines.
    """
    size, floor = sizes
    one = _size(text, face, size, width)
    if one >= floor:
        return Fitted((text,), one)
    if most > 1:
        halves = balanced(text, face)
        two = min(_size(half, face, size, width) for half in halves)
        floor = least or floor
        if two >= floor:
            return Fitted(halves, two)
        lines = wrap(text, face, floor, width)
        if len(lines) > 1:
            rest = text[len(lines[0]) :].lstrip()
            last = shorten(rest, face, floor, width)
            return Fitted((lines[0], last), floor, last != rest)
    short = shorten(text, face, floor, width)
    return Fitted((short,), floor, short != text)


def _size(text: str, face: str, size: float, width: float) -> float:
    unit = fonts.width(text, face, 1)
    return size if unit * size <= width else width / unit


def balanced(text: str, face: str) -> tuple[str, ...]:
    """Return a text in the two lines whose longer one is shortest; one word is not broken."""
    ends = [found.start() for found in re.finditer(r" |(?<=-)(?=\w)", text)]
    pairs = [(text[:end].rstrip(), text[end:].lstrip()) for end in ends if text[:end].strip()]
    if not pairs:
        return (text,)
    return min(pairs, key=lambda pair: max(fonts.width(half, face, 1) for half in pair))


def shorten(text: str, face: str, size: float, width: float) -> str:
    """Return the text, or as much of it as fits in `width` followed by an ellipsis."""
    if fonts.width(text, face, size) <= width:
        return text
    letters = fonts.clusters(text)
    low, high = 0, len(letters)
    while low < high:
        middle = (low + high + 1) // 2
        if fonts.width("".join(letters[:middle]) + ELLIPSIS, face, size) <= width:
            low = middle
        else:
            high = middle - 1
    return "".join(letters[:low]).rstrip() + ELLIPSIS


def wrap(text: str, face: str, size: float, width: float) -> tuple[str, ...]:
    """Break a clean text at its spaces; a word longer than a line is broken where it must be."""
    return _filled(re.findall(r"\S+\s*", text), face, size, width)


def wrap_address(address: str, face: str, size: float, width: float) -> tuple[str, ...]:
    """Break a web address, adding nothing and leaving nothing out.

    It is broken after its slashes and the like, or before its hyphens and dots. Two lines are
    broken after a slash where one serves, and made as even as they can be.
    """
    parts = ADDRESS_PARTS.findall(address)
    lines = _filled(parts, face, size, width)
    if len(lines) != 2:
        return lines
    starts = ["".join(parts[:end]) for end in range(1, len(parts))]
    pairs = [(start, address[len(start) :]) for start in starts if not start.endswith("://")]
    widest = {pair: max(fonts.width(half, face, size) for half in pair) for pair in pairs}
    fitting = [pair for pair in pairs if widest[pair] <= width]
    return min(fitting, key=lambda pair: (pair[0][-1] != "/", widest[pair]), default=lines)


def _filled(parts: Sequence[str], face: str, size: float, width: float) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for part in parts:
        if fonts.width((line + part).rstrip(), face, size) <= width:
            line += part
            continue
        if line:
            lines.append(line.rstrip())
        *whole, line = _broken(part, face, size, width)
        lines += whole
    return (*lines, line.rstrip()) if line or not lines else tuple(lines)


def _broken(word: str, face: str, size: float, width: float) -> list[str]:
    """Return a word in pieces that each fit, at least one letter long."""
    pieces = [""]
    for letter in fonts.clusters(word):
        if pieces[-1] and fonts.width((pieces[-1] + letter).rstrip(), face, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces

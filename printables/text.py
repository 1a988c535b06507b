"""Turns a text into lines: cleaned, fitted, broken and, where nothing else helps, shortened.

Widths are in points. To fit a text it is first made smaller, down to a floor, then broken into two
balanced lines, and only then shortened with an ellipsis, which the result says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

from kiosk.language import Language
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import clean
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import t
from printables import fonts

ELLIPSIS = "…"
BLANK = "_"
"""Stands, repeated, for letters that no font can draw: a line on which to write them by hand."""

BETWEEN_LANGUAGES = " / "
"""Stands between a text in two languages where both have room on one line."""

ADDRESS_PARTS = re.compile(r"(?=.)[-._]*[^-._/?&=#]*[/?&=#]*")
"""The parts between which an address may be broken. None ends with a hyphen or a dot, which at a
line's end would look like ours."""


@lru_cache(4096)
def printable(text: str) -> str:
    """Return a text as one clean line in which every letter can be drawn.

    Emoji are left out. Letters that no installed font has become a ruled blank to fill in by hand:
    two marks for each letter, from four to sixteen in all.
    """
    text = clean(text)
    if all(map(fonts.is_covered, text)):
        return text
    kept = "".join(one for one in fonts.clusters(text) if not fonts.is_emoji(one[0]))
    parts = []
    for covered, letters in groupby(" ".join(kept.split()), fonts.is_covered):
        run = "".join(letters)
        parts.append(run if covered else BLANK * min(16, max(4, 2 * len(run))))
    return "".join(parts)


BRACKETED = re.compile(r"(.*?)\s*[(（\[]([^()（）\[\]]+)[)）\]]\s*(.*)")
"""A name with another form of it in brackets."""


def drawn_name(name: str) -> str:
    """Return a name without a form of it that no font draws, where brackets tell two forms apart.

    "王小明 (Wang Xiaoming)" is "Wang Xiaoming", and "Mei-Ling (美玲) Chan" is "Mei-Ling Chan".
    """
    found = BRACKETED.fullmatch(clean(name))
    if found is None or not fonts.uncovered(name):
        return name
    outside, inside = f"{found[1]} {found[3]}".strip(), found[2].strip()
    for form, other in ((outside, inside), (inside, outside)):
        is_whole = form and not fonts.uncovered(form)
        if is_whole and all(one.isspace() or one in fonts.uncovered(other) for one in other):
            return form
    return name


def name_of(person: Person, language: Language) -> str:
    """Return a person's name to print, followed by the id where a part of it cannot be drawn.

    Of a name of invisible characters only, it is the id alone.
    """
    shown = drawn_name(person.name)
    name = printable(shown)
    if not name:
        return printable(person.id)
    if fonts.uncovered(shown):
        return language.say(t("{name} ({id})", name=name, id=printable(person.id)))
    return name


def uncovered_names(school: School, people_ids: Iterable[PersonId]) -> dict[PersonId, str]:
    """Return the characters that cannot be printed, by the id of each person with any in the name.

    Ids that the school does not have are left out.
    """
    characters = {}
    for person_id in people_ids:
        person = school.people.get(person_id)
        if person is not None and (missing := fonts.uncovered(drawn_name(person.name))):
            characters[person_id] = missing
    return characters


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text laid out in lines, all of one size in points."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False
    """Whether an ellipsis stands for a part of the text."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line in one language."""

    text: str
    language: str = ""
    """The language's code; blank: none in particular, as of a name."""


Row: TypeAlias = tuple[Part, ...]
"""One line, whose parts follow each other."""


def text_of(row: Row) -> str:
    """Return a line's text."""
    return "".join(part.text for part in row)


def side_by_side(said: Row) -> Row:
    """Return a line of a text that is `said` in one or two languages."""
    first, *others = said
    return (first, *(one for other in others for one in (Part(BETWEEN_LANGUAGES), other)))


@dataclass(frozen=True, slots=True)
class FittedRows:
    """A text laid out in lines, all of one size in points, each in its languages."""

    rows: tuple[Row, ...]
    size: float
    cut: bool = False
    """Whether an ellipsis stands for a part of the text."""


def fit_said(
    said: Row,
    face: str,
    sizes: tuple[float, float],
    width: float,
    most: int = 2,
    least: float = 0,
) -> FittedRows:
    """Fit a text that is said in one language, as `fit` does, or in two.

    Two stand beside each other where the smallest size for one line is enough, else one below the
    other, each on one line.
    """
    if len(said) == 1:
        [part] = said
        fitted = fit(part.text, face, sizes, width, most, least)
        rows = tuple((Part(line, part.language),) for line in fitted.lines)
        return FittedRows(rows, fitted.size, fitted.cut)
    beside = side_by_side(said)
    size = _size(text_of(beside), face, sizes[0], width)
    if size >= sizes[1]:
        return FittedRows((beside,), size)
    lines = [fit(part.text, face, sizes, width, 1) for part in said]
    return FittedRows(
        tuple(
            (Part(line.lines[0], part.language),) for line, part in zip(lines, said, strict=True)
        ),
        min(line.size for line in lines),
        any(line.cut for line in lines),
    )


def fit(
    text: str,
    face: str,
    sizes: tuple[float, float],
    width: float,
    most: int = 2,
    least: float = 0,
) -> Fitted:
    """Fit a clean text into `width`, on one line, or on two if `most` is 2.

    `sizes` are the wanted size and the smallest for one line, in points; `least`, if not 0, is the
    smallest for two lines.
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
    # widths grow with the size, so measuring once is enough
    unit = fonts.width(text, face, 1)
    return size if unit * size <= width else width / unit


def balanced(text: str, face: str) -> tuple[str, ...]:
    """Return a text broken into two lines as even as can be; a single word stays whole."""
    ends = [found.start() for found in re.finditer(r" |(?<=-)(?=\w)", text)]
    pairs = [(text[:end].rstrip(), text[end:].lstrip()) for end in ends if text[:end].strip()]
    if not pairs:
        return (text,)
    return min(pairs, key=lambda pair: max(fonts.width(half, face, 1) for half in pair))


def shorten(text: str, face: str, size: float, width: float) -> str:
    """Return the text, or as much of it as fits in `width` followed by an ellipsis."""
    if fonts.width(text, face, size) <= width:
        return text
    # by letters with their marks, so that no accent is cut off; by halving, as measuring is slow
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
    """Break a clean text at its spaces; a word longer than a line is broken within."""
    return _filled(re.findall(r"\S+\s*", text), face, size, width)


def wrap_address(address: str, face: str, size: float, width: float) -> tuple[str, ...]:
    """Break a web address into lines that together are the address, with no hyphen added.

    It is broken after a slash or the like, or before a hyphen or dot. If two lines are enough, they
    are broken after a slash where possible, and made as even as can be.
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
    """Return a word in pieces that fit; a piece of one letter may still be too wide."""
    pieces = [""]
    for letter in fonts.clusters(word):
        if pieces[-1] and fonts.width((pieces[-1] + letter).rstrip(), face, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces

"""Fonts: which one draws which letters, in what order and shape.

Source Serif and Source Sans draw Latin (Welsh included), Greek and Cyrillic; FiraGO draws Arabic,
Hebrew, Devanagari and Thai. All come from wheels and are embedded as subsets. Letters that join,
stack or run from right to left are shaped by HarfBuzz, run by run.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import Any

from bidi import get_display
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapedStr, TTFont, shapeStr

from kiosk.rules.model.names import clean
from kiosk.rules.model.school import School

SERIF = "SourceSerif"
SERIF_ITALIC = "SourceSerif-Italic"
SERIF_SEMIBOLD = "SourceSerif-Semibold"
SANS = "SourceSans"
SANS_SEMIBOLD = "SourceSans-Semibold"
FIRA = "FiraGO"
FIRA_BOLD = "FiraGO-Bold"

SOURCES: dict[str, tuple[str, str]] = {
    SERIF: ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    SERIF_ITALIC: ("font_source_serif_pro", "SourceSerifPro-It.ttf"),
    SERIF_SEMIBOLD: ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    SANS: ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    SANS_SEMIBOLD: ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    FIRA: ("pymupdf_fonts", "figo"),
    FIRA_BOLD: ("pymupdf_fonts", "figbo"),
}
"""Every font, and where it lies: the package and the file, or the package's name for it."""

CHAINS: dict[str, tuple[str, ...]] = {
    SERIF: (SERIF, SANS, FIRA),
    SERIF_ITALIC: (SERIF_ITALIC, SANS, FIRA),
    SERIF_SEMIBOLD: (SERIF_SEMIBOLD, SANS_SEMIBOLD, FIRA_BOLD, SANS, FIRA),
    SANS: (SANS, FIRA),
    SANS_SEMIBOLD: (SANS_SEMIBOLD, FIRA_BOLD, SANS, FIRA),
}
"""The fonts that are asked in turn; each chain covers at least what that of `SANS` covers."""

JOINERS = {"\u200c", "\u200d"}
PRIVATE = 0xE000

_loading = Lock()


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring letters of one font, in the order in which they are drawn."""

    font: str
    text: str
    """What the canvas draws."""
    width: float
    """Points at a size of one point."""
    shaped: bool = False
    """Whether its glyphs were chosen and placed by HarfBuzz."""
    spoken: str = ""
    """The letters as they are read, where the glyphs as drawn do not say it.

    Blank for letters from right to left: readers turn those round themselves, and twice if told.
    """


def font(name: str) -> TTFont:
    """Return a font of `SOURCES`, registered with ReportLab when it is first asked for."""
    with _loading:
        return _load(name)


@cache
def _load(name: str) -> TTFont:
    package, source = SOURCES[name]
    if package == "pymupdf_fonts":
        import pymupdf_fonts

        data = pymupdf_fonts.myfont(source)
    else:
        data = (files(package) / "files" / source).read_bytes()
    made = TTFont(name, BytesIO(data))
    _number_glyphs(made)
    pdfmetrics.registerFont(made)
    return made


def _number_glyphs(made: TTFont) -> None:
    """Give each glyph without a character a private one, the same in every run of the program.

    ReportLab numbers them as they turn up, so a page's bytes would depend on the pages before.
    """
    shaper = made.hbFont()
    face = made.face
    free = (code for code in range(PRIVATE, 0xF900) if code not in face.charToGlyph)
    for glyph in range(made.hbFace.glyph_count):
        if glyph not in face.glyphToChar:
            code = next(free)
            face.charToGlyph[code] = glyph
            face.glyphToChar[glyph] = [code]
            face.charWidths[code] = made.pdfScale(shaper.get_glyph_h_advance(glyph))


def covers(name: str, char: str) -> bool:
    """Return whether that font has a glyph for the character, or the character needs none."""
    if char in JOINERS or "\ufe00" <= char <= "\ufe0f":
        return True
    return unicodedata.category(char) != "Co" and ord(char) in font(name).face.charToGlyph


@lru_cache(4096)
def is_covered(char: str) -> bool:
    """Return whether some installed font draws the character, or it needs none."""
    return any(covers(name, char) for name in CHAINS[SANS])


def uncovered(text: str) -> str:
    """Return the characters that no installed font can draw, each once; blank if all is well."""
    return "".join(dict.fromkeys(char for char in clean(text) if not is_covered(char)))


def uncovered_names(school: School, people_ids: Iterable[str]) -> dict[str, str]:
    """Return who has a name that cannot be printed in full, and the characters that fail.

    Ids that the school does not know are left out.
    """
    found = {}
    for person in people_ids:
        known = school.people.get(person)
        if known is not None and (missing := uncovered(known.name)):
            found[person] = missing
    return found


def width(text: str, face: str, size: float) -> float:
    """Return how wide a clean text is, in points, when drawn in `face` at `size` points."""
    return size * sum(run.width for run in runs(text, face))


@lru_cache(8192)
def runs(text: str, face: str) -> tuple[Run, ...]:
    """Return a clean text as runs from left to right; `face` is a key of `CHAINS`."""
    found: list[Run] = []
    for leftward, piece in _pieces(text):
        parts = [_run(name, part) for name, part in _by_font(piece, face)]
        found += reversed(parts) if leftward else parts
    return tuple(found)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a line from left to right: (runs from right to left, letters as read)."""
    if not any(_is_leftward(char) for char in text):
        yield False, text
        return
    shown: list[list[Any]] = []
    after = False
    # from the right, because a mark stands to the left of its letter once the line is reversed
    for char in reversed(get_display(text)):
        is_mark = _is_joined(char)
        leftward = after if is_mark else _is_leftward(char)
        if not shown or shown[-1][0] != leftward:
            shown.append([leftward, ""])
        shown[-1][1] += char
        after = leftward
    for leftward, letters in reversed(shown):
        yield leftward, letters if leftward else letters[::-1]


def _is_leftward(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL")


def _is_joined(char: str) -> bool:
    """Return whether a character belongs to the one before it: a mark or a joiner."""
    return char in JOINERS or unicodedata.category(char).startswith("M")


def _by_font(text: str, face: str) -> Iterator[tuple[str, str]]:
    """Yield (font, letters) for neighbouring letters of one font; marks stay with their letter."""
    chain = CHAINS[face]
    current, gathered = "", ""
    for cluster in clusters(text):
        # a space stays in the run it follows, where it can
        is_kept = cluster == " " and current != ""
        name = current if is_kept else _font_for(cluster, chain)
        if name != current and gathered:
            yield current, gathered
            gathered = ""
        current = name
        gathered += cluster
    if gathered:
        yield current, gathered


def clusters(text: str) -> list[str]:
    """Return the letters of a text, each with the marks and joiners that belong to it."""
    found: list[str] = []
    for char in text:
        is_more = _is_joined(char)
        if found and (is_more or found[-1][-1] == "\u200d"):
            found[-1] += char
        else:
            found.append(char)
    return found


def _font_for(cluster: str, chain: tuple[str, ...]) -> str:
    for name in chain:
        if all(covers(name, char) for char in cluster):
            return name
    return next((name for name in chain if covers(name, cluster[0])), chain[0])


def _run(name: str, text: str) -> Run:
    made = font(name)
    leftward = any(_is_leftward(char) for char in text)
    if leftward or any(_is_joined(char) for char in text):
        shaped = shapeStr(text, name, 10, force=True)
        if isinstance(shaped, ShapedStr):
            advance = sum(glyph.x_advance for glyph in shaped.__shapeData__)
            return Run(name, shaped, advance / 1000, True, "" if leftward else text)
    return Run(name, text, made.stringWidth(text, 1))

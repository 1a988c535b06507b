"""Fonts: which one draws which letters, in what order and shape.

Source Serif and Source Sans draw Latin (Welsh included), Greek and Cyrillic. FiraGO draws Arabic,
Hebrew, Devanagari and Thai. All come as wheels, so that no font need be installed on the machine;
letters of other scripts are drawn with a font of the machine's, where it has one. All are embedded
as subsets. HarfBuzz shapes letters that join, stack or run from right to left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
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
from printables import system_fonts

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
"""Every font's package, and its file in that or the package's own name for it."""

CHAINS: dict[str, tuple[str, ...]] = {
    SERIF: (SERIF, SANS, FIRA),
    SERIF_ITALIC: (SERIF_ITALIC, SANS, FIRA),
    SERIF_SEMIBOLD: (SERIF_SEMIBOLD, SANS_SEMIBOLD, FIRA_BOLD, SANS, FIRA),
    SANS: (SANS, FIRA),
    SANS_SEMIBOLD: (SANS_SEMIBOLD, FIRA_BOLD, SANS, FIRA),
}
"""The fonts to try in turn for a letter. Each chain covers at least what that of `SANS` covers."""

JOINERS = {"\u200c", "\u200d"}
"""Zero-width non-joiner and joiner: they change the shape of their neighbours and have none."""
PRIVATE = 0xE000
"""Where Unicode's private use area begins."""

_loading = Lock()  # pages are written in worker threads
SUBSETTING = Lock()
"""To be held while parts of fonts are made for a file: ReportLab reads a font's file by a place
that all threads share."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring letters of one font, in the order in which they are drawn."""

    font: str
    text: str
    """What the canvas draws."""
    width: float
    """The width in points at a size of one point."""
    shaped: bool = False
    """Whether its glyphs were chosen and placed by HarfBuzz."""
    actual_text: str = ""
    """The letters as they are read (PDF's `ActualText`), where the glyphs do not give them.

    Blank for letters from right to left: PDF viewers put those in order themselves, and would
    reverse them twice.
    """


def font(name: str) -> TTFont:
    """Return a font, registering it with ReportLab the first time.

    It is one of `SOURCES`, or the machine's in the file of that path.
    """
    with _loading:
        return _load(name)


@cache
def _load(name: str) -> TTFont:
    made = TTFont(name, name if name not in SOURCES else BytesIO(_own_data(name)))
    _number_glyphs(made)
    pdfmetrics.registerFont(made)
    return made


def _own_data(name: str) -> bytes:
    package, source = SOURCES[name]
    if package == "pymupdf_fonts":
        import pymupdf_fonts

        data: bytes = pymupdf_fonts.myfont(source)
        return data
    return (files(package) / "files" / source).read_bytes()


def _number_glyphs(made: TTFont) -> None:
    """Give each glyph without a character a private one, the same in every run of the program.

    ReportLab numbers such glyphs as they occur, so that a page's bytes would depend on the pages
    printed before it.
    """
    shaper = made.hbFont()
    face = made.face
    free = (code for code in range(PRIVATE, 0xF900) if code not in face.charToGlyph)
    for glyph in range(made.hbFace.glyph_count):
        if glyph not in face.glyphToChar:
            code = next(free, 0)
            if not code:
                return  # tens of thousands of glyphs: of letters that need no shaping
            face.charToGlyph[code] = glyph
            face.glyphToChar[glyph] = [code]
            face.charWidths[code] = made.pdfScale(shaper.get_glyph_h_advance(glyph))


def covers(name: str, char: str) -> bool:
    """Return whether a font has a glyph for a character, or the character needs none."""
    # a variation selector (FE00 to FE0F) picks a shape of the letter before it, and has none
    if char in JOINERS or "\ufe00" <= char <= "\ufe0f":
        return True
    # a private character stands for a glyph here (see `_number_glyphs`), never for a letter
    return unicodedata.category(char) != "Co" and ord(char) in font(name).face.charToGlyph


@lru_cache(4096)
def is_covered(char: str) -> bool:
    """Return whether some font draws a character, or it needs no glyph."""
    return any(covers(name, char) for name in CHAINS[SANS]) or bool(_font_of_machine(char))


@cache
def _font_of_machine(char: str) -> str:
    """Return the machine's font that draws a letter, mark or digit; blank: it has none."""
    if unicodedata.category(char)[0] in "LMN":
        for path in system_fonts.files_for(_script_word(char).capitalize()):
            # a font that is damaged, or whose outlines cannot be embedded: nearly any error
            with suppress(Exception):
                if covers(str(path), char) and _may_embed(str(path)):
                    return str(path)
    return ""


@cache
def _may_embed(name: str) -> bool:
    """Return whether a part of a font can be made for a file. A damaged font raises any error."""
    face = font(name).face
    with SUBSETTING:
        return bool(face.makeSubset([*face.charToGlyph][:1]))


def uncovered(text: str) -> str:
    """Return the characters of a text that no font can draw, each once; blank: all can be drawn.

    Emoji are not among them: they are dropped, as nobody's name is less without them.
    """
    missing = (char for char in clean(text) if not is_covered(char) and not is_emoji(char))
    return "".join(dict.fromkeys(missing))


def is_emoji(char: str) -> bool:
    """Return whether a character is a picture that no font draws, or belongs to one."""
    return unicodedata.category(char) in ("So", "Sk") and not is_covered(char)


def script_of(letters: str) -> str:
    """Return what the script of some letters is called, in letters that any terminal shows."""
    names = map(_script_word, letters)
    scripts = dict.fromkeys(name if name == "CJK" else name.capitalize() for name in names)
    return ", ".join(scripts)


def _script_word(letter: str) -> str:
    return unicodedata.name(letter, "unknown").split()[0]


def to_install(letters: str) -> tuple[str, str]:
    """Return which fonts have some letters, and in which packages of Debian and Ubuntu they are."""
    scripts = dict.fromkeys(_script_word(letter).capitalize() for letter in letters)
    found = [system_fonts.font_to_install(script) for script in scripts]
    return ", ".join(name for name, _ in found), " ".join({package: 0 for _, package in found})


def width(text: str, face: str, size: float) -> float:
    """Return the width in points of a clean text that is drawn in `face` at `size` points."""
    return size * sum(run.width for run in runs(text, face))


@lru_cache(8192)
def runs(text: str, face: str) -> tuple[Run, ...]:
    """Return a clean text as runs from left to right; `face` is a key of `CHAINS`."""
    in_order: list[Run] = []
    for is_rtl, piece in _pieces(text):
        parts = [_run(name, part) for name, part in _by_font(piece, face)]
        in_order += reversed(parts) if is_rtl else parts
    return tuple(in_order)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a line from left to right: (is it written right to left, its letters).

    The letters are in the order in which they are read.
    """
    # nearly every line is like this, and need not go through the bidirectional algorithm
    if not any(_is_right_to_left(char) for char in text):
        yield False, text
        return
    shown: list[list[Any]] = []
    after = False
    # from the right, because a mark stands to the left of its letter once the line is reversed
    for char in reversed(get_display(text)):
        is_mark = _is_joined(char)
        is_rtl = after if is_mark else _is_right_to_left(char)
        if not shown or shown[-1][0] != is_rtl:
            shown.append([is_rtl, ""])
        shown[-1][1] += char
        after = is_rtl
    for is_rtl, letters in reversed(shown):
        yield is_rtl, letters if is_rtl else letters[::-1]


def _is_right_to_left(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL")


def _is_joined(char: str) -> bool:
    """Return whether a character belongs to the one before it: a mark or a joiner."""
    return char in JOINERS or unicodedata.category(char).startswith("M")


def _by_font(text: str, face: str) -> Iterator[tuple[str, str]]:
    """Yield (font, letters) for each stretch of one font; marks stay with their letter."""
    chain = CHAINS[face]
    current, gathered = "", ""
    for cluster in clusters(text):
        # a space stays in the run before it, so that words of one font are one run
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
    letters: list[str] = []
    for char in text:
        if letters and (_is_joined(char) or letters[-1][-1] == "\u200d"):
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def _font_for(cluster: str, chain: tuple[str, ...]) -> str:
    for name in chain:
        if all(covers(name, char) for char in cluster):
            return name
    own = next((name for name in chain if covers(name, cluster[0])), "")
    return own or _font_of_machine(cluster[0]) or chain[0]


def _run(name: str, text: str) -> Run:
    made = font(name)
    is_rtl = any(_is_right_to_left(char) for char in text)
    if is_rtl or any(_is_joined(char) for char in text):
        # without `force` ReportLab shapes nothing, in silence, unless rlbidi is installed
        shaped = shapeStr(text, name, 10, force=True)
        if isinstance(shaped, ShapedStr):
            advance = sum(glyph.x_advance for glyph in shaped.__shapeData__)
            return Run(name, shaped, advance / 1000, True, "" if is_rtl else text)
    return Run(name, text, made.stringWidth(text, 1))

"""A page to draw on. Places are in millimetres from its upper left corner, type in points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, BinaryIO, TypeAlias
from urllib.parse import quote

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from kiosk.language import Language
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School
from kiosk.text import Both, Sayable, Text, t
from printables import fonts, qr
from printables.text import FittedRows, Part, Row, fit_said, printable, side_by_side, text_of

MM = 72 / 25.4
"""Points in a millimetre."""

NAVY = "#14324F"
GOLD = "#A8853B"
"""For rules only: it is too pale for text."""
INK = "#1E2429"
GREY = "#5B6670"
PALE = "#F3F0E6"
LINE = "#C9CED3"
BLACK = "#000000"

Words: TypeAlias = "Sayable | Callable[[Language], str]"
"""What is to be printed, in each language of the page; a name is said in none."""

STACKED = 1.2
"""From the baseline of one language to that of the other below it, in sizes of the type."""

ROUND = 0.4477
"""How far a quarter circle's control points are from its corner, in radii."""

CUT_MARK = 4.0
"""The length of the marks at which pages on one sheet are cut apart, in mm."""

ReportUnprinted = Callable[[Text], None]
"""Called with a sentence for each text that had to be shortened."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks. Sizes and tracking are in points; `face` is a key of `fonts.CHAINS`."""

    face: str
    size: float
    colour: str = INK
    floor: float = 0
    """The smallest size to which the text may be fitted; 0: it keeps its size."""
    least: float = 0
    """The smallest size in two lines; 0: the floor."""
    tracking: float = 0
    capitals: bool = False
    size_in_two: float = 0
    """The wanted size on a page in two languages; 0: the same."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text goes, in mm: x by its alignment, the baseline's y, the width it may take."""

    x: float
    y: float
    width: float
    style: Style
    align: str = "left"
    """`left`, `centre` or `right`: what x means."""
    leading: float = 0
    """Millimetres between two baselines; 0: a text in one language stays on one line."""


class Sheet:
    """A document, and the page of it that is being drawn."""

    def __init__(
        self,
        out: BinaryIO,
        width: float,
        height: float,
        languages: Sequence[Language],
        report: ReportUnprinted | None,
        columns: int = 1,
    ) -> None:
        """Begin a document of pages `width` by `height` mm, which `close` writes to `out`.

        Of several `columns`, so many pages stand beside each other on a sheet, to be cut apart.
        """
        # compressed streams as bytes, not as ASCII: a sixth smaller, and a third faster
        rl_config.useA85 = 0
        self.width, self.height = width, height
        self._columns, self._column = columns, 0
        self.languages = tuple(languages)
        """The languages of the page that is drawn, the first one first."""
        self._own_language = self.language.code
        self._report = report
        fonts.font(fonts.SANS)
        # invariant: the same pages give the same bytes; without a font name ReportLab would list
        # Helvetica, which is not embedded
        self.canvas = Canvas(
            out,
            pagesize=(columns * width * MM, height * MM),
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.SANS,
            lang=self._own_language,
            # the first version that knows the language of a text, and what it says to a reader
            pdfVersion=(1, 4),
        )

    def describe(self, title: Words, author: Words, made: date | None = None) -> None:
        """Set what a reader shows as the document's title, its author and when it was made."""
        self.canvas.setTitle(text_of(side_by_side(self.said(title))))
        self.canvas.setAuthor(text_of(side_by_side(self.said(author))))
        if made is not None:
            # the day, not the moment: the same pages printed again that day are the same bytes
            self.canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d}000000Z")

    def end_page(self) -> None:
        """End a page, and begin the next one: beside it, or on another sheet."""
        self._column += 1
        if self._column < self._columns:
            self.canvas.translate(self.width * MM, 0)
            for top in (0.0, self.height - CUT_MARK):
                self.upright(0, top, top + CUT_MARK, INK)
            return
        self._column = 0
        self.canvas.showPage()

    def close(self) -> None:
        """Write the document, when no other thread does."""
        with fonts.SUBSETTING:
            self.canvas.save()

    # -- text -------------------------------------------------------------------------------

    @property
    def language(self) -> Language:
        """The page's first language."""
        return self.languages[0]

    def sized(self, style: Style) -> Style:
        """Return a style as it is for the page's number of languages."""
        is_in_two = style.size_in_two > 0 and len(self.languages) > 1
        return replace(style, size=style.size_in_two) if is_in_two else style

    def said(self, what: Words) -> Row:
        """Return a text in each language of the page; once, where both say the same."""
        if isinstance(what, str):
            return (Part(printable(what)),)
        said: dict[str, Part] = {}
        for language in self.languages:
            text = printable(what(language) if callable(what) else language.say(what))
            said.setdefault(text, Part(text, code_of(what, language)))
        return tuple(said.values())

    def fit(self, what: Words, place: Place) -> FittedRows:
        """Fit a text into its place; report it if it had to be shortened."""
        style, said = self.sized(place.style), self.said(what)
        if style.capitals:
            said = tuple(Part(part.text.upper(), part.language) for part in said)
        width = place.width * MM
        if style.tracking:
            width /= 1 + _tracked_share(text_of(side_by_side(said)), style)
        sizes = (style.size, style.floor or style.size)
        most = 2 if place.leading else 1
        fitted = fit_said(said, style.face, sizes, width, most, style.least)
        if fitted.cut:
            self.report_cut(text_of(side_by_side(said)))
        return fitted

    def report_cut(self, text: str) -> None:
        """Report that a text was shortened on the page."""
        if self._report is not None:
            self._report(t("Shortened on the page: {text}", text=text))

    def put(self, what: Words, place: Place) -> None:
        """Draw a text in its place, two lines around its baseline."""
        fitted = self.fit(what, place)
        leading = place.leading or STACKED * fitted.size / MM
        self.rows(fitted, place, place.y - leading * (len(fitted.rows) - 1) / 2, leading)

    def rows(self, fitted: FittedRows, place: Place, y: float, leading: float) -> None:
        """Draw fitted lines, the first at baseline `y`."""
        for row in fitted.rows:
            self.row(row, place.x, y, place.style, place.align, fitted.size)
            y += leading

    def line(self, text: str, x: float, y: float, style: Style, align: str = "left") -> None:
        """Draw a clean text on one line as it is."""
        self.row((Part(text),), x, y, style, align)

    def row(
        self, row: Row, x: float, y: float, style: Style, align: str = "left", size: float = 0
    ) -> None:
        """Draw the parts of a line as they are, each marked with its language."""
        size = size or style.size
        runs = [fonts.runs(part.text, style.face) for part in row]
        # tracking would tear letters apart that join, as in Arabic
        is_joined = any(run.shaped for part in runs for run in part)
        tracking = 0 if is_joined else style.tracking * size / style.size
        width = size * sum(run.width for part in runs for run in part)
        width += tracking * max(0, len(text_of(row)) - 1)
        left = x * MM - width * {"left": 0, "centre": 0.5, "right": 1}[align]
        self.canvas.setFillColor(_colour(style.colour))
        for part, drawn in zip(row, runs, strict=True):
            with self._marked(part.language):
                for run in drawn:
                    self._run(run, left, (self.height - y) * MM, size, tracking)
                    left += size * run.width + tracking * len(run.text)

    @contextmanager
    def _marked(self, language: str) -> Iterator[None]:
        """Mark what is drawn as in a language, for screen readers, unless it is the document's."""
        if language in ("", self._own_language):
            yield
            return
        self.canvas.addLiteral(f"/Span <</Lang ({language})>> BDC")
        yield
        self.canvas.addLiteral("EMC")

    def _run(self, run: fonts.Run, left: float, up: float, size: float, tracking: float) -> None:
        canvas = self.canvas
        canvas.setFont(run.font, size)
        if not run.actual_text:
            canvas.drawString(left, up, run.text, charSpace=tracking)
            return
        # for search and copying: the letters, in place of the glyphs that were drawn
        actual_text = ("\ufeff" + run.actual_text).encode("utf-16-be").hex().upper()
        canvas.addLiteral(f"/Span <</ActualText <{actual_text}>>> BDC")
        canvas.drawString(left, up, run.text, charSpace=tracking)
        canvas.addLiteral("EMC")

    # -- lines and shapes -------------------------------------------------------------------

    def rule(self, x: float, y: float, to: float, colour: str, points: float = 0.5) -> None:
        """Draw a level line from `x` to `to`."""
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setLineWidth(points)
        up = (self.height - y) * MM
        self.canvas.line(x * MM, up, to * MM, up)

    def upright(self, x: float, y: float, to: float, colour: str, points: float = 0.5) -> None:
        """Draw an upright line from `y` down to `to`."""
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setLineWidth(points)
        self.canvas.line(x * MM, (self.height - y) * MM, x * MM, (self.height - to) * MM)

    @contextmanager
    def dashed(self) -> Iterator[None]:
        """Draw the lines within as dashes: where to tear or to fold."""
        self.canvas.setDash(2, 2)
        yield
        self.canvas.setDash()

    def link(self, address: str, x: float, y: float, size: tuple[float, float]) -> None:
        """Open an address where a reader of the file clicks in a box; `size`: width and height."""
        width, height = size
        up = (self.height - y - height) * MM
        box = (x * MM, up, (x + width) * MM, up + height * MM)
        # an address is of ASCII in a PDF
        plain = "".join(char if char.isascii() else quote(char) for char in address)
        self.canvas.linkURL(plain, box, relative=1)

    def dots(self, x: float, y: float, to: float, colour: str) -> None:
        """Draw a dotted leader from `x` to `to`."""
        self.canvas.setDash(0.5, 2)
        self.rule(x, y, to, colour, 0.5)
        self.canvas.setDash()

    def polygon(self, points: Sequence[tuple[float, float]], colour: str, line: float = 0) -> None:
        """Draw a closed shape: its outline `line` points wide, or filled where that is 0."""
        path = self.canvas.beginPath()
        path.moveTo(points[0][0] * MM, (self.height - points[0][1]) * MM)
        for x, y in points[1:]:
            path.lineTo(x * MM, (self.height - y) * MM)
        path.close()
        self._draw(path, colour, line)

    def ring(self, x: float, y: float, radius: float, colour: str, line: float) -> None:
        """Draw a circle."""
        path = self.canvas.beginPath()
        path.circle(x * MM, (self.height - y) * MM, radius * MM)
        self._draw(path, colour, line)

    def box(
        self, x: float, y: float, size: tuple[float, float], colour: str, line: float, radius: float
    ) -> None:
        """Draw a box with round corners; `size` is its width and height."""
        self._prepare(colour, line)
        self.canvas.addLiteral(f"{self._rounded(x, y, size, radius)} {'S' if line else 'f'}")

    def _rounded(self, x: float, y: float, size: tuple[float, float], radius: float) -> str:
        """Return the path of a box with round corners: ten times as fast as ReportLab's own."""
        left, right = x * MM, (x + size[0]) * MM
        up, down = (self.height - y) * MM, (self.height - y - size[1]) * MM
        bend = radius * MM
        rest = bend * ROUND
        return (
            f"{left + bend:.2f} {down:.2f} m {right - bend:.2f} {down:.2f} l "
            f"{right - rest:.2f} {down:.2f} {right:.2f} {down + rest:.2f} "
            f"{right:.2f} {down + bend:.2f} c {right:.2f} {up - bend:.2f} l "
            f"{right:.2f} {up - rest:.2f} {right - rest:.2f} {up:.2f} "
            f"{right - bend:.2f} {up:.2f} c "
            f"{left + bend:.2f} {up:.2f} l {left + rest:.2f} {up:.2f} {left:.2f} {up - rest:.2f} "
            f"{left:.2f} {up - bend:.2f} c {left:.2f} {down + bend:.2f} l "
            f"{left:.2f} {down + rest:.2f} {left + rest:.2f} {down:.2f} "
            f"{left + bend:.2f} {down:.2f} c h"
        )

    def edge(
        self, x: float, y: float, size: tuple[float, float], colour: str, radius: float
    ) -> None:
        """Fill the left edge of a box with round corners, `size` being the edge's own."""
        canvas = self.canvas
        canvas.saveState()
        wide = (4 * radius, size[1])
        canvas.addLiteral(f"{self._rounded(x, y, wide, radius)} W n")
        canvas.setFillColor(_colour(colour))
        bottom = (self.height - y - size[1]) * MM
        canvas.rect(x * MM, bottom, size[0] * MM, size[1] * MM, stroke=0, fill=1)
        canvas.restoreState()

    def _prepare(self, colour: str, line: float) -> None:
        self.canvas.setLineWidth(line)
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setFillColor(_colour(colour))

    def _draw(self, path: PDFPathObject, colour: str, line: float) -> None:
        self._prepare(colour, line)
        self.canvas.drawPath(path, stroke=1 if line else 0, fill=0 if line else 1)

    def code(self, text: str, x: float, y: float, side: float) -> None:
        """Draw the QR code of a text, its upper left module at (x, y), `side` mm wide.

        The caller keeps the white around it: `qr.QUIET` modules on each side.
        """
        path, modules = qr.modules(text)
        scale = side * MM / modules
        self.canvas.saveState()
        self.canvas.setFillColor(_colour(BLACK))
        left, up = x * MM, (self.height - y - side) * MM
        self.canvas.addLiteral(f"{scale:.5f} 0 0 {scale:.5f} {left:.3f} {up:.3f} cm {path} f")
        self.canvas.restoreState()


def languages_of_page(
    languages: Sequence[Language], school: School, person: PersonId
) -> tuple[Language, ...]:
    """Return which languages a person's own page is in, by their choice and the school's settings.

    Of one language alone, or of none that the school works in, all are.
    """
    by_code = {language.code: language for language in languages}
    codes = school.settings.page_languages(school.person(person).language)
    return tuple(by_code[code] for code in codes if code in by_code) or tuple(languages)


def code_of(what: Words, language: Language) -> str:
    """Return the code of the language in which a text is said: its only one, where it has one."""
    if isinstance(what, Both) and not (what.en and what.cy):
        return "en" if what.en else "cy"
    return language.code


def _tracked_share(text: str, style: Style) -> float:
    """Return how much of a text's own width its tracking adds."""
    own = fonts.width(text, style.face, style.size)
    return style.tracking * max(0, len(text) - 1) / own if own else 0


@cache
def _colour(code: str) -> Any:
    # without its opacity, which ReportLab would set again with each
    return HexColor(code).rgb()

"""A page to draw on. Places are in millimetres from its upper left corner, type in points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from kiosk.text import Text, t
from printables import fonts, qr
from printables.text import Fitted, fit, printable

MM = 72 / 25.4
"""Points in a millimetre."""

NAVY = "#14324F"
GOLD = "#A8853B"
"""For rules only: it is too pale for text."""
GOLD_TEXT = "#7A5E24"
INK = "#1E2429"
GREY = "#5B6670"
PALE = "#F3F0E6"
LINE = "#C9CED3"
BLACK = "#000000"

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
    """Millimetres between two baselines; 0: the text stays on one line."""


class Sheet:
    """A document, and the page of it that is being drawn."""

    def __init__(
        self, out: BinaryIO, width: float, height: float, report: ReportUnprinted | None
    ) -> None:
        """Begin a document of pages `width` by `height` mm, which `close` writes to `out`."""
        # compressed streams as bytes, not as ASCII: a sixth smaller, and a third faster
        rl_config.useA85 = 0
        self.width, self.height = width, height
        self._report = report
        fonts.font(fonts.SANS)
        # invariant: the same pages give the same bytes; without a font name ReportLab would list
        # Helvetica, which is not embedded
        self.canvas = Canvas(
            out,
            pagesize=(width * MM, height * MM),
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.SANS,
        )

    def describe(self, title: str, author: str) -> None:
        """Set what a reader shows as the document's title and author."""
        self.canvas.setTitle(printable(title))
        self.canvas.setAuthor(printable(author))

    def close(self) -> None:
        """Write the document."""
        self.canvas.save()

    # -- text -------------------------------------------------------------------------------

    def fit(self, text: str, place: Place) -> Fitted:
        """Fit a text into its place; report it if it had to be shortened."""
        style = place.style
        width, whole = place.width * MM, printable(text)
        if style.tracking:
            width /= 1 + _tracked_share(whole, style)
        sizes = (style.size, style.floor or style.size)
        most = 2 if place.leading else 1
        fitted = fit(whole, style.face, sizes, width, most, style.least)
        if fitted.cut:
            self.report_cut(whole)
        return fitted

    def report_cut(self, text: str) -> None:
        """Report that a text was shortened on the page."""
        if self._report is not None:
            self._report(t("Shortened on the page: {text}", text=text))

    def put(self, text: str, place: Place) -> int:
        """Draw a text in its place, two lines around its baseline; return how many lines."""
        fitted = self.fit(text, place)
        first = place.y - place.leading * (len(fitted.lines) - 1) / 2
        self.lines(fitted, place, first)
        return len(fitted.lines)

    def lines(self, fitted: Fitted, place: Place, y: float) -> float:
        """Draw fitted lines, the first at baseline `y`; return the baseline after the last."""
        for line in fitted.lines:
            self.line(line, place.x, y, place.style, place.align, fitted.size)
            y += place.leading
        return y

    def line(
        self, text: str, x: float, y: float, style: Style, align: str = "left", size: float = 0
    ) -> None:
        """Draw a clean text on one line as it is."""
        size = size or style.size
        runs = fonts.runs(text, style.face)
        # tracking would tear letters apart that join, as in Arabic
        is_joined = any(run.shaped for run in runs)
        tracking = 0 if is_joined else style.tracking * size / style.size
        width = size * sum(run.width for run in runs) + tracking * max(0, len(text) - 1)
        left = x * MM - width * {"left": 0, "centre": 0.5, "right": 1}[align]
        self.canvas.setFillColor(_colour(style.colour))
        for run in runs:
            self._run(run, left, (self.height - y) * MM, size, tracking)
            left += size * run.width + tracking * len(run.text)

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
        width, height = size
        path = self.canvas.beginPath()
        bottom = (self.height - y - height) * MM
        path.roundRect(x * MM, bottom, width * MM, height * MM, radius * MM)
        self._draw(path, colour, line)

    def edge(
        self, x: float, y: float, size: tuple[float, float], colour: str, radius: float
    ) -> None:
        """Fill the left edge of a box with round corners, `size` being the edge's own."""
        canvas = self.canvas
        canvas.saveState()
        clip = canvas.beginPath()
        bottom = (self.height - y - size[1]) * MM
        clip.roundRect(x * MM, bottom, 4 * radius * MM, size[1] * MM, radius * MM)
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setFillColor(_colour(colour))
        canvas.rect(x * MM, bottom, size[0] * MM, size[1] * MM, stroke=0, fill=1)
        canvas.restoreState()

    def _draw(self, path: PDFPathObject, colour: str, line: float) -> None:
        self.canvas.setLineWidth(line)
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setFillColor(_colour(colour))
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


def _tracked_share(text: str, style: Style) -> float:
    """Return how much of a text's own width its tracking adds."""
    own = fonts.width(text, style.face, style.size)
    return style.tracking * max(0, len(text) - 1) / own if own else 0


@cache
def _colour(code: str) -> Any:
    return HexColor(code)

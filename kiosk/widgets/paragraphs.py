"""Text to read: what follows a sign or a time is indented below it, line by line."""

from __future__ import annotations

import re

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from kiosk.widgets.columns import stack, wrapped

SIGN = re.compile(r"[^\w\s] +|\d\d?[:.]\d\d +")
"""What the rest of a line is indented by: a sign or a time, and the blanks after it."""
ADDRESS = re.compile(r"https?://\S+")
PIECE = re.compile(r"[^/?&=-]*[/?&=-]+|[^/?&=-]+")
"""A part of an address that is not to be broken, with the signs after it."""


class Paragraphs(Static):
    """A text in lines, such as "◆ Staff know what to do"; long ones wrap with a hanging indent."""

    DEFAULT_CSS = "Paragraphs { height: auto; }"

    def render(self) -> Content:
        """Draw the lines as wide as there is room."""
        return stack(self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        del container, viewport
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        shown = self.content
        text = shown if isinstance(shown, Content) else Content(str(shown))
        return [
            part for line in text.split("\n", allow_blank=True) for part in hanging(line, width)
        ]


def hanging(line: Content, width: int) -> list[Content]:
    """Return a line wrapped to `width`, with what follows its sign, if it has one, indented."""
    if ADDRESS.fullmatch(line.plain):
        return [piece for part in _address_lines(line, width) for piece in wrapped(part, width)]
    found = SIGN.match(line.plain)
    if found is None or found.end() == len(line):
        return wrapped(line, width)
    sign, text = line[: found.end()], line[found.end() :]
    first, *rest = wrapped(text, width - sign.cell_length)
    return [sign + first, *(Content(" " * sign.cell_length) + one for one in rest)]


def _address_lines(address: Content, width: int) -> list[Content]:
    """Return an address in lines that end after a stroke or a hyphen, where that is possible."""
    ends, start = [], 0
    for piece in PIECE.finditer(address.plain):
        if address[start : piece.end()].cell_length > width and piece.start() > start:
            start = piece.start()
            ends.append(start)
    return [address[one:other] for one, other in zip([0, *ends], [*ends, None], strict=True)]

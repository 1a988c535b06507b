"""Text in columns, measured in terminal cells, for any script."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget


def cell(text: str | Content, width: int, style: str = "", *, right: bool = False) -> Content:
    """Return a text as exactly `width` cells, cut with an ellipsis or padded."""
    content = Content(text) if isinstance(text, str) else text
    if style:
        content = content.stylize(style)
    content = content.truncate(max(width, 0), ellipsis=True)
    missing = max(width, 0) - content.cell_length
    return content.pad_left(missing) if right else content.pad_right(missing)


def cut_at_word(text: str, width: int) -> str:
    """Return a text in at most `width` cells; where it has to be cut, that is after a word."""
    if cell_len(text) <= width:
        return text
    kept = Content(text).truncate(max(width - 1, 0)).plain
    words = kept if text[len(kept)].isspace() else kept.rpartition(" ")[0]
    # one long word is cut all the same
    return f"{(words if cell_len(words) > width // 2 else kept).rstrip(' ,:;(–-')}…"


def wrapped(text: str | Content, width: int, style: str = "") -> list[Content]:
    """Return a text as lines of exactly `width` cells, as many as it takes, with nothing cut."""
    content = Content(text) if isinstance(text, str) else text
    # at a width of 1, `wrap` loses characters that are two cells wide; at 0 it raises
    return [cell(line.rstrip(), width, style) for line in content.wrap(max(width, 2))]


def has_large_text(widget: Widget) -> bool:
    """Return whether the terminal has so few columns that its text must be large."""
    return widget.screen.has_class("-small")


def literal(text: str) -> Content:
    """Return a text for a border's title, where a plain `str` would be read as markup."""
    return Content(text)


def spread(left: Content, right: Content, width: int) -> Content:
    """Return a line of `width` cells with texts at both ends; the left one is cut if need be."""
    room = width - right.cell_length - 1 if right else width
    return Content.assemble(cell(left, room), " " if right else "", right)


def bar(part: int, whole: int, width: int, style: str) -> Content:
    """Return a bar of `width` cells, filled by `part` of `whole`."""
    filled = round(width * min(part, whole) / whole) if whole else 0
    if part and not filled:
        filled = 1  # one person of a thousand must still be seen
    return Content.assemble(("━" * filled, style), ("━" * (width - filled), "$lines"))


def stack(lines: list[Content]) -> Content:
    """Return the lines as one content, one under the other."""
    return Content("\n").join(lines)


def place_at(widths: Iterable[int], x: int) -> int | None:
    """Return which of some parts side by side the column `x` belongs to, if any."""
    for place, width in enumerate(widths):
        if x < width:
            return place
        x -= width
    return None

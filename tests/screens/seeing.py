"""What can be seen on a screen: its text, cell by cell, from the picture that Textual exports."""

from __future__ import annotations

import html
import re
from typing import Any

from rich.cells import cell_len
from textual.app import App

TEXT = re.compile(
    r'<text class="[^"]*-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', re.DOTALL
)
FRAME = re.compile(r"[│╭╮╰╯─┃┏┓┗┛━║╔╗╚╝═▌▐▁▂▃▄▅▆▇█▊▎▔]")
ACROSS, DOWN = 12.2, 24.4
"""The size of a cell in the picture."""


def rows(app: App[Any]) -> list[str]:
    """Return the lines of the screen, dialogs and notices included, without trailing blanks."""
    found: dict[int, list[tuple[int, str]]] = {}
    for x, y, escaped in TEXT.findall(app.export_screenshot(simplify=True)):
        text = html.unescape(escaped).replace("\u00a0", " ")
        found.setdefault(int(float(y) / DOWN), []).append((round(float(x) / ACROSS), text))
    return [_line(found.get(row, [])) for row in range(app.size.height)]


def _line(pieces: list[tuple[int, str]]) -> str:
    line, cells = "", 0
    for start, text in sorted(pieces):
        line += " " * (start - cells) + text
        cells = max(cells, start) + cell_len(text)
    return line.rstrip()


def picture(app: App[Any]) -> str:
    """Return the whole screen as text."""
    return "\n".join(rows(app)) + "\n"


def as_drawn(text: str) -> str:
    """Return a person's text as `words` shows it: single spaces, no marks that are its frame's."""
    return " ".join(FRAME.sub(" ", text.replace("\u00a0", " ")).split())


def words(app: App[Any]) -> str:
    """Return the screen's text with single spaces, so that wrapping does not matter."""
    return as_drawn(picture(app))

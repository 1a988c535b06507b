"""The text of a screen as the compositor puts it together."""

from __future__ import annotations

import re
from typing import Any

from textual.app import App

from kiosk.textual_private import screen_lines

FRAME = re.compile(r"[│╭╮╰╯─┃┏┓┗┛━║╔╗╚╝═▌▐▁▂▃▄▅▆▇█▊▎▔]")


def rows(app: App[Any]) -> list[str]:
    """Return the lines of the screen, dialogs and notices included, without trailing blanks."""
    return [line.replace("\u00a0", " ").rstrip() for line in screen_lines(app)]


def picture(app: App[Any]) -> str:
    """Return the whole screen as text."""
    return "\n".join(rows(app)) + "\n"


def as_drawn(text: str) -> str:
    """Return a text as `words` shows it: with single spaces, without characters of frames."""
    return " ".join(FRAME.sub(" ", text.replace("\u00a0", " ")).split())


def words(app: App[Any]) -> str:
    """Return the screen's text with single spaces, so that wrapping does not matter."""
    return as_drawn(picture(app))

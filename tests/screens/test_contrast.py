"""Every text on every screen has WCAG's contrast in every theme, and is readable without colours.

The screen is checked cell by cell as it is drawn.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.color import Color
from textual.screen import ModalScreen

from kiosk.settings import THEMES
from tests.screens.kiosks import Stage
from tests.screens.seeing import FRAME
from tests.screens.stops import some
from tests.screens.walk import WALK, stopped_at

NEEDED = {"slate": 4.5, "paper": 4.5, "contrast": 7.0}
RECT = re.compile(r'<rect fill="(#[0-9a-f]{6})" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"')
TEXT = re.compile(r'<text class="[^"]*-(r\d+)" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', re.S)
CLASS = re.compile(r"-(r\d+) \{ fill: (#[0-9a-f]{6})")
ACROSS, DOWN = 12.2, 24.4
"""The size of a cell in the exported picture."""
LINES = re.compile(r"[━▐█▀▄▌\s]+")
"""The characters of bars and big digits, which are graphics with a text beside them."""


def ratio(one: str, other: str) -> float:
    """Return WCAG's contrast ratio of two colours."""
    darker, lighter = sorted(_luminance(Color.parse(colour)) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
             for part in colour.normalized]  # fmt: skip
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def pairs(app: App[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each text on the screen with its colour and the colour behind it.

    Text under a dialog is left out: it is dimmed on purpose.
    """
    drawn = app.export_screenshot(simplify=True)
    colours = dict(CLASS.findall(drawn))
    behind: dict[int, list[tuple[float, float, str]]] = {}
    for fill, x, y, width in RECT.findall(drawn):
        start = float(x) / ACROSS
        behind.setdefault(round((float(y) - 1.5) / DOWN), []).append(
            (start, start + float(width) / ACROSS, fill)
        )
    for style, x, y, escaped in TEXT.findall(drawn):
        row, column = int(float(y) / DOWN), float(x) / ACROSS
        text = html.unescape(escaped).replace("\u00a0", " ")
        shown = LINES.sub("", FRAME.sub("", text))
        if not shown or not _is_on_top(app, round(column), row):
            continue
        column += len(text) - len(text.lstrip())
        for start, end, fill in behind.get(row, ()):
            if start - 0.01 <= column < end - 0.01:
                yield text.strip(), colours[style], fill


def _is_on_top(app: App[str], column: int, row: int) -> bool:
    if not isinstance(app.screen, ModalScreen):
        return True
    return any(child.region.contains(column, row) for child in app.screen.children)


def too_faint(stage: Stage, needed: float) -> set[str]:
    found = list(pairs(stage.app))
    assert len(found) > 5, stage.picture
    return {
        f"{ratio(colour, back):.2f} {colour} on {back}: {text}"
        for text, colour, back in found
        if ratio(colour, back) < needed
    }


@pytest.mark.parametrize("name", some(WALK, 3, 1))
async def test_every_text_can_be_read_in_every_theme(sample: Path, name: str) -> None:
    async with stopped_at(name, sample) as stage:
        for theme in THEMES:
            stage.app.theme = theme
            await stage.settle()
            assert too_faint(stage, NEEDED[theme]) == set(), theme


@pytest.mark.parametrize("name", ["welcome-found", "my-day-to-choose", "board", "register"])
async def test_without_colours_everything_is_grey_and_can_be_read(
    sample: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with stopped_at(name, sample) as stage:
        for _, *colours in pairs(stage.app):
            for colour in colours:
                assert len({colour[1:3], colour[3:5], colour[5:7]}) == 1, colour
        assert too_faint(stage, 4.5) == set()


def test_the_ratio_is_that_of_wcag() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)

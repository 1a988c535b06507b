"""Colours that mean something are told apart, also by eyes that see no red or no green."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest
from textual.color import Color

from kiosk.settings import THEMES
from kiosk.theme import COLOURS
from tests.screens.test_contrast import ratio

SIMULATIONS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "nothing": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}  # fmt: skip
"""What is missing, and how linear red, green and blue are then seen (Machado and others, 2009)."""
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)
APART = 20
"""The least distance in CIELAB; 2 can just be told apart side by side."""
Three = tuple[float, float, float]


def times(matrix: tuple[Three, Three, Three], three: Three) -> Three:
    one, two, last = (sum(a * b for a, b in zip(row, three, strict=True)) for row in matrix)
    return one, two, last


def seen(colour: str, missing: str) -> Three:
    """Return where a colour lies in CIELAB for such an eye."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in Color.parse(colour).normalized
    )
    red, green, blue = times(SIMULATIONS[missing], (red, green, blue))
    clipped = (min(max(red, 0), 1), min(max(green, 0), 1), min(max(blue, 0), 1))
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (a / b for a, b in zip(times(TO_XYZ, clipped), WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("missing", SIMULATIONS)
@pytest.mark.parametrize("theme", THEMES)
def test_what_has_another_meaning_looks_different(theme: str, missing: str) -> None:
    colours = COLOURS[theme]
    near = {
        (one, other): round(dist(seen(colours[one], missing), seen(colours[other], missing)))
        for one, other in combinations(("in", "amber", "late", "blue"), 2)
    }
    assert {pair: far for pair, far in near.items() if far < APART} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_bar_before_a_marked_row_is_seen_on_every_ground(theme: str) -> None:
    colours = COLOURS[theme]
    for ground in ("background", "raised", "picked"):
        assert ratio(colours["amber"], colours[ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_a_key_to_touch_can_be_read(theme: str) -> None:
    colours = COLOURS[theme]
    for text in ("foreground", "amber"):
        assert ratio(colours[text], colours["button"]) >= 4.5

"""A QR code of half blocks, dark on light in every theme: few phones read light on dark."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

QUIET_ZONES = (4, 3, 2)
"""Light modules around the code: four by the standard (ISO/IEC 18004); two still read on screen."""
HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


class QrCode(Static):
    """Shows a code if there is room for it, and takes no room otherwise."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; color: black; background: white; }"

    rows = 0
    """The lines of the code that is shown."""

    def show(self, squares: Sequence[Sequence[bool]], width: int, height: int) -> bool:
        """Show a code in at most `width` by `height` cells; return whether it fits."""
        fitting = [quiet for quiet in QUIET_ZONES if _fits(len(squares) + 2 * quiet, width, height)]
        self.display = bool(squares and fitting)
        if self.display:
            self.rows = (len(squares) + 2 * fitting[0] + 1) // 2
            self.update(half_blocks(squares, fitting[0]).stylize("black on white"))
        return self.display


def _fits(side: int, width: int, height: int) -> bool:
    return side <= width and (side + 1) // 2 <= height


def half_blocks(squares: Sequence[Sequence[bool]], quiet: int) -> Content:
    """Return a code with its quiet zone, two modules in each cell.

    `squares`: rows of modules, True for dark. `quiet`: the width of the zone in modules.
    """
    side = len(squares) + 2 * quiet
    light = [False] * side
    around = [light] * quiet
    inner = [[*light[:quiet], *row, *light[:quiet]] for row in squares]
    # an odd number of rows gets one more light one, as a cell holds two
    rows = [*around, *inner, *around, *([light] if side % 2 else [])]
    return Content(
        "\n".join(
            "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))
            for upper, lower in zip(rows[::2], rows[1::2], strict=True)
        )
    )

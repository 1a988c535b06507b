"""How the building fills, drawn in blocks: who has come, below the line of who is due."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from kiosk.language import Language
from kiosk.rules.attendance.arrival_curve import ArrivalCurve
from kiosk.text import tc
from kiosk.widgets.columns import spread

BLOCKS = " ▁▂▃▄▅▆▇█"
EDGES = "▁▁▁───▔▔▔"
"""The line of who is due, by the eighths of a cell at which it runs."""
RISE = "▏"
"""The line where many are due at once."""
EIGHTHS = len(BLOCKS) - 1


class ArrivalPlot(Widget):
    """A step of five minutes is a column of cells."""

    def __init__(self, language: Language) -> None:
        """Draw nothing yet."""
        super().__init__(id="arrivals", classes="tile")
        self._language = language
        self._curve: ArrivalCurve | None = None

    @property
    def steps(self) -> int:
        """How many steps there is room for."""
        return max(0, self.size.width)

    def show(self, curve: ArrivalCurve | None) -> None:
        """Draw a curve; None: nobody is due."""
        if curve != self._curve:
            self._curve = curve
            self.refresh()

    def render(self) -> Content:
        """Draw the columns, and below them when they begin and what they are."""
        curve, height = self._curve, self.size.height - 1
        if curve is None or height < 1:
            return Content()
        rows = [_row(curve, height, level) for level in reversed(range(height))]
        return Content("\n").join([*rows, self._caption(curve)])

    def _caption(self, curve: ArrivalCurve) -> Content:
        """Return when the columns begin and end, and what they and the line are."""
        say, width = self._language.say, self.size.width
        begins = Content(say(curve.begins)).stylize("$muted")
        ends = Content(say(curve.ends)).stylize("$muted")
        legend = Content.assemble(
            ("▄ ", "$blue"), (say(tc("people", "arrived")), "$muted"),
            ("  ─ ", "$muted"), (say(tc("people", "due")), "$muted"),
        )  # fmt: skip
        room = width - begins.cell_length - ends.cell_length
        if legend.cell_length > room - 2:
            return spread(begins, ends, width)
        before = (room - legend.cell_length) // 2
        return spread(Content.assemble(begins, " " * before, legend), ends, width)


def _row(curve: ArrivalCurve, height: int, level: int) -> Content:
    """Return the cells of one line, `level` lines above the bottom."""
    parts: list[tuple[str, str]] = []
    before = 0
    for step, due in enumerate(curve.due):
        came = curve.arrived[step] if step < len(curve.arrived) else 0
        filled = _eighths(came, curve.most, height, level)
        edge = _eighths(due, curve.most, height, level)
        if filled:
            parts.append((BLOCKS[filled], "$blue"))
        elif 0 < edge < EIGHTHS or (edge == EIGHTHS and _top(due, curve.most, height) == level):
            parts.append((EDGES[edge], "$muted"))
        elif edge == EIGHTHS and _eighths(before, curve.most, height, level) < EIGHTHS:
            parts.append((RISE, "$muted"))
        else:
            parts.append((" ", ""))
        before = due
    return Content.assemble(*parts)


def _eighths(number: int, most: int, height: int, level: int) -> int:
    """Return how many eighths of a cell at this level a column of this number fills."""
    whole = round(number * height * EIGHTHS / most) if most else 0
    if number and not whole:
        whole = 1  # one person of a thousand must still be seen
    return min(EIGHTHS, max(0, whole - level * EIGHTHS))


def _top(number: int, most: int, height: int) -> int:
    """Return the level of the cell in which a column ends."""
    return max(0, (round(number * height * EIGHTHS / most) - 1) // EIGHTHS) if most else 0

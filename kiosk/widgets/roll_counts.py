"""How far a roll call has got, in numbers to be read from across a yard."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from kiosk.language import Language
from kiosk.rules.attendance.roll_call import Counts
from kiosk.text import Text, t
from kiosk.widgets.block_clock import small_digits
from kiosk.widgets.columns import cell

GAP = 3
TO_FIND, TICKED, ON_ROLL = t("to find"), t("ticked off"), t("on the roll")


class RollCounts(Widget):
    """Two numbers with their words beside them, in three lines; in one where room is short."""

    def __init__(self, language: Language) -> None:
        """Show the words in `language`."""
        super().__init__(id="counts")
        self._language = language
        self._shown: tuple[Counts | None, bool, str] | None = None

    def show(self, counts: Counts | None, *, is_begun: bool) -> None:
        """Show these counts: before a roll call is begun, how many are on the roll."""
        shown = counts, is_begun, self._language.code
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def render(self) -> Content:
        """Draw the numbers."""
        counts, is_begun, _ = self._shown or (None, False, "")
        if counts is None:
            return Content()
        told: list[tuple[int, Text, str]] = [(counts.to_find, ON_ROLL, "$foreground")]
        if is_begun:
            left = "$amber" if counts.to_find else "$muted"
            told = [(counts.to_find, TO_FIND, left), (counts.ticked, TICKED, "$in")]
        lines = self.size.height
        blocks = [self._block(number, words, style, lines) for number, words, style in told]
        rows = [Content.assemble(*parts) for parts in zip(*blocks, strict=True)]
        return Content("\n").join(rows)

    def _block(self, number: int, words: Text, style: str, lines: int) -> list[Content]:
        """Return a number with its words beside it, as many lines as there is room for."""
        said = self._language.say(words)
        if lines < 3:
            both = Content.assemble((f"{number} ", f"bold {style}"), (said, style))
            return [cell(both, both.cell_length + GAP)]
        digits = small_digits(str(number))
        beside = ("", said, "")
        width = len(digits[0]) + 2 + Content(said).cell_length + GAP
        return [
            cell(Content.assemble((row, f"bold {style}"), "  ", (word, style)), width)
            for row, word in zip(digits, beside, strict=True)
        ]

"""The filters of a list in one line: a key goes through them, and a click takes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.language import Language
from kiosk.text import Sayable, t
from kiosk.widgets.columns import place_at

HINT = t("Click a filter, or press F for the next one")
GAP = Content(" ")
NOWHERE = -1


class FilterChips(Widget):
    """Names the filters, each with how many rows it leaves.

    Where room is short it names as many as fit, the chosen one among them. It takes no focus, which
    stays on the list.
    """

    @dataclass
    class Picked(Message):
        """A chip was clicked or touched."""

        filter: int
        """Its place among the list's filters."""

    pointed_at: reactive[int] = reactive(NOWHERE)
    """Which filter the mouse is over."""

    def __init__(self, language: Language) -> None:
        """Show no filter yet."""
        super().__init__(id="filters")
        self._language = language
        self._names: dict[int, str] = {}
        self._chosen = 0

    def show(self, counted: Mapping[int, tuple[Sayable, int]], chosen: int) -> None:
        """Show these filters by their places: their names, and how many rows each leaves."""
        names = {one: f" {self._language.say(name)} {n} " for one, (name, n) in counted.items()}
        if (names, chosen) != (self._names, self._chosen):
            self._names, self._chosen = names, chosen
            self.refresh()

    def _chips(self) -> dict[int, Content]:
        chips = {one: Content(name).stylize(self._style(one)) for one, name in self._names.items()}
        places = [*chips]
        while len(places) > 1 and self._length(chips, places) > self.size.width:
            # the first ones are those looked for most
            places.pop(0 if places[-1] == self._chosen else -1)
        return {one: chips[one] for one in places}

    def _length(self, chips: Mapping[int, Content], places: Sequence[int]) -> int:
        return GAP.join(chips[one] for one in places).cell_length

    def _style(self, place: int) -> str:
        if place == self._chosen:
            return "bold $background on $blue"
        return "$foreground on $picked" if place == self.pointed_at else "$muted on $button"

    def render(self) -> Content:
        """Draw the chips."""
        return GAP.join(self._chips().values())

    def _filter_at(self, event: events.MouseEvent) -> int:
        place, chips = event.get_content_offset(self), self._chips()
        widths = [chip.cell_length + len(GAP) for chip in chips.values()]
        found = place_at(widths, place.x) if place is not None else None
        return [*chips][found] if found is not None else NOWHERE

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the chip that a click would take."""
        self.pointed_at = self._filter_at(event)

    def on_leave(self) -> None:
        """Light up none."""
        self.pointed_at = NOWHERE

    def on_click(self, event: events.Click) -> None:
        """Post which filter was clicked."""
        picked = self._filter_at(event)
        if picked != NOWHERE:
            self.post_message(self.Picked(picked))

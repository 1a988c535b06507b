"""The columns of a list of people: a state, the name, and what tells namesakes apart."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content

from kiosk.language import Language
from kiosk.rules.model.namesakes import labels_of_namesakes
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import Sayable
from kiosk.widgets.columns import cell

LEAST_ASIDE, LEAST_NAME = 12, 22
"""The columns that what tells namesakes apart keeps, and then those that names get if need be."""


class PeopleColumns:
    """Makes the rows of one list, all with the same columns."""

    def __init__(
        self, language: Language, school: School, people: Iterable[Person], width: int, state: int
    ) -> None:
        """Lay out rows of `width` cells, with `state` of them for a state at the left."""
        self._say, self._more = language.say, labels_of_namesakes(school)
        self._state = state
        room = width - state
        longest = max((cell_len(person.name) for person in people), default=0) + 2
        # no wider than names need; a long one is cut before what tells namesakes apart
        self._name = max(1, min(longest, max(room // 2, LEAST_NAME), room - LEAST_ASIDE))
        self._aside = room - self._name
        self.widths = (self._state, self._name, self._aside)

    def row(
        self,
        state: Content | str,
        person: Person,
        aside: Sayable,
        *,
        style: str = "",
        faint: str = "",
    ) -> Content:
        """Return one row. `style` is the state's, `faint` that of what stands beside the name."""
        more = self._more.get(person.id)
        tail = Content(f" · {self._say(more)}") if more is not None else Content()
        # the role is cut, never the part that tells namesakes apart
        beside = Content(self._say(aside)).truncate(
            max(1, self._aside - tail.cell_length), ellipsis=True
        )
        return Content.assemble(
            cell(state, self._state, style),
            cell(whole_surname(person.name, self._name - 1), self._name, "bold"),
            cell(beside + tail, self._aside, faint or "$muted"),
        )


def whole_surname(name: str, width: int) -> Content:
    """Return a name in `width` cells; where it has to be cut, the last word stays whole."""
    first, _, last = name.rpartition(" ")
    room = width - cell_len(last) - 1
    if cell_len(name) <= width or room < width // 3:
        return cell(name, width)
    return Content.assemble(Content(first).truncate(room, ellipsis=True), " ", last)

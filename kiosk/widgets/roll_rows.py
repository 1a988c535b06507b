"""The rows of the roll call: people below the rooms where they are to be found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from textual.content import Content
from textual.widgets.option_list import Option

from kiosk.language import Language
from kiosk.rules.attendance.roll_call import RollLine, group_words, grouped, seen_words
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import Sayable, t
from kiosk.widgets.columns import spread
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns

STATE, STATE_BEFORE = 8, 2
"""The columns for whether somebody is ticked off and when, also before a roll call is begun."""
TICKED = t("Ticked off")


class RollRows:
    """Makes the rows of one list: who is to find, room by room, and below them who was found."""

    def __init__(
        self,
        language: Language,
        school: School,
        order: Callable[[Person], Any],
        lines: Sequence[RollLine],
        width: int,
        *,
        is_begun: bool,
    ) -> None:
        """Lay out rows of `width` cells, each room's people in their `order`."""
        self._say, self._school = language.say, school
        self._order, self._lines, self._width = order, lines, width
        people = [line.person for line in lines]
        state = STATE if is_begun else STATE_BEFORE
        self._columns = PeopleColumns(language, school, people, width, state)

    def options(self) -> Iterator[Option]:
        """Yield the rows, each with its person's id, below headings."""
        groups = grouped((line for line in self._lines if line.tick is None), self._order)
        for group in groups:
            style = "$amber" if group.is_first else "$blue"
            name = group_words(self._school, group)
            yield from self._below(name, style, group.lines, names_room=not group.is_first)
        found = [line for line in self._lines if line.tick is not None]
        found.sort(key=lambda line: self._order(line.person))
        if found:
            yield from self._below(TICKED, "$in", found, names_room=False)

    def _below(
        self, name: Sayable, style: str, lines: Sequence[RollLine], *, names_room: bool
    ) -> Iterator[Option]:
        about = (name, len(lines), style)
        heading = partial(self._heading, *about)
        yield Option(LazyRow(heading, *about, self._width), disabled=True)
        for line in lines:
            make = partial(self._row, line, names_room=names_room)
            row = LazyRow(make, line, names_room, self._columns.widths)
            yield Option(row, id=line.person.id)

    def _heading(self, name: Sayable, count: int, style: str) -> Content:
        said = Content(self._say(name)).stylize(f"bold {style}")
        return spread(said, Content(f"{count} ").stylize("$muted"), self._width)

    def _row(self, line: RollLine, *, names_room: bool) -> Content:
        state, style = "○", "$amber"
        if line.tick is not None:
            state, style = f"✓ {self._say(self._school.local(line.tick.at))}", "$in"
        seen = seen_words(self._school, line.where, names_room=names_room)
        about = t("{seen} · {post}", seen=seen, post=post_of(self._school, line.person))
        return self._columns.row(state, line.person, about, style=style)

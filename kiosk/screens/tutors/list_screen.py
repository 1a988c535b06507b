"""The tutors' lists, short ones and those of thousands of rows, each in the frame of all lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.rules.model.ids import PersonId
from kiosk.screens.tutors.list_frame import ListFrame
from kiosk.text import Sayable
from kiosk.widgets.line_list import LineList, Rows
from kiosk.widgets.stable_list import StableList


class ListScreen(ListFrame):
    """A list whose rows are all made at once."""

    ROWS: ClassVar[type[StableList]] = StableList
    """The kind of list, with what Enter does there."""

    def list_of_rows(self) -> StableList:
        """Return the list."""
        return self.ROWS(id="people")

    @property
    def rows(self) -> StableList:
        """The list."""
        return self.query_one("#people", StableList)

    def show_rows(
        self, options: Iterable[Option], heading: Sayable, empty: Sayable, first: int | None = 0
    ) -> None:
        """Fill the list, or say what to do where there is nothing to list."""
        rows, shown = self.rows, list(options)
        was_hidden = self.show_frame(has_rows=bool(shown), heading=heading, empty=empty)
        rows.fill(shown, first)
        if was_hidden:  # a list that is hidden loses the focus
            rows.focus(scroll_visible=False)
        self.show_details()

    @on(OptionList.OptionHighlighted, "#people")
    def _follow_highlight(self) -> None:
        self.show_details()

    @property
    def picked(self) -> str | None:
        """The id of the highlighted row; None also before there is a list, and once it is gone."""
        return next((rows.picked for rows in self.query("#people").results(StableList)), None)

    def next_row(self) -> None:
        """Go to the next row, before what a key does is saved: the next key is about that one."""
        if self.rows.highlighted != self.rows.option_count - 1:
            self.rows.action_cursor_down()

    def highlight(self, person: PersonId) -> bool:
        """Highlight the person's first row; return whether they have one."""
        for place, option in enumerate(self.rows.options):
            if option.id is not None and self.person_of(option.id) == person:
                self.rows.highlighted = place
                return True
        return False


class LongListScreen(ListFrame):
    """A list of thousands of rows, each made as it comes into sight."""

    ROWS: ClassVar[type[LineList]] = LineList
    """The kind of list, with what Enter does there."""

    def list_of_rows(self) -> LineList:
        """Return the list."""
        return self.ROWS(id="people")

    @property
    def rows(self) -> LineList:
        """The list."""
        return self.query_one("#people", LineList)

    def focus_list(self) -> None:
        """Put the focus on the list."""
        self.rows.focus(scroll_visible=False)

    def show_rows(self, rows: Rows, heading: Sayable, empty: Sayable) -> None:
        """Fill the list, or say what to do where there is nothing to list."""
        was_hidden = self.show_frame(has_rows=bool(rows.ids), heading=heading, empty=empty)
        self.rows.fill(rows)
        if was_hidden:
            self.focus_list()
        self.show_details()

    @on(LineList.Highlighted, "#people")
    def _follow_highlight(self) -> None:
        self.show_details()

    @property
    def picked(self) -> str | None:
        """The id of the highlighted row; None also before there is a list, and once it is gone."""
        return next((rows.picked for rows in self.query("#people").results(LineList)), None)

    def highlight(self, person: PersonId) -> bool:
        """Highlight the person's first row; return whether they have one."""
        own = (row for row in self.rows.shown_ids if self.person_of(row) == person)
        return any(map(self.rows.highlight, own))

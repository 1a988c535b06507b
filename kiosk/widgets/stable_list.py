"""A list whose highlight stays on its item while other items come and go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.textual_private import replace_lines
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.speaker import Speaker

BAR_WIDTH = 1
"""The columns before a row, for the bar that shows the highlighted one."""


class RowList(OptionList, Speaker):
    """A list of rows of text, which may be filled again between a key or a click and its effect."""

    COMPONENT_CLASSES = {"row-list--bar"}
    # no row holds a link, and looking for them takes a third of the time to draw one
    auto_links = reactive(False)

    @property
    def rows(self) -> Sequence[Option]:
        """The rows; those that are there already get the prompts of the new ones."""
        return self.options

    @rows.setter
    def rows(self, rows: Iterable[Option]) -> None:
        shown = [*rows]
        if len(shown) != self.option_count:
            self.set_options(shown)
            return
        for place, row in enumerate(shown):
            self.replace_option_prompt_at_index(place, row.prompt)

    def render_line(self, y: int) -> Strip:
        """Draw a line, with a bar before the highlighted row: colours alone do not show it."""
        line = super().render_line(y)
        row = next((part.style.meta.get("option") for part in line if part.style), None)
        if row is None or row != self.highlighted:
            return line
        first = line.crop(0, BAR_WIDTH)
        colour = self.get_component_rich_style("row-list--bar").color
        bar = [Segment("▌", (part.style or Style()) + Style(color=colour)) for part in first]
        return Strip.join([Strip(bar, BAR_WIDTH), line.crop(BAR_WIDTH)])

    def on_click(self, event: events.Click) -> None:
        """Ignore a click on a row that is gone."""
        row = event.style.meta.get("option")
        if row is not None and row >= self.option_count:
            # else Textual's own handler raises
            event.prevent_default()

    def action_page_up(self) -> None:
        """Move up by a page, if there is room for a row."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Move down by a page, if there is room for a row."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]


class StableList(RowList):
    """A framed list of people, sessions or steps, filled again at every change of the School.

    Enter posts `OptionSelected`; a subclass says what that does in a binding of its own.
    """

    class RoomChanged(Message):
        """The list is laid out with another width, to which its rows are to be cut."""

    _room_told = 0
    _is_stale = False
    """Whether its rows are in another language, whatever they are about."""

    def __init__(self, id: str) -> None:
        """Show an empty list."""
        # rows hold people's names, which are never markup
        super().__init__(id=id, classes="panel", markup=False)

    @property
    def room(self) -> int:
        """The width of a row in cells, without the scrollbar."""
        # a list that is not laid out yet has no width, to which text cannot be cut
        return max(8, self.scrollable_content_region.width - BAR_WIDTH)

    def say_again(self) -> None:
        """Take every row anew when the screen fills the list."""
        super().say_again()
        self._is_stale = True

    def on_resize(self) -> None:
        """Ask for rows of the new width: only now it is known."""
        self._tell_room()

    def watch_show_vertical_scrollbar(self) -> None:
        """Ask for rows that leave room for the scrollbar, or need not any more."""
        self._tell_room()

    def _tell_room(self) -> None:
        if self.room != self._room_told:
            self._room_told = self.room
            self.post_message(self.RoomChanged())

    @property
    def picked(self) -> str | None:
        """The id of the highlighted row, or None."""
        option = self.highlighted_option
        return option.id if option else None

    def fill(self, options: Iterable[Option], first: int | None = 0) -> None:
        """Show these options, with the highlight on the same id as before.

        If that id is gone, its row's new option is highlighted. `first`: the row to highlight if
        none was; None for none.
        """
        shown, was, row, top = list(options), self.picked, self.highlighted, self.scroll_y
        if self._replace_rows(shown):
            return
        rows = {option.id: place for place, option in enumerate(shown) if option.id is not None}
        # clears the highlight
        self.set_options(shown)
        self._is_stale = False
        if was in rows:
            self.highlighted = rows[was]
        elif row is None:
            self.highlighted = first if shown else None
        else:
            self.highlighted = min(row, len(shown) - 1) if rows else None
        if was in rows:
            self.scroll_to(y=top, animate=False, immediate=True)
            self.scroll_to_highlight()

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Scroll to the highlighted row; to the first one with what stands above it, if it fits."""
        above = (self.get_option_at_index(place) for place in range(self.highlighted or 0))
        if self.highlighted and all(one.disabled for one in above):
            self.scroll_to(y=0, animate=False, immediate=True)
        super().scroll_to_highlight(top)

    def _replace_rows(self, shown: list[Option]) -> bool:
        """Draw only the rows that changed, if the list is of the same items; return whether it is.

        Rows that are not of one line are not compared.
        """
        before = self.options
        if not shown or len(shown) != len(before):
            return False
        changed: dict[int, LazyRow] = {}
        for place, (old, new) in enumerate(zip(before, shown, strict=True)):
            one, other = old.prompt, new.prompt
            if (old.id, old.disabled) != (new.id, new.disabled):
                return False
            if not isinstance(one, LazyRow) or not isinstance(other, LazyRow):
                return False
            if self._is_stale or not one.is_like(other):
                if one.lines > 1 or other.lines > 1:
                    return False
                changed[place] = other
        replace_lines(self, changed)
        self._is_stale = False
        return True

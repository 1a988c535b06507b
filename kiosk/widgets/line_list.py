"""A list of thousands of rows of one line, of which only those in sight are ever put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from kiosk.widgets.speaker import Speaker


@dataclass(frozen=True)
class Rows:
    """The rows of a list, each drawn when it comes into sight."""

    ids: Sequence[str]
    """By place; blank for a heading, which is passed over."""
    draw: Callable[[int, int], Content]
    """Returns the row at a place, for a width in cells."""
    about: Callable[[int], object] | None = None
    """Returns all that the row at a place is made of: one that is the same is not drawn again."""
    names: Callable[[int], Content] | None = None
    """Returns the names of the columns, which stay above the rows; None: there are none."""

    def drawn(self, place: int, width: int, before: _Drawn | None) -> _Drawn:
        """Return the row at a place; what stood there before, if it looks the same."""
        about = self.about(place) if self.about is not None else None
        if before is not None and about is not None and about == before.about:
            return before
        content = self.draw(place, width)
        if before is not None and content.is_same(before.content):
            before.about = about
            return before
        return _Drawn(content, about)


@dataclass
class _Drawn:
    """A row as it was last put together."""

    content: Content
    about: object
    strip: Strip | None = None
    """Its line, once that was drawn."""


NO_ROWS = Rows((), lambda _place, _width: Content())


class RowMessage(Message):
    """Something about a row of a list."""

    def __init__(self, rows: LineList, row: str) -> None:
        """Tell of the row with the id `row`."""
        super().__init__()
        self.rows, self.row = rows, row

    @property
    def control(self) -> LineList:
        """The list."""
        return self.rows


class LineList(ScrollView, Speaker, can_focus=True):
    """Shows rows, one of them highlighted. The highlight stays on its row when others change.

    It is drawn line by line (Textual's Line API): after a change only the rows in sight that look
    different are drawn again, whatever the number of rows.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--names", "line-list--row", "line-list--highlighted", "line-list--pointed",
        "line-list--bar",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "select", show=False),
    ]
    auto_links = reactive(False)
    highlighted: reactive[int | None] = reactive(None, repaint=False)
    """The place of the highlighted row."""
    pointed_at: reactive[int | None] = reactive(None, repaint=False)
    """The place of the row below the mouse."""

    class Highlighted(RowMessage):
        """Another row is highlighted."""

    class Selected(RowMessage):
        """A row was chosen, by Enter or a click."""

    def __init__(self, id: str) -> None:
        """Show no row yet."""
        super().__init__(id=id, classes="panel")
        self._rows, self._width, self._names = NO_ROWS, 0, Content()
        self._drawn: dict[int, _Drawn] = {}
        """The rows that were last in sight."""

    @property
    def picked(self) -> str | None:
        """The id of the highlighted row, or None."""
        place = self.highlighted
        ids = self._rows.ids
        return ids[place] or None if place is not None and place < len(ids) else None

    @property
    def shown_ids(self) -> list[str]:
        """The ids of the rows, in their order; headings apart."""
        return [one for one in self._rows.ids if one]

    # -- the rows -----------------------------------------------------------------------------

    def fill(self, rows: Rows, first: int = 0) -> None:
        """Show these rows. `first`: where the highlight goes if it is nowhere yet."""
        was, place, top = self.picked, self.highlighted, self.scroll_offset.y
        self._rows = rows
        self.virtual_size = Size(0, len(rows.ids) + self._top)
        now = place
        if was is not None and not (place is not None and _at(rows.ids, place) == was):
            now = rows.ids.index(was) if was in rows.ids else place
        elif was is None:
            now = first
        self._highlight(self._near(now if now is not None else first))
        if now is not None and place is not None and now != place and was is not None:
            # it stays at the same height on the screen
            self.scroll_to(y=max(0, top + now - place), animate=False, immediate=True)
        self._draw_anew()

    def say_again(self) -> None:
        """Draw every row in the language of now."""
        self._forget_lines()

    def _forget_lines(self) -> None:
        self._drawn = {}
        self.refresh()

    def _draw_anew(self) -> None:
        """Draw what looks different, of the rows in sight."""
        width, known = self._room, self._drawn
        if width != self._width:
            self._width = width
            self._forget_lines()
            return
        self._drawn = {}
        top = self.scroll_offset.y
        for place in range(top, min(top + self._height, self._count)):
            now, before = self._rows.drawn(place, width, known.get(place)), known.get(place)
            self._drawn[place] = now
            if now is not before:
                self.refresh_line(place + self._top)
        names = self._rows.names(width) if self._rows.names is not None else Content()
        if not names.is_same(self._names):
            self._names = names
            self.refresh_line(self.scroll_offset.y)
        if len(known) > len(self._drawn):
            self.refresh()  # below the last row there may have been others

    @property
    def _count(self) -> int:
        return len(self._rows.ids)

    @property
    def _top(self) -> int:
        """How many lines stand above the rows, and do not scroll."""
        return 0 if self._rows.names is None else 1

    @property
    def _height(self) -> int:
        """How many rows are in sight."""
        return max(1, self.scrollable_content_region.height - self._top)

    @property
    def _room(self) -> int:
        """The width of a row, without the bar before the highlighted one."""
        return max(8, self.scrollable_content_region.width - 1)

    def _line(self, place: int, width: int) -> Strip:
        drawn = self._drawn.get(place)
        if drawn is None:
            drawn = self._drawn[place] = self._rows.drawn(place, width, None)
        if drawn.strip is None:
            drawn.strip = self._strip(place, drawn.content, width)
        return drawn.strip

    def _strip(self, place: int, content: Content, width: int) -> Strip:
        name = "row"
        if place == self.highlighted:
            name = "highlighted"
        elif place == self.pointed_at and self._rows.ids[place]:
            name = "pointed"
        style = self.get_visual_style(f"line-list--{name}")
        bar = self.get_visual_style("line-list--bar")
        is_marked = place == self.highlighted
        # colours alone do not show which row it is
        marked = Content("▌").stylize(bar) if is_marked else Content(" ")
        lines = Visual.to_strips(self, marked + content, width + 1, 1, style)
        return lines[0] if lines else Strip.blank(width + 1)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        place, width = y + self.scroll_offset.y - self._top, self._room
        if width != self._width:
            self._width, self._drawn = width, {}
        if y < self._top and self._rows.names is not None:
            self._names = self._rows.names(width)
            style = self.get_visual_style("line-list--names")
            return Visual.to_strips(self, Content(" ") + self._names, width + 1, 1, style)[0]
        if place >= self._count:
            return Strip.blank(self.size.width, self.rich_style)
        return self._line(place, width)

    def notify_style_update(self) -> None:
        """Draw all again in other colours."""
        super().notify_style_update()
        self._drawn = {}

    # -- moving -------------------------------------------------------------------------------

    def _near(self, place: int, by: int = 1) -> int | None:
        """Return the nearest row that is no heading, from a place on, else before it."""
        ids = self._rows.ids
        if not ids:
            return None
        place = min(max(place, 0), len(ids) - 1)
        ways = (range(place, len(ids)), range(place, -1, -1))
        for way in ways if by > 0 else reversed(ways):
            for one in way:
                if ids[one]:
                    return one
        return None

    def _highlight(self, place: int | None) -> None:
        if place != self.highlighted:
            self.highlighted = place

    def watch_highlighted(self, old: int | None, new: int | None) -> None:
        """Draw both rows, and tell."""
        self._refresh_places(old, new)
        picked = self.picked
        if picked is not None:
            self.post_message(self.Highlighted(self, picked))

    def watch_pointed_at(self, old: int | None, new: int | None) -> None:
        """Draw both rows."""
        self._refresh_places(old, new)

    def _refresh_places(self, *places: int | None) -> None:
        for place in places:
            if place is not None:
                if place in self._drawn:
                    self._drawn[place].strip = None
                self.refresh_line(place + self._top)

    def watch_has_focus(self, value: bool) -> None:
        """Draw the highlighted row, whose colours tell the focus."""
        super().watch_has_focus(value)
        self._refresh_places(self.highlighted)

    def move_to(self, place: int, by: int = 1) -> None:
        """Highlight the row at a place, or the nearest one in the direction `by`; scroll to it."""
        found = self._near(place, by)
        if found is None:
            return
        self._highlight(found)
        self._bring_in_sight(found)

        if found > self.max_scroll_y:  # the new rows may not be laid out yet
            self.call_after_refresh(self._keep_in_sight)

    def on_resize(self) -> None:
        """Keep the highlighted row in sight."""
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        if self.highlighted is not None:
            self._bring_in_sight(self.highlighted)

    def _bring_in_sight(self, found: int) -> None:
        height, top = self._height, self.scroll_offset.y
        # with the first row its heading comes into sight
        wanted = 0 if not any(self._rows.ids[:found][:1]) and found <= 1 else found
        if wanted < top:
            self.scroll_to(y=wanted, animate=False, immediate=True)
        elif found >= top + height:
            self.scroll_to(y=found - height + 1, animate=False, immediate=True)

    def highlight(self, row: str) -> bool:
        """Highlight the row with an id; return whether there is one."""
        if row not in self._rows.ids:
            return False
        self.move_to(self._rows.ids.index(row))
        return True

    def action_move(self, by: int) -> None:
        """Highlight the next or the row before; after the last comes the first."""
        at = self.highlighted
        if at is None:
            self.move_to(0)
            return
        target = at + by
        while 0 <= target < self._count and not self._rows.ids[target]:
            target += by
        if 0 <= target < self._count:
            self.move_to(target, by)
        else:
            self.move_to(0 if by > 0 else self._count - 1, by)

    def action_page(self, by: int) -> None:
        """Move by a page."""
        self.move_to((self.highlighted or 0) + by * max(1, self._height - 1), by)

    def action_first(self) -> None:
        """Move to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Move to the last row."""
        self.move_to(self._count - 1, -1)

    def action_select(self) -> None:
        """Choose the highlighted row."""
        if self.picked is not None:
            self.post_message(self.Selected(self, self.picked))

    # -- the mouse ----------------------------------------------------------------------------

    def _place_of(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        place = offset.y + self.scroll_offset.y - self._top
        is_row = offset.y >= self._top and place < self._count
        return place if is_row and self._rows.ids[place] else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the row that a click would choose."""
        self.pointed_at = self._place_of(event)

    def on_leave(self) -> None:
        """Light up none."""
        self.pointed_at = None

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        place = self._place_of(event)
        if place is not None:
            self._highlight(place)
            self.action_select()


def _at(ids: Sequence[str], place: int) -> str:
    return ids[place] if place < len(ids) else ""

"""A window too small for anything useful shows one line, which asks for a larger one."""

from __future__ import annotations

from typing import ClassVar, TypeVar, cast

from rich.console import RenderableType
from textual import events, on
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.layout import DockArrangeResult
from textual.renderables.blank import Blank
from textual.screen import Screen
from textual.widget import Widget

from kiosk.screen_context import ScreenContext
from kiosk.text import t

R = TypeVar("R")

LEAST = Region(0, 0, 40, 12)
"""The smallest window in which every screen can be used, in columns and rows."""
WIDEST = 140
"""The most columns of most screens; in a wider window they stand in the middle."""
BROAD = 120
"""The columns from which screens have room for more panels; they then have the class -broad."""
TOO_SMALL = t("Please make this window larger.")
NOTHING = DockArrangeResult([], set(), Spacing())


class RoomyScreen(Screen[R]):
    """A screen that lays out its widgets only where they have room.

    In a few columns they would be of no use, and at a width of nothing Textual cannot wrap a text.
    """

    context: ScreenContext
    widest: ClassVar[int] = WIDEST
    """The most columns that are used: a longer line is hard to follow with the eye."""
    _is_cramped = False
    _focused_before: Widget | None = None

    def __init__(self) -> None:
        """Begin with the classes of the window's size.

        Textual adds them only after the first drawing, and then lays out and draws all again.
        """
        super().__init__()
        width, height = self.app.size
        for names, room in (
            (self.app.HORIZONTAL_BREAKPOINTS, width),
            (self.app.VERTICAL_BREAKPOINTS, height),
        ):
            _, fitting = max((one for one in names or () if one[0] <= room), default=(0, ""))
            self.set_class(bool(fitting), fitting, update=False)
        self._fit(width)

    def _fit(self, width: int) -> None:
        """Keep to the middle of a wide window."""
        self.set_class(width >= BROAD, "-broad", update=self.is_attached)
        margin = max(0, width - self.widest) // 2
        if not self.is_modal:
            self.styles.padding = (0, margin)
            return
        # a modal's own padding would move the screen that is seen below it
        for bar in self.query("KeyBar, #letters"):
            bar.styles.margin = (0, margin, bar.styles.margin.bottom, margin)

    @on(events.Resize)
    def _take_latest_size(self, event: events.Resize) -> None:
        # a layout tells the screen its size as well, and that may be older than the window's
        if event.size != self.app.size:
            event.prevent_default()
            self.post_message(events.Resize(self.app.size, self.app.size))
        else:
            self._fit(event.size.width)

    def arrange(self, size: Size, optimal: bool = False) -> DockArrangeResult:
        """Place the widgets, or none of them in a window that is too small."""
        was_cramped, self._is_cramped = self._is_cramped, not size.region.contains_region(LEAST)
        if self._is_cramped and self._focused_before is None:
            self._focused_before = self.focused
        elif was_cramped and not self._is_cramped:
            # what leaves the screen gives the focus to the next widget
            self.call_after_refresh(self._restore_focus)
        return NOTHING if self._is_cramped else super().arrange(size, optimal)

    def _restore_focus(self) -> None:
        if not self._is_cramped:
            before, self._focused_before = self._focused_before, None
            if before is not None and before.is_attached:
                self.set_focus(before)

    def render(self) -> RenderableType:
        """Draw the request, or the background."""
        if self._is_cramped:
            return Content(self.context.language.say(TOO_SMALL)).stylize("bold $amber")
        if not self.is_modal:
            # Textual would draw the screen below first, if only for a moment this one had no
            # colour yet; that may be a dialog, which draws this one first, without end
            return cast("RenderableType", Blank(self.styles.background))
        return super().render()

"""Screens with boxes to write in: an on-screen keyboard, for where there is no other."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from kiosk.screens.base import BaseScreen, R
from kiosk.screens.touch import TOUCH
from kiosk.text import n_
from kiosk.widgets.on_screen_keyboard import LETTERS, OnScreenKeyboard
from kiosk.widgets.people_search import PeopleSearch


class KeyboardScreen(BaseScreen[R]):
    """A screen whose boxes can be filled by touch alone.

    The on-screen keyboard comes by a key or by touching a box, and then on every such screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "keyboard", n_("On-screen keyboard"), key_display="F4")
    ]

    def on_mount(self) -> None:
        """Show the on-screen keyboard, if the kiosk is touched."""
        self._show_keyboard()

    @on(events.ScreenResume)
    def _show_keyboard(self) -> None:
        """Show the keyboard, or not, as on the other screens."""
        shown = self.query("#letters")
        if not self.is_touched:
            shown.remove()
        elif not shown:
            self.mount(OnScreenKeyboard(LETTERS, id="letters"))

    def set_touched(self, is_touched: bool) -> None:
        """Show or hide the on-screen keyboard, here and on other screens."""
        if self.is_touched != is_touched:
            self.app.set_class(is_touched, TOUCH)
            self._show_keyboard()

    @property
    def is_touched(self) -> bool:
        """Whether the screens are touched."""
        return self.app.has_class(TOUCH)

    def action_keyboard(self) -> None:
        """Show or hide the on-screen keyboard."""
        self.set_touched(not self.is_touched)

    @on(PeopleSearch.Touched)
    def _touch_search(self) -> None:
        self.set_touched(True)

    def on_click(self, event: events.Click) -> None:
        """Show the keyboard when a box is touched."""
        if isinstance(event.widget, Input):
            self.set_touched(True)

"""What the help key shows: what a screen is for, and every key that works there."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.text import Text, n_, t
from kiosk.widgets.columns import cell
from kiosk.widgets.key_bar import KeyBar, keys_of


class HelpDialog(Dialog[None]):
    """The help on the screen below; Esc goes back to it."""

    IDLE_FACTOR = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "cancel", n_("Close"), key_display="Esc")
    ]

    def __init__(self, context: ScreenContext, guide: Text, about: Screen[Any]) -> None:
        """Show `guide`, and the keys of the screen `about`."""
        super().__init__(context)
        self._guide = guide
        self._keys = keys_of(about)  # now: once the dialog is in front, no key of it is active

    def compose(self) -> ComposeResult:
        """Put a line for each key below the text."""
        with VerticalScroll(classes="frame") as frame:
            frame.border_title = self.say(t("Help"))
            yield Static(Content(self.say(self._guide)), classes="guide")
            for binding in self._keys:
                key = cell(binding.key_display or "", 10, "bold $amber")
                yield Static(Content.assemble(key, " ", self.say(t(binding.description))))
        yield KeyBar(self.context.language)

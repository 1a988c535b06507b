"""What the help key shows: what a screen is for, and its keys, each of which can be done here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.text import Text, n_, t
from kiosk.widgets.columns import cell
from kiosk.widgets.key_bar import KeyBar, keys_of, legend
from kiosk.widgets.stable_list import RowList

MARKED, SCREEN, EVERYWHERE = n_("The highlighted line"), n_("This screen"), n_("Everywhere")
"""The groups of keys that have none of their own."""
KEYS_EVERYWHERE = ("escape", "ctrl+z", "f4", "f12", "ctrl+l")
KEY_WIDTH = 9
"""The columns of a key's name, such as "Ctrl+Z"."""


class HelpKeys(RowList):
    """The keys, grouped; Enter or a click does one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Do it"), key_display="Enter")
    ]


class HelpDialog(Dialog[str]):
    """The help on the screen below. The result is the key to press there, or None.

    So nobody needs a key that their keyboard has not got. The keys do here what they do below.
    """

    IDLE_FACTOR = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,ctrl+p", "cancel", n_("Close"), key_display="Esc")
    ]

    def __init__(self, context: ScreenContext, guide: Text, about: Screen[Any]) -> None:
        """Show `guide`, and the keys of the screen `about`."""
        super().__init__(context)
        self._guide = guide
        # now: once the dialog is in front, no key of it is active
        self._keys = {one.binding.key: one for one in keys_of(about)}
        self._keys.pop("f1", None)

    def compose(self) -> ComposeResult:
        """Put the keys below the text; in a small window both are scrolled together."""
        with self.speak(Vertical(classes="frame"), border_title=t("Help")):
            yield self.speak(HelpKeys(id="keys", markup=False), rows=self._rows)
        yield KeyBar(self.context.language)

    def _rows(self) -> Iterator[Option]:
        guide = Content(f"{self.say(self._guide)}\n").stylize("$foreground")
        yield Option(guide, disabled=True)
        groups: dict[str, list[Option]] = {}
        for key, one in self._keys.items():
            shown = cell(legend(self.context.language, one.binding), KEY_WIDTH, "bold $amber")
            row = Content.assemble(shown, " ", self.say(t(one.binding.description)))
            groups.setdefault(_group(one), []).append(Option(row, id=key))
        # what each screen has comes last
        if EVERYWHERE in groups:
            groups[EVERYWHERE] = groups.pop(EVERYWHERE)
        for name, rows in groups.items():
            yield Option(Content(self.say(t(name))).stylize("bold $blue"), disabled=True)
            yield from rows

    def on_mount(self) -> None:
        """Begin with the text in view: no key is marked."""
        self.query_one(HelpKeys).focus()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """Do what a key does below, if it is one of the list."""
        if event.key in self._keys and event.key not in self.active_bindings:
            event.stop()
            self.dismiss(event.key)


def _group(key: ActiveBinding) -> str:
    """Return the name of a key's group."""
    if key.binding.group is not None:
        return key.binding.group.description
    if key.binding.key in KEYS_EVERYWHERE:
        return EVERYWHERE
    return SCREEN if isinstance(key.node, Screen) else MARKED

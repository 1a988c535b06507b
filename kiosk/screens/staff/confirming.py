"""Where a DSP or DSL confirms the required training that others have handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.rules.follow_up.outstanding import Owed, to_confirm
from kiosk.rules.model.actors import Actor
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.text import n_, t
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.line_list import LineList
from kiosk.widgets.owed_rows import OwedRows


class HandedInList(LineList):
    """What was handed in; Enter confirms the rows ticked, or the highlighted one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Confirm"), key_display="Enter"),
        Binding("space", "screen.tick_off", n_("Tick"), key_display="Space"),
    ]


class ToConfirmDialog(Dialog[tuple[str, ...]]):
    """The list. The result is the ids of what is confirmed, or None."""

    GUIDE = t(
        "Training that counts only once you have confirmed it. Space ticks several rows; Enter "
        "confirms them, or the highlighted one. Esc changes nothing."
    )
    IDLE_FACTOR = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", n_("Back"), key_display="Esc")
    ]

    def __init__(self, context: ScreenContext, actor: Actor) -> None:
        """List what there is for this person to confirm."""
        super().__init__(context)
        self._lines: Sequence[Owed] = to_confirm(context.desk.school, actor, context.today())
        self._ticked: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Put the list below the question."""
        with self.speak(Vertical(classes="frame page"), border_title=t("To confirm")):
            question = t("Did they do it? Required training counts once you say so.")
            yield self.speak(Static(classes="guide"), content=question)
            yield HandedInList(id="to-confirm")
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Fill the list, and give it the focus."""
        self._fill()
        self.query_one(HandedInList).focus()

    def say_again(self) -> None:
        """Show the rows in the language of now."""
        super().say_again()
        self._fill()

    def _fill(self) -> None:
        rows = OwedRows(self.context.language, self.context.desk.school, self._lines, self._ticked)
        self.query_one(HandedInList).fill(rows.rows())

    def action_tick_off(self) -> None:
        """Tick the highlighted row, or take its tick away; go on to the next."""
        rows = self.query_one(HandedInList)
        if rows.picked is not None:
            self._ticked ^= {rows.picked}
            self._fill()
            rows.action_move(1)

    @on(LineList.Selected)
    def _confirm(self, event: LineList.Selected) -> None:
        event.stop()
        shown = (one.catch_up.id for one in self._lines)
        self.dismiss(tuple(one for one in shown if one in self._ticked) or (event.row,))

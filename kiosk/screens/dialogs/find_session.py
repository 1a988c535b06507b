"""Finding a session by its room, title or leader, for a professional tutor."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from kiosk.rules.model.ids import DayId, SessionId
from kiosk.rules.model.labels import leader_names
from kiosk.rules.model.records import Session
from kiosk.rules.model.session_search import find_sessions
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.screens.keyboard import KeyboardScreen
from kiosk.text import n_, t
from kiosk.widgets.columns import cell
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.line_list import LineList, Rows

TIME, MOST_TITLE = 7, 40
"""The columns for the time, and the most for the title."""


class FindSessionDialog(Dialog[SessionId], KeyboardScreen[SessionId]):
    """A box to type in, and the day's sessions that fit. The result is the one picked, or None."""

    GUIDE = t(
        "Type a few letters of the room, the title or the leader. Move with the arrow keys. Enter "
        "opens the session."
    )
    IDLE_FACTOR = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("enter", "take", n_("Open"), key_display="Enter", priority=True),
    ]

    def __init__(self, context: ScreenContext, day: DayId) -> None:
        """Search the sessions of a day."""
        super().__init__(context)
        self._day = day

    def compose(self) -> ComposeResult:
        """Put the list below the box."""
        with self.speak(Vertical(classes="frame", id="find-session"),
                        border_title=t("Find a session")):  # fmt: skip
            box = Input(id="typed", select_on_focus=False)
            yield self.speak(box, placeholder=lambda: self.say(t("Room, title or leader")))
            yield LineList("found")
            yield self.speak(Static(classes="hint"), content=t("Esc: none"))
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """List every session, and give the box the focus."""
        self.query_one(Input).focus()
        self._show_found()

    @on(Input.Changed)
    def _show_found(self) -> None:
        school, typed = self.context.desk.school, self.query_one(Input).value.strip()
        every = school.all_sessions_on(self._day)
        self._found = find_sessions(school, every, typed) if typed else [*every]
        self._rows.fill(Rows([one.id for one in self._found], self._row))

    @property
    def _rows(self) -> LineList:
        return self.query_one("#found", LineList)

    def _row(self, place: int, width: int) -> Content:
        session: Session = self._found[place]
        school = self.context.desk.school
        title = min(MOST_TITLE, (width - TIME) // 2)
        where = filter(None, (self.say(school.word(session.room)), leader_names(school, session)))
        return Content.assemble(
            cell(self.say(session.start), TIME, "$muted"),
            cell(self.say(school.workshop(session).title), title, "bold"),
            cell("  " + " · ".join(where), width - TIME - title, "$muted"),
        )

    def say_again(self) -> None:
        """List the sessions in the language of now."""
        super().say_again()
        self._show_found()

    def action_move(self, by: int) -> None:
        """Highlight another of those found."""
        self._rows.action_move(by)

    def action_take(self) -> None:
        """Take the highlighted session."""
        if self._rows.picked is not None:
            self.dismiss(SessionId(self._rows.picked))

    @on(LineList.Selected)
    def _take_clicked(self, event: LineList.Selected) -> None:
        event.stop()
        self.dismiss(SessionId(event.row))

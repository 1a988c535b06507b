"""Finding a session by its room, title or leader, or a person, for a professional tutor."""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from kiosk.rules.model.ids import DayId
from kiosk.rules.model.labels import leader_names, post_of
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.session_search import find_sessions
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.screens.keyboard import KeyboardScreen
from kiosk.text import n_, t
from kiosk.widgets.columns import cell
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.line_list import LineList, Rows

TIME, MOST_TITLE, MOST_PEOPLE = 7, 40, 20
"""The columns for the time, the most for the title, and how many people are listed."""


Found: TypeAlias = "Session | Person"


class FindSessionDialog(Dialog[Found], KeyboardScreen[Found]):
    """A box to type in; the sessions of the day that fit, then people. The result is one."""

    GUIDE = t(
        "Type a few letters of a room, a title or a name. Move with the arrow keys. Enter opens "
        "the session or the person's page."
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
                        border_title=t("Find a session or a person")):  # fmt: skip
            box = Input(id="typed", select_on_focus=False)
            yield self.speak(box, placeholder=lambda: self.say(t("Room, title or name")))
            yield LineList("found")
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """List every session, and give the box the focus."""
        self.query_one(Input).focus()
        self._show_found()

    @on(Input.Changed)
    def _show_found(self) -> None:
        school, typed = self.context.desk.school, self.query_one(Input).value.strip()
        every = school.all_sessions_on(self._day)
        sessions = find_sessions(school, every, typed) if typed else every
        people = self.context.finder(school).find(typed, MOST_PEOPLE) if typed else []
        self._found: list[Found] = [*sessions, *people]
        self._rows.fill(Rows([one.id for one in self._found], self._row))

    @property
    def _rows(self) -> LineList:
        return self.query_one("#found", LineList)

    def _row(self, place: int, width: int) -> Content:
        found, school = self._found[place], self.context.desk.school
        if isinstance(found, Person):
            return self._person(found, width)
        session = found
        title = min(MOST_TITLE, (width - TIME) // 2)
        where = filter(None, (self.say(school.word(session.room)), leader_names(school, session)))
        return Content.assemble(
            cell(self.say(session.start), TIME, "$muted"),
            cell(self.say(school.workshop(session).title), title, "bold"),
            cell("  " + " · ".join(where), width - TIME - title, "$muted"),
        )

    def _person(self, person: Person, width: int) -> Content:
        name = min(MOST_TITLE, (width - TIME) // 2)
        post = self.say(post_of(self.context.desk.school, person))
        return Content.assemble(
            cell("", TIME),
            cell(person.name, name, "bold"),
            cell(f"  {post}", width - TIME - name, "$muted"),
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
        place = self._rows.highlighted
        if self._rows.picked is not None and place is not None:
            self.dismiss(self._found[place])

    @on(LineList.Selected)
    def _take_clicked(self, event: LineList.Selected) -> None:
        event.stop()
        self.action_take()

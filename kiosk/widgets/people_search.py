"""The box that finds people by name, or by a code that is typed."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.language import Language
from kiosk.rules.attendance.badges import is_code
from kiosk.rules.attendance.scan_codes import is_stub
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.names import Finder
from kiosk.rules.model.namesakes import distinguishing_labels
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import Text, n_, t, tn
from kiosk.widgets.columns import cell, has_large_text, stack, wrapped
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.speaker import Speaker
from kiosk.widgets.stable_list import RowList

PROMPT = t("Start typing your name…")
MAX_ROWS = 50
PROMPT_WIDTH = 30
"""The columns of the box's placeholder; in a box too narrow for both, the hint is left out."""
ROW_MARGIN = 7
"""The columns beside a row of the list: frame, padding, bar and scrollbar."""


@dataclass(frozen=True)
class Listed:
    """What the list was last filled for."""

    typed: str = ""
    is_guess: bool = False
    """Whether its people only resemble what was typed."""


class PeopleSearch(Widget, Speaker):
    """A search box with its list, which drops down over what is below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", n_("Down"), show=False),
        Binding("up", "move(-1)", n_("Up"), show=False),
        Binding("ctrl+j", "submit", n_("Enter"), show=False),
    ]

    school: reactive[School] = reactive(School, init=False, repaint=False)

    @dataclass
    class Found(Message):
        """A person was picked."""

        person: PersonId
        typed: str = ""
        """What stood in the box."""

    @dataclass
    class CodeTyped(Message):
        """The code of a badge or a stub was typed by hand; a scan never comes here."""

        code: str

    class EmptySubmitted(Message):
        """Enter was pressed in the empty box."""

    class Touched(Message):
        """The box, not its list, was clicked or touched."""

    class UnlistedTouched(Message):
        """What to do if nobody fits was clicked or touched."""

    class Typed(Message):
        """Something was typed or deleted."""

    def __init__(
        self,
        language: Language,
        title: Text,
        hint: Text,
        finder: Callable[[School], Finder],
        unlisted: Text | None = None,
        id: str | None = None,
    ) -> None:
        """Show `title` on the border, and at the right `hint` while nothing is typed.

        `finder`: gives the search among the people of a School. `unlisted`: what to do if nobody
        fits.
        """
        super().__init__(id=id)
        self._language, self._hint, self._unlisted = language, hint, unlisted
        self._title, self._finder = title, finder
        self._listed = Listed()

    def compose(self) -> ComposeResult:
        """Show the box; the list is mounted later."""
        with self.speak(SearchBox(id="search-box"), border_title=self._title):
            yield Static("❯", id="search-prompt")
            # longer than any name on a staff list, short enough to match quickly
            typing = Input(id="search-input", max_length=80)
            self.speak(typing, placeholder=lambda: self._language.say(PROMPT))
            # it stands here all day, and each blink draws its part of the screen again
            typing.cursor_blink = False
            yield typing
            yield SearchHint(id="search-hint")

    def on_mount(self) -> None:
        """Start with an empty box. The list is mounted after the first paint, which it delays."""
        self._show_hint([])
        # a watcher, because a message would pass three widgets, and the list miss the first drawing
        self.watch(self.query_one(Input), "value", self._type, init=False)
        self.call_after_refresh(self._mount_list)

    async def _mount_list(self) -> None:
        if not self.is_attached:  # the screen was closed before its first paint
            return
        rows = RowList(id="search-found", markup=False)
        # the box keeps the focus; `action_move` moves the highlight
        rows.can_focus = False
        await self.mount(rows)
        self._fill()
        self._prepare()

    @work
    async def _prepare(self) -> None:
        """Prepare the search before somebody types, a few people at a time."""
        for _ in self._finder(self.school).prepare():
            await sleep(0)

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self._fit_rows()

    def say_again(self) -> None:
        """List the same people in the language of now."""
        super().say_again()
        self._fit_rows()
        self._prepare()

    def _fit_rows(self) -> None:
        lists = self.query(OptionList)
        if not self.typed:
            self._show_hint([])
        if lists and self.typed:
            rows = lists.first()
            picked = rows.highlighted_option
            self._fill()
            if picked is not None:  # by whom it is: another language sorts otherwise
                ids = [option.id for option in rows.options]
                rows.highlighted = ids.index(picked.id) if picked.id in ids else None

    def start(self, typed: str = "") -> None:
        """Take the focus, with this text in the box."""
        box = self.query_one(Input)
        if box.value == typed:
            self._fill()  # with the names of now
        box.value = typed
        box.cursor_position = len(typed)
        box.focus()

    def prepend(self, typed: str) -> None:
        """Take the focus, with this text before what was typed since the screen changed."""
        self.start(typed + self.query_one(Input).value)

    def show_countdown(self, label: Content) -> None:
        """Show on the frame after what time the box is emptied."""
        box = self.query_one(SearchBox)
        if label.markup != (box.border_subtitle or ""):  # setting it draws the whole box
            box.border_subtitle = label

    @property
    def typed(self) -> str:
        """The text in the box, without blanks around it."""
        return self.query_one(Input).value.strip()

    def _type(self) -> None:
        if self.typed != self._listed.typed:
            self._fill()
        self.post_message(self.Typed())

    @on(Input.Changed)
    def _keep_from_others(self, event: Input.Changed) -> None:
        event.stop()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        """Take the code, or the highlighted row. A sole match is highlighted by itself."""
        typed = self.typed
        if not typed:
            self.post_message(self.EmptySubmitted())
        elif _is_code(typed):
            self._submit(self.CodeTyped(typed))
        else:
            rows = next(iter(self.query(OptionList)), None)
            if rows is None:  # Enter came before the list was mounted
                self.call_after_refresh(self.action_submit)
                return
            if self._listed.typed != typed:  # Enter came before the list was filled
                self._fill()
            if rows.highlighted_option is not None:
                self._take(rows.highlighted_option)
            elif rows.option_count == 1:
                # the name only resembles what was typed: a second Enter confirms it
                rows.highlighted = 0

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        # the row that was clicked, not its place: the list may have been filled again since
        self._take(event.option)

    def _take(self, option: Option) -> None:
        if option.id is not None:
            self._submit(self.Found(PersonId(option.id), self.typed))

    def _submit(self, message: Message) -> None:
        self.start()
        self.post_message(message)

    def action_move(self, by: int) -> None:
        """Move to another row."""
        for rows in self.query(OptionList):  # there is none before the list is mounted
            if by > 0:
                rows.action_cursor_down()
            else:
                rows.action_cursor_up()

    def _fill(self) -> None:
        """List who fits what is typed.

        Only a sole match is highlighted: with several, Enter must not sign in the wrong person.
        """
        lists = self.query(OptionList)
        if not lists:
            return
        rows, typed = lists.first(), self.typed
        finder = self._finder(self.school)
        # nobody's name is a code, and the guesses would be wrong
        people = [] if _is_code(typed) else finder.find(typed, MAX_ROWS)
        more = distinguishing_labels(people)
        width = max(20, self.size.width - ROW_MARGIN)
        names = width // 2
        if has_large_text(self):  # names in full; what tells them apart wraps beside them
            longest = max((Content(person.name).cell_length for person in people), default=0)
            names = min(longest, width - 16)
        rows.set_options(self._row(one, width, names, more.get(one.id)) for one in people)
        is_guess = bool(people) and not finder.fits(typed, people[0])
        self._listed = Listed(typed, is_guess)
        rows.highlighted = 0 if len(people) == 1 and not is_guess else None
        rows.display = bool(people)
        self._show_hint(people)

    def _row(self, person: Person, width: int, names: int, more: Text | str | None) -> Option:
        make = partial(self._content, person, width, names, more)
        # large text takes as many lines as it needs
        row = make() if has_large_text(self) else LazyRow(make, lines=3 if self._is_touched else 1)
        return Option(row, id=person.id)

    @property
    def _is_touched(self) -> bool:
        """Whether a row is as high as a finger is wide."""
        return self.app.has_class("-touch") and self.screen.has_class("-tall")

    def _content(self, person: Person, width: int, names: int, more: Text | str | None) -> Content:
        room = width - names - 1
        aside = Content(self._language.say(post_of(self.school, person)))
        tail = Content(f" · {self._language.say(more)}") if more is not None else Content()
        if has_large_text(self):
            asides = wrapped(aside + tail, room, "$muted")
        else:  # the role is cut, never the part that tells namesakes apart
            aside = aside.truncate(room - tail.cell_length, ellipsis=True) + tail
            asides = [cell(aside, room, "$muted")]
        name, beside = cell(person.name, names, "bold"), cell("", names)
        lines = [
            Content.assemble(beside if place else name, " ", line)
            for place, line in enumerate(asides)
        ]
        return stack([Content(), *lines, Content()] if self._is_touched else lines)

    def _show_hint(self, people: list[Person]) -> None:
        hint = Content(self._language.say(self._hint_for(people)))
        fits = people and not self._listed.is_guess
        shown = self.query_one(SearchHint)
        shown.is_button = False
        if self._unlisted is not None and self.typed and not fits and not _is_code(self.typed):
            unlisted = self._language.say(self._unlisted)
            hint = Content.assemble(hint, " · ", (unlisted, "bold $amber"))
            shown.is_button = True
        if not self.typed and hint.cell_length > self.size.width - PROMPT_WIDTH:
            hint = Content()
        # `update` always lays the screen out again
        if not (isinstance(shown.content, Content) and shown.content.is_same(hint)):
            shown.update(hint)

    def _hint_for(self, people: list[Person]) -> Text:
        if not self.typed:
            return self._hint
        if is_code(self.typed):
            return t("Badge code: press Enter")
        if is_stub(self.typed):
            return t("Stub: press Enter")
        if not people:
            return t("Nobody found")
        if self._listed.is_guess:
            return tn("Is this you? Enter", "One of these? ↑↓ Enter", len(people))
        if len(people) == 1:
            return t("Enter")
        return tn("↑↓ choose, Enter", "{n} found · ↑↓ choose, Enter", len(people))


def _is_code(typed: str) -> bool:
    return is_code(typed) or is_stub(typed)


class SearchBox(Horizontal):
    """The box without its list."""

    def on_click(self) -> None:
        """Post that the box was clicked."""
        self.post_message(PeopleSearch.Touched())


class SearchHint(Static):
    """What stands at the right of the box; where it says what to do, a button for that."""

    is_button = False
    # it follows from the layout, so another layout after it would change nothing
    virtual_size = reactive(Size(0, 0))

    def on_click(self, event: events.Click) -> None:
        """Post that it was clicked, in place of a click on the box."""
        if self.is_button:
            event.stop()
            self.post_message(PeopleSearch.UnlistedTouched())

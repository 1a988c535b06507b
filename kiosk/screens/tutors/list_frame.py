"""The frame of the tutors' lists: filters above, details beside, what to do if there is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import InsetDay, Person
from kiosk.screens.tutors.details import Details, Fact, about_person
from kiosk.screens.tutors.tutors_screen import TutorsScreen
from kiosk.text import Sayable, Text, t
from kiosk.theme import stylesheet
from kiosk.widgets.columns import literal
from kiosk.widgets.filter_chips import HINT, FilterChips
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.top_bar import TopBar

ROOM_FOR_DETAILS = 120
"""The columns from which the highlighted row's details stand beside the list."""


class ListFrame(TutorsScreen):
    """A list, which may be filtered and sorted, and beside it all about the highlighted row.

    Its subclasses say of what kind the list is.
    """

    CSS_PATH = stylesheet("tutors")
    HEADING: ClassVar[Text]
    FILTERS: tuple[Sayable, ...] = ()
    """What the filter key goes through, the first being everybody."""
    SORTS: ClassVar[tuple[Text, ...]] = ()
    """The orders that the sort key goes through."""

    filtered = sorted_by = 0
    """Which of `FILTERS` and of `SORTS` is chosen."""
    _counts: Sequence[int] = ()
    """How many rows each filter leaves."""

    def compose(self) -> ComposeResult:
        """Put the details beside the list, and the filters above it."""
        yield TopBar(self.context.language, self.HEADING)
        yield from self.above()
        if self.FILTERS:
            yield self.speak(FilterChips(self.context.language), tooltip=HINT)
        with Horizontal(id="list"):
            yield self.list_of_rows()
            yield Static(id="details", classes="panel")
        yield Static(id="about-row")
        yield Static(id="empty", classes="panel")
        yield from self.below()
        yield KeyBar(self.context.language)

    def above(self) -> Iterator[Widget]:
        """Return what stands above the list."""
        return iter(())

    def below(self) -> Iterator[Widget]:
        """Return what stands below the list."""
        return iter(())

    def make_room(self, width: int) -> None:
        """Show the details where there is room for them."""
        super().make_room(width)
        self.set_class(width >= ROOM_FOR_DETAILS, "-detailed")

    def list_of_rows(self) -> Widget:
        """Return the list, with the id `people`. Every subclass overrides this."""
        raise NotImplementedError

    def show_frame(self, *, has_rows: bool, heading: Sayable, empty: Sayable) -> bool:
        """Show the list under a heading, or what to do where there is nothing to list.

        Return whether the list was hidden, and so lost the focus: see `take_focus`.
        """
        rows, nothing = self.query_one("#people"), self.query_one("#empty", Static)
        rows.border_title = nothing.border_title = literal(self.say(heading))
        rows.border_subtitle = literal(self.say(self.SORTS[self.sorted_by])) if self.SORTS else ""
        if rows.can_focus != has_rows:
            rows.can_focus = has_rows  # without a row its keys do nothing
            self.refresh_bindings()
        if rows.has_focus and not has_rows:
            self.set_focus(None)
        frame = self.query_one("#list")
        was_hidden, frame.display = not frame.display, has_rows
        self.query_one("#about-row").display = frame.display and not self.has_class("-detailed")
        nothing.update("" if has_rows else Content(self.say(empty)))
        nothing.display = not has_rows
        return has_rows and was_hidden

    # -- filter and sort ----------------------------------------------------------------------

    def show_filters(self, counts: Sequence[int]) -> None:
        """Name the filters that leave any rows, each with how many."""
        self._counts = counts
        counted = {
            place: (name, count)
            for place, (name, count) in enumerate(zip(self.FILTERS, counts, strict=True))
            if count or place in (0, self.filtered)
        }
        self.query_one(FilterChips).show(counted, self.filtered)

    @on(FilterChips.Picked)
    def _take_filter(self, event: FilterChips.Picked) -> None:
        self.filtered = event.filter
        self._show_if_mounted()

    def action_filter(self) -> None:
        """Show the rows of the next filter that leaves any."""
        places = range(1, len(self.FILTERS) + 1)
        after = ((self.filtered + by) % len(self.FILTERS) for by in places)
        counts = dict(enumerate(self._counts))  # before the first rows there are none
        self.filtered = next((one for one in after if one == 0 or counts.get(one)), 0)
        self._show_if_mounted()

    def action_sort(self) -> None:
        """Show the rows in the next order."""
        self.sorted_by = (self.sorted_by + 1) % len(self.SORTS)
        self._show_if_mounted()

    # -- the highlighted row ------------------------------------------------------------------

    def show_details(self) -> None:
        """Show all about the highlighted row, beside the list or in a few lines below it."""
        picked = self.picked
        details = self.details(picked) if picked is not None else None
        is_beside, about = self.has_class("-detailed"), Content()
        if details is not None:
            about = details.panel() if is_beside else details.text()
        shown = self.query_one("#details" if is_beside else "#about-row", Static)
        if not (isinstance(shown.content, Content) and shown.content.is_same(about)):
            shown.update(about, layout=False)

    def details(self, row: str) -> Details | None:
        """Return all about the row with this id. Every subclass overrides this."""
        raise NotImplementedError

    def about(
        self, who: Person, day: InsetDay | None, facts: Iterable[Fact] = (), note: Sayable = ""
    ) -> Details:
        """Return all about a person that the tutor at work here may see, after some facts."""
        return about_person(
            self.context.language, self.school, who, day, facts, note, actor=self.actor
        )

    def person_of(self, row: str) -> PersonId:
        """Return whom the row with this id is about."""
        return PersonId(row)

    @property
    def picked(self) -> str | None:
        """The id of the highlighted row, or None. Every subclass overrides this."""
        raise NotImplementedError

    @property
    def picked_person(self) -> PersonId | None:
        """Whom the highlighted row is about, if they are still in the School."""
        picked = self.picked
        person = self.person_of(picked) if picked is not None else None
        return person if person in self.school.people else None

    def highlight(self, person: PersonId) -> bool:
        """Highlight the person's first row; return whether they have one."""
        raise NotImplementedError

    @work
    async def action_find(self) -> None:
        """Find a person, and go to their row."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        dialog = FindPersonDialog(self.context, t("Find a person"))
        person = await self.app.push_screen_wait(dialog)
        if person is None or person not in self.school.people:
            return
        if not self.go_to(person):
            await self.found_elsewhere(person)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to find somebody only where somebody is listed, if only under another filter."""
        if action == "find" and self.is_mounted:
            return self.query_one("#people").can_focus or bool(self.filtered)
        return super().check_action(action, parameters)

    def go_to(self, person: PersonId) -> bool:
        """Highlight the person's row, whatever the filter; return whether they have one."""
        self.filtered = 0
        self.show_school()
        return self.highlight(person)

    async def found_elsewhere(self, person: PersonId) -> None:
        """Say that a person who was looked for has no row here."""
        name = self.school.people[person].name
        self.show_text(t("{name} is not on this list.", name=name))

"""Typing in the list that people signed on paper: everybody from A to Z, one key each."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.attendance.paper_sheet import note_from_sheet
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.records import InsetDay, Person
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.details import Details, about_person
from kiosk.screens.tutors.keys import BACK, FILTER, FIND, HERE, UNDO
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.screens.tutors.undoing_list import UndoingList
from kiosk.text import n_, t, tn
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

STATE = 17
"""The columns for whether somebody was here."""


class SheetList(StableList):
    """The rows of the sheet; Enter is a tick on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Here, and next"), key_display="Enter"),
    ]


class PaperSheetScreen(UndoingList, ListScreen):
    """A day's sheet, row by row."""

    HEADING = t("From paper")
    ROWS = SheetList
    GUIDE = t(
        "The rows are in the order of the printed sheet. Enter or H: ticked, they were here; it "
        "goes on to the next row. ↓ leaves a row as it is: nobody becomes absent by being left "
        "out. Ctrl+Z takes the last one back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [HERE, FIND, FILTER, UNDO, BACK]
    FILTERS = (t("Everyone"), t("Not ticked"), t("Here"))

    def __init__(self, context: ScreenContext, day: DayId) -> None:
        """Type in the sheet of a day."""
        super().__init__(context)
        self._day = day

    @property
    def _sheet_day(self) -> InsetDay | None:
        return self.school.programme.days.get(self._day)

    def show_school(self) -> None:
        """List everybody, ticked or not."""
        day = self._sheet_day
        people = list(self.school.people_on(day.date).values()) if day else []
        people.sort(key=sort_key_for(self.context.language.code))
        here = {one.id for one in people if has_arrived(self.school, one.id, self._day)}
        away = [one for one in people if one.id not in here]
        self.show_filters([len(people), len(away), len(here)])
        chosen = (people, away, [one for one in people if one.id in here])
        shown = chosen[self.filtered]
        columns = PeopleColumns(self.context.language, self.school, shown, self.rows.room, STATE)
        options = [
            Option(LazyRow(partial(self._row, one, day, columns, is_here=one.id in here)),
                   id=one.id)
            for one in shown
            if day
        ]  # fmt: skip
        top = self.query_one(TopBar)
        top.show(self.HEADING, day.date if day else "")
        top.show_aside(Content(self.say(t("{n} of {all} here", n=len(here), all=len(people)))))
        heading = tn("{n} person", "{n} people", len(shown))
        self.show_rows(options, heading, t("Nobody under this filter. F shows the others."))

    def _row(
        self, person: Person, day: InsetDay, columns: PeopleColumns, *, is_here: bool
    ) -> Content:
        about = post_of(self.school, person)
        if is_here:
            return columns.row(f"● {self.say(t('here'))}", person, about, style="$in")
        if is_reported_absent(self.school, person.id, day.id):
            return columns.row(f"– {self.say(t('reported absent'))}", person, about, style="$muted")
        return columns.row(f"○ {self.say(t('not ticked'))}", person, about, style="$muted")

    def details(self, row: str) -> Details | None:
        """Return the person's day."""
        day, person = self._sheet_day, self.picked_person
        if day is None or person is None:
            return None
        who, note = self.school.people[person], t("Enter: they were here. ↓: leave it.")
        return about_person(self.context.language, self.school, who, day, [], note)

    @on(OptionList.OptionSelected, "#people")
    def _take_tick(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_here()

    @work
    async def action_here(self) -> None:
        """Record that the person was here, and go on to the next row."""
        person = self.picked_person
        if person is None:
            return
        self.next_row()
        outcome = await self.perform(note_from_sheet(person, self._day), self.actor)
        self.note_done(person, outcome)
        if outcome is None:
            self.highlight(person)

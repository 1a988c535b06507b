"""Reception: who is in, the roll call, who is not yet in, who is to be checked. Nothing else."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from kiosk.rules.attendance.arrivals import on_site_since, roll_call
from kiosk.rules.attendance.board import Figures, headcount, hours_ended, role_or_hours
from kiosk.rules.attendance.self_added import unconfirmed_people
from kiosk.rules.attendance.whereabouts import whereabouts_of
from kiosk.rules.model.actors import RECEPTION
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import InsetDay, Person
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import FIND, LOCK, NOT_YET_IN, ROLL_CALL, TO_CHECK
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.screens.tutors.ways import OpeningScreen
from kiosk.text import Text, t, tn
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.today import NO_DAY
from kiosk.widgets.top_bar import TopBar

IN_THE_BUILDING = t("In the building")
SINCE = 8
"""The columns for since when somebody is in."""


class ReceptionScreen(ListScreen, OpeningScreen):
    """Everybody in the building, live, from which reception's lists open."""

    HEADING = t("Reception")
    GUIDE = t(
        "Everybody in the building; “hours ended” are people who stay after their own hours. / "
        "finds somebody, with where to look for them. Y is the roll call, by room, to tick "
        "off. N lists who is not yet in: sign somebody in there, or note a call. T lists "
        "people who added themselves, for you to check."
    )
    BINDINGS: ClassVar[list[BindingType]] = [FIND, ROLL_CALL, NOT_YET_IN, TO_CHECK, LOCK]
    actor = RECEPTION

    def show_school(self) -> None:
        """List who is in; count who is not yet in, and who is to be checked."""
        day = self.school.today(self.moment)
        here = roll_call(self.school, day.id) if day else []
        # by the language's alphabet: in Welsh, “ll” is a letter of its own
        here.sort(key=self.context.finder(self.school).order)
        columns = PeopleColumns(self.context.language, self.school, here, self.rows.room, SINCE)
        # here too: in a small window the top bar has no room for how many
        heading = f"{self.say(IN_THE_BUILDING)} · {len(here)}"
        options = [
            Option(LazyRow(partial(self._row, who, day, columns)), id=who.id) for who in here if day
        ]
        self.show_rows(options, heading, t("Nobody is in yet.") if day else NO_DAY)
        figures = headcount(self.school, day) if day else Figures()
        top = self.query_one(TopBar)
        top.show(self.HEADING, described(figures))
        waits = len(unconfirmed_people(self.school))
        to_check = tn("T: {n} to check", "T: {n} to check", waits)
        live = Content(self.say(self.moment)).stylize("$muted")
        if waits:
            live = Content.assemble((self.say(to_check), "$amber"), "   ", live)
        top.show_aside(live)

    def details(self, row: str) -> Details | None:
        """Return the person's hours, and where they are to be today."""
        day, person = self.school.today(self.moment), self.picked_person
        if day is None or person is None:
            return None
        found = whereabouts_of(self.school, self.moment, person, day)
        room = self.school.word(found.room) if found is not None else ""
        facts = [(t("Look for them in"), room)] if room else []
        return self.about(self.school.people[person], day, facts)

    async def found_elsewhere(self, person: PersonId) -> None:
        """Say that a person who was looked for is not in."""
        name = self.school.people[person].name
        self.show_text(t("{name} is not in the building.", name=name))

    def _row(self, person: Person, day: InsetDay, columns: PeopleColumns) -> Content:
        since = on_site_since(self.school, person.id, day.id)
        at = self.say(self.school.local(since)) if since else ""
        over = hours_ended(self.school, self.moment, person, day) is not None
        role = role_or_hours(self.school, self.moment, person, day)
        return columns.row(at, person, role, style="$in", faint="$amber" if over else "")


def described(figures: Figures) -> Text:
    """Return in one line who is in and who is not: the figures that the board's tiles show."""
    here = t("{here} in", here=figures.on_site)
    if figures.others:
        here = tn("{here}, {n} of them not expected", "{here}, {n} of them not expected",
                  figures.others, here=here)  # fmt: skip
    return t("{here} · {missing} not yet in", here=here, missing=figures.not_yet_in)

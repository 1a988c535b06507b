"""Learning the badges of a staffroom: one person after the other, each scans their card."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.rules.attendance.badges import give_badge, people_without_badge
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.records import Person
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.line import BadgeDialog
from kiosk.screens.tutors.details import Details, about_person
from kiosk.screens.tutors.keys import BACK, FIND, UNDO
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.screens.tutors.replanning import ReplanningScreen
from kiosk.text import Text, n_, t, tn
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

NO_ENTER = t(
    "“{typed}” came without Enter at its end, so it can't be told from typing. Set the scanner to "
    "send Enter after each card; kiosk doctor tries it."
)
SHORT = t(
    "“{typed}” can't be a badge: a card needs at least 6 characters with a digit among them, or it "
    "can't be told from typing."
)
NOBODY_LEFT = t("● Everyone has a badge. Esc goes back.")


class BadgelessList(StableList):
    """The people without a badge; Enter asks for the number of one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Type it"), key_display="Enter")
    ]


class LearnBadgesScreen(ListScreen, ReplanningScreen):
    """The people without a badge. A scanned card becomes that of the highlighted person."""

    HEADING = t("Learn badges")
    ROWS = BadgelessList
    GUIDE = t(
        "Everyone here without a badge. Let the person at the top scan their own card: it is "
        "theirs from then on, and the next one follows. Arrow down skips somebody, / finds "
        "somebody, Enter types a number, Ctrl+Z takes the last card back. A card that is "
        "somebody's already, or that can't be told from typing, is refused."
    )
    BINDINGS: ClassVar[list[BindingType]] = [FIND, UNDO, BACK]

    def __init__(self, context: ScreenContext, actor: Actor = TUTOR) -> None:
        """Show the people to a professional tutor."""
        super().__init__(context)
        self.actor = actor
        self._turn = asyncio.Lock()

    def above(self) -> Iterator[Widget]:
        """Put whose card is next above the list."""
        yield Static(id="scan-now")

    def show_school(self) -> None:
        """List who has no badge, by name."""
        finder = self.context.finder(self.school)
        people = sorted(people_without_badge(self.school, self.moment), key=finder.order)
        columns = PeopleColumns(self.context.language, self.school, people, self.rows.room, 0)
        options = [Option(LazyRow(partial(self._row, one, columns)), id=one.id) for one in people]
        self.show_rows(options, t("Without a badge"), NOBODY_LEFT)
        left = tn("{n} person has no badge", "{n} people have no badge", len(people))
        self.query_one(TopBar).show(self.HEADING, left if people else "")
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _row(self, person: Person, columns: PeopleColumns) -> Content:
        return columns.row("", person, post_of(self.school, person))

    def details(self, row: str) -> Details | None:
        """Return who it is, and say above the list that their card is next."""
        person = self.school.people.get(PersonId(row))
        if person is None:
            return None
        day = self.school.today(self.moment)
        return about_person(self.context.language, self.school, person, day)

    @on(OptionList.OptionHighlighted, "#people")
    def show_details(self) -> None:
        """Name whose card is to be scanned now, too."""
        super().show_details()
        who = self.picked_person
        now = t("Scan {name}'s card now", name=self.school.people[who].name) if who else ""
        self.update_static("#scan-now", Content(self.say(now)).stylize("bold $amber"))

    @on(OptionList.OptionSelected)
    @work
    async def _type_number(self, event: OptionList.OptionSelected) -> None:
        person = PersonId(event.option_id or "")
        question = t("Scan the card of {name}, or type its number.",
                     name=self.school.people[person].name)  # fmt: skip
        dialog = BadgeDialog(self.context, question, draft=f"badge {person}")
        code = await self.app.push_screen_wait(dialog)
        if code:
            await self._learn(person, code)

    def handle_code(self, code: str) -> bool:
        """Take a scanned card as that of the highlighted person."""
        if self.picked_person is None:
            return False  # as on every other screen
        self._take_scan(code)
        return True

    @work
    async def _take_scan(self, code: str) -> None:
        # one after the other: only once a card is saved is the next person's row highlighted
        async with self._turn:
            person = self.picked_person
            if person is None:
                self.show_text(NOBODY_LEFT, Tone.CAUTION)
            else:
                await self._learn(person, code)

    async def _learn(self, person: PersonId, code: str) -> None:
        outcome = await self.perform(give_badge(person, Private(code)), self.actor)
        self.offer_undo(outcome)

    def handle_burst(self, typed: str, ended: bool) -> bool:
        """Say why what a scanner typed is no badge: nobody types so fast."""
        why: Text = SHORT if ended else NO_ENTER
        self.show_text(Text(why.msgid, {"typed": typed}), Tone.CAUTION)
        return True

"""A person's page, for a professional tutor: the name shown, the badge, the PIN."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.errors import KioskError
from kiosk.exchange.cells import parse_date
from kiosk.rules.attendance.absences import absent_when
from kiosk.rules.attendance.arrivals import on_site_since
from kiosk.rules.attendance.badges import give_badge
from kiosk.rules.attendance.leaving import come_back, leave
from kiosk.rules.attendance.merging import merge_people
from kiosk.rules.attendance.shown_names import set_shown_name
from kiosk.rules.attention.day_check import coming_days
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.records import Person
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.confirm import ConfirmDialog
from kiosk.screens.dialogs.line import BadgeDialog, DateDialog, LineDialog
from kiosk.screens.tutors.keys import BACK, REPORT_ABSENT, UNDO
from kiosk.screens.tutors.replanning import ReplanningScreen
from kiosk.text import Text, n_, t
from kiosk.theme import stylesheet
from kiosk.widgets.columns import cell, literal
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar


class Facts(StableList):
    """What can be changed; Enter changes a row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Change"), key_display="Enter")
    ]


LABELS = 21
"""Columns for the longest label and the gap after it."""


class PersonScreen(ReplanningScreen):
    """One person's page."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "Enter changes the row; A reports them absent. A name set here stays when the staff file "
        "is loaded again; a lost badge is cancelled, a forgotten PIN reset. Somebody who leaves is "
        "on no list from that date, and can come back; somebody listed twice becomes one person."
    )
    BINDINGS: ClassVar[list[BindingType]] = [REPORT_ABSENT, UNDO, BACK]

    def __init__(self, context: ScreenContext, person: PersonId) -> None:
        """Show the page of the person with this id."""
        super().__init__(context)
        # the id: the record is replaced at each change
        self._person = person

    def compose(self) -> ComposeResult:
        """Show the list."""
        yield TopBar(self.context.language, t("Person"))
        yield Facts(id="facts")
        yield KeyBar(self.context.language)

    @property
    def person(self) -> Person:
        """The person, as the School has them now."""
        return self.school.people[self._person]

    def show_school(self) -> None:
        """List what can be changed, and since when the person is in."""
        if self._person not in self.school.people:  # another program removed them
            self.call_later(self.action_back)
            return
        person, top, rows = self.person, self.query_one(TopBar), self.query_one(StableList)
        top.show(person.name, post_of(self.school, person))
        day = self.school.today(self.moment)
        since = on_site_since(self.school, person.id, day.id) if day else None
        here = t("in since {time}", time=self.school.local(since)) if since else t("not in")
        top.show_aside(self.say(here))
        rows.border_title = literal(person.name)
        rows.fill(self._row(*fact, rows.room) for fact in self._facts(person))

    def _facts(self, person: Person) -> list[tuple[str, Text, Text | str]]:
        """Return each row's id, its label and its value."""
        set_here = t("{name} · set here", name=person.name) if person.own_name else person.name
        # four characters tell badges apart; a whole code could be copied off the screen
        badge = f"…{person.badge[-4:]}" if person.badge else t("none")
        facts: list[tuple[str, Text, Text | str]] = [
            ("name", t("Name shown"), set_here),
            ("badge", t("Badge"), badge),
        ]
        if person.badge:
            facts.append(("revoke", t("Cancel badge"), t("if lost or returned")))
        code = t("set (Enter to reset)") if self._has_code() else t("not set")
        at_school = (
            t("yes (Enter: they are leaving)")
            if person.left is None
            else t("until {day} (Enter: they are back)", day=person.left)
        )
        away = [
            (f"absent {day.id}", t("Reported absent"),
             t("{day}: {when}", day=day.date, when=absent_when(absence)))
            for day in coming_days(self.school, self.moment)
            if (absence := self.school.day_record(day.id).reported_absences.get(person.id))
        ]  # fmt: skip
        return [
            *facts,
            *away,
            ("left", t("At the school"), at_school),
            ("merge", t("Listed twice"), t("Enter: join with their other entry")),
            ("code", t("PIN"), code),
        ]

    def _has_code(self) -> bool:
        try:
            return self.context.secrets.has_code(self._person)
        except KioskError as error:
            self.show_error(error)
            return False

    def _row(self, id: str, name: Text, says: Text | str, width: int) -> Option:
        left = min(26, max(LABELS, width // 3))
        line = Content.assemble(
            cell(self.say(name), left, "$muted"), cell(self.say(says), width - left, "bold")
        )
        return Option(line, id=id)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        match event.option_id:
            case "name":
                self._change_name()
            case "badge":
                self._change_badge()
            case "revoke":
                self._revoke()
            case "left":
                self._change_left()
            case "merge":
                self._merge()
            # without a code there is nothing to reset
            case "code" if self._has_code():
                self._reset_code()
            case str(id) if id.startswith("absent"):
                self.action_absent()

    @work
    async def _change_name(self) -> None:
        question = t("Name to show. Leave it blank to use the staff file's.")
        name = await self.app.push_screen_wait(
            LineDialog(self.context, question, draft=f"name {self._person}", line=self.person.name)
        )
        if name is not None:
            # private: a name in the history could not be erased with the person
            await self._perform(set_shown_name(self._person, Private(name)))

    @work
    async def _change_badge(self) -> None:
        question = t("Scan the new badge. The old one stops working.")
        dialog = BadgeDialog(self.context, question, draft=f"badge {self._person}")
        code = await self.app.push_screen_wait(dialog)
        if code:
            await self._perform(give_badge(self._person, Private(code)))

    @work
    async def _revoke(self) -> None:
        question = t("Cancel {name}'s badge? It stops working.", name=self.person.name)
        if await self._sure(question, t("Cancel it")):
            await self._perform(give_badge(self._person, Private("")))

    @work
    async def _change_left(self) -> None:
        """Note that the person leaves on a date, or is back from one on."""
        has_left = self.person.left is not None
        question = t("From which date is {name} back?", name=self.person.name)
        if not has_left:
            question = t(
                "From which date is {name} no longer here? They are off every list from then, and "
                "their places go to the waiting lists. Their records are kept.",
                name=self.person.name,
            )
        today = self.context.today()
        written = await self.app.push_screen_wait(
            DateDialog(
                self.context, question, draft=f"date {self._person}", line=f"{today:%d/%m/%Y}"
            )
        )
        if written is not None:
            day = parse_date(written)
            await self._perform((come_back if has_left else leave)(self._person, day))

    @work
    async def _merge(self) -> None:
        """Make this entry one with another, after telling what that does."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        who = t("Which of {name}'s entries do you want to keep?", name=self.person.name)
        into = await self.app.push_screen_wait(FindPersonDialog(self.context, who))
        if into is None:
            return
        asked = merge_people(self._person, into)
        try:
            planned = asked(self.school, self.moment, TUTOR)
        except KioskError as refusal:
            self.show_error(refusal)
            return
        post = post_of(self.school, self.school.person(into))
        question = t("{what} ({post}) stays.", what=planned.message or "", post=post)
        for note in planned.notes:
            question = t("{first}\n{note}", first=question, note=note)
        if await self._sure(question, t("Join the entries")):
            person = self._person
            await self._perform(asked)
            await self._forget_code(person)

    async def _forget_code(self, person: PersonId) -> None:
        """Remove the PIN of an entry that is no more: no decision can change secrets."""
        try:
            if person not in self.context.desk.school.people and self._has_code():
                await asyncio.to_thread(self.context.secrets.reset_code, person)
        except KioskError as error:
            self.show_error(error)

    @work
    async def _reset_code(self) -> None:
        question = t("Reset {name}'s PIN? They choose a new one.", name=self.person.name)
        if await self._sure(question, t("Reset it")):
            try:
                await asyncio.to_thread(self.context.secrets.reset_code, self._person)
            except KioskError as error:
                self.show_error(error)
                return
            self.show_text(t("The PIN is reset."))
            self.show_school()

    @work
    async def action_absent(self) -> None:
        """Report the person absent for a day or a part of it, or expect them again."""
        from kiosk.screens.tutors.absent_person import AbsentPerson

        await AbsentPerson(self, self._person).report()

    async def _sure(self, question: Text, yes: Text) -> bool:
        dialog = ConfirmDialog(self.context, question, yes=yes, no=t("Leave it"))
        return await self.app.push_screen_wait(dialog) is True

    async def _perform(self, decision: Decision) -> None:
        outcome = await self.perform(decision, TUTOR)
        self.show_outcome(outcome)

"""What a tutor changes in somebody's entry: the name shown, badge and PIN, leaving, merging."""

from __future__ import annotations

import asyncio

from kiosk.errors import KioskError
from kiosk.exchange.cells import parse_date
from kiosk.rules.attendance.badges import give_badge
from kiosk.rules.attendance.leaving import come_back, leave
from kiosk.rules.attendance.merging import merge_people
from kiosk.rules.attendance.shown_names import set_shown_name
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.records import Person
from kiosk.screens.dialogs.confirm import ConfirmDialog
from kiosk.screens.dialogs.line import BadgeDialog, DateDialog, LineDialog
from kiosk.screens.tutors.person_form import change_entry
from kiosk.screens.tutors.replanning import ReplanningScreen
from kiosk.text import Text, t


class PersonEntry:
    """Asks for the changes of one entry, and has them made."""

    def __init__(self, screen: ReplanningScreen, person: PersonId) -> None:
        """Ask on a screen, about the person with this id."""
        self._screen, self._context, self._id = screen, screen.context, person

    @property
    def _person(self) -> Person:
        return self._screen.school.people[self._id]

    async def change(self, row: str) -> None:
        """Ask for what a row stands for, and have it changed."""
        match row:
            case "entry":
                await change_entry(self._screen, self._id)
            case "name":
                await self._change_name()
            case "badge":
                await self._change_badge()
            case "revoke":
                await self._revoke()
            case "left":
                await self._change_left()
            case "merge":
                await self._merge()
            # without a code there is nothing to reset
            case "code" if self.has_code():
                await self._reset_code()

    def has_code(self) -> bool:
        """Return whether the person has set a PIN."""
        try:
            return self._context.secrets.has_code(self._id)
        except KioskError as error:
            self._screen.show_error(error)
            return False

    async def _change_name(self) -> None:
        question = t("Name to show. Leave it blank to use the staff file's.")
        dialog = LineDialog(
            self._context, question, draft=f"name {self._id}", line=self._person.name
        )
        name = await self._screen.app.push_screen_wait(dialog)
        if name is not None:
            # private: a name in the history could not be erased with the person
            await self._perform(set_shown_name(self._id, Private(name)))

    async def _change_badge(self) -> None:
        question = t("Scan the new badge. The old one stops working.")
        dialog = BadgeDialog(self._context, question, draft=f"badge {self._id}")
        code = await self._screen.app.push_screen_wait(dialog)
        if code:
            await self._perform(give_badge(self._id, Private(code)))

    async def _revoke(self) -> None:
        question = t("Cancel {name}'s badge? It stops working.", name=self._person.name)
        if await self._sure(question, t("Cancel it")):
            await self._perform(give_badge(self._id, Private("")))

    async def _change_left(self) -> None:
        """Note that the person leaves on a date, or is back from one on."""
        has_left = self._person.left is not None
        question = t("From which date is {name} back?", name=self._person.name)
        if not has_left:
            question = t(
                "From which date is {name} no longer here? They are off every list from then, and "
                "their places go to the waiting lists. Their records are kept.",
                name=self._person.name,
            )
        today = self._context.today()
        dialog = DateDialog(
            self._context, question, draft=f"date {self._id}", line=f"{today:%d/%m/%Y}"
        )
        written = await self._screen.app.push_screen_wait(dialog)
        if written is not None:
            day = parse_date(written)
            await self._perform((come_back if has_left else leave)(self._id, day))

    async def _merge(self) -> None:
        """Make this entry one with another, after telling what that does."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        screen = self._screen
        who = t("Which of {name}'s entries do you want to keep?", name=self._person.name)
        into = await screen.app.push_screen_wait(FindPersonDialog(self._context, who))
        if into is None:
            return
        asked = merge_people(self._id, into)
        try:
            planned = asked(screen.school, screen.moment, TUTOR)
        except KioskError as refusal:
            screen.show_error(refusal)
            return
        post = post_of(screen.school, screen.school.person(into))
        question = t("{what} ({post}) stays.", what=planned.message or "", post=post)
        for note in planned.notes:
            question = t("{first}\n{note}", first=question, note=note)
        if await self._sure(question, t("Join the entries")):
            await self._perform(asked)
            await self._forget_code()

    async def _forget_code(self) -> None:
        """Remove the PIN of an entry that is no more: no decision can change secrets."""
        try:
            if self._id not in self._context.desk.school.people and self.has_code():
                await asyncio.to_thread(self._context.secrets.reset_code, self._id)
        except KioskError as error:
            self._screen.show_error(error)

    async def _reset_code(self) -> None:
        question = t("Reset {name}'s PIN? They choose a new one.", name=self._person.name)
        if await self._sure(question, t("Reset it")):
            try:
                await asyncio.to_thread(self._context.secrets.reset_code, self._id)
            except KioskError as error:
                self._screen.show_error(error)
                return
            self._screen.show_text(t("The PIN is reset."))
            self._screen.show_school()

    async def _sure(self, question: Text, yes: Text) -> bool:
        dialog = ConfirmDialog(self._context, question, yes=yes, no=t("Leave it"))
        return await self._screen.app.push_screen_wait(dialog) is True

    async def _perform(self, decision: Decision) -> None:
        outcome = await self._screen.perform(decision, TUTOR)
        self._screen.show_outcome(outcome)

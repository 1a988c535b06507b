"""For you: all that is one person's own, from evaluations to catch-ups and induction.

Opened from My day. Without proof it tells of nothing, not even whether there is anything.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.errors import KioskError
from kiosk.rules.attendance.evaluation import USEFUL, WILL_USE
from kiosk.rules.attendance.invitations import (
    TERMS_NAMES,
    accept_invitation,
    agreed_by,
    decline_invitation,
)
from kiosk.rules.choosing.messages import messages_of
from kiosk.rules.follow_up.catch_up import (
    catch_ups_of,
    complete_catch_up,
    known_resources,
    missed_title,
    reopen_catch_up,
)
from kiosk.rules.follow_up.intentions import (
    add_intention,
    complete_intention,
    postpone_intention,
    remove_intention,
)
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.personal_records import Intention, Invitation
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.screens.dialogs.choice import ChoiceDialog
from kiosk.screens.dialogs.proof import prove
from kiosk.screens.dialogs.writing import IntentionDialog, RemarkDialog
from kiosk.screens.staff.induction import InductionScreen
from kiosk.screens.staff.personal import PersonalScreen
from kiosk.screens.staff.personal_items import PersonalItem, about_catch_up, items_for
from kiosk.screens.staff.personal_pages import PageDialog, message_lines, need_lines, training_lines
from kiosk.screens.staff.reading import ReadingAnswer, ReadingDialog
from kiosk.text import Sayable, Text, n_, t
from kiosk.widgets.columns import cell, literal
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList


async def open_my_items(screen: PersonalScreen) -> None:
    """Show what is for a person until they have done. What they prove meanwhile, `screen` knows."""
    visit = _ItemOpener(screen)
    picked: str | None = ""
    while picked is not None:
        dialog = MyItemsDialog(screen.context, screen.person, screen.proof, visit.message)
        picked = await screen.app.push_screen_wait(dialog)
        visit.message = None
        if picked is not None:
            try:
                await visit.follow(picked)
            except KioskError as error:
                visit.message = error.reason


class _ItemOpener:
    """One person at the list, and what they do there."""

    message: Text | None = None
    """What came of the last act."""

    def __init__(self, screen: PersonalScreen) -> None:
        self._screen, self._kit, self._person = screen, screen.context, screen.person

    async def follow(self, picked: str) -> None:
        """Do what a row stands for. Raises `KioskError` where it cannot be done."""
        school = self._kit.desk.school
        kind, _, name = picked.partition(":")
        if await self._is_proven():
            await self._open(school, kind, name)

    async def _open(self, school: School, kind: str, name: str) -> None:
        """Open what waits for a proof, which is given."""
        match kind:
            case "session":
                await self._evaluate(school.session(name))
            case "plan":
                await self._plan()
            case "day":
                await self._answer(school.day_record(name).invitations.get(self._person))
            case "intention":
                await self._ask(school.intentions.get(self._person, {}).get(name))
            case "catch-up":
                await self._catch_up(name)
            case "induction":
                screen = InductionScreen(self._kit, self._person, self._proof)
                await self._screen.app.push_screen_wait(screen)
            case "messages" | "training" | "needs":
                await self._screen.app.push_screen_wait(self._page(school, kind))

    def _page(self, school: School, kind: str) -> PageDialog:
        language, person, now = self._kit.language, self._person, self._kit.desk.now()
        if kind == "messages":
            messages = messages_of(school, now, person)
            return PageDialog(self._kit, t("Messages"), message_lines(language, school, messages))
        if kind == "needs":
            needs = school.people[person].needs
            return PageDialog(self._kit, t("What you asked for"), need_lines(language, needs))
        attended = training_lines(language, school, person, now)
        return PageDialog(self._kit, t("Training and attendance"), attended)

    async def _catch_up(self, name: str) -> None:
        school = self._kit.desk.school
        mine = {one.id: one for one in catch_ups_of(school, self._person)}
        if name not in mine:
            return
        one = mine[name]
        dialog = ReadingDialog(
            self._kit,
            t("Catch-up"),
            missed_title(school, one),
            about_catch_up(self._kit, one),
            known_resources(school, one.resources),
            ReadingAnswer.REOPEN if one.done_at else ReadingAnswer.DONE,
        )
        if await self._screen.app.push_screen_wait(dialog):
            decide = reopen_catch_up if one.done_at else complete_catch_up
            await self._perform(decide(self._person, name))

    async def _is_proven(self) -> bool:
        proof = await prove(self._screen, self._person, self._proof)
        self._screen.proof = proof or self._proof
        return proof is not None

    @property
    def _proof(self) -> Evidence:
        return self._screen.proof

    async def _choose(self, title: Sayable, question: Sayable, *answers: Sayable) -> int | None:
        by_place = {str(place): answer for place, answer in enumerate(answers)}
        dialog = ChoiceDialog(self._kit, question, by_place, title=title, suggests=False)
        picked = await self._screen.app.push_screen_wait(dialog)
        return None if picked is None else int(picked)

    async def _perform(self, decision: Decision) -> None:
        outcome = await self._kit.desk.perform(decision, Actor(self._person, self._proof))
        self.message = outcome.message

    async def _evaluate(self, session: Session) -> None:
        title, replies = self._kit.desk.school.workshop(session).title, self._kit.replies
        useful = await self._choose(title, t("How useful was this for your work?"), *USEFUL)
        if useful is None:
            return
        will_use = await self._choose(title, t("I will use this."), *WILL_USE)
        if will_use is None:
            return
        await asyncio.to_thread(replies.rate, session, self._person, useful, will_use)
        self.message = t("Thank you. Nothing says that it was you.")
        line = await self._screen.app.push_screen_wait(RemarkDialog(self._kit, title))
        if line is not None:
            await asyncio.to_thread(replies.remark, session, line)

    async def _plan(self) -> None:
        plan = await self._screen.app.push_screen_wait(IntentionDialog(self._kit))
        if plan is not None:
            await self._perform(add_intention(self._person, plan))

    async def _answer(self, invitation: Invitation | None) -> None:
        if invitation is None:
            return
        question = t(
            "You are asked to come from {start} to {end}.\nTerms: {terms}.\nAgreed by: {name}.\n\n"
            "No answer means no, and nobody asks why.",
            start=invitation.hours.start,
            end=invitation.hours.end,
            terms=TERMS_NAMES[invitation.terms],
            name=agreed_by(self._kit.desk.school, invitation),
        )
        day = self._kit.desk.school.day(invitation.day)
        answer = await self._choose(day.date, question, t("Accept"), t("Decline"))
        if answer is not None:
            decide = (accept_invitation, decline_invitation)[answer]
            await self._perform(decide(self._person, invitation.day))

    async def _ask(self, intention: Intention | None) -> None:
        if intention is None:
            return
        if intention.done:
            if await self._choose(t("Done"), intention.text, t("Remove it")) == 0:
                await self._perform(remove_intention(self._person, intention.id))
            return
        answer = await self._choose(
            t("On {day} you wanted to try", day=intention.back_on),
            t("{what}\n\nHow did it go?", what=intention.text),
            t("Done"),
            t("Still trying"),
            t("Drop it: it is removed"),
        )
        if answer is not None:
            decide = (complete_intention, postpone_intention, remove_intention)[answer]
            await self._perform(decide(self._person, intention.id))


class MyItemsList(StableList):
    """What there is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Open"), key_display="Enter")
    ]


class MyItemsDialog(Dialog[str]):
    """Returns what was picked, as `kind:id`, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", n_("My day"), key_display="Esc")
    ]

    def __init__(
        self, context: ScreenContext, person: str, proof: Evidence, said: Text | None
    ) -> None:
        """Show what there is for a person, and what came of the act before."""
        super().__init__(context)
        self._person, self._proof, self._said = person, proof, said

    def compose(self) -> ComposeResult:
        """Make the list."""
        with Vertical(classes="frame", id="for-you") as frame:
            frame.border_title = literal(self.say(t("For you")))
            if self._said is not None:
                yield Static(Content(self.say(self._said)), classes="guide", id="said")
            yield MyItemsList("", id="things")
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Take the focus."""
        self.query_one(MyItemsList).focus()

    def on_resize(self) -> None:
        """Draw to the new width, once it is known."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        found = self.query_one(MyItemsList)
        things = items_for(self.context, self._person, self._proof)
        found.fill(self._row(one, found.room) for one in things)

    def _row(self, one: PersonalItem, width: int) -> Option:
        style = "bold" if one.id else "$muted"
        line = Content.assemble(
            (f"{one.glyph} ", one.colour), cell(self.say(one.what), width - 2, style), "\n  ",
            cell(self.say(one.below), width - 2, "$muted"),
        )  # fmt: skip
        return Option(line, id=one.id or None, disabled=not one.id)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

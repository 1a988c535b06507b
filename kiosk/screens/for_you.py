"""For you: the evaluation of sessions, invitations, and what somebody wants to try.

Opened from My day. Without proof it offers what a typed name opens, and tells of nothing else, not
even whether there is anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.errors import KioskError
from kiosk.kit import Kit
from kiosk.rules.decisions import Decision
from kiosk.rules.evaluation import USEFUL, WILL_USE, to_evaluate
from kiosk.rules.intentions import drop, intend, intentions_of, still_trying, tried
from kiosk.rules.invitations import (
    TERMS_NAMES,
    accept_invitation,
    agreed_by,
    decline_invitation,
    invitations_of,
)
from kiosk.rules.personal import Intention, Invitation
from kiosk.rules.records import Session
from kiosk.rules.terms import Proof
from kiosk.screens.base import Dialog, KioskScreen
from kiosk.screens.choice import ChoiceDialog
from kiosk.screens.proof import prove
from kiosk.screens.writing import LineDialog, PlanDialog
from kiosk.text import Sayable, Text, n_, t
from kiosk.widgets.columns import cell, literal
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.rows import Rows

PROVE, PLAN = "prove", "plan"
"""The rows that are not about something that is there."""


async def show_for_you(screen: KioskScreen[Any], person: str, proof: Proof) -> Proof:
    """Show what is for a person until they have done; return the proof they gave meanwhile."""
    visit = _Visit(screen, person, proof)
    picked: str | None = ""
    while picked is not None:
        dialog = ForYouDialog(screen.kit, person, visit.proof, visit.said)
        picked = await screen.app.push_screen_wait(dialog)
        visit.said = None
        if picked is not None:
            try:
                await visit.follow(picked)
            except KioskError as error:
                visit.said = error.reason
    return visit.proof


class _Visit:
    """One person at the list, and what they do there."""

    said: Text | None = None
    """What came of the last act."""

    def __init__(self, screen: KioskScreen[Any], person: str, proof: Proof) -> None:
        self._screen, self._kit, self._person = screen, screen.kit, person
        self.proof = proof

    async def follow(self, picked: str) -> None:
        """Do what a row stands for. Raises `KioskError` where it cannot be done."""
        school = self._kit.desk.school
        kind, _, name = picked.partition(":")
        if kind == "session":
            await self._evaluate(school.session(name))
        elif await self._is_proven():
            if kind == PLAN:
                await self._plan()
            elif kind == "day":
                await self._answer(school.book(name).invitations.get(self._person))
            elif kind == "intention":
                await self._ask(school.intentions.get(self._person, {}).get(name))

    async def _is_proven(self) -> bool:
        proof = await prove(self._screen, self._person, self.proof)
        self.proof = proof or self.proof
        return proof is not None

    async def _choose(self, title: Sayable, question: Sayable, *answers: Sayable) -> int | None:
        dialog = ChoiceDialog(self._kit, title, question, answers)
        return await self._screen.app.push_screen_wait(dialog)

    async def _perform(self, decision: Decision) -> None:
        outcome = await self._kit.desk.perform(decision, self._person, self.proof)
        self.said = outcome.said

    async def _evaluate(self, session: Session) -> None:
        title, replies = self._kit.desk.school.workshop(session).title, self._kit.replies
        useful = await self._choose(title, t("How useful was this for your work?"), *USEFUL)
        if useful is None:
            return
        will_use = await self._choose(title, t("I will use this."), *WILL_USE)
        if will_use is None:
            return
        await asyncio.to_thread(replies.rate, session, self._person, useful, will_use)
        self.said = t("Thank you. Nothing says that it was you.")
        line = await self._screen.app.push_screen_wait(LineDialog(self._kit, title))
        if line is not None:
            await asyncio.to_thread(replies.remark, session, line)

    async def _plan(self) -> None:
        plan = await self._screen.app.push_screen_wait(PlanDialog(self._kit))
        if plan is not None:
            await self._perform(intend(self._person, plan, self.proof))

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
            await self._perform(decide(self._person, invitation.day, self.proof))

    async def _ask(self, intention: Intention | None) -> None:
        if intention is None:
            return
        if intention.done:
            if await self._choose(t("Done"), intention.text, t("Remove it")) == 0:
                await self._perform(drop(self._person, intention.id, self.proof))
            return
        answer = await self._choose(
            t("On {day} you wanted to try", day=intention.back_on),
            t("{what}\n\nHow did it go?", what=intention.text),
            t("Done"),
            t("Still trying"),
            t("Drop it: it is removed"),
        )
        if answer is not None:
            decide = (tried, still_trying, drop)[answer]
            await self._perform(decide(self._person, intention.id, self.proof))


class ForYouList(Rows):
    """What there is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Open"), key_display="Enter")
    ]


class ForYouDialog(Dialog[str]):
    """Returns what was picked, as `kind:id`, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", n_("My day"), key_display="Esc")
    ]

    def __init__(self, kit: Kit, person: str, proof: Proof, said: Text | None) -> None:
        """Show what there is for a person, and what came of the act before."""
        super().__init__(kit)
        self._person, self._proof, self._said = person, proof, said

    def compose(self) -> ComposeResult:
        """Make the list."""
        with Vertical(classes="sheet", id="for-you") as sheet:
            sheet.border_title = literal(self.say(t("For you")))
            if self._said is not None:
                yield Static(Content(self.say(self._said)), classes="guide", id="said")
            yield ForYouList("", id="things")
        yield KeyBar(self.kit.language)

    def on_mount(self) -> None:
        """Take the focus."""
        self.query_one(ForYouList).focus()

    def on_resize(self) -> None:
        """Draw to the new width, once it is known."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        found = self.query_one(ForYouList)
        width = found.room
        found.fill(
            Option(
                Content.assemble(
                    (f"{glyph} ", colour), cell(self.say(what), width - 2, "bold"), "\n  ",
                    cell(self.say(below), width - 2, "$muted"),
                ),
                id=id,
            )
            for id, glyph, colour, what, below in self._things()
        )  # fmt: skip

    def _things(self) -> Iterator[tuple[str, str, str, Sayable, Sayable]]:
        """Yield each row: its id, glyph, colour, and two lines."""
        school, now = self.kit.desk.school, self.kit.desk.now()
        for session in to_evaluate(school, self._person, now, self.kit.replied(self._person)):
            about = t("How was it? Two answers, no name · {time}", time=session.start)
            yield f"session:{session.id}", "◆", "$amber", school.workshop(session).title, about
        if self._proof.is_personal:
            for invitation in invitations_of(school, self._person, now.date()):
                yield self._invitation(invitation)
            for intention in intentions_of(school, self._person):
                yield self._intention(intention)
        else:
            what = t("Invitations, and what you wanted to try")
            yield PROVE, "▪", "$blue", what, t("After your badge or your own code")
        yield PLAN, "+", "$blue", t("What will you try?"), t("A note to yourself, with a date")

    def _invitation(self, one: Invitation) -> tuple[str, str, str, Sayable, Sayable]:
        glyph, colour, word = {
            None: ("◆", "$amber", t("no answer yet, which means no")),
            True: ("●", "$in", t("you come")),
            False: ("·", "$muted", t("you do not come")),
        }[one.accepted]
        what = t(
            "Invitation: {day}, {start} to {end}",
            day=self.kit.language.short_date(self.kit.desk.school.day(one.day).date),
            start=one.hours.start,
            end=one.hours.end,
        )
        below = t("{terms} · {answer}", terms=TERMS_NAMES[one.terms], answer=word)
        return f"day:{one.day}", glyph, colour, what, below

    def _intention(self, one: Intention) -> tuple[str, str, str, Sayable, Sayable]:
        name = f"intention:{one.id}"
        if one.done:
            return name, "✓", "$in", one.text, t("done")
        day = self.kit.language.short_date(one.back_on)
        if one.back_on <= self.kit.today():
            return name, "◆", "$amber", one.text, t("{day}: how did it go?", day=day)
        return name, "○", "$blue", one.text, t("The kiosk asks from {day} on", day=day)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

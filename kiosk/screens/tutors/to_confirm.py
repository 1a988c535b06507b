"""What waits to be confirmed: people who added themselves, what is doubted or disputed.

Reception sees the person, and so may confirm who added themselves. Merging, removing and settling
a doubt take attendance from one person or give it to another, and cannot be undone: only a
professional tutor may do these.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from kiosk.errors import KioskError
from kiosk.rules.attendance.arrivals import doubted_sign_ins, has_arrived, resolve_doubt
from kiosk.rules.attendance.self_added import (
    confirm_self_added,
    merge_self_added,
    remove_self_added,
    unconfirmed_people,
)
from kiosk.rules.choosing.typed_changes import (
    describe_change,
    disputed_changes,
    resolve_dispute,
)
from kiosk.rules.model.actors import RECEPTION, TUTOR, Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.personal_records import TypedChange
from kiosk.rules.model.records import Movement, Person
from kiosk.rules.model.school import School
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.confirm import ConfirmDialog
from kiosk.screens.live_screen import LiveScreen
from kiosk.text import Text, n_, t, tn
from kiosk.theme import stylesheet
from kiosk.widgets.columns import cell, stack, wrapped
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

NEW, DOUBT, DISPUTE = "new", "doubt", "dispute"
"""A row's id is one of these, a space and the person's id: one person can have all three rows."""


RECEPTIONS_GUIDE = t(
    "Who added themselves at the desk. C confirms that they are who they say: ask them for a card "
    "or their letter. Whoever is listed already, or has no business here, is left to a "
    "professional tutor."
)


class ToConfirmScreen(LiveScreen):
    """The list of what is to be confirmed."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "Who added themselves at the desk, sign-ins of which somebody said that they were a "
        "mistake, and what was given up with a typed name by somebody else. C confirms: the person "
        "is who they say, the sign-in stands, or you have looked at it. M: a newcomer turned out "
        "to be listed, and becomes one with that person. R takes the newcomer off the list, or the "
        "sign-in back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "confirm", n_("Confirm"), key_display="C"),
        Binding("m", "merge", n_("Is listed as …"), key_display="M"),
        Binding("r", "remove", n_("Take away"), key_display="R"),
        Binding("escape", "back", n_("Back"), key_display="Esc"),
    ]

    def __init__(self, context: ScreenContext, actor: Actor = TUTOR) -> None:
        """Show the list to a professional tutor, or to reception, which may only confirm."""
        super().__init__(context)
        self._actor = actor

    def guide(self) -> Text:
        """Return the text for the help key."""
        return self.GUIDE if self._actor == TUTOR else RECEPTIONS_GUIDE

    def compose(self) -> ComposeResult:
        """Show the list, and a line for when it is empty."""
        yield TopBar(self.say(t("To confirm")))
        yield StableList(self.say(t("To confirm")), id="people")
        yield Static(id="empty")
        yield KeyBar(self.context.language)

    @property
    def _day(self) -> DayId:
        return DayId(self.moment.date().isoformat())

    def show_school(self) -> None:
        """List the self-added people by name, then what is doubted or disputed today."""
        rows = self.query_one(StableList)
        new = sorted(unconfirmed_people(self.school), key=sort_key_for(self.context.language.code))
        is_tutor = self._actor == TUTOR
        doubts = doubted_sign_ins(self.school, self._day) if is_tutor else []
        disputes = disputed_changes(self.school, self._day) if is_tutor else []
        options = [
            Option(self._self_added(person, rows.room), id=f"{NEW} {person.id}") for person in new
        ]
        # one row a person, however often their sign-in was doubted
        options += [
            Option(self._doubt(move, rows.room), id=f"{DOUBT} {person}")
            for person, move in {move.person: move for move in doubts}.items()
        ]
        options += [
            Option(self._dispute(change, rows.room), id=f"{DISPUTE} {person}")
            for person, change in {change.person: change for change in disputes}.items()
        ]
        rows.fill(options)
        rows.display = bool(options)
        nothing = t("● Nothing waits: everybody here is listed, and nothing is doubted.")
        if self._actor == RECEPTION:
            nothing = t("● Nobody waits: everybody here is listed, or confirmed.")
        self.query_one("#empty", Static).update("" if options else self.say(nothing))
        count = tn("{n} person", "{n} people", len(options))
        self.query_one(TopBar).show(self.say(t("To confirm")), self.say(count))
        self.query_one(TopBar).show_aside(self.say(self.moment))
        # which keys apply depends on the highlighted row
        self.refresh_bindings()

    def _self_added(self, person: Person, width: int) -> Content:
        here = has_arrived(self.school, person.id, self._day)
        word = t("+ added today") if here else t("+ added before")
        return self._row((word, "$amber"), person, role_and_department(person), width)

    def _doubt(self, move: Movement, width: int) -> Content:
        at = self.school.local(move.at)
        says = t(
            "“{time} was not me” · {post}",
            time=at,
            post=role_and_department(self.school.people[move.person]),
        )
        return self._row((t("? sign-in"), "$late"), self.school.people[move.person], says, width)

    def _dispute(self, change: TypedChange, width: int) -> Content:
        person = self.school.people[change.person]
        row = self._row((t("? typed"), "$late"), person, role_and_department(person), width)
        what = t("“not me”: {what}", what=describe_change(self.school, change))
        return stack([row, *(line.pad_left(18) for line in wrapped(self.say(what), width - 18))])

    def _row(self, kind: tuple[Text, str], person: Person, says: Text, width: int) -> Content:
        half = (width - 18) // 2
        return Content.assemble(
            cell(self.say(kind[0]), 17, kind[1]), " ",
            cell(person.name, half - 1, "bold"), " ",
            cell(self.say(says), half, "$muted"),
        )  # fmt: skip

    def _picked(self) -> tuple[str, PersonId]:
        """Return the kind of the row, and the person; `NOBODY` without a row."""
        kind, _, person = (self.query_one(StableList).picked or "").partition(" ")
        return kind, PersonId(person)

    @work
    async def _do(self, decision: Decision, person: PersonId) -> None:
        await self._perform(decision, person)

    async def _perform(self, decision: Decision, person: PersonId) -> None:
        outcome = await self.perform(decision, self._actor)
        self.show_outcome(outcome)
        if outcome is not None:
            await self._forget_code(person, outcome.school)

    async def _forget_code(self, person: PersonId, after: School) -> None:
        """Remove the person's own code if they are no longer in the School."""
        # codes are secrets in a file of their own, which no decision can change
        try:
            if person not in after.people and self.context.secrets.has_code(person):
                await asyncio.to_thread(self.context.secrets.reset_code, person)
        except KioskError as error:
            self.show_error(error)

    def action_confirm(self) -> None:
        """Confirm the self-added person, the doubted sign-in, or that a dispute was looked at."""
        kind, person = self._picked()
        match kind:
            case "new":
                self._do(confirm_self_added(person), person)
            case "doubt":
                self._do(resolve_doubt(person, self._day, was_in=True), person)
            case "dispute":
                self._do(resolve_dispute(person, self._day), person)

    @work
    async def action_merge(self) -> None:
        """Merge a self-added person with the listed person they turned out to be."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        kind, person = self._picked()
        if kind != NEW:
            return
        listed = await self.app.push_screen_wait(FindPersonDialog(self.context, t("Who is it?")))
        if listed is not None:
            await self._perform(merge_self_added(person, listed), person)

    @work
    async def action_remove(self) -> None:
        """Remove the self-added person, or undo the sign-in, after a confirmation."""
        kind, person = self._picked()
        # another program removed them, or the list is empty
        if person not in self.school.people or kind == DISPUTE:
            return
        is_new = kind == NEW
        name = self.school.people[person].name
        question = t("Take the sign-in of {name} back? The roll call has them no more.", name=name)
        if is_new:
            question = t("Take {name} off the list? The roll call has them no more.", name=name)
        dialog = ConfirmDialog(self.context, question, yes=t("Take away"), no=t("Leave it"))
        if await self.app.push_screen_wait(dialog):
            taken_back = resolve_doubt(person, self._day, was_in=False)
            await self._perform(remove_self_added(person) if is_new else taken_back, person)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the row, and only "Confirm" to reception."""
        if action not in ("confirm", "merge", "remove") or not self.is_mounted:
            return True
        if action != "confirm" and self._actor != TUTOR:
            return False
        kind, _ = self._picked()
        kinds = {"confirm": (NEW, DOUBT, DISPUTE), "merge": (NEW,), "remove": (NEW, DOUBT)}
        return kind in kinds[action]

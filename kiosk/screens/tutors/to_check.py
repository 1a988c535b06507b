"""What is to be checked: people who added themselves, what is doubted or disputed.

Reception sees the person, and so may confirm who added themselves. Merging, removing and settling
a doubt take attendance from one person or give it to another, and cannot be undone: only a
professional tutor may do these.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
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
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.attendance_records import Movement
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import NOBODY, DayId, PersonId
from kiosk.rules.model.labels import role_and_department, the_tutor
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.personal_records import TypedChange
from kiosk.rules.model.school import School
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.choice import ChoiceDialog
from kiosk.screens.dialogs.confirm import ConfirmDialog
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import BACK, FIND, REMOVE_OR_CANCEL
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.text import Text, n_, t, tn
from kiosk.widgets.people_columns import PeopleColumns
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

NEW, DOUBT, DISPUTE = "new", "doubt", "dispute"
"""A row's id is one of these, a space and the person's id: one person can have all three rows."""
CONFIRM, MERGE, REMOVE = "confirm", "merge", "remove"
CONFIRMS = {
    NEW: t("Yes: confirm"),
    DOUBT: t("They are here: the sign-in stands"),
    DISPUTE: t("I have looked into it"),
}
"""What it is called, for each kind of row, that nothing is left to check."""
STATE = 15
"""The columns for what is to be checked."""

RECEPTIONS_GUIDE = n_(
    "People who added themselves at the desk. Ask for their ID or their letter from the school or "
    "agency, then press Enter to confirm them. Somebody who is on the list already, or has no "
    "business here: tell {tutor}."
)


class CheckList(StableList):
    """The people to check; Enter asks what you found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Check"), key_display="Enter")
    ]


class ToCheckScreen(ListScreen):
    """The list of what is to be checked."""

    HEADING = t("To check")
    ROWS = CheckList
    GUIDE = t(
        "People who added themselves at the desk, sign-ins that somebody says were not theirs, "
        "and places or choices somebody changed under another person's name. Enter: say what you "
        "found. X: remove a newcomer, or cancel a sign-in that was not theirs."
    )
    BINDINGS: ClassVar[list[BindingType]] = [REMOVE_OR_CANCEL, FIND, BACK]

    def __init__(self, context: ScreenContext, actor: Actor = TUTOR) -> None:
        """Show the list to a professional tutor, or to reception, which may only confirm."""
        super().__init__(context)
        self.actor = actor

    def guide(self) -> Text:
        """Return the text for the help key."""
        if self.actor == TUTOR:
            return self.GUIDE
        return t(RECEPTIONS_GUIDE, tutor=the_tutor(self.school.settings))

    @property
    def _day(self) -> DayId:
        return DayId(self.moment.date().isoformat())

    def _doubts(self) -> dict[PersonId, Movement]:
        """Return the latest doubted sign-in of each person; for tutors only."""
        doubts = doubted_sign_ins(self.school, self._day) if self.actor == TUTOR else []
        return {move.person: move for move in doubts}

    def _disputes(self) -> dict[PersonId, TypedChange]:
        """Return the latest disputed change of each person; for tutors only."""
        disputes = disputed_changes(self.school, self._day) if self.actor == TUTOR else []
        return {change.person: change for change in disputes}

    def show_school(self) -> None:
        """List the self-added people by name, then what is doubted or disputed today."""
        new = sorted(unconfirmed_people(self.school), key=sort_key_for(self.context.language.code))
        # one row a person and kind, however often their sign-in was doubted
        kinds = [
            *((NEW, person.id) for person in new),
            *((DOUBT, person) for person in self._doubts()),
            *((DISPUTE, person) for person in self._disputes()),
        ]
        people = [self.school.people[person] for _, person in kinds]
        columns = PeopleColumns(self.context.language, self.school, people, self.rows.room, STATE)
        options = [
            Option(self._row(kind, person, columns), id=f"{kind} {person}")
            for kind, person in kinds
        ]
        nothing = t("● Nobody to check. Anyone who adds themselves with F2 will be listed here.")
        count = tn("{n} to check", "{n} to check", len(options))
        heading = t("New people, and sign-ins in doubt")
        self.show_rows(options, heading, nothing)
        self.query_one(TopBar).show(self.HEADING, count if options else "")
        self.query_one(TopBar).show_aside(self.say(self.moment))
        # which keys apply depends on the highlighted row
        self.refresh_bindings()

    def _row(self, kind: str, person: PersonId, columns: PeopleColumns) -> Content:
        state, style = self._state(kind, person)
        who = self.school.people[person]
        about = role_and_department(self.school, who)
        if kind == DOUBT:
            at = self.school.local(self._doubts()[person].at)
            about = t("“{time} was not me” · {post}", time=at, post=about)
        elif kind == DISPUTE:
            what = describe_change(self.school, self._disputes()[person])
            about = t("“not me”: {what}", what=what)
        return columns.row(self.say(state), who, about, style=style)

    def _state(self, kind: str, person: PersonId) -> tuple[Text, str]:
        if kind != NEW:
            return (t("? sign-in") if kind == DOUBT else t("? typed")), "$late"
        here = has_arrived(self.school, person, self._day)
        return (t("+ new today") if here else t("+ new")), "$amber"

    def _found(self, kind: str, person: PersonId) -> Text:
        """Return what is to be checked about a person, in one sentence."""
        if kind == DOUBT:
            at = self.school.local(self._doubts()[person].at)
            return t("“I did not sign in at {time}.” Are they here?", time=at)
        if kind == DISPUTE:
            what = describe_change(self.school, self._disputes()[person])
            return t("“That was not me”: {what}", what=what)
        return t("Added themselves at the desk. Have you seen their ID?")

    def details(self, row: str) -> Details | None:
        """Return what is to be checked about the person, and their day."""
        kind, person = self._picked()
        if not person:
            return None
        day, who = self.school.programme.days.get(self._day), self.school.people[person]
        facts = [(t("To check"), self._found(kind, person))]
        return self.about(who, day, facts)

    def person_of(self, row: str) -> PersonId:
        """Return whom the row with this id is about."""
        return PersonId(row.partition(" ")[2])

    def _picked(self) -> tuple[str, PersonId]:
        """Return the kind of the row, and the person; blank without a row that still stands."""
        kind, _, person = (self.picked or "").partition(" ")
        stands: Mapping[PersonId, object] = self.school.people
        if kind in (DOUBT, DISPUTE):
            stands = self._doubts() if kind == DOUBT else self._disputes()
        known = PersonId(person) in stands and PersonId(person) in self.school.people
        return (kind, PersonId(person)) if known else ("", NOBODY)

    async def _perform(self, decision: Decision, person: PersonId) -> None:
        outcome = await self.perform(decision, self.actor)
        self.show_outcome(outcome)
        if outcome is not None:
            await self._forget_code(person, outcome.school)

    async def _forget_code(self, person: PersonId, after: School) -> None:
        """Remove the person's PIN if they are no longer in the School."""
        # PINs are secrets in a file of their own, which no decision can change
        try:
            if person not in after.people and self.context.secrets.has_code(person):
                await asyncio.to_thread(self.context.secrets.reset_code, person)
        except KioskError as error:
            self.show_error(error)

    @on(OptionList.OptionSelected)
    @work
    async def _check(self, event: OptionList.OptionSelected) -> None:
        """Ask what was found about the highlighted row, and record it."""
        kind, person = self._picked()
        if not person:
            return
        name = self.school.people[person].name
        # the blank id comes first, so that Enter alone changes nothing
        answers = {"": t("No change"), CONFIRM: CONFIRMS[kind]}
        if self.actor == TUTOR and kind == NEW:
            answers |= {MERGE: t("Same person as …"), REMOVE: t("Remove from the list")}
        elif kind == DOUBT:
            answers[REMOVE] = t("Not here: cancel the sign-in")
        dialog = ChoiceDialog(self.context, self._found(kind, person), answers, title=name)
        match await self.app.push_screen_wait(dialog):
            case "confirm":
                await self._perform(self._confirmation(kind, person), person)
            case "merge":
                await self._merge(person)
            case "remove":
                await self._remove(kind, person)

    def _confirmation(self, kind: str, person: PersonId) -> Decision:
        if kind == DOUBT:
            return resolve_doubt(person, self._day, was_in=True)
        return confirm_self_added(person) if kind == NEW else resolve_dispute(person, self._day)

    async def _merge(self, person: PersonId) -> None:
        """Merge a self-added person with the listed person they turned out to be."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        dialog = FindPersonDialog(self.context, t("Same person as …"))
        listed = await self.app.push_screen_wait(dialog)
        if listed is not None:
            await self._perform(merge_self_added(person, listed), person)

    @work
    async def action_take_away(self) -> None:
        """Remove the self-added person, or undo the sign-in, after a confirmation."""
        kind, person = self._picked()
        if kind in (NEW, DOUBT):
            await self._remove(kind, person)

    async def _remove(self, kind: str, person: PersonId) -> None:
        if person not in self.school.people:  # another program removed them
            return
        name = self.school.people[person].name
        question = t("Cancel {name}'s sign-in? They come off the roll call.", name=name)
        yes = t("Cancel the sign-in")
        if kind == NEW:
            question = t("Remove {name} from the list and the roll call?", name=name)
            yes = t("Remove")
        dialog = ConfirmDialog(self.context, question, yes=yes, no=t("Keep"), title=name)
        if await self.app.push_screen_wait(dialog):
            taken_back = resolve_doubt(person, self._day, was_in=False)
            await self._perform(remove_self_added(person) if kind == NEW else taken_back, person)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to tutors only what takes attendance from somebody."""
        if action != "take_away" or not self.is_mounted:
            return super().check_action(action, parameters)
        return self.actor == TUTOR and self._picked()[0] in (NEW, DOUBT)

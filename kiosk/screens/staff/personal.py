"""What the screens of one person share: who it is, by what proof, and what opens after more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from textual import work

from kiosk.rules.attendance.arrivals import doubt_sign_in, in_since, undo_sign_in
from kiosk.rules.choosing.places import place_messages
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.records import Movement
from kiosk.rules.model.terms import Evidence
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import KioskScreen
from kiosk.text import t


@dataclass(frozen=True)
class Undoable:
    """What the undo takes back: the session entered last, or else the arrival."""

    session: str = ""
    """The id of the session; blank if none was entered."""
    arrival: bool = True
    """Whether the arrival may be taken back; not after a choice, undone on its own card."""

    def after_entry(self, session: str) -> Undoable:
        """Return it after a sign-in to a session."""
        return replace(self, session=session)

    def after_choice(self) -> Undoable:
        """Return it after a place or a wish was taken, changed or given up."""
        return replace(self, arrival=False)

    def after_undo(self) -> Undoable:
        """Return it once the session is taken back."""
        return replace(self, session="")


class PersonalScreen(KioskScreen[str]):
    """A screen of one person's own. A typed name opens it; what is private waits for a proof."""

    def __init__(self, context: ScreenContext, person: str, proof: Evidence) -> None:
        """Show what is `person`'s, who was known by `proof`."""
        super().__init__(context)
        self.person, self.proof = person, proof
        self._day = context.today().isoformat()

    @property
    def accepts_sheet_codes(self) -> bool:
        """The sheet hangs beside it."""
        return True

    def on_mount(self) -> None:
        """Offer the undo of the sign-in no longer than it is possible."""
        self.set_timer(self.school.settings.undo_for + 0.5, self.refresh_bindings)

    async def _perform(self, decision: Decision) -> bool:
        outcome = await self.perform(decision, Actor(self.person, self.proof))
        if outcome is not None:
            self.show_text(outcome.message)
        return outcome is not None

    def _arrival(self) -> Movement | None:
        """Return the arrival since which the person is in."""
        moved = self.school.day_record(self._day).movements.get(self.person, ())
        return moved[-1] if moved and moved[-1].inward else None

    @property
    def has_just_arrived(self) -> bool:
        """Whether the sign-in can still be undone."""
        arrival, undoable = self._arrival(), timedelta(seconds=self.school.settings.undo_for)
        return arrival is not None and self.context.desk.now() - arrival.at <= undoable

    async def _undo_arrival(self) -> None:
        """Take the sign-in back, and make way for whoever it was."""
        outcome = await self.perform(undo_sign_in(self.person), Actor(self.person, self.proof))
        if outcome is not None and outcome.message is not None:
            self.dismiss(None)
            self.app.notify(self.say(outcome.message), markup=False, timeout=6)

    def _in_since(self) -> datetime | None:
        return in_since(self.school, self.context.desk.now(), self.person, self._day)

    def _show_since(self) -> None:
        """Tell whoever is in already since when: somebody may have taken their name."""
        since = self._in_since()
        if since is not None:
            self.show_text(
                t("In since {time}. F5 if that was not you.", time=self.school.local(since))
            )

    def _show_moves(self) -> None:
        """Tell of a place that came by itself, for a session that is still to come."""
        now, proven = self.context.desk.now(), self.proof.is_proof
        for told in place_messages(self.school, now, self.person, self._day, proven=proven):
            self.show_text(told)

    @work
    async def action_doubt(self) -> None:
        """Note for the professional tutors that the sign-in was somebody else's."""
        await self._perform(doubt_sign_in(self.person))
        self.refresh_bindings()

    @work
    async def action_own_code(self) -> None:
        """Choose a code of one's own, or another."""
        from kiosk.screens.dialogs.proof import CodeDialog

        if await self.app.push_screen_wait(CodeDialog(self.context, self.person)):
            self.show_text(t("Your code is set."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is a use for."""
        match action:
            case "doubt":
                return self._in_since() is not None
            case "own_code":
                return self.proof.is_proof
            case _:
                return True

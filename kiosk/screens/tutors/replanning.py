"""Carrying out a change of the day: shown before it is done, and undone by one key afterwards."""

from __future__ import annotations

import asyncio

from textual import work
from textual.reactive import reactive
from textual.timer import Timer

from kiosk.desk import Outcome
from kiosk.errors import KioskError, Refused
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.records import Session
from kiosk.screens.tutors.tutors_screen import TutorsScreen
from kiosk.text import t

UNDO_FOR = 10
"""Seconds for which a change can be undone by its key; afterwards by `kiosk undo`."""


class ReplanningScreen(TutorsScreen):
    """A screen on which the day is changed."""

    done: reactive[int | None] = reactive(None, bindings=True)
    """The number in the history of the last change made here, while it can be undone."""
    _forgetting: Timer | None = None

    @work
    async def change_day(self, session: Session | None) -> None:
        """Ask for a change, show what it does, and have it done."""
        from kiosk.screens.tutors.day_acts import DayActs

        day = self.school.today(self.moment)
        if day is None:
            self.show_text(t("There is no INSET day today."))
            return
        decision = await DayActs(self, day).ask(session)
        if decision is not None:
            await self.preview_and_do(decision)

    async def preview_and_do(self, decision: Decision) -> bool:
        """Show what a decision would do, and carry it out after Enter; return whether it was."""
        from kiosk.screens.dialogs.preview import PreviewDialog

        # not this screen's School, which it takes in only once it is no longer covered
        school, now = self.context.desk.school, self.context.desk.now()
        try:
            # in a thread: it looks for everything that no longer fits
            changes = await asyncio.to_thread(decision, school, now, self.actor)
            notes = await asyncio.to_thread(changes.all_notes)
        except KioskError as refusal:
            self.show_error(refusal)
            return False
        if not changes.items:
            self.show_text(changes.message, changes.tone)
            return True
        dialog = PreviewDialog(self.context, t("This is what happens"), changes.message, notes)
        if not await self.app.push_screen_wait(dialog):
            return False
        outcome = await self.perform(decision, self.actor)
        self.offer_undo(outcome)
        return outcome is not None

    def offer_undo(self, outcome: Outcome | None) -> None:
        """Show what came of a decision, and let a key take it back for some seconds."""
        self.show_outcome(outcome)
        if outcome is not None and outcome.number is not None:
            self.done = outcome.number
            self._forget_later()

    def _forget_later(self) -> None:
        if self._forgetting is not None:
            self._forgetting.stop()
        self._forgetting = self.set_timer(UNDO_FOR, self._forget)

    def _forget(self) -> None:
        self.done = self._forgetting = None

    @work
    async def action_undo(self) -> None:
        """Take back the last change made here."""
        done, self.done = self.done, None
        if done is None:
            return
        try:
            outcome = await self.context.desk.undo(done, self.actor)
        except KioskError as error:
            if not isinstance(error, Refused):  # it may be possible later
                self.done = done
            self.show_error(error)
            return
        self._receive_school(self.context.desk.school)
        self.show_outcome(outcome)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the undo only while there is something to undo."""
        return self.done is not None if action == "undo" else True

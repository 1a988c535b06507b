"""What the screens share on which people are marked: undo, corrections, and what they upset."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from textual import work
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from kiosk.desk import Outcome
from kiosk.rules.attendance.corrections import CORRECTION_NAMES, is_correction
from kiosk.rules.attendance.marks import STATE_NAMES, current_mark, mark
from kiosk.rules.follow_up.putting_right import put_right
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.terms import Correction, MarkState
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.screens.tutors.undoing_list import UndoingList
from kiosk.text import Text, t, tn


class MarkingScreen(UndoingList, ListScreen):
    """A screen that marks people in sessions. Ctrl+Z undoes the marks made here, the last first.

    On a closed day nothing is undone: another mark corrects the last. Then it says what no longer
    holds, and offers to put it right.
    """

    outdated: reactive[tuple[Text, ...]] = reactive((), bindings=True)
    """What of a closed day no longer holds, a line each."""

    @property
    def marked_day(self) -> InsetDay | None:
        """The day whose register this is; None: it is gone. Every subclass overrides this."""
        raise NotImplementedError

    @property
    def is_closed(self) -> bool:
        """Whether the day is closed, so that a mark is a correction."""
        day = self.marked_day
        return day is not None and day.closed_at is not None

    def below(self) -> Iterator[Widget]:
        """Return the line that says how much no longer holds."""
        yield from super().below()
        yield Static(id="outdated")

    def on_mount(self) -> None:
        """Look for what no longer holds since an earlier correction."""
        self._look_for_outdated()

    # -- marking ------------------------------------------------------------------------------

    async def mark_as(self, person: PersonId, session: SessionId, state: MarkState) -> bool:
        """Mark a person, after the reason where it is a correction; return whether it was done."""
        meant, who = self.school.session(session), self.school.people[person]
        last, now = current_mark(self.school, person, meant), self.context.desk.now()
        correction = None
        if is_correction(self.school, now, meant, last, state):
            about = t("{name}: {state}", name=who.name, state=STATE_NAMES[state])
            correction = await self.ask_reason(about)
            if correction is None:
                return False
        asked = mark(person, session, state, correction)
        return await self.record(asked, person) is not None

    async def ask_reason(self, about: Text) -> Correction | None:
        """Ask why a register is corrected; None: nothing is to change."""
        from kiosk.screens.dialogs.choice import NumberedDialog

        reasons = {reason.value: name for reason, name in CORRECTION_NAMES.items()}
        question = t("{about}. Why is it corrected? What was marked before is kept.", about=about)
        title = t("A correction")
        dialog = NumberedDialog(self.context, question, reasons, title=title, suggests=False)
        picked = await self.app.push_screen_wait(dialog)
        return Correction(picked) if picked is not None else None

    async def record(
        self, decision: Decision, person: PersonId, actor: Actor | None = None
    ) -> Outcome | None:
        """Carry a decision out that marks a person, or several; None: it is refused.

        `person`: whose row an undo goes to; `actor`: who asks, if not the tutor at work here.
        """
        outcome = await self.perform(decision, actor or self.actor)
        self.note_done(person, outcome)
        if outcome is not None and outcome.wrote:  # the same mark again changes nothing
            self._look_for_outdated()
        return outcome

    # -- what no longer holds -----------------------------------------------------------------

    @work(exclusive=True, group="outdated")
    async def _look_for_outdated(self) -> None:
        await self._find_outdated()

    async def _find_outdated(self) -> None:
        day, found = self.marked_day, tuple[Text, ...]()
        if day is not None and self.is_closed:
            # in a thread: it goes through everybody, as closing does
            changes = await asyncio.to_thread(
                put_right(day.id), self.school, self.context.desk.now(), self.actor
            )
            found = changes.notes
        self.outdated = found

    def watch_outdated(self) -> None:
        """Say how much no longer holds, and with which key it is put right."""
        self._show_outdated()

    def say_again(self) -> None:
        """Say it in the language of now."""
        super().say_again()
        self._show_outdated()

    def _show_outdated(self) -> None:
        for line in self.query("#outdated").results(Static):
            count = len(self.outdated)
            text = tn("▲ {n} thing no longer holds since a correction. C: put it right",
                      "▲ {n} things no longer hold since a correction. C: put them right",
                      count)  # fmt: skip
            line.update(Content(self.say(text)) if count else "")
            line.display = bool(count)

    @work
    async def action_close_day(self) -> None:
        """Close the day again, after a look at what changes."""
        await self._offer_to_put_right()

    async def _offer_to_put_right(self) -> None:
        from kiosk.screens.dialogs.preview import PreviewDialog

        day = self.marked_day
        if day is None or not self.outdated:
            return
        first = t("Closing the day again puts this right. Certificates keep their numbers.")
        dialog = PreviewDialog(self.context, t("This no longer holds"), first, self.outdated)
        if await self.app.push_screen_wait(dialog):
            self.show_outcome(await self.perform(put_right(day.id), self.actor))
            await self._find_outdated()

    def action_back(self) -> None:
        """Go back; after a correction here, offer first to put right what no longer holds."""
        if self.done_here and self.is_closed:
            if not self.is_at_work("leaving"):
                self._leave()
        else:
            super().action_back()

    @work(group="leaving")
    async def _leave(self) -> None:
        await self._find_outdated()
        await self._offer_to_put_right()
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is something for."""
        match action:
            case "undo":
                return bool(self.done_here) and not self.is_closed
            case "close_day":
                return bool(self.outdated)
            case _:
                return True

"""What the screens have in common on which tutors mark people: the marks made there are undone."""

from __future__ import annotations

from textual import work
from textual.reactive import reactive

from kiosk.rules.attendance.marks import current_mark
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.screens.tutors.list_screen import ListScreen


class MarkingScreen(ListScreen):
    """A screen that marks people in sessions. Ctrl+Z undoes the marks made here, the last first."""

    marks_made: reactive[tuple[tuple[PersonId, str], ...]] = reactive((), bindings=True)
    """For each decision a person and the id of the mark that it made, the latest last."""

    async def record(self, decision: Decision, person: PersonId, session: SessionId) -> bool:
        """Carry a decision out that marks a person, and others perhaps; False: it is refused."""
        before = current_mark(self.school, person, self.school.session(session))
        outcome = await self.perform(decision, TUTOR)
        if outcome is None:
            return False
        made = current_mark(outcome.school, person, outcome.school.session(session))
        # the same mark again changes nothing
        if made is not None and made != before:
            self.marks_made = (*self.marks_made, (person, made.id))
        return True

    @work
    async def action_undo(self) -> None:
        """Undo the last decision made here, with all that it brought about."""
        if not self.marks_made:
            return  # two keys may have been pressed for the last one
        *earlier, (person, made) = self.marks_made
        self.marks_made = tuple(earlier)
        await self.take_back("marks", made, person, TUTOR)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the undo only while there is something to undo."""
        return bool(self.marks_made) if action == "undo" else True

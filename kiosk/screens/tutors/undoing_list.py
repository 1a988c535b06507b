"""Lists on which keys do something about people that Ctrl+Z takes back, the last first."""

from __future__ import annotations

from textual import work
from textual.reactive import reactive

from kiosk.desk import Outcome
from kiosk.errors import KioskError, Refused
from kiosk.rules.model.ids import PersonId
from kiosk.screens.tutors.list_frame import ListFrame
from kiosk.text import t


class UndoingList(ListFrame):
    """A list that knows what its keys did. What others did is not taken back here."""

    done_here: reactive[tuple[tuple[PersonId, int], ...]] = reactive((), bindings=True)
    """What the keys did, the latest last: whom about, `NOBODY` where it was about several, and the
    number of the decision in the history."""

    def note_done(self, person: PersonId, outcome: Outcome | None) -> None:
        """Note what a key did, if it did anything."""
        if outcome is not None and outcome.number is not None:
            # a new tuple: a list changed in place would not refresh the key bar
            self.done_here = (*self.done_here, (person, outcome.number))

    @work
    async def action_undo(self) -> None:
        """Undo as a whole the last of what was done here, and go to its person's row."""
        if not self.done_here:
            return  # two keys may have been pressed for the last one
        *before, (person, number) = self.done_here
        self.done_here = tuple(before)
        try:
            outcome = await self.context.desk.undo(number, self.actor)
        except KioskError as error:
            if not isinstance(error, Refused):  # it may be possible later
                self.done_here = (*self.done_here, (person, number))
            self.show_error(error)
            return
        self._receive_school(self.context.desk.school)
        if person not in outcome.school.people:  # it was about several, or they are gone
            self.show_outcome(outcome)
            return
        self.highlight(person)
        name = outcome.school.people[person].name
        self.show_text(t("Undone: {name} is as before.", name=name))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the undo while there is something to undo."""
        if action == "undo":
            return bool(self.done_here)
        return super().check_action(action, parameters)

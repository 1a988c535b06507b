"""Lists on which keys do something about people that Ctrl+Z takes back, the last first."""

from __future__ import annotations

from textual import work
from textual.reactive import reactive

from kiosk.desk import Outcome
from kiosk.rules.model.ids import PersonId
from kiosk.screens.tutors.list_screen import ListScreen


class UndoingListScreen(ListScreen):
    """A list that knows what its keys did."""

    done_here: reactive[tuple[tuple[PersonId, str, str], ...]] = reactive((), bindings=True)
    """What the keys did, the latest last: whom about, and the table and id of what was written."""

    def note_done(self, person: PersonId, table: str, record: str) -> None:
        """Note what a key did."""
        # a new tuple: a list changed in place would not refresh the key bar
        self.done_here = (*self.done_here, (person, table, record))

    def note_arrival(self, outcome: Outcome, person: PersonId) -> None:
        """Note the arrival that a key recorded; there is none if the person had come already."""
        for table, id in outcome.wrote:
            if table == "movements":
                self.note_done(person, table, id)

    @work
    async def action_undo(self) -> None:
        """Take back the last of what was done here."""
        if not self.done_here:
            return  # two keys may have been pressed for the last one
        *before, (person, table, record) = self.done_here
        self.done_here = tuple(before)
        await self.take_back(table, record, person, self.actor)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the undo while there is something to undo."""
        if action == "undo":
            return bool(self.done_here)
        return super().check_action(action, parameters)

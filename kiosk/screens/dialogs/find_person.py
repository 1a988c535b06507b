"""Finding a person, for a professional tutor or reception."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from kiosk.errors import Refused
from kiosk.rules.attendance.badges import holder_of
from kiosk.rules.model.ids import PersonId
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.screens.keyboard import KeyboardScreen
from kiosk.text import Text, t
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.people_search import PeopleSearch


class FindPersonDialog(Dialog[PersonId], KeyboardScreen[PersonId]):
    """A search box. The result is the id of the person picked, or None."""

    GUIDE = t("Type a few letters of the name. Move with the arrow keys. Enter takes the person.")
    IDLE_FACTOR = 2
    COUNTDOWN_SELECTOR = "#search-box"

    def __init__(self, context: ScreenContext, title: Text) -> None:
        """Search under `title`, such as "Whose pages?"."""
        super().__init__(context)
        self._title = title

    def compose(self) -> ComposeResult:
        """Show the search box."""
        with Vertical(id="find"):
            yield PeopleSearch(
                self.context.language, self._title, t("Esc: nobody"), self.context.finder
            )
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Give the box the School's people, and the focus."""
        search = self.query_one(PeopleSearch)
        search.school = self.context.desk.school
        search.start()

    @on(PeopleSearch.Found)
    def _found(self, event: PeopleSearch.Found) -> None:
        self.dismiss(event.person)

    @on(PeopleSearch.CodeTyped)
    def _code_typed(self, event: PeopleSearch.CodeTyped) -> None:
        try:
            self.dismiss(holder_of(self.context.desk.school, event.code).id)
        except Refused as refusal:
            self.show_scan_refusal(refusal)

    def handle_badge(self, person: PersonId) -> bool:
        """Pick the holder of the scanned badge."""
        self.dismiss(person)
        return True

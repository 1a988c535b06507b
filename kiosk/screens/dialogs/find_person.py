"""Finding a person, for a professional tutor or reception."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from kiosk.errors import Refused
from kiosk.rules.attendance.badges import holder_of
from kiosk.rules.model.ids import PersonId
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.screens.keyboard import KeyboardScreen
from kiosk.text import Text, n_, t
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.people_search import PeopleSearch


class FindPersonDialog(Dialog[PersonId], KeyboardScreen[PersonId]):
    """A search box. The result is the id of the person picked, or None.

    Where `add` is given, F2 closes it and calls that with what was typed.
    """

    GUIDE = t("Type a few letters of the name. Move with the arrow keys. Enter takes the person.")
    IDLE_FACTOR = 2
    COUNTDOWN_SELECTOR = "#search-box"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "add", n_("Add a person"), key_display="F2")
    ]

    def __init__(
        self, context: ScreenContext, title: Text, add: Callable[[str], object] | None = None
    ) -> None:
        """Search under `title`, such as "Whose pages?"."""
        super().__init__(context)
        self._title, self._add = title, add

    def compose(self) -> ComposeResult:
        """Show the search box."""
        with Vertical(id="find"):
            yield PeopleSearch(
                self.context.language, self._title, t("Esc: nobody"), self.context.finder,
                t("F2: add them") if self._add is not None else None,
            )  # fmt: skip
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
        if self.handle_code(event.code):
            return
        try:
            self.dismiss(holder_of(self.context.desk.school, event.code).id)
        except Refused as refusal:
            self.show_scan_refusal(refusal)

    @on(PeopleSearch.UnlistedTouched)
    def action_add(self) -> None:
        """Close, and add the person who was not found."""
        if self._add is not None:
            typed = self.query_one(PeopleSearch).typed
            self.dismiss(None)
            self._add(typed)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to add somebody only where that can be done."""
        del parameters
        return action != "add" or self._add is not None

    def handle_badge(self, person: PersonId) -> bool:
        """Pick the holder of the scanned badge."""
        self.dismiss(person)
        return True

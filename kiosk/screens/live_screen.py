"""What tutors' screens share: they follow the School, and a badge signs its holder in."""

from __future__ import annotations

from functools import partial

from textual import events, on

from kiosk.errors import KioskError
from kiosk.rules.attendance.scan_sign_in import sign_in_by_scan
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.screens.base import KioskScreen
from kiosk.widgets.stable_list import StableList


class LiveScreen(KioskScreen[None]):
    """A tutors' screen that is redrawn when the School, the minute or its size changes.

    Letters are commands here, whatever Caps Lock says. A scanned badge signs its holder in, and
    the screen stays open.
    """

    def intercept_key(self, key: events.Key) -> bool:
        """Turn a capital into the small letter's key."""
        super().intercept_key(key)
        char = key.character or ""
        # bindings tell "n" and "N" apart
        if len(char) == 1 and char.isupper():
            self.app.simulate_key(char.lower())
            return True
        return False

    def handle_badge(self, person: PersonId) -> bool:
        """Sign in the holder of a scanned badge while a professional tutor works here."""
        # a worker of the app's: one of the screen's would end with it, and the message be lost
        self.app.run_worker(self._guarded(partial(self._sign_in, person)), exit_on_error=False)
        return True

    async def _sign_in(self, person: PersonId) -> None:
        decision, actor = sign_in_by_scan(person), Actor(person, Evidence.BADGE)
        try:
            self.show_outcome(await self.carry_out(decision, actor))
        except KioskError as error:
            self.show_error(error, self.context.desk.school.people[person].name)

    def show_school(self) -> None:
        """Show the School as it is now. Every subclass overrides this."""

    def on_mount(self) -> None:
        """Show the School, put the focus on the list, and watch for idleness."""
        self.show_school()
        # the list's own keys work only with the focus
        self.query_one(StableList).focus()
        self.set_interval(1.0, self.lock_when_idle)

    def lock_when_idle(self) -> None:
        """Go back once nobody has used a key for the setting `lock_after`, in minutes."""
        if self.context.idle() > 60 * self.school.settings.lock_after:
            self.action_back()

    def watch_school(self) -> None:
        """Show what changed."""
        self._show_if_mounted()

    def watch_moment(self) -> None:
        """Show what time has changed, such as who is late."""
        self._show_if_mounted()

    @on(StableList.RoomChanged)
    def _show_if_mounted(self) -> None:
        # Textual calls watchers before the widgets exist
        if self.is_mounted:
            self.show_school()

    def action_back(self) -> None:
        """Go back to the screen that opened this one."""
        self.dismiss(None)

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

    _was_counting_down = False

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
        known = self.context.desk.school.people.get(person)
        try:
            self.show_outcome(await self.carry_out(decision, actor))
        except KioskError as error:
            self.show_error(error, known.name if known is not None else "")

    def show_school(self) -> None:
        """Show the School as it is now. Every subclass overrides this."""

    def on_mount(self) -> None:
        """Show the School, and put the focus on the list."""
        self.show_school()
        self.focus_list()

    def focus_list(self) -> None:
        """Put the focus on the list: its own keys work only with it."""
        self.query_one(StableList).focus()

    @property
    def has_countdown(self) -> bool:
        """Whether it counts down: it goes back after the setting `lock_after`, in minutes."""
        return True

    def idle_seconds(self) -> int:
        """Return after how many seconds without a key the countdown begins."""
        settings = self.context.desk.school.settings
        return max(0, 60 * settings.lock_after - settings.countdown)

    def question_seconds(self) -> int:
        """Return after how many seconds a question is taken away, long before the area locks."""
        return super().idle_seconds()

    def show_countdown(self) -> None:
        """Show it in place of what stands at the right of the top line, and put that back."""
        if self.is_counting_down:
            super().show_countdown()
        elif self._was_counting_down:
            self._show_if_mounted()
        self._was_counting_down = self.is_counting_down

    def watch_school(self) -> None:
        """Show what changed."""
        self._show_if_mounted()

    def watch_moment(self) -> None:
        """Show what time has changed, such as who is late."""
        self._show_if_mounted()

    def say_again(self) -> None:
        """Show all in the language of now."""
        super().say_again()
        self._show_if_mounted()

    @on(StableList.RoomChanged)
    def _show_if_mounted(self) -> None:
        # Textual calls watchers before the widgets exist
        if self.is_mounted:
            self.show_school()

    def action_back(self) -> None:
        """Go back to the screen that opened this one."""
        self.dismiss(None)

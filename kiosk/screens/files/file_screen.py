"""What the screens share by which files are loaded: how long they stay open."""

from __future__ import annotations

from kiosk.screens.base import KioskScreen, R
from kiosk.theme import stylesheet


class FileScreen(KioskScreen[R]):
    """A full screen with a result; None after Esc, or when the tutors' area locks itself."""

    CSS_PATH = stylesheet("files")

    @property
    def has_countdown(self) -> bool:
        """Whether it counts down: in the tutors' area. At a first start there is none yet."""
        return bool(self.context.desk.school.people)

    def idle_seconds(self) -> int:
        """Return after how many seconds the countdown begins: as in the tutors' area."""
        settings = self.context.desk.school.settings
        return max(0, 60 * settings.lock_after - settings.countdown)

    def action_back(self) -> None:
        """Close without a result."""
        self.dismiss(None)

"""What every screen is given."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from textual.signal import Signal

from kiosk.desk import Desk
from kiosk.errors import KioskError
from kiosk.language import Language
from kiosk.rules.model.school import School
from kiosk.store.replies import Replies
from kiosk.system.log import ErrorLog
from kiosk.system.secrets import SecretStore

UNSET_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of a widget that has not been told it yet."""


@dataclass(frozen=True, eq=False)
class ScreenContext:
    """The collaborators of a screen; it has no others."""

    desk: Desk
    secrets: SecretStore
    language: Language
    folder: Path
    """The data folder."""
    changed: Signal[School]
    """Published on the event loop with every new School."""
    error_log: ErrorLog
    """Where errors are noted."""
    demo_pin: str = ""
    """The tutors' PIN that the sample school shows; blank: this is a school of its own."""
    monotonic: Callable[[], float] = field(default=time.monotonic)
    """For delays; never goes back."""
    touched: list[float] = field(default_factory=lambda: [0.0])
    """When a key or the mouse was last used, by `monotonic`."""

    @property
    def replies(self) -> Replies:
        """The replies to evaluations; they go past the desk, because no history is kept of them."""
        return Replies(self.folder, self.secrets)

    def replied(self, person: str) -> frozenset[str]:
        """Return today's sessions a person has replied about.

        None where that cannot be read: whoever replies is told.
        """
        try:
            return self.replies.replied(self.today().isoformat(), person)
        except KioskError:
            return frozenset()

    def touch(self) -> None:
        """Note that somebody is here."""
        self.touched[0] = self.monotonic()

    def idle(self) -> float:
        """Return for how many seconds nobody has used a key or the mouse."""
        return self.monotonic() - self.touched[0]

    def today(self) -> date:
        """Return the date at the school."""
        return self.desk.now().date()

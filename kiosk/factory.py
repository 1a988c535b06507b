"""Assembles the kiosk: one factory for the commands, the screens and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.desk import Clock, Desk
from kiosk.rules.model.ids import DayId
from kiosk.store.opening import open_store
from kiosk.system.data_folder import DemoMark, FolderClock, true_time
from kiosk.system.secrets import SecretStore

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.language import Language


@dataclass(frozen=True, eq=False)
class Kiosk:
    """An open school: everything that a command or the screens work with."""

    folder: Path
    desk: Desk
    secrets: SecretStore
    demo_pin: str
    """The tutors' PIN that the sample school shows; blank: this is a real school."""

    def app(self, language: Language, *, again: bool = False) -> KioskApp:
        """Return the screens on this school.

        `again`: they ended by an error before, and say so.
        """
        # Textual is loaded here and not before: commands without screens must start fast
        from kiosk.app import KioskApp

        return KioskApp(
            self.desk,
            self.secrets,
            folder=self.folder,
            language=language,
            demo_pin=self.demo_pin,
            restarted=again,
        )

    def close(self) -> None:
        """Finish the changes that are under way, and close the store."""
        self.desk.close()

    def __enter__(self) -> Kiosk:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def assemble(folder: Path, clock: Clock = true_time) -> Kiosk:
    """Open the school in a folder, which is created if it is not there.

    `clock` returns the true time. The folder of a sample school adds its own offset to it.

    Raises:
        DataFolderError: the folder cannot be used, or what is in it cannot be read.
    """
    own_clock = FolderClock(folder, clock)
    desk = Desk(open_store(folder, clock=own_clock), own_clock)
    secrets = SecretStore(folder, desk.now)
    desk.has_code = secrets.has_code
    return Kiosk(folder, desk, secrets, DemoMark(folder).pin())


def stand_still(kiosk: Kiosk, at: time | None = None, day: date | None = None) -> None:
    """Stop the kiosk's clock at a time and a day; None keeps that of this moment."""
    moment = _moment(kiosk, at, day)
    kiosk.desk.clock = lambda: moment


def start_at(kiosk: Kiosk, at: time, since: timedelta) -> None:
    """Set the kiosk's clock to a time of today plus `since`; it runs on from there."""
    clock = kiosk.desk.clock
    offset = _moment(kiosk, at, None) + since - clock()
    kiosk.desk.clock = lambda: clock() + offset


def _moment(kiosk: Kiosk, at: time | None, day: date | None) -> datetime:
    now = kiosk.desk.now()
    on = DayId((day or now.date()).isoformat())
    return kiosk.desk.school.moment(on, at or now.time())

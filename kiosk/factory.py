"""Assembles the kiosk: one factory for the commands, the screens and the tests."""

from __future__ import annotations

import time as monotonic_time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.desk import Clock, Desk
from kiosk.store.opening import open_store
from kiosk.system.data_folder import DemoMark, FolderClock, true_time
from kiosk.system.secrets import SecretStore

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.language import Language


@dataclass(frozen=True, eq=False)
class Kiosk:
    """One school, opened: everything that a command or the screens work with."""

    folder: Path
    desk: Desk
    secrets: SecretStore
    demo_pin: str
    """The tutors' PIN that the sample school shows; blank: it is a school of its own."""

    def app(self, language: Language, *, again: bool = False) -> KioskApp:
        """Return the screens on this school. Textual is loaded here, not before.

        `again`: after an error, which is told.
        """
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
        """Finish what is under way."""
        self.desk.close()

    def __enter__(self) -> Kiosk:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def assemble(
    folder: Path,
    clock: Clock = true_time,
    monotonic: Callable[[], float] = monotonic_time.monotonic,
) -> Kiosk:
    """Open the school in a folder, making the folder if need be.

    `clock` tells the true time; the folder of a sample school has its own offset to it.

    Raises:
        DataFolderError: the folder cannot be used, or what is in it cannot be read.
    """
    desk = Desk(open_store(folder), FolderClock(folder, clock))
    return Kiosk(folder, desk, SecretStore(folder, monotonic), DemoMark(folder).pin())


def stand_still(kiosk: Kiosk, at: time | None = None, day: date | None = None) -> None:
    """Stop the kiosk's clock at a time of a day; what is not given stays as it is now."""
    moment = _moment(kiosk, at, day)
    kiosk.desk.clock = lambda: moment


def start_at(kiosk: Kiosk, at: time, since: timedelta) -> None:
    """Put the kiosk's clock to a time of today, and `since` after it; from there it runs on."""
    clock = kiosk.desk.clock
    offset = _moment(kiosk, at, None) + since - clock()
    kiosk.desk.clock = lambda: clock() + offset


def _moment(kiosk: Kiosk, at: time | None, day: date | None) -> datetime:
    now = kiosk.desk.now()
    return kiosk.desk.school.moment((day or now.date()).isoformat(), at or now.time())

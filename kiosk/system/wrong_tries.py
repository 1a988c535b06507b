"""Counts wrong tries at PINs and codes, in a private file that all programs of a folder share.

A try is counted before it is checked, because the check is slow: of forty at once, all would else
be checked before the first was counted. A right one takes its own count back.

The wall clock measures the waits: a restart would begin a monotonic one anew, and programs need
not share it. A clock that was set back must not lengthen a wait, so a try from the future counts
as one of now.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

import msgspec
from msgspec.structs import replace

from kiosk.errors import NotSaved, Refused
from kiosk.system.durable_files import replace_durably
from kiosk.text import Text, t, tn

FILE = "tries.json"
FREE = 5
"""How many wrong tries in a row need no wait."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=5)
"""The wait after the last free try, which doubles with each further one, up to the longest: nobody
is locked out for good."""
UNSAVED_WAIT = 5.0
"""Seconds that each try takes while it cannot be saved, such as on a full disk. Other programs and
a restart then do not know of it, and this limits them, one after the other."""
REPORTED = 3
"""From how many wrong tries on the tutors hear of them; fewer are slips of the finger."""
LOCK_WAIT = 10.0
"""Seconds to wait for another program."""


class WrongTries(msgspec.Struct, frozen=True):
    """The wrong tries at one PIN or code."""

    last: datetime
    in_a_row: int = 0
    """How many since the last right one."""
    untold: int = 0
    """How many the tutors have not seen."""

    @property
    def wait(self) -> timedelta:
        """For how long after the last one no other is taken."""
        if self.in_a_row < FREE:
            return timedelta()
        doublings = min(self.in_a_row - FREE, 10)  # a timedelta would overflow
        return min(LONGEST_WAIT, FIRST_WAIT * (1 << doublings))


class TryCounter:
    """Counts the wrong tries in a folder, for all its threads, programs and restarts.

    Every method may wait for another program, and raises `NotSaved` if that takes too long.
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = folder / FILE
        self._clock, self._sleep = clock, sleep
        self._threads = threading.Lock()
        self._unsaved: dict[str, WrongTries] = {}
        """What could not be written."""

    def count_wrong(self, name: str) -> WrongTries | None:
        """Count a try as a wrong one, and return what was counted before it.

        Raises:
            Refused: too many were wrong; it says for how long to wait.
        """
        with self._held():
            tries, now = self._read(), self._clock()
            before = tries.get(name)
            if before is not None and before.last > now:
                before = replace(before, last=now)
                self._save({**tries, name: before})
            if before is not None and now < before.last + before.wait:
                raise Refused(_please_wait(before.last + before.wait - now))
            counted = before or WrongTries(now)
            after = WrongTries(now, counted.in_a_row + 1, counted.untold + 1)
            if not self._save({**tries, name: after}):
                self._sleep(UNSAVED_WAIT)
            return before

    def settle(self, name: str, before: WrongTries | None, *, right: bool) -> None:
        """Take a counted try back that was not wrong, and begin anew if it was the right one.

        `before`: what `count_wrong` returned for it.
        """
        with self._held():
            tries = self._read()
            counted = tries.pop(name, None)
            if counted is None:
                return
            in_a_row = 0 if right else max(0, counted.in_a_row - 1)
            untold = max(0, counted.untold - 1)
            if right and untold < REPORTED:
                untold = 0
            if in_a_row or untold:
                is_newest = before is not None and before.in_a_row + 1 == counted.in_a_row
                # the wait must not begin anew with every try that was not wrong
                last = before.last if before is not None and is_newest else counted.last
                tries[name] = WrongTries(last, in_a_row, untold)
            self._save(tries)

    def forget(self, name: str) -> None:
        """Forget the tries at a PIN or code that is set anew, or is no more."""
        with self._held():
            tries = self._read()
            if tries.pop(name, None) is not None:
                self._save(tries)

    def untold(self) -> dict[str, WrongTries]:
        """Return the tries that the tutors are to see; they then count as seen."""
        with self._held():
            tries = self._read()
            found = {name: one for name, one in tries.items() if one.untold >= REPORTED}
            seen = {name: replace(one, untold=0) for name, one in found.items()}
            if found:
                self._save({name: one for name, one in {**tries, **seen}.items() if one.in_a_row})
            return found

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Keep other threads out and, where a lock file can be made, other programs."""
        from filelock import FileLock, Timeout

        busy = NotSaved(t("Another program is using the data. Please try again."))
        if not self._threads.acquire(timeout=LOCK_WAIT):
            raise busy
        lock = FileLock(
            self._path.with_suffix(".lock"), timeout=LOCK_WAIT, poll_interval=0.01, mode=0o600
        )
        try:
            with suppress(OSError):
                try:
                    lock.acquire()
                except Timeout as error:
                    raise busy from error
            yield
        finally:
            lock.release()
            self._threads.release()

    def _read(self) -> dict[str, WrongTries]:
        try:
            tries = msgspec.json.decode(self._path.read_bytes(), type=dict[str, WrongTries])
        except (OSError, msgspec.MsgspecError):
            tries = {}
        for name, one in self._unsaved.items():
            if name not in tries or tries[name].in_a_row < one.in_a_row:
                tries[name] = one
        return tries

    def _save(self, tries: dict[str, WrongTries]) -> bool:
        """Write all tries; return whether that was possible. If not, this program knows of them."""
        try:
            replace_durably(self._path, [msgspec.json.encode(tries)])
        except OSError:
            self._unsaved = tries
            return False
        self._unsaved = {}
        return True


def _please_wait(left: timedelta) -> Text:
    return tn(
        "Too many wrong tries. Please wait {n} minute.",
        "Too many wrong tries. Please wait {n} minutes.",
        ceil(left / timedelta(minutes=1)),
    )

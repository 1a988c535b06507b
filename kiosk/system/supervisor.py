"""Starts the kiosk again when the whole program dies.

After an error in the screens, `kiosk.commands.open_screens` starts them again within the program.
It cannot do so when the program itself dies, for want of memory or by a crash beneath Python; that
also leaves the terminal in a wrong mode, with a shell behind it. So the program that a person
starts only supervises. It forks, and the child is the kiosk, in the same terminal. When the child
dies, the supervisor resets the terminal and forks again.

Both end when the kiosk is ended on purpose: by a status that `kiosk.cli.main` returns, or by a
signal to the supervisor, which passes it on. If the supervisor is killed, the child notices and
ends too. Windows cannot fork, and there the kiosk runs without a supervisor.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.errors import KioskError
from kiosk.text import Text, t

if TYPE_CHECKING:
    from kiosk.system.log import ErrorLog

MAX_DEATHS, WITHIN = 5, 60.0
"""The most deaths within so many seconds after which it still starts again."""
GRACE = 10
"""Seconds that the kiosk has to end after a signal, before it is killed."""
ON_PURPOSE = {0, 1, 2, 130, -1, -15}
"""The statuses of `kiosk.cli.main`; and SIGHUP and SIGTERM, negative as `os` has them."""
MODES_OFF = b"".join(
    b"\x1b[?%dl" % mode for mode in (2026, 1000, 1002, 1003, 1006, 1015, 1016, 1004, 2004, 2048)
)
"""Switches off what Textual may have on: held output, mouse, focus, pasting, sizes in the input."""
RESET = b"\x18" + MODES_OFF + b"\x1b[<u\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"
"""Cancels half a sequence (CAN), then restores keys, colours, line wrap, main screen, cursor."""


def is_terminal() -> bool:
    """Return whether keys can be read. Without keys nobody could even end the screens."""
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


def keep_alive(
    run: Callable[[float], int],
    logbook: Callable[[], ErrorLog],
    say: Callable[[Text], None],
    max_deaths: int = MAX_DEATHS,
) -> int:
    """Carry out `run` in a child process, and again when that dies; return its status.

    This also returns in each child, with what `run` returned there. `run` is given the seconds
    since the first start, 0 at that one. `say` shows a sentence at the terminal.

    Raises:
        KioskError: it died more than `max_deaths` times `WITHIN` so many seconds.
    """
    if sys.platform == "win32":
        return run(0.0)
    first_start, deaths = time.monotonic(), deque[float](maxlen=max_deaths)
    with _Watcher() as watcher:
        while watcher.fork():
            status = watcher.wait()
            if watcher.end_requested or status in ON_PURPOSE or not is_terminal():
                return status if status >= 0 else 128 - status  # as shells report a signal
            now, how = time.monotonic(), f"status {status}" if status > 0 else f"signal {-status}"
            if len(deaths) == max_deaths and now - deaths[0] < WITHIN:
                logbook().record(f"not started again after {how}")
                raise KioskError(
                    t(
                        "The kiosk stopped {n} times within a minute, so it won't restart "
                        "by itself. Please start it again. {file} has the details.",
                        n=max_deaths + 1,
                        file=str(logbook().path),
                    )
                )
            deaths.append(now)
            watcher.reset_for_next()
            say(t("The kiosk is restarting."))
            logbook().record(f"started again after {how}")
        return run(deaths[-1] - first_start if deaths else 0.0)


if sys.platform != "win32":
    import signal
    from threading import Thread

    from kiosk.system.terminal_lock import TerminalLock

    END_SIGNALS = (signal.SIGTERM, signal.SIGHUP)
    """By which the system asks a program to end."""

    class _Watcher:
        """The supervisor's side: the locked terminal, and the child that is the kiosk."""

        def __init__(self) -> None:
            self.end_requested = False
            self._child = 0
            """The child's process number; 0: there is none, or this is the child."""
            self._is_child = False
            self._must_reset = False
            """Whether the last child may have left the terminal as the screens use it."""
            # nothing is written to the pipe: reading from it ends when the supervisor is gone
            self._child_end, self._own_end = os.pipe()
            self._handlers = {number: signal.getsignal(number) for number in END_SIGNALS}
            self._lock = TerminalLock()

        def __enter__(self) -> _Watcher:
            for number in END_SIGNALS:
                signal.signal(number, self._pass_on)
            self._lock.lock()
            return self

        def __exit__(self, *_: object) -> None:
            """Put terminal and signals back as they were; a child does so as the last one only."""
            if self._is_child and not self.end_requested:
                return
            if self._must_reset:
                self._reset()
            signal.alarm(0)
            self._lock.unlock()
            self._restore_signals()

        def fork(self) -> bool:
            """Start the child that is the kiosk. Return True here, False in the child.

            Raises:
                OSError: the system has no room for it.
            """
            # blocked meanwhile: a signal between the fork and its result would be passed to nobody
            signal.pthread_sigmask(signal.SIG_BLOCK, END_SIGNALS)
            try:
                self._child = os.fork()
                if not self._child:
                    self._is_child = True
                    self._restore_signals()
                    os.close(self._own_end)
                    Thread(target=self._end_with_supervisor, daemon=True).start()
            finally:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, END_SIGNALS)
            if self._child and self.end_requested:  # asked for while there was no child
                self._pass_on(signal.SIGTERM)
            return bool(self._child)

        def wait(self) -> int:
            """Return the status with which the child ended, or minus the signal that ended it."""
            _, status = os.waitpid(self._child, 0)
            self._child = 0
            code = os.waitstatus_to_exitcode(status)
            self._must_reset = code < 0 or code not in ON_PURPOSE
            return code

        def reset_for_next(self) -> None:
            """Reset the terminal as far as the next child needs it; it stays locked."""
            self._reset()
            self._lock.lock()

        def _reset(self) -> None:
            with suppress(OSError):
                os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, RESET)
            self._must_reset = False

        def _pass_on(self, number: int, _frame: object = None) -> None:
            self.end_requested = True
            if self._child:
                with suppress(ProcessLookupError):  # it has just died
                    os.kill(self._child, number)
                signal.signal(signal.SIGALRM, self._kill)
                signal.alarm(GRACE)

        def _kill(self, _number: int, _frame: object) -> None:
            if self._child:  # to kill 0 would kill the whole process group, this process included
                with suppress(ProcessLookupError):
                    os.kill(self._child, signal.SIGKILL)

        def _restore_signals(self) -> None:
            for number, handler in self._handlers.items():
                signal.signal(number, handler)

        def _end_with_supervisor(self) -> None:
            """In the child: wait until the supervisor is gone, then end as if asked to."""
            os.read(self._child_end, 1)
            self.end_requested = True
            self._lock.unlock_terminal()  # here too: the signal may end this program at once
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(GRACE)
            os._exit(1)

"""The kiosk starts again by itself when the whole program dies.

An error in the screens begins them anew from within (see `open_screens.py`). What ends the
program itself, such as a machine short of memory or a crash beneath Python, leaves nobody to do
that, and a terminal in disorder with a shell behind it. So the program that was started only
watches: it makes a copy of itself, which is the kiosk, waits for it in the same terminal, and when
that dies puts the terminal in order and makes another.

Whoever ends the kiosk on purpose ends both: it returns one of the statuses of `kiosk.cli.main`, or
the system asks for it, which is passed on. If the watcher is killed, the kiosk notices and ends.
Windows cannot copy a program: there the kiosk runs without a watcher.
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

MOST, WITHIN = 5, 60.0
"""Deaths within so many seconds after which it still starts again."""
GRACE = 10
"""Seconds that it has to end when it was asked to."""
ON_PURPOSE = {0, 1, 2, 130, -1, -2, -15}
"""What `kiosk.cli.main` returns; and SIGHUP, SIGINT, SIGTERM, with a minus as `os` has them."""
MODES_OFF = b"".join(
    b"\x1b[?%dl" % mode for mode in (2026, 1000, 1002, 1003, 1006, 1015, 1016, 1004, 2004, 2048)
)
"""Held output, the mouse in all its ways, focus, pasting, and sizes among the keys."""
IN_ORDER = b"\x18" + MODES_OFF + b"\x1b[<u\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"
"""What gives the terminal back: half a sequence dropped, plain keys and text, the first screen."""


def is_terminal() -> bool:
    """Return whether keys can be read; without any the screens could not even be ended."""
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


def keep_alive(
    run: Callable[[float], int], logbook: Callable[[], ErrorLog], say: Callable[[Text], None]
) -> int:
    """Carry out `run` in a copy of this program, and again when that dies; return its status.

    It returns in each copy as well, with what `run` returned there. `run` is given the seconds
    since the first start; 0 at that start. `say` tells whoever is at the terminal.

    Raises:
        KioskError: it died too often.
    """
    if sys.platform == "win32":
        return run(0.0)
    watcher, first = _Watcher(), time.monotonic()
    deaths = deque[float](maxlen=MOST)
    while watcher.begin():
        status = watcher.wait()
        if watcher.asked or status in ON_PURPOSE or not is_terminal():
            watcher.leave(in_disorder=status < 0)
            return status if status >= 0 else 128 - status  # as shells have it
        now, how = time.monotonic(), f"status {status}" if status > 0 else f"signal {-status}"
        if len(deaths) == MOST and now - deaths[0] < WITHIN:
            watcher.leave(in_disorder=True)
            logbook().record(f"not started again after {how}")
            raise KioskError(
                t(
                    "The kiosk broke off {n} times within a minute, and does not start again by "
                    "itself: please start it. {file} tells how it broke off.",
                    n=MOST + 1,
                    file=str(logbook().path),
                )
            )
        deaths.append(now)
        watcher.put_in_order()
        say(t("The kiosk starts again."))
        logbook().record(f"started again after {how}")
    return run(deaths[-1] - first if deaths else 0.0)


if sys.platform != "win32":
    import signal
    import termios
    from threading import Thread

    ASKING = (signal.SIGTERM, signal.SIGHUP)
    """By which the system asks a program to end."""

    class _Watcher:
        """What stays beside the kiosk: the terminal as it was, and whether the end was asked."""

        def __init__(self) -> None:
            self.asked = False
            self._kiosk = 0
            self._terminal = sys.__stdin__.fileno() if sys.__stdin__ else 0
            self._settings = termios.tcgetattr(self._terminal)
            self._kiosk_s_end, self._own_end = os.pipe()  # nothing is ever written to it
            self._before = {one: signal.getsignal(one) for one in (*ASKING, signal.SIGINT)}
            for one in ASKING:
                signal.signal(one, self._pass_on)
            # from the keyboard it comes to both, and the kiosk says what is to be done
            signal.signal(signal.SIGINT, signal.SIG_IGN)

        def begin(self) -> bool:
            """Make the copy that is the kiosk; False in that copy.

            Raises:
                OSError: there is no room for another; the terminal is given back.
            """
            signal.pthread_sigmask(signal.SIG_BLOCK, ASKING)
            try:
                self._kiosk = os.fork()
            except OSError:
                self.leave(in_disorder=True)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKING)
                raise
            if not self._kiosk:
                self._restore_signals()
                os.close(self._own_end)
                Thread(target=self._end_with_watcher, daemon=True).start()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKING)
            if self._kiosk and self.asked:  # between the one copy and the next
                self._pass_on(signal.SIGTERM)
            return bool(self._kiosk)

        def wait(self) -> int:
            """Return the status with which the kiosk ended, or minus the signal."""
            _, status = os.waitpid(self._kiosk, 0)
            self._kiosk = 0
            return os.waitstatus_to_exitcode(status)

        def put_in_order(self) -> None:
            """Give the terminal back as far as the next kiosk needs it.

            What is typed meanwhile is kept for it, not shown, and ends nothing.
            """
            kept = list(self._settings)
            kept[0] &= ~termios.ICRNL
            kept[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
            self._give_back(kept)

        def leave(self, *, in_disorder: bool = False) -> None:
            """Leave the terminal as it was before; nothing is watched any more."""
            if in_disorder:
                self._give_back(self._settings)
            with suppress(termios.error):  # it may be closed
                termios.tcsetattr(self._terminal, termios.TCSANOW, self._settings)
            signal.alarm(0)
            self._restore_signals()

        def _give_back(self, settings: list[int | list[bytes | int]]) -> None:
            with suppress(OSError, termios.error):
                os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, IN_ORDER)
                termios.tcsetattr(self._terminal, termios.TCSAFLUSH, settings)

        def _pass_on(self, number: int, _frame: object = None) -> None:
            self.asked = True
            if self._kiosk:
                with suppress(ProcessLookupError):  # it has just died
                    os.kill(self._kiosk, number)
                signal.signal(signal.SIGALRM, self._kill)
                signal.alarm(GRACE)

        def _kill(self, _number: int, _frame: object) -> None:
            if self._kiosk:  # 0 would be the watcher, and whoever started it
                with suppress(ProcessLookupError):
                    os.kill(self._kiosk, signal.SIGKILL)

        def _restore_signals(self) -> None:
            for one, handler in self._before.items():
                signal.signal(one, handler)

        def _end_with_watcher(self) -> None:
            """Wait, in the kiosk, until the watcher is gone; then end as if it was asked for."""
            os.read(self._kiosk_s_end, 1)
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(GRACE)
            os._exit(1)

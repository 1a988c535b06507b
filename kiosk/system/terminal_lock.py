"""Makes a terminal's keys harmless for as long as the kiosk runs in it.

Ctrl+C, Ctrl+Z and Ctrl+\\ make the terminal itself raise a signal, which ends or stops a program
and leaves a shell. The screens switch that off while they are shown, and at their end restore what
they found at their start. The lock lets them find it off already, so that it is off between two
runs of the screens as well. What is typed then is neither shown nor kept.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    import signal
    import termios
    from contextlib import suppress

    KEY_SIGNALS = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)
    """The signals that a terminal raises for a key."""

    class TerminalLock:
        """The terminal's settings and this program's signals as they were, and the safe ones."""

        def __init__(self) -> None:
            self._terminal = sys.__stdin__.fileno() if sys.__stdin__ else 0
            self._settings = termios.tcgetattr(self._terminal)
            self._handlers = {number: signal.getsignal(number) for number in KEY_SIGNALS}

        def lock(self) -> None:
            """Switch signals, echo and line editing off, and forget what was typed so far."""
            for number in KEY_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            safe = [*self._settings[:6], [*self._settings[6]]]
            safe[0] &= ~(termios.ICRNL | termios.IXON)
            safe[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
            safe[6][termios.VMIN], safe[6][termios.VTIME] = 1, 0
            self._set(safe)

        def unlock_terminal(self) -> None:
            """Restore the terminal's settings."""
            self._set(self._settings)

        def unlock(self) -> None:
            """Restore the terminal's settings and the signals."""
            self.unlock_terminal()
            for number, handler in self._handlers.items():
                signal.signal(number, handler)

        def _set(self, settings: termios._AttrReturn) -> None:
            with suppress(termios.error):  # it may be closed
                # never waits for output: somebody may have stopped it by ctrl+s before the start
                termios.tcsetattr(self._terminal, termios.TCSANOW, settings)
                termios.tcflush(self._terminal, termios.TCIFLUSH)

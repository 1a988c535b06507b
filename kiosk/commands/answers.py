"""The lines that a person types, one after the other, each within a time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from io import RawIOBase

STEP = 0.5
"""Seconds between two looks at what else there is to do while nobody answers."""


class Answers:
    """Reads standard input a line at a time: a terminal's, or a pipe's."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        """Read on. `meanwhile` is called again and again while nobody answers."""
        self._meanwhile = meanwhile
        # without its buffer: what that has read ahead could not be waited for
        buffered = sys.stdin.buffer if sys.stdin is not None else None
        self._lines: RawIOBase | None = getattr(buffered, "raw", None)

    def next(self, within: float | None = None, *, hidden: bool = False) -> str | None:
        """Return the next line, or None if none comes `within` some seconds.

        `hidden`: a terminal does not show what is typed.

        Raises:
            EOFError: there is no more.
        """
        if self._lines is None:
            raise EOFError
        if hidden and sys.platform == "win32" and self._lines.isatty():
            from getpass import getpass

            return getpass("")
        with _hidden(self._lines) if hidden else nullcontext():
            line = self._lines.readline() if self._comes(self._lines, within) else None
        if line == b"":
            raise EOFError
        return None if line is None else line.decode("utf-8", "replace").strip()

    def forget(self) -> None:
        """Forget what somebody has typed and not sent: the next person must not send it."""
        if self._lines is not None and self._lines.isatty() and sys.platform != "win32":
            import termios

            termios.tcflush(self._lines, termios.TCIFLUSH)

    def _comes(self, lines: RawIOBase, within: float | None) -> bool:
        until = None if within is None else time.monotonic() + within
        while not _is_there(lines):
            self._meanwhile()
            if until is not None and time.monotonic() >= until:
                return False
        return True


def _is_there(lines: RawIOBase) -> bool:
    """Return whether there is a line to read, after some waiting."""
    if sys.platform != "win32":
        from select import select

        return bool(select([lines], [], [], STEP)[0])
    if not lines.isatty():
        return True  # a pipe cannot be waited for
    import msvcrt

    time.sleep(STEP)
    return msvcrt.kbhit()


@contextmanager
def _hidden(lines: RawIOBase) -> Iterator[None]:
    """Let a terminal not show what is typed."""
    if sys.platform == "win32" or not lines.isatty():
        yield
        return
    import termios

    before = termios.tcgetattr(lines)
    after = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
    termios.tcsetattr(lines, termios.TCSADRAIN, after)
    try:
        yield
    finally:
        termios.tcsetattr(lines, termios.TCSADRAIN, before)

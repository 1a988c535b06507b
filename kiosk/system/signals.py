"""Signals that end the kiosk: without a handler they would leave the terminal in raw mode."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from functools import partial

EXIT_TIMEOUT = 5.0
"""Seconds until the process is ended by force after a signal; nothing unsaved is lost by it."""


def exit_on_signals(leave: Callable[[], None]) -> None:
    """Call `leave` on SIGTERM and SIGHUP, where an event loop can handle them."""
    # imported late, for the first paint
    import asyncio

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            try:
                asyncio.get_running_loop().add_signal_handler(number, partial(_exit, leave))
            except (NotImplementedError, RuntimeError, ValueError):
                return  # on Windows, or outside the main thread, the default handlers stay


def _exit(leave: Callable[[], None]) -> None:
    """Exit, by force if need be: writing to a terminal that is gone may block for ever."""
    deadline = threading.Timer(EXIT_TIMEOUT, os._exit, (0,))
    # an ordinary thread would keep the process alive itself
    deadline.daemon = True
    deadline.start()
    leave()

"""Textual's driver, for a terminal that the supervisor has locked."""

from __future__ import annotations

import sys
from typing import Any

if sys.platform != "win32":
    import signal
    import termios
    from contextlib import suppress

    from textual.drivers.linux_driver import LinuxDriver

    class LockedDriver(LinuxDriver):
        """A driver that cannot be suspended, and begins without what was typed before it."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            # Textual would give the terminal back and stop the program
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)
            # and begin anew when it is continued, though it never gave the terminal back
            signal.signal(signal.SIGCONT, signal.SIG_DFL)

        def start_application_mode(self) -> None:
            """Show the screens; keys pressed earlier were not meant for them."""
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)
            super().start_application_mode()  # type: ignore[no-untyped-call]

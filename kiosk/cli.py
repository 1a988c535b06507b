"""The command line: `kiosk` and its commands. Only what a command needs is loaded."""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiosk.desk import Clock


def main(
    arguments: Sequence[str] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    clock: Clock | None = None,
) -> int:
    """Carry out one command and return its exit status.

    0: done, or on a waiting list; 1: refused or failed, with one sentence on standard error; 2:
    wrong usage; 130: stopped by ctrl+c. `clock` tells the true time; a sample school's clock has
    an offset to it.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:  # scripts ask for it: load nothing
        from kiosk import __version__

        sys.stdout.write(f"kiosk {__version__}\n")
        return 0
    # a program that has just begun has no garbage, and looking for it took a third of the start
    gc.disable()
    try:
        from kiosk.commands import run_command_line

        return run_command_line(given, environ, clock)
    finally:
        gc.enable()

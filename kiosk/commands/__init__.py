"""The command line's commands: `table.py` lists them, and names the function that does each.

May know everything else. Loads only what the command in hand needs.
Start with `table.py`, then `context.py`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from kiosk.commands.console import Console
from kiosk.commands.context import CommandContext
from kiosk.commands.parser import WrongUsage, language_code, read_arguments
from kiosk.language import Language
from kiosk.text import t

if TYPE_CHECKING:
    from kiosk.desk import Clock

CommandFunction: TypeAlias = Callable[[CommandContext], None]

WRONG_USAGE = 2
STOPPED = 130
"""The exit status after ctrl+c, as shells have it."""


def run_command_line(
    arguments: list[str], environ: Mapping[str, str] | None, clock: Clock | None
) -> int:
    """Carry out a command line and return the exit status; see `kiosk.cli.main`."""
    environ = os.environ if environ is None else environ
    console = Console(Language(language_code(arguments, environ)))
    try:
        return _guarded(arguments, environ, clock, console)
    except BrokenPipeError:
        # the reader has closed the pipe, and Python would fail again when it flushes at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _guarded(
    arguments: list[str], environ: Mapping[str, str], clock: Clock | None, console: Console
) -> int:
    """Carry out a command line; every error but a closed pipe becomes a sentence and a status."""
    try:
        options = read_arguments(arguments, console.language)
    except SystemExit:  # argparse has shown its help
        console.flush()
        return 0
    except WrongUsage as error:
        console.warn(error.reason)
        return WRONG_USAGE
    context = CommandContext(options, environ, console, clock)
    try:
        if context.opens_screens:
            from kiosk.system.supervisor import is_terminal, keep_alive

            if is_terminal():
                return keep_alive(partial(_run, context), context.logbook, console.warn)
        return _run(context)
    except KeyboardInterrupt:
        console.warn(t("Stopped."))
        return STOPPED
    except BrokenPipeError:
        raise
    except Exception as error:
        console.warn(context.explain(error))
        return 1


def _run(context: CommandContext, since: float = 0.0) -> int:
    load_function(context.options.runs)(replace(context, since=since))
    context.console.flush()
    return 0


def load_function(where: str) -> CommandFunction:
    """Return the function that the table names as `module:function`."""
    module, _, name = where.partition(":")
    function: CommandFunction = getattr(import_module(f"kiosk.commands.{module}"), name)
    return function

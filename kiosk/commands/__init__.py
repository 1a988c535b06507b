"""The commands: found, loaded and carried out, every error told in a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from kiosk.commands.context import CommandContext, Console
from kiosk.commands.parser import read_arguments
from kiosk.errors import KioskError
from kiosk.language import Language
from kiosk.text import Text, t

if TYPE_CHECKING:
    from kiosk.desk import Clock

Command: TypeAlias = Callable[[CommandContext], None]

STOPPED = 130
"""The exit status after ctrl+c, as shells have it."""


def run_command_line(
    arguments: list[str], environ: Mapping[str, str] | None, clock: Clock | None
) -> int:
    """Carry out a command line and return the exit status; see `kiosk.cli.main`."""
    console = Console(Language("en"))
    try:
        return _guarded(arguments, os.environ if environ is None else environ, clock, console)
    except BrokenPipeError:
        # whoever read has had enough; Python must not stumble over it once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _guarded(
    arguments: list[str], environ: Mapping[str, str], clock: Clock | None, console: Console
) -> int:
    try:
        command_context = CommandContext(
            read_arguments(arguments, console.language), environ, console, clock
        )
        if command_context.opens_screens:
            from kiosk.system.supervisor import is_terminal, keep_alive

            if is_terminal():
                return keep_alive(
                    partial(_do, command_context), command_context.logbook, console.warn
                )
        return _do(command_context)
    except SystemExit as ended:  # argparse has shown its help, or what is wrong
        console.flush()
        return ended.code if isinstance(ended.code, int) else 1
    except KeyboardInterrupt:
        console.warn(t("Stopped."))
        return STOPPED
    except BrokenPipeError:
        raise
    except Exception as error:
        for line in _told(error):
            console.warn(line)
        return 1


def _do(command_context: CommandContext, since: float = 0.0) -> int:
    _command(command_context.options.command)(replace(command_context, since=since))
    command_context.console.flush()
    return 0


def _told(error: Exception) -> list[Text]:
    """Return what is told of an error: never a traceback, never more than the person gave."""
    if isinstance(error, KioskError):
        return [error.reason]
    if isinstance(error, OSError):
        cause = error.strerror or type(error).__name__
        return [t("{file} cannot be used: {cause}.", file=str(error.filename or ""), cause=cause)]
    kind = type(error).__name__
    return [t("Something went wrong inside the kiosk ({kind}): please try again.", kind=kind)]


def _command(name: str) -> Command:
    """Return a command, loading only what it needs."""
    match name:
        case "people" | "sessions" | "attendance" | "history":
            from kiosk.commands import lists

            return {
                "people": lists.people,
                "sessions": lists.sessions,
                "attendance": lists.attendance,
                "history": lists.history,
            }[name]
        case "sign-in" | "choose" | "mark":
            from kiosk.commands import attend

            return {"sign-in": attend.sign_in, "choose": attend.choose, "mark": attend.mark}[name]
        case "draw":
            from kiosk.commands.lottery import draw_wishes

            return draw_wishes
        case "load":
            from kiosk.commands.load import load

            return load
        case "print":
            from kiosk.commands.print_pages import print_pages

            return print_pages
        case "repair" | "restore":
            from kiosk.commands import repair

            return {"repair": repair.repair, "restore": repair.restore}[name]
        case "backups":
            from kiosk.commands.backups import backups

            return backups
        case "demo":
            from kiosk.commands.open_screens import demo

            return demo
        case _:
            from kiosk.commands.open_screens import kiosk

            return kiosk

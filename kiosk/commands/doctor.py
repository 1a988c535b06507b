"""`kiosk doctor`: whether this machine and the data folder are fit for the day, on one page."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from kiosk.commands.backups import copies_warnings
from kiosk.commands.context import CommandContext
from kiosk.errors import DataFolderError
from kiosk.factory import Kiosk
from kiosk.language import Language
from kiosk.printing import unprinted_names
from kiosk.rules.model.school import School
from kiosk.store.opening import open_administration
from kiosk.system.data_folder import holds_school
from kiosk.system.health import (
    LEAST,
    Finding,
    Level,
    clock_finding,
    disk_findings,
    terminal_findings,
)
from kiosk.system.key_trial import key_finding, read_keys, scan_finding
from kiosk.system.printer import printer_trouble
from kiosk.system.storage_checks import storage_warnings
from kiosk.text import t

WORDS = {Level.OK: t("OK"), Level.LOOK: t("Look at this"), Level.MEND: t("Mend this")}
WIDEST = 79


def doctor(context: CommandContext) -> None:
    """Check all that can be checked without opening the screens, and say what to do next."""
    say, console = context.console.language.say, context.console
    window = _window()
    found = [*terminal_findings(window, context.environ), *_trials(context), *_folder(context)]
    if context.options.json:
        about = [{"check": one.check, "level": one.level, "text": say(one.text)} for one in found]
        console.write(json.dumps(about, ensure_ascii=False) + "\n")
        return
    for line in page(found, context.console.language, window[0] if window else WIDEST + 1):
        console.tell(line)


def page(found: Iterable[Finding], language: Language, columns: int) -> Iterator[str]:
    """Yield the lines of the page, for a window of so many columns."""
    width = max(LEAST[0], min(WIDEST, columns - 1))
    wide = max(len(language.say(word)) for word in WORDS.values()) + 2
    for one in found:
        start = language.say(WORDS[one.level]).ljust(wide)
        yield from textwrap.wrap(language.say(one.text), width, initial_indent=start,
                                 subsequent_indent=" " * wide)  # fmt: skip


def _window() -> tuple[int, int] | None:
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):  # a pipe, or no output at all
        return None
    return size.columns, size.lines


def _trials(context: CommandContext) -> Iterator[Finding]:
    """Let a person at the terminal press a key and scan a badge; each is skipped after a while."""
    if context.options.json or not context.console.is_asking or sys.platform == "win32":
        text = t("Keys and scanner were not tried here: open the kiosk, press F1, scan a badge.")
        yield Finding("keys", Level.LOOK, text)
        return
    context.console.warn(t("Press F1 now (Enter: leave this out)."))
    yield key_finding(read_keys())
    context.console.warn(t("Scan a badge now (Enter: leave this out)."))
    yield scan_finding(read_keys())


def _folder(context: CommandContext) -> Iterator[Finding]:
    folder = context.folder()
    if not holds_school(folder):
        text = t("There is no school in {folder} yet.", folder=str(folder))
        yield Finding("folder", Level.LOOK, text)
        # what will hold it can be tried already
        yield from disk_findings(next(one for one in folder.absolute().parents if one.is_dir()))
        yield clock_finding(context.clock().astimezone(), School().zone, None)
        return
    yield from disk_findings(folder)
    warnings = storage_warnings(folder)
    yield from (Finding("folder", Level.LOOK, one) for one in warnings)
    if not warnings:
        text = t("Only this account can read {folder}, on this machine's disk.", folder=str(folder))
        yield Finding("folder", Level.OK, text)
    try:
        with context.school() as kiosk:
            yield from _school(kiosk, context.clock().astimezone())
    except DataFolderError as error:
        yield Finding("folder", Level.MEND, context.explain(error))
    yield from _copies(folder)


def _school(kiosk: Kiosk, now: datetime) -> Iterator[Finding]:
    """Yield what depends on what the school has set, and on who is in it."""
    school, desk = kiosk.desk.school, kiosk.desk
    # a sample school's changes are of its own time
    latest = desk.latest(1) if not kiosk.demo_pin else []
    yield clock_finding(now, school.zone, latest[0].at if latest else None)
    lacking = unprinted_names(school, school.people)
    yield from (Finding("fonts", Level.LOOK, one) for one in lacking)
    if not lacking:
        yield Finding("fonts", Level.OK, t("Every name can be printed."))
    trouble = desk.copies_trouble()
    if trouble is not None:
        yield Finding("copies", Level.MEND, trouble)
    printer = school.settings.printer
    unfit = printer_trouble(printer) if printer else None
    if unfit is not None:
        yield Finding("printer", Level.MEND, unfit)
    elif printer:
        text = t("The roll call is printed by itself on {printer}.", printer=printer)
        yield Finding("printer", Level.OK, text)
    else:
        text = t("No printer is set: print the roll call by hand.")
        yield Finding("printer", Level.OK, text)


def _copies(folder: Path) -> Iterator[Finding]:
    copies = open_administration(folder).copies()
    if copies.here:
        text = t("The last copy of the data is of {day}.", day=copies.here[-1].day)
        yield Finding("copies", Level.OK, text)
    yield from (Finding("copies", Level.LOOK, one) for one in copies_warnings(copies))

"""What every command is given: its options, the surroundings, and a voice."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kiosk.errors import DataFolderError, Refused
from kiosk.language import Language
from kiosk.system.data_folder import find_data_folder, holds_school, true_time
from kiosk.text import Text, t

if TYPE_CHECKING:
    from kiosk.desk import Clock, Outcome
    from kiosk.factory import Kiosk
    from kiosk.rules.model.decisions import Decision
    from kiosk.system.log import ErrorLog


class Console:
    """Says things: results on standard output, all else on standard error; always in UTF-8."""

    def __init__(self, language: Language) -> None:
        self.language = language
        # whoever closed an output does not want to hear: what is asked for is done all the same
        sys.stdout = sys.stdout or _nowhere()
        sys.stderr = sys.stderr or _nowhere()
        # a path may hold bytes that are no text: they go out as they came in
        _speak_utf8(sys.stdout, "surrogateescape")
        _speak_utf8(sys.stderr, "backslashreplace")

    def tell(self, what: Text | str) -> None:
        """Say a line of what was asked for."""
        self.write(self.language.say(what) + "\n")

    def warn(self, what: Text | str) -> None:
        """Say a line that is not part of the result, or why there is none."""
        sys.stdout.flush()
        sys.stderr.write(self.language.say(what) + "\n")

    @property
    def is_asking(self) -> bool:
        """Whether somebody types the answers."""
        return sys.stdin is not None and sys.stdin.isatty()

    def ask_secret(self, what: Text) -> str:
        """Return what is typed without being shown, or the next line where nobody types.

        Raises:
            Refused: there is none.
        """
        found = ""
        if self.is_asking:
            from getpass import getpass

            with suppress(EOFError):
                found = getpass(self.language.say(what), sys.stderr)
        elif sys.stdin is not None:
            line = sys.stdin.buffer.readline()
            found = line.decode("utf-8", "surrogateescape").rstrip("\r\n")
        if not found:
            raise Refused(t("No passphrase was given."))
        return found

    def write(self, text: str) -> None:
        """Write a result as it is."""
        sys.stdout.write(text)

    def flush(self) -> None:
        """Make sure that what was said is out. Raises `BrokenPipeError` if nobody listens."""
        sys.stdout.flush()


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def _speak_utf8(stream: TextIO, errors: str) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors=errors)


@dataclass(frozen=True)
class CommandContext:
    """One call of one command."""

    options: argparse.Namespace
    environ: Mapping[str, str]
    console: Console
    given_clock: Clock | None = None
    since: float = 0.0
    """Seconds since the kiosk was started, where it died and started again by itself; else 0."""

    @property
    def opens_screens(self) -> bool:
        """Whether it opens the screens, for as long as the day is."""
        is_demo = self.options.command == "demo"
        return not self.options.command or (is_demo and not self.options.load_only)

    def logbook(self) -> ErrorLog:
        """Return the log in the data folder."""
        from kiosk.system.log import ErrorLog

        return ErrorLog(self.folder(demo=self.options.command == "demo"))

    @property
    def clock(self) -> Clock:
        """The clock that tells the true time."""
        return self.given_clock or true_time

    def folder(self, *, demo: bool = False) -> Path:
        """Return the data folder."""
        return find_data_folder(self.options.data, self.environ, demo=demo)

    def school(self) -> Kiosk:
        """Open the school in the data folder; `--at` stops its clock.

        Raises:
            DataFolderError: there is no school, or it cannot be read.
        """
        folder = self.folder()
        if not holds_school(folder):
            raise DataFolderError(
                t(
                    "There is no school in {folder} yet: load yours with “kiosk load”, "
                    "or try “kiosk demo”.",
                    folder=str(folder),
                )
            )
        return self.opened(folder)

    def opened(self, folder: Path) -> Kiosk:
        """Open a folder, whatever is in it; `--at` stops its clock."""
        from kiosk.factory import assemble, stand_still

        kiosk = assemble(folder, self.clock)
        if self.options.at is not None:
            stand_still(kiosk, self.options.at)
        return kiosk

    def perform(self, kiosk: Kiosk, decision: Decision) -> Outcome:
        """Carry out a decision at the desk, recorded as done by the command line."""
        from kiosk.rules.model.terms import Evidence

        return kiosk.desk.perform_now(decision, "command", Evidence.COMMAND)

    def day(self, kiosk: Kiosk) -> str:
        """Return the id of the INSET day that is meant: `--day`, else today.

        Raises:
            Refused: there is no INSET day then.
        """
        school, now = kiosk.desk.school, kiosk.desk.now()
        if self.options.day is not None:
            return school.day(self.options.day.isoformat()).id
        today = school.today(now)
        if today is not None:
            return today.id
        days = school.programme.days
        coming = min((day for day in days if day > now.date().isoformat()), default=None)
        near = coming or max(days, default=None)
        if near is None:
            raise Refused(t("There is no INSET day yet: load a programme first."))
        raise Refused(t("There is no INSET day today; for another one add --day {day}.", day=near))


def as_kept(given: str) -> str:
    """Return an id as it is kept, from what was typed: an accent may be typed as two characters.

    What is no text at all stays as it is, and so is nobody's.
    """
    from kiosk.rules.model.names import clean

    return given if any("\ud800" <= char <= "\udfff" for char in given) else clean(given)

"""What every command is given: its options, the environment, a clock and the console."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.console import Console
from kiosk.errors import DataFolderError, KioskError, Refused
from kiosk.rules.model.ids import DayId
from kiosk.system.data_folder import find_data_folder, holds_school, true_time
from kiosk.text import Text, t

if TYPE_CHECKING:
    from kiosk.desk import Clock, Outcome
    from kiosk.factory import Kiosk
    from kiosk.rules.model.changes import Changes
    from kiosk.rules.model.decisions import Decision
    from kiosk.system.log import ErrorLog


@dataclass(frozen=True)
class CommandContext:
    """One run of one command."""

    options: argparse.Namespace
    environ: Mapping[str, str]
    console: Console
    given_clock: Clock | None = None
    since: float = 0.0
    """Seconds since the first start, where the kiosk died and was started again; else 0."""

    @property
    def opens_screens(self) -> bool:
        """Whether it opens the screens, which then run all day."""
        is_demo = self.options.command == "demo" and not self.options.load_only
        return is_demo or self.options.command in ("", "rehearse")

    def logbook(self) -> ErrorLog:
        """Return the log in the data folder."""
        from kiosk.system.log import ErrorLog

        return ErrorLog(self.folder(demo=self.options.command == "demo"))

    def explain(self, error: Exception) -> Text:
        """Return the one sentence on an error, which the log notes if it is a fault.

        Not where the data folder is somebody's folder of other things, named by mistake.
        """
        log = self.logbook()
        if isinstance(error, KioskError) and not holds_school(log.path.parent):
            return error.reason
        return log.explain(error)

    @property
    def clock(self) -> Clock:
        """The clock that tells the true time."""
        return self.given_clock or true_time

    def folder(self, *, demo: bool = False) -> Path:
        """Return the data folder."""
        return find_data_folder(self.options.data, self.environ, demo=demo)

    def school(self, *, runs_on: bool = False) -> Kiosk:
        """Open the school in the data folder; `--at` stops its clock, unless it `runs_on`.

        Raises:
            DataFolderError: there is no school, or it cannot be read.
        """
        folder = self.folder()
        if not holds_school(folder):
            raise DataFolderError(
                t(
                    "There is no school in {folder} yet. Load yours with “kiosk load”, "
                    "or try “kiosk demo”.",
                    folder=str(folder),
                )
            )
        return self.opened(folder, runs_on=runs_on)

    def opened(self, folder: Path, *, runs_on: bool = False) -> Kiosk:
        """Open a folder, also one without a school; `--at` stops its clock, unless it `runs_on`."""
        from kiosk.factory import assemble, stand_still, start_at

        kiosk = assemble(folder, self.clock)
        if self.options.at is not None and runs_on:
            start_at(kiosk, self.options.at, timedelta(seconds=self.since))
        elif self.options.at is not None:
            stand_still(kiosk, self.options.at)
        return kiosk

    def perform(self, kiosk: Kiosk, decision: Decision) -> Outcome:
        """Carry out a decision at the desk; it is the command line that asks."""
        from kiosk.rules.model.actors import COMMAND

        return kiosk.desk.perform_now(decision, COMMAND)

    def perform_or_preview(self, kiosk: Kiosk, decision: Decision) -> None:
        """Carry out a decision and tell whom it touches; with `--dry-run` only tell."""
        from kiosk.rules.model.actors import COMMAND

        done: Changes | Outcome
        if self.options.dry_run:
            done = decision(kiosk.desk.school, kiosk.desk.now(), COMMAND)
        else:
            done = self.perform(kiosk, decision)
        if self.options.json:
            import json

            say = self.console.language.say
            about = {
                "done": not self.options.dry_run,
                "message": say(done.message) if done.message is not None else "",
                "notes": [say(note) for note in done.all_notes()],
            }
            self.console.write(json.dumps(about, ensure_ascii=False) + "\n")
            return
        if self.options.dry_run:
            self.console.tell(t("Nothing has been changed. This is what would happen:"))
        for line in (done.message, *done.all_notes()):
            if line is not None:
                self.console.tell(line)

    def day(self, kiosk: Kiosk, *, option: str = "--day ", is_ahead: bool = False) -> DayId:
        """Return the id of the INSET day: that of `--day`, else today's.

        `option`: what stands before the day where one is given; blank: nothing.
        `is_ahead`: what is asked for is made before the day; on any other date it is the next one.

        Raises:
            Refused: there is no INSET day on that date.
        """
        from kiosk.rules.model.open_days import next_open_day

        school, now = kiosk.desk.school, kiosk.desk.now()
        if self.options.day is not None:
            return school.day(DayId(self.options.day.isoformat())).id
        if is_ahead and (coming := next_open_day(school, now)) is not None:
            return coming.id
        today = school.today(now)
        if today is not None:
            return today.id
        days = school.programme.days
        next_day = min((day for day in days if day > now.date().isoformat()), default=None)
        near = next_day or max(days, default=None)
        if near is None:
            raise Refused(t("There is no INSET day yet. Load a programme first."))
        raise Refused(
            t("There is no INSET day today. For another day, add {day}.", day=f"{option}{near}")
        )


def as_kept(given: str) -> str:
    """Return an id in the form in which it is kept: an accent may be typed as two characters.

    An id with bytes that are no text stays as it is. Nobody has such an id.
    """
    from kiosk.rules.model.names import clean

    return given if any("\ud800" <= char <= "\udfff" for char in given) else clean(given)

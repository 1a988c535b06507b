"""Another program on the same folder: it changes what is on the screen while keys are pressed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from multiprocessing import get_context
from pathlib import Path
from random import Random

from msgspec.structs import replace

from kiosk.desk import Desk
from kiosk.errors import KioskError
from kiosk.exchange.programme import read_programme
from kiosk.rules.attendance.arrivals import doubt_sign_in, sign_in, undo_sign_in
from kiosk.rules.attendance.leaving import come_back, leave
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.merging import merge_people
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.day_changes import cancel_day
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.rules.loading.load_options import LoadOptions
from kiosk.rules.loading.school_files import load_programme
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.file_contents import ProgrammeFile
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.store.opening import open_administration, open_store
from tests.builders import DAY, at


class Writer:
    """The other program: a process of its own, which makes one change after another."""

    def __init__(self, folder: Path, clock: str) -> None:
        self._folder, self._clock = folder, clock

    def write(self, seed: int, tell: Callable[[str], None]) -> None:
        """Begin a change without waiting for it; once done, its name is told."""
        asked = _process().submit(_write, self._folder, self._clock, seed)
        asked.add_done_callback(lambda done: tell(done.result()))

    def close(self) -> None:
        _process().submit(_leave).result()


def start_process() -> None:
    """Start the process: once the screens run, it cannot be started."""
    _process().submit(_leave).result()


@lru_cache
def _process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"))


# -- in the other process ---------------------------------------------------------------------

_open: dict[Path, Desk] = {}


def _leave() -> None:
    while _open:
        _open.popitem()[1].close()


def _write(folder: Path, clock: str, seed: int) -> str:
    if folder not in _open:
        _open[folder] = Desk(open_store(folder), lambda: at(clock))
    name, change = _Change(_open[folder].school, Random(seed)).pick()
    with suppress(KioskError):
        if isinstance(change, Decision):
            _open[folder].perform_now(change, Actor("other", Evidence.TUTOR))
        else:
            open_administration(folder).erase_person(change, at(clock))
    return name


@dataclass(frozen=True)
class _Change:
    school: School
    dice: Random

    def pick(self) -> tuple[str, Decision | PersonId]:
        """Return a change by its name: a decision, or a person to erase."""
        school, one = self.school, self.dice.choice
        people, sessions = sorted(school.people), sorted(school.programme.sessions)
        if not people or not sessions:
            return "load programme", load_programme(_seed_programme())
        person, session = PersonId(one(people)), SessionId(one(sessions))
        usual: list[Decision] = [
            sign_in(person),
            choose(person, session),
            give_up_place(person, session),
            mark(person, session, one(list(MarkState))),
            leave_site(person),
            undo_sign_in(person),
            doubt_sign_in(person),
        ]
        rare: list[Decision | PersonId] = [
            cancel_session(session),
            merge_people(person, PersonId(one(people))),
            self._reload(),
            leave(person),
            come_back(person),
            cancel_day(DAY),
            person,
        ]
        change = one(rare) if self.dice.random() < 0.2 else one(usual)
        if not isinstance(change, Decision):
            return f"erase {person}", change
        return f"{change.rule} {person} {session}", change

    def _reload(self) -> Decision:
        """Load the programme again: with other rooms, other times, or without some sessions."""
        file, dice = _seed_programme(), self.dice
        rows = [row for row in file.sessions if dice.random() < 0.9]
        rows = [
            replace(row, record=replace(row.record, room=f"Room {dice.randrange(40)}"))
            if dice.random() < 0.2
            else row
            for row in rows
        ]
        options = LoadOptions(replace=dice.random() < 0.5, file_wins=True)
        return load_programme(replace(file, sessions=tuple(rows)), options)


@lru_cache
def _seed_programme() -> ProgrammeFile:
    with as_file(files("seed")) as seed:
        return read_programme(seed)

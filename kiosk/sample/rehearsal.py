"""A rehearsal: a copy of the school opened on one of its days, with people arriving if asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Event, Thread

from kiosk.desk import Clock
from kiosk.errors import KioskError, Refused
from kiosk.factory import Kiosk, assemble
from kiosk.rules.attendance.arrivals import has_arrived, sign_in
from kiosk.rules.choosing.bookings import slots_to_choose
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.open_days import next_open_day
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.requirement import expected_from, own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.sample.demo_day import PlayedDay, choose_liked, shuffled
from kiosk.sample.school import STARTS_AT, journals, offset_of
from kiosk.store.opening import open_store
from kiosk.system.data_folder import DemoMark
from kiosk.system.durable_files import make_folder
from kiosk.system.rehearsal_folder import rehearsing
from kiosk.text import t

EARLY = timedelta(minutes=45)
"""How long before they are expected the first people come."""
PAUSE = 3.0
"""Seconds from one arrival to the next: a queue of sixty is through in three minutes."""


def day_to_rehearse(school: School, now: datetime, wanted: date | None) -> InsetDay:
    """Return the INSET day to rehearse: the one wanted, else the next one, else the last.

    Raises:
        Refused: there is none, or none on the date wanted.
    """
    if wanted is not None:
        return school.day(DayId(wanted.isoformat()))
    found = next_open_day(school, now) or max(
        school.programme.days.values(), key=lambda day: day.id, default=None
    )
    if found is None:
        raise Refused(t("There is no INSET day yet. Load a programme first."))
    return found


@contextmanager
def open_rehearsal(folder: Path, clock: Clock, day: InsetDay, at: time | None) -> Iterator[Kiosk]:
    """Open a copy of the school in a folder on a day; the copy is deleted at the end.

    The copy has neither a second folder nor a printer, and `clock`, the true time, is moved to the
    day in every program on it. PINs are the school's own.

    Raises:
        Refused: a rehearsal is open already.
        DataFolderError: the school or the copy cannot be opened.
    """
    with rehearsing(folder) as copy:
        make_folder(copy)
        with assemble(folder, clock) as real:
            zone = real.desk.school.zone
        moved = offset_of(date.fromisoformat(day.id), at or STARTS_AT, zone, clock())
        DemoMark(copy).write(date.fromisoformat(day.id), moved, rehearses=True)
        with open_store(folder).transaction():
            for name in ("attendance.json", "secrets.json", *journals(folder)):
                with suppress(FileNotFoundError):  # no checkpoint yet, or no PIN
                    shutil.copy2(folder / name, copy / name)
        with assemble(copy, clock) as opened:
            yield opened


# -- people who come and choose ----------------------------------------------------------------


@contextmanager
def arriving(folder: Path, clock: Clock, pause: float = PAUSE) -> Iterator[None]:
    """Let people come and choose while the block runs, as at another kiosk on the same folder."""
    ended = Event()
    others = Thread(target=_let_people_come, args=(folder, clock, pause, ended))
    others.start()
    try:
        yield
    finally:
        ended.set()
        others.join()


def _let_people_come(folder: Path, clock: Clock, pause: float, ended: Event) -> None:
    with assemble(folder, clock) as kiosk:
        while not ended.wait(pause):
            with suppress(KioskError):  # such as when the day is closed: nobody comes then
                kiosk.desk.perform_now(next_acts(), COMMAND)


@decision
def next_acts(school: School, now: datetime) -> Changes:
    """Let the next person come who is expected about now, and the next one choose who can."""
    played, day = PlayedDay(school), school.today(now)
    if day is not None:
        with suppress(Refused):
            _next_arrival(played, now, day)
        with suppress(Refused):
            _next_choice(played, now, day)
    return Changes(tuple(played.items))


def _next_arrival(played: PlayedDay, now: datetime, day: InsetDay) -> None:
    school = played.school
    for person in shuffled(school.people_on(now.date()).values(), "arrives"):
        due = expected_from(school, person, day)
        if due is None or has_arrived(school, person.id, day.id):
            continue
        if now >= school.moment(day.id, due) - EARLY:
            known_by = Evidence.BADGE if person.badge else Evidence.TYPED
            played.carry_out(sign_in(person.id), now, known_by)
            return


def _next_choice(played: PlayedDay, now: datetime, day: InsetDay) -> None:
    school = played.school
    for slot, sessions in slots_to_choose(school, day):
        if now >= school.moment(day.id, slot.start):
            continue
        for person in shuffled(school.people_on(now.date()).values(), slot.id):
            if (
                has_arrived(school, person.id, day.id)
                and slot_requirement(school, person, day, slot).required
                and own_session(school, person, day, slot) is None
            ):
                before = len(played.items)
                choose_liked(played, person, list(sessions), now)
                if len(played.items) > before:
                    return

"""The sample school: created in a folder of its own for today, and again when its day is over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kiosk.desk import Clock, Desk
from kiosk.errors import Busy, Refused
from kiosk.factory import Kiosk, assemble
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.ids import DayId
from kiosk.sample.pin import DEMO_PIN
from kiosk.settings import Settings
from kiosk.store.opening import open_store
from kiosk.system.data_folder import DemoMark, holds_school
from kiosk.system.durable_files import make_folder
from kiosk.text import t

if TYPE_CHECKING:
    from kiosk.rules.model.decisions import Decision
    from kiosk.rules.model.file_contents import InvitationFile, ProgrammeFile, StaffFile
    from kiosk.rules.model.school import School

STARTS_AT = time(8, 20)
"""What the clock of a new sample school shows."""

KEPT = "kept"
"""The folder within the sample's own for samples whose day is over."""

LOCK = "demo.lock"
WAIT = 30.0
"""Seconds to wait while another program creates the sample."""

OWN = [
    "attendance.archive", "attendance.backups", "attendance.json",
    "secrets.json", "tries.json", "evaluations.json", "pages", "demo.json",
]  # fmt: skip
"""What is moved aside. The mark comes last, so that a move cut short is continued the next time."""


def open_demo(folder: Path, clock: Clock, at: time | None = None) -> Kiosk:
    """Open the sample school in a folder, creating it unless today's is there.

    `clock` returns the true time. `at` sets the sample's clock to a time of its day, from which it
    runs on, in every program on the folder.

    Raises:
        Refused: the folder holds another school.
        DataFolderError: it cannot be used.
        Busy: another program has been creating it for too long.
    """
    kiosk = _open_current(folder, clock)
    if kiosk is None:
        _create_locked(folder, clock, at)
        return assemble(folder, clock)
    if at is not None:
        mark = DemoMark(folder)
        mark.write(
            mark.day(), offset_of(mark.day(), at, kiosk.desk.school.zone, clock()), mark.pin()
        )
    return kiosk


def _open_current(folder: Path, clock: Clock) -> Kiosk | None:
    """Open the sample in the folder; None where there is none, or its day is over."""
    mark = DemoMark(folder)
    if not holds_school(folder):
        return None
    if not mark.exists():
        raise Refused(
            t(
                "{folder} holds another school: give the sample a folder of its own with --data.",
                folder=str(folder),
            )
        )
    kiosk = assemble(folder, clock)
    today = kiosk.desk.school.local(clock()).date()
    if mark.day() == today == kiosk.desk.now().date():
        if not kiosk.secrets.has_pin():  # its creation was cut short just before the end
            kiosk.secrets.set_pin(DEMO_PIN)
        return kiosk
    kiosk.close()
    return None


def _create_locked(folder: Path, clock: Clock, at: time | None) -> None:
    from filelock import FileLock, Timeout

    make_folder(folder)
    try:
        with FileLock(folder / LOCK, timeout=WAIT, mode=0o600):
            current = _open_current(folder, clock)  # another program may have created it meanwhile
            if current is not None:
                current.close()
                return
            if DemoMark(folder).exists():
                _set_aside(folder)
            _create(folder, clock, at)
    except Timeout as error:
        raise Busy(t("Another program is laying the sample school: please try again.")) from error


def _set_aside(folder: Path) -> None:
    """Move a sample whose day is over into a folder of its own, overwriting nothing."""
    # people may have tried things in it that they want to see again, so it is not deleted
    present = [*journals(folder), *(name for name in OWN if (folder / name).exists())]
    if present == OWN[-1:]:
        return  # a mark alone is of a creation that was cut short, which writes it again
    aside = _free_folder(folder / KEPT, DayId(DemoMark(folder).day().isoformat()), present)
    make_folder(aside)
    with open_store(folder).transaction():
        for name in present:
            (folder / name).rename(aside / name)


def journals(folder: Path) -> list[str]:
    """Return the names of the journals in a data folder."""
    return sorted(path.name for path in folder.glob("attendance.json.j*[0-9]"))


def _free_folder(kept: Path, day: DayId, names: list[str]) -> Path:
    """Return the day's folder, or the first numbered one in which none of the names is taken."""
    folder, number = kept / day, 1
    while any((folder / name).exists() for name in names):
        number += 1
        folder = kept / f"{day}-{number}"
    return folder


def _create(folder: Path, clock: Clock, at: time | None) -> None:
    """Create the sample: the mark, then the whole school as one change, then the PIN.

    If it is cut short anywhere, doing it again completes it.
    """
    from kiosk.sample.demo_day import create_sample

    staff, programme, invitations = read_sample()
    zone = ZoneInfo((programme.settings.record if programme.settings else Settings()).time_zone)
    day = clock().astimezone(zone).date()
    flagship = programme.flagship_date
    if flagship is not None:
        staff, programme = staff.moved(flagship, day), programme.moved(day)
        invitations = invitations.moved(flagship, day)
    starts = min(at, STARTS_AT) if at is not None else STARTS_AT
    DemoMark(folder).write(day, offset_of(day, at or STARTS_AT, zone, clock()), DEMO_PIN)
    sample = create_sample(staff, programme, invitations)
    _record(folder, datetime.combine(day, starts, tzinfo=zone), sample)
    kiosk = assemble(folder, clock)
    kiosk.secrets.set_pin(DEMO_PIN)
    kiosk.close()


def _record(folder: Path, moment: datetime, sample: Decision) -> None:
    desk = Desk(open_store(folder, clock=lambda: moment), lambda: moment)
    try:
        desk.perform_now(sample, COMMAND)
    finally:
        desk.close()


def read_sample() -> tuple[StaffFile, ProgrammeFile, InvitationFile]:
    """Return the files of the sample school, with the dates they were made for."""
    from importlib.resources import as_file, files

    from kiosk.exchange.invitations import read_invitations
    from kiosk.exchange.programme import read_programme
    from kiosk.exchange.staff import read_staff

    with as_file(files("seed")) as seed:
        return (
            read_staff(seed / "staff.csv"),
            read_programme(seed),
            read_invitations(seed / "invitations.csv"),
        )


def shift_invitations(school: School, invitations: InvitationFile, day: date) -> InvitationFile:
    """Return invitations with their dates moved as the sample's were when it was created for `day`.

    A date on which the school has an INSET day stays as it is.
    """
    _, programme, _ = read_sample()
    flagship = programme.flagship_date
    if flagship is None:
        return invitations
    known = {"", *school.programme.days}
    away = [row for row in invitations.rows if row.record.day not in known]
    moved = iter(replace(invitations, rows=tuple(away)).moved(flagship, day).rows)
    rows = (row if row.record.day in known else next(moved) for row in invitations.rows)
    return replace(invitations, rows=tuple(rows))


def offset_of(day: date, at: time, zone: ZoneInfo, true: datetime) -> timedelta:
    """Return by how much a clock that shows a time of a day differs from the true time."""
    return datetime.combine(day, at, tzinfo=zone) - true

"""The contents of a school's own files, row by row: plain data, ready to be loaded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

import msgspec
from msgspec.structs import fields, replace

from kiosk.errors import Problem
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.personal_records import Invitation
from kiosk.rules.model.records import WEEKDAYS, InsetDay, Person, Resource, Session, Track, Workshop
from kiosk.rules.model.rooms import Room
from kiosk.rules.model.staff_mapping import AS_IT_IS, StaffMapping
from kiosk.rules.model.terms import Role
from kiosk.settings import Settings
from kiosk.text import Text, t

T = TypeVar("T")

MOMENTS = ("choices_open", "choices_close", "draw_at")
"""The times of an INSET day that a file may give; without an offset, in the school's zone."""


MORE_DUTIES = "more_duties"
"""Among the fields that a staff row gives: its duties are added, and take none away."""


class SheetPlaces(msgspec.Struct, frozen=True):
    """Where the columns of a table are in its file, and what they are headed there."""

    sheet: str = ""
    """The sheet of a workbook; blank for other files."""
    letters: dict[str, str] = {}
    """Column to its letters: A, B … AA; by "" those of every other column."""
    headings: dict[str, str] = {}
    """Column to its heading in the file."""

    def cell(self, column: str, row: int) -> Cell:
        """Return the cell of a column in a row. A column that is not there counts as the first."""
        letters = self.letters.get(column) or self.letters.get("", "A")
        heading = self.headings.get(column, "")
        return Cell(row, self.sheet, letters if self.sheet else "", heading)


class SeenColumn(msgspec.Struct, frozen=True):
    """A column of a file as a person knows it: its heading, and what stands below."""

    heading: str
    column: str = ""
    """What it is to the kiosk; blank: it is left out."""
    samples: tuple[str, ...] = ()
    """Its first different values; none of a private column."""
    is_private: bool = False


class Cell(msgspec.Struct, frozen=True):
    """A place in a file: a row, a column's heading, and in a workbook its sheet and letters."""

    row: int
    sheet: str = ""
    letters: str = ""
    heading: str = ""

    def problem(self, file: str, column: str, found: str, expected: Text) -> Problem:
        """Return a problem in this cell."""
        return Problem(
            file, self.row, column, found, expected, sheet=self.sheet, letters=self.letters,
            heading=self.heading,
        )  # fmt: skip

    @property
    def told(self) -> Text | str:
        """The place as a person finds it: "Staff!F12", or "row 12"."""
        return (
            f"{self.sheet}!{self.letters}{self.row}" if self.sheet else t("row {row}", row=self.row)
        )


class FileRecord(msgspec.Struct, Generic[T], frozen=True):
    """A record from a file, and where it stands there."""

    record: T
    file: str
    row: int
    given: frozenset[str]
    """The fields that the file mentions; loading leaves the others alone."""
    places: SheetPlaces = SheetPlaces()
    """Where the columns of its table are."""
    cells: dict[str, Cell] = {}
    """The cells that are not in its row, by column, or by `column:text` where several rows make one
    record."""

    def problem(self, column: str, found: str, expected: Text) -> Problem:
        """Return a problem in this row."""
        cell = self.cells.get(f"{column}:{found}") or self.cells.get(column)
        cell = cell or self.places.cell(column, self.row)
        return cell.problem(self.file, column, found, expected)


class StaffFile(msgspec.Struct, frozen=True):
    """The people of one staff file. A row's id may be blank: loading finds or makes one."""

    name: str
    rows: tuple[FileRecord[Person], ...] = ()
    ignored: tuple[str, ...] = ()
    """Headings of the file that the kiosk does not know."""
    doubts: tuple[Problem, ...] = ()
    """Values that are loaded but worth a look, such as a name with "?" in it."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the rows. Loading adds what it finds itself, and refuses the file."""
    leavers: tuple[FileRecord[Person], ...] = ()
    """Rows that the file marks as left, inactive, disabled or to be deleted."""
    pupils: int = 0
    """How many rows are of pupils or their families, who are no staff."""
    sheet: str = ""
    """The sheet of a workbook that was read; blank for other files."""
    others: tuple[str, ...] = ()
    """The sheets of the workbook that were not read."""
    private: tuple[str, ...] = ()
    """Headings of columns that must not come in, and were left out."""
    lines: int = 0
    """How many rows are lines of a report: totals, dates, the headings again."""
    titles: tuple[tuple[str, Role | None, int], ...] = ()
    """Each job title, its role (None: not understood) and how many rows have it."""
    columns: tuple[SeenColumn, ...] = ()
    """Every column of the file that has a heading."""
    mapping: StaffMapping = AS_IT_IS
    """What a person says about the file, now or last time."""
    only_days: int = 0
    """How many rows name the days somebody works, and no hours."""
    has_rows: bool = True
    """Whether there is a table with rows in it, so that loading it makes sense."""

    def moved(self, flagship: date, to: date) -> StaffFile:
        """Return the file with its dates moved as `ProgrammeFile.moved` moves the programme.

        Start dates move with the flagship day, so that a new colleague stays new. Hours agreed for
        a date move with that date.
        """
        return replace(self, rows=tuple(_moved_person(row, flagship, to) for row in self.rows))


class WrittenWish(msgspec.Struct, frozen=True):
    """The text somebody wrote as a wish, and its column."""

    column: str
    text: str
    rank: int = 0
    """The number in a grid, where the heading names the session and the cell its rank; else 0."""


class FormAnswer(msgspec.Struct, frozen=True):
    """One person's answer on a form, with the wishes in their order."""

    id: str = ""
    staff_code: str = ""
    email: str = ""
    name: str = ""
    at: datetime | None = None
    """As the form wrote it, without an offset: used only for the order. None: not given.

    A file that was read has the day first here, until loading has decided on all its rows.
    """
    at_month_first: datetime | None = None
    """The same, read with the month first."""
    written_at: str = ""
    wishes: tuple[WrittenWish, ...] = ()


class ChoicesFile(msgspec.Struct, frozen=True):
    """The answers of one form."""

    name: str
    rows: tuple[FileRecord[FormAnswer], ...] = ()
    ignored: tuple[str, ...] = ()
    """Headings that the kiosk does not know."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the rows. Loading adds what it finds itself, and refuses the file."""


class ProgrammeFile(msgspec.Struct, frozen=True):
    """A programme, or parts of it. A part that the file does not hold is empty."""

    name: str
    settings: FileRecord[Settings] | None = None
    days: tuple[FileRecord[InsetDay], ...] = ()
    workshops: tuple[FileRecord[Workshop], ...] = ()
    sessions: tuple[FileRecord[Session], ...] = ()
    """Sessions. Without a start or end in the file, those of the slot apply."""
    resources: tuple[FileRecord[Resource], ...] = ()
    tracks: tuple[FileRecord[Track], ...] = ()
    rooms: tuple[FileRecord[Room], ...] = ()
    flagship: str = ""
    """The id of the day that a demonstration shows; blank: the first."""
    ignored: tuple[str, ...] = ()
    """Headings that the kiosk does not know."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the files. Loading adds what it finds itself, and refuses them."""
    broken: frozenset[str] = frozenset()
    """The parts (`days`, `resources` …) that could not be read completely."""

    @property
    def flagship_date(self) -> date | None:
        """The date of the day that a demonstration shows, or None without any day."""
        days = sorted(row.record.id for row in self.days)
        found = self.flagship or (days[0] if days else "")
        return date.fromisoformat(found) if found else None

    def moved(self, to: date) -> ProgrammeFile:
        """Return the programme with its flagship day on a given date.

        The flagship keeps the working hours of the weekday it was planned for. Other days move by
        whole weeks, so that they keep their weekdays and their order.
        """
        flagship = self.flagship_date
        if flagship is None:
            return self
        dates = moved_dates((row.record.date for row in self.days), flagship, to)
        ids = {DayId(old.isoformat()): DayId(new.isoformat()) for old, new in dates.items()}
        return replace(
            self,
            flagship=to.isoformat(),
            days=tuple(_moved_day(row, ids, flagship) for row in self.days),
            sessions=tuple(
                replace(row, record=replace(row.record, day=_moved_id(row.record.day, ids)))
                for row in self.sessions
            ),
        )


class InvitationFile(msgspec.Struct, frozen=True):
    """The invitations of one file. People are as the file names them: loading finds their ids."""

    name: str
    rows: tuple[FileRecord[Invitation], ...] = ()
    ignored: tuple[str, ...] = ()
    """Headings that the kiosk does not know."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the rows. Loading adds what it finds itself, and refuses the file."""

    def moved(self, flagship: date, to: date) -> InvitationFile:
        """Return the file with its dates moved as `ProgrammeFile.moved` moves the programme."""
        return replace(self, rows=tuple(_moved_invitation(row, flagship, to) for row in self.rows))


def moved_dates(days: Iterable[date], flagship: date, to: date) -> dict[date, date]:
    """Return the new date of each day, by its old date. The order of the days stays."""
    # Rounded weeks may put a day on the wrong side of its neighbour: `_beyond` moves it on by
    # weeks.
    shift = timedelta(weeks=round((to - flagship).days / 7))
    week = timedelta(weeks=1)
    moved = {flagship: to}
    for day in sorted(other for other in set(days) if other > flagship):
        moved[day] = _beyond(day + shift, max(moved.values()), week)
    for day in sorted((other for other in set(days) if other < flagship), reverse=True):
        moved[day] = _beyond(day + shift, min(moved.values()), -week)
    return moved


def _beyond(day: date, last: date, step: timedelta) -> date:
    """Return the day, moved by `step` until it lies beyond `last`."""
    while (day <= last) if step > timedelta() else (day >= last):
        day += step
    return day


def _moved_id(day: DayId, ids: dict[DayId, DayId]) -> DayId:
    return ids.get(day, day)


def _moved_day(
    row: FileRecord[InsetDay], ids: dict[DayId, DayId], flagship: date
) -> FileRecord[InsetDay]:
    new = ids[row.record.id]
    shift = date.fromisoformat(new) - row.record.date
    moments = {name: moment + shift for name in MOMENTS if (moment := getattr(row.record, name))}
    day = replace(row.record, id=new, **moments)
    if row.record.date != flagship:
        return replace(row, record=day)
    # Listed as given, or loading would keep the old value.
    hours_as = day.hours_as or WEEKDAYS[flagship.weekday()]
    return replace(row, record=replace(day, hours_as=hours_as), given=row.given | {"hours_as"})


def _moved_to(day: DayId, flagship: date, to: date) -> DayId:
    old = date.fromisoformat(day)
    return DayId(moved_dates([old], flagship, to)[old].isoformat())


def _moved_invitation(
    row: FileRecord[Invitation], flagship: date, to: date
) -> FileRecord[Invitation]:
    day = _moved_to(row.record.day, flagship, to)
    return replace(row, record=replace(row.record, day=day))


def _moved_person(row: FileRecord[Person], flagship: date, to: date) -> FileRecord[Person]:
    person = row.record
    agreed = {}
    for day, window in person.agreed.items():
        agreed[_moved_to(day, flagship, to)] = window
    started = person.started + (to - flagship) if person.started else None
    return replace(row, record=replace(person, agreed=agreed, started=started))


def with_more_duties(known: Person, row: FileRecord[Person]) -> FileRecord[Person]:
    """Return the row with the duties that somebody has, where it only adds some by a job title."""
    if MORE_DUTIES not in row.given or "duties" in row.given:
        return row
    duties = tuple(dict.fromkeys((*known.duties, *row.record.duties)))
    return replace(row, record=replace(row.record, duties=duties), given=row.given | {"duties"})


def merge_known(known: Any, row: FileRecord[Any], keep: frozenset[str] = frozenset()) -> Any:
    """Return the known record with what the row gives. Fields in `keep` are never made blank."""
    changes = {
        field.name: value
        for field in fields(row.record)
        if field.name in row.given
        and ((value := getattr(row.record, field.name)) or field.name not in keep)
    }
    return replace(known, **changes)

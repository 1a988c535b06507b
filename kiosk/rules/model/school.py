"""The School: everything the kiosk knows, as one immutable view, and the only builder of it.

`School.apply` serves a change and a replay alike. A change copies the small maps that it touches
and shares all others, so its cost follows the size of a day, not of the years.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from kiosk.errors import DataFolderError, Refused
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.personal_records import Intention, Invitation
from kiosk.rules.model.records import (
    Booking,
    CatchUp,
    Certificate,
    InsetDay,
    Mark,
    Movement,
    Person,
    ReportedAbsence,
    Resource,
    Session,
    SignOff,
    Slot,
    Track,
    Workshop,
    join_ids,
    split_id,
)
from kiosk.settings import Settings
from kiosk.text import t

RECORD_TYPES: dict[str, type[Any]] = {
    "settings": Settings,
    "people": Person,
    "days": InsetDay,
    "workshops": Workshop,
    "sessions": Session,
    "resources": Resource,
    "tracks": Track,
    "bookings": Booking,
    "marks": Mark,
    "movements": Movement,
    "accounted": ReportedAbsence,
    "sign_offs": SignOff,
    "catch_ups": CatchUp,
    "certificates": Certificate,
    "invitations": Invitation,
    "intentions": Intention,
}
"""Every table, and the kind of record it holds."""

EVENT_TABLES = frozenset(
    {"marks", "movements", "accounted", "sign_offs", "catch_ups", "certificates", "intentions"}
)
"""The tables that say what happened; the others say what is planned."""

TABLE_OF: dict[type[Any], str] = {kind: table for table, kind in RECORD_TYPES.items()}


def put(record: Any) -> Put:
    """Return the change that writes a record; `Settings` has the one id `school`."""
    document = msgspec.to_builtins(record)
    return Put(TABLE_OF[type(record)], str(document.get("id", "school")), document)


@dataclass(frozen=True, eq=False)
class Programme:
    """What is planned: days, workshops, sessions, resources and tracks, by id."""

    days: Mapping[str, InsetDay] = field(default_factory=dict)
    workshops: Mapping[str, Workshop] = field(default_factory=dict)
    sessions: Mapping[str, Session] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    tracks: Mapping[str, Track] = field(default_factory=dict)

    @cached_property
    def by_slot(self) -> Mapping[tuple[str, str], tuple[Session, ...]]:
        """Sessions by (day, slot), in the order of their start and id."""
        found: dict[tuple[str, str], list[Session]] = {}
        for session in sorted(self.sessions.values(), key=lambda s: (s.start, s.id)):
            found.setdefault((session.day, session.slot), []).append(session)
        return {place: tuple(sessions) for place, sessions in found.items()}

    @cached_property
    def by_day(self) -> Mapping[str, tuple[Session, ...]]:
        """Sessions by day, in the order of their start and id."""
        found: dict[str, list[Session]] = {}
        for session in sorted(self.sessions.values(), key=lambda s: (s.start, s.id)):
            found.setdefault(session.day, []).append(session)
        return {day: tuple(sessions) for day, sessions in found.items()}


@dataclass(frozen=True, eq=False)
class DayRecord:
    """What has happened on one INSET day. All maps are by id; marks and movements are in order."""

    bookings: Mapping[str, Mapping[str, Booking]] = field(default_factory=dict)
    """Session to person to booking."""
    marks: Mapping[str, Mapping[str, tuple[Mark, ...]]] = field(default_factory=dict)
    """Session to person to marks; the last counts."""
    movements: Mapping[str, tuple[Movement, ...]] = field(default_factory=dict)
    """Person to movements."""
    accounted: Mapping[str, ReportedAbsence] = field(default_factory=dict)
    """Person to what says that the absence is known of."""
    catch_ups: Mapping[str, Mapping[str, CatchUp]] = field(default_factory=dict)
    """Person to id to catch-up."""
    certificates: Mapping[str, Certificate] = field(default_factory=dict)
    """Person to certificate."""
    invitations: Mapping[str, Invitation] = field(default_factory=dict)
    """Person to invitation."""


EMPTY_DAY_RECORD = DayRecord()


@dataclass(frozen=True, eq=False)
class School:
    """Everything the kiosk knows at one moment."""

    settings: Settings = field(default_factory=Settings)
    people: Mapping[str, Person] = field(default_factory=dict)
    programme: Programme = field(default_factory=Programme)
    sign_offs: Mapping[str, Mapping[str, SignOff]] = field(default_factory=dict)
    """Person to id to sign-off."""
    intentions: Mapping[str, Mapping[str, Intention]] = field(default_factory=dict)
    """Person to id to what they want to try: for that person alone."""
    day_records: Mapping[str, DayRecord] = field(default_factory=dict)
    """Day to its book."""
    plan_cache: dict[object, Any] = field(default_factory=dict, repr=False)
    """What rules have worked out from settings, people, programme and bookings, by a key of their
    own. Shared by every School in which those are the same, so that a sign-in costs no more for it.
    """

    # -- looking up -------------------------------------------------------------------------

    def person(self, person: str) -> Person:
        """Return the person with that id, or raise `Refused`."""
        found = self.people.get(person)
        if found is None:
            raise Refused(t("Nobody here has the id {id}.", id=person))
        return found

    def session(self, session: str) -> Session:
        """Return the session with that id, or raise `Refused`."""
        found = self.programme.sessions.get(session)
        if found is None:
            raise Refused(t("No session has the id {id}.", id=session))
        return found

    def day(self, day: str) -> InsetDay:
        """Return the INSET day of that date (ISO), or raise `Refused`."""
        found = self.programme.days.get(day)
        if found is None:
            raise Refused(t("There is no INSET day on {day}.", day=day))
        return found

    def workshop(self, session: Session) -> Workshop:
        """Return the workshop that a session gives."""
        return self.programme.workshops[session.workshop]

    def slot(self, session: Session) -> Slot:
        """Return the slot a session stands in."""
        return next(
            slot for slot in self.programme.days[session.day].slots if slot.id == session.slot
        )

    def day_record(self, day: str) -> DayRecord:
        """Return what has happened on that day."""
        return self.day_records.get(day, EMPTY_DAY_RECORD)

    def sessions_on(self, day: str, slot: str | None = None) -> tuple[Session, ...]:
        """Return the day's sessions, or those of one slot, in order of start."""
        if slot is None:
            return self.programme.by_day.get(day, ())
        return self.programme.by_slot.get((day, slot), ())

    # -- time -------------------------------------------------------------------------------

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days are judged."""
        return ZoneInfo(self.settings.time_zone)

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the school's zone."""
        return moment.astimezone(self.zone)

    def moment(self, day: str, clock: time) -> datetime:
        """Return the moment at which the school's clocks show `clock` on that day."""
        return datetime.combine(date.fromisoformat(day), clock, tzinfo=self.zone)

    def today(self, now: datetime) -> InsetDay | None:
        """Return the INSET day of the date of `now`, if there is one."""
        return self.programme.days.get(self.local(now).date().isoformat())

    # -- building ---------------------------------------------------------------------------

    def apply(self, items: Iterable[Put | Remove]) -> School:
        """Return the school after these changes. Unknown tables are left alone.

        Raises:
            DataFolderError: a document is not one of ours.
        """
        draft = _Draft(self)
        for item in items:
            try:
                draft.take(item)
            except (msgspec.ValidationError, ValueError) as error:
                raise DataFolderError(
                    t("The record {id} in {table} cannot be read.", id=item.id, table=item.table)
                ) from error
        return draft.school()


class _Draft:
    """The maps that one `apply` writes, each copied once."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._settings = school.settings
        self._catalogues: dict[str, dict[str, Any]] = {}
        self._personal: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._books: dict[str, dict[str, dict[str, Any]]] = {}
        self._owned: set[tuple[str, ...]] = set()
        self._replans = False

    def take(self, item: Put | Remove) -> None:
        table = item.table
        kind = RECORD_TYPES.get(table)
        if kind is None:
            return
        self._replans |= table not in EVENT_TABLES
        record = msgspec.convert(item.document, kind) if isinstance(item, Put) else None
        if table == "settings":
            self._settings = record or Settings()
        elif table == "sessions":
            self._take_session(item.id, record)
        elif table in ("people", "days", "workshops", "resources", "tracks"):
            _write(self._catalogue(table), item.id, record)
        elif table in ("sign_offs", "intentions"):
            person = split_id(item.id)[0]
            if table not in self._personal:
                self._personal[table] = dict(getattr(self._school, table))
            of = self._personal[table]
            of[person] = _with(of.get(person, {}), item.id, record)
        elif table == "certificates":
            self._take_certificate(item.id, record)
        else:
            self._take_event(table, item.id, record)

    def school(self) -> School:
        catalogues = dict(self._catalogues)
        people = catalogues.pop("people", self._school.people)
        programme = self._school.programme
        books: Mapping[str, DayRecord] = self._school.day_records
        if self._books:
            books = {**books, **{day: DayRecord(**maps) for day, maps in self._books.items()}}
        return School(
            self._settings,
            people,
            replace(programme, **catalogues) if catalogues else programme,
            self._personal.get("sign_offs", self._school.sign_offs),
            self._personal.get("intentions", self._school.intentions),
            books,
            {} if self._replans else self._school.plan_cache,
        )

    def _catalogue(self, table: str) -> dict[str, Any]:
        if table not in self._catalogues:
            owner = self._school if table == "people" else self._school.programme
            self._catalogues[table] = dict(getattr(owner, table))
        return self._catalogues[table]

    def _map(self, day: str, table: str) -> dict[str, Any]:
        if day not in self._books:
            book = self._school.day_record(day)
            self._books[day] = {
                name: getattr(book, name) for name in DayRecord.__dataclass_fields__
            }
        if (day, table) not in self._owned:
            self._owned.add((day, table))
            self._books[day][table] = dict(self._books[day][table])
        return self._books[day][table]

    def _inner(self, day: str, table: str, first: str) -> dict[str, Any]:
        outer = self._map(day, table)
        if (day, table, first) not in self._owned:
            self._owned.add((day, table, first))
            outer[first] = dict(outer.get(first, {}))
        inner: dict[str, Any] = outer[first]
        return inner

    def _take_session(self, session: str, record: Session | None) -> None:
        """Take a session with what happened in it: to its new day, or away with it."""
        sessions = self._catalogue("sessions")
        old = sessions.get(session)
        _write(sessions, session, record)
        if old is None or (record is not None and record.day == old.day):
            return
        for table in ("bookings", "marks"):
            happened = self._map(old.day, table).pop(session, None)
            if happened and record is not None:
                self._map(record.day, table)[session] = happened
            self._owned.discard((old.day, table, session))

    def _take_event(self, table: str, joined: str, record: Any) -> None:
        first, second, *_ = split_id(joined)
        if table in ("bookings", "marks"):
            sessions = self._catalogues.get("sessions", self._school.programme.sessions)
            if first not in sessions:
                return  # the session is gone: what is left of it says nothing to anybody
            inner = self._inner(sessions[first].day, table, first)
            if table == "bookings":
                _write(inner, second, record)
            else:
                _write(inner, second, _listed(inner.get(second, ()), joined, record))
        elif table == "movements":
            inner = self._map(first, table)
            _write(inner, second, _listed(inner.get(second, ()), joined, record))
        elif table in ("accounted", "invitations"):
            _write(self._map(first, table), second, record)
        else:
            _write(self._inner(first, table, second), joined, record)

    def _take_certificate(self, number: str, record: Certificate | None) -> None:
        if record is not None:
            today = self._map(record.day, "certificates")
            if not record.lines:  # it may have been taken from whoever held it
                for person in [who for who, one in today.items() if one.id == number]:
                    del today[person]
            today[record.person] = record
            return
        for day in {*self._school.day_records, *self._books}:
            holders = self._books[day]["certificates"] if day in self._books else None
            held = self._school.day_record(day).certificates if holders is None else holders
            for person in [who for who, one in held.items() if one.id == number]:
                del self._map(day, "certificates")[person]


def _write(into: dict[str, Any], name: str, record: Any) -> None:
    """Put a record under a name; nothing (None, or no marks left) takes the name away."""
    if record is None or record == ():
        into.pop(name, None)
    else:
        into[name] = record


def _with(old: Mapping[str, Any], name: str, record: Any) -> dict[str, Any]:
    new = dict(old)
    _write(new, name, record)
    return new


def _listed(old: tuple[Any, ...], joined: str, record: Any) -> tuple[Any, ...]:
    """Return the list with the record of that id written, in its place or at the end, or gone."""
    if record is None:
        return tuple(one for one in old if one.id != joined)
    if any(one.id == joined for one in old):
        return tuple(record if one.id == joined else one for one in old)
    return (*old, record)


__all__ = [
    "EMPTY_DAY_RECORD",
    "RECORD_TYPES",
    "DayRecord",
    "Programme",
    "School",
    "join_ids",
    "put",
]

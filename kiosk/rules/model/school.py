"""The School: everything the kiosk knows, as one immutable view, and the only builder of it.

`School.apply` serves a change and a replay alike. A change copies the small maps that it touches
and shares all others, so its cost follows the size of a day, not of the years.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.errors import Refused
from kiosk.rules.model.attendance_records import SignOff
from kiosk.rules.model.changes import Put, PutAll, Remove
from kiosk.rules.model.day_record import DAY_TABLES, EMPTY_DAY_RECORD, DayRecord
from kiosk.rules.model.ids import NO_DAY, DayId, PersonId, SessionId, SlotId, join_ids, with_event
from kiosk.rules.model.kept_results import Results, TouchedRecords, handed_on, planned
from kiosk.rules.model.last_loaded import LastLoaded
from kiosk.rules.model.personal_records import Certificate, Intention
from kiosk.rules.model.programme import PLAN_TABLES, Programme, alters_plan
from kiosk.rules.model.records import InsetDay, Person, Session, Slot, Workshop
from kiosk.rules.model.staff_mapping import StaffMapping
from kiosk.rules.model.tables import Mention, Table, document_of, kept, records_in, tables_of
from kiosk.settings import Settings
from kiosk.text import Both, t


@dataclass(frozen=True, eq=False)
class School:
    """Everything the kiosk knows at one moment."""

    settings: Settings = field(default_factory=Settings)
    people: Mapping[PersonId, Person] = kept(
        Person, "id", owner="id", mentions=(Mention("mentor"),), whole_names=("host",)
    )
    programme: Programme = field(default_factory=Programme)
    sign_offs: Mapping[PersonId, Mapping[str, SignOff]] = kept(
        SignOff, "person", "id", owner="person",
        mentions=(Mention("by", signs=True, is_needed=True),),
        dated_by="at",
    )  # fmt: skip
    """Person to id to sign-off."""
    intentions: Mapping[PersonId, Mapping[str, Intention]] = kept(
        Intention, "person", "id", owner="person", is_numbered=True
    )
    """Person to id to what they want to try: for that person alone."""
    loaded: Mapping[str, LastLoaded] = kept(
        LastLoaded, "id", owner="person", has_audiences=True, copies_in="document",
        is_seldom_read=True,
    )  # fmt: skip
    """What the last load said of people and programme, by table and id."""
    mappings: Mapping[str, StaffMapping] = kept(StaffMapping, "id")
    """What the columns and job titles of the staff file mean: under `STAFF`, if it was said."""
    day_records: Mapping[DayId, DayRecord] = field(default_factory=dict)
    """Day to what has happened on it."""
    plan_results: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    results: Results = field(default_factory=dict, repr=False)
    """Cached results of rules: see `kept_results.py`, also for `plan_results`."""

    # -- looking up -------------------------------------------------------------------------

    def word(self, name: str) -> Both | str:
        """Return the name of a room, a department or an office in both languages, if it has two."""
        return self.settings.words.get(name, name)

    def person(self, person: PersonId) -> Person:
        """Return the person with that id, or raise `Refused`."""
        found = self.people.get(person)
        if found is None:
            raise Refused(t("Nobody here has the id {id}.", id=person))
        return found

    @planned
    def people_on(self, day: date) -> Mapping[PersonId, Person]:
        """Return the people who belong to the school on a date: all but those who have left.

        Use this to list, count or search people. `people` has everyone who was ever here, whose
        records stay.
        """
        here = {id: person for id, person in self.people.items() if person.is_here(day)}
        return here if len(here) < len(self.people) else self.people

    def session(self, session: SessionId) -> Session:
        """Return the session with that id, or raise `Refused`."""
        found = self.programme.sessions.get(session)
        if found is None:
            raise Refused(t("No session has the id {id}.", id=session))
        return found

    def day(self, day: DayId) -> InsetDay:
        """Return the INSET day of that date (ISO), or raise `Refused`."""
        found = self.programme.days.get(day)
        if found is None:
            raise Refused(t("There is no INSET day on {day}.", day=day))
        return found

    def workshop(self, session: Session) -> Workshop:
        """Return the workshop that a session gives; one without a title if it is not known."""
        known = self.programme.workshops.get(session.workshop)
        return known or Workshop(session.workshop, Both(session.workshop))

    def slot(self, session: Session) -> Slot:
        """Return the slot a session stands in."""
        return self.programme.slots[session.day, session.slot]

    def day_record(self, day: DayId) -> DayRecord:
        """Return what has happened on that day."""
        return self.day_records.get(day, EMPTY_DAY_RECORD)

    def sessions_on(self, day: DayId, slot: SlotId | None = None) -> tuple[Session, ...]:
        """Return the day's sessions on offer, or those of one slot, in order of start.

        Cancelled sessions are left out. Every rule reads this; what shows them reads
        `all_sessions_on`.
        """
        if slot is None:
            return self.programme.by_day.get(day, ())
        return self.programme.by_slot.get((day, slot), ())

    def all_sessions_on(self, day: DayId, slot: SlotId | None = None) -> tuple[Session, ...]:
        """Return the day's sessions, or those of one slot, cancelled ones included."""
        if slot is None:
            return self.programme.all_by_day.get(day, ())
        return self.programme.all_by_slot.get((day, slot), ())

    def cancelled_on(self, day: DayId, slot: SlotId | None = None) -> tuple[Session, ...]:
        """Return the day's cancelled sessions, or those of one slot, in order of start."""
        return tuple(one for one in self.all_sessions_on(day, slot) if one.is_cancelled)

    def sessions_led(self, person: PersonId, day: DayId) -> tuple[Session, ...]:
        """Return the day's sessions on offer that the person leads, in order of start."""
        return self.programme.by_leader.get((day, person), ())

    def sessions_of(self, person: PersonId, day: DayId) -> list[Session]:
        """Return the day's sessions on offer in which the person has a booking or marks.

        They are in order of start. Rules look here, and not at every session of a day, for what
        one person has chosen or done.
        """
        ids = self.day_record(day).sessions_of.get(person, ())
        return self._on_offer(ids)

    def places_of(self, person: PersonId, day: DayId) -> list[Session]:
        """Return the day's sessions on offer in which the person has a confirmed place."""
        record = self.day_record(day)
        ids = record.sessions_of.get(person, ())
        bookings = [record.bookings.get(one, {}).get(person) for one in ids]
        return self._on_offer([one.session for one in bookings if one and one.confirmed])

    def _on_offer(self, ids: Iterable[SessionId]) -> list[Session]:
        positions, sessions = self.programme.positions, self.programme.sessions
        on_offer = [one for one in ids if one in positions]
        return [sessions[one] for one in sorted(on_offer, key=positions.__getitem__)]

    # -- time -------------------------------------------------------------------------------

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which days are judged."""
        return ZoneInfo(self.settings.time_zone)

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the school's zone."""
        return moment.astimezone(self.zone)

    def moment(self, day: DayId, clock: time) -> datetime:
        """Return the moment at which the school's clocks show `clock` on that day."""
        return _moment(self.zone, day, clock)

    def today(self, now: datetime) -> InsetDay | None:
        """Return the INSET day of the date of `now`, if there is one."""
        return self.programme.days.get(DayId(self.local(now).date().isoformat()))

    # -- building ---------------------------------------------------------------------------

    def records(self, name: str) -> Iterator[Any]:
        """Yield every record of a table, in no particular order."""
        if name == "settings":
            yield self.settings
        elif name in DAY_TABLES:
            for day in self.day_records.values():
                yield from records_in(getattr(day, name))
        else:
            yield from records_in(getattr(self if name in OWN_TABLES else self.programme, name))

    def apply(self, items: Iterable[Put | Remove | PutAll]) -> School:
        """Return the school after these changes. Unknown tables are left alone.

        Raises:
            DataFolderError: a document is not one of ours.
        """
        draft = _Draft(self)
        for item in items:
            table = TABLES.get(item.table)
            if table is None:
                continue
            if isinstance(item, PutAll):
                draft.take_all(table, item.records)
            else:
                new = table.read(item.id, item.document) if isinstance(item, Put) else None
                draft.take(table, item.id, new)
        return draft.school()


@lru_cache(maxsize=4096)
def _moment(zone: ZoneInfo, day: DayId, clock: time) -> datetime:
    return datetime.combine(date.fromisoformat(day), clock, tzinfo=zone)


OWN_TABLES = tables_of(School)
OWN_PATHS = {(name,) for name in OWN_TABLES}
PLAN_PATHS = {(name,) for name in PLAN_TABLES}
SETTINGS = Table("settings", Settings, (), whole_names=("head", "tutor"))
TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        SETTINGS,
        OWN_TABLES["people"],
        *PLAN_TABLES.values(),
        *DAY_TABLES.values(),
        *OWN_TABLES.values(),
    )
}
"""Every table by name; a record is read after those whose ids it is kept by."""

TABLE_OF: Mapping[type[Any], Table] = {table.record: table for table in TABLES.values()}


def put(record: Any) -> Put:
    """Return the change that writes a record; `Settings` has the one id `school`."""
    document = document_of(record)
    return Put(TABLE_OF[type(record)].name, str(document.get("id", "school")), document)


def remove(record: Any) -> Remove:
    """Return the change that takes a record away."""
    return Remove(TABLE_OF[type(record)].name, record.id)


class _Draft:
    """The maps that one `apply` writes, each copied once.

    A map is named by its path: `("people",)`, or `("2026-09-01", "marks", "A3")` within a day.
    """

    def __init__(self, school: School) -> None:
        self._school = school
        self._settings = school.settings
        self._copies: dict[tuple[str, ...], dict[str, Any]] = {}
        # Not while a whole folder is read: nothing has been cached yet.
        self._keeps_up = bool(school.results or school.day_records)
        self._touched = TouchedRecords()
        self._changes_plan = False

    def take_all(self, table: Table, records: Mapping[str, Any]) -> None:
        """Write records by id."""
        holder = self._holder((table.name,))
        is_new = not (self._keeps_up or (table.name,) in self._copies)
        if is_new and table.kept_by == ("id",) and not getattr(holder, table.name):
            self._changes_plan |= table.name == "people" or table.name in PLAN_TABLES
            own = {table.name: records}
            whole = own if holder is self._school else {"programme": replace(holder, **own)}
            self._school = replace(self._school, **whole)
        elif is_new and table.name in DAY_TABLES and table.name != "certificates":
            for outer, group in table.by_place(records).items():
                place = self._place(table, join_ids(*outer, ""))
                if place is not None:
                    self._map(*place[:-1]).update(group)
        else:
            for id, record in records.items():
                self.take(table, id, record)

    def take(self, table: Table, id: str, record: Any) -> None:
        """Write a record; None: take it away. Raises `DataFolderError` where it has no place."""
        is_plan = alters_plan(self._school.programme, table.name, id, record)
        self._changes_plan |= table is SETTINGS or is_plan
        if table is SETTINGS:
            self._settings = record or Settings()
        elif table.name == "sessions":
            self._take_session(SessionId(id), record)
        elif table.name == "certificates":
            self._take_certificate(id, record)
        else:
            place = self._place(table, id)
            if place is not None:
                self._write(table, place, id, record)

    def school(self) -> School:
        """Return the School with the copies in place of the maps that they were made of."""
        copies = self._copies.items()
        own: dict[str, Any] = {path[0]: copy for path, copy in copies if path in OWN_PATHS}
        plan: dict[str, Any] = {path[0]: copy for path, copy in copies if path in PLAN_PATHS}
        days: dict[DayId, dict[str, Any]] = {}
        for path, copy in copies:
            if len(path) == 2 and path[0] not in OWN_TABLES:
                days.setdefault(DayId(path[0]), {})[path[1]] = copy
        records = dict(self._school.day_records)
        for day, maps in days.items():
            touched = self._touched.in_sessions(day)
            records[day] = self._school.day_record(day).with_maps(maps, touched)
        is_other_plan = self._changes_plan or ("people",) in self._copies
        is_known = self._keeps_up and not self._changes_plan
        results = handed_on(self._school.results, self._touched.all()) if is_known else {}
        return replace(
            self._school,
            settings=self._settings,
            programme=replace(self._school.programme, **plan) if plan else self._school.programme,
            day_records=records,
            plan_results={} if is_other_plan else self._school.plan_results,
            results=results,
            **own,
        )

    def _place(self, table: Table, joined: str) -> tuple[str, ...] | None:
        """Return the path of a record's place; None where its session is gone.

        Raises:
            DataFolderError: the id does not tell it.
        """
        place = table.place_of(joined)
        if len(place) < len(table.kept_by):
            raise table.unreadable(joined)
        if table.name not in DAY_TABLES:
            return (table.name, *place)
        if table.kept_by[0] == "day":
            return (place[0], table.name, *place[1:])
        # Not `_map`, which would copy them: without a change the programme stays, with its indexes.
        sessions = self._copies.get(("sessions",), self._school.programme.sessions)
        session = sessions.get(SessionId(place[0]))
        # what is left of a session that is gone says nothing to anybody
        return None if session is None else (session.day, table.name, *place)

    def _write(self, table: Table, place: tuple[str, ...], joined: str, record: Any) -> None:
        kept_in, name = self._map(*place[:-1]), place[-1]
        if table.is_list:
            record = with_event(kept_in.get(name, ()), joined, record)
        if record is None or record == ():
            kept_in.pop(name, None)
        else:
            kept_in[name] = record
        if table.kept_by[0] == "session":
            self._touch(place[0], place[2], place[3:])
        elif table.name in DAY_TABLES and not table.is_outcome:
            self._touch(place[0], None, place[2:3])
        elif table.name == "people":
            self._touch(NO_DAY, None, place[1:])

    def _touch(self, day: str, session: str | None, people: Iterable[str]) -> None:
        if self._keeps_up:
            self._touched.add(day, session, people)

    def _map(self, *path: str) -> dict[str, Any]:
        """Return the map at a path, copied when it is first asked for."""
        if path not in self._copies:
            if len(path) > 2 or (len(path) == 2 and path[0] in OWN_TABLES):
                outer = self._map(*path[:-1])
                outer[path[-1]] = self._copies[path] = dict(outer.get(path[-1], {}))
            else:
                self._copies[path] = dict(getattr(self._holder(path), path[-1]))
        return self._copies[path]

    def _holder(self, path: tuple[str, ...]) -> Any:
        if len(path) == 2:
            return self._school.day_record(DayId(path[0]))
        return self._school if path[0] in OWN_TABLES else self._school.programme

    def _take_session(self, session: SessionId, record: Session | None) -> None:
        """Take a session with what happened in it: to its new day, or away with it."""
        sessions = self._map("sessions")
        old = sessions.get(session)
        self._write(TABLES["sessions"], ("sessions", session), session, record)
        if old is None or (record is not None and record.day == old.day):
            return
        for table in DAY_TABLES.values():
            if table.kept_by[0] == "session":
                happened = self._map(old.day, table.name).pop(session, None)
                self._copies.pop((old.day, table.name, session), None)
                self._touch(old.day, session, happened or ())
                if happened and record is not None:
                    self._map(record.day, table.name)[session] = happened
                    self._touch(record.day, session, happened)

    def _take_certificate(self, number: str, record: Certificate | None) -> None:
        if record is not None:
            held = self._map(record.day, "certificates")
            if not record.lines:  # it may have been taken from its holder
                for person in [who for who, one in held.items() if one.id == number]:
                    del held[person]
            held[record.person] = record
            return
        touched = {DayId(path[0]) for path in self._copies if path[1:] == ("certificates",)}
        for day in {*self._school.day_records, *touched}:
            copied = self._copies.get((day, "certificates"))
            held_then = self._school.day_record(day).certificates if copied is None else copied
            for person in [who for who, one in held_then.items() if one.id == number]:
                del self._map(day, "certificates")[person]

"""What a decision did, found by comparing the School before and after: for history and undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from typing import Any, NamedTuple
from zlib import crc32

import msgspec
from msgspec.structs import replace

from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.changes import Effect, Put, Remove, Snapshot
from kiosk.rules.model.day_record import DAY_TABLES
from kiosk.rules.model.ids import DayId, PersonId, SessionId, WorkshopId, split_id
from kiosk.rules.model.labels import REOPEN_REASONS
from kiosk.rules.model.personal_records import Certificate
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import OWN_TABLES, TABLES, School
from kiosk.rules.model.tables import document_of
from kiosk.rules.model.terms import ReopenReason
from kiosk.text import Both, Text, t

EFFECT_NAMES = {
    "place": t("{person}: a place in {title}"),
    "promoted": t("{person}: moved up into {title}"),
    "waiting": t("{person}: on the waiting list for {title}"),
    "place lost": t("{person}: no longer has a place in {title}"),
    "waiting ended": t("{person}: off the waiting list for {title}"),
    "room": t("{title}: room {before} → {after}"),
    "hours": t("{title}: {before} → {after}"),
    "leads": t("{person}: leads {title}"),
    "leads no more": t("{person}: no longer leads {title}"),
    "places": t("{title}: {before} → {after} places"),
    "session added": t("{title}: new"),
    "session removed": t("{title}: removed"),
    "session cancelled": t("{title}: cancelled"),
    "session restored": t("{title}: no longer cancelled"),
    "certificate": t("{person}: certificate {id}"),
}
"""What an effect is called, with its ids as names and titles."""


def find_record(school: School, table: str, joined: str) -> Any:
    """Return the record of a table with that id, or None."""
    return _Finder(school).find(table, joined)


class _Finder:
    """Finds records of one School by table and id."""

    def __init__(self, school: School) -> None:
        self._school = school

    @cached_property
    def _certificates(self) -> dict[str, Certificate]:
        # their ids are numbers, which do not say where they are kept
        return {one.id: one for one in self._school.records("certificates")}

    def find(self, table: str, joined: str) -> Any:
        """Return the record of a table with that id, or None."""
        school, about = self._school, TABLES.get(table)
        if about is None:
            return None
        if table == "settings":
            return school.settings
        if table == "certificates":
            return self._certificates.get(joined)
        place = about.place_of(joined)
        if table in DAY_TABLES:
            day = _day_of(school, about.kept_by[0], place[0])
            found = getattr(school.day_record(day), table)
            place = place[1:] if about.kept_by[0] == "day" else place
        else:
            found = getattr(school if table in OWN_TABLES else school.programme, table)
        for key in place:
            if found is None:
                return None
            found = found.get(key)
        if about.is_list:
            return next((one for one in found or () if one.id == joined), None)
        return found


def _day_of(school: School, key: str, id: str) -> DayId:
    """Return the day of a day's id, or of a session's; blank: the session is gone."""
    if key == "day":
        return DayId(id)
    session = school.programme.sessions.get(SessionId(id))
    return session.day if session is not None else DayId("")


def fingerprint(record: Any) -> str:
    """Return what tells whether a record is still as it was written; blank: there is none.

    A field that a later version adds has an empty default, and does not alter it.
    """
    if record is None:
        return ""
    filled = {name: value for name, value in msgspec.to_builtins(record).items() if value}
    return f"{crc32(msgspec.json.encode(filled)):08x}"


class Written(NamedTuple):
    """A record that a decision wrote or took away, as it stood before and stands after it."""

    table: str
    id: str
    old: Any
    new: Any


def records_written(before: School, after: School, items: Iterable[Put | Remove]) -> list[Written]:
    """Return the records that a decision wrote or took away, each once."""
    old, new = _Finder(before), _Finder(after)
    places = dict.fromkeys((item.table, item.id) for item in items)
    return [Written(*place, old.find(*place), new.find(*place)) for place in places]


def snapshots(records: Iterable[Written]) -> list[Snapshot]:
    """Return how the records that a decision wrote stood before it."""
    found = []
    for table, id, old, new in records:
        document = None if old is None else {**document_of(old), "id": id}
        found.append(Snapshot(table, id, fingerprint(new), document))
    return found


def days_touched(before: School, after: School, items: Iterable[Put | Remove]) -> tuple[str, ...]:
    """Return the INSET days whose plan or record was changed, in order."""
    days: set[str] = set()
    for item in items:
        table = TABLES.get(item.table)
        if item.table == "days":
            days.add(item.id)
        elif item.table == "sessions":
            both = (one.programme.sessions.get(SessionId(item.id)) for one in (before, after))
            days.update(session.day for session in both if session is not None)
        elif item.table == "certificates":
            days.update([str(item.document["day"])] if isinstance(item, Put) else ())
        elif table is not None and table.name in DAY_TABLES:
            first = split_id(item.id)[0]
            days.update(_day_of(one, table.kept_by[0], first) for one in (before, after))
    return tuple(sorted(days - {""}))


def effects(records: Iterable[Written]) -> tuple[Effect, ...]:
    """Return what happened to sessions, places and certificates, in the order of the changes."""
    found: list[Effect] = []
    for table, _, old, new in records:
        if table == "bookings":
            found += _of_booking(old, new)
        elif table == "sessions":
            found += _of_session(old, new)
        elif table == "certificates" and new is not None:
            found.append(Effect("certificate", new.id, new.person))
    return tuple(dict.fromkeys(found))


def _of_booking(old: Booking | None, new: Booking | None) -> Iterator[Effect]:
    one = new or old
    if one is None:
        return
    if new is None:
        assert old is not None
        what = "place lost" if old.confirmed else "waiting ended"
    elif not new.confirmed:
        if old is not None and not old.confirmed:
            return  # only its rank among the person's wishes is another
        what = "waiting"
    elif old is not None and old.confirmed:
        return
    else:
        what = "promoted" if new.promoted else "place"
    yield Effect(what, one.session, one.person)


def _of_session(old: Session | None, new: Session | None) -> Iterator[Effect]:
    if old is None or new is None:
        one = new or old
        if one is not None:
            yield Effect("session added" if old is None else "session removed", one.id)
        return
    if old.is_cancelled != new.is_cancelled:
        yield Effect("session cancelled" if new.is_cancelled else "session restored", new.id)
    if old.room != new.room:
        yield Effect("room", new.id, "", old.room, new.room)
    if (old.day, old.start, old.end) != (new.day, new.start, new.end):
        yield Effect("hours", new.id, "", _hours(old, new), _hours(new, old))
    yield from (Effect("leads", new.id, one) for one in new.leaders if one not in old.leaders)
    yield from (
        Effect("leads no more", new.id, one) for one in old.leaders if one not in new.leaders
    )
    if old.places != new.places:
        yield Effect("places", new.id, "", _count(old.places), _count(new.places))


def _count(places: int | None) -> str:
    return "∞" if places is None else str(places)


def _hours(one: Session, other: Session) -> str:
    hours = f"{one.start:%H:%M}–{one.end:%H:%M}"
    return hours if one.day == other.day else f"{one.day} {hours}"


RECORD_NAMES = {
    "settings": t("The school's settings"),
    "people": t("The entry of {what}"),
    "days": t("The day {what}"),
    "workshops": t("The workshop {what}"),
    "sessions": t("The session {what}"),
    "bookings": t("The place {what}"),
    "held_places": t("The place held {what}"),
    "marks": t("The mark {what}"),
    "movements": t("The sign-in {what}"),
    "roll_calls": t("The roll call {what}"),
    "roll_ticks": t("The tick in a roll call {what}"),
    "typed_changes": t("The note of a change {what}"),
    "certificates": t("The certificate {what}"),
    "catch_ups": t("The catch-up {what}"),
    "invitations": t("The invitation {what}"),
}
"""What a record of a table is called, with names and titles for the ids it is made of."""


def describe_record(school: School, table: str, id: str) -> Text:
    """Return what a person calls a record: what it is, and whose."""
    what = names_of(school, TABLES[table].ids_in(id))
    params = {"table": table.replace("_", " "), "what": what}
    return replace(RECORD_NAMES.get(table, t("{table}: {what}")), params=params)


def names_of(school: School, ids: Iterable[str]) -> Text | Both | str:
    """Return the names of several records, one after the other."""
    names = [name_of(school, id) for id in ids]
    first = names[0] if names else ""
    return reduce(
        lambda so_far, name: t("{first} · {next}", first=so_far, next=name), names[1:], first
    )


def name_of(school: School, id: str) -> Text | Both | str:
    """Return the name of a person or the title of a session or workshop; else the id itself.

    A reason for opening a day again is said in words.
    """
    if id in REOPEN_REASONS:
        return REOPEN_REASONS[ReopenReason(id)]
    person = school.people.get(PersonId(id))
    if person is not None:
        return person.name
    session = school.programme.sessions.get(SessionId(id))
    workshop = school.programme.workshops.get(session.workshop if session else WorkshopId(id))
    if workshop is None:
        return id
    if session is None:
        return workshop.title
    return t("{title} ({id})", title=workshop.title, id=id)

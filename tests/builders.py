"""Small schools for tests, a record at a time: `school(day(slot(…)), session(…), person(…))`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kiosk.rules.choosing.announcements import with_move
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Decision, decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId, SlotId, WorkshopId
from kiosk.rules.model.records import WEEKDAYS, InsetDay, Person, Session, Slot, Window, Workshop
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, Role, SlotKind
from kiosk.text import Both

DAY = DayId("2026-09-01")
"""A Tuesday, in summer time."""
LONDON = ZoneInfo("Europe/London")


def at(clock: str, day: str = DAY) -> datetime:
    """Return the moment at which the school's clocks show `clock` (`08:41`, `08:41:30`)."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=LONDON)


def weekly(hours: str | Mapping[str, str] | None) -> dict[str, Window] | None:
    """Return working hours: the same from Monday to Friday, by weekday, or None: not known."""
    if hours is None:
        return None
    by_day = dict.fromkeys(WEEKDAYS[:5], hours) if isinstance(hours, str) else hours
    return {weekday: parse_hours(written) for weekday, written in by_day.items()}


def person(
    id: str,
    role: Role = Role.TEACHER,
    hours: str | Mapping[str, str] | None = "08:30-15:30",
    **more: Any,
) -> Person:
    """Return a person; the forename is the id unless given."""
    names = {"forename": id, "surname": "", **more}
    return Person(id=PersonId(id), role=role, hours=weekly(hours), **names)


def slot(
    id: str,
    hours: str,
    kind: SlotKind = SlotKind.CHOICE,
    required: tuple[str, ...] = ("staff",),
    invited: tuple[str, ...] = (),
) -> Slot:
    """Return a slot from when to when (`09:00-10:00`), of workshops to choose unless said."""
    band = parse_hours(hours)
    return Slot(SlotId(id), Both(id), kind, band.start, band.end, required, invited)


def day(*slots: Slot, id: DayId = DAY, **more: Any) -> InsetDay:
    """Return an INSET day of these slots."""
    return InsetDay(id=id, number=1, title=Both("INSET"), slots=slots, **more)


def session(id: str, slot: str, hours: str, places: int | None = None, **more: Any) -> Session:
    """Return a session of a workshop of its own, `W-` and its id, unless another is given."""
    band = parse_hours(hours)
    named = {"day": DAY, "workshop": WorkshopId(f"W-{id}"), **more}
    return Session(
        id=SessionId(id), slot=SlotId(slot), start=band.start, end=band.end, places=places, **named
    )


def school(*records: Any) -> School:
    """Return the school of these records; workshops that are named and not given are made."""
    named = {record.workshop for record in records if isinstance(record, Session)}
    given = {record.id for record in records if isinstance(record, Workshop)}
    made = [Workshop(id, Both(id)) for id in sorted(named - given)]
    return School().apply(map(put, (*made, *records)))


SOMEBODY = Actor("somebody", Evidence.TYPED, "test")


class Asked(Decision, frozen=True):
    """A decision that a certain person asks for, whoever carries it out."""

    actor: Actor

    def __call__(self, school: School, now: datetime, actor: Actor = SOMEBODY) -> Changes:
        """Return what would change."""
        del actor
        return super().__call__(school, now, self.actor)


def by(evidence: Evidence, asked: Decision, id: str = SOMEBODY.id) -> Asked:
    """Return a decision as asked for by a person who is known in this way."""
    return Asked(asked.rule, asked.arguments, Actor(id, evidence, "test"))


class Ruled(Decision, frozen=True):
    """A decision by a rule that is made up for one test."""

    function: Callable[[School, datetime], Changes]

    def __call__(self, school: School, now: datetime, actor: Actor = SOMEBODY) -> Changes:
        """Return what would change."""
        del actor
        return self.function(school, now)


def after(before: School, now: datetime, *decisions: Decision) -> School:
    """Return the school after these decisions, each carried out at `now`."""
    for decided in decisions:
        before = before.apply(decided(before, now, SOMEBODY).items)
    return before


@decision
def moves(school: School, now: datetime, session: SessionId, room: str) -> Changes:
    """Move a session to another room."""
    before = school.session(session)
    return Changes((put(with_move(now, before, replace(before, room=room))),))


@decision
def retimes(school: School, now: datetime, session: SessionId, hours: str) -> Changes:
    """Give a session other times (`11:40-12:10`)."""
    before, band = school.session(session), parse_hours(hours)
    planned = replace(before, start=band.start, end=band.end)
    return Changes((put(with_move(now, before, planned)),))


CROWD_BADGE = "INSET-CROWD{}"
"""The badge of each of a crowd, by number."""


@decision
def crowd(school: School, now: datetime, count: int) -> Changes:
    """Let that many more people belong to the school: `CROWD0` and so on, each with a badge."""
    del now
    known = [who for who in school.people.values() if not who.left]
    return Changes(
        tuple(
            put(replace(known[n % len(known)], id=f"CROWD{n}", badge=CROWD_BADGE.format(n)))
            for n in range(count)
        )
    )

"""The roll call in a fire alarm: everyone on site, room by room, and who is ticked off.

Several programs on the data folder may tick people off at once: a tick is the same, no matter who
makes it, and one roll call is under way at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import arrival, attended_since, require_today
from kiosk.rules.attendance.lunch import Lunch
from kiosk.rules.attendance.whereabouts import Whereabouts, whereabouts
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.attendance_records import RollCall, RollTick
from kiosk.rules.model.changes import Changes, Put
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, RollCallId, event_id, event_order, join_ids, split_id
from kiosk.rules.model.labels import evidence_name
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.rooms import room_named
from kiosk.rules.model.school import School, put, remove
from kiosk.rules.model.terms import Evidence
from kiosk.settings import Settings
from kiosk.text import Both, Text, t, tn

NOT_BEGUN = t("No roll call is under way.")


class RollLine(msgspec.Struct, frozen=True, gc=False):
    """One person on the roll."""

    where: Whereabouts
    zone: str
    """The part of the building their room is in; blank: not known."""
    tick: RollTick | None
    """None: not ticked off in the roll call under way."""

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.where.person


class Counts(NamedTuple):
    """How far a roll call has got."""

    to_find: int
    ticked: int


class Group(NamedTuple):
    """People of the roll to look for together."""

    is_first: bool
    """Whether these are the people who stay after their hours: nobody knows whether they went."""
    zone: str
    room: str
    """As sessions have it; blank: not known, or several."""
    lines: list[RollLine]


def roll_calls(school: School, day: InsetDay) -> list[RollCall]:
    """Return the roll calls of a day, the first one first."""
    return sorted(school.day_record(day.id).roll_calls.values(), key=event_order)


def roll_under_way(school: School, day: InsetDay) -> RollCall | None:
    """Return the roll call that has begun and not ended, or None."""
    return next((one for one in roll_calls(school, day) if one.ended_at is None), None)


def roll_lines(
    school: School, now: datetime, day: InsetDay, roll: RollCall | None = None
) -> list[RollLine]:
    """Return everyone on the roll now, in no particular order, with their ticks in a roll call."""
    ticks, zone = school.day_record(day.id).roll_ticks, zones_by_room(school)
    return [
        RollLine(
            one,
            zone(one.room),
            _tick_in(ticks.get(one.person.id, {}).values(), roll) if roll is not None else None,
        )
        for one in whereabouts(school, now, day)
    ]


def _tick_in(ticks: Iterable[RollTick], roll: RollCall) -> RollTick | None:
    return next((one for one in ticks if one.roll == roll.id), None)


def zones_by_room(school: School) -> Callable[[str], str]:
    """Return a function from a room's name to its zone; blank: it has none that is known."""
    known: dict[str, str] = {}

    def zone(name: str) -> str:
        if name not in known:
            room = room_named(school.programme.rooms, name)
            known[name] = room.zone if room is not None else ""
        return known[name]

    return zone


def zones(school: School) -> list[str]:
    """Return the zones of the school's rooms, in order."""
    return sorted({room.zone for room in school.programme.rooms.values() if room.zone})


def counted(lines: Iterable[RollLine]) -> Counts:
    """Return how many are still to find, and how many are ticked off."""
    found = [line.tick is not None for line in lines]
    return Counts(found.count(False), found.count(True))


def grouped(lines: Iterable[RollLine], order: Callable[[Person], Any]) -> list[Group]:
    """Return the people of each room, zone by zone; before them those whose hours are over.

    `order` gives the key by which people are sorted. Rooms without a zone, and people of whom no
    room is known, come last.
    """
    groups: dict[tuple[Any, ...], Group] = {}
    for line in lines:
        room, zone = line.where.room, line.zone
        key: tuple[Any, ...] = (False,)
        if line.where.hours_ended is None:
            key = (True, not zone, zone.casefold(), not room, room.casefold(), zone, room)
        if key not in groups:
            groups[key] = Group(True, "", "", []) if len(key) == 1 else Group(False, zone, room, [])
        groups[key].lines.append(line)
    for group in groups.values():
        group.lines.sort(key=lambda line: order(line.person))
    return [groups[key] for key in sorted(groups)]


def group_words(school: School, group: Group) -> Text | Both | str:
    """Return what a group is called: its zone and room, or why it is looked for first."""
    if group.is_first:
        return t("Look for first: their hours have ended")
    return room_words(school, group.lines[0])


def room_words(school: School, line: RollLine) -> Text | Both | str:
    """Return where somebody is to be looked for: the room, after its zone if that is known."""
    room = school.word(line.where.room) or t("No room known")
    return t("{zone} · {room}", zone=school.word(line.zone), room=room) if line.zone else room


def seen_words(school: School, where: Whereabouts, *, names_room: bool = False) -> Text:
    """Return when and where somebody was last seen, after that their own hours are over.

    `names_room`: the room where they are looked for is named already, and is not said again.
    """
    at, room = school.local(where.seen.at), where.seen.room
    if not room:
        seen = t("in since {time}", time=at)
    elif names_room and room == where.room:
        seen = t("seen {time}", time=at)
    else:
        seen = t("seen {time} {room}", time=at, room=school.word(room))
    if where.hours_ended is None:
        return seen
    return t("hours ended {time} · {seen}", time=where.hours_ended, seen=seen)


def counts_words(counts: Counts) -> Text:
    """Return how far a roll call has got."""
    return t("{to_find} to find · {ticked} ticked off", to_find=counts.to_find,
             ticked=counts.ticked)  # fmt: skip


def lunch_words(lunch: Lunch) -> Text:
    """Return how many are expected at a lunch."""
    return t("{start} {title}: {n} expected", start=lunch.slot.start, title=lunch.slot.title,
             n=lunch.expected)  # fmt: skip


def actor_name(by: str, settings: Settings) -> Text | Both | str:
    """Return what a person calls an actor who is nobody in particular, such as reception."""
    return evidence_name(Evidence.TUTOR if by == TUTOR.id else by, settings)


# -- what changes it --------------------------------------------------------------------------


@decision
def begin_roll_call(school: School, now: datetime, actor: Actor) -> Changes:
    """Begin a roll call. Where one is under way, it goes on, and this is no error.

    Raises:
        Refused: there is no INSET day today.
    """
    day = require_today(school, now)
    known = roll_under_way(school, day)
    if known is not None:
        by, at = actor_name(known.by, school.settings), school.local(known.at)
        return Changes((), t("The roll call of {time} is under way ({by}).", time=at, by=by))
    earlier = school.day_record(day.id).roll_calls
    roll = RollCallId(event_id(actor, earlier, day.id))
    return Changes(
        (put(RollCall(roll, day.id, now, actor.id)),),
        t("The roll call has begun."),
    )


@decision
def tick_off(
    school: School,
    now: datetime,
    actor: Actor,
    people: tuple[PersonId, ...],
    by_badge: bool = False,
) -> Changes:
    """Tick people off in the roll call under way. Who is ticked off already stays so.

    Somebody who was found and is not on the roll has arrived: they had not signed in, or were
    known to be off site. `by_badge`: their badge says so.

    Raises:
        Refused: no roll call is under way, or nobody has one of the ids.
    """
    day, roll = _current(school, now)
    ticked, arrived = list[Put](), list[Put]()
    finder = replace(actor, evidence=Evidence.BADGE) if by_badge else actor
    listed = {one.person.id for one in whereabouts(school, now, day)}
    for person in dict.fromkeys(people):
        school.person(person)
        ticks = school.day_record(day.id).roll_ticks.get(person, {}).values()
        if _tick_in(ticks, roll) is not None:
            continue
        if person not in listed:
            arrived.append(arrival(school, now, finder, person, day.id))
        id = join_ids(day.id, person, *split_id(roll.id)[1:])
        ticked.append(put(RollTick(id, day.id, person, roll.id, now, actor.id)))
    message = tn("{n} person is ticked off.", "{n} people are ticked off.", len(ticked))
    if len(people) == 1:
        name = school.person(people[0]).name
        message = t("{name} is ticked off.", name=name)
        if arrived:
            message = t("{name} is signed in and ticked off.", name=name)
    elif not ticked:
        message = t("They were ticked off already.")
    return Changes((*ticked, *arrived), message)


@decision
def untick(school: School, now: datetime, person: PersonId) -> Changes:
    """Take back that somebody is ticked off in the roll call under way.

    Where the tick signed them in, that is taken back too: a person ticked off by mistake did not
    arrive. It stays once they were seen again.

    Raises:
        Refused: no roll call is under way.
    """
    day, roll = _current(school, now)
    who, record = school.person(person), school.day_record(day.id)
    tick = _tick_in(record.roll_ticks.get(person, {}).values(), roll)
    if tick is None:
        return Changes((), t("{name} is still to find.", name=who.name))
    last = record.movements.get(person, ())[-1:]
    arrived = [one for one in last if one.inward and one.at == tick.at]
    if arrived and not attended_since(school, person, day, tick.at):
        return Changes(
            (remove(tick), *map(remove, arrived)),
            t("{name} is not ticked off, nor signed in any more.", name=who.name),
        )
    return Changes((remove(tick),), t("{name} is still to find.", name=who.name))


@decision
def end_roll_call(school: School, now: datetime, actor: Actor) -> Changes:
    """End the roll call under way, whether or not everybody was found.

    Raises:
        Refused: none is under way.
    """
    day, roll = _current(school, now)
    counts = counted(roll_lines(school, now, day, roll))
    return Changes(
        (put(replace(roll, ended_at=now, ended_by=actor.id)),),
        t(
            "The roll call has ended: {ticked} ticked off, {to_find} not found.",
            ticked=counts.ticked, to_find=counts.to_find,
        ),
        is_partial=counts.to_find > 0,
    )  # fmt: skip


def _current(school: School, now: datetime) -> tuple[InsetDay, RollCall]:
    day = require_today(school, now)
    roll = roll_under_way(school, day)
    if roll is None:
        raise Refused(NOT_BEGUN)
    return day, roll

"""People who leave the school on a date, and come back.

From that date they are on no list and in no count; their records are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.choosing.promotion import promote_waiting
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.far_dates import refuse_far
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.records import Person, TimeAway
from kiosk.rules.model.school import School, put, remove
from kiosk.text import t


@decision
def leave(school: School, now: datetime, person: PersonId, on: date | None = None) -> Changes:
    """Record that a person leaves the school on a date; None: today.

    Their places and wishes from that day on are given up, and go to the waiting lists.

    Raises:
        Refused: they arrived on that date or later, or it is far off.
    """
    today = school.local(now).date()
    who, day = school.person(person), on or today
    refuse_far(day, today)
    gone = left_from(who, day)
    was_here = arrival_after(school, gone)
    if was_here is not None:
        raise Refused(
            t("{name} was here on {day}. Choose a later date.", name=who.name, day=was_here)
        )
    message = t(
        "From {day}, {name} is off every list. Their records are kept.", name=who.name, day=day
    )
    if gone == who:
        return Changes((), message)
    items: list[Put | Remove] = [put(gone)]
    return Changes((*items, *places_given_up(school, now, [gone], items)), message)


@decision
def come_back(school: School, now: datetime, person: PersonId, on: date | None = None) -> Changes:
    """Record that a person who has left comes back on a date; None: today.

    Raises:
        Refused: the date is far off.
    """
    today = school.local(now).date()
    who, day = school.person(person), on or today
    refuse_far(day, today)
    back = back_from(who, day)
    if back == who:
        return Changes((), t("{name} has not left.", name=who.name))
    return Changes(
        (put(back),), t("{name} is back on the lists from {day}.", name=who.name, day=day)
    )


def back_from(who: Person, day: date) -> Person:
    """Return the person as somebody who is back on a date."""
    away = (*who.times_away, *((TimeAway(who.left, day),) if who.left else ()))
    # back by the day they left: they were never away; back earlier than was said: not so long
    ended = tuple(TimeAway(one.start, min(one.end, day)) for one in away if one.start < day)
    return replace(who, left=None, times_away=ended)


def left_from(who: Person, day: date) -> Person:
    """Return the person as somebody who has left on a date."""
    before = tuple(away for away in who.times_away if away.end <= day)
    # away already then: that time simply did not end
    starts = (away.start for away in who.times_away if away.end > day)
    return replace(who, left=min((day, *starts)), times_away=before)


def arrival_after(school: School, gone: Person) -> date | None:
    """Return the last date on which somebody arrived although they are said to have left then."""
    arrived = (
        date.fromisoformat(day)
        for day in school.day_records
        if has_arrived(school, gone.id, day) and not gone.is_here(date.fromisoformat(day))
    )
    return max(arrived, default=None)


def places_given_up(
    school: School, now: datetime, gone: Iterable[Person], items: Iterable[Put | Remove]
) -> list[Put | Remove]:
    """Return the changes to places when people leave: their places go to the waiting lists.

    `items` are the changes that make them leave.
    """
    after = school.apply(items)
    removed: dict[DayId, list[Remove]] = {}
    for person in gone:
        for day, today in after.programme.days.items():
            if person.is_here(today.date) or today.closed_at is not None:
                continue
            record = after.day_record(day)
            for session in record.sessions_of.get(person.id, ()):
                held = record.bookings.get(session, {})
                if person.id in held and now < after.moment(day, after.session(session).end):
                    removed.setdefault(day, []).append(remove(held[person.id]))
    changes: list[Put | Remove] = []
    for day, freed in removed.items():
        changes += [*freed, *promote_waiting(after.apply(freed), now, day)]
    return changes

"""A day in three lists to hand on: who was here, who was not, and who still has something to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.follow_up.catch_up import catch_ups_owed, missed_title, open_catch_ups
from kiosk.rules.follow_up.catch_up_resources import resources_in_time
from kiosk.rules.follow_up.day_account import Outcome, account_line
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.records import InsetDay, Person, Resource
from kiosk.rules.model.school import School
from kiosk.text import Sayable


class Owed(msgspec.Struct, frozen=True):
    """One thing that people still have to do after a day."""

    what: Sayable
    how: tuple[Resource, ...]
    """What they can do it with; empty: they ask."""
    people: tuple[Person, ...]


class DaySummary(msgspec.Struct, frozen=True):
    """Everybody listed for the day in one of three, and again where they owe something."""

    here: tuple[Person, ...]
    not_here: tuple[Person, ...]
    """They were expected and did not come, whether or not somebody had reported it."""
    not_expected: tuple[Person, ...]
    """Nothing was required of them, and they did not come."""
    owed: tuple[Owed, ...]


def day_summary(school: School, now: datetime, day: InsetDay) -> DaySummary:
    """Return the summary of a day as it stands, in no particular order within a list.

    What people owe is what closing has recorded, or would record now.
    """
    here, not_here, not_expected = list[Person](), list[Person](), list[Person]()
    owed: dict[tuple[object, ...], list[tuple[CatchUp, Person]]] = {}
    for person in school.people_on(day.date).values():
        if has_arrived(school, person.id, day.id):
            here.append(person)
        elif account_line(school, now, person, day).outcome is Outcome.NOT_REQUIRED:
            not_expected.append(person)
        else:
            not_here.append(person)
        for one in _required(school, now, person, day):
            owed.setdefault((one.slot, one.subject, one.resources), []).append((one, person))
    return DaySummary(
        tuple(here), tuple(not_here), tuple(not_expected),
        tuple(_owed(school, alike) for alike in owed.values()),
    )  # fmt: skip


def _owed(school: School, alike: Sequence[tuple[CatchUp, Person]]) -> Owed:
    first, _ = alike[0]
    how = tuple(resources_in_time(school, first))
    return Owed(missed_title(school, first), how, tuple(person for _, person in alike))


def _required(school: School, now: datetime, person: Person, day: InsetDay) -> Iterator[CatchUp]:
    found = (
        catch_ups_owed(school, now, person, day)
        if day.closed_at is None
        else open_catch_ups(school, person.id, day.id)
    )
    return (one for one in found if one.due is not None)

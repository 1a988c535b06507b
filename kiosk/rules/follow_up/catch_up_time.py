"""In whose time a catch-up is done: nobody is given work in time that is not paid.

A part-timer cannot be required outside their hours, nor a teaching assistant outside contracted
ones; what is agreed beyond them is paid or given back (NEU, advice on workload and working time).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from kiosk.rules.follow_up.catch_up_resources import minutes_needed
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.requirement import own_hours
from kiosk.rules.model.school import School
from kiosk.text import Both, Text, t


class WhoseTime(Enum):
    """In what time a required catch-up is done."""

    OWN = "paid hours"
    EXTRA = "extra time"
    """Beyond the person's own hours, paid or given back, as they accepted."""
    ASK = "ask"
    """Their hours are not known, or too short."""


class TimeFor(NamedTuple):
    """The time in which a required catch-up is done."""

    whose: WhoseTime
    agreed_by: str = ""
    """Who agreed to the extra time, by name."""


class _Paid(NamedTuple):
    """The minutes that somebody is paid for from one date to another."""

    own: int
    extra: int
    is_known: bool
    agreed_by: str


def time_for(school: School, catch_up: CatchUp, all_of_day: Iterable[CatchUp]) -> TimeFor:
    """Return in what time a required catch-up is done, with the others due by then.

    `all_of_day`: the person's catch-ups of that day, itself included.
    """
    person, start = school.person(catch_up.person), _start(catch_up)
    end = catch_up.due or start + timedelta(days=school.settings.catch_up_days)
    paid = _paid(school, person, start, end)
    needed, _ = minutes_needed(school, _due_by(all_of_day, catch_up.due))
    if paid.own and paid.own >= needed:
        return TimeFor(WhoseTime.OWN)
    if paid.extra and paid.own + paid.extra >= needed:
        return TimeFor(WhoseTime.EXTRA, paid.agreed_by)
    return TimeFor(WhoseTime.ASK)


def too_long(school: School, catch_ups: Iterable[CatchUp]) -> Text | None:
    """Return a sentence where somebody's catch-ups take longer than their paid hours until due."""
    mine = list(catch_ups)
    for last in sorted({one.due for one in mine if one.required and one.due}):
        due = _due_by(mine, last)
        person, start = school.person(due[0].person), min(_start(one) for one in due)
        paid, (needed, _) = _paid(school, person, start, last), minutes_needed(school, due)
        if paid.is_known and needed > paid.own + paid.extra:
            return t(
                "{name}: {needed} min of catch-up by {day}, {paid} min paid until then. Agree "
                "extra time, give a later date or waive some.",
                name=person.name, needed=needed, day=last, paid=paid.own + paid.extra,
            )  # fmt: skip
    return None


def _start(catch_up: CatchUp) -> date:
    """Return the date from which it can be done: the one after its day, or after its first slip."""
    day = max(date.fromisoformat(catch_up.day), catch_up.first_printed or date.min)
    return day + timedelta(days=1)


def _due_by(catch_ups: Iterable[CatchUp], last: date | None) -> list[CatchUp]:
    return [
        one for one in catch_ups
        if one.required and ((one.due is None) if last is None else one.due and one.due <= last)
    ]  # fmt: skip


def _paid(school: School, person: Person, start: date, end: date) -> _Paid:
    own, extra, is_known, agreed_by = 0, 0, False, ""
    for day in _days(min(start, end), end):
        hours = own_hours(school, person, day)
        is_known = is_known or hours.known
        own += hours.required_window.minutes if hours.required_window else 0
        invitation = school.day_record(day.id).invitations.get(person.id)
        if invitation is not None and _is_extra(invitation):
            extra += invitation.hours.minutes
            agreed_by = agreed_by or _name(school, invitation)
    return _Paid(own, extra, is_known or extra > 0, agreed_by)


def _days(start: date, end: date) -> Iterator[InsetDay]:
    for number in range((end - start).days + 1):
        id = DayId((start + timedelta(days=number)).isoformat())
        yield InsetDay(id, 0, Both())


def _is_extra(invitation: Invitation) -> bool:
    return bool(invitation.accepted) and invitation.terms is not Terms.VOLUNTARY


def _name(school: School, invitation: Invitation) -> str:
    who = school.people.get(invitation.agreed_by)
    return who.name if who is not None else ""

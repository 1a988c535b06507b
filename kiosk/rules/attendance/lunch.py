"""How many people are to be fed at each lunch of a day: a number for the kitchen, no names."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from kiosk.rules.attendance.arrivals import has_arrived, is_on_site
from kiosk.rules.attendance.board import required_times
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import PersonId, SlotId
from kiosk.rules.model.kept_results import Touched, kept_up
from kiosk.rules.model.records import InsetDay, Person, Slot
from kiosk.rules.model.requirement import hours_on, is_off_site_in
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind

Eaters = dict[PersonId, tuple[SlotId, ...]]
"""By person the lunches at which they are expected."""


class Lunch(NamedTuple):
    """One lunch, or one sitting of it."""

    slot: Slot
    expected: int


def lunches(school: School, now: datetime, day: InsetDay) -> list[Lunch]:
    """Return the lunches of a day that are not over, each with how many are expected.

    These are the people who are in, or still expected, whose hours hold the whole of it, and who
    are then neither off site nor reported absent. Of people whose hours are unknown, those who are
    in count.
    """
    to_come = [
        slot
        for slot in day.slots
        if slot.kind is SlotKind.LUNCH and now < school.moment(day.id, slot.end)
    ]
    if not to_come:
        return []
    numbers = Counter(slot for slots in _eaters(school, day).values() for slot in slots)
    return [Lunch(slot, numbers[slot.id]) for slot in to_come]


def _with_eaters(school: School, day: InsetDay, known: Eaters, touched: Touched) -> Eaters:
    return known | {who: _lunches_of(school, day, who) for who in touched.people}


@kept_up(_with_eaters)
def _eaters(school: School, day: InsetDay) -> Eaters:
    everybody = (*required_times(school, day), *school.day_record(day.id).movements)
    return {who: _lunches_of(school, day, who) for who in everybody}


def _lunches_of(school: School, day: InsetDay, who: PersonId) -> tuple[SlotId, ...]:
    person, is_here = school.people.get(who), is_on_site(school, who, day.id)
    if person is None or not (is_here or _is_to_come(school, day, who)):
        return ()
    lunch = [slot for slot in day.slots if slot.kind is SlotKind.LUNCH]
    return tuple(slot.id for slot in lunch if _is_there(school, day, person, slot, is_here=is_here))


def _is_to_come(school: School, day: InsetDay, who: PersonId) -> bool:
    is_due = bool(required_times(school, day).get(who))
    return is_due and not has_arrived(school, who, day.id)


def _is_there(school: School, day: InsetDay, person: Person, slot: Slot, *, is_here: bool) -> bool:
    """Return whether somebody who is in, or still comes, is there through a lunch."""
    audience = (*slot.required, *slot.invited)
    if audience and not is_in_audience(person, audience):  # of another sitting
        return False
    hours = hours_on(school, person, day)
    if not (is_here if hours.window is None else hours.allow(slot.start, slot.end)):
        return False
    absence = school.day_record(day.id).reported_absences.get(person.id)
    # reported absent all day, and here all the same: they came after all
    is_away = absence is not None and not (absence.is_whole_day and is_here)
    if is_away and absence is not None and absence.meets(slot.start, slot.end):
        return False
    return not is_off_site_in(school, person, day, slot)

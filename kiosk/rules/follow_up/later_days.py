"""What closing a day changes in the catch-ups of the days before it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from kiosk.rules.follow_up.attended_repeats import with_repeat
from kiosk.rules.follow_up.catch_up import catch_up_changes
from kiosk.rules.follow_up.catch_up_dates import due_date, was_away
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import DayId, WorkshopId
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.school import School


def changes_on_earlier_days(school: School, now: datetime, day: DayId) -> Iterator[Put | Remove]:
    """Yield what a day changes in catch-ups of earlier days: a repeat settles, being back dates.

    Also what it no longer does, since its marks were corrected.
    """
    given = {session.workshop for session in school.sessions_on(day)}
    for earlier in school.programme.days.values():
        if earlier.id < day:
            people = [
                school.people[who]
                for who, own in school.day_record(earlier.id).catch_ups.items()
                if who in school.people
                and _is_changed(school, now, school.people[who], earlier, own.values(), given)
            ]
            yield from catch_up_changes(school, now, earlier.id, people)


def _is_changed(
    school: School, now: datetime, person: Person, day: InsetDay, own: Collection[CatchUp],
    given: Collection[WorkshopId],
) -> bool:  # fmt: skip
    again = [one for one in own if one.subject in given]
    if any(with_repeat(school, now, one) != one for one in again):
        return True
    held = [one for one in own if one.is_open] if was_away(school, person, day) else []
    return any(due_date(school, one) != one.due for one in held)

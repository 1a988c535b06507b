"""Time attended beyond a person's own paid hours: for the office and that person alone.

A part-timer who is asked to more than their hours is paid for it or given time off in lieu (NEU,
advice on workload and working time). What counts as theirs are the hours of their contract, or
those agreed for the date; an accepted invitation says on what terms the rest is.
"""

from __future__ import annotations

import msgspec

from kiosk.rules.attendance.marks import current_mark
from kiosk.rules.attendance.time_attended import minutes_attended, minutes_in, minutes_of
from kiosk.rules.follow_up.day_account import sessions_attended
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.personal_records import Terms
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.requirement import own_hours
from kiosk.rules.model.school import School


class HoursBeyond(msgspec.Struct, frozen=True):
    """What somebody attended on a day beyond their own hours."""

    day: DayId
    minutes: int | None
    """None: their hours are not known."""
    terms: Terms | None
    """Those of the invitation that they accepted, if any."""


def hours_beyond(school: School, person: Person, day: InsetDay) -> HoursBeyond | None:
    """Return what the person attended beyond their own hours that day, or None if nothing."""
    attended = frozenset[int]().union(
        *(_minutes(school, person, one) for one in sessions_attended(school, person, day))
    )
    hours = own_hours(school, person, day)
    beyond = attended if hours.window is None else attended - minutes_in(hours.window)
    if not beyond:
        return None
    invitation = school.day_record(day.id).invitations.get(person.id)
    is_accepted = invitation is not None and invitation.accepted
    terms = invitation.terms if invitation is not None and is_accepted else None
    return HoursBeyond(day.id, len(beyond) if hours.known else None, terms)


def _minutes(school: School, person: Person, session: Session) -> frozenset[int]:
    """Return the minutes of presence if the school keeps them (a setting), else the session's."""
    is_marked = current_mark(school, person.id, session) is not None
    if school.settings.keep_minutes and is_marked:
        return minutes_attended(school, person.id, session)
    return minutes_of(session)

"""A repeat that somebody attended on a later day: it settles what they missed."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.rules.attendance.session_proof import is_proved
from kiosk.rules.attendance.taking_part import is_over, sessions_of_workshop, took_part
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DoneBy


def with_repeat(school: School, now: datetime, catch_up: CatchUp) -> CatchUp:
    """Return a catch-up as done if its person attended a repeat, and as open if that was an error.

    It is confirmed as well if the attendance is proved. What was done in another way stays so.
    """
    is_by_repeat = catch_up.done_at is not None and catch_up.done_by is DoneBy.REPEAT
    if not catch_up.is_open and not is_by_repeat:
        return catch_up
    session = _repeat_attended(school, now, catch_up)
    if session is None:
        taken_back = replace(catch_up, done_at=None, done_by=DoneBy.SELF, confirmed_at=None)
        return taken_back if is_by_repeat else catch_up
    end = school.moment(session.day, session.end)
    confirmed = end if is_proved(school, catch_up.person, session) else catch_up.confirmed_at
    return replace(catch_up, done_at=end, done_by=DoneBy.REPEAT, confirmed_at=confirmed)


def _repeat_attended(school: School, now: datetime, catch_up: CatchUp) -> Session | None:
    """Return the first session of its workshop on a later day that its person was in until now."""
    who = school.people.get(catch_up.person)
    for session in sessions_of_workshop(school, catch_up.subject):
        is_later = session.day > catch_up.day and is_over(school, now, session)
        if is_later and who is not None and took_part(school, who, session):
            return session
    return None

"""How much of a session a person attended, judged against their own hours.

Everything is derived from marks. A mark that the person made at the kiosk says when they came or
left. A professional tutor's mark may be typed in at any time, so its time says nothing, and it
counts for the whole session.
"""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache

from kiosk.rules.attendance.marks import current_mark, marks_of
from kiosk.rules.model.attendance_records import Mark
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Session, Window
from kiosk.rules.model.requirement import hours_on
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState


def minutes_of(session: Session) -> frozenset[int]:
    """Return the minutes of a session, each as minutes since midnight."""
    return _minutes_between(session.start, session.end)


def minutes_in(hours: Window) -> frozenset[int]:
    """Return the minutes of working hours, each as minutes since midnight."""
    return _minutes_between(hours.start, hours.end)


@lru_cache
def _minutes_between(start: time, end: time) -> frozenset[int]:
    first, after = (clock.hour * 60 + clock.minute for clock in (start, end))
    return frozenset(range(first, after))


def minutes_attended(school: School, person: PersonId, session: Session) -> frozenset[int]:
    """Return the minutes since midnight during which the person was in the session."""
    whole = minutes_of(session)
    attended: frozenset[int] = frozenset()
    has_left = False
    before: Mark | None = None
    for mark in marks_of(school, person, session):
        match mark.state:
            # The same state said again is a confirmation: it adds proof, and no minutes.
            case MarkState.PRESENT | MarkState.LATE if before and before.state is mark.state:
                pass
            case MarkState.PRESENT | MarkState.LATE if mark.evidence.is_by_hand:
                attended = whole
            # A first sign-in that counts as on time gets the whole session: the minutes of grace
            # are not deducted. Only after an absence in between does the exact minute matter.
            case MarkState.PRESENT if not has_left:
                attended = whole
            case MarkState.PRESENT | MarkState.LATE:
                at = _minute_of_day(school, session, mark.at)
                attended |= {minute for minute in whole if minute >= at}
            case MarkState.LEFT if (at := _minute_of_day(school, session, mark.at)) in whole:
                attended = frozenset(minute for minute in attended or whole if minute < at)
            # Absent; or "left" noted before or after the session, which does not say when they
            # left.
            case _:
                attended = frozenset()
        has_left, before = mark.state is MarkState.LEFT, mark
    return attended


def _minute_of_day(school: School, session: Session, at: datetime) -> int:
    """Return minutes since midnight of the session's day: below 0 or above 1440 on other days."""
    midnight = school.moment(session.day, session.start.replace(hour=0, minute=0))
    return int((at - midnight).total_seconds() // 60)


def minutes_due(school: School, person: PersonId, session: Session) -> frozenset[int]:
    """Return the session's minutes within the person's hours, or all of them if none are."""
    whole, who = minutes_of(session), school.people.get(person)
    day = school.programme.days[session.day]
    hours = hours_on(school, who, day).window if who is not None else None
    if hours is None or not hours.touches(session.start, session.end):
        return whole
    return whole & minutes_in(hours)


def is_enough_for_certificate(
    school: School, person: PersonId, session: Session, attended: frozenset[int]
) -> bool:
    """Return whether the minutes reach the share that a certificate needs (a setting, per cent)."""
    due = minutes_due(school, person, session)
    return 100 * len(attended & due) >= school.settings.certificate_share * len(due)


def final_state(school: School, person: PersonId, session: Session) -> MarkState | None:
    """Return the state that the marks add up to, or None without marks.

    Leaving at the end of the session or of the person's hours, or a few minutes before (a setting),
    is not leaving early: an hourly-paid TA who goes at 12:00 attended in full.
    """
    last = current_mark(school, person, session)
    if last is None or last.state is not MarkState.LEFT or _left_early(school, person, session):
        return last.state if last else None
    before = [mark.state for mark in marks_of(school, person, session)][-2:-1]
    return MarkState.LATE if before == [MarkState.LATE] else MarkState.PRESENT


def _left_early(school: School, person: PersonId, session: Session) -> bool:
    left_at = marks_of(school, person, session)[-1].at
    if left_at >= school.moment(session.day, session.end):
        return True  # A tutor noted it afterwards, so its time says nothing.
    minutes = minutes_due(school, person, session)
    if not minutes:
        return False
    earliest = max(min(minutes), max(minutes) + 1 - school.settings.late_after)
    return _minute_of_day(school, session, left_at) < earliest

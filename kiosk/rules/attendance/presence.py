"""How much of a session somebody was there for, judged against the person's own hours.

By the marks. One made at the kiosk by the person tells when; one made by a professional tutor tells
what was, at whatever time it is made, so it counts for the most that it can mean.
"""

from __future__ import annotations

from datetime import datetime

from kiosk.rules.attendance.marks import current_mark, marks_of
from kiosk.rules.model.records import Session
from kiosk.rules.model.requirement import hours_on
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState


def minutes_of(session: Session) -> frozenset[int]:
    """Return the minutes of the day that a session takes."""
    start = session.start.hour * 60 + session.start.minute
    return frozenset(range(start, start + session.minutes))


def minutes_attended(school: School, session: Session, person: str) -> frozenset[int]:
    """Return the minutes of the day in which the person was in a session."""
    whole = minutes_of(session)
    there: frozenset[int] = frozenset()
    gone = False
    for mark in marks_of(school, session, person):
        at = _minute_of_day(school, session, mark.at)
        match mark.state:
            case MarkState.PRESENT | MarkState.LATE if mark.proof.is_by_hand:
                there = whole
            case MarkState.PRESENT if not gone:
                there = whole
            case MarkState.PRESENT | MarkState.LATE:
                there |= {minute for minute in whole if minute >= at}
            case MarkState.LEFT if at in whole:
                there = frozenset(minute for minute in there or whole if minute < at)
            case _:  # left before or after it, which does not tell when; or not there at all
                there = frozenset()
        gone = mark.state is MarkState.LEFT
    return there


def _minute_of_day(school: School, session: Session, at: datetime) -> int:
    """Return a moment as a minute of the session's day; below 0, or above 1440, off that day."""
    midnight = school.moment(session.day, session.start.replace(hour=0, minute=0))
    return int((at - midnight).total_seconds() // 60)


def minutes_due(school: School, session: Session, person: str) -> frozenset[int]:
    """Return the minutes of a session that lie in the person's hours; if none does, all of it."""
    whole, who = minutes_of(session), school.people.get(person)
    day = school.programme.days[session.day]
    hours = hours_on(school, who, day).window if who is not None else None
    if hours is None or not hours.touches(session.start, session.end):
        return whole
    start = hours.start.hour * 60 + hours.start.minute
    end = hours.end.hour * 60 + hours.end.minute
    return whole & frozenset(range(start, end))


def is_enough_for_certificate(
    school: School, session: Session, person: str, there: frozenset[int]
) -> bool:
    """Return whether these minutes are the share that a certificate needs (a setting)."""
    due = minutes_due(school, session, person)
    return 100 * len(there & due) >= school.settings.certificate_share * len(due)


def final_state(school: School, session: Session, person: str) -> MarkState | None:
    """Return what the marks come to: on time, late, left early …; None: there is none.

    Whoever left at the end of the session or of the own hours, or some minutes before (a setting),
    did not leave early: then it is what it was before.
    """
    last = current_mark(school, session, person)
    if last is None or last.state is not MarkState.LEFT or _left_early(school, session, person):
        return last.state if last else None
    before = [mark.state for mark in marks_of(school, session, person)][-2:-1]
    return MarkState.LATE if before == [MarkState.LATE] else MarkState.PRESENT


def _left_early(school: School, session: Session, person: str) -> bool:
    left = marks_of(school, session, person)[-1].at
    if left >= school.moment(session.day, session.end):
        return True  # said afterwards, by a professional tutor
    due = minutes_due(school, session, person)
    ends = max(min(due), max(due) + 1 - school.settings.late_after)
    return _minute_of_day(school, session, left) < ends

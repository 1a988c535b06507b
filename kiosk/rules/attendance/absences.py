"""Reported absence: the office or a tutor knows that somebody does not come on a day.

A record holds a person and a day, or a part of it. It has no field for a reason: absence data stays
minimal.
"""

from __future__ import annotations

from datetime import datetime, time

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.attendance.marks import current_mark
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, PersonId, join_ids
from kiosk.rules.model.personal_records import ReportedAbsence
from kiosk.rules.model.records import Session
from kiosk.rules.model.requirement import RequiredTimes, expected_from
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import MarkState
from kiosk.text import Text, t


def is_reported_absent(
    school: School, person: PersonId, day: DayId, at: time | None = None
) -> bool:
    """Return whether the person is reported absent for the day, and has not arrived after all.

    `at`: or for the part of the day with this time, wherever they are at other times.
    """
    absence = school.day_record(day).reported_absences.get(person)
    if absence is None:
        return False
    if absence.is_whole_day:
        return not has_arrived(school, person, day)
    return at is not None and absence.covers(at)


def absent_when(absence: ReportedAbsence) -> Text:
    """Return for which part of the day an absence is reported."""
    start, end = absence.start, absence.end
    if start is not None and end is not None:
        return t("{start} to {end}", start=start, end=end)
    if end is not None:
        return t("until {time}", time=end)
    return t("all day") if start is None else t("from {time}", time=start)


def is_away_in(school: School, person: PersonId, session: Session) -> bool:
    """Return whether the person is reported absent for any part of a session.

    People who come to it may leave early; a leader who goes leaves it without one.
    """
    absence = school.day_record(session.day).reported_absences.get(person)
    if absence is None or absence.is_whole_day:
        return absence is not None and not has_arrived(school, person, session.day)
    return absence.meets(session.start, session.end)


def first_expected_at(
    school: School, person: PersonId, day: DayId, required: RequiredTimes
) -> time | None:
    """Return the start of the first time in `required` that no absence covers, or None."""
    expected = _still_expected(school, person, day, required)
    return min((start for start, _ in expected), default=None)


def first_expected_in(
    school: School, person: PersonId, day: DayId, required: RequiredTimes
) -> Session | None:
    """Return the session at the first time that no absence covers; None: it is not known yet."""
    expected = _still_expected(school, person, day, required)
    return min(expected, key=lambda one: one[0], default=(None, None))[1]


def _still_expected(
    school: School, person: PersonId, day: DayId, required: RequiredTimes
) -> list[tuple[time, Session | None]]:
    """Return the times that no absence covers. A mark `RELEASED` covers its own session only."""
    # A person released from one session is still expected at the others of the day.
    found = []
    for start, session in required:
        if is_reported_absent(school, person, day, start):
            continue
        mark = current_mark(school, person, session) if session is not None else None
        if mark is None or mark.state is not MarkState.RELEASED:
            found.append((start, session))
    return found


@decision
def report_absent(
    school: School,
    now: datetime,
    actor: Actor,
    person: PersonId,
    day: DayId,
    start: time | None = None,
    end: time | None = None,
) -> Changes:
    """Record that a person does not come that day, or not from `start` or until `end`.

    No reason is kept. The actor is a professional tutor, or reception, which takes the call.

    Raises:
        Refused: nothing is required of the person that day, or the times are the wrong way round.
    """
    who, today = school.person(person), school.day(day)
    absence = ReportedAbsence(
        join_ids(day, person), day, person, now, actor.evidence, start, end
    )  # fmt: skip
    if start is not None and end is not None and start >= end:
        raise Refused(t("The absence would end before it starts."))
    message = _said(who.name, absence)
    known = school.day_record(day).reported_absences.get(person)
    if known is not None and (known.start, known.end) == (start, end):
        return Changes((), message)
    if expected_from(school, who, today) is None:
        raise Refused(t("{name} isn't expected that day.", name=who.name))
    if known is not None:  # of a day there is one absence: this one takes the place of that
        message = t("{said} Before: {when}.", said=message, when=absent_when(known))
    return Changes((put(absence),), message)


def _said(name: str, absence: ReportedAbsence) -> Text:
    start, end = absence.start, absence.end
    if start is None and end is None:
        return t("{name} is reported absent.", name=name)
    if start is None or end is None:
        if end is not None:
            return t("{name} is reported absent until {time}.", name=name, time=end)
        assert start is not None
        return t("{name} is reported absent from {time}.", name=name, time=start)
    return t("{name} is reported absent, {start} to {end}.", name=name, start=start, end=end)


@decision
def undo_report_absent(school: School, now: datetime, person: PersonId, day: DayId) -> Changes:
    """Withdraw a reported absence.

    Raises:
        Refused: no absence is reported.
    """
    del now
    who, known = school.person(person), school.day_record(day).reported_absences.get(person)
    if known is None:
        raise Refused(t("{name} is not reported absent.", name=who.name))
    return Changes(
        (Remove("reported_absences", known.id),),
        t("Undone: {name} is expected again.", name=who.name),
    )

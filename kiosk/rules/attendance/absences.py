"""Reported absence: the office or a tutor knows that somebody does not come on a day.

A record holds a person and a day. It has no field for a reason: absence data stays minimal.
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
from kiosk.rules.model.records import ReportedAbsence
from kiosk.rules.model.requirement import RequiredTimes, expected_from
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import MarkState
from kiosk.text import t


def is_reported_absent(school: School, person: PersonId, day: DayId) -> bool:
    """Return whether an absence is reported for the person, who has not arrived after all."""
    return person in school.day_record(day).reported_absences and not has_arrived(
        school, person, day
    )


def first_expected_at(
    school: School, person: PersonId, day: DayId, required: RequiredTimes
) -> time | None:
    """Return the start of the first time in `required` that no absence covers, or None.

    A reported absence covers the whole day. A mark `ACCOUNTED` covers its own session only.
    """
    if is_reported_absent(school, person, day):
        return None
    # A person released from one session is still expected at the others of the day.
    starts = []
    for start, session in required:
        mark = current_mark(school, person, session) if session is not None else None
        if mark is None or mark.state is not MarkState.RELEASED:
            starts.append(start)
    return min(starts, default=None)


@decision
def report_absent(
    school: School, now: datetime, actor: Actor, person: PersonId, day: DayId
) -> Changes:
    """Record that a person does not come that day. No reason is kept.

    The actor is a professional tutor, or reception, which takes the call.

    Raises:
        Refused: nothing is required of the person that day.
    """
    who, today = school.person(person), school.day(day)
    message = t("{name} is reported absent.", name=who.name)
    if person in school.day_record(day).reported_absences:
        return Changes((), message)
    if expected_from(school, who, today) is None:
        raise Refused(t("{name} isn't expected that day.", name=who.name))
    return Changes(
        (put(ReportedAbsence(join_ids(day, person), day, person, now, actor.evidence)),), message
    )


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

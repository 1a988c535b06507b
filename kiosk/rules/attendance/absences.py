"""Accounted for: that somebody's absence on a day is known of. Never why."""

from __future__ import annotations

from datetime import datetime, time

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.attendance.marks import current_mark
from kiosk.rules.model.changes import Changes, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.records import ReportedAbsence, join_ids
from kiosk.rules.model.requirement import RequiredTimes, expected_from
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.text import t


def is_reported_absent(school: School, day: str, person: str) -> bool:
    """Return whether the person is accounted for and has not come after all."""
    return person in school.day_record(day).accounted and not has_arrived(school, day, person)


def first_expected_at(
    school: School, day: str, person: str, required: RequiredTimes
) -> time | None:
    """Return when the person is first required and not accounted for; None: at no time.

    A mark in one session says nothing of the others.
    """
    if is_reported_absent(school, day, person):
        return None
    starts = []
    for start, session in required:
        mark = current_mark(school, session, person) if session is not None else None
        if mark is None or mark.state is not MarkState.ACCOUNTED:
            starts.append(start)
    return min(starts, default=None)


@decision
def report_absent(
    school: School, now: datetime, person: str, day: str, proof: Evidence = Evidence.TUTOR
) -> Changes:
    """Record that a person does not come that day. No reason is kept.

    `proof` says who noted it: a professional tutor, or reception, which takes the call.

    Raises:
        Refused: nothing is expected of the person.
    """
    who, today = school.person(person), school.day(day)
    said = t("{name} is accounted for.", name=who.name)
    if person in school.day_record(day).accounted:
        return Changes((), said)
    if expected_from(school, who, today) is None:
        raise Refused(t("Nothing is expected of {name} that day.", name=who.name))
    return Changes((put(ReportedAbsence(join_ids(day, person), day, person, now, proof)),), said)


@decision
def undo_report_absent(school: School, now: datetime, person: str, day: str) -> Changes:
    """Take back that a person was accounted for.

    Raises:
        Refused: nothing says so.
    """
    del now
    who, known = school.person(person), school.day_record(day).accounted.get(person)
    if known is None:
        raise Refused(t("{name} is not accounted for.", name=who.name))
    return Changes((Remove("accounted", known.id),), t("{name} is expected again.", name=who.name))

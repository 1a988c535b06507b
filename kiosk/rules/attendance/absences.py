"""Accounted for: that somebody's absence on a day is known of. Never why."""

from __future__ import annotations

from datetime import datetime, time

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.attendance.marks import mark_of
from kiosk.rules.model.changes import Changes, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.records import Accounted, key
from kiosk.rules.model.requirement import Dues, expected_from
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Proof, State
from kiosk.text import t


def is_away(school: School, day: str, person: str) -> bool:
    """Return whether the person is accounted for and has not come after all."""
    return person in school.book(day).accounted and not has_arrived(school, day, person)


def awaited_from(school: School, day: str, person: str, required: Dues) -> time | None:
    """Return when the person is first required and not accounted for; None: at no time.

    A mark in one session says nothing of the others.
    """
    if is_away(school, day, person):
        return None
    starts = []
    for start, session in required:
        mark = mark_of(school, session, person) if session is not None else None
        if mark is None or mark.state is not State.ACCOUNTED:
            starts.append(start)
    return min(starts, default=None)


@decision
def account_for(
    school: School, now: datetime, person: str, day: str, proof: Proof = Proof.TUTOR
) -> Changes:
    """Record that a person does not come that day. No reason is kept.

    `proof` says who noted it: a professional tutor, or reception, which takes the call.

    Raises:
        Refused: nothing is expected of the person.
    """
    who, today = school.person(person), school.day(day)
    said = t("{name} is accounted for.", name=who.name)
    if person in school.book(day).accounted:
        return Changes((), said)
    if expected_from(school, who, today) is None:
        raise Refused(t("Nothing is expected of {name} that day.", name=who.name))
    return Changes((put(Accounted(key(day, person), day, person, now, proof)),), said)


@decision
def undo_account_for(school: School, now: datetime, person: str, day: str) -> Changes:
    """Take back that a person was accounted for.

    Raises:
        Refused: nothing says so.
    """
    del now
    who, known = school.person(person), school.book(day).accounted.get(person)
    if known is None:
        raise Refused(t("{name} is not accounted for.", name=who.name))
    return Changes((Remove("accounted", known.id),), t("{name} is expected again.", name=who.name))

"""Private data of each person, planted in a school to find screens that show any of it.

A screen that hides private data looks the same whatever the data is. So each view is taken twice,
the second time with other private data, and the two pictures are compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from enum import Enum, auto
from typing import Any

from msgspec.structs import replace

from kiosk.rules.induction.steps import steps_of
from kiosk.rules.model.attendance_records import Booking, CatchUp, Mark, SignOff
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, SessionId, join_ids
from kiosk.rules.model.personal_records import (
    Certificate,
    CertificateLine,
    Intention,
    Invitation,
    ReportedAbsence,
    Terms,
)
from kiosk.rules.model.records import InsetDay, Person, Session, Window
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from kiosk.text import Both
from tests.builders import DAY, at

BEFORE = DayId("2026-07-01")
"""An earlier day, on which some people got no place."""
USUAL, OTHER = "to keep the numbers even", "to be with a mentor"
"""A professional tutor's reason for giving a place, before and after planting."""


COME_FIRST = ("ai-planning", "progression")
"""Two workshops required before another. Before planting nobody has been to either."""


class Kept(Enum):
    """From whom the planted data is hidden."""

    OTHERS = auto()
    """From everybody but the person, after proof."""
    TUTORS = auto()
    """From professional tutors as well."""


@decision
def unplanted(school: School, now: datetime) -> Changes:
    """Set up what is in the school both times.

    That is an earlier day, places with a reason and a workshop that requires two others. Nothing
    is only for new colleagues, because that alone would show who is new.
    """
    day = school.day(DAY)
    records: list[Any] = [
        replace(day, id=BEFORE, closed_at=now),
        *_earlier_sessions(school, day),
        *_reasons(school, USUAL, ()),
        replace(school.programme.workshops["person-centred"], requires=COME_FIRST),
        *(
            replace(one, audience=("all",))
            for one in school.sessions_on(DAY)
            if "new" in one.audience
        ),
    ]
    return Changes(tuple(map(put, records)))


@decision
def planted(school: School, now: datetime, kept: Kept, but: Collection[str]) -> Changes:
    """Plant private data for every person except those in `but`."""
    records: list[Any] = []
    for person in school.people.values():
        if person.id not in but:
            records += _kept_from_all(school, person)
            if kept is Kept.OTHERS:
                records += _kept_from_others(school, person, now)
    if kept is Kept.OTHERS:
        records += _reasons(school, OTHER, but)
    return Changes(tuple(map(put, records)))


HOURS = Window(time(7, 11), time(19, 11))
"""Hours that no invitation of the sample has."""


def _kept_from_all(school: School, person: Person) -> Iterator[Any]:
    """Yield topics and an intention."""
    yield _needing(school, person)
    yield Intention(
        join_ids(person.id, "9"), person.id, f"Tries {person.id}", date.fromisoformat(DAY)
    )


def _needing(school: School, person: Person) -> Person:
    topics = {one.topic for one in school.programme.workshops.values() if one.topic}
    return replace(person, needs=tuple(sorted(topics)))


def _kept_from_others(school: School, person: Person, now: datetime) -> Iterator[Any]:
    """Yield what professional tutors may know about a person."""
    who, proof = person.id, Evidence.TUTOR
    track = "" if person.track else sorted(school.programme.tracks)[0]
    yield replace(_needing(school, person), track=track)
    number = sorted(school.people).index(who)
    stated = CertificateLine("BA1", Both("Attended before"), 45)
    yield Certificate(f"OLD-2026-{number:04d}", BEFORE, who, (stated,), now)
    yield Mark(join_ids("BB5", who, "1"), "BB5", who, MarkState.PRESENT, at("08:00"), proof)
    for meant in ("BRIEF", "SAFE"):
        yield Mark(
            join_ids(meant, who, "1"), SessionId(meant), who, MarkState.ABSENT, at("08:00"), proof
        )
    yield ReportedAbsence(join_ids(DAY, who), DAY, who, at("08:00"), proof)
    for session in school.sessions_on(DAY)[::2]:  # one reason for a session hides the next
        name, workshop = join_ids(DAY, who, session.slot, session.workshop), session.workshop
        yield CatchUp(name, DAY, who, session.slot, workshop, True, date.fromisoformat(DAY))
    for session in school.sessions_on(BEFORE):
        yield Booking(join_ids(session.id, who), session.id, who, False, at("08:00"), 900, rank=1)
    for line in steps_of(school, person, now.date()):
        name = join_ids(who, line.step.id, "self")
        yield SignOff(name, who, line.step.id, "self", at("08:00"), who, Evidence.BADGE)
    invitation = school.day_record(DAY).invitations.get(who)
    if invitation is not None and invitation.accepted is None:
        # that it waits for an answer is told to a typed name, and is the same both times
        yield replace(invitation, hours=HOURS, terms=Terms.LIEU)
    elif invitation is None:
        name = join_ids(DAY, who)
        yield Invitation(name, DAY, who, HOURS, Terms.LIEU, "HRO", accepted=False)


def _earlier_sessions(school: School, day: InsetDay) -> Iterator[Session]:
    """Yield a day's chosen slot and sessions, on an earlier date."""
    choice = {slot.id for slot in day.slots if slot.kind is SlotKind.CHOICE}
    for session in school.sessions_on(day.id):
        if session.slot in choice:
            yield replace(session, id=f"B{session.id}", day=BEFORE)


def _reasons(school: School, why: str, but: Collection[str]) -> Iterator[Booking]:
    """Yield every place of the day as one that a tutor gave, with a reason."""
    for places in school.day_record(DAY).bookings.values():
        for place in places.values():
            if place.confirmed and place.person not in but:
                yield replace(place, why=why)

"""Taking a register: everybody who is there with one key, or one by one with a badge."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attendance.arrivals import is_on_site, was_on_site
from kiosk.rules.attendance.corrections import check_marking, check_reason
from kiosk.rules.attendance.marks import (
    STATE_NAMES,
    EntryState,
    entry_state,
    is_late,
    mark,
    marks_of,
    new_mark,
    not_started,
    sign_in_to_session,
)
from kiosk.rules.attendance.session_lines import expected_people
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.choosing.eligibility import is_in_the_room
from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import overlap, own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Correction, MarkState, Requirement, Role, SlotKind
from kiosk.text import t, tn


def is_there(school: School, now: datetime, person: PersonId, session: Session) -> bool:
    """Return whether the person is on site; of a session that is over, whether they were."""
    if entry_state(school, now, session) is not EntryState.OVER:
        return is_on_site(school, person, session.day)
    times = (school.moment(session.day, at) for at in (session.start, session.end))
    return was_on_site(school, person, session.day, *times)


def people_to_mark(school: School, now: datetime, session: Session) -> list[Person]:
    """Return who is expected and on site, and not marked or reported absent yet, by name.

    Without those who are signed in to another session at that time: they are in that room. With
    those who are only invited to a required training: they owe it as well.
    """
    return [
        who
        for who in (*expected_people(school, session), *_invited_to_training(school, session))
        if not marks_of(school, who.id, session)
        and is_there(school, now, who.id, session)
        and not is_reported_absent(school, who.id, session.day, session.start)
        and not _is_elsewhere(school, who.id, session)
    ]


def _invited_to_training(school: School, session: Session) -> list[Person]:
    """Return who came that day and is named by the training, and is invited: hours not known, say.

    None where people choose: they may have chosen another session.
    """
    named, slot = school.workshop(session).required_training, school.slot(session)
    if not named or slot.kind is SlotKind.CHOICE:
        return []
    day = school.day(session.day)
    came = (who for who in school.day_record(day.id).movements if who in school.people)
    found = (
        person
        for who in came
        if is_in_audience(person := school.people[who], named) and person.role is not Role.VISITOR
    )
    return sorted(
        (
            person
            for person in found
            if own_session(school, person, day, slot) == session
            and slot_requirement(school, person, day, slot).requirement is Requirement.INVITED
        ),
        key=sort_key,
    )


def _is_elsewhere(school: School, person: PersonId, session: Session) -> bool:
    return any(
        is_in_the_room(school, person, other)
        for other in school.sessions_of(person, session.day)
        if other.id != session.id and overlap(other, session)
    )


@decision
def mark_all_here(
    school: School,
    now: datetime,
    actor: Actor,
    session: SessionId,
    correction: Correction | None = None,
) -> Changes:
    """Mark everybody as here who is expected in a session and on site; see `people_to_mark`.

    Raises:
        ReasonNeeded: the day is closed, and no reason for the correction is given.
        Refused: the session is cancelled, sign-in has not opened yet, nobody is to be marked, or
            it is not this leader's register.
    """
    meant = school.session(session)
    check_marking(school, actor, meant)
    if entry_state(school, now, meant) is EntryState.SHUT:
        raise not_started(school, now, meant)
    people = people_to_mark(school, now, meant)
    if not people:
        raise Refused(t("Nobody is left to mark here: the others are not in the building."))
    check_reason(school, meant, correction)
    items: list[Put | Remove] = [
        new_mark(school, now, actor, who.id, meant, MarkState.PRESENT, correction) for who in people
    ]
    message = tn("{n} person marked here.", "{n} people marked here.", len(people))
    return Changes((*items, *promotions_after(school, now, items)), message)


@decision
def mark_by_scan(
    school: School, now: datetime, actor: Actor, person: PersonId, session: SessionId
) -> Changes:
    """Mark a person as here who scans their badge at a session's register.

    It signs them in to the session, with a place if one is free. Who has none is marked all the
    same, as they stand there: the register says who came.

    Raises:
        Refused: the session is cancelled, or its day is closed.
    """
    who, meant = school.person(person), school.session(session)
    try:
        entry = sign_in_to_session(person, session)(school, now, actor)
    except Refused:
        state = MarkState.LATE if is_late(school, now, who, meant) else MarkState.PRESENT
        return mark(person, session, state)(school, now, actor)
    made = final_state(school.apply(entry.items), person, meant) or MarkState.PRESENT
    title = school.workshop(meant).title
    message = t("{name}: {state}, {title}.", name=who.name, state=STATE_NAMES[made], title=title)
    return replace(entry, message=message)

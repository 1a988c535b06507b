"""Which attendance is proved. For required training, a typed name alone is not enough.

Anybody can type a name. So a certificate and the record of required training need a badge, an own
code, or the word of a professional tutor, the session's leader or a command. The register counts a
typed name as ever.
"""

from __future__ import annotations

from datetime import datetime

from kiosk.errors import Refused
from kiosk.rules.attendance.marks import (
    IN_ROOM,
    attended,
    current_mark,
    marks_of,
    new_mark,
)
from kiosk.rules.attendance.time_attended import (
    final_state,
    is_enough_for_certificate,
    minutes_attended,
)
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import NOBODY, PersonId, SessionId
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import needs_proof
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.text import t, tn


def is_proved(school: School, person: PersonId, session: Session) -> bool:
    """Return whether it is proved that the person came, as far as the session asks for it."""
    if not needs_proof(school, session):
        return True
    # Leaving by badge proves that a person was there then, not that they came at the start.
    came = [
        mark.evidence
        for mark in marks_of(school, person, session)
        if mark.state in IN_ROOM or (mark.state.attended and mark.evidence.is_by_hand)
    ]
    return bool(came) and came[-1] is not Evidence.TYPED


def unproved_people(school: School, session: Session) -> list[Person]:
    """Return who is in the register by a typed name that is not enough, by name.

    Without those who left early: they have nothing to be confirmed as present for.
    """
    if not needs_proof(school, session):
        return []
    marked = school.day_record(session.day).marks.get(session.id, {})
    found = [school.people[who] for who in marked if who in school.people]
    return sorted((who for who in found if _is_to_confirm(school, who.id, session)), key=sort_key)


def _is_to_confirm(school: School, person: PersonId, session: Session) -> bool:
    if not attended(school, person, session) or is_proved(school, person, session):
        return False
    last = current_mark(school, person, session)
    if last is not None and last.state in IN_ROOM:
        return True
    minutes = minutes_attended(school, person, session)
    is_whole = final_state(school, person, session) in IN_ROOM
    return is_whole and is_enough_for_certificate(school, person, session, minutes)


@decision
def confirm_attendance(
    school: School, now: datetime, actor: Actor, session: SessionId, person: PersonId = NOBODY
) -> Changes:
    """Confirm that a person was in a session, or everybody in it by a typed name alone.

    Each is marked by hand with the state that stands, so that being late stays being late.

    Raises:
        Refused: there is nobody to confirm.
    """
    meant = school.session(session)
    title = school.workshop(meant).title
    people = [who for who in unproved_people(school, meant) if person in (NOBODY, who.id)]
    if not people:
        raise Refused(t("No one in {title} needs confirming.", title=title))
    items = [
        new_mark(school, now, actor, who.id, meant, state)
        for who in people
        if (state := final_state(school, who.id, meant)) is not None
    ]
    message = tn(
        "{n} person confirmed in {title}.",
        "{n} people confirmed in {title}.",
        len(items),
        title=title,
    )
    return Changes(tuple(items), message)

"""Who took part in a workshop, on whatever day it was given: by the register, or as a leader."""

from __future__ import annotations

from datetime import datetime

from kiosk.rules.attendance.marks import attended, current_mark, may_have_led
from kiosk.rules.model.ids import WorkshopId
from kiosk.rules.model.kept_results import planned
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.school import School


def took_part(school: School, person: Person, session: Session) -> bool:
    """Return whether the person attended the session, or led it without a mark."""
    if current_mark(school, person.id, session) is None:
        return may_have_led(school, person, session)
    return attended(school, person.id, session)


def is_over(school: School, now: datetime, session: Session) -> bool:
    """Return whether a session has ended, or its day is closed."""
    is_closed = school.programme.days[session.day].closed_at is not None
    return is_closed or school.moment(session.day, session.end) <= now


def sessions_of_workshop(school: School, workshop: WorkshopId) -> tuple[Session, ...]:
    """Return every session of a workshop, on all days of the programme, by date."""
    return _sessions_by_workshop(school).get(workshop, ())


@planned
def _sessions_by_workshop(school: School) -> dict[WorkshopId, tuple[Session, ...]]:
    found: dict[WorkshopId, list[Session]] = {}
    for session in school.programme.sessions.values():
        if session.day in school.programme.days:
            found.setdefault(session.workshop, []).append(session)
    return {
        workshop: tuple(sorted(sessions, key=lambda one: (one.day, one.start, one.id)))
        for workshop, sessions in found.items()
    }

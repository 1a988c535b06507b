"""The repeat of a missed session: the first route to catch up, where there is one in time."""

from __future__ import annotations

from datetime import date

from kiosk.rules.choosing.bookings import is_full
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import NO_WORKSHOP, WorkshopId
from kiosk.rules.model.kept_results import planned
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import hours_on
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind


def repeat_of(school: School, catch_up: CatchUp) -> Session | None:
    """Return the next session of what was missed that its person may attend, or None.

    It is on a later day, by the due date where there is one, and within the person's hours.
    """
    who = school.people.get(catch_up.person)
    if who is None or catch_up.subject == NO_WORKSHOP or catch_up.pathway:
        return None
    after = catch_up.printed_on or date.fromisoformat(catch_up.day)
    for session in _given(school, catch_up.subject):
        when = school.programme.days[session.day].date
        is_in_time = after < when and (catch_up.due is None or when <= catch_up.due)
        if is_in_time and who.is_here(when) and _may_attend(school, who, session):
            return session
    return None


@planned
def _given(school: School, workshop: WorkshopId) -> tuple[Session, ...]:
    """Return the workshop's sessions by date, but not a department's own planning time."""
    found = [
        session
        for day in school.programme.days.values()
        if day.cancelled_at is None
        for session in school.sessions_on(day.id)
        if session.workshop == workshop and school.slot(session).kind is not SlotKind.DEPARTMENT
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.start, one.id)))


def _may_attend(school: School, person: Person, session: Session) -> bool:
    slot, day = school.slot(session), school.programme.days[session.day]
    return (
        is_in_audience(person, session.audience)
        and is_in_audience(person, (*slot.required, *slot.invited))
        and hours_on(school, person, day).allow(session.start, session.end)
        and (has_place(school, person, session) or not is_full(school, session))
    )


def has_place(school: School, person: Person, session: Session) -> bool:
    """Return whether the person holds a place in the session."""
    return session in school.places_of(person.id, session.day)

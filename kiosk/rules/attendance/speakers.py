"""Speakers from outside: they sign in at the desk as guests, and are known by their names."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.school import School

LOOKED_FOR = timedelta(minutes=10)
"""How long before its session a speaker who is not in is missed: time to telephone."""


def missed_speakers(school: School, now: datetime, day: InsetDay) -> list[Session]:
    """Return the sessions about to begin, or running, whose speaker nobody has signed in as."""
    due = [
        session
        for session in school.sessions_on(day.id)
        if session.speaker.strip() and not session.off_site
        if school.moment(day.id, session.start) - LOOKED_FOR <= now
        if now < school.moment(day.id, session.end)
    ]
    if not due:
        return []
    here = [
        person
        for who in school.day_record(day.id).movements
        if (person := school.people.get(who)) is not None and is_on_site(school, who, day.id)
    ]
    return [one for one in due if not any(is_speaker(person, one) for person in here)]


def is_speaker(person: Person, session: Session) -> bool:
    """Return whether somebody is a guest by the name of a session's speaker.

    The programme may give that name with a title before it.
    """
    if person.coming is None or not session.speaker:
        return False
    speaker, name = fold(session.speaker), fold(person.name)
    return bool(name) and (speaker == name or speaker.endswith(f" {name}"))

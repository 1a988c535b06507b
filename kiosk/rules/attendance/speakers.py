"""Speakers from outside: they sign in at the desk as guests, and are known by their names."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import InsetDay, Session
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
    here = {
        fold(person.name)
        for who in school.day_record(day.id).movements
        if (person := school.people.get(who)) is not None and person.coming is not None
        if is_on_site(school, who, day.id)
    }
    return [session for session in due if not _is_among(session.speaker, here)]


def _is_among(speaker: str, names: set[str]) -> bool:
    """Return whether somebody is there by a speaker's name, with or without a title before it."""
    folded = fold(speaker)
    return any(name and (folded == name or folded.endswith(f" {name}")) for name in names)

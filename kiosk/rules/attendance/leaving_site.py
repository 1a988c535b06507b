"""Leaving the site: for lunch, or for the day."""

from __future__ import annotations

from datetime import datetime

from kiosk.rules.attendance.arrivals import departure, is_on_site, require_today
from kiosk.rules.attendance.marks import current_sessions, leave_marks
from kiosk.rules.choosing.promotion import promotions_for
from kiosk.rules.choosing.typed_changes import note_taken, require_proof
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.personal_records import Taken
from kiosk.rules.model.school import School
from kiosk.text import t


@decision
def leave_site(school: School, now: datetime, actor: Actor, person: PersonId) -> Changes:
    """Record that a person has left the site. It ends the session they are in.

    A person who is not on site is no error.

    Raises:
        ProofNeeded: there is only a typed name.
    """
    who, day = school.person(person), require_today(school, now)
    if not is_on_site(school, person, day.id):
        return Changes((), t("{name} is not signed in.", name=who.name))
    require_proof(school, actor, person)
    # A session off site goes on for the person who leaves this site.
    ended_sessions = [
        session for session in current_sessions(school, now, person, day.id) if not session.off_site
    ]
    items: list[Put | Remove] = [departure(school, now, actor, person, day.id)]
    items += leave_marks(school, now, actor, person, ended_sessions)
    items += note_taken(school, now, actor, person, day.id, Taken.SITE)
    return Changes(
        (*items, *promotions_for(school, now, person, items)),
        t("{name} left at {time}.", name=who.name, time=school.local(now)),
    )

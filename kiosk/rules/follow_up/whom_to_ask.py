"""Who helps with a catch-up, and who confirms it: people by name, never a private number."""

from __future__ import annotations

from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.duties import SAFEGUARDING_LEADS
from kiosk.rules.model.kept_results import planned
from kiosk.rules.model.names import clean, sort_key
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School


def leader_to_ask(school: School, catch_up: CatchUp) -> Person | str | None:
    """Return a leader of what was missed, or a visiting speaker's name; None: neither is known.

    Leaders who have left the school, and the person themselves, are passed over.
    """
    for session in school.sessions_on(catch_up.day, catch_up.slot):
        if session.workshop == catch_up.subject:
            for leader in session.leaders:
                who = school.people.get(leader)
                if who is not None and who.left is None and leader != catch_up.person:
                    return who
            if clean(session.speaker):
                return session.speaker
    return None


def confirmers(school: School, catch_up: CatchUp) -> list[Person]:
    """Return who confirms required training beside the professional tutor, by name."""
    return [one for one in _confirmers(school) if one.id != catch_up.person]


@planned
def _confirmers(school: School) -> list[Person]:
    named = (one for one in school.people.values() if not SAFEGUARDING_LEADS.isdisjoint(one.duties))
    return sorted((one for one in named if one.left is None), key=sort_key)

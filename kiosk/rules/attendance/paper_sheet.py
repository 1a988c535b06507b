"""Typing in a list that was signed on paper: who came on a day, after the event."""

from __future__ import annotations

from datetime import datetime

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import arrival, has_arrived
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.requirement import not_here_reason
from kiosk.rules.model.school import School
from kiosk.text import t


@decision
def note_from_sheet(
    school: School, now: datetime, actor: Actor, person: PersonId, day: DayId
) -> Changes:
    """Record that a person came on a day, from a list on paper. Once is enough.

    It stands at the start of the day: a tutor's word tells that somebody came, not when.

    Raises:
        Refused: there is no such day, it has not come yet or is closed, nobody has that id, or the
            person was not at the school then.
    """
    who, meant = school.person(person), school.day(day)
    if not who.is_here(meant.date):
        raise Refused(not_here_reason(who))
    if meant.date > school.local(now).date():
        raise Refused(t("You can't sign someone in for a day that hasn't come yet."))
    if meant.closed_at is not None:
        raise Refused(t("This day is closed. Open it again first: C, then O."))
    message = t("{name} was here.", name=who.name)
    if has_arrived(school, person, day):
        return Changes((), message)
    at = min(now, _start_of(school, meant))
    return Changes((arrival(school, at, actor, person, day),), message)


def _start_of(school: School, day: InsetDay) -> datetime:
    starts = [slot.start for slot in day.slots if not slot.kind.is_pause]
    return school.moment(day.id, min(starts, default=datetime.min.time()))

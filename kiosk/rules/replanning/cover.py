"""Who could lead a session in place of its leader, the best first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from kiosk.rules.attendance.absences import is_away_in
from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import hours_on, overlap
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Role
from kiosk.text import Text, t


class Cover(msgspec.Struct, frozen=True):
    """Somebody who could lead a session, and what to know before asking them."""

    person: Person
    is_on_site: bool
    is_within_hours: bool
    gives_it: bool
    """Whether they lead the same workshop in another session."""
    is_of_department: bool
    """Whether they are of the department of one of its leaders."""

    def notes(self) -> Iterator[Text]:
        """Yield what speaks for and against them."""
        if self.gives_it:
            yield t("leads this workshop too")
        if self.is_of_department:
            yield t("same department")
        if not self.is_on_site:
            yield t("not signed in")
        if not self.is_within_hours:
            yield t("outside their hours")


def covers(school: School, now: datetime, session: Session) -> list[Cover]:
    """Return who could lead a session: nobody who leads another at that time or is absent.

    The order: on site, within their hours, giving the same workshop elsewhere, of the same
    department; then by name.
    """
    day = school.programme.days[session.day]
    departments = {school.people[one].department for one in session.leaders if one in school.people}
    others = [one for one in school.programme.sessions.values() if one.workshop == session.workshop]
    give_it = {leader for one in others for leader in one.leaders}
    is_today = school.local(now).date() == day.date
    found = []
    for person in school.people_on(day.date).values():
        if person.id in session.leaders or person.role is Role.VISITOR:
            continue
        if is_away_in(school, person.id, session):
            continue
        if any(overlap(one, session) for one in school.sessions_led(person.id, day.id)):
            continue
        hours = hours_on(school, person, day)
        found.append(
            Cover(
                person,
                not is_today or is_on_site(school, person.id, day.id),
                hours.allow(session.start, session.end),
                person.id in give_it,
                bool(person.department) and person.department in departments,
            )
        )
    return sorted(found, key=_rank)


def _rank(cover: Cover) -> tuple[bool, bool, bool, bool, object]:
    return (
        not cover.is_on_site,
        not cover.is_within_hours,
        not cover.gives_it,
        not cover.is_of_department,
        sort_key(cover.person),
    )

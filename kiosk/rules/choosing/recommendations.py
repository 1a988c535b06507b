"""Why a session is recommended to a person, in plain words.

What rests on training owed, induction, a stated need or an earlier wish is the person's own
business: it is told after proof only.
"""

from __future__ import annotations

from datetime import datetime

from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.induction.steps import Urgency, steps_of
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.school import School
from kiosk.text import Text, t


def recommendation_reasons(
    school: School, person: Person, session: Session, now: datetime, *, proven: bool
) -> list[Text]:
    """Return the reasons for a session, the weightiest first; none: it is not recommended.

    Without proof of who is there, only what a notice on the wall could say.
    """
    found: list[Text] = []
    if proven:
        found += _owed_catch_up(school, person, session)
        found += _induction_step(school, person, session, now)
        found += _stated_need(school, person, session)
    found += _department(person, session)
    if proven:
        found += _waited_before(school, person, session)
    return found


def _owed_catch_up(school: School, person: Person, session: Session) -> list[Text]:
    owed = (
        one
        for book in school.day_records.values()
        for one in book.catch_ups.get(person.id, {}).values()
        if one.workshop == session.workshop and one.required and one.done_at is None
    )
    return [t("You still have this to catch up with") for _ in owed][:1]


def _induction_step(school: School, person: Person, session: Session, now: datetime) -> list[Text]:
    for line in steps_of(school, person, school.local(now).date()):
        if line.step.workshop == session.workshop and line.due is not Urgency.DONE:
            return [t("A step of your induction: {step}", step=line.step.title)]
    return []


def _stated_need(school: School, person: Person, session: Session) -> list[Text]:
    topic = school.workshop(session).topic
    if topic and fold(topic) in map(fold, person.needs):
        return [t("You asked for {topic}", topic=topic)]
    return []


def _department(person: Person, session: Session) -> list[Text]:
    meant = person.department and f"dept:{person.department}" in session.audience
    return [t("For your department, {name}", name=person.department)] if meant else []


def _waited_before(school: School, person: Person, session: Session) -> list[Text]:
    """Return that the person waited for the workshop on an earlier day, in vain."""
    for other in school.programme.sessions.values():
        if other.workshop != session.workshop or other.day >= session.day:
            continue
        booking = booking_of(school, other, person.id)
        if booking is not None and not booking.confirmed:
            return [t("You wanted this last time and got no place")]
    return []

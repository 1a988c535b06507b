"""Why a session is recommended to a person, in plain words.

Reasons that rest on training owed, induction, a stated need or an earlier wish are private. They
are given only after proof of identity.
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
    school: School, now: datetime, person: Person, session: Session, *, proven: bool
) -> list[Text]:
    """Return the reasons to recommend a session, the strongest first. Empty: it is not recommended.

    Unless `proven`, only what a notice on the wall could say.
    """
    reasons: list[Text] = []
    if proven:
        reasons += _owed_catch_up(school, person, session)
        reasons += _induction_step(school, now, person, session)
        reasons += _stated_need(school, person, session)
    reasons += _department(school, person, session)
    if proven:
        reasons += _waited_before(school, person, session)
    return reasons


def _owed_catch_up(school: School, person: Person, session: Session) -> list[Text]:
    owed = (
        catch_up
        for day_record in school.day_records.values()
        for catch_up in day_record.catch_ups.get(person.id, {}).values()
        if catch_up.subject == session.workshop and catch_up.required and catch_up.is_open
    )
    return [t("You still need to catch up on this") for _ in owed][:1]


def _induction_step(school: School, now: datetime, person: Person, session: Session) -> list[Text]:
    for line in steps_of(school, person, school.local(now).date()):
        if line.step.workshop == session.workshop and line.due is not Urgency.DONE:
            return [t("Part of your induction: {step}", step=line.step.title)]
    return []


def _stated_need(school: School, person: Person, session: Session) -> list[Text]:
    topic = school.workshop(session).topic
    if topic and fold(topic) in map(fold, person.needs):
        return [t("You asked for {topic}", topic=topic)]
    return []


def _department(school: School, person: Person, session: Session) -> list[Text]:
    is_meant = person.department and f"dept:{person.department}" in session.audience
    return (
        [t("For your department, {name}", name=school.word(person.department))] if is_meant else []
    )


def _waited_before(school: School, person: Person, session: Session) -> list[Text]:
    """Return a reason if the person still waited for the workshop on an earlier day."""
    for other in school.programme.sessions.values():
        if other.workshop != session.workshop or other.day >= session.day:
            continue
        booking = booking_of(school, person.id, other)
        if booking is not None and not booking.confirmed:
            return [t("You missed out on this last time")]
    return []

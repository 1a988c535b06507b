"""What an absence leaves undone: sessions without a leader, duties, steps to confirm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.rules.attendance.absences import is_away_in, is_reported_absent
from kiosk.rules.attendance.arrivals import has_arrived, is_on_site
from kiosk.rules.attention.findings import label
from kiosk.rules.induction.steps import Urgency, steps_of
from kiosk.rules.model.duties import DEPUTY_LEADS, SAFEGUARDING_LEADS, duty_name
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.records import Session
from kiosk.rules.model.requirement import expected_from
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn

NAMES = {"first aider": t("First aid"), "fire marshal": t("Fire marshal")}
NEEDED = (*({word} for word in NAMES), SAFEGUARDING_LEADS, DEPUTY_LEADS)
"""The words for each duty that somebody in the building must hold at any time."""


def sessions_without_leader(
    school: School, now: datetime, person: PersonId, day: DayId
) -> list[Session]:
    """Return the sessions still to lead that the person leads while absent, and nobody else."""
    return [
        session
        for session in school.sessions_led(person, day)
        if not session.speaker
        and now < school.moment(day, session.end)
        and all(is_away_in(school, one, session) for one in session.leaders)
    ]


def absence_consequences(
    school: School, now: datetime, person: PersonId, day: DayId
) -> tuple[Text, ...]:
    """Return a line for each thing that is left undone, once the absence is reported."""
    return (
        *(
            t("{session}: nobody leads it now.", session=label(school, session))
            for session in sessions_without_leader(school, now, person, day)
        ),
        *_duties(school, now, person, day),
        *_steps(school, now, person),
    )


def _duties(school: School, now: datetime, person: PersonId, day: DayId) -> Iterator[Text]:
    """Yield the duties that nobody else holds who is in the building, or is still to come."""
    inset_day = school.day(day)
    is_today = school.local(now).date() == inset_day.date

    def is_there(other: PersonId) -> bool:
        if is_reported_absent(school, other, day):
            return False
        if is_today and has_arrived(school, other, day):
            return is_on_site(school, other, day)
        return expected_from(school, school.people[other], inset_day) is not None

    for words in NEEDED:
        if words.isdisjoint(school.people[person].duties):
            continue
        holders = (
            one.id for one in school.people_on(inset_day.date).values()
            if one.id != person and not words.isdisjoint(one.duties)
        )  # fmt: skip
        if not any(is_there(one) for one in holders):
            [word, *_] = words
            name = NAMES.get(word) or duty_name(school.settings, word)
            yield t("{duty}: nobody else is there.", duty=name)


def _steps(school: School, now: datetime, person: PersonId) -> Iterator[Text]:
    """Yield how many steps of new staff wait for the person, who is their mentor."""
    today = school.local(now).date()
    for one in school.people_on(today).values():
        if one.mentor != person:
            continue
        waits = sum(
            line.awaits and line.due in (Urgency.OVERDUE, Urgency.TODAY, Urgency.THIS_WEEK)
            for line in steps_of(school, one, today)
        )
        if waits:
            yield tn(
                "{name}: {n} induction step waits for them to confirm it.",
                "{name}: {n} induction steps wait for them to confirm them.",
                waits,
                name=one.name,
            )

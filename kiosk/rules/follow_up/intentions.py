"""Intentions: what a person wants to try after a session, and when the kiosk asks about it.

They are private: nobody else sees them, not even a professional tutor.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, event_id
from kiosk.rules.model.names import clean
from kiosk.rules.model.personal_records import Intention
from kiosk.rules.model.school import School, put
from kiosk.text import t

MAX_TEXT = 200
"""The longest text, in characters."""
DEFAULT_DELAY = timedelta(days=14)
"""After how long the kiosk asks, unless the person gives a date."""
MAX_DELAY = timedelta(days=366)


class IntentionPlan(msgspec.Struct, frozen=True):
    """The text of an intention and the date on which the kiosk asks."""

    # A struct, because the history keeps every text argument of a decision, and this is private.
    text: str
    back_on: date


def intentions_of(school: School, person: PersonId) -> list[Intention]:
    """Return the person's intentions: open ones by date, then those that are done."""
    intentions = school.intentions.get(person, {}).values()
    return sorted(
        intentions, key=lambda intention: (intention.done, intention.back_on, intention.id)
    )


def due_intentions(school: School, person: PersonId, today: date) -> list[Intention]:
    """Return the open intentions that the kiosk asks the person about today."""
    return [
        intention
        for intention in intentions_of(school, person)
        if not intention.done and intention.back_on <= today
    ]


@decision
def add_intention(
    school: School, now: datetime, actor: Actor, person: PersonId, plan: IntentionPlan
) -> Changes:
    """Keep what a person wants to try.

    Raises:
        Refused: without a badge or own code, without text, or the date is past or too far off.
    """
    _require_proof(school, actor, person)
    text = clean(plan.text)[:MAX_TEXT].strip()
    if not text:
        raise Refused(t("Write what you want to try, in a few words."))
    _check_date(plan.back_on, now.date())
    name = event_id(actor, school.intentions.get(person, {}), person)
    kept = Intention(name, person, text, plan.back_on)
    message = t("Saved, for your eyes only. Reminder from {day}.", day=plan.back_on)
    return Changes((put(kept),), message)


@decision
def postpone_intention(
    school: School, now: datetime, actor: Actor, person: PersonId, intention: str
) -> Changes:
    """Ask again `DEFAULT_DELAY` from now.

    Raises:
        Refused: as for `remove_intention`.
    """
    kept = _own_intention(school, actor, person, intention)
    next_date = now.date() + DEFAULT_DELAY
    return Changes(
        (put(replace(kept, back_on=next_date)),), t("Next reminder: {day}.", day=next_date)
    )


@decision
def complete_intention(
    school: School, now: datetime, actor: Actor, person: PersonId, intention: str
) -> Changes:
    """Note that an intention was carried out, so that the kiosk asks no more.

    Raises:
        Refused: as for `remove_intention`.
    """
    del now
    kept = _own_intention(school, actor, person, intention)
    return Changes((put(replace(kept, done=True)),), t("Done."))


@decision
def remove_intention(
    school: School, now: datetime, actor: Actor, person: PersonId, intention: str
) -> Changes:
    """Remove an intention, done or not.

    Raises:
        Refused: without a badge or own code, or the person has no such intention.
    """
    del now
    kept = _own_intention(school, actor, person, intention)
    return Changes((Remove("intentions", kept.id),), t("Removed."))


def _require_proof(school: School, actor: Actor, person: PersonId) -> None:
    school.person(person)
    if not actor.evidence.is_proof:  # A tutor's PIN is not enough: see the module.
        raise Refused(t("Scan your badge or enter your PIN first."))


def _own_intention(school: School, actor: Actor, person: PersonId, intention: str) -> Intention:
    _require_proof(school, actor, person)
    kept = school.intentions.get(person, {}).get(intention)
    if kept is None:
        raise Refused(t("This has been removed."))
    return kept


def _check_date(back_on: date, today: date) -> None:
    if not today < back_on <= today + MAX_DELAY:
        raise Refused(t("Choose a date after today and within a year."))

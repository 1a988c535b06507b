"""What somebody wants to try after a session, and by when: their own, and shown to nobody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.names import clean
from kiosk.rules.model.personal_records import Intention
from kiosk.rules.model.records import event_id
from kiosk.rules.model.school import School, put
from kiosk.text import t

MAX_TEXT = 200
"""Characters of what is to be tried."""
DEFAULT_DELAY = timedelta(days=14)
"""After how long the kiosk asks, unless another date is given."""
MAX_DELAY = timedelta(days=366)


class IntentionPlan(msgspec.Struct, frozen=True):
    """What is to be tried, and when the kiosk is to ask.

    A struct and no text, so that it does not go into the history: see `decision`.
    """

    text: str
    back_on: date


def intentions_of(school: School, person: str) -> list[Intention]:
    """Return what a person wanted to try: what is open by its date, then what is done."""
    mine = school.intentions.get(person, {}).values()
    return sorted(mine, key=lambda one: (one.done, one.back_on, one.id))


def due_intentions(school: School, person: str, today: date) -> list[Intention]:
    """Return what the kiosk is to ask a person about."""
    return [one for one in intentions_of(school, person) if not one.done and one.back_on <= today]


@decision
def add_intention(
    school: School, now: datetime, actor: Actor, person: str, plan: IntentionPlan
) -> Changes:
    """Keep what a person wants to try.

    Raises:
        Refused: without a badge or own code; nothing was written, or the date is past or too far.
    """
    _require_proof(school, actor, person)
    words = clean(plan.text)[:MAX_TEXT].strip()
    if not words:
        raise Refused(t("Write what you want to try, in a few words."))
    _check_date(plan.back_on, now.date())
    name = event_id(actor, school.intentions.get(person, {}), person)
    kept = Intention(name, person, words, plan.back_on)
    said = t("Kept, for you alone. The kiosk asks from {day} on.", day=plan.back_on)
    return Changes((put(kept),), said)


@decision
def postpone_intention(
    school: School, now: datetime, actor: Actor, person: str, intention: str
) -> Changes:
    """Ask again, as long from now as is usual. Raises `Refused` as the others do."""
    kept = _own_intention(school, actor, person, intention)
    again = now.date() + DEFAULT_DELAY
    return Changes(
        (put(replace(kept, back_on=again)),), t("The kiosk asks again: {day}.", day=again)
    )


@decision
def complete_intention(
    school: School, now: datetime, actor: Actor, person: str, intention: str
) -> Changes:
    """Note that it was done: the kiosk asks no more. Raises `Refused` as the others do."""
    del now
    kept = _own_intention(school, actor, person, intention)
    return Changes((put(replace(kept, done=True)),), t("Done."))


@decision
def remove_intention(
    school: School, now: datetime, actor: Actor, person: str, intention: str
) -> Changes:
    """Remove it, done or not.

    Raises:
        Refused: without a badge or own code; or there is no such intention of this person.
    """
    del now
    kept = _own_intention(school, actor, person, intention)
    return Changes((Remove("intentions", kept.id),), t("Removed."))


def _require_proof(school: School, actor: Actor, person: str) -> None:
    school.person(person)
    if not actor.evidence.is_proof:  # nobody else's, also no professional tutor's
        raise Refused(t("Scan your badge or type your own code first."))


def _own_intention(school: School, actor: Actor, person: str, intention: str) -> Intention:
    _require_proof(school, actor, person)
    kept = school.intentions.get(person, {}).get(intention)
    if kept is None:
        raise Refused(t("This has been removed."))
    return kept


def _check_date(back_on: date, today: date) -> None:
    if not today < back_on <= today + MAX_DELAY:
        raise Refused(t("The date is to be after today, and within a year."))

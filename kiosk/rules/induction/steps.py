"""Induction tracks: which steps are due, who confirms them, and signing them off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum, auto

import msgspec

from kiosk.errors import Refused
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import SignOff
from kiosk.rules.model.changes import Changes, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, ResourceId, StepId, join_ids
from kiosk.rules.model.records import Person, Step
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from kiosk.text import t

DUE = {
    "before_start": 0,
    "day_1": 0,
    "every_visit": 0,
    "week_1": 4,
    "week_2": 11,
    "half_term": 49,
    "term_1": 105,
    "term_2": 210,
    "term_3": 315,
    "year_1": 365,
    "year_2": 730,
}
"""Days after the first day at the school by which a step is due. A term counts as 15 weeks."""


class Urgency(Enum):
    """How soon a step is due."""

    DONE = auto()
    OVERDUE = auto()
    TODAY = auto()
    THIS_WEEK = auto()
    LATER = auto()


class StepLine(msgspec.Struct, frozen=True):
    """One step of a person's track with its due date and sign-offs."""

    step: Step
    due_on: date | None
    """None: the person's first day at the school is not known."""
    due: Urgency
    ticked: SignOff | None
    """The new colleague's own tick."""
    confirmed: SignOff | None
    """The confirmation by the step's signer."""

    @property
    def may_tick(self) -> bool:
        """Whether the new colleague can tick it now."""
        return may_tick(self.step) and self.ticked is None

    @property
    def awaits(self) -> bool:
        """Whether it waits for the signer's confirmation."""
        return self.due is not Urgency.DONE and (not may_tick(self.step) or self.ticked is not None)


def may_tick(step: Step) -> bool:
    """Return whether the new colleague ticks this step."""
    return step.signer == "self" or (step.countersign and step.signer.startswith("self"))


def reading_for(school: School, step: Step) -> tuple[ResourceId, ...]:
    """Return the ids of the resources to read for a step, each once: its own, its workshop's."""
    workshop = school.programme.workshops.get(step.workshop)
    of_workshop = workshop.resources if workshop is not None else ()
    return tuple(dict.fromkeys((*step.resources, *of_workshop)))


def steps_of(school: School, person: Person, today: date) -> list[StepLine]:
    """Return the steps of the person's track, in its order. Empty without a track."""
    track = school.programme.tracks.get(person.track)
    if track is None:
        return []
    done = school.sign_offs.get(person.id, {})
    return [_line(person, step, done, today) for step in track.steps]


def _line(person: Person, step: Step, done: Mapping[str, SignOff], today: date) -> StepLine:
    ticked = done.get(join_ids(person.id, step.id, "self"))
    confirmed = done.get(join_ids(person.id, step.id, "signer"))
    due_on = person.started + timedelta(days=DUE[step.due]) if person.started else None
    return StepLine(
        step, due_on, _urgency(step, due_on, ticked, confirmed, today), ticked, confirmed
    )


def _urgency(
    step: Step,
    due_on: date | None,
    ticked: SignOff | None,
    confirmed: SignOff | None,
    today: date,
) -> Urgency:
    if confirmed or (ticked and not step.countersign):
        return Urgency.DONE
    if due_on is None:
        return Urgency.LATER  # Without a first day no date can be missed.
    if due_on < today:
        return Urgency.OVERDUE
    if due_on == today:
        return Urgency.TODAY
    return (
        Urgency.THIS_WEEK
        if due_on <= today + timedelta(days=6 - today.weekday())
        else Urgency.LATER
    )


def _person_and_step(school: School, person: PersonId, step: StepId) -> tuple[Person, Step]:
    """Return the person and the step of their track. Raise `Refused` if it is not on the track."""
    who = school.person(person)
    track = school.programme.tracks.get(who.track)
    for candidate in track.steps if track else ():
        if candidate.id == step:
            return who, candidate
    raise Refused(t("This step isn't on the track."))


@decision
def tick_step(
    school: School, now: datetime, actor: Actor, person: PersonId, step: StepId
) -> Changes:
    """Tick a step for oneself, or remove the tick while nobody has confirmed it.

    Raises:
        Refused: without a badge or own code, or the step is confirmed already or only by others.
    """
    who, meant = _person_and_step(school, person, step)
    # A tutor does not tick for a colleague: a tick is the colleague's own statement.
    if not actor.evidence.is_proof:
        raise Refused(t("Scan your badge or enter your PIN first."))
    if not may_tick(meant):
        raise Refused(t("Only the {signer} can confirm this.", signer=school.word(meant.signer)))
    sign_offs = school.sign_offs.get(person, {})
    mine = join_ids(person, step, "self")
    if join_ids(person, step, "signer") in sign_offs:
        raise Refused(t("This step is already confirmed."))
    if mine in sign_offs:
        return Changes((Remove("sign_offs", mine),), t("Undone: no longer confirmed."))
    signed = SignOff(mine, who.id, step, "self", now, who.id, actor.evidence)
    return Changes((put(signed),), t("Confirmed."))


@decision
def confirm_step(
    school: School, now: datetime, actor: Actor, person: PersonId, step: StepId
) -> Changes:
    """Confirm somebody's step, or remove the confirmation: for a mentor or professional tutor.

    Raises:
        Refused: with a typed name only, or it is the person's own step.
    """
    who, _ = _person_and_step(school, person, step)
    # Not `is_proof`: a professional tutor's PIN is enough to confirm.
    if actor.evidence is Evidence.TYPED:
        raise Refused(t("Scan your badge or enter your PIN first."))
    if actor.id == person:
        raise Refused(t("You can't confirm your own step."))
    name = join_ids(person, step, "signer")
    if name in school.sign_offs.get(person, {}):
        return Changes((Remove("sign_offs", name),), t("Undone: no longer confirmed."))
    signed = SignOff(name, who.id, step, "signer", now, actor.id, actor.evidence)
    return Changes((put(signed),), t("Confirmed."))

"""What a person does about their own catch-ups: choose one, say that it is done, take that back."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.follow_up.catch_up import catch_ups_of, missed_title
from kiosk.rules.follow_up.catch_up_resources import resources_for, workshops_to_choose
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.ids import PersonId, WorkshopId
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.names import clean
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import DoneBy
from kiosk.text import Text, t

MAX_LEARNED = 200
"""The most characters of what a person says that they learned."""


def handed_in_message(school: School, done: CatchUp) -> Text:
    """Return what to say once a catch-up is handed in."""
    title = missed_title(school, done)
    if state_of(school, done) is CatchUpState.HANDED_IN:
        tutor = school.settings.tutor or the_tutor(school.settings)
        return t("Handed in: {title}. To be confirmed by {tutor}.", title=title, tutor=tutor)
    return t("Caught up: {title}.", title=title)


@decision
def choose_catch_up(
    school: School,
    now: datetime,
    actor: Actor,
    person: PersonId,
    catch_up: str,
    workshop: WorkshopId,
) -> Changes:
    """Choose the workshop to catch up with, where a choice was missed that had not been made.

    It can be chosen anew until the catch-up is done.

    Raises:
        Refused: as for `complete_catch_up`, or it is not one of those to choose from.
    """
    del now
    mine = _own_catch_up(school, actor, person, catch_up)
    if workshop not in workshops_to_choose(school, mine) or not mine.is_open:
        raise Refused(t("You can no longer choose this here."))
    resources = resources_for(school, school.person(person), workshop)
    chosen = replace(mine, picked=workshop, resources=resources)
    message = t("To catch up on: {title}.", title=missed_title(school, chosen))
    return Changes((put(chosen),) if chosen != mine else (), message)


@decision
def complete_catch_up(
    school: School, now: datetime, actor: Actor, person: PersonId, catch_up: str
) -> Changes:
    """Note that a person has caught up with something, on their own word. A repeat changes nothing.

    Raises:
        Refused: without a badge or own code, or the catch-up no longer exists or is waived.
    """
    mine = _own_catch_up(school, actor, person, catch_up)
    if mine.done_at is not None:
        return Changes((), handed_in_message(school, mine))
    if not mine.is_open:
        title = missed_title(school, mine)
        raise Refused(t("{title} need not be done any more.", title=title))
    done = replace(mine, done_at=now, done_by=DoneBy.SELF)
    return Changes((put(done),), handed_in_message(school, done))


@decision
def note_learned(
    school: School, now: datetime, actor: Actor, person: PersonId, catch_up: str, learned: Private
) -> Changes:
    """Keep a line of a person's own on what a catch-up that is done taught them; blank: none.

    Only they see it.

    Raises:
        Refused: as for `complete_catch_up`, or it is not done.
    """
    del now
    mine = _own_catch_up(school, actor, person, catch_up)
    if mine.done_at is None:
        raise Refused(t("This isn't done yet."))
    said = clean(learned.text)[:MAX_LEARNED].strip()
    noted = replace(mine, learned=said)
    return Changes((put(noted),) if noted != mine else (), t("Saved, for your eyes only."))


@decision
def reopen_catch_up(
    school: School, now: datetime, actor: Actor, person: PersonId, catch_up: str
) -> Changes:
    """Take back that a person has caught up with something, and what they said about it.

    Raises:
        Refused: as for `complete_catch_up`, or it was confirmed meanwhile.
    """
    del now
    mine = _own_catch_up(school, actor, person, catch_up)
    if mine.confirmed_at is not None:
        raise Refused(t("This was confirmed already. Ask {tutor}.",
                        tutor=the_tutor(school.settings)))  # fmt: skip
    message = t("Undone: {title} is still to do.", title=missed_title(school, mine))
    return Changes((put(replace(mine, done_at=None, learned="")),) if mine.done_at else (), message)


def _own_catch_up(school: School, actor: Actor, person: PersonId, catch_up: str) -> CatchUp:
    school.person(person)
    if not actor.evidence.is_proof:
        raise Refused(t("Scan your badge or enter your PIN first."))
    for one in catch_ups_of(school, person):
        if one.id == catch_up:
            return one
    raise Refused(t("This catch-up is no longer on your list."))

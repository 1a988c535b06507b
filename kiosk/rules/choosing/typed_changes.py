"""What a typed name alone may take away, and the note that tells its owner.

Anybody can type a name. So a person with a badge or a code of their own must use it to give up or
change a place and to leave the site (the setting `proof_to_take`). What a typed name did take away
is recorded, and shown to its owner at their next sign-in.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import ProofNeeded
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import NO_SESSION, DayId, PersonId, SessionId, event_id, time_after
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.personal_records import Taken, TypedChange
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from kiosk.text import Text, t

NEEDS_PROOF = t("This needs your badge or PIN. Anyone can type a name.")


def require_proof(school: School, actor: Actor, person: PersonId) -> None:
    """Raise `ProofNeeded` where a typed name is not enough to take something from a person."""
    if actor.evidence is not Evidence.TYPED:
        return
    has_means = bool(school.person(person).badge) or actor.has_code
    match school.settings.proof_to_take:
        case "none":
            return
        case "given" if not has_means:
            return
    raise ProofNeeded(NEEDS_PROOF)


def note_taken(
    school: School,
    now: datetime,
    actor: Actor,
    person: PersonId,
    day: DayId,
    what: Taken,
    session: SessionId = NO_SESSION,
) -> list[Put]:
    """Return the note that a typed name alone took something, or nothing after a proof."""
    if actor.evidence is not Evidence.TYPED:
        return []
    earlier = school.day_record(day).typed_changes.get(person, ())
    id = event_id(actor, (one.id for one in earlier), day, person)
    return [put(TypedChange(id, day, person, what, time_after(now, earlier), session))]


def untold_changes(school: School, person: PersonId, day: DayId) -> list[TypedChange]:
    """Return a day's changes still to be shown to the person, the oldest first, unless undone."""
    return [
        change
        for change in school.day_record(day).typed_changes.get(person, ())
        if not change.told and not _is_theirs_again(school, change)
    ]


def _is_theirs_again(school: School, change: TypedChange) -> bool:
    session = school.programme.sessions.get(change.session)
    if session is None or change.what not in (Taken.PLACE, Taken.WISH):
        return False
    held = booking_of(school, change.person, session)
    return held is not None and (held.confirmed or change.what is Taken.WISH)


def disputed_changes(school: School, day: DayId) -> list[TypedChange]:
    """Return the changes of a day about which the owner says "not me", the oldest first."""
    by_person = school.day_record(day).typed_changes.values()
    disputed = [change for changes in by_person for change in changes if change.disputed]
    return sorted(
        (change for change in disputed if change.person in school.people),
        key=lambda change: change.at,
    )


def describe_change(school: School, change: TypedChange) -> Text:
    """Return what was done and when, in one line."""
    at = school.local(change.at)
    session = school.programme.sessions.get(change.session)
    title = school.workshop(session).title if session is not None else change.session
    match change.what:
        case Taken.PLACE:
            return t("{time} · place in {title} given up", time=at, title=title)
        case Taken.WISH:
            return t("{time} · left the waiting list for {title}", time=at, title=title)
        case Taken.ORDER:
            return t("{time} · order of choices changed", time=at)
        case Taken.SESSION:
            return t("{time} · left {title}", time=at, title=title)
        case Taken.SITE:
            return t("{time} · left the site", time=at)


@decision
def settle_changes(
    school: School, now: datetime, actor: Actor, person: PersonId, day: DayId, *, was_me: bool
) -> Changes:
    """Record that the person has seen what a typed name took from them, and whether it was them.

    Raises:
        ProofNeeded: there is only a typed name, which the changes were made with.
    """
    del now
    if actor.evidence is Evidence.TYPED:
        raise ProofNeeded(NEEDS_PROOF)
    school.person(person)
    told = tuple(
        put(replace(change, told=True, disputed=not was_me))
        for change in untold_changes(school, person, day)
    )
    if was_me:
        return Changes(told)
    return Changes(told, t("Thank you. We have told {tutor}.", tutor=the_tutor(school.settings)))


@decision
def resolve_dispute(school: School, now: datetime, person: PersonId, day: DayId) -> Changes:
    """Record that a professional tutor has checked what a person says was not them."""
    del now
    who = school.person(person)
    looked_at = tuple(
        put(replace(change, disputed=False))
        for change in disputed_changes(school, day)
        if change.person == person
    )
    return Changes(looked_at, t("{name}: checked.", name=who.name))

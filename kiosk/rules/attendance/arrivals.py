"""Arriving on site and leaving it: the day's sign-in and the roll call."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import Movement
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, PersonId, event_id, time_after
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.requirement import not_here_reason
from kiosk.rules.model.school import School, put
from kiosk.text import t

MORE_UNDO = timedelta(minutes=2)
"""The undo is accepted this long after the undo time: on screen a key gives more of it."""


def is_on_site(school: School, person: PersonId, day: DayId) -> bool:
    """Return whether the person has arrived that day and has not left."""
    return on_site_since(school, person, day) is not None


def on_site_since(school: School, person: PersonId, day: DayId) -> datetime | None:
    """Return when the person last arrived, or None if they are not on site."""
    movements = school.day_record(day).movements.get(person)
    return movements[-1].at if movements and movements[-1].inward else None


def in_since(school: School, now: datetime, person: PersonId, day: DayId) -> datetime | None:
    """Return when the person arrived, or None if not on site, arrived just now, or in doubt.

    "Just now" is the undo time (a setting). My day offers "this was not me" from this time on.
    """
    movements = school.day_record(day).movements.get(person, ())
    if not movements or not movements[-1].inward or movements[-1].doubted:
        return None
    is_new = now - movements[-1].at <= timedelta(seconds=school.settings.undo_for)
    return None if is_new else movements[-1].at


def has_arrived(school: School, person: PersonId, day: DayId) -> bool:
    """Return whether the person arrived that day, whether or not they left again."""
    return any(move.inward for move in school.day_record(day).movements.get(person, ()))


def was_on_site(
    school: School, person: PersonId, day: DayId, start: datetime, end: datetime
) -> bool:
    """Return whether the person was on site at any moment from `start` to before `end`."""
    is_here = False
    for move in school.day_record(day).movements.get(person, ()):
        # A tutor's entry proves that the person came, not when: it may be typed in hours later.
        if move.at >= end and not (move.inward and move.evidence.is_by_hand):
            break
        if is_here and not move.inward and move.at > start:
            return True
        is_here = move.inward
    return is_here


def roll_call(school: School, day: DayId) -> list[Person]:
    """Return everyone on site, in no particular order."""
    return [school.people[who] for who in school.day_record(day).movements if who in school.people
            and is_on_site(school, who, day)]  # fmt: skip


def latest_arrivals(school: School, day: DayId, most: int) -> list[Person]:
    """Return at most `most` people who are on site, the latest arrival first."""
    arrived: list[tuple[datetime, PersonId]] = []
    for person in school.day_record(day).movements:
        since = on_site_since(school, person, day)
        if since is not None and person in school.people:
            arrived.append((since, person))
    return [school.people[person] for _, person in sorted(arrived, reverse=True)[:most]]


def require_today(school: School, now: datetime) -> InsetDay:
    """Return today's INSET day.

    Raises:
        Refused: there is no INSET day today.
    """
    day = school.today(now)
    if day is None:
        raise Refused(t("There is no INSET day today."))
    return day


@decision
def sign_in(school: School, now: datetime, actor: Actor, person: PersonId) -> Changes:
    """Record that a person has arrived. A second sign-in changes nothing and is no error.

    Raises:
        Refused: nobody has that id, the person has left, or there is no INSET day today.
    """
    who, day = school.person(person), require_today(school, now)
    if not who.is_here(day.date):
        raise Refused(not_here_reason(who))
    since = on_site_since(school, person, day.id)
    if since is not None:
        message = t("{name} already signed in at {time}.", name=who.name, time=school.local(since))
        return Changes((), message)
    return Changes(
        (arrival(school, now, actor, person, day.id),),
        t("{name} signed in at {time}.", name=who.name, time=school.local(now)),
    )


def arrival(school: School, now: datetime, actor: Actor, person: PersonId, day: DayId) -> Put:
    """Return the change that records an arrival."""
    return _movement(school, now, actor, person, day, inward=True)


def departure(school: School, now: datetime, actor: Actor, person: PersonId, day: DayId) -> Put:
    """Return the change that records a departure."""
    return _movement(school, now, actor, person, day, inward=False)


def _movement(
    school: School, now: datetime, actor: Actor, person: PersonId, day: DayId, *, inward: bool
) -> Put:
    earlier = school.day_record(day).movements.get(person, ())
    id = event_id(actor, (move.id for move in earlier), day, person)
    at = time_after(now, earlier)
    return put(Movement(id, day, person, inward, at, actor.evidence))


@decision
def undo_sign_in(school: School, now: datetime, person: PersonId) -> Changes:
    """Remove an arrival that was just recorded.

    Raises:
        Refused: the person is not signed in, has signed in to a session since, or the undo time (a
            setting) is over.
    """
    who, day = school.person(person), require_today(school, now)
    movements = school.day_record(day.id).movements.get(person, ())
    if not movements or not movements[-1].inward:
        raise Refused(t("{name} is not signed in.", name=who.name))
    arrived = movements[-1]
    if now - arrived.at > timedelta(seconds=school.settings.undo_for) + MORE_UNDO:
        raise Refused(t("It's too late to undo this. Use Leave site instead."))
    # Without the arrival, the mark would be of somebody who never came.
    if attended_since(school, person, day, arrived.at):
        raise Refused(
            t("{name} has since signed in to a session, so this can't be undone.", name=who.name)
        )
    return Changes(
        (Remove("movements", arrived.id),), t("Undone: {name} is signed out.", name=who.name)
    )


def too_late_to_undo(school: School) -> Refused:
    """Return the refusal of an undo once its time is over."""
    tutor = the_tutor(school.settings)
    return Refused(t("It's too late to undo this. Ask {tutor}.", tutor=tutor))


def attended_since(school: School, person: PersonId, day: InsetDay, since: datetime) -> bool:
    """Return whether the person has signed in to a session since a time of the day."""
    record = school.day_record(day.id)
    return any(
        mark.at >= since and mark.state.attended
        for session in record.sessions_of.get(person, ())
        for mark in record.marks.get(session, {}).get(person, ())
    )


@decision
def doubt_sign_in(school: School, now: datetime, person: PersonId) -> Changes:
    """Flag a sign-in for the professional tutors: somebody at the kiosk says "this was not me".

    Raises:
        Refused: the person is not signed in.
    """
    who, day = school.person(person), require_today(school, now)
    if not is_on_site(school, person, day.id):
        raise Refused(t("{name} is not signed in.", name=who.name))
    # No one has proved who they are, so the roll call stays as it is until a tutor has looked: a
    # wrong name removed here would be a person missing from the fire list.
    last = school.day_record(day.id).movements[person][-1]
    message = t(
        "Thank you. We have told {tutor}. Your name stays signed in until they check.",
        tutor=the_tutor(school.settings),
    )
    return Changes(() if last.doubted else (put(replace(last, doubted=True)),), message)


def doubted_sign_ins(school: School, day: DayId) -> list[Movement]:
    """Return the flagged sign-ins of a day, the oldest first."""
    by_person = school.day_record(day).movements.values()
    doubted = [movement for moves in by_person for movement in moves if movement.doubted]
    return sorted(
        (movement for movement in doubted if movement.person in school.people),
        key=lambda movement: movement.at,
    )


@decision
def resolve_doubt(
    school: School, now: datetime, person: PersonId, day: DayId, *, was_in: bool
) -> Changes:
    """Keep or remove a flagged sign-in: a professional tutor's decision.

    Marks in sessions stay: the tutor corrects those in the register.
    """
    del now
    who = school.person(person)
    doubted = [
        movement
        for movement in school.day_record(day).movements.get(person, ())
        if movement.doubted
    ]
    if was_in:
        message = t("{name} stays signed in.", name=who.name)
        return Changes(
            tuple(put(replace(movement, doubted=False)) for movement in doubted), message
        )
    message = t("{name} is signed out.", name=who.name)
    return Changes(tuple(Remove("movements", movement.id) for movement in doubted), message)

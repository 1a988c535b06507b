"""Whoever is not listed adds themselves at the desk; reception or a tutor looks at it later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import arrival, require_today
from kiosk.rules.choosing.eligibility import clash
from kiosk.rules.choosing.places import promote_waiting
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.names import clean, fold
from kiosk.rules.model.records import Booking, Mark, Movement, Person, join_ids, split_id
from kiosk.rules.model.references import replace_references
from kiosk.rules.model.requirement import leads
from kiosk.rules.model.school import TABLE_OF, School, put
from kiosk.rules.model.terms import Evidence, GuestKind, Role
from kiosk.text import t

GUEST_ROLES = {GuestKind.SUPPLY: Role.SUPPLY, GuestKind.STARTER: Role.TEACHER}
"""The role in which a guest is let into sessions; the others are visitors."""

MAX_LENGTH = 80
"""Characters that are kept of a name."""

R = TypeVar("R", Mark, Movement)


class SelfDescription(msgspec.Struct, frozen=True):
    """What somebody says of themselves at the desk."""

    forename: str
    surname: str
    coming: GuestKind
    host: str = ""


def as_person(newcomer: SelfDescription, id: str) -> Person:
    """Return the person that a newcomer is until a professional tutor has looked.

    Raises:
        Refused: there is no name.
    """
    forename, surname, host = (
        clean(text)[:MAX_LENGTH] for text in (newcomer.forename, newcomer.surname, newcomer.host)
    )
    if not fold(forename + surname):
        raise Refused(t("Please type your name."))
    role = GUEST_ROLES.get(newcomer.coming, Role.VISITOR)
    return Person(id, forename, surname, role, coming=newcomer.coming, host=host, to_confirm=True)


@decision
def add_self(school: School, now: datetime, person: str, newcomer: SelfDescription) -> Changes:
    """Add whoever is not listed, and sign them in: the roll call has them at once.

    `person` is a new id, in which nothing of the name is: ids go into the history. Asked again with
    the same one it changes nothing.

    Raises:
        Refused: there is no name, or no INSET day today.
    """
    day, new = require_today(school, now), as_person(newcomer, person)
    said = t("{name} signed in at {time}.", name=new.name, time=school.local(now))
    if person in school.people:
        return Changes((), said)
    return Changes((put(new), arrival(school, day.id, person, now, Evidence.TYPED)), said)


def unconfirmed_people(school: School) -> list[Person]:
    """Return who was added at the desk and is to be confirmed, in no particular order."""
    return [one for one in school.people.values() if one.to_confirm]


def _unconfirmed(school: School, person: str) -> Person:
    who = school.person(person)
    if not who.to_confirm:
        raise Refused(t("{name} is confirmed already.", name=who.name))
    return who


@decision
def confirm_self_added(school: School, now: datetime, person: str) -> Changes:
    """Confirm that somebody who was added at the desk is who they say: a tutor's act."""
    del now
    who = _unconfirmed(school, person)
    return Changes((put(replace(who, to_confirm=False)),), t("{name} is confirmed.", name=who.name))


@decision
def remove_self_added(school: School, now: datetime, person: str) -> Changes:
    """Take away somebody who was added at the desk, with all that was recorded of them.

    Records of others name them no more. Their own code is a secret and so not in the School:
    whoever performs this takes it away, as after `merge_self_added`.
    """
    who = _unconfirmed(school, person)
    gone = [*replace_references(school, who.id, ""), *_removal(school, who.id)]
    said = t("{name} was taken off the list.", name=who.name)
    return Changes((*gone, *_promotions_after(school, gone, now)), said)


@decision
def merge_self_added(school: School, now: datetime, person: str, listed: str) -> Changes:
    """Make somebody who was added at the desk one with a listed person, who they turned out to be.

    Arrivals, marks and bookings go over, each in the order of their times. Where the listed person
    has a place in the same slot already, or something else at that time, theirs stays, as do their
    sign-offs and their badge: a second badge is no longer valid. Records of others that name the
    newcomer name the listed person.

    Raises:
        Refused: the person is confirmed, or the other is not.
    """
    who, other = _unconfirmed(school, person), school.person(listed)
    if other.to_confirm:
        raise Refused(
            t("{name} is still to be confirmed: choose a listed person.", name=other.name)
        )
    names = replace_references(school, who.id, other.id)
    named = school.apply(names)
    listed_now = _with_merged_badges(named.people[other.id], who)
    items = [*names, *_removal(named, who.id), *_reassigned(named, who.id, other.id)]
    if listed_now != other:
        items.append(put(listed_now))
    said = t("{name} is {listed} now.", name=who.name, listed=other.name)
    return Changes((*items, *_promotions_after(school, items, now)), said)


def _removal(school: School, person: str) -> list[Put | Remove]:
    """Return the changes that take away a person and all records of them."""
    numbers = [book.certificates[person] for book in school.day_records.values()
               if person in book.certificates]  # fmt: skip
    return [
        *(Remove(TABLE_OF[type(one)], one.id) for one in _records(school, person)),
        # what states nothing any more keeps its number, so that it is not given again
        *(put(replace(one, person=one.id, lines=())) for one in numbers),
        Remove("people", person),
    ]


def _records(school: School, person: str) -> Iterable[Any]:
    for book in school.day_records.values():
        yield from book.movements.get(person, ())
        for marks in book.marks.values():
            yield from marks.get(person, ())
        for bookings in book.bookings.values():
            yield from (one for one in bookings.values() if one.person == person)
        yield from book.catch_ups.get(person, {}).values()
        for of_day in (book.accounted, book.invitations):
            if person in of_day:
                yield of_day[person]
    yield from school.sign_offs.get(person, {}).values()
    yield from school.intentions.get(person, {}).values()


def _reassigned(school: School, person: str, listed: str) -> list[Put | Remove]:
    """Return the records of one person as those of another, who keeps their own."""
    items: list[Put | Remove] = []
    for day, book in school.day_records.items():
        if person in book.movements:
            both = _by_time((*book.movements.get(listed, ()), *book.movements[person]))
            items += _renumbered(both, (day, listed), listed)
        for session, marks in book.marks.items():
            if person in marks:
                both_marks = _by_time((*marks.get(listed, ()), *marks[person]))
                items += _renumbered(both_marks, (session, listed), listed)
        items += _reassigned_bookings(school, day, person, listed)
    return [
        *items,
        *_reassigned_intentions(school, person, listed),
        *_reassigned_sign_offs(school, person, listed),
    ]


def _with_merged_badges(listed: Person, newcomer: Person) -> Person:
    """Return a listed person with a newcomer's badge if they have none; else it says it is old."""
    second = (newcomer.badge,) if listed.badge and newcomer.badge else ()
    old = dict.fromkeys((*listed.old_badges, *newcomer.old_badges, *second))
    return replace(listed, badge=listed.badge or newcomer.badge, old_badges=tuple(old))


def _reassigned_sign_offs(school: School, person: str, listed: str) -> list[Put]:
    """Return what was signed off for one person as signed off for the other, where nothing was."""
    theirs = school.sign_offs.get(listed, {})
    found = []
    for one in school.sign_offs.get(person, {}).values():
        name, by = join_ids(listed, one.step, one.kind), listed if one.by == person else one.by
        if name not in theirs and (one.kind == "self" or by != listed):  # nobody confirms their own
            found.append(put(replace(one, id=name, person=listed, by=by)))
    return found


def _reassigned_intentions(school: School, person: str, listed: str) -> list[Put]:
    """Return what one person wants to try as what the other does, after what that one has."""
    theirs = school.intentions.get(listed, {})
    first = 1 + max((int(split_id(one)[-1]) for one in theirs), default=0)
    mine = sorted(school.intentions.get(person, {}).values(), key=lambda one: one.id)
    return [
        put(replace(one, id=join_ids(listed, str(number)), person=listed))
        for number, one in enumerate(mine, first)
    ]


def _by_time(records: Sequence[R]) -> list[R]:
    return sorted(records, key=lambda one: one.at)


def _renumbered(
    records: Sequence[Mark | Movement], of: tuple[str, str], person: str
) -> list[Put | Remove]:
    found = [
        replace(one, id=join_ids(*of, str(number)), person=person)
        for number, one in enumerate(records, 1)
    ]
    # taken away first: what is written in its old place would stand in the old order
    old = [Remove(TABLE_OF[type(one)], one.id) for one in records if one.person == person]
    return [*old, *map(put, found)]


def _reassigned_bookings(school: School, day: str, person: str, listed: str) -> list[Put]:
    bookings = school.day_record(day).bookings
    slots = {
        school.programme.sessions[session].slot for session, held in bookings.items()
        if listed in held
    }  # fmt: skip
    found: list[Booking] = [
        held[person] for session, held in bookings.items()
        if person in held and school.programme.sessions[session].slot not in slots
    ]  # fmt: skip
    found = [one for one in found if not (one.confirmed and _is_busy(school, one, listed))]
    return [put(replace(one, id=join_ids(one.session, listed), person=listed)) for one in found]


def _is_busy(school: School, place: Booking, listed: str) -> bool:
    """Return whether a listed person has something else at the time of a place."""
    session, other = school.session(place.session), school.person(listed)
    return leads(other, session) or clash(school, other, session) is not None


def _promotions_after(
    school: School, items: Sequence[Put | Remove], now: datetime
) -> list[Put | Remove]:
    """Return what the places that came free change, day by day."""
    after = school.apply(items)
    return [item for day in school.day_records for item in promote_waiting(after, day, now)]

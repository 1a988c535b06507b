"""People who are not on the list add themselves at the desk; a tutor confirms or merges them later.

Not the same as a walk-in, which is a listed person in a session without a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import arrival, require_today
from kiosk.rules.choosing.eligibility import clash
from kiosk.rules.choosing.places import promote_waiting
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import NOBODY, DayId, PersonId, event_id, join_ids
from kiosk.rules.model.names import clean, fold
from kiosk.rules.model.personal_records import Intention
from kiosk.rules.model.records import Booking, Mark, Movement, Person
from kiosk.rules.model.references import records_of, replace_references
from kiosk.rules.model.requirement import leads
from kiosk.rules.model.school import School, put, remove
from kiosk.rules.model.terms import GuestKind, Role
from kiosk.text import t

GUEST_ROLES = {GuestKind.SUPPLY: Role.SUPPLY, GuestKind.STARTER: Role.TEACHER}
"""The role that admits a guest to sessions. All other guests are visitors."""

MAX_LENGTH = 80
"""Characters kept of a forename, surname or host."""

R = TypeVar("R", Mark, Movement, Intention)


class SelfDescription(msgspec.Struct, frozen=True):
    """What a person types about themselves at the desk."""

    forename: str
    surname: str
    coming: GuestKind
    host: str = ""


def as_person(id: PersonId, newcomer: SelfDescription) -> Person:
    """Return an unconfirmed person with this id.

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
def add_self(
    school: School, now: datetime, actor: Actor, person: PersonId, newcomer: SelfDescription
) -> Changes:
    """Add a person who is not listed, and sign them in, so that the roll call has them at once.

    `person` is a new id. A repeat with the same id changes nothing.

    Raises:
        Refused: there is no name, or no INSET day today.
    """
    # The id must not be made of the name: ids stay in the history when a person is erased.
    day, new = require_today(school, now), as_person(person, newcomer)
    message = t("{name} signed in at {time}.", name=new.name, time=school.local(now))
    if person in school.people:
        return Changes((), message)
    return Changes((put(new), arrival(school, now, actor, person, day.id)), message)


def unconfirmed_people(school: School) -> list[Person]:
    """Return the people who added themselves and are not confirmed yet, in no particular order."""
    return [one for one in school.people.values() if one.to_confirm and one.left is None]


def _unconfirmed(school: School, person: PersonId) -> Person:
    """Return the person. Raise `Refused` if they are confirmed already."""
    who = school.person(person)
    if not who.to_confirm:
        raise Refused(t("{name} is confirmed already.", name=who.name))
    return who


@decision
def confirm_self_added(school: School, now: datetime, person: PersonId) -> Changes:
    """Confirm a person who added themselves: a professional tutor's decision."""
    del now
    who = _unconfirmed(school, person)
    return Changes((put(replace(who, to_confirm=False)),), t("{name} is confirmed.", name=who.name))


@decision
def remove_self_added(school: School, now: datetime, person: PersonId) -> Changes:
    """Remove a person who added themselves, and every record about them.

    Records of other people no longer name them. The caller must also remove the person's own code:
    it is a secret and not part of the School. The same holds after `merge_self_added`.
    """
    who = _unconfirmed(school, person)
    removed = [*replace_references(school, who.id, NOBODY), *_removal(school, who.id)]
    message = t("{name} was taken off the list.", name=who.name)
    return Changes((*removed, *_promotions_after(school, now, removed)), message)


@decision
def merge_self_added(
    school: School, now: datetime, actor: Actor, person: PersonId, listed: PersonId
) -> Changes:
    """Merge a person who added themselves into the listed person they turned out to be.

    Arrivals, marks and bookings move over, in the order of their times. Where the listed person has
    a place in the same slot, or something else at that time, theirs stays. Their sign-offs and
    badge stay too; a second badge is revoked. Records of others name the listed person from then
    on.

    Raises:
        Refused: the first person is confirmed already, or the second is not.
    """
    who, other = _unconfirmed(school, person), school.person(listed)
    if other.to_confirm:
        raise Refused(
            t("{name} is still to be confirmed: choose a listed person.", name=other.name)
        )
    # References first: a record that moves over may itself name the newcomer.
    renames = replace_references(school, who.id, other.id)
    renamed = school.apply(renames)
    listed_now = _with_merged_badges(renamed.people[other.id], who)
    items = [*renames, *_removal(renamed, who.id), *_reassigned(renamed, actor, who.id, other.id)]
    if listed_now != other:
        items.append(put(listed_now))
    message = t("{name} is {listed} now.", name=who.name, listed=other.name)
    return Changes((*items, *_promotions_after(school, now, items)), message)


def _removal(school: School, person: PersonId) -> list[Put | Remove]:
    """Return the changes that remove a person and all records about them."""
    certificates = [day_record.certificates[person] for day_record in school.day_records.values()
               if person in day_record.certificates]  # fmt: skip
    return [
        *(remove(record) for record in records_of(school, person)),
        # An empty certificate stays under its number: a number printed once is never given again.
        *(put(replace(record, person=record.id, lines=())) for record in certificates),
        Remove("people", person),
    ]


def _reassigned(school: School, actor: Actor, person: PersonId, listed: PersonId) -> list[Put]:
    """Return the changes that move one person's records to another, who keeps their own."""
    items: list[Put] = []
    for day, record in school.day_records.items():
        moves = record.movements
        if person in moves:
            items += _moved_events(actor, moves.get(listed, ()), moves[person], day, listed)
        for session, marks in record.marks.items():
            if person in marks:
                theirs = marks.get(listed, ())
                items += _moved_events(actor, theirs, marks[person], session, listed)
        items += _reassigned_bookings(school, person, listed, day)
    wanted = school.intentions
    theirs_wanted = wanted.get(listed, {}).values()
    items += _moved_events(actor, theirs_wanted, wanted.get(person, {}).values(), listed)
    return [*items, *_reassigned_sign_offs(school, person, listed)]


def _moved_events(
    actor: Actor, theirs: Iterable[R], moved: Iterable[R], *about: str
) -> Iterator[Put]:
    """Yield records with new ids and another owner, the last of `about`."""
    ids = [record.id for record in theirs]
    for record in moved:
        ids.append(event_id(actor, ids, *about))
        yield put(replace(record, id=ids[-1], person=about[-1]))


def _with_merged_badges(listed: Person, newcomer: Person) -> Person:
    """Return the listed person with the newcomer's badge, or with it revoked if they have one."""
    second = (newcomer.badge,) if listed.badge and newcomer.badge else ()
    old = dict.fromkeys((*listed.old_badges, *newcomer.old_badges, *second))
    return replace(listed, badge=listed.badge or newcomer.badge, old_badges=tuple(old))


def _reassigned_sign_offs(school: School, person: PersonId, listed: PersonId) -> list[Put]:
    """Return the sign-offs that move over: only for steps where the listed person has none."""
    theirs = school.sign_offs.get(listed, {})
    moved = []
    for sign_off in school.sign_offs.get(person, {}).values():
        name = join_ids(listed, sign_off.step, sign_off.kind)
        by = listed if sign_off.by == person else sign_off.by
        # A step that the listed person confirmed for the newcomer would be confirmed by themselves.
        confirms_own = sign_off.kind != "self" and by == listed
        if name not in theirs and not confirms_own:
            moved.append(put(replace(sign_off, id=name, person=listed, by=by)))
    return moved


def _reassigned_bookings(
    school: School, person: PersonId, listed: PersonId, day: DayId
) -> list[Put]:
    bookings = school.day_record(day).bookings
    slots = {
        school.programme.sessions[session].slot for session, held in bookings.items()
        if listed in held and not school.programme.sessions[session].is_cancelled
    }  # fmt: skip
    moved: list[Booking] = [
        held[person] for session, held in bookings.items()
        if person in held and school.programme.sessions[session].slot not in slots
    ]  # fmt: skip
    # Wishes move over even so: eligibility is checked again when a place frees.
    moved = [
        booking
        for booking in moved
        if not (booking.confirmed and _is_busy(school, listed, booking))
    ]
    return [
        put(replace(booking, id=join_ids(booking.session, listed), person=listed))
        for booking in moved
    ]


def _is_busy(school: School, listed: PersonId, place: Booking) -> bool:
    """Return whether the listed person has something else at the time of a place."""
    session, other = school.session(place.session), school.person(listed)
    return leads(other, session) or clash(school, other, session) is not None


def _promotions_after(
    school: School, now: datetime, items: Iterable[Put | Remove]
) -> list[Put | Remove]:
    """Return the promotions that these changes allow, day by day."""
    after = school.apply(items)
    return [item for day in school.day_records for item in promote_waiting(after, now, day)]

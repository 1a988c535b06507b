"""People who are not on the list add themselves at the desk; a tutor confirms or merges them later.

Not the same as a walk-in, which is a listed person in a session without a place.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import arrival, require_today
from kiosk.rules.attendance.day_notes import GO_TO_RECEPTION
from kiosk.rules.attendance.merging import merge_entries, removal
from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import NOBODY, PersonId
from kiosk.rules.model.names import clean, fold
from kiosk.rules.model.records import Person
from kiosk.rules.model.references import replace_references
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import GuestKind, Role
from kiosk.text import Text, t

GUEST_ROLES = {GuestKind.SUPPLY: Role.SUPPLY, GuestKind.STARTER: Role.TEACHER}
"""The role that admits a guest to sessions. All other guests are visitors."""

MAX_LENGTH = 80
"""Characters kept of a forename, surname or host."""


class SelfDescription(msgspec.Struct, frozen=True):
    """What a person types about themselves at the desk."""

    forename: str
    surname: str
    coming: GuestKind
    host: str = ""
    language: str = ""
    """The language of the form, `en` or `cy`: the person's own, at a school that has both."""


def as_person(id: PersonId, newcomer: SelfDescription) -> Person:
    """Return an unconfirmed person with this id.

    Raises:
        Refused: the forename or the surname is missing.
    """
    forename, surname, host = (
        clean(text)[:MAX_LENGTH] for text in (newcomer.forename, newcomer.surname, newcomer.host)
    )
    if not fold(forename + surname):
        raise Refused(t("Please type your name."))
    if not (forename and surname):
        raise Refused(t("Please type both names. Only one name? Put a dash for the other."))
    role = GUEST_ROLES.get(newcomer.coming, Role.VISITOR)
    return Person(id, forename, surname, role, coming=newcomer.coming, host=host, to_confirm=True)


@decision
def add_self(
    school: School, now: datetime, actor: Actor, person: PersonId, newcomer: SelfDescription
) -> Changes:
    """Add a person who is not listed, and sign them in, so that the roll call has them at once.

    `person` is a new id. A repeat with the same id changes nothing.

    Raises:
        Refused: a name is missing, or there is no INSET day today.
    """
    # The id must not be made of the name: ids stay in the history when a person is erased.
    day, new = require_today(school, now), as_person(person, newcomer)
    if len(school.settings.language_codes) > 1:
        new = replace(new, language=newcomer.language)
    message = self_added_message(new, school.local(now))
    if person in school.people:
        return Changes((), message)
    return Changes((put(new), arrival(school, now, actor, person, day.id)), message)


def self_added_message(person: Person, at: datetime) -> Text:
    """Return the message for a person who has added themselves, and where to go."""
    return t("{name} signed in at {time}.\n{then}", name=person.name, time=at, then=GO_TO_RECEPTION)


def unconfirmed_people(school: School) -> list[Person]:
    """Return the people who added themselves and are not confirmed yet, in no particular order."""
    return [one for one in school.people.values() if one.to_confirm and one.left is None]


def _unconfirmed(school: School, person: PersonId) -> Person:
    """Return the person. Raise `Refused` if they are already confirmed."""
    who = school.person(person)
    if not who.to_confirm:
        raise Refused(t("{name} has already been checked.", name=who.name))
    return who


@decision
def confirm_self_added(school: School, now: datetime, person: PersonId) -> Changes:
    """Confirm a person who added themselves: a professional tutor's decision."""
    del now
    who = _unconfirmed(school, person)
    return Changes((put(replace(who, to_confirm=False)),), t("{name} is checked.", name=who.name))


@decision
def remove_self_added(school: School, now: datetime, person: PersonId) -> Changes:
    """Remove a person who added themselves, and every record about them.

    Records of other people no longer name them. The caller must also remove the person's own code:
    it is a secret and not part of the School. The same holds after `merge_self_added`.
    """
    who = _unconfirmed(school, person)
    removed = [*replace_references(school, who.id, NOBODY), *removal(school, who.id)]
    message = t("{name} is removed from the list.", name=who.name)
    return Changes((*removed, *promotions_after(school, now, removed)), message)


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
            t("{name} is still to be checked. Choose someone on the list.", name=other.name)
        )
    return merge_entries(school, now, actor, who, other)

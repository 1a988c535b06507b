"""Badges: who holds a code, and which codes are revoked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.kept_results import planned
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School, put
from kiosk.text import t

# UK and US keyboards, and Caps Lock, agree on the hyphen and the digits. They do not agree on the
# case of letters, so every comparison is in capitals.
BADGE_CODE = re.compile(r"INSET-[0-9A-Z]+")
"""The text on a badge of this kiosk."""

NOT_OUR_BADGE = t("That's not one of our badges. Type your name instead.")


def is_code(text: str) -> bool:
    """Return whether a text has the form of a badge code, in any case."""
    return BADGE_CODE.fullmatch(text.upper()) is not None


def holder_of(school: School, code: str) -> Person:
    """Return the person whose badge has this code.

    Raises:
        Refused: the code is not a badge's, is revoked, or is unknown.
    """
    wanted = code.upper()
    if not is_code(wanted):
        raise Refused(NOT_OUR_BADGE)
    holder = _holders_by_code(school).get(wanted)
    if holder is not None:
        return school.people[holder]
    if is_revoked(school, wanted):
        raise Refused(t("This badge has been cancelled. Type your name instead."))
    raise Refused(t("Badge not recognised. Type your name."))


@planned
def _holders_by_code(school: School) -> Mapping[str, PersonId]:
    """Return the ids of people by the codes of their badges."""
    return {person.badge.upper(): person.id for person in school.people.values() if person.badge}


def is_revoked(school: School, code: str) -> bool:
    """Return whether a badge with this code was replaced or taken away."""
    return any(code in person.old_badges for person in school.people.values())


def with_badge(person: Person, code: str) -> Person:
    """Return the person with another badge, or none (blank). The code they had is revoked.

    Return the person unchanged where `code` is one of their own revoked codes.
    """
    code = code.upper()
    # An older staff file still has the code of a badge that was lost: it must not come back.
    if code == person.badge or code in person.old_badges:
        return person
    old = (*person.old_badges, person.badge) if person.badge else person.old_badges
    return replace(person, badge=code, old_badges=old)


@decision
def give_badge(school: School, now: datetime, person: PersonId, badge: Private) -> Changes:
    """Give a person a badge, or cancel theirs (blank): a professional tutor's decision.

    Raises:
        Refused: the text is not a badge code, somebody else has it, or it was revoked.
    """
    del now
    who, code = school.person(person), badge.text.upper()
    if code and not is_code(code):
        raise Refused(t("That's not one of this school's badges."))
    holder = _holders_by_code(school).get(code, person)
    if code and holder != person:
        raise Refused(t("This badge belongs to {name}.", name=school.people[holder].name))
    if code and is_revoked(school, code):
        raise Refused(t("This badge was replaced or cancelled, so it can't be given out again."))
    changed = with_badge(who, code)
    message = t("{name} now has this badge.", name=who.name) if code else t(
        "{name}'s badge is cancelled.", name=who.name
    )  # fmt: skip
    return Changes(() if changed == who else (put(changed),), message)

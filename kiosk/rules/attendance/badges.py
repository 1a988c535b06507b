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
from kiosk.text import Text, t

# UK and US keyboards, and Caps Lock, agree on the hyphen and the digits. They do not agree on the
# case of letters, so every comparison is in capitals.
BADGE_CODE = re.compile(r"INSET-[0-9A-Z]+")
"""The text on a badge of this kiosk."""
CARD_CODE = re.compile(r"[0-9A-Z]+(?:-[0-9A-Z]+)*")
"""What the cards of other systems may have."""
LEAST = 6
"""The fewest characters of such a card: a scanner's burst of fewer may be typed by hand."""
HELD_DOWN = re.compile(r"([A-Z])\1\1")
OWN_PREFIX = "INSET-"

NOT_OUR_BADGE = t("That's not one of our badges. Type your name instead.")


def is_code(text: str) -> bool:
    """Return whether a text has the form of this kiosk's own badge codes, in any case."""
    return BADGE_CODE.fullmatch(text.upper()) is not None


def other_code_needed(code: str) -> Text | None:
    """Return what a badge's code, in capitals, would have to be instead; None: it will do.

    A card that a scanner types must differ from what a person types: by its length and a digit.
    """
    if not CARD_CODE.fullmatch(code):
        return t("letters, digits and hyphens only, since keyboards differ in other signs")
    if OWN_PREFIX in code:
        return None if is_code(code) else t("a badge: this code is for the sheet beside the kiosk")
    if HELD_DOWN.match(code):
        return t("another beginning: three letters the same are a key that is held down")
    if len(code) < LEAST:
        return t("at least {n} characters, or it can't be told from typing", n=LEAST)
    if not any(map(str.isdigit, code)):
        return t("a code with a digit in it, or it can't be told from a typed name")
    return None


def holder_of(school: School, code: str) -> Person:
    """Return the person whose badge has this code.

    Raises:
        Refused: the code is not a badge's, is revoked, or is unknown.
    """
    wanted = code.upper()
    holder = _holders_by_code(school).get(wanted)
    if holder is not None:
        return school.people[holder]
    if is_revoked(school, wanted):
        raise Refused(t("This badge has been cancelled. Type your name instead."))
    if is_code(wanted):
        raise Refused(t("Badge not recognised. Type your name."))
    raise Refused(NOT_OUR_BADGE)


def holder_by_code(school: School, code: str) -> PersonId | None:
    """Return the id of the person whose badge has this code in capitals, or None."""
    return _holders_by_code(school).get(code)


@planned
def _holders_by_code(school: School) -> Mapping[str, PersonId]:
    """Return the ids of people by the codes of their badges."""
    return {person.badge.upper(): person.id for person in school.people.values() if person.badge}


def is_revoked(school: School, code: str) -> bool:
    """Return whether a badge with this code was replaced or taken away."""
    return any(code in person.old_badges for person in school.people.values())


def people_without_badge(school: School, now: datetime) -> list[Person]:
    """Return who is here today and has no badge; guests are not asked for one."""
    here = school.people_on(school.local(now).date()).values()
    return [one for one in here if not one.badge and one.coming is None]


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
    who, code = school.person(person), badge.text.strip().upper()
    needed = other_code_needed(code) if code else None
    if needed is not None:
        raise Refused(t("This can't be a badge. It needs {needed}.", needed=needed))
    holder = holder_by_code(school, code)
    if holder is not None and holder != person:
        raise Refused(t("This badge belongs to {name}.", name=school.people[holder].name))
    if code and is_revoked(school, code):
        raise Refused(t("This badge was replaced or cancelled, so it can't be given out again."))
    changed = with_badge(who, code)
    message = t("{name} now has this badge.", name=who.name) if code else t(
        "{name}'s badge is cancelled.", name=who.name
    )  # fmt: skip
    return Changes(() if changed == who else (put(changed),), message)

"""Badges: whose a code is, and what becomes of the codes that were replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School, put
from kiosk.text import t

BADGE_CODE = re.compile(r"INSET-[0-9A-Z]+")
"""What a badge of this kiosk says. Hyphen and digits are the same keys on UK and US keyboards, and
are the same with Caps Lock on; letters are not, so a code is read in capitals."""

NOT_OUR_BADGE = t("This is not a badge of this school: type your name instead.")


def is_code(text: str) -> bool:
    """Return whether a text is a badge's code, in capitals or not."""
    return BADGE_CODE.fullmatch(text.upper()) is not None


def holder_of(school: School, code: str) -> Person:
    """Return whose badge has a code.

    Raises:
        Refused: nobody's; or somebody's once, and they have another now; or it is no badge's.
    """
    wanted = code.upper()
    if not is_code(wanted):
        raise Refused(NOT_OUR_BADGE)
    found = school.people.get(_holders_by_code(school).get(wanted, ""))
    if found is not None:
        return found
    if is_revoked(school, wanted):
        raise Refused(t("This badge is not valid any more: type your name instead."))
    raise Refused(t("This badge is not known here: type your name instead."))


def _holders_by_code(school: School) -> Mapping[str, str]:
    """Return people's ids by the codes of their badges."""
    known: dict[str, str] | None = school.plan_cache.get("badges")
    if known is None:
        known = {one.badge.upper(): one.id for one in school.people.values() if one.badge}
        school.plan_cache["badges"] = known
    return known


def is_revoked(school: School, code: str) -> bool:
    """Return whether a code was on somebody's badge and was replaced or taken away."""
    return any(code in person.old_badges for person in school.people.values())


def with_badge(person: Person, code: str) -> Person:
    """Return the person with another badge, or none (blank); the code they had is then revoked.

    A code of their own that was revoked does not come back, so that an older file cannot bring
    back a badge that was lost.
    """
    code = code.upper()
    if code == person.badge or code in person.old_badges:
        return person
    old = (*person.old_badges, person.badge) if person.badge else person.old_badges
    return replace(person, badge=code, old_badges=old)


@decision
def give_badge(school: School, now: datetime, person: str, badge: Private) -> Changes:
    """Give a person a badge, or take theirs away (blank): a professional tutor's act.

    Raises:
        Refused: it is no code of a badge, somebody else has it, or it was revoked.
    """
    del now
    who, code = school.person(person), badge.text.upper()
    if code and not is_code(code):
        raise Refused(t("This is not a badge of this school."))
    holder = _holders_by_code(school).get(code, person)
    if code and holder != person:
        raise Refused(t("This is the badge of {name}.", name=school.people[holder].name))
    if code and is_revoked(school, code):
        raise Refused(t("This badge was replaced or taken away: it cannot be given again."))
    changed = with_badge(who, code)
    said = t("{name} has this badge now.", name=who.name) if code else t(
        "{name} has no badge now.", name=who.name
    )  # fmt: skip
    return Changes(() if changed == who else (put(changed),), said)

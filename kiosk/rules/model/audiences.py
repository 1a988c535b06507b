"""Audiences: whom a slot or session is for, and which sessions of a slot are open to a person."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.rules.model.ids import DayId, SlotId
from kiosk.rules.model.programme import Offer
from kiosk.rules.model.records import Person, Session, Workshop
from kiosk.rules.model.school import School
from kiosk.rules.model.tables import PERSON_TOKEN
from kiosk.rules.model.terms import Role

KINDS = frozenset({"all", "staff", "new", "dept", "person"})
"""What a token begins with that is neither a role nor a duty."""


def is_in_audience(person: Person, audience: Iterable[str]) -> bool:
    """Return whether one of the audience's tokens includes the person.

    Tokens: `all`, `staff` (everyone but visitors), a role, `new` (on an induction track), a duty,
    `dept:NAME`, `person:ID`.
    """
    return any(_token_names(person, token) for token in audience)


def is_named(person: Person, workshop: Workshop) -> bool:
    """Return whether the workshop is required training for the person; no visitor is named."""
    return person.role is not Role.VISITOR and is_in_audience(person, workshop.required_training)


def _token_names(person: Person, token: str) -> bool:
    kind, _, rest = token.partition(":")
    match kind:
        case "all":
            return True
        case "staff":
            return person.role is not Role.VISITOR
        case "new":
            return bool(person.track)
        case "dept":
            return bool(rest) and rest == person.department
        case "person":
            return rest == person.id
        case _:
            return token == person.role or token in person.duties


def offer_to(school: School, person: Person, day: DayId, slot: SlotId) -> Offer:
    """Return what a slot offers to a person.

    People are alike to a slot as far as its audiences name them, so that its sessions are looked
    through for each kind of people, and not for each person.
    """
    programme = school.programme
    named = programme.tokens_by_slot.get((day, slot))
    if named is None:
        return Offer()
    key = day, slot, named & _traits(person)
    offer = programme.offers.get(key)
    if offer is None:
        offer = programme.offers[key] = _find_offer(school, person, day, slot)
    return offer


def _traits(person: Person) -> frozenset[str]:
    """Return every token that includes the person, as `tokens_by_slot` has them."""
    traits = {"all", person.role.value, f"{PERSON_TOKEN}{person.id}", f"dept:{person.department}"}
    if person.role is not Role.VISITOR:
        traits.add("staff")
    if person.track:
        traits.add("new")
    if person.duties:
        traits.update(one for one in person.duties if one.partition(":")[0] not in KINDS)
    return frozenset(traits)


def _find_offer(school: School, person: Person, day: DayId, slot: SlotId) -> Offer:
    meant = [
        session
        for session in school.all_sessions_on(day, slot)
        if is_in_audience(person, session.audience)
    ]
    sessions = tuple(session for session in meant if not session.is_cancelled)
    firsts: dict[object, Session] = {}
    for session in sessions:
        firsts.setdefault((session.start, session.end), session)
    return Offer(sessions, tuple(firsts.values()), len(sessions) < len(meant))

"""What does not fit with a day's slots: nobody is due, nothing is on offer, two at one time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kiosk.rules.attention.findings import Finding, FindingKind, names_of
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import InsetDay, Slot
from kiosk.rules.model.requirement import hours_on, overlap, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Requirement, SlotKind
from kiosk.text import Text, t, tn


def slot_findings(school: School, day: InsetDay) -> Iterator[Finding]:
    """Yield what does not fit with the slots. Breaks may overlap: there may be two sittings."""
    attended = [slot for slot in day.slots if not slot.kind.is_pause]
    for slot in attended:
        if slot.kind is SlotKind.CHOICE and not school.sessions_on(day.id, slot.id):
            text = t("{slot}: there is nothing to choose.", slot=_label(slot))
            yield Finding(FindingKind.NOTHING_ON_OFFER, day.id, text, slots=(slot.id,))
        why = _why_nobody_due(school, day, slot) if school.people else None
        if why is not None:
            text = t("{slot}: {reason}.", slot=_label(slot), reason=why)
            yield Finding(FindingKind.NOBODY_DUE, day.id, text, slots=(slot.id,))
    for one, other in combinations(attended, 2):
        if overlap(one, other) and _excludes(school, day, one, other):
            yield from _due_twice(school, day, one, other)


def _label(slot: Slot) -> Text:
    return t("{title}, {start}", title=slot.title, start=slot.start)


def _leaders_in(school: School, day: InsetDay, *slots: Slot) -> set[PersonId]:
    return {
        who
        for slot in slots
        for session in school.sessions_on(day.id, slot.id)
        for who in session.leaders
    }


def _why_nobody_due(school: School, day: InsetDay, slot: Slot) -> Text | None:
    """Return why nobody but its leaders is due in the slot, or None as soon as somebody is."""
    leaders = _leaders_in(school, day, slot)
    audience = slot.required or slot.invited
    times = [(one.start, one.end) for one in school.sessions_on(day.id, slot.id) or (slot,)]
    is_offer = not slot.required
    is_empty = are_unknown = True
    for person in school.people_on(day.date).values():
        if person.id in leaders or not is_in_audience(person, audience):
            continue
        is_empty = False
        hours = hours_on(school, person, day)
        are_unknown = are_unknown and not hours.known
        # The hours first: they cost little, and rule out most people of an evening.
        if slot.required and not any(hours.require(*one) for one in times):
            continue
        due = slot_requirement(school, person, day, slot).requirement
        if due is not Requirement.NOT_REQUIRED and (due is not Requirement.INVITED or is_offer):
            return None
    if is_empty:
        return t("nobody is due, as nobody is in its audience")
    if are_unknown:
        return t("nobody is due, as nobody's hours are known")
    return t("nobody is due, as it fits the hours of nobody in its audience")


def _excludes(school: School, day: InsetDay, one: Slot, other: Slot) -> bool:
    """Return whether nobody could be in both slots: each of their sessions overlaps the other's."""
    first = school.sessions_on(day.id, one.id) or (one,)
    second = school.sessions_on(day.id, other.id) or (other,)
    return all(overlap(this, that) for this in first for that in second)


def _due_twice(school: School, day: InsetDay, one: Slot, other: Slot) -> Iterator[Finding]:
    """Yield a finding if people are due in both slots. Who leads in one of them is not."""
    leaders = _leaders_in(school, day, one, other)
    people = [
        person.id
        for person in school.people_on(day.date).values()
        if person.id not in leaders
        and is_in_audience(person, one.required)
        and is_in_audience(person, other.required)
        and slot_requirement(school, person, day, one).required
        and slot_requirement(school, person, day, other).required
    ]
    if not people:
        return
    text = tn(
        "{slot} and {other} overlap, and {names} is due in both.",
        "{slot} and {other} overlap, and {names} are due in both.",
        len(people),
        slot=_label(one),
        other=_label(other),
        names=names_of(school, people),
    )
    yield Finding(
        FindingKind.SLOTS_OVERLAP, day.id, text, slots=(one.id, other.id), count=len(people)
    )

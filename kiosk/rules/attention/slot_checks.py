"""What does not fit with a day's slots: nobody is due, nothing is on offer, two at one time."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from kiosk.rules.attention.findings import Finding, FindingKind, names_of
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.kept_results import Touched, kept_up, planned
from kiosk.rules.model.personal_records import Invitation
from kiosk.rules.model.records import InsetDay, Person, Slot, Window
from kiosk.rules.model.requirement import hours_on, overlap, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Requirement, SlotKind
from kiosk.text import Text, t, tn


class _SlotFindings(NamedTuple):
    """What does not fit with the slots of a day, and why that is so."""

    invitations: Mapping[PersonId, Invitation]
    """Those by which hours were judged, like those of"""
    everybody: Mapping[PersonId, Person]
    due: list[tuple[Slot, PersonId | None]]
    """For each slot that is attended somebody who is due in it, if anybody is."""
    due_twice: list[tuple[Slot, Slot, frozenset[PersonId]]]
    """For each two slots that nobody could attend both: who is due in both."""
    findings: tuple[Finding, ...]


def _still_so(
    school: School, day: InsetDay, known: _SlotFindings, touched: Touched
) -> _SlotFindings:
    is_same = school.day_record(day.id).invitations is known.invitations
    if not is_same or school.people is not known.everybody:
        return _slot_findings(school, day)
    here = school.people_on(day.date)
    for person in (here[who] for who in touched.people if who in here):
        for slot, who in known.due:
            is_said = who in (None, person.id)
            if is_said and _is_due(school, day, slot, person) != (who == person.id):
                return _slot_findings(school, day)
        for one, other, people in known.due_twice:
            if _is_due_twice(school, day, one, other, person) != (person.id in people):
                return _slot_findings(school, day)
    return known


def _slot_findings(school: School, day: InsetDay) -> _SlotFindings:
    attended = [slot for slot in day.slots if not slot.kind.is_pause]
    here = school.people_on(day.date).values()
    due, due_twice, findings = [], [], list[Finding]()
    for slot in attended:
        if slot.kind is SlotKind.CHOICE and not school.sessions_on(day.id, slot.id):
            text = t("{slot}: nothing to choose from.", slot=_label(slot))
            findings.append(Finding(FindingKind.NOTHING_ON_OFFER, day.id, text, slots=(slot.id,)))
        somebody = next((one.id for one in here if _is_due(school, day, slot, one)), None)
        due.append((slot, somebody))
        if somebody is None and school.people:
            why = _why_nobody_due(school, day, slot)
            text = t("{slot}: {reason}.", slot=_label(slot), reason=why)
            findings.append(Finding(FindingKind.NOBODY_DUE, day.id, text, slots=(slot.id,)))
    for one, other in combinations(attended, 2):
        if overlap(one, other) and _excludes(school, day, one, other):
            people = [who.id for who in here if _is_due_twice(school, day, one, other, who)]
            due_twice.append((one, other, frozenset(people)))
            if people:
                findings.append(_due_twice(school, day, one, other, people))
    invitations = school.day_record(day.id).invitations
    # Two slots with one id would be reported twice.
    found = {finding.key: finding for finding in findings}
    return _SlotFindings(invitations, school.people, due, due_twice, tuple(found.values()))


_kept_slot_findings = kept_up(_still_so)(_slot_findings)


def slot_findings(school: School, day: InsetDay) -> tuple[Finding, ...]:
    """Return what does not fit with the slots. Breaks may overlap: there may be two sittings."""
    return _kept_slot_findings(school, day).findings


def _label(slot: Slot) -> Text:
    return t("{title}, {start}", title=slot.title, start=slot.start)


def _leads_in(school: School, day: InsetDay, person: Person, *slots: Slot) -> bool:
    led = school.sessions_led(person.id, day.id)
    return any(session.slot == slot.id for session in led for slot in slots)


@planned
def _times_in(school: School, day: DayId, slot: Slot) -> tuple[Window, ...]:
    """Return at what times the slot can be attended."""
    sessions = school.sessions_on(day, slot.id) or (slot,)
    return tuple(dict.fromkeys(Window(one.start, one.end) for one in sessions))


def _is_due(school: School, day: InsetDay, slot: Slot, person: Person) -> bool:
    """Return whether a person who does not lead in the slot is due in it, or may come to it."""
    is_offer = not slot.required
    if not is_in_audience(person, slot.required or slot.invited):
        return False
    hours = hours_on(school, person, day)
    # The hours first: they cost little, and rule out most people of an evening.
    times = _times_in(school, day.id, slot)
    if not is_offer and not any(hours.require(one.start, one.end) for one in times):
        return False
    if _leads_in(school, day, person, slot):
        return False
    due = slot_requirement(school, person, day, slot).requirement
    return due is not Requirement.NOT_REQUIRED and (due is not Requirement.INVITED or is_offer)


def _why_nobody_due(school: School, day: InsetDay, slot: Slot) -> Text:
    """Return why nobody but its leaders is due in the slot."""
    meant = [
        person
        for person in school.people_on(day.date).values()
        if is_in_audience(person, slot.required or slot.invited)
        and not _leads_in(school, day, person, slot)
    ]
    if not meant:
        return t("no one is expected: it is for no one on the staff list")
    if not any(hours_on(school, person, day).known for person in meant):
        return t("no one is expected: no one's hours are known")
    return t("no one is expected: it's outside everyone's hours")


def _excludes(school: School, day: InsetDay, one: Slot, other: Slot) -> bool:
    """Return whether nobody could be in both slots: each of their sessions overlaps the other's."""
    first, second = _times_in(school, day.id, one), _times_in(school, day.id, other)
    return all(this.touches(that.start, that.end) for this in first for that in second)


def _is_due_twice(school: School, day: InsetDay, one: Slot, other: Slot, person: Person) -> bool:
    """Return whether a person is due in both slots. Who leads in one of them is not."""
    return (
        is_in_audience(person, one.required)
        and is_in_audience(person, other.required)
        and not _leads_in(school, day, person, one, other)
        and slot_requirement(school, person, day, one).required
        and slot_requirement(school, person, day, other).required
    )


def _due_twice(
    school: School, day: InsetDay, one: Slot, other: Slot, people: list[PersonId]
) -> Finding:
    text = tn(
        "{slot} and {other} overlap, and {names} is expected in both.",
        "{slot} and {other} overlap, and {names} are expected in both.",
        len(people),
        slot=_label(one),
        other=_label(other),
        names=names_of(school, people),
    )
    return Finding(
        FindingKind.SLOTS_OVERLAP, day.id, text, slots=(one.id, other.id), count=len(people)
    )

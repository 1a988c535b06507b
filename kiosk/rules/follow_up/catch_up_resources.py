"""Which resources a catch-up asks for, how long they take, and the workshop to choose one from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.audiences import is_in_audience, is_named
from kiosk.rules.model.ids import NO_WORKSHOP, ResourceId, WorkshopId
from kiosk.rules.model.records import Person, Resource
from kiosk.rules.model.requirement import hours_on_date
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Mode, SlotKind

ALL = "all"
"""What a workshop says in `catch_up` where every resource is to be done."""


def known_resources(school: School, ids: Iterable[ResourceId]) -> list[Resource]:
    """Return the resources with these ids that still exist."""
    catalogue = school.programme.resources
    return [catalogue[one] for one in ids if one in catalogue]


def resources_in_time(school: School, catch_up: CatchUp) -> list[Resource]:
    """Return a catch-up's resources that can be used from its printing or day until it is due.

    Without those given once at a time that is past or too late, or on a date on which the person
    has no paid hours; and those that are there no more.
    """
    who = school.people.get(catch_up.person)
    known = known_resources(school, catch_up.resources)
    first = catch_up.printed_on or date.fromisoformat(catch_up.day)
    last = catch_up.due or date.max
    return [
        one for one in known
        if (one.on is None or (first <= one.on <= last and _may_be_paid(school, who, one.on)))
        and (one.until is None or first <= one.until)
    ]  # fmt: skip


def _may_be_paid(school: School, person: Person | None, when: date) -> bool:
    """Return whether a person has paid hours on a date, or may have: they are not known."""
    if person is None:
        return True
    hours = hours_on_date(school, person, when)
    return not hours.known or hours.required_window is not None


def resources_for(school: School, person: Person, workshop: WorkshopId) -> tuple[ResourceId, ...]:
    """Return the ids of a workshop's resources that suit the person's role, the shortest first.

    Those for any time come before those at a set time. Only those in the person's language, unless
    there are only others.
    """
    planned = school.programme.workshops.get(workshop)
    offered = known_resources(school, planned.resources if planned else ())
    for_role = [resource for resource in offered if is_in_audience(person, resource.audience)]
    suitable = _in_language(for_role, school.settings.languages_for(person.language))
    suitable.sort(key=lambda one: (one.mode is not Mode.ASYNCHRONOUS, one.minutes or math.inf))
    return tuple(resource.id for resource in suitable)


def pathway_for(school: School, person: Person) -> tuple[ResourceId, ...]:
    """Return the ids of the role's general route to catch up, such as the TA pathway."""
    catalogue = school.programme.resources.values()
    own = school.settings.languages_for(person.language)
    pathway = [resource for resource in catalogue if person.role in resource.pathway]
    return tuple(resource.id for resource in _in_language(pathway, own))


def _in_language(resources: list[Resource], languages: tuple[str, ...]) -> list[Resource]:
    """Return the resources in the first of these languages, unless there are only others."""
    readable = [r for r in resources if r.language in (languages[0], "both")]
    return readable or resources


def needs_all(school: School, workshop: WorkshopId) -> bool:
    """Return whether all resources of a workshop are to be done; otherwise one is enough."""
    planned = school.programme.workshops.get(workshop)
    return planned is not None and planned.catch_up == ALL


def is_one_of_several(school: School, catch_up: CatchUp) -> bool:
    """Return whether one of a catch-up's several resources that are in time is enough."""
    return len(resources_in_time(school, catch_up)) > 1 and not (
        catch_up.pathway or needs_all(school, catch_up.subject)
    )


def minutes_needed(school: School, catch_ups: Iterable[CatchUp]) -> tuple[int, bool]:
    """Return the minutes that catch-ups take, and whether that is all: some may not be known.

    Of alternatives the shortest in time whose length is known counts. A resource counts once.
    """
    needed: dict[ResourceId, int] = {}
    is_complete = True
    for catch_up in catch_ups:
        resources = resources_in_time(school, catch_up)
        lengths = {one.id: one.minutes for one in resources if one.minutes}
        if is_one_of_several(school, catch_up):
            shortest = sorted(lengths.items(), key=lambda one: one[1])[:1]
            needed.update(shortest)
            is_complete = is_complete and bool(shortest)
        else:
            needed.update(lengths)
            is_complete = is_complete and 0 < len(resources) == len(lengths)
    return sum(needed.values()), is_complete


def workshops_to_choose(school: School, catch_up: CatchUp) -> tuple[WorkshopId, ...]:
    """Return the workshops of a missed choice from which the person chooses one to catch up with.

    None unless it was a choice that they had not made. Required training is not one of them: it is
    owed by itself.
    """
    day, who = school.programme.days.get(catch_up.day), school.people.get(catch_up.person)
    slots = [slot for slot in day.slots if slot.id == catch_up.slot] if day else []
    if who is None or catch_up.workshop != NO_WORKSHOP or catch_up.pathway or not slots:
        return ()
    if slots[0].kind is not SlotKind.CHOICE:
        return ()
    sessions = school.sessions_on(catch_up.day, catch_up.slot)
    open_to = dict.fromkeys(one.workshop for one in sessions if is_in_audience(who, one.audience))
    return tuple(one for one in open_to if not is_named(who, school.programme.workshops[one]))

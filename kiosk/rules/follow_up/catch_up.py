"""Catch-up: what a person is to do, or is offered, for what they missed.

Whoever cannot attend is given a route by synchronous and asynchronous resources (Welsh Government,
guidance on creating time and space for professional learning). Required where the person was
required, with a date; offered, with no date, where not. A chosen slot is owed once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.attendance.marks import attended, current_mark, may_have_led
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.records import (
    WEEKDAYS,
    CatchUp,
    InsetDay,
    Person,
    Resource,
    Session,
    Slot,
    join_ids,
)
from kiosk.rules.model.requirement import (
    ReasonedRequirement,
    is_in_audience,
    leads,
    own_session,
    slot_requirement,
)
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import MarkState, Mode, Requirement, Role, SlotKind
from kiosk.text import Both, t, tn


def missed_slots(
    school: School, now: datetime, person: Person, day: InsetDay
) -> list[tuple[Slot, ReasonedRequirement]]:
    """Return the slots meant for the person that are past and were not attended, in order."""
    found = []
    for slot in day.slots:
        standing = slot_requirement(school, person, day, slot)
        if _leaves_catch_up(school, person, day, slot, standing) and _missed(
            school, now, person, day, slot
        ):
            found.append((slot, standing))
    return found


def _leaves_catch_up(
    school: School, person: Person, day: InsetDay, slot: Slot, standing: ReasonedRequirement
) -> bool:
    """Return whether missing the slot leaves anything to catch up with.

    Yes where the slot is meant for the role, even outside the person's hours, or a place was held.
    """
    if slot.kind.is_pause or standing.requirement is Requirement.OFF_SITE:
        return False
    meant = own_session(school, person, day, slot)
    if meant is None:
        sessions = school.sessions_on(day.id, slot.id)
        for_role = not sessions or any(
            is_in_audience(person, session.audience) for session in sessions
        )
        return for_role and is_in_audience(person, slot.required)
    if slot.kind is SlotKind.CHOICE or leads(person, meant):
        return True
    return is_in_audience(person, (*slot.required, *slot.invited))


def _missed(school: School, now: datetime, person: Person, day: InsetDay, slot: Slot) -> bool:
    sessions = school.sessions_on(day.id, slot.id)
    if any(attended(school, person.id, session) for session in sessions):
        return False
    if any(_is_marked_away(school, person.id, session) for session in sessions):
        return True
    meant = own_session(school, person, day, slot)
    if meant is not None and may_have_led(school, person, meant):
        return False  # the person's own session, though nobody came to it
    if not sessions and has_arrived(school, person.id, day.id):
        return False  # nothing to sign in to
    if is_reported_absent(school, person.id, day.id):
        return True
    end = meant.end if meant is not None else slot.end
    return day.closed_at is not None or now >= school.moment(day.id, end)


def _is_marked_away(school: School, person: str, session: Session) -> bool:
    mark = current_mark(school, person, session)
    return mark is not None and mark.state in (MarkState.ABSENT, MarkState.RELEASED)


def resources_for(school: School, person: Person, workshop: str) -> tuple[str, ...]:
    """Return the ids of a workshop's resources that fit the person's role, asynchronous first.

    Where none is in the person's language, those in the other serve.
    """
    catalogue = school.programme.resources
    planned = school.programme.workshops.get(workshop)
    own = [catalogue[r] for r in (planned.resources if planned else ()) if r in catalogue]
    chosen = _in_language([r for r in own if is_in_audience(person, r.audience)], person.language)
    chosen.sort(key=lambda resource: resource.mode is not Mode.ASYNCHRONOUS)
    return tuple(resource.id for resource in chosen)


def pathway_for(school: School, person: Person) -> tuple[str, ...]:
    """Return the ids of the role's general way to catch up, such as the TA pathway."""
    catalogue = school.programme.resources.values()
    pathway = [resource for resource in catalogue if person.role in resource.pathway]
    return tuple(resource.id for resource in _in_language(pathway, person.language))


def _in_language(resources: list[Resource], language: str) -> list[Resource]:
    readable = [r for r in resources if r.language in (language, "both")]
    return readable or resources


def due_date(school: School, person: Person, day: InsetDay) -> date:
    """Return by when a required catch-up is due: a working day of the person's own."""
    due = day.date + timedelta(days=school.settings.catch_up_days)
    usual = school.settings.usual_hours.get(person.role, {})
    works = set((usual if person.hours is None else person.hours) or WEEKDAYS[:5])
    for _ in range(7):
        if WEEKDAYS[due.weekday()] in works:
            break
        due += timedelta(days=1)
    return due


def catch_ups_owed(school: School, now: datetime, person: Person, day: InsetDay) -> list[CatchUp]:
    """Return everything the person has to catch up with for a day, in the order of the day.

    The role's pathway stands where nothing else fits; if that is nowhere, once, at the end. A
    resource of several things stands with the first, unless another were left with none.
    """
    if person.role is Role.VISITOR:
        return []
    pathway = pathway_for(school, person)
    found: list[CatchUp] = []
    told: set[str] = set()
    for slot, standing in missed_slots(school, now, person, day):
        meant = own_session(school, person, day, slot)
        workshop = meant.workshop if meant is not None else ""
        fitting = resources_for(school, person, workshop) or pathway
        fresh = tuple(resource for resource in fitting if resource not in told)
        told.update(fitting)
        found.append(
            CatchUp(
                id=join_ids(day.id, person.id, slot.id, workshop),
                day=day.id,
                person=person.id,
                slot=slot.id,
                workshop=workshop,
                required=standing.required,
                due=due_date(school, person, day) if standing.required else None,
                resources=fresh or fitting,
            )
        )
    if found and not any(set(pathway) & set(one.resources) for one in found):
        found[-1] = replace(found[-1], resources=(*found[-1].resources, *pathway))
    return found


@decision
def record_catch_ups(school: School, now: datetime, day: str, person: str | None = None) -> Changes:
    """Record what everyone (or one person) has to catch up with. Asked again, it changes nothing.

    What was corrected to present since goes away; what is done stays, with its date.
    """
    today = school.day(day)
    people = [school.person(person)] if person else list(school.people.values())
    items: list[Put | Remove] = []
    for who in people:
        known = dict(school.day_record(day).catch_ups.get(who.id, {}))
        done = {old.slot: old.id for old in known.values() if old.done_at is not None}
        for one in catch_ups_owed(school, now, who, today):
            if done.get(one.slot, one.id) != one.id:
                continue  # caught up with already, with another workshop of the slot
            old = known.pop(one.id, None)
            if old is None or replace(one, done_at=old.done_at) != old:
                items.append(put(replace(one, done_at=old.done_at if old else None)))
        items += [Remove("catch_ups", old.id) for old in known.values() if old.done_at is None]
    return Changes(
        tuple(items),
        tn("{n} catch-up recorded.", "{n} catch-ups recorded.", _count_puts(items)),
    )


def _count_puts(items: list[Put | Remove]) -> int:
    return sum(1 for item in items if isinstance(item, Put))


def open_catch_ups(school: School, person: str, day: str) -> tuple[CatchUp, ...]:
    """Return a person's recorded catch-ups of a day that are not done, in the order of the day."""
    open_ones = [
        one for one in school.day_record(day).catch_ups.get(person, {}).values() if not one.done_at
    ]
    return tuple(sorted(open_ones, key=lambda one: _slot_position(school, one)))


def _slot_position(school: School, catch_up: CatchUp) -> int:
    """Return the place of a catch-up's slot in its day; one that is no longer there comes last."""
    day = school.programme.days.get(catch_up.day)
    slots = [slot.id for slot in day.slots] if day else []
    return slots.index(catch_up.slot) if catch_up.slot in slots else len(slots)


# -- one's own ----------------------------------------------------------------------------------


def catch_ups_of(school: School, person: str) -> list[CatchUp]:
    """Return a person's catch-ups of all days: what is required by its date, then what is offered.

    What is done comes last, the latest first.
    """
    mine = [
        one
        for book in school.day_records.values()
        for one in book.catch_ups.get(person, {}).values()
    ]
    mine.sort(
        key=lambda one: (
            not one.required,
            one.due or date.max,
            one.day,
            _slot_position(school, one),
            one.id,
        )
    )
    done = [(one.done_at, one.id, one) for one in mine if one.done_at is not None]
    return [
        *(one for one in mine if one.done_at is None),
        *(one for *_, one in sorted(done, reverse=True)),
    ]


def missed_title(school: School, catch_up: CatchUp) -> Both | str:
    """Return the title of what was missed: the workshop's, else the slot's."""
    workshop = school.programme.workshops.get(catch_up.workshop)
    if workshop is not None:
        return workshop.title
    day = school.programme.days.get(catch_up.day)
    titles = [slot.title for slot in day.slots if slot.id == catch_up.slot] if day else []
    return titles[0] if titles else catch_up.workshop or catch_up.slot


def known_resources(school: School, ids: Iterable[str]) -> list[Resource]:
    """Return the resources of these ids that the school still has."""
    catalogue = school.programme.resources
    return [catalogue[one] for one in ids if one in catalogue]


@decision
def complete_catch_up(
    school: School, now: datetime, actor: Actor, person: str, catch_up: str
) -> Changes:
    """Note that a person has caught up with something: their own word. Asked twice, it is harmless.

    Raises:
        Refused: without a badge or own code; or it is not to be caught up with any more.
    """
    mine = _own_catch_up(school, actor, person, catch_up)
    said = t("Caught up: {title}.", title=missed_title(school, mine))
    done = () if mine.done_at else (put(replace(mine, done_at=now)),)
    return Changes(done, said)


@decision
def reopen_catch_up(
    school: School, now: datetime, actor: Actor, person: str, catch_up: str
) -> Changes:
    """Take back that a person has caught up with something. Raises `Refused` as above."""
    del now
    mine = _own_catch_up(school, actor, person, catch_up)
    said = t("Not done any more: {title}.", title=missed_title(school, mine))
    return Changes((put(replace(mine, done_at=None)),) if mine.done_at else (), said)


def _own_catch_up(school: School, actor: Actor, person: str, catch_up: str) -> CatchUp:
    school.person(person)
    if not actor.evidence.is_proof:
        raise Refused(t("Scan your badge or type your own code first."))
    for one in catch_ups_of(school, person):
        if one.id == catch_up:
            return one
    raise Refused(t("There is nothing to catch up with here any more."))

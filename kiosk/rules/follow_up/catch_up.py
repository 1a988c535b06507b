"""Catch-up: what a person must do, or is offered, for what they missed.

People who cannot attend get a route by synchronous and asynchronous resources (Welsh Government,
guidance on creating time and space for professional learning). Where the person was required, the
catch-up is required and has a date; otherwise it is offered, without a date. A missed slot with a
choice gives one catch-up, whatever was on offer.
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
from kiosk.rules.model.ids import NO_WORKSHOP, DayId, PersonId, ResourceId, WorkshopId, join_ids
from kiosk.rules.model.records import WEEKDAYS, CatchUp, InsetDay, Person, Resource, Session, Slot
from kiosk.rules.model.requirement import (
    ReasonedRequirement,
    is_called_off,
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
    """Return the slots that the person missed, in order, each with what it was for them."""
    if not person.is_here(day.date):
        return []
    missed = []
    for slot in day.slots:
        requirement = slot_requirement(school, person, day, slot)
        if _leaves_catch_up(school, person, day, slot, requirement) and _missed(
            school, now, person, day, slot
        ):
            missed.append((slot, requirement))
    return missed


def _leaves_catch_up(
    school: School, person: Person, day: InsetDay, slot: Slot, requirement: ReasonedRequirement
) -> bool:
    """Return whether missing the slot leaves anything to catch up with."""
    # Hours do not matter here: a part-timer who does not work that day is offered the same
    # resources as everybody in that role.
    if slot.kind.is_pause or requirement.requirement is Requirement.OFF_SITE:
        return False
    if is_called_off(school, person, day, slot):
        return False
    own = own_session(school, person, day, slot)
    if own is None:
        sessions = school.sessions_on(day.id, slot.id)
        for_role = not sessions or any(
            is_in_audience(person, session.audience) for session in sessions
        )
        return for_role and is_in_audience(person, slot.required)
    if slot.kind is SlotKind.CHOICE or leads(person, own):
        return True
    return is_in_audience(person, (*slot.required, *slot.invited))


def _missed(school: School, now: datetime, person: Person, day: InsetDay, slot: Slot) -> bool:
    """Return whether the person attended nothing in the slot and it is over, or they are away."""
    sessions = school.sessions_on(day.id, slot.id)
    if any(attended(school, person.id, session) for session in sessions):
        return False
    if any(_is_marked_away(school, person.id, session) for session in sessions):
        return True
    own = own_session(school, person, day, slot)
    if own is not None and may_have_led(school, person, own):
        return False  # They were there to lead it, even if nobody came.
    if not sessions and has_arrived(school, person.id, day.id):
        return False  # There was nothing to sign in to.
    if is_reported_absent(school, person.id, day.id):
        return True
    end = own.end if own is not None else slot.end
    return day.closed_at is not None or now >= school.moment(day.id, end)


def _is_marked_away(school: School, person: PersonId, session: Session) -> bool:
    mark = current_mark(school, person, session)
    return mark is not None and mark.state in (MarkState.ABSENT, MarkState.RELEASED)


def resources_for(school: School, person: Person, workshop: WorkshopId) -> tuple[ResourceId, ...]:
    """Return the ids of a workshop's resources that suit the person's role, asynchronous first.

    Only those in the person's language, unless there are only others.
    """
    planned = school.programme.workshops.get(workshop)
    offered = known_resources(school, planned.resources if planned else ())
    for_role = [resource for resource in offered if is_in_audience(person, resource.audience)]
    suitable = _in_language(for_role, person.language)
    suitable.sort(key=lambda resource: resource.mode is not Mode.ASYNCHRONOUS)
    return tuple(resource.id for resource in suitable)


def pathway_for(school: School, person: Person) -> tuple[ResourceId, ...]:
    """Return the ids of the role's general route to catch up, such as the TA pathway."""
    catalogue = school.programme.resources.values()
    pathway = [resource for resource in catalogue if person.role in resource.pathway]
    return tuple(resource.id for resource in _in_language(pathway, person.language))


def _in_language(resources: list[Resource], language: str) -> list[Resource]:
    readable = [r for r in resources if r.language in (language, "both")]
    return readable or resources


def due_date(school: School, person: Person, day: InsetDay) -> date:
    """Return the due date of a required catch-up: the person's first working day from then on."""
    due = day.date + timedelta(days=school.settings.catch_up_days)
    usual = school.settings.usual_hours.get(person.role, {})
    works = set((usual if person.hours is None else person.hours) or WEEKDAYS[:5])
    # Seven tries cover a week, so that the search ends even if no weekday matches.
    for _ in range(7):
        if WEEKDAYS[due.weekday()] in works:
            break
        due += timedelta(days=1)
    return due


def catch_ups_owed(school: School, now: datetime, person: Person, day: InsetDay) -> list[CatchUp]:
    """Return the person's catch-ups for a day, in the order of the day. None for visitors.

    The role's pathway is used where no other resource fits, or else once, at the end. A resource
    that fits several slots is listed with the first of them, unless another would be left with
    none.
    """
    # Visitors are not the school's staff: no training is owed to them.
    if person.role is Role.VISITOR:
        return []
    pathway = pathway_for(school, person)
    catch_ups: list[CatchUp] = []
    listed: set[ResourceId] = set()
    for slot, requirement in missed_slots(school, now, person, day):
        own = own_session(school, person, day, slot)
        workshop = own.workshop if own is not None else NO_WORKSHOP
        fitting = resources_for(school, person, workshop) or pathway
        fresh = tuple(resource for resource in fitting if resource not in listed)
        listed.update(fitting)
        catch_ups.append(
            CatchUp(
                id=join_ids(day.id, person.id, slot.id, workshop),
                day=day.id,
                person=person.id,
                slot=slot.id,
                workshop=workshop,
                required=requirement.required,
                due=due_date(school, person, day) if requirement.required else None,
                resources=fresh or fitting,
            )
        )
    if catch_ups and not any(set(pathway) & set(catch_up.resources) for catch_up in catch_ups):
        catch_ups[-1] = replace(catch_ups[-1], resources=(*catch_ups[-1].resources, *pathway))
    return catch_ups


@decision
def record_catch_ups(
    school: School, now: datetime, day: DayId, person: PersonId | None = None
) -> Changes:
    """Record the catch-ups of everyone (or one person) for a day. A repeat changes nothing.

    Catch-ups that a corrected mark made unnecessary are removed. Those already done stay, with
    their date.
    """
    today = school.day(day)
    # everyone who was ever here: what a leaver does not owe any more is taken away
    people = [school.person(person)] if person else list(school.people.values())
    items: list[Put | Remove] = []
    for who in people:
        known = dict(school.day_record(day).catch_ups.get(who.id, {}))
        done = {old.slot: old.id for old in known.values() if old.done_at is not None}
        for owed in catch_ups_owed(school, now, who, today):
            if done.get(owed.slot, owed.id) != owed.id:
                continue  # Done already, with another workshop of the same slot.
            old = known.pop(owed.id, None)
            if old is None or replace(owed, done_at=old.done_at) != old:
                items.append(put(replace(owed, done_at=old.done_at if old else None)))
        items += [Remove("catch_ups", old.id) for old in known.values() if old.done_at is None]
    return Changes(
        tuple(items),
        tn("{n} catch-up recorded.", "{n} catch-ups recorded.", _count_puts(items)),
    )


def _count_puts(items: list[Put | Remove]) -> int:
    return sum(1 for item in items if isinstance(item, Put))


def open_catch_ups(school: School, person: PersonId, day: DayId) -> tuple[CatchUp, ...]:
    """Return the person's open catch-ups of a day, in the order of the day."""
    open_ones = [
        catch_up
        for catch_up in school.day_record(day).catch_ups.get(person, {}).values()
        if not catch_up.done_at
    ]
    return tuple(sorted(open_ones, key=lambda catch_up: _slot_position(school, catch_up)))


def _slot_position(school: School, catch_up: CatchUp) -> int:
    """Return the position of the catch-up's slot in its day, or a last one if the slot is gone."""
    day = school.programme.days.get(catch_up.day)
    slots = [slot.id for slot in day.slots] if day else []
    return slots.index(catch_up.slot) if catch_up.slot in slots else len(slots)


# -- for the person themselves ----------------------------------------------------------------


def catch_ups_of(school: School, person: PersonId) -> list[CatchUp]:
    """Return the person's catch-ups of all days: required by due date, offered, then done.

    Of those that are done, the latest comes first.
    """
    mine = [
        catch_up
        for day_record in school.day_records.values()
        for catch_up in day_record.catch_ups.get(person, {}).values()
    ]
    mine.sort(
        key=lambda catch_up: (
            not catch_up.required,
            catch_up.due or date.max,
            catch_up.day,
            _slot_position(school, catch_up),
            catch_up.id,
        )
    )
    done = [
        (catch_up.done_at, catch_up.id, catch_up)
        for catch_up in mine
        if catch_up.done_at is not None
    ]
    return [
        *(catch_up for catch_up in mine if catch_up.done_at is None),
        *(catch_up for *_, catch_up in sorted(done, reverse=True)),
    ]


def missed_title(school: School, catch_up: CatchUp) -> Both | str:
    """Return the title of what was missed: the workshop's, else the slot's, else an id."""
    workshop = school.programme.workshops.get(catch_up.workshop)
    if workshop is not None:
        return workshop.title
    day = school.programme.days.get(catch_up.day)
    titles = [slot.title for slot in day.slots if slot.id == catch_up.slot] if day else []
    return titles[0] if titles else catch_up.workshop or catch_up.slot


def known_resources(school: School, ids: Iterable[ResourceId]) -> list[Resource]:
    """Return the resources with these ids that still exist."""
    catalogue = school.programme.resources
    return [catalogue[one] for one in ids if one in catalogue]


@decision
def complete_catch_up(
    school: School, now: datetime, actor: Actor, person: PersonId, catch_up: str
) -> Changes:
    """Note that a person has caught up with something, on their own word. A repeat changes nothing.

    Raises:
        Refused: without a badge or own code, or the catch-up no longer exists.
    """
    mine = _own_catch_up(school, actor, person, catch_up)
    message = t("Caught up: {title}.", title=missed_title(school, mine))
    done = () if mine.done_at else (put(replace(mine, done_at=now)),)
    return Changes(done, message)


@decision
def reopen_catch_up(
    school: School, now: datetime, actor: Actor, person: PersonId, catch_up: str
) -> Changes:
    """Take back that a person has caught up with something.

    Raises:
        Refused: as for `complete_catch_up`.
    """
    del now
    mine = _own_catch_up(school, actor, person, catch_up)
    message = t("Not done any more: {title}.", title=missed_title(school, mine))
    return Changes((put(replace(mine, done_at=None)),) if mine.done_at else (), message)


def _own_catch_up(school: School, actor: Actor, person: PersonId, catch_up: str) -> CatchUp:
    school.person(person)
    if not actor.evidence.is_proof:
        raise Refused(t("Scan your badge or type your own code first."))
    for one in catch_ups_of(school, person):
        if one.id == catch_up:
            return one
    raise Refused(t("There is nothing to catch up with here any more."))

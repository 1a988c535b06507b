"""Catch-up: what a person must do, or is offered, for what they missed.

People who cannot attend get a route by synchronous and asynchronous resources (Welsh Government,
guidance on creating time and space for professional learning). Where the person was required, the
catch-up is required and has a date; otherwise it is offered, without a date. A missed slot with a
choice gives one catch-up, whatever was on offer; people who had not chosen do so afterwards.
Required training is owed whatever the hours (`required_training.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from msgspec.structs import replace

from kiosk.rules.follow_up.attended_repeats import with_repeat
from kiosk.rules.follow_up.catch_up_dates import due_date
from kiosk.rules.follow_up.catch_up_resources import (
    pathway_for,
    resources_for,
    workshops_to_choose,
)
from kiosk.rules.follow_up.catch_up_states import is_training
from kiosk.rules.follow_up.missed_slots import missed_slots
from kiosk.rules.follow_up.required_training import owed_trainings
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import (
    NO_SLOT,
    NO_WORKSHOP,
    DayId,
    PersonId,
    SlotId,
    WorkshopId,
    join_ids,
)
from kiosk.rules.model.records import InsetDay, Person, Slot
from kiosk.rules.model.school import School, put, remove
from kiosk.rules.model.terms import Role, SlotKind
from kiosk.text import Both, Sayable, t, tn

PATHWAY = "pathway"
"""What stands in the id of a catch-up that offers the role's pathway."""


def catch_ups_owed(school: School, now: datetime, person: Person, day: InsetDay) -> list[CatchUp]:
    """Return the person's catch-ups for a day, in the order of the day. None for visitors.

    Required training is included, whatever the person's hours: people who were not expected there
    do it in their next paid hours. If anything was missed, the role's general pathway is offered
    last; it is never required.
    """
    # Visitors are not the school's staff: no training is owed to them.
    if person.role is Role.VISITOR:
        return []
    training = list(owed_trainings(school, now, person, day))
    settled_by_training = {session.slot for session in training}
    catch_ups: list[CatchUp] = []
    for slot, requirement, own in missed_slots(school, now, person, day):
        workshop = own.workshop if own is not None else NO_WORKSHOP
        owed = _catch_up(school, person, day, slot.id, workshop, required=requirement.required)
        if own is None and (slot.id in settled_by_training or not _has_choice(school, slot, owed)):
            continue
        if own is not None and is_training(school, owed):
            continue  # owed by itself, or done
        catch_ups.append(owed)
    for session in training:
        owed = _catch_up(school, person, day, session.slot, session.workshop, required=True)
        catch_ups.append(replace(owed, training=True))
    known = school.day_record(day.id).catch_ups.get(person.id, {})
    catch_ups = [_with_due_date(school, owed, known_before(known, owed)) for owed in catch_ups]
    catch_ups.sort(key=lambda catch_up: _slot_position(school, catch_up))
    return [*catch_ups, *_pathway_offered(school, person, day, catch_ups)]


def _with_due_date(school: School, owed: CatchUp, known: CatchUp | None) -> CatchUp:
    if known is not None:
        owed = replace(owed, first_printed=known.first_printed)
    return replace(owed, due=due_date(school, owed))


def known_before(known: Mapping[str, CatchUp], owed: CatchUp) -> CatchUp | None:
    """Return the record of a catch-up; of training also that of another slot of the day."""
    moved = (one for one in known.values() if owed.training and one.training)
    same = (one for one in moved if one.workshop == owed.workshop)
    return known.get(owed.id) or next(same, None)


def _has_choice(school: School, slot: Slot, owed: CatchUp) -> bool:
    """Return whether something is left to choose, if it was a choice: all may be training."""
    return (
        slot.kind is not SlotKind.CHOICE
        or not school.sessions_on(owed.day, slot.id)
        or bool(workshops_to_choose(school, owed))
    )


def _catch_up(
    school: School,
    person: Person,
    day: InsetDay,
    slot: SlotId,
    workshop: WorkshopId,
    *,
    required: bool,
) -> CatchUp:
    """Return a catch-up for a missed slot, without its date."""
    return CatchUp(
        id=join_ids(day.id, person.id, slot, workshop),
        day=day.id,
        person=person.id,
        slot=slot,
        workshop=workshop,
        required=required,
        due=None,
        resources=resources_for(school, person, workshop),
    )


def _pathway_offered(
    school: School, person: Person, day: InsetDay, missed: list[CatchUp]
) -> list[CatchUp]:
    """Return the role's pathway, without what is listed already, if anything was missed."""
    listed = {resource for catch_up in missed for resource in catch_up.resources}
    pathway = tuple(one for one in pathway_for(school, person) if one not in listed)
    if not missed or not pathway:
        return []
    id = join_ids(day.id, person.id, PATHWAY)
    return [
        CatchUp(
            id, day.id, person.id, NO_SLOT, NO_WORKSHOP, required=False, due=None,
            resources=pathway, pathway=True,
        )
    ]  # fmt: skip


@decision
def record_catch_ups(
    school: School, now: datetime, day: DayId, person: PersonId | None = None
) -> Changes:
    """Record the catch-ups of everyone (or one person) for a day. Doing so again changes nothing.

    Catch-ups that a corrected mark made unnecessary are listed no more, and those of which nothing
    was said are removed. Those already done stay, with their date. Attending a repeat settles one.
    """
    # everyone who was ever here: what a leaver no longer owes is removed
    people = [school.person(person)] if person else school.people.values()
    items = catch_up_changes(school, now, school.day(day).id, people)
    count = sum(isinstance(item, Put) for item in items)
    message = tn("{n} catch-up recorded.", "{n} catch-ups recorded.", count)
    return Changes(tuple(items), message)


def catch_up_changes(
    school: School, now: datetime, day: DayId, people: Iterable[Person]
) -> list[Put | Remove]:
    """Return what brings these people's records for a day in line with the marks."""
    records = school.day_record(day).catch_ups
    known = [(who, records.get(who.id, {})) for who in people]
    before = [old for _, own in known for old in own.values()]
    repeats = ((old, with_repeat(school, now, old)) for old in before)
    settled = school.apply([put(new) for old, new in repeats if new != old])
    items: list[Put | Remove] = []
    for who, own in known:
        kept = _kept_records(settled, now, who, settled.day(day))
        items += [remove(old) for old in own.values() if old.id not in kept]
        items += [put(one) for one in kept.values() if one != own.get(one.id)]
    return items


def _kept_records(
    school: School, now: datetime, person: Person, day: InsetDay
) -> dict[str, CatchUp]:
    """Return a person's records for a day, in line with its marks. What is done stays."""
    known = dict(school.day_record(day.id).catch_ups.get(person.id, {}))
    said = [old for old in known.values() if old.is_owed and not old.is_open]
    done = {_missed_thing(old): old.id for old in said}
    kept: dict[str, CatchUp] = {}
    for owed in catch_ups_owed(school, now, person, day):
        if done.get(_missed_thing(owed), owed.id) != owed.id:
            continue  # Done already, with another workshop of the same slot.
        old = known_before(known, owed)
        if old is not None:
            del known[old.id]
            owed = _as_before(school, person, owed, old)
        kept[owed.id] = with_repeat(school, now, owed)
    for old in known.values():
        if not old.is_open:
            kept[old.id] = old
        elif old.stubs or old.next_stub or old.extended:
            kept[old.id] = replace(old, is_owed=False)
    return kept


def _missed_thing(catch_up: CatchUp) -> tuple[SlotId, WorkshopId]:
    """Return what one catch-up settles: a slot, or a required training by itself."""
    return (NO_SLOT, catch_up.workshop) if catch_up.training else (catch_up.slot, NO_WORKSHOP)


def _as_before(school: School, person: Person, owed: CatchUp, old: CatchUp) -> CatchUp:
    """Return a catch-up with what was said about it since it was recorded."""
    owed = replace(
        old,
        id=owed.id,
        slot=owed.slot,
        required=owed.required,
        due=old.due if old.extended else owed.due,
        resources=owed.resources,
        training=owed.training,
        picked=NO_WORKSHOP,
        is_owed=True,
    )
    if old.picked not in workshops_to_choose(school, owed):
        return owed
    return replace(owed, picked=old.picked, resources=resources_for(school, person, old.picked))


def open_catch_ups(school: School, person: PersonId, day: DayId) -> tuple[CatchUp, ...]:
    """Return the person's catch-ups of a day that are still to do, in the order of the day."""
    return tuple(one for one in catch_ups_on(school, person, day) if one.is_open)


def catch_ups_on(school: School, person: PersonId, day: DayId) -> list[CatchUp]:
    """Return the person's catch-ups of a day, in the order of the day."""
    known = school.day_record(day).catch_ups.get(person, {}).values()
    own = (one for one in known if one.is_owed)
    return sorted(own, key=lambda catch_up: _slot_position(school, catch_up))


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
        if catch_up.is_owed
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


def missed_title(school: School, catch_up: CatchUp) -> Sayable:
    """Return the title of what was missed: the workshop's, else the slot's, else an id."""
    if catch_up.pathway:
        return t("More training for your job")
    workshop = school.programme.workshops.get(catch_up.subject)
    if workshop is not None:
        return workshop.title
    return missed_slot_title(school, catch_up) or catch_up.subject or catch_up.slot


def missed_slot_title(school: School, catch_up: CatchUp) -> Both | str:
    """Return the title of the slot that was missed; blank if the slot is gone."""
    day = school.programme.days.get(catch_up.day)
    titles = [slot.title for slot in day.slots if slot.id == catch_up.slot] if day else []
    return titles[0] if titles else ""


def missed_times(school: School, catch_up: CatchUp) -> tuple[time, time] | None:
    """Return when what was missed began and ended, or None if it is in the programme no more.

    The times of the session where there is one of that workshop in the slot, else the slot's.
    """
    day = school.programme.days.get(catch_up.day)
    slots = [slot for slot in day.slots if slot.id == catch_up.slot] if day is not None else []
    sessions = school.sessions_on(catch_up.day, catch_up.slot)
    given = [session for session in sessions if session.workshop == catch_up.workshop]
    found = given if len(given) == 1 else slots
    return (found[0].start, found[0].end) if found else None

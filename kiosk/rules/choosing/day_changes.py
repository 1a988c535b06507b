"""Moving an INSET day to another date, and cancelling one.

A day moves until the first arrival. Its sessions keep their ids, and with them places and waiting
lists. Records of the old date do not apply to the new one: reported absences are dropped, and
people who accepted an invitation are asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.bookings import all_bookings_in, bookings_in, waiting_list_of
from kiosk.rules.choosing.capacity import holds_by_need, places_held
from kiosk.rules.choosing.held_places import no_longer_held
from kiosk.rules.choosing.promotion import promote_waiting
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.far_dates import refuse_far
from kiosk.rules.model.ids import NO_DAY, DayId, PersonId, WorkshopId, join_ids
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.requirement import outside_hours_reason
from kiosk.rules.model.school import School, put, remove
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Text, t


def concerns(school: School, person: Person, day: InsetDay) -> bool:
    """Return whether a day is for the person: in a slot's audience, or with a place or a wish."""
    if any(is_in_audience(person, (*slot.required, *slot.invited)) for slot in day.slots):
        return True
    return any(person.id in held for held in school.day_record(day.id).bookings.values())


@decision
def move_day(school: School, now: datetime, day: DayId, to: DayId) -> Changes:
    """Move a day to another date.

    Raises:
        Refused: somebody has arrived or is marked, the day is closed or cancelled, the new date is
            past, far off or has a day, or choices or a draw would come after it.
    """
    changes = day_moved(school, now, day, to)
    after = school.apply(changes.items)
    moved = after.day(to)
    first = min((one.start for one in moved.slots if one.kind is SlotKind.CHOICE), default=None)
    over = school.moment(to, time()) + timedelta(days=1)
    limits = [(moved.choices_open, over), (moved.choices_close, over)]
    limits += [(moved.draw_at, school.moment(to, first))] if first is not None else []
    for moment, limit in limits:
        if moment is not None and moment > limit:
            raise Refused(
                t(
                    "Choices or the draw are set for {date}, after the new date. Load "
                    "the day with new times and --moved.",
                    date=school.local(moment).date(),
                )
            )
    # Other hours hold on the new date.
    return replace(changes, items=(*changes.items, *promote_waiting(after, now, to)))


def day_moved(school: School, now: datetime, day: DayId, to: DayId) -> Changes:
    """Return the changes that move a day, whatever its times of choice. Raises as `move_day`."""
    today = school.day(day)
    _check_untouched(school, today)
    if to in school.programme.days:
        raise Refused(t("There's already an INSET day on {day}.", day=to))
    if to < school.local(now).date().isoformat():
        raise Refused(t("{day} is in the past.", day=to))
    refuse_far(date.fromisoformat(to), school.local(now).date())
    # what a tutor set for the hours of the old date does not hold on the new one
    slots = tuple(replace(one, choices_open=None, choices_close=None) for one in today.slots)
    moved = replace(today, id=to, moved_from=today.moved_from or day, moved_at=now, slots=slots,
                    notice="", notice_until=None)  # fmt: skip
    if moved.moved_from == to:  # it is where everybody first read it
        moved = replace(moved, moved_from=NO_DAY, moved_at=None)
    items: list[Put | Remove] = [put(moved)]
    for session in school.all_sessions_on(day):
        news = {"moved_from": "", "moved_start": None, "moved_end": None, "moved_at": None}
        items.append(put(replace(session, day=to, **news)))
    record = school.day_record(day)
    for invitation in record.invitations.values():
        id = join_ids(to, invitation.person)
        asked = replace(invitation, id=id, day=to, accepted=None)
        items += [remove(invitation), put(asked)]
    items += [remove(absence) for absence in record.reported_absences.values()]
    known = school.loaded.get(join_ids("days", day))
    if known is not None:  # what the files said of the day, they said of this one
        items += [remove(known), put(replace(known, id=join_ids("days", to)))]
    items.append(remove(today))
    message = t("{title}: moved from {day} to {to}.", title=today.title, day=today.date,
                to=moved.date)  # fmt: skip
    after = school.apply(items)
    notes = tuple(_move_notes(school, after, day, moved))
    items += (
        remove(held)
        for session in after.sessions_on(to)
        for held in holds_by_need(after, session)[1].values()
    )
    return Changes(tuple(items), message, notes)


def _check_untouched(school: School, day: InsetDay) -> None:
    record = school.day_record(day.id)
    if day.closed_at is not None:
        raise Refused(t("The day is closed."))
    if day.cancelled_at is not None:
        raise Refused(t("The day is cancelled."))
    if record.movements or record.marks or record.certificates or record.catch_ups:
        raise Refused(t("Someone has arrived on that day or been marked, so it stays on its date."))


def _move_notes(before: School, after: School, was: DayId, day: InsetDay) -> Iterator[Text]:
    """Yield what somebody should look at, by name."""
    for session in after.sessions_on(day.id):
        for booking in all_bookings_in(after, session):
            person = after.people.get(booking.person)
            if person is not None and outside_hours_reason(after, person, session) is not None:
                title = after.workshop(session).title
                yield t("{name}: {title} is outside their hours on the new date.",
                        name=person.name, title=title)  # fmt: skip
        yield from no_longer_held(before, after, session.id)
    record = before.day_record(was)
    for person in _named(before, record.invitations):
        if record.invitations[person.id].accepted is not None:
            yield t("{name} will be invited again.", name=person.name)
    for person in _named(before, record.reported_absences):
        yield t("{name} was reported absent, but is expected on the new date.", name=person.name)
    for person in _named(before, before.people):
        if was in person.agreed:
            yield t("{name} had agreed hours for the old date only.", name=person.name)


def _named(school: School, ids: Iterable[PersonId]) -> list[Person]:
    found = [school.people[id] for id in ids if id in school.people]
    return sorted(found, key=sort_key)


@decision
def cancel_day(school: School, now: datetime, day: DayId) -> Changes:
    """Cancel a day. Without places, wishes and marks it is removed; a repeat changes nothing.

    Raises:
        Refused: somebody has arrived or is marked, or the day is closed.
    """
    today = school.day(day)
    if today.cancelled_at is not None:
        return Changes((), t("{title} is already cancelled.", title=today.title))
    _check_untouched(school, today)
    record, sessions = school.day_record(day), school.all_sessions_on(day)
    # a place that is held stands on a printed slip
    if any(record.bookings.values()) or any(record.held_places.values()):
        items: list[Put | Remove] = [put(replace(today, cancelled_at=now))]
        items += [put(replace(one, cancelled_at=now)) for one in sessions if not one.is_cancelled]
        message = t("{title}, {day}, is cancelled.", title=today.title, day=today.date)
        return Changes(tuple(items), message, tuple(_who_had_a_place(school, day)))
    items = [remove(one) for one in record.invitations.values()]
    items += [remove(one) for one in record.reported_absences.values()]
    items += [remove(one) for one in sessions]
    lost = _lost_workshops(school, sessions)
    items += [Remove("workshops", name) for name in lost]
    items.append(remove(today))
    gone = {"days": (day,), "sessions": [one.id for one in sessions], "workshops": lost}
    loaded = (join_ids(table, name) for table, names in gone.items() for name in names)
    items += [Remove("loaded", name) for name in loaded if name in school.loaded]
    return Changes(
        tuple(items),
        t("{title}, {day}, is removed: nobody had a place in it.", title=today.title,
          day=today.date),
    )  # fmt: skip


def _who_had_a_place(school: School, day: DayId) -> Iterator[Text]:
    for session in school.sessions_on(day):
        title = school.workshop(session).title
        for booking in bookings_in(school, session):
            if booking.person in school.people:
                name = school.people[booking.person].name
                yield t("{name} had a place in {title}.", name=name, title=title)
        for who in places_held(school, session):
            name = school.people[who].name
            yield t("A place in {title} was held for {name}.", name=name, title=title)
        for booking in waiting_list_of(school, session):
            if booking.person in school.people:
                name = school.people[booking.person].name
                yield t("{name} was on the waiting list for {title}.", name=name, title=title)


def _lost_workshops(school: School, removed: tuple[Session, ...]) -> list[WorkshopId]:
    """Return the workshops that lose their last session, and that no catch-up refers to."""
    gone = {session.id for session in removed}
    needed = {one.workshop for one in school.programme.sessions.values() if one.id not in gone}
    needed |= {
        catch_up.subject
        for record in school.day_records.values()
        for several in record.catch_ups.values()
        for catch_up in several.values()
    }
    return sorted({session.workshop for session in removed} - needed)

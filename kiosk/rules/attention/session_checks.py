"""What does not fit with a day's sessions: their rooms, leaders, places, audience and catch-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, time
from itertools import chain
from typing import NamedTuple

from kiosk.rules.attention.findings import Finding, FindingKind, label, overlapping_pairs
from kiosk.rules.choosing.bookings import all_bookings_in
from kiosk.rules.choosing.eligibility import planned_clash
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import DayId, PersonId, SessionId, WorkshopId
from kiosk.rules.model.kept_results import Touched, kept_up
from kiosk.rules.model.records import InsetDay, Person, Resource, Session, Slot
from kiosk.rules.model.requirement import hours_on, leads, may_stay_until, outside_hours_reason
from kiosk.rules.model.rooms import room_named, same_room
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Text, t, tn


class _Misfits(NamedTuple):
    """What does not fit with the confirmed places of a day."""

    of_people: dict[SessionId, dict[PersonId, Finding]]
    """By session and holder."""
    by_session: dict[SessionId, tuple[Finding, ...]]
    """The findings of each session that has any."""


def _with_misfits(school: School, day: InsetDay, known: _Misfits, touched: Touched) -> _Misfits:
    of_people, changed = dict(known.of_people), set(touched.sessions)
    for who in touched.people:
        found = _misfits_of(school, day, who)
        for session in of_people.keys() | found.keys():
            held = of_people.get(session, {})
            if found.get(session) != held.get(who):
                changed.add(session)
                others = {other: one for other, one in held.items() if other != who}
                of_people[session] = others | ({who: found[session]} if session in found else {})
    return _regrouped(school, day, _Misfits(of_people, dict(known.by_session)), changed)


@kept_up(_with_misfits)
def _misfits(school: School, day: InsetDay) -> _Misfits:
    of_people: dict[SessionId, dict[PersonId, Finding]] = {}
    for who in school.day_record(day.id).sessions_of:
        for session, finding in _misfits_of(school, day, who).items():
            of_people.setdefault(session, {})[who] = finding
    every = {session.id for session in school.sessions_on(day.id)}
    return _regrouped(school, day, _Misfits(of_people, {}), every)


def _regrouped(
    school: School, day: InsetDay, misfits: _Misfits, changed: Iterable[SessionId]
) -> _Misfits:
    """Return the misfits with the findings of these sessions put together again."""
    for session in changed:
        known = school.programme.sessions.get(session)
        if known is not None and known.day == day.id:
            misfits.by_session[session] = tuple(_session_misfits(school, known, misfits))
    return misfits


def _session_misfits(school: School, session: Session, misfits: _Misfits) -> Iterator[Finding]:
    of_people = misfits.of_people.get(session.id, {})
    booked = 0
    for booking in all_bookings_in(school, session):
        booked += booking.confirmed
        if booking.person in of_people:
            yield of_people[booking.person]
    if session.places is not None and booked > session.places:
        over = booked - session.places
        text = t(
            "{session}: {people}, but {places}. Nobody is removed: find a larger room or ask "
            "{over} to move.",
            session=label(school, session),
            people=tn("{n} person has a place", "{n} people have a place", booked),
            places=tn("there is only {n}", "there are only {n}", session.places),
            over=over,
        )
        yield Finding(FindingKind.OVERBOOKED, session.day, text, sessions=(session.id,), count=over)


def place_findings(school: School, day: InsetDay) -> Iterator[Finding]:
    """Yield what does not fit with the confirmed places. Nobody loses one for it."""
    found = _misfits(school, day).by_session
    return chain.from_iterable(found.get(one.id, ()) for one in school.sessions_on(day.id))


def _misfits_of(school: School, day: InsetDay, holder: PersonId) -> dict[SessionId, Finding]:
    """Return, by session, why a place no longer suits its holder."""
    bookings, found = school.day_record(day.id).bookings, {}
    for session in school.places_of(holder, day.id):
        # A tutor gave a place with a reason whatever stood against it: they know.
        misfit = None if bookings[session.id][holder].why else _misfit(school, session, holder)
        if misfit is not None:
            kind, text = misfit
            found[session.id] = Finding(kind, day.id, text, (holder,), (session.id,))
    return found


def _misfit(school: School, session: Session, holder: PersonId) -> tuple[FindingKind, Text] | None:
    """Return the first reason why a place no longer suits its holder, or None."""
    person = school.people.get(holder)
    if person is None:
        where = label(school, session)
        text = t("{session}: {id} has a place, but no one has that id.", session=where, id=holder)
        return FindingKind.NAME_UNKNOWN, text
    outside = _outside(school, person, session)
    is_here = person.is_here(date.fromisoformat(session.day))
    if outside is not None and not (is_here and may_stay_until(school, person, session)):
        text = t(
            "{name} has a place in {session}: {reason}.",
            name=person.name,
            session=label(school, session),
            reason=outside,
        )
        return FindingKind.PLACE_OUTSIDE_HOURS, text
    clash = planned_clash(school, person, session)
    if clash is not None:
        text = t(
            "{name}: {session}, clashes with {other}.",
            name=person.name,
            session=label(school, session),
            other=clash.params["title"],
        )
        return FindingKind.PLACE_CLASHES, text
    if not leads(person, session) and not is_in_audience(person, session.audience):
        text = t(
            "{name} has a place in {session}, which is not for their role.",
            name=person.name,
            session=label(school, session),
        )
        return FindingKind.PLACE_NOT_FOR_ROLE, text
    return None


def _outside(school: School, person: Person, session: Session) -> Text | None:
    """Return why somebody cannot be required there then, worded for a tutor, or None.

    The rules' own reasons are worded for the person.
    """
    day = school.programme.days[session.day]
    if not person.is_here(day.date):
        return t("they have left the school by then")
    hours = hours_on(school, person, day)
    if hours.allow(session.start, session.end):
        return None
    if hours.window is None:
        return t("not one of their working days")
    start, end = hours.window.start, hours.window.end
    return t("outside their hours, {start} to {end}", start=start, end=end)


def room_findings(school: School, day: InsetDay) -> Iterator[Finding]:
    """Yield each session that begins in a room while another is there, or that it cannot hold."""
    rooms: dict[str, list[Session]] = defaultdict(list)
    for session in school.sessions_on(day.id):
        # Off site, one place name may stand for several rooms.
        if session.room.strip() and not session.off_site:
            rooms[same_room(session.room)].append(session)
    for sessions in rooms.values():
        for one, other in overlapping_pairs(sessions):
            text = t(
                "{room} is double-booked: {session} and {other}.",
                room=school.word(other.room),
                session=label(school, one),
                other=label(school, other),
            )
            yield Finding(FindingKind.ROOM_TWICE, day.id, text, sessions=(one.id, other.id))
    for session in school.sessions_on(day.id) if school.programme.rooms else ():
        room = None if session.off_site else room_named(school.programme.rooms, session.room)
        if room is None or room.capacity is None or session.places is None:
            continue
        if session.places > room.capacity:
            text = t(
                "{session}: {n} places, but {room} holds {capacity}.",
                session=label(school, session),
                n=session.places,
                room=room.id,
                capacity=room.capacity,
            )
            over = session.places - room.capacity
            yield Finding(
                FindingKind.ROOM_TOO_SMALL, day.id, text, sessions=(session.id,), count=over
            )


def leader_findings(school: School, day: InsetDay) -> Iterator[Finding]:
    """Yield the sessions without a leader, and leaders whose sessions do not fit them."""
    kinds = {slot.id: slot.kind for slot in day.slots}
    led: dict[PersonId, list[Session]] = defaultdict(list)
    for session in school.sessions_on(day.id):
        for leader in dict.fromkeys(session.leaders):
            led[leader].append(session)
        # Departments plan by themselves, and a visit is led by its hosts.
        by_itself = kinds.get(session.slot) is SlotKind.DEPARTMENT or session.off_site
        if not session.leaders and not session.speaker and not by_itself:
            text = t("{session}: no leader.", session=label(school, session))
            yield Finding(FindingKind.NO_LEADER, day.id, text, sessions=(session.id,))
    for leader, sessions in led.items():
        yield from _leader_misfits(school, day, leader, sessions)


def _leader_misfits(
    school: School, day: InsetDay, leader: PersonId, sessions: list[Session]
) -> Iterator[Finding]:
    person = school.people.get(leader)
    for session in sessions:
        about = ((leader,), (session.id,))
        if person is None:
            text = t("{session}: {id} leads it, but no one has that id.",
                     session=label(school, session), id=leader)  # fmt: skip
            # with its slot: the same id may have a place in the session as well
            yield Finding(FindingKind.NAME_UNKNOWN, day.id, text, *about, (session.slot,))
            continue
        outside = _outside(school, person, session)
        if outside is not None:
            text = t(
                "{name} leads {session}: {reason}. Agree the hours with them.",
                name=person.name,
                session=label(school, session),
                reason=outside,
            )
            if not person.is_here(day.date):
                text = t(
                    "{name} leads {session}, but has left the school by then.",
                    name=person.name,
                    session=label(school, session),
                )
            yield Finding(FindingKind.LEADER_OUTSIDE_HOURS, day.id, text, *about)
    for one, other in overlapping_pairs(sessions):
        text = t(
            "{name} leads two sessions at once: {session} and {other}.",
            name=person.name if person is not None else leader,
            session=label(school, one),
            other=label(school, other),
        )
        yield Finding(FindingKind.LEADER_TWICE, day.id, text, (leader,), (one.id, other.id))


def plan_findings(school: School, day: InsetDay) -> Iterator[Finding]:
    """Yield the sessions that stand outside their slot, without catch-up or without an audience."""
    slots = {slot.id: slot for slot in day.slots}
    last_given = _last_given(school)
    for session in school.sessions_on(day.id):
        about, slot = label(school, session), slots.get(session.slot)
        why = _astray(school, session, slot)
        if why is not None:
            text = t("{session}: {reason}.", session=about, reason=why)
            yield Finding(FindingKind.SESSION_ASTRAY, day.id, text, sessions=(session.id,))
            continue
        if not _has_catch_up(school, session, slot, last_given):
            text = t(
                "{session}: people who miss it have nothing to catch up with. Add a resource or a "
                "second session.",
                session=about,
            )
            yield Finding(FindingKind.NO_CATCH_UP, day.id, text, sessions=(session.id,))
        for one in _dead_resources(school, session):
            text = t("{session}: the address of “{title}” does not work.",
                     session=about, title=one.title)  # fmt: skip
            yield Finding(FindingKind.DEAD_LINK, day.id, text, sessions=(session.id,))
        if school.people:
            yield from _audience_misfit(school, session)


def _dead_resources(school: School, session: Session) -> list[Resource]:
    ids = school.workshop(session).resources
    known = school.programme.resources
    return [known[one] for one in ids if one in known and known[one].is_dead]


def _astray(school: School, session: Session, slot: Slot | None) -> Text | None:
    if slot is None:
        return t("its slot “{slot}” isn't on this day", slot=session.slot)
    if session.workshop not in school.programme.workshops:
        return t("there is no workshop “{workshop}”", workshop=session.workshop)
    if slot.kind.is_pause:
        return t("its slot is a break")
    if not slot.start <= session.start < session.end <= slot.end:
        return t(
            "its time, until {until}, doesn't fit its slot, {start} to {end}",
            until=session.end,
            start=slot.start,
            end=slot.end,
        )
    return None


def _last_given(school: School) -> dict[WorkshopId, tuple[DayId, time]]:
    """Return when the last session of each workshop begins."""
    last: dict[WorkshopId, tuple[DayId, time]] = {}
    for session in school.programme.sessions.values():
        if session.is_cancelled:
            continue
        begins = (session.day, session.start)
        last[session.workshop] = max(begins, last.get(session.workshop, begins))
    return last


def _has_catch_up(
    school: School,
    session: Session,
    slot: Slot | None,
    last_given: dict[WorkshopId, tuple[DayId, time]],
) -> bool:
    # Planning time of a department is not taught, so there is nothing to catch up with.
    if slot is not None and slot.kind is SlotKind.DEPARTMENT:
        return True
    resources = school.workshop(session).resources
    if any(one in school.programme.resources for one in resources):
        return True
    return last_given[session.workshop] >= (session.day, session.end)


def _audience_misfit(school: School, session: Session) -> Iterator[Finding]:
    """Yield at most one finding: nobody is in the audience, or nobody of it may come."""
    is_empty = True
    for person in school.people_on(date.fromisoformat(session.day)).values():
        if leads(person, session) or not is_in_audience(person, session.audience):
            continue
        is_empty = False
        if outside_hours_reason(school, person, session) is None:
            return
    about = label(school, session)
    if is_empty:
        text = t(
            "{session}: it is for nobody on the staff list. Check who it is meant for.",
            session=about,
        )
        kind = FindingKind.AUDIENCE_EMPTY
    else:
        text = t("{session}: outside everyone's hours.", session=about)
        kind = FindingKind.NOBODY_MAY_COME
    yield Finding(kind, session.day, text, sessions=(session.id,))

"""What does not fit with a day's sessions: their rooms, leaders, places, audience and catch-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time

from kiosk.rules.attention.findings import Finding, FindingKind, label, overlapping_pairs
from kiosk.rules.choosing.bookings import all_bookings_in
from kiosk.rules.choosing.eligibility import clashes
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.ids import DayId, PersonId, WorkshopId
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import hours_on, leads, may_stay_until, outside_hours_reason
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Text, t, tn


def place_findings(school: School, day: InsetDay) -> Iterator[Finding]:
    """Yield what does not fit with the confirmed places. Nobody loses one for it."""
    clashing = clashes(school, day.id)
    for session in school.sessions_on(day.id):
        booked = 0
        for booking in all_bookings_in(school, session):
            if not booking.confirmed:
                continue
            booked += 1
            # A tutor gave that place whatever stood against it: they know.
            if booking.why:
                continue
            clash = clashing.get((booking.person, session.id))
            found = _place_misfit(school, session, booking.person, clash)
            if found is not None:
                kind, text = found
                yield Finding(kind, day.id, text, (booking.person,), (session.id,))
        if session.places is not None and booked > session.places:
            text = t(
                "{session}: {people} for {places}; nobody loses theirs.",
                session=label(school, session),
                people=tn("{n} person", "{n} people", booked),
                places=tn("{n} place", "{n} places", session.places),
            )
            over = booked - session.places
            yield Finding(FindingKind.OVERBOOKED, day.id, text, sessions=(session.id,), count=over)


def _place_misfit(
    school: School, session: Session, holder: PersonId, clash: Text | None
) -> tuple[FindingKind, Text] | None:
    """Return why a place does not suit its holder any more, or None. The first reason is given."""
    where, person = label(school, session), school.people.get(holder)
    if person is None:
        text = t("{session}: nobody has the id {id}, which has a place.", session=where, id=holder)
        return FindingKind.NAME_UNKNOWN, text
    outside = _outside(school, person, session)
    is_here = person.is_here(date.fromisoformat(session.day))
    if outside is not None and not (is_here and may_stay_until(school, person, session)):
        text = t(
            "{name} has a place in {session}: {reason}.",
            name=person.name,
            session=where,
            reason=outside,
        )
        return FindingKind.PLACE_OUTSIDE_HOURS, text
    if clash is not None:
        other = clash.params["title"]
        text = t("{name}: {session}, clashes with {other}.",
                 name=person.name, session=where, other=other)  # fmt: skip
        return FindingKind.PLACE_CLASHES, text
    if not leads(person, session) and not is_in_audience(person, session.audience):
        text = t(
            "{name} has a place in {session}, which is not for their role.",
            name=person.name,
            session=where,
        )
        return FindingKind.PLACE_NOT_FOR_ROLE, text
    return None


def _outside(school: School, person: Person, session: Session) -> Text | None:
    """Return why somebody cannot be asked to be there then, as a tutor is told it, or None.

    The rules' own reasons speak to the person.
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
    """Yield each session that begins in a room while another one is still there."""
    rooms: dict[str, list[Session]] = defaultdict(list)
    for session in school.sessions_on(day.id):
        # Off site, one place name may stand for several rooms.
        if session.room.strip() and not session.off_site:
            rooms[" ".join(session.room.casefold().split())].append(session)
    for sessions in rooms.values():
        for one, other in overlapping_pairs(sessions):
            text = t(
                "{room} twice at once: {session} and {other}.",
                room=other.room,
                session=label(school, one),
                other=label(school, other),
            )
            yield Finding(FindingKind.ROOM_TWICE, day.id, text, sessions=(one.id, other.id))


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
            text = t("{session}, has no leader.", session=label(school, session))
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
            text = t("{session}: nobody has the id {id}, which leads it.",
                     session=label(school, session), id=leader)  # fmt: skip
            yield Finding(FindingKind.NAME_UNKNOWN, day.id, text, *about)
            continue
        outside = _outside(school, person, session)
        if outside is not None:
            text = t(
                "{name} leads {session}: {reason}. Hours have to be agreed.",
                name=person.name,
                session=label(school, session),
                reason=outside,
            )
            if not person.is_here(day.date):
                text = t(
                    "{name} leads {session}, and has left the school by then.",
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
            text = t("{session}, has no catch-up: no resource and no repeat.", session=about)
            yield Finding(FindingKind.NO_CATCH_UP, day.id, text, sessions=(session.id,))
        if school.people:
            yield from _audience_misfit(school, session)


def _astray(school: School, session: Session, slot: Slot | None) -> Text | None:
    if slot is None:
        return t("its slot “{slot}” is not in this day", slot=session.slot)
    if session.workshop not in school.programme.workshops:
        return t("its workshop “{workshop}” is not known", workshop=session.workshop)
    if slot.kind.is_pause:
        return t("its slot is a break")
    if not slot.start <= session.start < session.end <= slot.end:
        return t(
            "its time, until {until}, is not within its slot, {start} to {end}",
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
        text = t("{session}: nobody is in its audience.", session=about)
        kind = FindingKind.AUDIENCE_EMPTY
    else:
        text = t("{session}: it lies outside the hours of all its audience.", session=about)
        kind = FindingKind.NOBODY_MAY_COME
    yield Finding(kind, session.day, text, sessions=(session.id,))

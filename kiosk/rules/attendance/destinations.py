"""Where a person is to be: the session they have just entered, or else the next one."""

from __future__ import annotations

from datetime import datetime, time

import msgspec

from kiosk.rules.attendance.evaluation import OPENS_BEFORE_END
from kiosk.rules.attendance.marks import EntryState, current_mark, current_sessions, entry_state
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.model.attendance_records import Mark
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import hours_on, overlap, own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, Requirement, SlotKind
from kiosk.text import Both, Text, t

NOTHING_MORE = t("That's everything for you today.")
NOT_DUE = t("You don't have to be here today.")


class Destination(msgspec.Struct, frozen=True):
    """Where a person should be: a session, or a slot that has no session for them."""

    slot: Slot
    session: Session | None
    """None: nothing is chosen yet, or the slot has no sessions."""
    required: bool

    @property
    def start(self) -> time:
        """When it begins."""
        return (self.session or self.slot).start

    @property
    def end(self) -> time:
        """When it ends."""
        return (self.session or self.slot).end


class Stop(msgspec.Struct, frozen=True):
    """Where a person is to be: what begins when, and in which room."""

    what: Text
    room: Both | str = ""
    entered: MarkState | None = None
    """How they have just signed in to it; None: they have not."""


def next_destination(
    school: School, now: datetime, person: Person, day: InsetDay
) -> Destination | None:
    """Return where the person should be now or next, or None for the rest of the day.

    Leave out the session they are in and everything that overlaps it.
    """
    current = current_sessions(school, now, person.id, day.id)
    destinations = []
    for slot in day.slots:
        destination = destination_in(school, person, day, slot)
        band = (destination.session or destination.slot) if destination else slot
        is_over = now >= school.moment(day.id, band.end)
        if (
            destination is not None
            and not is_over
            and not any(overlap(band, session) for session in current)
        ):
            destinations.append(destination)
    # Just before a session ends the next one is open already. A person who scans then comes for the
    # next one, so the one that is nearly over gives way.
    sessions = (
        *current,
        *(destination.session for destination in destinations if destination.session),
    )
    open_starts = [
        session.start
        for session in sessions
        if entry_state(school, now, session) is EntryState.OPEN
    ]
    destinations = [
        destination
        for destination in destinations
        if now < school.moment(day.id, destination.end) - OPENS_BEFORE_END
        or not any(start > destination.start for start in open_starts)
    ]
    return min(
        destinations,
        key=lambda destination: (destination.start, not destination.required),
        default=None,
    )


def destination_in(school: School, person: Person, day: InsetDay, slot: Slot) -> Destination | None:
    """Return the person's destination in one slot, or None if they need not be there."""
    requirement = slot_requirement(school, person, day, slot)
    session = own_session(school, person, day, slot)
    if requirement.requirement in (Requirement.REQUIRED, Requirement.INVITED):
        if session is None and not requirement.required:
            return None
        return Destination(slot, session, requirement.required)
    # They hold a place in it, perhaps outside their hours: a tutor may have given it.
    if session is not None and requirement.requirement is Requirement.NOT_REQUIRED:
        booking = booking_of(school, person.id, session)
        if booking is not None and booking.confirmed:
            return Destination(slot, session, required=False)
    return None


def is_own_sign_in(mark: Mark) -> bool:
    """Return whether a person signed in to a session themselves by this mark."""
    return mark.state in (MarkState.PRESENT, MarkState.LATE) and not mark.evidence.is_by_hand


def next_stop(school: School, person: Person, day: InsetDay, at: datetime) -> Stop | None:
    """Return the session signed in to at that moment, else where to be next, if anywhere."""
    # A mark with the very time of the scan is one that this scan made. It may also have proved an
    # earlier sign-in, so the latest session counts.
    for session in sorted(school.sessions_on(day.id), key=lambda one: one.start, reverse=True):
        mark = current_mark(school, person.id, session)
        if mark is not None and mark.at == at and is_own_sign_in(mark):
            title = school.workshop(session).title
            return Stop(_when(session.start, title), school.word(session.room), mark.state)
    destination = next_destination(school, at, person, day)
    if destination is None:
        return None
    slot, found = destination.slot, destination.session
    if found is not None:
        title = school.workshop(found).title
        return Stop(_when(found.start, title), school.word(found.room))
    if slot.kind is SlotKind.CHOICE:
        return Stop(t("{start} {title}, not chosen yet", start=slot.start, title=slot.title))
    return Stop(_when(slot.start, slot.title), school.word(slot.place))


def _when(start: time, title: Both) -> Text:
    return t("{start} {title}", start=start, title=title)


def nowhere(school: School, person: Person, day: InsetDay) -> Text:
    """Return what to say to somebody who need not be anywhere now."""
    hours = hours_on(school, person, day)
    return NOT_DUE if hours.known and hours.window is None else NOTHING_MORE


def describe_stop(stop: Stop | None, otherwise: Text) -> Text:
    """Return where to be as one line; `otherwise` see `nowhere`."""
    if stop is None:
        return otherwise
    where = t("{what} · {room}", what=stop.what, room=stop.room) if stop.room else stop.what
    match stop.entered:
        case None:
            return t("Next: {where}", where=where)
        case MarkState.LATE:
            return t("{where}, signed in late", where=where)
        case _:
            return t("{where}, signed in", where=where)


def now_or_next(school: School, now: datetime, person: Person, day: InsetDay) -> Destination | None:
    """Return the session that the person is signed in to now, else where to be next, if anywhere.

    A session that is nearly over gives way to the next one, which people are to go to.
    """
    for session in current_sessions(school, now, person.id, day.id):
        if now < school.moment(day.id, session.end) - OPENS_BEFORE_END:
            return Destination(school.slot(session), session, required=True)
    return next_destination(school, now, person, day)

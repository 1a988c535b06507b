"""One scan of a badge at the kiosk, or one typed name: everything it does, in one decision.

It signs the person in for the day, then to their session that is open now, and says where to go.
A second scan within the undo time changes nothing and repeats the message.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

import msgspec

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import UNDO_GRACE, arrival, is_on_site, require_today
from kiosk.rules.attendance.evaluation import OPENS_BEFORE_END
from kiosk.rules.attendance.marks import (
    EntryState,
    current_mark,
    current_sessions,
    entry_state,
    sign_in_to_session,
    undo_marks_at,
)
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import overlap, own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState, Requirement, SlotKind
from kiosk.text import Both, Text, t


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


def next_destination(
    school: School, now: datetime, person: Person, day: InsetDay
) -> Destination | None:
    """Return where the person should be now or next, or None for the rest of the day.

    Leave out the session they are in and everything that overlaps it.
    """
    current = current_sessions(school, now, person.id, day.id)
    destinations = []
    for slot in day.slots:
        destination = _destination_in(school, person, day, slot)
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


def _destination_in(
    school: School, person: Person, day: InsetDay, slot: Slot
) -> Destination | None:
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


@decision
def sign_in_by_scan(school: School, now: datetime, actor: Actor, person: PersonId) -> Changes:
    """Sign a person in for the day, and to their session if it is open.

    Where the session refuses them, the day's sign-in still counts and the message gives the reason.

    Raises:
        Refused: nobody has that id, or there is no INSET day today.
    """
    who, day = school.person(person), require_today(school, now)
    # A badge proves a sign-in to a session that runs, where that was by a typed name.
    items: list[Put | Remove] = []
    for session in current_sessions(school, now, person, day.id):
        items += sign_in_to_session(person, session.id)(school, now, actor).items
    # People scan again when they saw no answer. That must not sign them in to the next session.
    repeated = _repeated_message(school, now, who, day)
    if repeated is not None:
        return Changes(tuple(items), repeated)
    arrives = not is_on_site(school, person, day.id)
    items += [arrival(school, now, actor, person, day.id)] if arrives else []
    destination, reason = next_destination(school, now, who, day), None
    if (
        destination is not None
        and destination.session
        and entry_state(school, now, destination.session) is EntryState.OPEN
    ):
        try:
            items += sign_in_to_session(person, destination.session.id)(
                school.apply(items), now, actor
            ).items
        # The roll call needs the arrival, whatever keeps the person out of the session.
        except Refused as refused:
            reason = refused.reason
    after = school.apply(items)
    message = reason or _describe_entry_or_next(after, who, day, now)
    return Changes(tuple(items), _welcome(who, school.local(now), message) if arrives else message)


def _repeated_message(school: School, now: datetime, person: Person, day: InsetDay) -> Text | None:
    """Return the message of a scan within the undo time, or None if there was none."""
    at = _last_sign_in_at(school, person.id, day)
    if at is None or now - at > timedelta(seconds=school.settings.undo_for):
        return None
    message = _describe_entry_or_next(school, person, day, at)
    movements = school.day_record(day.id).movements.get(person.id, ())
    return (
        _welcome(person, school.local(at), message)
        if movements and movements[-1].at == at
        else message
    )


def _last_sign_in_at(school: School, person: PersonId, day: InsetDay) -> datetime | None:
    """Return when a person on site last signed in themselves, for the day or to a session."""
    if not is_on_site(school, person, day.id):
        return None
    marks = (current_mark(school, person, session) for session in school.sessions_on(day.id))
    entered = [mark.at for mark in marks if mark and _is_own_sign_in(mark.state, mark.evidence)]
    return max([school.day_record(day.id).movements[person][-1].at, *entered])


def _is_own_sign_in(state: MarkState, evidence: Evidence) -> bool:
    return state in (MarkState.PRESENT, MarkState.LATE) and not evidence.is_by_hand


def _describe_entry_or_next(school: School, person: Person, day: InsetDay, at: datetime) -> Text:
    """Return one line: the session signed in to at that moment, else where to be next."""
    # A mark with the very time of the scan is the one that this scan made.
    for session in school.sessions_on(day.id):
        mark = current_mark(school, person.id, session)
        if mark is not None and mark.at == at and _is_own_sign_in(mark.state, mark.evidence):
            where = _where(session.start, school.workshop(session).title, session.room)
            late = mark.state is MarkState.LATE
            return t("{where}, signed in, late", where=where) if late else t(
                "{where}, signed in", where=where
            )  # fmt: skip
    destination = next_destination(school, at, person, day)
    if destination is None:
        return t("Nothing more for you today.")
    if destination.session is not None:
        title = school.workshop(destination.session).title
        return t("Next: {where}", where=_where(destination.start, title, destination.session.room))
    where = _where(destination.start, destination.slot.title, destination.slot.place)
    if destination.slot.kind is SlotKind.CHOICE:
        return t("Next: {where}, not chosen yet", where=where)
    return t("Next: {where}", where=where)


def _where(start: time, title: Both, room: str) -> Text:
    if not room:
        return t("{start} {title}", start=start, title=title)
    return t("{start} {title} · {room}", start=start, title=title, room=room)


def _welcome(person: Person, at: datetime, message: Text) -> Text:
    return t("{name} signed in at {time}.\n{said}", name=person.name, time=at, said=message)


@decision
def undo_scan(school: School, now: datetime, actor: Actor, person: PersonId) -> Changes:
    """Undo all that a person's last sign-in did: to the session and for the day.

    Raises:
        Refused: there is no sign-in, or the undo time (a setting) is over.
    """
    who, day = school.person(person), require_today(school, now)
    at = _last_sign_in_at(school, person, day)
    if at is None:
        raise Refused(t("There is nothing to undo."))
    if now - at > timedelta(seconds=school.settings.undo_for) + UNDO_GRACE:
        raise Refused(t("It is too late to undo this: ask a professional tutor."))
    # Arrival and mark of one scan have the same time: that is how an undo finds both.
    arrived = school.day_record(day.id).movements[person][-1]
    removed = [Remove("movements", arrived.id)] if arrived.at == at else []
    message = t("{name} is not signed in any more.", name=who.name) if removed else t("Undone.")
    marks = undo_marks_at(school.apply(removed), now, actor, person, day.id, at)
    return Changes((*removed, *marks), message)
